"""A library in PostgreSQL beside the one in files: copying, finding, several readers at once.

python -m benchmarks scale-out --passages 20000 --preset fast --json > results/scale-out-20000.json
"""

import shutil
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.metrics import Measure, average, percentile, statistic
from benchmarks.million import build_home
from benchmarks.postgres import Server, make_home
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report, single
from benchmarks.serving import Served, serve
from index.bert_embed import load_embedder
from index.config import IndexSettings, load_index_settings
from index.embed import Embedder
from index.library import Library
from index.pgvector import PgvectorStore, publish
from index.pgvector.connect import Reader
from index.pgvector.shard_schema import rows_of
from index.pgvector_settings import PgvectorSettings
from qa.filters import ALL, Filters

__all__ = ["measure_copy", "measure_readers", "measure_recall", "run"]

_MEGABYTE = 2**20
_ASKED, _NEAR = 100, 10
_READERS = (1, 2, 4)
_FILTERS = {
    "all": ALL,
    "quarter": Filters(date(2016, 3, 1), date(2016, 5, 31)),
    "week": Filters(date(2016, 3, 1), date(2016, 3, 7)),
}
"""A quarter of a year and a week, of ten years in which articles appeared."""
_NOTES = (
    "search: hybrid, without the reader, each reader a process of its own that asks one question",
    "after the other; server and readers share the processors. recall@10: of the nearest ten by",
    "all cosines, with a filter on a quarter of a year and on a week of ten years beside. copy:",
    "what `rebuild-index --copy-to` does; again: the same with nothing changed. Shards are servers",
    "of their own beside the one that is asked, on the same processors.",
)


def run(options: Namespace) -> Report:
    """Copy a library to a server, and ask both stores."""
    config, asked = build_home(options)
    settings = load_index_settings(config)
    embedder = load_embedder(settings)
    systems: dict[str, dict[str, Measure]] = {}
    for shards in (0, *options.shards):
        name = f"{shards} shards" if shards else "pgvector"
        with ExitStack() as stack:
            dsn, *others = (stack.enter_context(_server()) for _ in range(1 + shards))
            servers = PgvectorSettings(dsn, shards=tuple(others))
            systems[name] = dict(measure_copy(servers, settings))
            systems[name] |= measure_recall(servers, embedder, asked)
            for readers in _READERS:
                systems[name] |= measure_readers(_write_config(config, dsn), readers, asked)
    systems["files"] = {}
    for readers in _READERS:
        systems["files"] |= measure_readers(config, readers, asked)
    counts = Library.open(settings, embedder).manifest.counts
    title = f"A library of {counts['passages']} passages in PostgreSQL, and in files"
    return Report(title, systems, _NOTES, {"passages": counts["passages"]})


@contextmanager
def _server() -> Iterator[str]:
    """Run a server with memory for its work; give its address."""
    home = make_home()
    server = Server(home, "measured").make()
    with (server.folder / "postgresql.auto.conf").open("a") as file:
        file.write("shared_buffers = '2GB'\nmax_wal_size = '8GB'\n")
    try:
        yield server.start().dsn
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def measure_copy(servers: PgvectorSettings, settings: IndexSettings) -> Metrics:
    """Copy a library, then once more with nothing changed; give seconds and megabytes."""
    found: dict[str, Measure] = {}
    for name in ("copy", "again"):
        started = time.perf_counter()
        publish(servers, settings.library, show_progress)
        found[f"{name}_seconds"] = single(time.perf_counter() - started)
    schema = PgvectorStore(servers).tables
    if servers.shards:
        schema = rows_of(schema)
    places = [Reader(replace(servers, dsn=dsn)) for dsn in servers.shards or (servers.dsn,)]

    def measure(size: str) -> Measure:
        return single(sum(reader.rows(f"SELECT {size}")[0][0] for reader in places) / _MEGABYTE)

    found["database_mb"] = measure("pg_database_size(current_database())")
    for name in ("vectors", "keywords", "passages", "articles"):
        found[f"{name}_mb"] = measure(f"pg_total_relation_size('{schema}.{name}')")
    return found


def measure_recall(servers: PgvectorSettings, embedder: Embedder, asked: Sequence[str]) -> Metrics:
    """Give how many of the nearest ten HNSW finds, and how long it takes, by filter."""
    approximate = PgvectorStore(servers)
    exact = PgvectorStore(replace(servers, index_method="exact"))
    found: dict[str, Measure] = {}
    for name, filters in _FILTERS.items():
        shares, times = [], []
        for number, question in enumerate(asked[:_ASKED], 1):
            vector = embedder.encode_question(question)
            nearest, _ = exact.nearest(vector, _NEAR, filters)
            started = time.perf_counter()
            rows, _ = approximate.nearest(vector, _NEAR, filters)
            times.append((time.perf_counter() - started) * 1000)
            shares.append(float(np.isin(nearest, rows).mean()) if len(nearest) else 1.0)
            show_progress(f"finding, {name}", number, _ASKED)
        found[f"recall@10 {name}"] = average(shares)
        found[f"nearest_p50_ms {name}"] = _percentile(times, 50)
        found[f"nearest_p95_ms {name}"] = _percentile(times, 95)
    return found


def _write_config(config: Path, dsn: str) -> Path:
    """Write settings of the same library on the server."""
    text = config.read_text().replace("[index]", '[index]\nbackend = "pgvector"', 1)
    path = config.with_name("pgvector.toml")
    path.write_text(f'{text}\n[index.pgvector]\ndsn = "{dsn}"\n')
    return path


def measure_readers(
    config: Path, readers: int, asked: Sequence[str]
) -> Iterator[tuple[str, Measure]]:
    """Give questions a second, and how long each took, with so many readers at once."""
    with ExitStack() as stack:
        served = [stack.enter_context(serve(config)) for _ in range(readers)]
        for one in served:
            one("open")
            one("search", asked[-10:])

        def ask(one: Served) -> list[float]:
            times: list[float] = one("search", asked[:_ASKED])["milliseconds"]
            return times

        with ThreadPoolExecutor(readers) as pool:
            started = time.perf_counter()
            times = [time_ for told in pool.map(ask, served) for time_ in told]
            seconds = time.perf_counter() - started
    yield f"{readers}_readers_per_second", single(len(times) / seconds)
    yield f"{readers}_readers_p50_ms", _percentile(times, 50)
    yield f"{readers}_readers_p95_ms", _percentile(times, 95)


def _percentile(times: Sequence[float], share: float) -> Measure:
    return statistic(lambda column: percentile(column, share), times)
