"""A library's servers are asked, and written to."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from weakref import finalize

from index.errors import StoreError
from index.pgvector.driver import first_line, know_vectors, load_psycopg, say_gone
from index.pgvector.pool import Address, Pool
from index.pgvector_settings import PgvectorSettings

__all__ = ["Reader", "Writer"]

Values = Mapping[str, Any] | None


class Reader:
    """Asks a library's servers; safe to share between threads.

    A statement whose server goes away is asked once more, of the server that takes its place.

    Args:
        settings: of config.toml.
    """

    def __init__(self, settings: PgvectorSettings) -> None:
        self._settings, self._here = settings, threading.local()
        address = Address(
            settings.read_dsn or settings.dsn, settings.connections, settings.failover_seconds
        )
        self._connections = Pool(address, partial(_configure, settings))
        # A library that nothing asks any more is forgotten without a word; so are its connections.
        self.close = finalize(self, self._connections.forget)
        """Gives the connections back to the servers."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that this thread asks until the context ends see one state of the library."""
        if getattr(self._here, "is_held", False):
            yield
            return
        self._here.is_held, self._here.connection = True, None
        try:
            yield
        finally:
            self._here.is_held = False
            self._release()

    def rows(self, statement: str, values: Values = None) -> list[Any]:
        """Give all rows of a statement.

        Raises:
            StoreError: no server answers, or the statement fails.
        """
        psycopg = load_psycopg()

        for is_last in (False, True):
            try:
                return self._ask(statement, values)
            except psycopg.errors.QueryCanceled as error:
                raise StoreError(
                    "PostgreSQL took longer than statement_seconds = "
                    f"{self._settings.statement_seconds} of [index.pgvector] allows"
                ) from error
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if is_last:
                    raise StoreError(say_gone(error)) from error
                self._connections.forget()  # the others are most likely gone, too
            except psycopg.Error as error:
                raise StoreError(f"PostgreSQL cannot answer: {first_line(error)}") from error
        raise AssertionError("the last try returns or raises")

    def _ask(self, statement: str, values: Values) -> list[Any]:
        is_held = getattr(self._here, "is_held", False)
        connection = self._here.connection if is_held else None
        if connection is None:
            connection = self._connections.take()
        try:
            if is_held and self._here.connection is None:
                self._here.connection = connection
                connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            found: list[Any] = connection.execute(statement, values).fetchall()
        except BaseException:
            connection.close()  # its state is not known
            self._here.connection = None
            self._connections.give(connection)
            raise
        if not is_held:
            self._connections.give(connection)
        return found

    def _release(self) -> None:
        connection, self._here.connection = self._here.connection, None
        if connection is not None:
            with suppress(load_psycopg().Error):  # its server is gone
                connection.rollback()
            self._connections.give(connection)


class Writer:
    """One transaction that changes a library; a context manager that commits when all went well.

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

    def know_vectors(self) -> None:
        """Learn the types of pgvector, once its extension is there."""
        know_vectors(self._connection)

    def run(self, statement: str, values: Values = None) -> list[Any]:
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
        psycopg = load_psycopg()

        names = ", ".join(f'"{name}"' for name in columns)
        try:
            with (
                self._connection.cursor() as cursor,
                cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)") as copy,
            ):
                copy.set_types(list(columns.values()))
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise StoreError(f"PostgreSQL cannot keep it: {first_line(error)}") from error


def _configure(settings: PgvectorSettings, connection: Any) -> None:
    """Have a connection know vectors, write nothing, and take no longer than it may."""
    know_vectors(connection)  # unless there is no library yet, and so no extension
    # A plan that is made for any value takes a filter that leaves all for one that leaves few.
    connection.execute(
        f"SET plan_cache_mode = force_custom_plan; SET hnsw.ef_search = {settings.ef_search};"
        "SET hnsw.iterative_scan = relaxed_order;"
        f"SET statement_timeout = {settings.statement_seconds * 1000};"
        "SET default_transaction_read_only = on"
    )
