"""Small changes that several processes make on PostgreSQL servers, each of them kept once.

A server may go away at any moment. Before the end of a transaction nothing of it is kept, and it is
run again. When the server goes while it ends, nobody can tell whether it was kept: so each change
writes a token of its own, and who runs it again finds by that whether it is there.
"""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import finalize
from zlib import crc32

from index.errors import StoreError
from index.pgvector.driver import first_line, load_psycopg, say_gone
from index.pgvector.pool import Address, Pool
from index.pgvector_settings import ServerSettings

__all__ = ["Run", "SharedTables", "Transactions"]

T = TypeVar("T")
Run = Callable[[str, Mapping[str, object]], list[Any]]
"""Runs a statement, whose values stand in it as %(name)s, and gives its rows, if it has any."""
_LOCK = 0x63686174
"""Of PostgreSQL's advisory locks, beside that of the schema: changes wait for one another."""
_READ_ONLY = " ISOLATION LEVEL REPEATABLE READ READ ONLY"
_BEGIN = """
BEGIN{mode};
SET LOCAL search_path TO {schema};
SET LOCAL statement_timeout = {milliseconds};
SET LOCAL idle_in_transaction_session_timeout = {milliseconds}
"""
_MADE = """
CREATE TABLE made (format int4 NOT NULL);
INSERT INTO made VALUES ({format});
CREATE TABLE change (token text PRIMARY KEY, made timestamptz NOT NULL DEFAULT now())
"""
_MARK = """
INSERT INTO change (token) VALUES (%(token)s) ON CONFLICT DO NOTHING RETURNING token
"""
_TIDY = """
DELETE FROM change WHERE token IN (
    SELECT token FROM change WHERE made < now() - interval '1 day' LIMIT 100
    FOR UPDATE SKIP LOCKED
)
"""
"""Who ran a change has heard of it, or given up, long before."""


@dataclass(frozen=True, slots=True)
class SharedTables:
    """Tables that are kept in a schema of their own."""

    table: str
    """Of config.toml, that names the servers; for messages."""
    format: int
    """Rises when the tables change."""
    statements: tuple[str, ...]
    """That make the tables."""


class Transactions:
    """Reads and changes what several processes share; safe to share between threads.

    The tables are made when they are first asked for.

    Args:
        settings: of the servers.
        layout: of the tables.
    """

    def __init__(self, settings: ServerSettings, layout: SharedTables) -> None:
        self._settings, self._layout = settings, layout
        self._psycopg = load_psycopg()
        address = Address(settings.dsn, settings.connections, settings.failover_seconds)
        self._pool = Pool(address, _let_be)
        self._key = crc32(settings.schema.encode()) - 2**31
        self._is_made = False
        self.close = finalize(self, self._pool.forget)
        """Gives the connections back to the servers."""

    def read(self, work: Callable[[Run], T]) -> T:
        """Give what `work` finds in one state of the tables; it may be run twice.

        Raises:
            StoreError: no server answers, or a statement fails.
        """
        return self._try_twice(_Attempt(work, self._begin(_READ_ONLY)))

    def change(self, work: Callable[[Run], T]) -> T:
        """Give what `work` does to the tables, all of it or nothing; it may be run twice.

        Only the run whose result this gives is kept. Changes of all processes follow one another.

        Raises:
            StoreError: no server takes writes, or a statement fails; nothing is kept.
        """
        return self._try_twice(_Attempt(work, self._begin(), secrets.token_hex(16)))

    def _try_twice(self, attempt: "_Attempt[T]") -> T:
        psycopg = self._psycopg
        for is_last in (False, True):
            try:
                return self._try(attempt)
            except psycopg.errors.QueryCanceled as error:
                raise StoreError(
                    "PostgreSQL took longer than statement_seconds = "
                    f"{self._settings.statement_seconds} of {self._layout.table} allows"
                ) from error
            except (
                psycopg.OperationalError,
                psycopg.InterfaceError,
                psycopg.errors.ReadOnlySqlTransaction,  # it is a standby by now
            ) as error:
                if is_last:
                    raise StoreError(self._say_gone(error, attempt.is_in_doubt)) from error
                self._pool.forget()  # the others are most likely gone, too
            except psycopg.errors.InsufficientPrivilege as error:
                raise StoreError(
                    f"the role of {self._layout.table} dsn may not do that ({first_line(error)}); "
                    "docs/scale-out.md says what it needs"
                ) from error
            except psycopg.Error as error:
                raise StoreError(f"PostgreSQL cannot do it: {first_line(error)}") from error
        raise AssertionError("the last try returns or raises")

    def _try(self, attempt: "_Attempt[T]") -> T:
        connection = self._pool.take()
        try:
            if not self._is_made:
                self._make(connection)
            return attempt(connection, self._key)
        except BaseException as error:
            # What failed in Python leaves a connection that can be used again.
            with suppress(self._psycopg.Error):
                connection.rollback()
            if isinstance(error, self._psycopg.Error):
                connection.close()  # its state is not known
            raise
        finally:
            self._pool.give(connection)

    def _begin(self, mode: str = "") -> str:
        milliseconds = 1000 * self._settings.statement_seconds
        return _BEGIN.format(mode=mode, schema=self._settings.schema, milliseconds=milliseconds)

    def _make(self, connection: Any) -> None:
        """Make the tables where they are missing; see that they are ours to read."""
        schema, layout = self._settings.schema, self._layout
        connection.execute(self._begin())
        _lock(connection, self._key)
        table = {"table": f"{schema}.made", "schema": schema}
        (found,) = connection.execute("SELECT to_regclass(%(table)s) IS NULL", table).fetchone()
        if found:
            # A role that owns the schema need not be one that may make schemas.
            missing = "SELECT to_regnamespace(%(schema)s) IS NULL"
            if connection.execute(missing, table).fetchone() == (True,):
                connection.execute(f"CREATE SCHEMA {schema}")
            connection.execute(_MADE.format(format=layout.format))
            for statement in layout.statements:
                connection.execute(statement)
        (version,) = connection.execute("SELECT format FROM made").fetchone()
        connection.execute("COMMIT")
        if version > layout.format:
            raise StoreError(
                f"schema {schema} of PostgreSQL ({layout.table}) was written by a newer version of "
                "this program; update it to read what is kept there"
            )
        self._is_made = True

    def _say_gone(self, error: Exception, is_in_doubt: bool) -> str:
        told = say_gone(error, self._layout.table)
        return f"{told}; whether it kept this shows then" if is_in_doubt else told


class _Attempt(Generic[T]):
    """Work that is run until it is done, or until it is known that it was.

    Args:
        work: is given what runs statements.
        begin: statements of the beginning.
        token: of a change; None for work that only reads.
    """

    def __init__(self, work: Callable[[Run], T], begin: str, token: str | None = None) -> None:
        self._work, self._begin, self._token = work, begin, token
        self._results: list[T] = []
        self.is_in_doubt = False
        """Whether the server went away while it ended, and nobody knows how."""

    def __call__(self, connection: Any, lock: int) -> T:
        """Run it in a transaction, after whoever holds the lock; give its result."""
        connection.execute(self._begin)
        if self._token:
            _lock(connection, lock)
            mark = connection.execute(_MARK, {"token": self._token}).fetchone()
            if mark is None:
                connection.rollback()
                return self._results[-1]  # that run was kept
            connection.execute(_TIDY)
            self.is_in_doubt = False

        def run(statement: str, values: Mapping[str, object]) -> list[Any]:
            cursor = connection.execute(statement, {key: _fit(v) for key, v in values.items()})
            return cursor.fetchall() if cursor.description else []

        self._results.append(self._work(run))
        self.is_in_doubt = bool(self._token)
        connection.execute("COMMIT")
        return self._results[-1]


def _lock(connection: Any, key: int) -> None:
    locks = {"kind": _LOCK, "key": key}
    connection.execute("SELECT pg_advisory_xact_lock(%(kind)s::int4, %(key)s::int4)", locks)


def _fit(value: object) -> object:
    """Give a value as PostgreSQL can keep it: its texts hold no NUL and no half character."""
    if not isinstance(value, str):
        return value
    return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _let_be(connection: Any) -> None:
    """Leave a connection as it is: what it needs is set for each transaction."""
