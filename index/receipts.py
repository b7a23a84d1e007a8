"""Receipts: what happened to each file, in an SQLite file of their own.

They tell how long each file took, so they are the one part of a library that two builds of the
same folder do not have in common.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.articles import Article
from index.errors import IndexDamagedError
from index.passages import Passage

__all__ = [
    "Receipt",
    "ReceiptWriter",
    "describe_article",
    "join_parts",
    "read_receipts",
    "read_stored_receipts",
    "to_receipt",
]

_SCHEMA = """
CREATE TABLE receipts (
    path TEXT PRIMARY KEY,
    status TEXT NOT NULL,           -- indexed, alias, skipped
    reason TEXT NOT NULL,           -- why it was skipped, or what it is an alias of
    record TEXT NOT NULL            -- JSON: all the rest of a Receipt
);
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What happened to one file."""

    path: str
    status: str
    """"indexed", "alias" (same bytes as another file) or "skipped"."""
    reason: str = ""
    size: int = 0
    """Bytes."""
    modified: int = 0
    """Nanoseconds; a hint only."""
    seconds: float = 0.0
    """That reading, cleaning and splitting took, when it was last done."""
    articles: int = 0
    """That the file holds; all that follows counts them together."""
    undated: int = 0
    title: str = ""
    """This and the next four of a file with one article."""
    outlet: str = ""
    published: str = ""
    """ISO 8601 day; empty for an undated article."""
    basis: str = ""
    """What says that it was published then."""
    language: str = ""
    """ISO 639-1; empty where it cannot be told."""
    pages: int = 0
    blank_pages: int = 0
    """Without text."""
    characters: int = 0
    """Of the cleaned text."""
    words: int = 0
    passages: int = 0
    cut_sentences: int = 0
    """Pieces of sentences that were too long for the model to read whole."""
    edits: Mapping[str, int] = field(default_factory=dict)
    """Reason -> how many pieces of the original went for it."""
    removed: int = 0
    """Characters that went."""
    copies: tuple[str, ...] = ()
    """Other files with the same bytes."""
    notes: tuple[str, ...] = ()
    """"2 of 5 pages have no text layer"."""


def describe_article(article: Article, passages: Sequence[Passage]) -> dict[str, Any]:
    """Give what a receipt says of an article, by field."""
    published = article.published
    reasons = Counter(edit.reason for edit in article.edits.edits)
    return {
        "articles": 1,
        "undated": int(published is None),
        "title": article.title,
        "outlet": article.outlet,
        "published": published.day.isoformat() if published else "",
        "basis": published.basis if published else "",
        "language": article.metadata.language,
        "pages": len(article.pages),
        "blank_pages": _count_blank(article),
        "characters": len(article.text),
        "words": len(article.text.split()),
        "passages": len(passages),
        "cut_sentences": sum(passage.cut_sentences for passage in passages),
        "edits": dict(sorted(reasons.items())),
        "removed": len(article.original) - len(article.text),
        "notes": article.notes,
    }


def join_parts(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give what a receipt says of a file from what is said of its articles.

    Numbers add up and notes are told once; title, outlet and day belong to a single article.
    """
    first, *others = parts
    joined = dict(first)
    for part in others:
        for name, value in part.items():
            if isinstance(value, int):
                joined[name] += value
        joined["edits"] = dict(sorted((Counter(joined["edits"]) + Counter(part["edits"])).items()))
        joined["notes"] = tuple(dict.fromkeys((*joined["notes"], *part["notes"])))
    if others:
        joined |= dict.fromkeys(("title", "outlet", "published", "basis", "language"), "")
    return joined


def _count_blank(article: Article) -> int:
    starts = [page.start for page in article.pages]
    ends = pairwise([*starts, len(article.original)])
    return sum(not article.original[start:end].strip() for start, end in ends)


class ReceiptWriter:
    """Fills a new file, and counts what it is told; a context manager that commits if all is well.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._connection.executescript(_SCHEMA)
        self.statuses: Counter[str] = Counter()
        self.articles = self.passages = self.cut_sentences = 0
        self.skipped: list[tuple[str, str]] = []
        """Path and reason of each file that is not in the library."""

    def __enter__(self) -> "ReceiptWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._connection.commit()
        self._connection.close()

    def add(self, receipt: Receipt) -> None:
        """Write down what happened to a file."""
        record = {name: getattr(receipt, name) for name in Receipt.__slots__}
        known = [record.pop(name) for name in ("path", "status", "reason")]
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        self._connection.execute("INSERT INTO receipts VALUES (?, ?, ?, ?)", (*known, text))
        self.statuses[receipt.status] += 1
        self.articles += receipt.articles
        self.passages += receipt.passages
        self.cut_sentences += receipt.cut_sentences
        if receipt.status == "skipped":
            self.skipped.append((receipt.path, receipt.reason))


def read_receipts(path: Path) -> list[Receipt]:
    """Give all receipts, the problems first.

    Raises:
        IndexDamagedError: the file is no whole database.
    """
    return [to_receipt(*row) for row in read_stored_receipts(path)]


def read_stored_receipts(path: Path) -> list[tuple[str, str, str, str]]:
    """Give all receipts as they are written down, the problems first.

    Raises:
        IndexDamagedError: the file is no whole database.
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(
                "SELECT path, status, reason, record FROM receipts"
                " ORDER BY status != 'skipped', path"
            ).fetchall()
    except sqlite3.DatabaseError as error:
        raise IndexDamagedError(
            f"the library's receipts cannot be read ({error}); run `make rebuild`"
        ) from error


def to_receipt(path: str, status: str, reason: str, record: str) -> Receipt:
    """Give a receipt of what is written down of it."""
    kept = json.loads(record)
    for name in ("copies", "notes"):
        kept[name] = tuple(kept[name])
    return Receipt(path, status, reason, **kept)
