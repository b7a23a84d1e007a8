"""A generation in files becomes the library in PostgreSQL: all of it anew, or what changed of it.

In one transaction: readers see the library as it was until all is there. Where no setting changed
that all rows hang on, articles are compared by a hash of all that is written down of them, and only
those that are new or other than before are written.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from index.disk import Manifest
from index.pgvector.connect import Writer
from index.pgvector.schema import (
    PAIRS,
    RECEIPTS,
    TABLES_BY_ARTICLE,
    TERMS,
    Columns,
    add_indexes,
    grant,
    make_base,
    make_tables,
)
from index.pgvector.source import Row, Source
from index.pgvector_settings import PgvectorSettings
from index.survey import Progress, keep_quiet

__all__ = ["Published", "publish"]

_LOCK = 0x61736B61
"""Of PostgreSQL's advisory locks: two that write wait for one another."""
_DRIFT = 1e-4
"""Of the mean length of a text, from which all weights are written anew: less changes no score by
more than a thousandth."""
_SAME = (
    *("model", "question_prompt", "passage_prompt", "passage_words"),
    *("model_hash", "tokenizer_hash", "precision", "dimension"),
)
"""Settings of a manifest that all rows hang on."""

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


@dataclass(frozen=True, slots=True)
class _Current:
    """What is in use."""

    generation: str
    tables: str
    previous: str
    manifest: str
    facts: str

    def fits(self, manifest: Manifest, method: str) -> bool:
        """Tell whether rows of another generation can stand beside those that are there."""
        own = json.loads(self.manifest)["settings"]
        is_same = all(own.get(name) == manifest.settings.get(name) for name in _SAME)
        return is_same and json.loads(self.facts)["index_method"] == method

    @property
    def averages(self) -> tuple[float, float]:
        """Mean lengths of passages and of articles, that their weights were written with."""
        one, other = json.loads(self.facts)["averages"]
        return one, other


def publish(
    settings: PgvectorSettings, library: Path, progress: Progress = keep_quiet
) -> Published:
    """Bring the library in PostgreSQL to what the one in a folder is.

    Args:
        settings: of the servers.
        library: folder whose generation in use is copied.
        progress: told how far it is.

    Raises:
        IndexMissingError: the folder has no library.
        StoreError: no server takes writes, or it refuses; what was there serves on.
    """
    with closing(Source(library)) as source, Writer(settings) as writer:
        writer.run("SELECT pg_advisory_xact_lock(%(key)s)", {"key": _LOCK})
        make_base(writer, settings.schema)
        writer.know_vectors()
        names = "generation, tables, previous, manifest, facts"
        found = writer.run(f"SELECT {names} FROM {settings.schema}.current")
        current = _Current(*found[0]) if found else None
        done = _write(settings, writer, source, current, progress)
        if settings.readers:
            grant(writer, settings.schema, settings.readers)
        return done


def _write(
    settings: PgvectorSettings,
    writer: Writer,
    source: Source,
    current: _Current | None,
    progress: Progress,
) -> Published:
    """Write what changed beside what is in use, or all of it where that does not fit."""
    if current and current.fits(source.manifest, settings.index_method):
        if current.generation == source.manifest.generation:
            return Published(False, 0, 0)
        tables, previous = current.tables, current.previous
        done = _Change(writer, tables, source, progress).update(current.averages)
        averages = source.averages if done.is_reweighed else current.averages
    else:
        previous = current.tables if current else ""
        tables, done = _publish_anew(settings, writer, source, progress)
        if current and current.previous:
            writer.run(f"DROP SCHEMA IF EXISTS {current.previous} CASCADE")
        averages = source.averages
    facts = {**source.facts(), "averages": averages, "index_method": settings.index_method}
    _point(writer, settings, source.manifest, (tables, previous, facts))
    if settings.readers:
        grant(writer, tables, settings.readers)
    return done


def _publish_anew(
    settings: PgvectorSettings, writer: Writer, source: Source, progress: Progress
) -> tuple[str, Published]:
    """Write all into tables of its own; give their schema, too."""
    tables = f"{settings.schema}_{datetime.now(UTC):%Y%m%dt%H%M%S%f}"
    make_tables(writer, tables)
    done = _Change(writer, tables, source, progress).fill()
    progress("indexing", 0, 1)
    dimension = int(source.manifest.settings["dimension"])
    add_indexes(writer, tables, dimension, settings.index_method)
    progress("indexing", 1, 1)
    return tables, done


def _point(
    writer: Writer,
    settings: PgvectorSettings,
    manifest: Manifest,
    told: tuple[str, str, dict[str, Any]],
) -> None:
    """Make tables the ones in use; `told` are their schema, that of those before, and facts."""
    tables, previous, facts = told
    values = {
        "generation": manifest.generation,
        "tables": tables,
        "previous": previous,
        "manifest": json.dumps(asdict(manifest), ensure_ascii=False),
        "facts": json.dumps(facts, ensure_ascii=False),
    }
    current, marks = f"{settings.schema}.current", ", ".join(f"%({name})s" for name in values)
    writer.run(f"DELETE FROM {current}")
    writer.run(f"INSERT INTO {current} ({', '.join(values)}) VALUES ({marks})", values)


class _Change:
    """Writes a generation into tables.

    Args:
        writer: of the transaction.
        schema: of the tables.
        source: what is written; told its rows and the numbers of its words.
        progress: told how far it is.
    """

    def __init__(self, writer: Writer, schema: str, source: Source, progress: Progress) -> None:
        self._writer, self._schema, self._source = writer, schema, source
        self._progress = progress

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
        for table in TABLES_BY_ARTICLE:
            statement = f"DELETE FROM {self._schema}.{table} WHERE article = ANY(%(rows)s)"
            self._writer.run(statement, {"rows": gone})
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
        self._copy("articles", told)
        self._copy("passages", source.passages(ordered))
        self._copy("vectors", source.vectors(ordered))
        self._copy("keywords", source.keywords(ordered))
        self._copy("article_keywords", source.article_keywords(ordered))

    def _weigh_again(self) -> None:
        """Write the keywords of all articles anew: their mean length is another."""
        everything = range(len(self._source))
        for table in ("keywords", "article_keywords"):
            self._writer.run(f"DELETE FROM {self._schema}.{table}")
        self._copy("keywords", self._source.keywords(everything))
        self._copy("article_keywords", self._source.article_keywords(everything))

    def _write_rest(self) -> None:
        """Write what belongs to no one article, and to which family each belongs."""
        self._stage("families", {"article": "int8", "family": "int8"}, self._source.families())
        self._writer.run(
            f"UPDATE {self._schema}.articles a SET family = n.family FROM new_families n"
            " WHERE a.article = n.article AND a.family <> n.family"
        )
        self._replace("pairs", PAIRS, self._source.pairs())
        self._replace("receipts", RECEIPTS, self._source.receipts())

    def _replace(self, table: str, columns: Columns, rows: Iterable[Row]) -> None:
        """Bring a table to what it should hold: rows that are there already are not touched."""
        self._stage(table, columns, rows)
        kept, staged, names = f"{self._schema}.{table}", f"new_{table}", ", ".join(columns)
        same = " AND ".join(f"n.{name} = k.{name}" for name in columns)
        self._writer.run(
            f"DELETE FROM {kept} k WHERE NOT EXISTS (SELECT FROM {staged} n WHERE {same})"
        )
        self._writer.run(
            f"INSERT INTO {kept} ({names}) SELECT {names} FROM {staged} n"
            f" WHERE NOT EXISTS (SELECT FROM {kept} k WHERE {same})"
        )

    def _stage(self, table: str, columns: Columns, rows: Iterable[Row]) -> None:
        """Put rows into a table that is gone after the transaction."""
        told = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        self._writer.run(f"CREATE TEMP TABLE new_{table} ({told}) ON COMMIT DROP")
        self._writer.copy(f"new_{table}", columns, rows)
        self._writer.run(f"ANALYZE new_{table}")

    def _copy(self, table: str, rows: Iterable[Row]) -> None:
        self._writer.copy(f"{self._schema}.{table}", TABLES_BY_ARTICLE[table], rows)

    def _tell(self, stage: str, items: Iterable[T], count: int) -> Iterator[T]:
        for done, item in enumerate(items, 1):
            yield item
            self._progress(stage, done, count)
