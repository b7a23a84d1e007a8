"""How well the article of a saved web page is read, beside trafilatura as it comes."""

import gzip
import hashlib
import json
import re
import time
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from index.days import read_day
from index.errors import ArticleError
from index.facts.describe import describe
from index.formats import extract

__all__ = ["run"]

_NAMES_APART = re.compile(r"\s*[;,/&|\n]\s*|\s(?:and|und|et|y)\s")
_BY = re.compile(r"^(?:written\s+|words\s+)?by\b[\s:]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page with what a good reader finds in it; empty where the data do not say."""

    name: str
    content: bytes
    text: str
    title: str
    day: date | None
    authors: frozenset[str]
    """Each as `plain` gives it."""
    captions: tuple[str, ...]
    """Those of figures, likewise; only the readability pages mark them."""
    collection: str
    is_odd: bool
    """By the hash of its name: tuning looked at the others alone."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a reader found."""

    text: str = ""
    title: str = ""
    day: date | None = None
    authors: frozenset[str] = frozenset()


Reading = tuple[SavedPage, PageRead, float]
"""With how many milliseconds it took."""


def run(options: Namespace) -> Report:
    """Read every saved page with this project's reader and with trafilatura."""
    pages = [
        *_readability_pages(need(options.data / "html_readability")),
        *_newspaper_pages(need(options.data / "html_newspaper")),
    ]
    readers = {"reader": _read_ours, "trafilatura": _read_plainly}
    found = {name: _read_all(pages, read) for name, read in readers.items()}
    systems = {name: _measure(items) for name, items in found.items()}
    for name, items in found.items():
        systems[f"{name}-odd"] = _measure([item for item in items if item[0].is_odd])
        newspaper = [item for item in items if item[0].collection == "newspaper"]
        systems[f"{name}-newspaper"] = _measure(newspaper)
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


def _read_all(pages: Sequence[SavedPage], read: Callable[[SavedPage], PageRead]) -> list[Reading]:
    readings = []
    for number, page in enumerate(pages, 1):
        started = time.perf_counter()
        item = read(page)
        readings.append((page, item, (time.perf_counter() - started) * 1000))
        show_progress("reading", number, len(pages))
    return readings


def _measure(readings: Sequence[Reading]) -> Metrics:
    found = [(page, item) for page, item, _ in readings]
    times = [milliseconds for _, _, milliseconds in readings]
    with_text = [(page, item) for page, item in found if page.text]
    metrics: dict[str, Measure] = {
        f"text_{name}": average([ngram_f1(item.text, page.text, n) for page, item in with_text])
        for name, n in (("f1", 1), ("4gram_f1", 4))
    }
    kept = [
        float(f" {caption} " in f" {words} ")
        for page, item in found
        for words in [plain(item.text)]
        for caption in page.captions
    ]
    titled = [plain(page.title) == plain(item.title) for page, item in found if page.title]
    dated = [page.day == item.day for page, item in found if page.day]
    signed = [page.authors == item.authors for page, item in found if page.authors]
    return {
        **metrics,
        "caption_recall": average(kept),
        "title_accuracy": average([float(right) for right in titled]),
        "date_accuracy": average([float(right) for right in dated]),
        "author_accuracy": average([float(right) for right in signed]),
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
    day = metadata.dates[0].day if metadata.dates else None
    return PageRead(extracted.text, metadata.title, day, _names(metadata.authors))


def _read_plainly(page: SavedPage) -> PageRead:
    text = trafilatura.extract(page.content) or ""
    metadata = trafilatura.extract_metadata(page.content)
    authors = _names((metadata.author or "").split("; "))
    return PageRead(text, metadata.title or "", read_day(metadata.date or ""), authors)


def _readability_pages(folder: Path) -> Iterator[SavedPage]:
    for home in sorted(path for path in folder.iterdir() if path.is_dir()):
        expected = json.loads((home / "expected-metadata.json").read_text(encoding="utf-8"))
        pieces = _read_pieces(gzip.decompress((home / "expected.html.gz").read_bytes()))
        yield SavedPage(
            home.name,
            gzip.decompress((home / "source.html.gz").read_bytes()),
            "\n".join(pieces.pieces),
            expected.get("title") or "",
            _day(expected, "publishedTime"),
            _names([expected.get("byline") or ""]),
            tuple(filter(None, map(plain, pieces.captions))),
            "readability",
            _is_odd(home.name),
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
            _names(expected.get("authors") or []),
            (),
            "newspaper",
            _is_odd(name),
        )


def _is_odd(name: str) -> bool:
    return bool(hashlib.sha256(name.encode()).digest()[0] % 2)


def _day(expected: Mapping[str, Any], key: str) -> date | None:
    return read_day(str(expected.get(key) or ""))


def _names(phrases: Iterable[str]) -> frozenset[str]:
    """Give the names in bylines, without "By", days and times."""
    pieces = (piece for phrase in phrases for piece in _NAMES_APART.split(_BY.sub("", phrase)))
    return frozenset(filter(None, (plain(re.split(r"\d", piece)[0]) for piece in pieces)))


def _read_pieces(page: bytes) -> "_Pieces":
    collect = _Pieces()
    collect.feed(page.decode("utf-8", "replace"))
    collect.close()
    return collect


class _Pieces(HTMLParser):
    """Collects the text between tags, each piece set apart from the next."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.captions: list[str] = []
        self._is_caption = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's own
        if tag == "figcaption":
            self._is_caption = True
            self.captions.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_caption = self._is_caption and tag != "figcaption"

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        if self._is_caption:
            self.captions[-1] += data
