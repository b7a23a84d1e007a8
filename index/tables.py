"""Articles and passages in one SQLite file; the only file that knows its tables."""

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article_rows import ArticleRows
from index.articles import Article, SectionKind
from index.edits import Span
from index.errors import IndexDamagedError
from index.passages import Passage, passage_input
from index.records import make_spans, restore_article, to_json

__all__ = ["StoredArticle", "TableWriter", "Tables", "to_article", "to_passage"]

_SCHEMA = """
CREATE TABLE articles (
    row INTEGER PRIMARY KEY,        -- from 0, in order of id
    id TEXT NOT NULL UNIQUE,        -- path relative to the articles folder
    aliases TEXT NOT NULL,          -- JSON: other paths that hold the same bytes
    sha256 TEXT NOT NULL,           -- of the file's bytes
    title TEXT NOT NULL,
    outlet TEXT NOT NULL,
    published TEXT,                 -- ISO 8601 day, NULL when undated
    published_clock TEXT NOT NULL,  -- "14:05 GMT": time and zone as written, empty when not said
    published_basis TEXT NOT NULL,
    language TEXT NOT NULL,         -- ISO 639-1, empty where it cannot be told
    words INTEGER NOT NULL,         -- of the cleaned text
    text TEXT NOT NULL,             -- cleaned; all offsets are code points of it
    original TEXT NOT NULL,         -- as the format's reader extracted it
    record TEXT NOT NULL            -- JSON: edits, all dates, authors, headings, pages, notes
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,        -- from 0, the row of its vector and of its keywords
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles (row),
    start INTEGER NOT NULL,         -- text[start:end], end exclusive
    end INTEGER NOT NULL,
    text TEXT NOT NULL,             -- the same characters, found without walking the article
    heading TEXT NOT NULL,
    kind TEXT NOT NULL,             -- body, highlights, quote, caption, analysis, background
    page INTEGER,
    sentences TEXT NOT NULL,        -- JSON: [[start, end], ...] in the article's text
    cut_sentences INTEGER NOT NULL
);
CREATE INDEX passages_by_article ON passages (article);
CREATE TABLE repeated_blocks (
    block INTEGER PRIMARY KEY,      -- hash of outlet and words, as a signed number
    articles INTEGER NOT NULL       -- that hold it, copies counted once
);
"""

_PASSAGES = (
    "SELECT p.row, p.article, a.title, a.id, p.id, p.start, p.end, p.heading, p.kind, p.page,"
    " p.sentences, p.cut_sentences, p.text"
    " FROM passages p JOIN articles a ON a.row = p.article"
)

_LISTED = (
    "SELECT row, id, title, outlet, published, published_basis, published_clock, language,"
    " aliases, sha256, words FROM articles"
)

_STORED = (
    "SELECT id, aliases, sha256, title, outlet, published, published_clock, published_basis,"
    " language, words, text, original, record FROM articles WHERE row = ?"
)
_STORED_PASSAGES = (
    "SELECT id, start, end, text, heading, kind, page, sentences, cut_sentences"
    " FROM passages WHERE article = ? ORDER BY row"
)

_ARTICLE = "SELECT id, sha256, text, original, record, aliases FROM articles"

_INPUTS = (
    "SELECT p.row, a.title, p.heading, p.text FROM passages p JOIN articles a ON a.row = p.article"
)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it is written down."""

    columns: tuple[Any, ...]
    """Of the table of articles, from `id` to `record`."""
    passages: tuple[tuple[Any, ...], ...]
    """Of the table of passages, without their rows and their article's: from `id` on."""


class TableWriter:
    """Fills a new file; a context manager that commits when all went well."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(
            # Pages of 16 kB hold an article's text in a few calls to the system.
            "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        )
        self._connection.executescript(_SCHEMA)
        self._articles = 0
        self._passages = 0

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._connection.commit()
        self._connection.close()

    def add_article(self, rows: ArticleRows, aliases: Sequence[str] = ()) -> None:
        """Write down an article and its passages; `aliases` hold the same bytes."""
        self._connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._articles, rows.id, to_json(aliases), *rows.columns),
        )
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (number, row[0], self._articles, *row[1:3], rows.text[row[1] : row[2]], *row[3:])
                for number, row in enumerate(rows.passages, self._passages)
            ],
        )
        self._articles += 1
        self._passages += len(rows.passages)

    def add_repeated(self, blocks: Iterable[tuple[int, int]]) -> None:
        """Write down which blocks come back in several articles, and in how many."""
        self._connection.executemany(
            "INSERT INTO repeated_blocks VALUES (?, ?)",
            [(key - (1 << 64) * (key >> 63), articles) for key, articles in blocks],
        )


class Tables:
    """Reads a finished file; safe to share between threads.

    One connection stays open, so that a reader goes on even when the file's generation is gone.
    """

    def __init__(self, path: Path) -> None:
        # The file never changes once it has its name, so no reader needs SQLite's locks.
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the file; nothing can be read afterwards."""
        self._connection.close()

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Give all rows of a statement.

        Raises:
            IndexDamagedError: the file is no whole database.
        """
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexDamagedError(
                f"the library's tables cannot be read ({error}); run `make rebuild`"
            ) from error

    def article(self, row: int) -> Article:
        """Give one article by its row."""
        return to_article(self.rows(f"{_ARTICLE} WHERE row = ?", [row])[0])

    def stored_article(self, row: int) -> StoredArticle:
        """Give one article as it is written down."""
        (columns,) = self.rows(_STORED, [row])
        return StoredArticle(columns, tuple(self.rows(_STORED_PASSAGES, [row])))

    def article_named(self, article_id: str) -> Article:
        """Give one article by its id, which must be there."""
        return to_article(self.rows(f"{_ARTICLE} WHERE id = ?", [article_id])[0])

    def ids_below(self, path: str) -> list[str]:
        """Give the ids of the articles that a file holds, in their order."""
        rows = self.rows(
            "SELECT id FROM articles WHERE id = ? OR substr(id, 1, ?) = ? ORDER BY row",
            (path, len(path) + 1, f"{path}#"),
        )
        return [id_ for (id_,) in rows]

    def row_of(self, article_id: str) -> int:
        """Give the row of an article.

        Raises:
            KeyError: no article has this id.
        """
        # What a terminal or an address hands over need not be text.
        with contextlib.suppress(UnicodeEncodeError):
            for (row,) in self.rows("SELECT row FROM articles WHERE id = ?", [article_id]):
                return int(row)
        raise KeyError(article_id)

    def article_ids(self) -> list[str]:
        """Give the ids of all articles, in order of rows."""
        return [id_ for (id_,) in self.rows("SELECT id FROM articles ORDER BY row")]

    def article_rows(
        self, asked: Sequence[int]
    ) -> list[tuple[int, str, str, str, tuple[str, str, str] | None, str, list[str], str, int]]:
        """Give (row, id, title, outlet, published, language, aliases, sha256, words), ascending.

        `published` is (day, basis, clock).
        """
        marks = ",".join("?" * len(asked))
        rows = self.rows(
            f"{_LISTED} WHERE row IN ({marks}) ORDER BY row",
            asked,
        )
        return [
            (*row[:4], row[4:7] if row[4] else None, row[7], json.loads(row[8]), *row[9:])
            for row in rows
        ]

    def passages(self, rows: Sequence[int]) -> list[tuple[int, Passage]]:
        """Give (article's row, passage) for passage rows, in the order asked for."""
        marks = ",".join("?" * len(rows))
        statement = f"{_PASSAGES} WHERE p.row IN ({marks})"
        found = {
            row: (article, to_passage(columns))
            for row, article, _, *columns in self.rows(statement, [int(row) for row in rows])
        }
        return [found[row] for row in rows]

    def articles_of_passages(self) -> NDArray[np.int32]:
        """Give the article's row of every passage, (n_passages,), in order of passage rows."""
        # By article they are in the same order, and an index alone tells: no text is read.
        rows = self.rows("SELECT article FROM passages ORDER BY article")
        return np.fromiter((article for (article,) in rows), np.int32, len(rows))

    def article_passages(self, article: int) -> list[tuple[int, int, str, list[Span]]]:
        """Give (row, start, text, spans of sentences) of an article's passages, in order."""
        rows = self.rows(
            "SELECT row, start, text, sentences FROM passages WHERE article = ? ORDER BY row",
            [article],
        )
        return [(row, start, text, list(make_spans(json.loads(s)))) for row, start, text, s in rows]

    def passage_inputs(self, batch: int = 1000) -> Iterator[list[str]]:
        """Give what is embedded for each passage, in order of rows, in batches."""
        last = -1
        while rows := self.rows(f"{_INPUTS} WHERE p.row > ? ORDER BY p.row LIMIT ?", (last, batch)):
            last = rows[-1][0]
            yield [passage_input(*parts) for _, *parts in rows]


def to_article(columns: Sequence[Any]) -> Article:
    """Give the article of (id, sha256, text, original, record, aliases)."""
    id_, sha256, text, original, record, aliases = columns
    return restore_article(id_, sha256, (text, original), record, json.loads(aliases))


def to_passage(columns: Sequence[Any]) -> Passage:
    """Give the passage of its article's id and its own columns, from `id` on, the text last."""
    article_id, id_, start, end, heading, kind, page, sentences, cut_sentences, text = columns
    return Passage(
        id=id_,
        article_id=article_id,
        start=start,
        end=end,
        text=text,
        heading=heading,
        kind=SectionKind(kind),
        page=page,
        sentences=make_spans(json.loads(sentences)),
        cut_sentences=cut_sentences,
    )
