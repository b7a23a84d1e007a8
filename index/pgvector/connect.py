"""A library's servers are asked, and where one is gone, the server that takes its place."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from typing import Any
from weakref import finalize

from index.errors import StoreError
from index.pgvector.driver import first_line, is_of_shard, know_vectors, load_psycopg, say_gone
from index.pgvector.plans import plan_settings
from index.pgvector.pool import Address, Pool
from index.pgvector_settings import PgvectorSettings

__all__ = ["Reader"]

Values = Mapping[str, Any] | None

_PAUSE = 0.1
"""Seconds between two tries."""
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_SHARDED = (
    # Of foreign rows nothing is sorted here that can be sorted where it lies: without this, a
    # filter that seems to leave few rows has all of them brought over.
    "SET LOCAL enable_sort = off; SET LOCAL enable_partitionwise_join = on;"
    "SET LOCAL enable_partitionwise_aggregate = on"
)
_TORN = (
    "the shards of the library in PostgreSQL are not of the state that the server of "
    "[index.pgvector] dsn is in: one of them lost what it had kept, as after a standby that was "
    "behind was promoted; run `make rebuild` (or `rebuild-index`)"
)


class Reader:
    """Asks a library's servers; safe to share between threads.

    A statement whose server goes away is asked once more, of the server that takes its place; one
    whose shard goes away, until another takes its place or the settings wait no longer.

    Args:
        settings: of config.toml.
    """

    def __init__(self, settings: PgvectorSettings) -> None:
        self._settings, self._here = settings, threading.local()
        self._check = ""
        address = Address(
            settings.read_dsn or settings.dsn, settings.connections, settings.failover_seconds
        )
        self._connections = Pool(address, partial(_configure, settings))
        # A library that nothing asks any more is forgotten without a word; so are its connections.
        self.close = finalize(self, self._connections.forget)
        """Gives the connections back to the servers."""

    def check_first(self, statement: str) -> None:
        """Ask from now on only where a statement is true, and within its transaction."""
        self._check = statement

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
            StoreError: no server answers, the statement fails, or shards are of another state.
        """
        if not self._check:
            return self._rows(statement, values)
        with self.reading():
            return self._rows(statement, values)

    def _rows(self, statement: str, values: Values) -> list[Any]:
        psycopg = load_psycopg()

        end = time.monotonic() + self._settings.failover_seconds
        for tries in count():
            try:
                return self._ask(statement, values)
            except psycopg.errors.QueryCanceled as error:
                raise StoreError(
                    "PostgreSQL took longer than statement_seconds = "
                    f"{self._settings.statement_seconds} of [index.pgvector] allows"
                ) from error
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if tries and not (is_of_shard(error) and time.monotonic() < end):
                    raise StoreError(say_gone(error)) from error
                self._connections.forget()  # the others are most likely gone, too
                time.sleep(_PAUSE if tries else 0)
            except psycopg.Error as error:
                raise StoreError(f"PostgreSQL cannot answer: {first_line(error)}") from error
        raise AssertionError("a try returns or raises")

    def _ask(self, statement: str, values: Values) -> list[Any]:
        is_held = getattr(self._here, "is_held", False)
        connection = self._here.connection if is_held else None
        if connection is None:
            connection = self._connections.take()
        try:
            if is_held and self._here.connection is None:
                self._here.connection = connection
                self._begin(connection)
            found: list[Any] = connection.execute(statement, values).fetchall()
        except BaseException:
            connection.close()  # its state is not known
            self._here.connection = None
            self._connections.give(connection)
            raise
        if not is_held:
            self._connections.give(connection)
        return found

    def _begin(self, connection: Any) -> None:
        """Begin to see one state, of all shards where there are some."""
        if not self._check:
            connection.execute(_BEGIN)
            return
        end = time.monotonic() + self._settings.failover_seconds
        while True:
            connection.execute(f"{_BEGIN};{_SHARDED}")
            if connection.execute(self._check).fetchone() == (True,):
                return
            connection.rollback()  # another state came in between
            if time.monotonic() > end:
                raise StoreError(_TORN)
            time.sleep(_PAUSE)

    def _release(self) -> None:
        connection, self._here.connection = self._here.connection, None
        if connection is not None:
            with suppress(load_psycopg().Error):  # its server is gone
                connection.rollback()
            self._connections.give(connection)


def _configure(settings: PgvectorSettings, connection: Any) -> None:
    """Have a connection know vectors, write nothing, and take no longer than it may."""
    know_vectors(connection)  # unless there is no library yet, and so no extension
    told = ";".join(f"SET {name} = {value}" for name, value in plan_settings(settings).items())
    connection.execute(
        f"{told}; SET statement_timeout = {settings.statement_seconds * 1000};"
        "SET default_transaction_read_only = on"
    )
