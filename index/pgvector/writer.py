"""A connection that changes a library in PostgreSQL: one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from index.errors import StoreError
from index.pgvector.driver import first_line, know_vectors, load_psycopg, say_gone
from index.pgvector_settings import PgvectorSettings

__all__ = ["Writer"]

_LOCK = 0x61736B61
"""Of PostgreSQL's advisory locks: two that write wait for one another."""
_UNTIL_SHOWN = """
SELECT set_config('synchronous_commit', 'remote_apply', true)
WHERE current_setting('synchronous_commit') = 'on'
"""
"""The end waits until synchronous standbys show it, not only until they have it on disk."""


class Writer:
    """One transaction that changes a library; a context manager that commits when all went well.

    Whoever reads from a synchronous standby sees the change once it is through.

    Args:
        settings: of config.toml.

    Raises:
        StoreError: no server takes writes, or the role may not write.
    """

    def __init__(self, settings: PgvectorSettings) -> None:
        psycopg = load_psycopg()

        try:
            self._connection = psycopg.connect(
                settings.dsn, autocommit=False, connect_timeout=settings.failover_seconds
            )
            self._connection.execute(_UNTIL_SHOWN)
        except psycopg.Error as error:
            raise StoreError(say_gone(error)) from error

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        psycopg = load_psycopg()

        try:
            if kind is None:
                self._connection.commit()
        except psycopg.Error as problem:
            raise StoreError(f"PostgreSQL did not keep it: {first_line(problem)}") from problem
        finally:
            self._connection.close()

    @property
    def address(self) -> dict[str, str]:
        """Which user of which database it is."""
        return {"user": self._connection.info.user, "dbname": self._connection.info.dbname}

    def lock(self) -> None:
        """Wait for whoever else writes, who then waits for this transaction."""
        self.run("SELECT pg_advisory_xact_lock(%(key)s)", {"key": _LOCK})

    def know_vectors(self) -> None:
        """Learn the types of pgvector, once its extension is there."""
        know_vectors(self._connection)

    def run(self, statement: str, values: Mapping[str, Any] | None = None) -> list[Any]:
        """Run a statement; give its rows, if it has any.

        Raises:
            StoreError: it fails; nothing of the transaction is kept.
        """
        psycopg = load_psycopg()

        try:
            cursor = self._connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise StoreError(f"PostgreSQL cannot keep it: {first_line(error)}") from error

    def copy(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table.

        Args:
            table: its name.
            columns: name -> type of PostgreSQL.
            rows: of them, in their order.

        Raises:
            StoreError: it fails; nothing of the transaction is kept.
        """
        with self.copying(table, columns) as write:
            for row in rows:
                write(row)

    @contextmanager
    def copying(
        self, table: str, columns: Mapping[str, str]
    ) -> Iterator[Callable[[Sequence[Any]], None]]:
        """Give what puts a row into a table, as `copy` does."""
        psycopg = load_psycopg()

        names = ", ".join(f'"{name}"' for name in columns)
        try:
            with (
                self._connection.cursor() as cursor,
                cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
            ):
                copy.set_types(list(columns.values()))
                yield copy.write_row
        except psycopg.Error as error:
            raise StoreError(f"PostgreSQL cannot keep it: {first_line(error)}") from error

    def stage(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table new_... that is gone after the transaction."""
        told = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        self.run(f"CREATE TEMP TABLE new_{table} ({told}) ON COMMIT DROP")
        self.copy(f"new_{table}", columns, rows)
        self.run(f"ANALYZE new_{table}")
