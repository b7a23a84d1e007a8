"""A generation in files becomes the library in PostgreSQL: all of it anew, or what changed of it.

In one transaction, or one of each shard and then that of the server which is asked: readers see the
library as it was until all is there. Where no setting changed that all rows hang on, articles are
compared by a hash of all that is written down of them, and only those that are new or other than
before are written.
"""

import json
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.disk import Manifest
from index.pgvector.change import Change, Published
from index.pgvector.schema import (
    INDEXES,
    TABLES_OF_ALL,
    add_indexes_of_all,
    grant,
    make_base,
    make_tables,
)
from index.pgvector.server_rows import Rows, ServerRows
from index.pgvector.shard_rows import ShardRows
from index.pgvector.shards import arrange
from index.pgvector.source import Source
from index.pgvector.writer import Writer
from index.pgvector_settings import PgvectorSettings
from index.survey import Progress, keep_quiet

__all__ = ["Published", "publish"]

_SAME = (
    *("model", "question_prompt", "passage_prompt", "passage_words"),
    *("model_hash", "tokenizer_hash", "precision", "dimension"),
)
"""Settings of a manifest that all rows hang on."""


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
        facts = json.loads(self.facts)
        return is_same and (facts["index_method"], facts.get("indexes")) == (method, INDEXES)

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
    shards = arrange(settings) if settings.shards else []
    with closing(Source(library)) as source, Writer(settings) as writer:
        writer.lock()
        make_base(writer, settings.schema)
        writer.know_vectors()
        names = "generation, tables, previous, manifest, facts"
        found = writer.run(f"SELECT {names} FROM {settings.schema}.current")
        current = _Current(*found[0]) if found else None
        rows = ShardRows(settings, writer, shards) if shards else ServerRows(writer)
        with rows:  # the shards' transactions end before the one that lets readers see them
            done = _Publication(settings, writer, rows, source, progress).write(current)
        if settings.readers:
            grant(writer, settings.schema, settings.readers)
    rows.finish()
    return done


class _Publication:
    """Writes a generation beside what is in use, and makes it that.

    Args:
        settings: of the servers.
        writer: of the transaction.
        rows: where those of articles are.
        source: what is written.
        progress: told how far it is.
    """

    def __init__(
        self,
        settings: PgvectorSettings,
        writer: Writer,
        rows: Rows,
        source: Source,
        progress: Progress,
    ) -> None:
        self._settings, self._writer, self._rows = settings, writer, rows
        self._source, self._progress = source, progress

    def write(self, current: _Current | None) -> Published:
        """Write what changed, or all of it where that does not fit."""
        manifest, facts = self._source.manifest, {**self._source.facts()}
        if current and self._fits(current):
            if current.generation == manifest.generation:
                return Published(False, 0, 0)
            tables, previous = current.tables, current.previous
            self._rows.change()
            done = self._changing(tables).update(current.averages)
            averages = self._source.averages if done.is_reweighed else current.averages
        else:
            tables, previous = self._name_tables(), current.tables if current else ""
            done = self._write_anew(tables)
            if current and current.previous:
                self._writer.run(f"DROP SCHEMA IF EXISTS {current.previous} CASCADE")
                self._rows.retire(current.previous)
            averages = self._source.averages
        method = self._settings.index_method
        facts |= {"averages": averages, "index_method": method, "indexes": INDEXES}
        self._point(tables, previous, facts | self._rows.facts)
        if self._settings.readers:
            grant(self._writer, tables, self._settings.readers)
        return done

    def _fits(self, current: _Current) -> bool:
        """Tell whether what is in use can be changed into what is to be."""
        is_same = current.fits(self._source.manifest, self._settings.index_method)
        return is_same and self._rows.holds(current.tables, json.loads(current.facts))

    def _name_tables(self) -> str:
        return f"{self._settings.schema}_{datetime.now(UTC):%Y%m%dt%H%M%S%f}"

    def _write_anew(self, tables: str) -> Published:
        """Write all into tables of its own."""
        make_tables(self._writer, tables, TABLES_OF_ALL)
        self._rows.make(tables)
        done = self._changing(tables).fill()
        self._progress("indexing", 0, 1)
        dimension = int(self._source.manifest.settings["dimension"])
        self._rows.index(dimension, self._settings.index_method)
        add_indexes_of_all(self._writer, tables)
        self._progress("indexing", 1, 1)
        return done

    def _changing(self, tables: str) -> Change:
        return Change(self._writer, self._rows, tables, self._source, self._progress)

    def _point(self, tables: str, previous: str, facts: dict[str, Any]) -> None:
        """Make tables the ones in use, beside those before."""
        values = {
            "generation": self._source.manifest.generation,
            "tables": tables,
            "previous": previous,
            "manifest": json.dumps(asdict(self._source.manifest), ensure_ascii=False),
            "facts": json.dumps(facts, ensure_ascii=False),
        }
        current = f"{self._settings.schema}.current"
        marks = ", ".join(f"%({name})s" for name in values)
        self._writer.run(f"DELETE FROM {current}")
        self._writer.run(f"INSERT INTO {current} ({', '.join(values)}) VALUES ({marks})", values)
