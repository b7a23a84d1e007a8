"""All articles of a library: in columns mapped from files, and each by its row when asked for.

What every question needs of every article or passage is a few bytes in a column; the rest is read
from the tables for the few that are shown. So opening a library takes as long for a million as
for ten, and what is mapped is shared by all processes that have it open.
"""

import contextlib
import json
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from index.article_rows import ArticleRows
from index.articles import PublishedDate, SectionKind
from index.days import day_here
from index.errors import IndexDamagedError
from index.keyword_rows import Vocabulary
from index.remembered import AT_ONCE, Remembered
from index.store import ListedArticle
from index.tables import Tables

__all__ = ["Listing", "ListingWriter"]

_NAMES = "names.json"
_ARTICLES = ("outlet", "language", "day", "clock", "family")
_PASSAGES = ("article", "analysis")

Column = NDArray[np.int32]


@dataclass(slots=True)
class ListingWriter:
    """Collects the columns while articles are written down."""

    _columns: dict[str, "array[int]"] = field(
        default_factory=lambda: {name: array("i") for name in (*_ARTICLES[:-1], *_PASSAGES)}
    )
    _names: dict[str, Vocabulary] = field(
        default_factory=lambda: {name: Vocabulary() for name in ("outlet", "language", "clock")}
    )

    def add(self, rows: ArticleRows) -> None:
        """Add an article behind the others."""
        _, _, outlet, published, clock, _, language, *_ = rows.columns
        row = len(self._columns["day"])
        for name, value in (("outlet", outlet), ("language", language), ("clock", clock)):
            self._columns[name].append(self._names[name][str(value)])
        day = date.fromisoformat(str(published)).toordinal() if published else 0
        self._columns["day"].append(day)
        self._columns["article"].extend([row] * len(rows.passages))
        kinds = (passage[4] == SectionKind.ANALYSIS for passage in rows.passages)
        self._columns["analysis"].extend(map(int, kinds))

    def save(self, folder: Path, family_of: Sequence[int]) -> None:
        """Write the files that a `Listing` maps.

        Args:
            folder: that is made.
            family_of: row of the first article of the family of each.

        Raises:
            OSError: the disk is full.
        """
        folder.mkdir()
        columns: dict[str, Any] = {**self._columns, "family": family_of}
        for name, values in columns.items():
            np.save(folder / f"{name}.npy", np.array(values, dtype=np.int32))
        names = {name: list(known) for name, known in self._names.items()}
        (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


class Listing(Sequence[ListedArticle]):
    """The articles of a library, by their rows; safe to share between threads.

    Args:
        folder: of the columns.
        tables: of the articles.

    Raises:
        IndexDamagedError: a column is missing, cut short or something else.
    """

    def __init__(self, folder: Path, tables: Tables) -> None:
        self._tables = tables
        self._remembered = Remembered(self._read)
        try:
            columns = {
                name: np.load(folder / f"{name}.npy", mmap_mode="r")
                for name in (*_ARTICLES, *_PASSAGES)
            }
            self._names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        except (OSError, EOFError, ValueError) as error:
            raise IndexDamagedError(f"{folder} cannot be read; run `make rebuild`") from error
        self._columns = columns
        self.article_of_passage: Column = columns["article"]  # (n_passages,), ascending
        self.families: Column = columns["family"]  # (n_articles,)

    def __len__(self) -> int:
        return len(self.families)

    @overload
    def __getitem__(self, row: int, /) -> ListedArticle: ...

    @overload
    def __getitem__(self, row: slice, /) -> list[ListedArticle]: ...

    def __getitem__(self, row: int | slice, /) -> ListedArticle | list[ListedArticle]:
        rows = range(len(self))[row]
        return self.of(rows) if isinstance(rows, range) else self.of([rows])[0]

    def __iter__(self) -> Iterator[ListedArticle]:
        for start in range(0, len(self), AT_ONCE):
            yield from self._read(range(start, min(start + AT_ONCE, len(self)))).values()

    def of(self, rows: Sequence[int]) -> list[ListedArticle]:
        """Give the articles of some rows, in the order asked for."""
        return self._remembered.of(rows)

    def row_of(self, article_id: str) -> int:
        """Give the row of an article.

        Raises:
            KeyError: no article has this id.
        """
        return self._tables.row_of(article_id)

    def rows_named(self, article_ids: Iterable[str]) -> list[int]:
        """Give the rows of the articles that are there, of some ids."""
        rows = []
        for article_id in article_ids:
            with contextlib.suppress(KeyError):
                rows.append(self.row_of(article_id))
        return rows

    def rows_in_families(self, families: Collection[int]) -> dict[int, list[int]]:
        """Give the rows of the articles of each of some families."""
        found: dict[int, list[int]] = {family: [] for family in families}
        for row in np.flatnonzero(np.isin(self.families, [*found])).tolist():
            found[int(self.families[row])].append(row)
        return found

    @property
    def is_dated(self) -> bool:
        """Whether any article has a day."""
        return bool(self._columns["day"].any())

    @property
    def newest_day(self) -> date | None:
        """The last day on which an article appeared; None where none has one."""
        return date.fromordinal(int(self._columns["day"].max())) if self.is_dated else None

    @cached_property
    def languages(self) -> Counter[str]:
        """How many articles there are of each language, in the order that they come in."""
        names = self._names["language"]
        found = np.bincount(self._columns["language"], minlength=len(names)).tolist()
        return Counter(dict(zip(names, found, strict=True)))

    def in_languages(self, languages: Iterable[str]) -> NDArray[np.bool_]:
        """Tell which articles are in any of some languages, (n_articles,)."""
        return self._have("language", languages)

    def from_outlets(self, outlets: Iterable[str]) -> NDArray[np.bool_]:
        """Tell which articles are of any of some outlets, (n_articles,)."""
        return self._have("outlet", outlets)

    def name_of(self, column: str, row: int) -> str:
        """Give the outlet or the language of an article."""
        return str(self._names[column][int(self._columns[column][row])])

    @cached_property
    def is_analysis(self) -> NDArray[np.bool_]:
        """Which passages are analyses, (n_passages,)."""
        is_analysis: NDArray[np.bool_] = self._columns["analysis"] > 0
        return is_analysis

    @cached_property
    def days(self) -> Column:
        """Ordinals of the days of publication, there and here, (2, n_articles); 0 for undated."""
        # Not when the library is opened: reading zones takes a third of a second.
        days = np.stack([self._columns["day"]] * 2)
        clock, names = self._columns["clock"], self._names["clock"]
        says = np.array([bool(name) for name in names], dtype=bool)
        for row in np.flatnonzero(says[clock] & (days[0] > 0)).tolist() if names else ():
            there = date.fromordinal(int(days[0, row]))
            days[1, row] = day_here(there, names[clock[row]]).toordinal()
        return days

    def _have(self, name: str, wanted: Iterable[str]) -> NDArray[np.bool_]:
        names = {*wanted}
        is_wanted = np.array([value in names for value in self._names[name]], dtype=bool)
        column = self._columns[name]
        return is_wanted[column] if len(is_wanted) else np.zeros(len(column), dtype=bool)

    def _read(self, rows: Sequence[int]) -> dict[int, ListedArticle]:
        """Read the articles of some rows, ascending."""
        wanted = np.array(rows, dtype=np.int32)  # of the column's kind, or that would be copied
        counts = np.subtract(
            *(np.searchsorted(self.article_of_passage, wanted, side) for side in ("right", "left"))
        )
        return {
            row: ListedArticle(
                row=row,
                id=id_,
                title=title,
                outlet=outlet,
                published=PublishedDate(date.fromisoformat(said[0]), *said[1:]) if said else None,
                language=language,
                words=words,
                passages=passages,
                aliases=tuple(aliases),
                family=int(self.families[row]),
                sha256=sha256,
            )
            for (row, id_, title, outlet, said, language, aliases, sha256, words), passages in zip(
                self._tables.article_rows(rows), counts.tolist(), strict=True
            )
        }
