"""Passages are embedded by the workers of a Ray cluster, batch by batch; alone knows Ray.

It is imported in two places: in a process of ours that hands out batches, since Ray ends whoever
asks when the cluster is gone, and in every worker, which loads the model once.
"""

import os
import platform
import secrets
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from index.bert_embed import BertEmbedder, load_embedder
from index.config import IndexSettings
from index.embed import Rows, SentenceEmbedder, find_model, hash_model
from index.errors import ArticleQAError, ExtraMissingError, ModelMissingError, WorkerError
from index.static_embed import StaticEmbedder
from index.versions import hash_program
from index.workers import count_cores

__all__ = ["Order", "Spread", "embed_here"]

_AHEAD = 3
"""Batches for each processor that are begun: the next is there when one is done."""
_PULSE = 1.0  # seconds between two looks at a cluster that finishes nothing
_KNOCK_SECONDS = 10  # for the head of a cluster to answer
_STORE_BYTES = 256 * 2**20  # of memory for what goes to and fro; Ray would take a third of all
_EXTRA = (
    '[ingest] executor = "ray" needs Ray, which is not installed: '
    'run .venv/bin/pip install -e ".[ray]"'
)


@dataclass(frozen=True, slots=True)
class Order:
    """What every worker has to have, and who it has it from."""

    settings: IndexSettings
    """Of the machine that builds; the precision is the one that is computed in."""
    model_hash: str
    program: str
    """Hash of this program and its libraries."""
    folder: str
    """For what a Ray of our own writes: sockets and logs."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Texts -> places and rows of one batch after another, as they are finished.

    Asked for nothing, it connects. What a process of ours that hands out batches is asked.

    Raises:
        ExtraMissingError: Ray is not installed.
        WorkerError: there is no cluster, or none with a processor for too long; a worker has
            another model or program than this machine; a batch failed as often as it may.
        ModelMissingError: a worker does not have the model.
    """

    order: Order

    def __call__(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        ray = _connect(self.order)
        settings = self.order.settings.ingest
        task = ray.remote(embed_here).options(
            num_cpus=1, max_retries=settings.max_retries, scheduling_strategy="SPREAD"
        )
        waiting = _cut(texts, settings.batch_passages)
        begun: dict[Any, list[int]] = {}
        patience = _Patience(settings.worker_seconds)
        try:
            while waiting or begun:
                cores = int(ray.cluster_resources().get("CPU", 0))
                patience.check(cores)
                while waiting and len(begun) < _AHEAD * max(cores, 1):
                    places = waiting.popleft()
                    begun[task.remote(self.order, [texts[i] for i in places])] = places
                for done in ray.wait(list(begun), timeout=_PULSE)[0]:
                    yield begun.pop(done), ray.get(done)
        except ray.exceptions.RayError as error:
            raise _explain(error, settings.max_retries) from error


class _Patience:
    """Counts the seconds in which a cluster has no processor."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._last = time.monotonic()

    def check(self, cores: int) -> None:
        """Raise WorkerError once there were none for too long."""
        if cores:
            self._last = time.monotonic()
        elif time.monotonic() - self._last > self._seconds:
            raise WorkerError(
                f"the Ray cluster has had no processor for {self._seconds} s ([ingest] "
                "worker_seconds); start workers with `ray start --address=HOST:PORT` and rebuild: "
                "what is embedded is kept"
            )


def embed_here(order: Order, texts: Sequence[str]) -> Rows:
    """Give (n, dim) rows; runs in a worker.

    Raises:
        WorkerError: the worker has another model or program than who asks.
        ModelMissingError: it has none.
    """
    return _load(order).encode_passages(texts)


@cache
def _load(order: Order) -> BertEmbedder | SentenceEmbedder | StaticEmbedder:
    """Load the model, once in the life of a worker."""
    settings, here = order.settings, f"the worker on {platform.node()}"
    if hash_program() != order.program:
        raise WorkerError(
            f"{here} has another version of this program, or of a library, than the machine that "
            "builds; install the same on both, from the same requirements.lock"
        )
    try:
        folder = find_model(settings.model, settings.models)
    except ModelMissingError as error:
        raise ModelMissingError(f"{here}: {error}") from error
    if hash_model(folder, (settings.question_prompt, settings.passage_prompt)) != order.model_hash:
        raise WorkerError(
            f"{here} has another model in {folder} than the machine that builds; copy the folder "
            "from there, all its files"
        )
    # Ray hides them too, in versions that are known; a batch has asked for a processor only.
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import torch

    torch.set_num_threads(1)
    return load_embedder(settings)


def _cut(texts: Sequence[str], size: int) -> "deque[list[int]]":
    """Give the places of texts in batches, texts of like length together, the longest first."""
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    return deque(order[start : start + size] for start in range(0, len(order), size))


@cache
def _connect(order: Order) -> Any:
    """Give Ray, connected to the cluster of the settings; done once in the life of a process."""
    address = order.settings.ingest.ray_address
    own: dict[str, Any] = {}
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_NUM_REDIS_GET_RETRIES", "1")  # each of them takes 40 seconds
    if address == "local":
        # What Ray does by default where it knows no clusters: all its ports are on the loopback.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
        os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
        own = {"num_cpus": count_cores(), "include_dashboard": False, "_temp_dir": order.folder}
        own["object_store_memory"] = _STORE_BYTES
    ray = _import_ray()
    try:
        _knock(address)
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", **own)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise WorkerError(
            f'no cluster of Ray can be had at [ingest] ray_address = "{address}" '
            f"({_first_line(error)}); start its head with `ray start --head --port=6379`, and "
            "`ray start --address=HOST:6379` on this and every other machine"
        ) from error
    # Ray fills the terminal when it is asked to end; an exit ends what is ours as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return ray


def _knock(address: str) -> None:
    """See that something listens at host:port, for which Ray would wait for minutes."""
    host, _, port = address.rpartition(":")
    if host:
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK_SECONDS).close()


def _import_ray() -> Any:
    try:
        import ray
    except ModuleNotFoundError as error:
        raise ExtraMissingError(_EXTRA) from error
    return ray


def _explain(error: Exception, retries: int) -> ArticleQAError:
    """Say what is wrong with a batch, in a line."""
    cause = getattr(error, "cause", None)
    if isinstance(cause, ArticleQAError):  # as the worker said it
        return cause
    if cause is not None:
        return WorkerError(
            f"a worker of Ray failed ({type(cause).__name__}: {_first_line(cause)}); is this "
            "program installed on every machine of the cluster, with the same libraries?"
        )
    return WorkerError(
        f"Ray gave up on passages after {retries} retries ({_first_line(error)}); is there "
        "memory left on its machines? What is embedded is kept"
    )


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
