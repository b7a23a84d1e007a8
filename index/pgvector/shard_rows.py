"""The rows of articles on shards, written under a revision that nobody sees until all have it.

PostgreSQL has no commit of several servers at once that readers would see at once. So each shard
keeps rows of the next revision, and says of those they supersede that the one in use is their
last; then one row on the server that is asked makes the next revision the one in use. What is
killed in between leaves rows that no revision has; the next rebuild takes them away.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

from index.errors import StoreError
from index.pgvector.schema import TABLES_BY_ARTICLE
from index.pgvector.server_rows import FAMILIES
from index.pgvector.shard_schema import (
    FOREVER,
    VERSIONS,
    index_rows,
    make_parts,
    make_rows,
    rows_of,
)
from index.pgvector.shards import LEFTOVERS, Shard
from index.pgvector.source import Row
from index.pgvector.writer import Writer
from index.pgvector_settings import PgvectorSettings

__all__ = ["ShardRows"]

_BLOCK = 4096
"""Articles whose shards are asked for at once."""
_PATIENCE = "SET LOCAL lock_timeout = '2s'"


class ShardRows:
    """Rows on shards, one transaction on each; a context manager that commits one after the other.

    Args:
        settings: of the servers.
        writer: of the server that is asked; its transaction commits last.
        shards: that there are.
    """

    def __init__(self, settings: PgvectorSettings, writer: Writer, shards: Sequence[Shard]) -> None:
        self._settings, self._writer, self._shards = settings, writer, list(shards)
        self._writers: list[Writer] = []
        self._stack = ExitStack()
        self._tables, self._revision, self._is_written = "", 0, False
        self._shard_of: dict[int, int] = {}

    def __enter__(self) -> "ShardRows":
        with ExitStack() as stack:
            for shard in self._shards:
                settings = replace(self._settings, dsn=shard.dsn)
                self._writers.append(stack.enter_context(Writer(settings)))
                self._writers[-1].know_vectors()
            self._sweep()
            stack.push(self._point)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def _point(self, kind: type[BaseException] | None, *_: object) -> None:
        """Make the next revision the one in use, which the server's transaction ends with."""
        if kind is None and self._is_written and self._revision:
            number = f"number = {self._revision + 1}"
            self._writer.run(f"UPDATE {self._tables}.revision SET {number}")

    def _sweep(self) -> None:
        """Drop what earlier rebuilds left on the shards."""
        left = f"{self._settings.schema}.{LEFTOVERS}"
        for (tables,) in self._writer.run(f"DELETE FROM {left} RETURNING tables"):
            for writer in self._writers:
                writer.run(f"DROP SCHEMA IF EXISTS {rows_of(tables)} CASCADE")

    @property
    def facts(self) -> dict[str, Any]:
        """The shards' names, in the order of the hash."""
        return {"shards": [shard.name for shard in self._shards]}

    @property
    def _schema(self) -> str:
        return rows_of(self._tables)

    def holds(self, tables: str, facts: dict[str, Any]) -> bool:
        """Tell whether a generation is on these shards, and each has the revision in use."""
        names = facts.get("shards", [])
        if sorted(names) != sorted(shard.name for shard in self._shards):
            return False
        pairs = sorted(
            zip(self._shards, self._writers, strict=True),
            key=lambda pair: names.index(pair[0].name),
        )
        self._shards, self._writers = map(list, zip(*pairs, strict=True))
        ((self._revision,),) = self._writer.run(f"SELECT number FROM {tables}.revision")
        self._tables = tables
        return all(map(self._is_whole, self._writers))

    def _is_whole(self, writer: Writer) -> bool:
        name = {"name": f"{self._schema}.state"}
        if writer.run("SELECT to_regclass(%(name)s)", name) == [(None,)]:
            return False
        ((cleaned, written),) = writer.run(f"SELECT cleaned, written FROM {self._schema}.state")
        return bool(cleaned <= self._revision <= written)

    def make(self, tables: str) -> None:
        """Make tables that are empty, and note that nothing needs them should this fail."""
        self._tables, self._revision = tables, 0
        left = f"{self._settings.schema}.{LEFTOVERS}"
        with Writer(self._settings) as apart:
            apart.run(f"INSERT INTO {left} VALUES (%(tables)s)", {"tables": tables})
        self._writer.run(f"DELETE FROM {left} WHERE tables = %(tables)s", {"tables": tables})
        for writer in self._writers:
            make_rows(writer, tables)
        make_parts(self._writer, tables, [shard.name for shard in self._shards])
        self._is_written = True

    def change(self) -> None:
        """Take away what a rebuild that was killed left, and begin the next revision."""
        now = self._revision
        for writer in self._writers:
            ((written,),) = writer.run(f"SELECT written FROM {self._schema}.state FOR UPDATE")
            if written > now:
                self._undo(writer)
            self._clean(writer, now)
            writer.run(f"UPDATE {self._schema}.state SET written = {now + 1}")
        self._is_written = True

    def _undo(self, writer: Writer) -> None:
        """Take back what was written of a revision that never was in use."""
        for table in TABLES_BY_ARTICLE:
            kept = f"{self._schema}.{table}"
            writer.run(f"DELETE FROM {kept} WHERE since > {self._revision}")
            lost = f"last >= {self._revision} AND last < {FOREVER}"
            writer.run(f"UPDATE {kept} SET last = {FOREVER} WHERE {lost}")

    def _clean(self, writer: Writer, first: int) -> None:
        """Delete the rows that no revision from the first one on has."""
        for table in TABLES_BY_ARTICLE:
            superseded = f"last < {first} AND last < {FOREVER}"  # as the index has it
            writer.run(f"DELETE FROM {self._schema}.{table} WHERE {superseded}")
        writer.run(f"UPDATE {self._schema}.state SET cleaned = greatest(cleaned, {first})")

    def remove(self, tables: Iterable[str], articles: Sequence[int] | None) -> None:
        """Say of rows of articles that the revision in use is their last."""
        named = "" if articles is None else "AND article = ANY(%(rows)s)"
        values = None if articles is None else {"rows": [*articles]}
        for table in tables:
            kept = f"{self._schema}.{table}"
            for writer in self._writers:
                writer.run(f"DELETE FROM {kept} WHERE since > {self._revision} {named}", values)
                change = f"SET last = {self._revision} WHERE last = {FOREVER} {named}"
                writer.run(f"UPDATE {kept} {change}", values)

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Put rows of the next revision into a table, each on its article's shard."""
        columns = {**TABLES_BY_ARTICLE[table], **VERSIONS}
        place = [*columns].index("article")
        revisions = (self._revision + 1, FOREVER)
        with ExitStack() as stack:
            writes = [
                stack.enter_context(writer.copying(f"{self._schema}.{table}", columns))
                for writer in self._writers
            ]
            for row in rows:
                writes[self._find_shard(row[place])]((*row, *revisions))

    def _find_shard(self, article: int) -> int:
        """Give the shard that PostgreSQL looks for an article on."""
        if article not in self._shard_of:
            first = article - article % _BLOCK
            self._shard_of |= self._writer.run(
                "SELECT article, shard FROM generate_series(%(first)s::int8, %(last)s::int8)"
                " article, generate_series(0, %(shards)s::int4 - 1) shard WHERE"
                f" satisfies_hash_partition('{self._tables}.all_articles'::regclass,"
                " %(shards)s::int4, shard, article)",
                {"first": first, "last": first + _BLOCK - 1, "shards": len(self._shards)},
            )
        return self._shard_of[article]

    def set_families(self, families: Iterable[Row]) -> None:
        """Say of all articles to which family each belongs: one that moved is superseded."""
        parts: list[list[Row]] = [[] for _ in self._shards]
        for row in families:
            parts[self._find_shard(row[0])].append(row)
        names = [name for name in TABLES_BY_ARTICLE["articles"] if name != "family"]
        old, kept = self._revision, f"{self._schema}.articles"
        for writer, part in zip(self._writers, parts, strict=True):
            writer.stage("families", FAMILIES, part)
            writer.run(
                f"WITH moved AS (UPDATE {kept} a SET last = {old} FROM new_families n WHERE"
                f" a.article = n.article AND a.family <> n.family AND a.last = {FOREVER} AND"
                f" a.since <= {old} RETURNING {', '.join(f'a.{name}' for name in names)},"
                f" n.family) INSERT INTO {kept} ({', '.join(names)}, family, since, last)"
                f" SELECT {', '.join(names)}, family, {old + 1}, {FOREVER} FROM moved"
            )

    def index(self, dimension: int, method: str) -> None:
        """Index the tables, those of all shards at the same time."""

        def index(writer: Writer) -> None:
            index_rows(writer, self._tables, dimension, method)

        with ThreadPoolExecutor(len(self._writers)) as pool:
            list(pool.map(index, self._writers))

    def retire(self, tables: str) -> None:
        """Leave a generation to be dropped by the next rebuild."""
        left = f"{self._settings.schema}.{LEFTOVERS}"
        told = f"INSERT INTO {left} VALUES (%(tables)s) ON CONFLICT DO NOTHING"
        self._writer.run(told, {"tables": tables})

    def finish(self) -> None:
        """Delete what was superseded; what cannot be now is by the next rebuild."""
        if not self._is_written:
            return
        for shard in self._shards:
            settings = replace(self._settings, dsn=shard.dsn)
            with suppress(StoreError), Writer(settings) as writer:
                writer.run(_PATIENCE)
                self._clean(writer, self._revision + 1)
        # How many rows there are decides what the server leaves to the shards; few tell of that.
        with suppress(StoreError), Writer(self._settings) as writer:
            writer.run(f"{_PATIENCE}; SET LOCAL default_statistics_target = 1")
            for number in range(len(self._shards)):
                for table in ("vectors", "keywords"):
                    writer.run(f"ANALYZE {self._tables}.all_{table}_{number}")
