"""Connections to PostgreSQL; the only file that knows psycopg and pgvector's types."""

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from index.errors import ExtraMissingError, StoreError
from index.pgvector_settings import PgvectorSettings

__all__ = ["Reader", "Writer", "dense", "sparse"]

Values = Mapping[str, Any] | None

TERMS = 1_000_000_000
"""Dimensions of every sparse vector: pgvector's limit, so that no number of words outgrows them."""
_PAUSE = 0.1
"""Seconds between two tries to connect."""
_EXTRA = (
    'the library is kept in PostgreSQL ([index] backend = "pgvector"), for which something is not '
    'installed: run `.venv/bin/pip install -e ".[pgvector]"` in the folder of the program'
)


class Reader:
    """Asks a library's servers; safe to share between threads.

    A statement whose server goes away is asked once more, of the server that takes its place.

    Args:
        settings: of config.toml.
    """

    def __init__(self, settings: PgvectorSettings) -> None:
        self._settings, self._here = settings, threading.local()
        self._connections = _Connections(settings)
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
        psycopg = _psycopg()

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
                    raise StoreError(_say_gone(error)) from error
                self._connections.forget()  # the others are most likely gone, too
            except psycopg.Error as error:
                raise StoreError(f"PostgreSQL cannot answer: {_first_line(error)}") from error
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
            with suppress(_psycopg().Error):  # its server is gone
                connection.rollback()
            self._connections.give(connection)


class _Connections:
    """Connections that wait to be used again; no thread tends them.

    Args:
        settings: of config.toml.
    """

    def __init__(self, settings: PgvectorSettings) -> None:
        self._psycopg = _psycopg()
        self._settings = settings
        self._idle: deque[Any] = deque()
        self._room = threading.BoundedSemaphore(settings.connections)

    def take(self) -> Any:
        """Give a connection that nobody else has, a new one if none waits.

        Raises:
            psycopg.OperationalError: no server answers for as long as the settings wait.
        """
        if not self._room.acquire(timeout=self._settings.failover_seconds):
            raise self._psycopg.OperationalError("all connections are in use")
        with suppress(IndexError):
            return self._idle.pop()
        try:
            return self._connect()
        except BaseException:
            self._room.release()
            raise

    def give(self, connection: Any) -> None:
        """Take a connection back."""
        if not connection.closed:
            self._idle.append(connection)
        self._room.release()

    def forget(self) -> None:
        """Close all that wait."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _connect(self) -> Any:
        """Connect to the first server that takes part, for as long as the settings wait for one."""
        settings = self._settings
        end = time.monotonic() + settings.failover_seconds
        while True:
            try:
                connection = self._psycopg.connect(
                    settings.read_dsn or settings.dsn, autocommit=True, connect_timeout=2
                )
                _configure(connection, settings)
            except self._psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(_PAUSE)
            else:
                return connection


class Writer:
    """One transaction that changes a library; a context manager that commits when all went well.

    Args:
        settings: of config.toml.

    Raises:
        StoreError: no server takes writes, or the role may not write.
    """

    def __init__(self, settings: PgvectorSettings) -> None:
        psycopg = _psycopg()

        try:
            self._connection = psycopg.connect(
                settings.dsn, autocommit=False, connect_timeout=settings.failover_seconds
            )
        except psycopg.Error as error:
            raise StoreError(_say_gone(error)) from error

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        psycopg = _psycopg()

        try:
            if kind is None:
                self._connection.commit()
        except psycopg.Error as problem:
            raise StoreError(f"PostgreSQL did not keep it: {_first_line(problem)}") from problem
        finally:
            self._connection.close()

    def know_vectors(self) -> None:
        """Learn the types of pgvector, once its extension is there."""
        from pgvector.psycopg import register_vector

        register_vector(self._connection)

    def run(self, statement: str, values: Values = None) -> list[Any]:
        """Run a statement; give its rows, if it has any.

        Raises:
            StoreError: it fails; nothing of the transaction is kept.
        """
        psycopg = _psycopg()

        try:
            cursor = self._connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise StoreError(f"PostgreSQL cannot keep it: {_first_line(error)}") from error

    def copy(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table.

        Args:
            table: its name.
            columns: name -> type of PostgreSQL.
            rows: of them, in their order.

        Raises:
            StoreError: it fails; nothing of the transaction is kept.
        """
        psycopg = _psycopg()

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
            raise StoreError(f"PostgreSQL cannot keep it: {_first_line(error)}") from error


def dense(numbers: NDArray[np.float32]) -> Any:
    """Give numbers, (dim,), as pgvector's own."""
    from pgvector import Vector

    return Vector(numbers)


def sparse(numbers: Mapping[int, float]) -> Any:
    """Give number of a term -> weight as pgvector's sparse vector."""
    from pgvector import SparseVector

    return SparseVector(dict(numbers), TERMS)


def _configure(connection: Any, settings: PgvectorSettings) -> None:
    """Have a connection know vectors, write nothing, and take no longer than it may."""
    from pgvector.psycopg import register_vector

    with suppress(_psycopg().ProgrammingError):  # no library yet, and so no extension
        register_vector(connection)
    # A plan that is made for any value takes a filter that leaves all for one that leaves few.
    connection.execute(
        f"SET plan_cache_mode = force_custom_plan; SET hnsw.ef_search = {settings.ef_search};"
        "SET hnsw.iterative_scan = relaxed_order;"
        f"SET statement_timeout = {settings.statement_seconds * 1000};"
        "SET default_transaction_read_only = on"
    )


def _psycopg() -> Any:
    try:
        import psycopg
    except ModuleNotFoundError as error:
        raise ExtraMissingError(_EXTRA) from error
    return psycopg


def _say_gone(error: Exception) -> str:
    return (
        f"PostgreSQL does not answer ({_first_line(error)}); see that the servers of "
        "[index.pgvector] dsn run and can be reached, and ask again"
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
