"""Chats on PostgreSQL servers, that several pages and terminals share."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from qa.chat_store import Run, Tables

__all__ = ["FORMAT", "SCHEMA", "ChatServer"]

T = TypeVar("T")

FORMAT = 1
SCHEMA = (
    """CREATE TABLE chat (
        id text PRIMARY KEY,
        name text NOT NULL UNIQUE,
        created text NOT NULL,
        changed text COLLATE "C" NOT NULL,
        rowid int8 GENERATED ALWAYS AS IDENTITY
    )""",
    "CREATE INDEX ON chat (changed DESC, rowid DESC)",
    """CREATE TABLE turn (
        chat text NOT NULL REFERENCES chat (id) ON DELETE CASCADE,
        number int4 NOT NULL,
        asked text NOT NULL,
        answer text NOT NULL,
        PRIMARY KEY (chat, number)
    )""",
    """CREATE TABLE opinion (
        chat text NOT NULL,
        number int4 NOT NULL,
        given text NOT NULL,
        is_good bool NOT NULL,
        reason text NOT NULL,
        words text NOT NULL,
        PRIMARY KEY (chat, number),
        FOREIGN KEY (chat, number) REFERENCES turn (chat, number) ON DELETE CASCADE
    )""",
)
"""In PostgreSQL, as the file has them: one set of statements asks both. `rowid` is SQLite's own."""


class ChatServer:
    """Tables of chats on a server.

    Args:
        tables: of `SCHEMA`.
        where: they are, in words for a message.
    """

    folder: Path | None = None

    def __init__(self, tables: Tables, where: str) -> None:
        self._tables, self.where = tables, where

    def read(self, work: Callable[[Run], T]) -> T:
        """Give what `work` finds; raises what the tables do."""
        return self._tables.read(work)

    def change(self, work: Callable[[Run], T]) -> T:
        """Give what `work` does, once it is kept; raises what the tables do."""
        return self._tables.change(work)
