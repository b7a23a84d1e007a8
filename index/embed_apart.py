"""While a library is built, the model works in a process of its own, and starts ahead of time.

Loading a model takes longer than all else that a small change of the folder asks for; on two
processors both are done at once. Or that process hands the passages out to a Ray cluster.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from index.bert_embed import BertEmbedder, load_embedder
from index.config import IndexSettings
from index.embed import (
    PassageEmbedder,
    Rows,
    SentenceEmbedder,
    collect_rows,
    find_model,
    hash_model,
    make_embedder,
)
from index.errors import WorkerError
from index.model_facts import ModelFacts, read_facts, read_static
from index.passages import TokenSpans
from index.processes import EndedError, Process
from index.processor import choose_precision, name_vectors
from index.ray_tasks import Order, Spread
from index.static_embed import StaticEmbedder
from index.versions import hash_program

__all__ = ["ApartEmbedder", "open_embedder"]

_ENDED = "the process that embeds passages ended ({}); is there memory left?"
_CUT_OFF = (
    "Ray ended the process that hands out passages ({}); does the head of its cluster still run, "
    "and `ray start` on this machine? What is embedded is kept"
)
_SHORT = Path("/tmp")  # noqa: S108  # a new folder in it, that nobody else may enter
"""Paths of sockets may have a hundred letters, and macOS's own folder has half of them."""
_TIDY_SECONDS = 15.0
"""For Ray to end what it began: left alone, some of that goes on for a minute."""


@contextmanager
def open_embedder(settings: IndexSettings) -> Iterator[PassageEmbedder]:
    """Give the model that config.toml names: in a process of its own, where that can be done.

    With `[ingest] executor = "ray"`, a cluster embeds, unless the model has no network.

    Raises:
        ModelMissingError: the model is not on this machine.
        ConfigError: it cannot be loaded.
        ExtraMissingError: a cluster is to embed, and Ray is not installed.
        WorkerError: there is no such cluster.
    """
    folder = find_model(settings.model, settings.models)
    facts, static = read_facts(folder), read_static(folder)
    if static is not None:  # faster here than texts and vectors go to and fro
        yield StaticEmbedder(settings, folder, static)
        return
    if facts is None:
        here = make_embedder(settings)
        if settings.ingest.executor == "local":
            yield here
            return
        facts = ModelFacts(folder, here.dimension, here.max_tokens, False, here.token_spans)
    if settings.ingest.executor == "ray":
        with _open_spread(settings, folder, facts) as spread:
            yield spread
        return
    process = Process(_Encode(settings), partial(_load, settings))
    embedder = ApartEmbedder(settings, folder, facts, process, _ENDED)
    try:
        yield embedder
    finally:
        embedder.close()


@contextmanager
def _open_spread(
    settings: IndexSettings, folder: Path, facts: ModelFacts
) -> Iterator[PassageEmbedder]:
    """Give the model in workers of Ray; what hinders them is told before anything is read."""
    settings = replace(settings, precision=choose_precision(settings.precision))
    model_hash = hash_model(folder, (settings.question_prompt, settings.passage_prompt))
    place = str(_SHORT) if _SHORT.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="ray-", dir=place, ignore_cleanup_errors=True) as own:
        process = Process(Spread(Order(settings, model_hash, hash_program(), own)))
        embedder = ApartEmbedder(settings, folder, facts, process, _CUT_OFF)
        try:
            embedder.encode_passages(())
            yield embedder
        finally:
            embedder.close(_TIDY_SECONDS)


class ApartEmbedder:
    """A model in other processes; encodes as it would in this one, bit by bit.

    Args:
        settings: of config.toml.
        folder: of the model.
        facts: of the model.
        process: is asked for the places and rows of texts.
        ended: what is said when it is gone, with a place for how.
    """

    def __init__(
        self,
        settings: IndexSettings,
        folder: Path,
        facts: ModelFacts,
        process: Process,
        ended: str,
    ) -> None:
        prompts = (settings.question_prompt, settings.passage_prompt)
        self.name = settings.model
        self.precision = choose_precision(settings.precision)
        self.dimension, self.max_tokens = facts.dimension, facts.max_tokens
        self.token_spans: TokenSpans = facts.token_spans
        self.model_hash = hash_model(folder, prompts)
        executor = settings.ingest.executor
        self.fingerprint = name_vectors(self.model_hash, self.precision, executor)
        self._process, self._ended = process, ended
        self._process.start()

    def encode_passages(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda _: None
    ) -> Rows:
        return collect_rows(len(texts), self.dimension, self.encode_batches(texts), done)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        """Give the places of some texts and their (n, dim) rows, as they are finished."""
        try:
            yield from self._process.ask(list(texts))
        except EndedError as error:
            raise WorkerError(self._ended.format(error)) from error

    def close(self, seconds: float = 0.0) -> None:
        """End the process, which is given so long to tidy up."""
        self._process.stop(seconds)


@dataclass(frozen=True, slots=True)
class _Encode:
    """Texts -> places and rows of one batch after another; what the process is asked."""

    settings: IndexSettings

    def __call__(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        return _load(self.settings).encode_batches(texts)


@cache
def _load(settings: IndexSettings) -> BertEmbedder | SentenceEmbedder | StaticEmbedder:
    return load_embedder(settings)
