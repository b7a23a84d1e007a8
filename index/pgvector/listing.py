"""The articles of a library in PostgreSQL, each by its row when asked for."""

import contextlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from index.articles import PublishedDate
from index.pgvector.connect import Reader
from index.remembered import AT_ONCE, Remembered
from index.store import ListedArticle

__all__ = ["StoredListing"]

_LISTED = (
    "SELECT article, id, title, outlet, published, published_basis, published_clock, words,"
    " passages, aliases, family, language, sha256 FROM {tables}.articles"
)


class StoredListing:
    """The articles of a generation; safe to share between threads.

    Args:
        reader: of the servers.
        tables: schema of the generation's tables.
        facts: what was counted when it was written.
        count: articles.
    """

    def __init__(self, reader: Reader, tables: str, facts: dict[str, Any], count: int) -> None:
        self._reader, self._tables, self._count = reader, tables, count
        self._facts = facts
        self._statement = _LISTED.format(tables=tables)
        self._remembered = Remembered(self._read_rows)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, row: int, /) -> ListedArticle:
        found = self.of([row])
        return found[0]

    def __iter__(self) -> Iterator[ListedArticle]:
        last = -1
        while rows := self._read("article > %(last)s", {"last": last, "most": AT_ONCE}):
            yield from rows
            last = rows[-1].row

    def of(self, rows: Sequence[int]) -> list[ListedArticle]:
        """Give the articles of some rows, in the order asked for.

        Raises:
            IndexError: one of them is not there.
        """
        return self._remembered.of(rows)

    def row_of(self, article_id: str) -> int:
        """Give the row of an article.

        Raises:
            KeyError: no article has this id.
        """
        for row in self.rows_named([article_id]):
            return row
        raise KeyError(article_id)

    def rows_named(self, article_ids: Iterable[str]) -> list[int]:
        """Give the rows of the articles that are there, of some ids, in their order."""
        ids = [_storable(article_id) for article_id in article_ids]
        rows = self._reader.rows(
            f"SELECT id, article FROM {self._tables}.articles WHERE id = ANY(%(ids)s)",
            {"ids": ids},
        )
        row_of = dict(rows)
        return [row_of[id_] for id_ in ids if id_ in row_of]

    def rows_in_families(self, families: Collection[int]) -> dict[int, list[int]]:
        """Give the rows of the articles of each of some families, ascending."""
        found: dict[int, list[int]] = {int(family): [] for family in families}
        # In no order: asked for one, a shard goes through all articles in that order.
        told = self._reader.rows(
            f"SELECT article, family FROM {self._tables}.articles WHERE family = ANY(%(families)s)",
            {"families": [*found]},
        )
        for row, family in sorted(told):
            found[family].append(row)
        return found

    @property
    def is_dated(self) -> bool:
        """Whether any article has a day."""
        return self._facts["newest_day"] is not None

    @property
    def newest_day(self) -> date | None:
        """The last day on which an article appeared; None where none has one."""
        return date.fromisoformat(self._facts["newest_day"]) if self.is_dated else None

    @property
    def languages(self) -> Counter[str]:
        """How many articles there are of each language."""
        return Counter(self._facts["languages"])

    def _read_rows(self, rows: Sequence[int]) -> dict[int, ListedArticle]:
        values = {"rows": [*rows], "most": len(rows)}
        return {item.row: item for item in self._read("article = ANY(%(rows)s)", values)}

    def _read(self, where: str, values: dict[str, Any]) -> list[ListedArticle]:
        statement = f"{self._statement} WHERE {where} ORDER BY article LIMIT %(most)s"
        return [_listed(*row) for row in self._reader.rows(statement, values)]


def _listed(*columns: Any) -> ListedArticle:
    row, id_, title, outlet, day, basis, clock, words, passages, aliases, family, *rest = columns
    return ListedArticle(
        row=row,
        id=id_,
        title=title,
        outlet=outlet,
        published=PublishedDate(date.fromisoformat(day), basis, clock) if day else None,
        words=words,
        passages=passages,
        aliases=tuple(json.loads(aliases)),
        family=family,
        language=rest[0],
        sha256=rest[1],
    )


def _storable(text: str) -> str:
    """Give a text without what PostgreSQL cannot hold, and so has not."""
    with contextlib.suppress(UnicodeEncodeError):
        return text.encode().decode().replace("\0", "")
    return ""
