"""Passages are embedded by workers of Ray: as here, each once, whatever is killed meanwhile."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from support_ray import RunningCluster

from index.build import build_library
from index.config import IndexSettings, load_index_settings
from index.embed import Rows, find_model, hash_model
from index.embed_apart import ApartEmbedder, open_embedder
from index.errors import (
    ArticleQAError,
    ConfigError,
    ExtraMissingError,
    ModelMissingError,
    WorkerError,
)
from index.ingest_settings import IngestSettings
from index.library import Library
from index.processes import Process
from index.ray_tasks import Order, Spread, embed_here
from index.versions import hash_program

ON_RAY = IngestSettings(executor="ray", batch_passages=4)
TEXTS = [f"Sentence {n} on the pier. " * (1 + n % 7) for n in range(40)]


def write_articles(root: Path, count: int = 10) -> tuple[IndexSettings, IndexSettings]:
    """Write short articles of two passages; give settings of libraries built here, and by Ray."""
    (root / "articles").mkdir(parents=True)
    for n in range(count):
        lines = [
            f"Pillar {i} of pier {n} was looked at on day {i + n} of the year." for i in range(14)
        ]
        (root / "articles" / f"{n:02}.txt").write_text(f"Pier {n}\n\n" + " ".join(lines))
    here = IndexSettings(root / "articles", root / "library", root / "cache")
    there = replace(here, library=root / "there", cache=root / "kept", ingest=ON_RAY)
    return here, there


def vectors_of(settings: IndexSettings) -> Rows:
    """Give all vectors of a library, in order."""
    files = Library.open(settings).files
    return files.vectors.rows(np.arange(len(files.vectors)))


def order_of(**changed: Any) -> Order:
    """Give what workers of this machine are asked to have, but for what is changed."""
    settings = IndexSettings(precision="float32", ingest=ON_RAY)
    folder = find_model(settings.model, settings.models)
    order = Order(settings, hash_model(folder), hash_program(), "")
    return replace(order, **changed)


def ray_processes() -> list[psutil.Process]:
    """Give all processes of Ray that this one began, also through others."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "--session-name" in " ".join(child.cmdline())]


def running(processes: list[psutil.Process]) -> list[str]:
    """Give the command lines of those that are still there after ten seconds."""
    _, alive = psutil.wait_procs(processes, timeout=10)
    return [
        " ".join(process.cmdline())
        for process in alive
        if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ]


def listening() -> set[str]:
    """Give the addresses that the processes which this one began listen on."""
    connections = (
        connection
        for child in psutil.Process().children(recursive=True)
        for connection in child.net_connections("inet")
    )
    listens = psutil.CONN_LISTEN
    return {item.laddr.ip.removeprefix("::ffff:") for item in connections if item.status == listens}


def test_a_library_built_by_ray_is_the_one_built_here(tmp_path: Path) -> None:
    """Bit by bit, so it stays current where it is built here; nobody else reached the workers."""
    here, there = write_articles(tmp_path)
    addresses: set[str] = set()
    begun: list[psutil.Process] = []

    def look(stage: str, done: int, _: int) -> None:
        if stage == "embedding" and done and not begun:
            addresses.update(listening())
            begun.extend(ray_processes())

    build_library(there, look)

    assert addresses == {"127.0.0.1"}
    assert begun
    assert running(begun) == []
    assert not build_library(replace(there, ingest=IngestSettings())).changed
    build_library(here)
    assert np.array_equal(vectors_of(there), vectors_of(here))


@pytest.mark.slow
def test_what_was_embedded_before_a_rebuild_was_stopped_is_kept(tmp_path: Path) -> None:
    """And nothing goes on behind it."""
    _, there = write_articles(tmp_path)
    begun: list[psutil.Process] = []

    def stop(stage: str, done: int, _: int) -> None:
        if stage == "embedding" and done:
            begun.extend(ray_processes())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_library(there, stop)

    assert begun
    assert running(begun) == []
    assert build_library(there).reused_passages == 4


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('executor = "dask"', 'must be "local" or "ray"'),
        ('ray_address = "ray://head:10001"', 'such as "10.0.0.1:6379"'),
        ('ray_address = "head"', 'must be "local", "auto" or'),
        ("batch_passages = 0", "must be at least 1"),
        ("max_retries = -1", "must be at least 0"),
        ("worker_seconds = 0", "must be at least 1"),
        ('max_retries = "5"', "must be a whole number"),
        ('ray_adress = "auto"', "did you mean 'ray_address'"),
    ],
)
def test_a_wrong_setting_is_told(tmp_path: Path, lines: str, told: str) -> None:
    """With file and table, and what it may be."""
    path = tmp_path / "config.toml"
    path.write_text(f"[ingest]\n{lines}\n")

    with pytest.raises(ConfigError, match=told) as error:
        load_index_settings(path)
    assert f"{path}: [ingest]" in str(error.value)


@pytest.mark.parametrize("address", ["local", "auto", "10.0.0.1:6379", "head.lan:6379", "[::1]:1"])
def test_settings_are_read(tmp_path: Path, address: str) -> None:
    """Every form of an address."""
    path = tmp_path / "config.toml"
    path.write_text(f'[ingest]\nexecutor = "ray"\nray_address = "{address}"\nbatch_passages = 50\n')

    read = load_index_settings(path).ingest

    assert read == IngestSettings("ray", address, 50)


def test_without_the_extra_the_message_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is read."""
    (tmp_path / "ray.py").write_text("raise ModuleNotFoundError(name='ray')")
    monkeypatch.syspath_prepend(tmp_path)

    with (
        pytest.raises(ExtraMissingError, match=r'pip install -e "\.\[ray\]"'),
        open_embedder(IndexSettings(ingest=ON_RAY)),
    ):
        pass


def test_a_cluster_that_is_not_there_is_told() -> None:
    """Soon, with the commands that start one."""
    away = replace(ON_RAY, ray_address="127.0.0.1:9")
    started = time.monotonic()

    with (
        pytest.raises(WorkerError, match=r"127\.0\.0\.1:9.*ray start --head"),
        open_embedder(IndexSettings(ingest=away)),
    ):
        pass
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("changed", "error", "told"),
    [
        ({"program": "older"}, WorkerError, "another version of this program"),
        ({"model_hash": "other"}, WorkerError, "another model in"),
        (
            {"settings": IndexSettings(model="nowhere")},
            ModelMissingError,
            "the worker on .* nowhere",
        ),
    ],
)
def test_a_worker_that_differs_refuses(
    changed: dict[str, Any], error: type[ArticleQAError], told: str
) -> None:
    """Its vectors would not be those of the machine that builds."""
    with pytest.raises(error, match=told.replace(" nowhere", " .*nowhere")):
        embed_here(order_of(**changed), TEXTS)


@pytest.mark.slow
def test_a_killed_node_loses_nothing_and_repeats_nothing(
    tmp_path: Path, two_nodes: RunningCluster
) -> None:
    """The library is the one that is built here."""
    here, there = write_articles(tmp_path, 30)
    build_library(here)
    there = replace(there, ingest=replace(ON_RAY, ray_address=two_nodes.address))
    killed: list[int] = []
    told: list[int] = []

    def kill(stage: str, done: int, _: int) -> None:
        if stage == "embedding":
            told.append(done)
            if done > 8 and not killed:
                killed.append(done)
                two_nodes.kill_node()

    report = build_library(there, kill)

    assert 8 < killed[0] < report.passages
    assert report.reused_passages == 0
    assert told == sorted(told)
    assert told[-1] == report.passages
    assert np.array_equal(vectors_of(there), vectors_of(here))


@pytest.mark.slow
def test_every_text_comes_once(two_nodes: RunningCluster) -> None:
    """Also where a node is killed in between; in the places of the texts."""
    settings = IndexSettings(ingest=replace(ON_RAY, ray_address=two_nodes.address))
    places: list[int] = []
    with open_embedder(settings) as spread:
        rows = np.zeros((len(TEXTS), spread.dimension), np.float32)
        for batch, encoded in spread.encode_batches(TEXTS):
            if not places:
                two_nodes.kill_node()
            places += batch
            rows[batch] = encoded
    with open_embedder(IndexSettings()) as local:
        expected = local.encode_passages(TEXTS)

    assert sorted(places) == list(range(len(TEXTS)))
    assert np.array_equal(rows, expected)


@pytest.mark.slow
def test_a_cluster_without_workers_is_waited_for_no_longer_than_said(
    two_nodes: RunningCluster,
) -> None:
    """Then it is told."""
    ingest = replace(ON_RAY, ray_address=two_nodes.address, worker_seconds=4)
    with open_embedder(IndexSettings(ingest=ingest)) as spread:
        batches = spread.encode_batches(TEXTS)
        next(batches)
        two_nodes.kill_node()
        two_nodes.kill_node()
        started = time.monotonic()
        with pytest.raises(WorkerError, match="no processor for 4 s"):
            list(batches)
    assert time.monotonic() - started < 60


@pytest.mark.slow
def test_a_head_that_is_gone_is_told(two_nodes: RunningCluster) -> None:
    """Ray ends the process that asks; the rebuild ends with a message."""
    ingest = replace(ON_RAY, ray_address=two_nodes.address)
    started = time.monotonic()
    with open_embedder(IndexSettings(ingest=ingest)) as spread:
        batches = spread.encode_batches(TEXTS)
        next(batches)
        two_nodes.kill_head()
        with pytest.raises(WorkerError, match="Ray"):
            list(batches)
    assert time.monotonic() - started < 120


@pytest.mark.slow
def test_what_a_worker_says_is_what_is_told(two_nodes: RunningCluster) -> None:
    """An error of ours comes through Ray as it is."""
    order = order_of(model_hash="other")
    ingest = replace(ON_RAY, ray_address=two_nodes.address)
    process = Process(Spread(replace(order, settings=replace(order.settings, ingest=ingest))))
    try:
        with pytest.raises(WorkerError, match=r"^the worker on .* has another model"):
            list(process.ask(TEXTS))
    finally:
        process.stop()


def test_a_vector_for_each_token_is_made_here() -> None:
    """Sending passages away takes longer than embedding them; no Ray is begun."""
    with open_embedder(IndexSettings(preset="fast", ingest=ON_RAY)) as embedder:
        assert not isinstance(embedder, ApartEmbedder)
        assert ray_processes() == []
