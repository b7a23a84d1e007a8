"""Whole collections in one build, and whether memory grows with the number of articles."""

import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.blocks import read_articles
from benchmarks.corpus import name_file, need, read_lines
from benchmarks.metrics import Measure
from benchmarks.progress import show_progress
from benchmarks.rebuilds import rebuild
from benchmarks.report import Report, single

__all__ = ["run"]

_SIZES = (1_000, 10_000, None)
"""Articles of the newswire; None for all of them."""
_NOTES = (
    "Each build is the script from nothing. Memory is resident, in megabytes: of the build itself,",
    "and of the largest of the processes that read files and embed.",
)


def run(options: Namespace) -> Report:
    """Build libraries of a thousand articles, of ten thousand, and of two whole collections."""
    systems: dict[str, dict[str, Measure]] = {}
    skipped: dict[str, Any] = {}
    builds = [(f"reuters-{size or 'all'}", "reuters", size) for size in _SIZES]
    for done, (name, collection, size) in enumerate([*builds, ("bbc-all", "bbc", None)]):
        show_progress("building", done, len(builds) + 1)
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work, "articles")
            folder.mkdir()
            for position, content in enumerate(islice(_read(collection, options.data), size)):
                Path(folder, name_file(position)).write_bytes(content)
            config = Path(work, "config.toml")
            config.write_text('[index]\narticles = "articles"\n', encoding="utf-8")
            metrics, summary = rebuild(config)
        counts = {key: single(summary[key]) for key in ("files", "articles", "aliases", "passages")}
        systems[name] = {**counts, "skipped": single(len(summary["skipped"])), **metrics}
        skipped[name] = summary["skipped"][:3]
    return Report("Scale: whole collections", systems, _NOTES, {"skipped": skipped})


def _read(collection: str, data: Path) -> Iterator[bytes]:
    if collection == "reuters":
        yield from (content for _, _, content, _ in read_articles("reuters", data))
        return
    for record in read_lines(need(data / "bbc" / "articles.jsonl.gz")):
        yield _as_text(record)


def _as_text(record: Mapping[str, Any]) -> bytes:
    title = str(record.get("title") or "")
    return f"{title}\n\n{record['text']}\n".encode()
