"""The file that chats are kept in: made private, checked, and set aside when it is damaged."""

import os
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from index import ArticleQAError
from qa.chat_store import Run

__all__ = ["ChatFile", "ChatsError"]

T = TypeVar("T")

FILE = "chats.sqlite"
FORMAT = 2
_PATIENCE = 20.0
"""Seconds that a change waits for that of another process."""
_OPINION = """CREATE TABLE opinion (
        chat TEXT NOT NULL,
        number INTEGER NOT NULL,
        given TEXT NOT NULL,
        is_good INTEGER NOT NULL,
        reason TEXT NOT NULL,
        words TEXT NOT NULL,
        PRIMARY KEY (chat, number),
        FOREIGN KEY (chat, number) REFERENCES turn (chat, number) ON DELETE CASCADE
    ) STRICT"""
"""Of an answer, where a reader gave one; the reason is empty where none was given."""
_SCHEMA = (
    """CREATE TABLE chat (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        created TEXT NOT NULL,
        changed TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE turn (
        chat TEXT NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        asked TEXT NOT NULL,
        answer TEXT NOT NULL,
        PRIMARY KEY (chat, number)
    ) STRICT""",
    _OPINION,
    f"PRAGMA user_version = {FORMAT}",
)
"""Times are UTC, ISO 8601; `answer` is JSON and holds question, standalone question, evidence."""
_UPGRADES = {1: (_OPINION, "PRAGMA user_version = 2")}
"""Format -> what makes the next one of it."""
_VALUE = re.compile(r"%\((\w+)\)s")
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class ChatsError(ArticleQAError):
    """Chats cannot be read or kept, or there is none of that name; the message says why."""


class ChatFile:
    """One SQLite file; safe to share between threads, and with other processes.

    Each use opens it anew, so that nothing is held between them. Changes go through SQLite's
    rollback journal: after a kill at any moment they are there whole or not at all.

    Args:
        folder: where the file is, or will be made with the first answer that is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._is_checked = False

    @property
    def where(self) -> str:
        return str(self.path)

    @property
    def folder(self) -> Path | None:
        return self.path.parent

    def read(self, work: Callable[[Run], T]) -> T:
        """Give what `work` finds; in a file that is not there, nothing.

        Raises:
            ChatsError: the file cannot be read, or was damaged and is set aside now.
        """
        with self._reading() as connection:
            return work(_run_on(connection))

    def change(self, work: Callable[[Run], T]) -> T:
        """Give what `work` does, all of which is kept together, or nothing of it.

        Raises:
            ChatsError: the file cannot be written, or was damaged and is set aside now.
        """
        with self._changing() as connection:
            return work(_run_on(connection))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection to read from; of a file that is not there, to an empty one."""
        with self._explained(), closing(self._connect(makes=False)) as connection:
            yield connection

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are kept together at the end, or none of them."""
        with self._explained(), closing(self._connect(makes=True)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")  # closing takes back what an error left open

    def _connect(self, makes: bool) -> sqlite3.Connection:
        is_there = self.path.exists()
        if makes and not is_there:
            self._make()
        # SQLite would make a file that everybody may read.
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(
            address if makes or is_there else ":memory:",
            uri=True,
            timeout=_PATIENCE,
            isolation_level=None,
        )
        with ExitStack() as opened:
            opened.callback(connection.close)  # unless all goes well
            if is_there and not self._is_checked:
                _check(connection)
                self._is_checked = True
            self._prepare(connection, makes)
            opened.pop_all()
        return connection

    def _make(self) -> None:
        """Make an empty file that only its owner may read: questions are private."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))

    def _prepare(self, connection: sqlite3.Connection, makes: bool) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        version = _version(connection)
        if version == 0 or (makes and version < FORMAT):
            _bring_up(connection)
        elif version < FORMAT:  # only read: the file stays as it is
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(_OPINION.replace("TABLE", "TEMP TABLE", 1))
        if _version(connection) > FORMAT:
            raise ChatsError(
                f"{self.path} was written by a newer version of this program; update it to read "
                "these chats"
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Translate what SQLite and the disk raise."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in _DAMAGED:
                raise ChatsError(self._set_aside()) from error
            if not isinstance(error, sqlite3.OperationalError):
                raise  # a fault of ours
            raise ChatsError(self._say_why(code, str(error))) from error
        except OSError as error:
            raise ChatsError(self._say_why(0, error.strerror or str(error))) from error

    def _say_why(self, code: int, reason: str) -> str:
        if code == sqlite3.SQLITE_BUSY:
            return f"{self.path} is in use by another program; try again when that is done"
        if code == sqlite3.SQLITE_FULL:
            return f"the disk that holds {self.path} is full; free some space and ask again"
        return (
            f"{self.path} cannot be used ({reason}); check the folder's permissions, or set "
            "[qa] chats in config.toml to another folder"
        )

    def _set_aside(self) -> str:
        """Rename a damaged file with its journal, and say where it is and what to do."""
        stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        aside = self.path.with_name(f"{self.path.stem}.damaged-{stamp}{self.path.suffix}")
        self._is_checked = False
        # The file last: found by its journal's old name, a new one would be taken for unfinished.
        for end in ("-journal", ""):
            kept = self.path.with_name(self.path.name + end)
            if kept.exists():
                kept.rename(aside.with_name(aside.name + end))
        return (
            f"{self.path} is damaged and was set aside, whole, as {aside.name}; new chats begin "
            f"in a new file. What can be read of it: `sqlite3 {aside} .recover`"
        )


def _bring_up(connection: sqlite3.Connection) -> None:
    """Make the tables, or what an older program's lack of them: all of it or, killed, nothing."""
    connection.execute("BEGIN IMMEDIATE")
    while (version := _version(connection)) < FORMAT:  # another process may have been quicker
        for statement in _UPGRADES.get(version, _SCHEMA):
            connection.execute(statement)
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _run_on(connection: sqlite3.Connection) -> Run:
    """Give what runs statements on a connection; SQLite writes values in its own way."""

    def run(statement: str, values: Mapping[str, object]) -> list[Any]:
        return connection.execute(_VALUE.sub(r":\1", statement), values).fetchall()

    return run


def _check(connection: sqlite3.Connection) -> None:
    """Look through the whole file once; raises what SQLite does where it meets damage itself."""
    (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        error = sqlite3.DatabaseError(state)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error
