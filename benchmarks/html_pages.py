"""How well the article of a saved web page is read, beside trafilatura as it comes."""

import gzip
import json
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import trafilatura

from benchmarks.corpus import need
from benchmarks.metrics import Measure, average, ngram_f1, percentile, plain, statistic
from benchmarks.pdf_files import count_reasons, extract_file
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report, single
from index.dates import read_day
from index.errors import ArticleError
from index.formats import extract
from index.metadata import describe

__all__ = ["run"]


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page with what a good reader finds in it; empty where the data do not say."""

    name: str
    content: bytes
    text: str
    title: str
    day: date | None


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a reader found."""

    text: str = ""
    title: str = ""
    day: date | None = None


def run(options: Namespace) -> Report:
    """Read every saved page with this project's reader and with trafilatura."""
    pages = [
        *_readability_pages(need(options.data / "html_readability")),
        *_newspaper_pages(need(options.data / "html_newspaper")),
    ]
    readers = {"reader": _read_ours, "trafilatura": _read_plainly}
    systems = {name: _measure(pages, read) for name, read in readers.items()}
    became = [extract_file(Path(f"{page.name}.html"), page.content) for page in pages]
    kinds = [item.outcome.partition(":")[0] for item in became]
    slowest = max(became, key=lambda item: item.seconds)
    systems["reader"] = {
        **systems["reader"],
        "files": single(len(pages)),
        **{kind: single(kinds.count(kind)) for kind in ("indexed", "skipped", "crashed")},
        "slowest_seconds": single(slowest.seconds),
    }
    outcomes = count_reasons(item.outcome for item in became)
    notes = (
        *(f"{count:4}  {outcome}" for outcome, count in outcomes.most_common()),
        f"slowest: {slowest.name}, {slowest.seconds:.2f} s",
    )
    facts = {"outcomes": dict(outcomes), "slowest": slowest.name}
    return Report(f"Web pages: {len(pages)} saved pages", systems, notes, facts)


def _measure(pages: Sequence[SavedPage], read: Callable[[SavedPage], PageRead]) -> Metrics:
    found, times = [], []
    for number, page in enumerate(pages, 1):
        started = time.perf_counter()
        found.append((page, read(page)))
        times.append((time.perf_counter() - started) * 1000)
        show_progress("reading", number, len(pages))
    with_text = [(page, item) for page, item in found if page.text]
    metrics: dict[str, Measure] = {
        f"text_{name}": average([ngram_f1(item.text, page.text, n) for page, item in with_text])
        for name, n in (("f1", 1), ("4gram_f1", 4))
    }
    titled = [plain(page.title) == plain(item.title) for page, item in found if page.title]
    dated = [page.day == item.day for page, item in found if page.day]
    return {
        **metrics,
        "title_accuracy": average([float(right) for right in titled]),
        "date_accuracy": average([float(right) for right in dated]),
        "p50_ms": statistic(lambda column: percentile(column, 50), times),
        "p95_ms": statistic(lambda column: percentile(column, 95), times),
    }


def _read_ours(page: SavedPage) -> PageRead:
    path = Path("page.html")  # the name says nothing: title and day must come from the page
    try:
        extracted = extract(path, page.content)
    except ArticleError:
        return PageRead()
    metadata = describe(extracted, path)
    return PageRead(
        extracted.text, metadata.title, metadata.dates[0].day if metadata.dates else None
    )


def _read_plainly(page: SavedPage) -> PageRead:
    text = trafilatura.extract(page.content) or ""
    metadata = trafilatura.extract_metadata(page.content)
    return PageRead(text, metadata.title or "", read_day(metadata.date or ""))


def _readability_pages(folder: Path) -> Iterator[SavedPage]:
    for home in sorted(path for path in folder.iterdir() if path.is_dir()):
        expected = json.loads((home / "expected-metadata.json").read_text(encoding="utf-8"))
        yield SavedPage(
            home.name,
            gzip.decompress((home / "source.html.gz").read_bytes()),
            _text_of(gzip.decompress((home / "expected.html.gz").read_bytes())),
            expected.get("title") or "",
            _day(expected, "publishedTime"),
        )


def _newspaper_pages(folder: Path) -> Iterator[SavedPage]:
    for path in sorted((folder / "html").glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        text, facts = folder / "txt" / f"{name}.txt", folder / "metadata" / f"{name}.json"
        expected = json.loads(facts.read_text(encoding="utf-8")) if facts.exists() else {}
        yield SavedPage(
            name,
            gzip.decompress(path.read_bytes()),
            text.read_text(encoding="utf-8") if text.exists() else "",
            expected.get("title") or "",
            _day(expected, "publish_date"),
        )


def _day(expected: Mapping[str, Any], key: str) -> date | None:
    return read_day(str(expected.get(key) or ""))


def _text_of(page: bytes) -> str:
    """Give the text of a page's elements, each set apart from the next."""
    collect = _Pieces()
    collect.feed(page.decode("utf-8", "replace"))
    collect.close()
    return "\n".join(collect.pieces)


class _Pieces(HTMLParser):
    """Collects the text between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
