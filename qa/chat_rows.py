"""Rows of the tables that chats are kept in become what is kept of them, and back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from qa.answer import Answer
from qa.chat_store import Run
from qa.kept import ChatSummary, KeptAnswer, Opinion, Reason

__all__ = [
    "LAST_FIRST",
    "SUMMARIES",
    "TURNS",
    "add",
    "add_turn",
    "find_chat",
    "free_name",
    "make_kept",
    "make_summary",
    "put_back",
    "set_opinion",
    "take_out",
]

SUMMARIES = """
    SELECT id, name, created, changed, (SELECT count(*) FROM turn WHERE turn.chat = chat.id)
    FROM chat
"""
LAST_FIRST = "ORDER BY changed DESC, rowid DESC"
TURNS = """
    SELECT turn.chat, number, asked, answer, is_good, reason, words
    FROM turn LEFT JOIN opinion USING (chat, number)
"""
_COLUMNS = {
    "chat": ("id", "name", "created", "changed"),
    "turn": ("chat", "number", "asked", "answer"),
    "opinion": ("chat", "number", "given", "is_good", "reason", "words"),
}
_APPEND = """
    INSERT INTO turn (chat, number, asked, answer)
    SELECT %(chat)s, coalesce(max(number), 0) + 1, %(now)s, %(answer)s
    FROM turn WHERE chat = %(chat)s
"""
Rows = list[dict[str, Any]]


def find_chat(run: Run, chat_id: str = "", name: str = "") -> ChatSummary | None:
    """Give the chat of that id, else the one of that name; None where there is neither."""
    rows = run(
        f"{SUMMARIES} WHERE id = %(id)s OR name = %(name)s ORDER BY id = %(id)s DESC LIMIT 1",
        {"id": chat_id, "name": name},
    )
    return make_summary(rows[0]) if rows else None


def add(run: Run, table: str, **values: object) -> None:
    """Put a row into a table, unless it has one of its key."""
    marks = ", ".join(f"%({name})s" for name in values)
    into = f"{table} ({', '.join(values)})"
    run(f"INSERT INTO {into} VALUES ({marks}) ON CONFLICT DO NOTHING", values)  # noqa: S608  # ours


def add_turn(run: Run, chat_id: str, now: str, answer: str) -> ChatSummary:
    """Put an answer at the end of a chat that is there; give the chat."""
    values = {"chat": chat_id, "now": now, "answer": answer}
    run(_APPEND, values)
    run("UPDATE chat SET changed = %(now)s WHERE id = %(chat)s", values)
    return make_summary(run(f"{SUMMARIES} WHERE id = %(chat)s", values)[0])


def set_opinion(run: Run, chat_id: str, number: int, opinion: Mapping[str, object] | None) -> bool:
    """Put an opinion, or none, in place of what is there; False where no such answer is."""
    key = {"chat": chat_id, "number": number}
    run("DELETE FROM opinion WHERE chat = %(chat)s AND number = %(number)s", key)
    if not run("SELECT 1 FROM turn WHERE chat = %(chat)s AND number = %(number)s", key):
        return False
    if opinion is not None:
        add(run, "opinion", **key, **opinion)
    return True


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


def free_name(run: Run, name: str) -> str:
    """Give a name, or the first of "name (2)", "name (3)", ... that no chat has."""
    number, free = 1, name
    while find_chat(run, name=free):
        number += 1
        free = f"{name} ({number})"
    return free


def take_out(run: Run, chat_id: str) -> list[Rows]:
    """Delete a chat, and give all its rows, table by table."""
    taken = []
    for table, columns in _COLUMNS.items():
        key = "id" if table == "chat" else "chat"
        names = ", ".join(columns)
        statement = f"SELECT {names} FROM {table} WHERE {key} = %(chat)s"  # noqa: S608  # ours
        found = run(statement, {"chat": chat_id})
        taken.append([dict(zip(columns, row, strict=True)) for row in found])
    run("DELETE FROM chat WHERE id = %(chat)s", {"chat": chat_id})
    return taken


def put_back(run: Run, taken: list[list[Rows]]) -> None:
    """Bring deleted chats back, under a free name where another has its own by now."""
    for chats, turns, opinions in taken:
        for chat in chats:
            if not find_chat(run, chat["id"]):
                add(run, "chat", **{**chat, "name": free_name(run, chat["name"])})
        for turn in turns:
            add(run, "turn", **turn)
        for opinion in opinions:
            add(run, "opinion", **opinion)
