"""Families and what they rest on, in one SQLite file; the only file that knows its tables."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.edits import Span
from index.errors import IndexDamagedError

__all__ = [
    "FamilyPair",
    "read_families",
    "read_pairs",
    "read_related",
    "read_stored_pairs",
    "to_pair",
    "write_families",
]

_SCHEMA = """
CREATE TABLE families (
    article INTEGER PRIMARY KEY,    -- row of the article
    family INTEGER NOT NULL         -- row of the first article of its family
);
CREATE TABLE pairs (
    one INTEGER NOT NULL,           -- row of an article
    other INTEGER NOT NULL,         -- row of a later one
    kind TEXT NOT NULL,             -- copy, rewrite, related
    chance REAL NOT NULL,           -- that they are what `kind` says, 0 to 1
    cosine REAL NOT NULL,           -- of the means of their passages
    share_one REAL NOT NULL,        -- of its words in sentences that both say; 0 if not compared
    share_other REAL NOT NULL,
    own_one TEXT NOT NULL,          -- JSON: names and numbers that the other lacks
    own_other TEXT NOT NULL,
    aligned TEXT NOT NULL,          -- JSON: [[start, end, start, end, cosine], ...] in their texts
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX pairs_by_other ON pairs (other);
"""

_PAIRS = "SELECT * FROM pairs"
_ORDER = "ORDER BY kind, chance DESC, one, other"


@dataclass(frozen=True, slots=True)
class FamilyPair:
    """Two articles that have to do with one another, by row, and what tells so."""

    one: int
    other: int
    kind: str
    """"copy": the same text. "rewrite": one was made of the other, and both are one source.
    "related": both report one event."""
    chance: float
    """That they are what `kind` says, 0 to 1."""
    cosine: float
    """Of the means of their passages, -1 to 1."""
    shares: tuple[float, float] = (0.0, 0.0)
    """Of the words of each in sentences that both say; 0 where sentences were not compared."""
    own: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """Names and numbers of each that the other lacks, where sentences were compared."""
    aligned: tuple[tuple[Span, Span, float], ...] = ()
    """Sentences that both say, in the text of each, and how alike they are."""


def write_families(path: Path, family_of: Sequence[int], pairs: Iterable[FamilyPair]) -> None:
    """Write a new file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO families VALUES (?, ?)", enumerate(family_of))
        connection.executemany(
            "INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(pair.one, pair.other, pair.kind, pair.chance, pair.cosine, *pair.shares),
                    *(json.dumps(own, ensure_ascii=False) for own in pair.own),
                    json.dumps([(*one, *other, cosine) for one, other, cosine in pair.aligned]),
                )
                for pair in pairs
            ),
        )
        connection.commit()


def read_families(path: Path) -> list[int]:
    """Give the family of each article, in order of rows.

    Raises:
        IndexDamagedError: the file is no whole database.
    """
    return [family for (family,) in _rows(path, "SELECT family FROM families ORDER BY article")]


def read_pairs(path: Path, article: int | None = None) -> list[FamilyPair]:
    """Give all pairs, or those of one article by its row: the surest of each kind first.

    Raises:
        IndexDamagedError: the file is no whole database.
    """
    if article is None:
        rows = _rows(path, f"{_PAIRS} {_ORDER}")
    else:
        rows = _rows(path, f"{_PAIRS} WHERE one = ? OR other = ? {_ORDER}", (article, article))
    return [to_pair(*row) for row in rows]


def read_stored_pairs(path: Path) -> list[tuple[Any, ...]]:
    """Give all pairs as they are written down, by their rows.

    Raises:
        IndexDamagedError: the file is no whole database.
    """
    return _rows(path, f"{_PAIRS} ORDER BY one, other")


def read_related(path: Path) -> list[tuple[int, int]]:
    """Give the rows of each two articles that are related, without what tells so.

    Raises:
        IndexDamagedError: the file is no whole database.
    """
    return _rows(path, "SELECT one, other FROM pairs WHERE kind = 'related' ORDER BY one, other")


def to_pair(*row: Any) -> FamilyPair:
    """Give a pair of what is written down of it."""
    one, other, kind, chance, cosine, share_one, share_other, own_one, own_other, aligned = row
    return FamilyPair(
        *(one, other, kind, chance, cosine, (share_one, share_other)),
        own=(tuple(json.loads(own_one)), tuple(json.loads(own_other))),
        aligned=tuple(((a, b), (c, d), cosine) for a, b, c, d, cosine in json.loads(aligned)),
    )


def _rows(path: Path, statement: str, values: Sequence[int] = ()) -> list[Any]:
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(statement, values).fetchall()
    except sqlite3.DatabaseError as error:
        raise IndexDamagedError(
            f"the library's families cannot be read ({error}); run `make rebuild`"
        ) from error
