"""Rows of the file that chats are kept in become what is kept of them, and back."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from qa.answer import Answer
from qa.kept import ChatSummary, KeptAnswer, Opinion, Reason

__all__ = [
    "SUMMARIES",
    "TURNS",
    "find_chat",
    "free_name",
    "make_kept",
    "make_summary",
    "put_back",
    "take_out",
]

SUMMARIES = """
    SELECT id, name, created, changed, (SELECT count(*) FROM turn WHERE chat = id) FROM chat
"""
TURNS = """
    SELECT turn.chat, number, asked, answer, is_good, reason, words
    FROM turn LEFT JOIN opinion USING (chat, number)
"""
Rows = list[tuple[Any, ...]]


def find_chat(
    connection: sqlite3.Connection, chat_id: str = "", name: str = ""
) -> ChatSummary | None:
    """Give the chat of that id, else the one of that name; None where there is neither."""
    rows = connection.execute(
        f"{SUMMARIES} WHERE id = ?1 OR name = ?2 ORDER BY id = ?1 DESC LIMIT 1", (chat_id, name)
    )
    row = rows.fetchone()
    return make_summary(row) if row else None


def make_summary(row: tuple[str, str, str, str, int]) -> ChatSummary:
    """Give the chat of a row of `SUMMARIES`."""
    key, name, created, changed, turns = row
    return ChatSummary(
        key, name, datetime.fromisoformat(created), datetime.fromisoformat(changed), turns
    )


def make_kept(
    row: tuple[str, int, str, str, int | None, str, str],
    restore: Callable[[str, int, str], Answer],
) -> KeptAnswer:
    """Give the answer of a row of `TURNS`; `restore` reads (chat, number, JSON)."""
    chat_id, number, asked, text, is_good, reason, words = row
    opinion = None
    if is_good is not None:
        # A reason that a newer program knows is one of the others here.
        known = Reason(reason) if reason in set(Reason) else Reason.OTHER
        opinion = Opinion(bool(is_good), known if reason else None, words)
    answer = restore(chat_id, number, text)
    return KeptAnswer(number, datetime.fromisoformat(asked), answer, opinion)


def free_name(connection: sqlite3.Connection, name: str) -> str:
    """Give a name, or the first of "name (2)", "name (3)", ... that no chat has."""
    number, free = 1, name
    while find_chat(connection, name=free):
        number += 1
        free = f"{name} ({number})"
    return free


def take_out(connection: sqlite3.Connection, chat_id: str) -> list[Rows]:
    """Delete a chat, and give all its rows."""
    statements = (
        "SELECT * FROM chat WHERE id = ?",
        "SELECT * FROM turn WHERE chat = ?",
        "SELECT * FROM opinion WHERE chat = ?",
    )
    taken = [connection.execute(statement, (chat_id,)).fetchall() for statement in statements]
    connection.execute("DELETE FROM chat WHERE id = ?", (chat_id,))
    return taken


def put_back(connection: sqlite3.Connection, taken: list[Rows]) -> None:
    """Bring a deleted chat back, under a free name where another has its own by now."""
    chats, turns, opinions = taken
    for key, name, created, changed in chats:
        if not find_chat(connection, key):
            row = (key, free_name(connection, name), created, changed)
            connection.execute("INSERT INTO chat VALUES (?, ?, ?, ?)", row)
    connection.executemany("INSERT OR IGNORE INTO turn VALUES (?, ?, ?, ?)", turns)
    connection.executemany("INSERT OR IGNORE INTO opinion VALUES (?, ?, ?, ?, ?, ?)", opinions)
