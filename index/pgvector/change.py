"""A generation in files is written into tables of PostgreSQL: all of it, or what changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from index.pgvector.schema import PAIRS, RECEIPTS, TABLES_BY_ARTICLE, TERMS, Columns
from index.pgvector.server_rows import Rows
from index.pgvector.source import Row, Source
from index.pgvector.writer import Writer
from index.survey import Progress

__all__ = ["Change", "Published"]

_DRIFT = 1e-4
"""Of the mean length of a text, from which all weights are written anew: less changes no score by
more than a thousandth."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Published:
    """What was written to PostgreSQL."""

    is_new: bool
    """Whether all of it was, into tables of its own."""
    added: int
    """Articles that are new or other than before."""
    removed: int
    """Articles that are no longer there, or other than before."""
    is_reweighed: bool = False
    """Whether the keywords of all articles were weighed anew."""

    @property
    def in_words(self) -> str:
        """Say it in a line."""
        if self.is_new:
            return f"PostgreSQL: all {self.added:,} articles written"
        return f"PostgreSQL: {self.added:,} articles written, {self.removed:,} taken out"


class Change:
    """Writes a generation into tables.

    Args:
        writer: of the transaction.
        rows: where those of articles are.
        schema: of the tables.
        source: what is written; told its rows and the numbers of its words.
        progress: told how far it is.
    """

    def __init__(
        self, writer: Writer, rows: Rows, schema: str, source: Source, progress: Progress
    ) -> None:
        self._writer, self._rows, self._schema = writer, rows, schema
        self._source, self._progress = source, progress

    def fill(self) -> Published:
        """Write all of it into tables that are empty."""
        count = len(self._source)
        digests = [digest for _, digest in self._source.digests()]
        self._source.rows = list(range(count))
        self._number_words()
        self._add(range(count), digests)
        self._write_rest()
        return Published(True, count, 0)

    def update(self, averages: tuple[float, float]) -> Published:
        """Write what is other than before.

        Args:
            averages: mean lengths that the weights which are there were written with.
        """
        told = self._writer.run(f"SELECT id, article, digest FROM {self._schema}.articles")
        before = {id_: (row, bytes(digest)) for id_, row, digest in told}
        digests = list(self._source.digests())
        free = iter(range(1 + max((row for row, _ in before.values()), default=-1), 1 << 62))
        rows = [before[id_][0] if id_ in before else next(free) for id_, _ in digests]
        known = {id_: digest for id_, (_, digest) in before.items()}
        new = [i for i, (id_, digest) in enumerate(digests) if known.get(id_) != digest]
        kept = {*rows} - {rows[place] for place in new}
        gone = [row for row, _ in before.values() if row not in kept]
        self._source.rows = rows
        self._rows.remove(TABLES_BY_ARTICLE, gone)
        self._number_words()
        self._add(new, [digest for _, digest in digests])
        pairs = zip(averages, self._source.averages, strict=True)
        has_drifted = any(abs(now / old - 1) > _DRIFT for old, now in pairs)
        if has_drifted:
            self._weigh_again()
        self._write_rest()
        return Published(False, len(new), len(gone), has_drifted)

    def _number_words(self) -> None:
        """Give every word its number, the next one if it is new, and write how many hold it."""
        known = dict(self._writer.run(f"SELECT word, term FROM {self._schema}.terms"))
        free = 1 + max(known.values(), default=0) - len(known)
        for word in self._source.words:
            known.setdefault(word, free + len(known))
        self._source.terms = [known[word] for word in self._source.words]
        self._replace("terms", TERMS, self._source.frequencies())

    def _add(self, places: Iterable[int], digests: list[bytes]) -> None:
        """Write articles, by their places in the source, with all that belongs to them."""
        source, ordered = self._source, list(places)
        told = self._tell("copying", source.articles(ordered, digests), len(ordered))
        self._rows.add("articles", told)
        self._rows.add("passages", source.passages(ordered))
        self._rows.add("vectors", source.vectors(ordered))
        self._rows.add("keywords", source.keywords(ordered))
        self._rows.add("article_keywords", source.article_keywords(ordered))

    def _weigh_again(self) -> None:
        """Write the keywords of all articles anew: their mean length is another."""
        everything = range(len(self._source))
        self._rows.remove(("keywords", "article_keywords"), None)
        self._rows.add("keywords", self._source.keywords(everything))
        self._rows.add("article_keywords", self._source.article_keywords(everything))

    def _write_rest(self) -> None:
        """Write what belongs to no one article, and to which family each belongs."""
        self._rows.set_families(self._source.families())
        self._replace("pairs", PAIRS, self._source.pairs())
        self._replace("receipts", RECEIPTS, self._source.receipts())

    def _replace(self, table: str, columns: Columns, rows: Iterable[Row]) -> None:
        """Bring a table to what it should hold: rows that are there already are not touched."""
        self._writer.stage(table, columns, rows)
        kept, staged, names = f"{self._schema}.{table}", f"new_{table}", ", ".join(columns)
        same = " AND ".join(f"n.{name} = k.{name}" for name in columns)
        self._writer.run(
            f"DELETE FROM {kept} k WHERE NOT EXISTS (SELECT FROM {staged} n WHERE {same})"
        )
        self._writer.run(
            f"INSERT INTO {kept} ({names}) SELECT {names} FROM {staged} n"
            f" WHERE NOT EXISTS (SELECT FROM {kept} k WHERE {same})"
        )

    def _tell(self, stage: str, items: Iterable[T], count: int) -> Iterator[T]:
        for done, item in enumerate(items, 1):
            yield item
            self._progress(stage, done, count)
