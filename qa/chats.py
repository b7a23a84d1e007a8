"""Chats: questions with their answers and evidence, kept on disk for page, terminal and Python.

    chat = Chats.open("config.toml").named("ferry")
    answer = chat.ask(assistant, "How many people were on board?")

A kept answer holds its evidence, so that a chat is read as it was after the articles are gone.
"""

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index import read_table
from qa.answer import Answer
from qa.answer_json import restore, to_json
from qa.assistant import Assistant
from qa.chat_file import ChatFile, ChatsError
from qa.retrieve import ALL, Filters
from qa.settings import AnswerSettings

__all__ = ["Chat", "ChatSummary", "Chats"]

FILE = "chats.sqlite"
LONGEST_NAME = 60
"""Characters of a name that is made from a question."""
_SUMMARIES = """
    SELECT id, name, created, changed, (SELECT count(*) FROM turn WHERE chat = id) FROM chat
"""


@dataclass(frozen=True, slots=True)
class ChatSummary:
    """One chat, as a list shows it."""

    id: str
    """Cannot be guessed; stays when the chat is renamed."""
    name: str
    """No two chats have the same."""
    created: datetime
    """Aware, UTC; so is `changed`."""
    changed: datetime
    turns: int


class Chats:
    """All chats of one file; safe to share between threads and with other processes.

    Args:
        folder: where the file is, or will be made with the first answer that is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._file = ChatFile(self.path)

    @classmethod
    def open(cls, config: Path | str = "config.toml") -> "Chats":
        """Give the chats that a configuration names; needs no library.

        Raises:
            ArticleQAError: the configuration is wrong.
        """
        return cls(read_table(Path(config), "qa", AnswerSettings).chats)

    def named(self, name: str) -> "Chat":
        """Give the chat of that name; where there is none, it begins with its first answer.

        Raises:
            ChatsError: nothing of the name can be shown.
        """
        return Chat(self, _checked(name))

    def listed(self, most: int = -1) -> list[ChatSummary]:
        """Give the chats, the last changed first; all of them, or so many."""
        with self._file.reading() as connection:
            rows = connection.execute(
                f"{_SUMMARIES} ORDER BY changed DESC, rowid DESC LIMIT ?", (most,)
            )
            return [_summary(row) for row in rows]

    def find(self, chat_id: str = "", name: str = "") -> ChatSummary | None:
        """Give the chat of that id, else the one of that name; None where there is neither."""
        with self._file.reading() as connection:
            return _find(connection, chat_id, name)

    def answers(self, chat_id: str) -> tuple[Answer, ...]:
        """Give the answers of the chat of that id, the first one first; empty if it is not there.

        Raises:
            ChatsError: one of them cannot be read; the message says which.
        """
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT number, answer FROM turn WHERE chat = ? ORDER BY number", (chat_id,)
            ).fetchall()
        return tuple(self._restore(chat_id, number, text) for number, text in rows)

    def append(self, answer: Answer, chat_id: str = "", name: str = "") -> ChatSummary:
        """Keep an answer as the last of a chat, of which it may be the first.

        Args:
            answer: what is kept, with its evidence.
            chat_id: of the chat it belongs to; one that is not there begins, under that id.
            name: of the chat, where there is none of that id; empty for one that begins with this
                answer, and is named after its question.
        """
        now = _now()
        with self._file.changing() as connection:
            found = _find(connection, chat_id, name)
            key = found.id if found else chat_id or secrets.token_urlsafe(16)
            if not found:
                free = _free_name(connection, name or _name_after(answer.question))
                connection.execute("INSERT INTO chat VALUES (?, ?, ?, ?)", (key, free, now, now))
            connection.execute(
                "INSERT INTO turn SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3 FROM turn "
                "WHERE chat = ?1",
                (key, now, to_json(answer)),
            )
            connection.execute("UPDATE chat SET changed = ? WHERE id = ?", (now, key))
            kept = _find(connection, key)
        assert kept
        return kept

    def rename(self, chat_id: str, name: str) -> None:
        """Give the chat of that id another name.

        Raises:
            ChatsError: there is no such chat, or another one has that name.
        """
        wanted = _checked(name)
        with self._file.changing() as connection:
            taken = _find(connection, name=wanted)
            if taken and taken.id != chat_id:
                raise ChatsError(f"another chat is called “{wanted}”; choose another name")
            if not _find(connection, chat_id):
                raise ChatsError("this chat was deleted")
            connection.execute("UPDATE chat SET name = ? WHERE id = ?", (wanted, chat_id))

    def delete(self, chat_id: str) -> Callable[[], None]:
        """Delete the chat of that id, if it is there; what comes back brings it back."""
        with self._file.changing() as connection:
            row = connection.execute("SELECT * FROM chat WHERE id = ?", (chat_id,)).fetchone()
            turns = connection.execute("SELECT * FROM turn WHERE chat = ?", (chat_id,)).fetchall()
            connection.execute("DELETE FROM chat WHERE id = ?", (chat_id,))

        def bring_back() -> None:
            if row is None:
                return
            with self._file.changing() as connection:
                key, name, created, changed = row
                whole = (key, _free_name(connection, name), created, changed)
                connection.execute("INSERT OR IGNORE INTO chat VALUES (?, ?, ?, ?)", whole)
                connection.executemany("INSERT OR IGNORE INTO turn VALUES (?, ?, ?, ?)", turns)

        return bring_back

    def delete_all(self) -> int:
        """Delete every chat; give how many there were."""
        with self._file.changing() as connection:
            return connection.execute("DELETE FROM chat").rowcount

    def _restore(self, chat_id: str, number: int, text: str) -> Answer:
        try:
            return restore(text)
        except ValueError as error:
            raise ChatsError(
                f"answer {number} of chat {chat_id} in {self.path} was kept by another version of "
                f"this program and cannot be read ({error}); it stays in the file"
            ) from error


class Chat:
    """A chat by its name; what is asked in it goes on from what was, and is kept."""

    def __init__(self, chats: Chats, name: str) -> None:
        self._chats, self.name = chats, name

    @property
    def summary(self) -> ChatSummary | None:
        """Its id, times and number of turns; None until the first answer is kept."""
        return self._chats.find(name=self.name)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Its answers as kept by now, whoever asked: the first one first."""
        summary = self.summary
        return self._chats.answers(summary.id) if summary else ()

    def ask(self, assistant: Assistant, question: str, filters: Filters = ALL) -> Answer:
        """Ask what goes on with this chat, and keep the answer."""
        answer = assistant.ask(question, filters, self.answers)
        self.keep(answer)
        return answer

    def keep(self, answer: Answer) -> None:
        """Make an answer the last of this chat."""
        self._chats.append(answer, name=self.name)


def _checked(name: str) -> str:
    tidy = _tidy(name)
    if not tidy:
        raise ChatsError(f"{name!r} names no chat; use letters or digits")
    return tidy


def _tidy(text: str) -> str:
    """Give a name on one line, without what cannot be shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _name_after(question: str) -> str:
    """Name a chat after its first question, cut at the end of a word where one is near."""
    name = _tidy(question) or "Chat"
    if len(name) <= LONGEST_NAME:
        return name
    kept = name[: LONGEST_NAME - 2]
    words, _, _ = kept.rpartition(" ")
    return f"{words if len(words) > LONGEST_NAME // 2 else kept} …"


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _find(connection: sqlite3.Connection, chat_id: str = "", name: str = "") -> ChatSummary | None:
    rows = connection.execute(
        f"{_SUMMARIES} WHERE id = ?1 OR name = ?2 ORDER BY id = ?1 DESC LIMIT 1", (chat_id, name)
    )
    row = rows.fetchone()
    return _summary(row) if row else None


def _summary(row: tuple[str, str, str, str, int]) -> ChatSummary:
    key, name, created, changed, turns = row
    return ChatSummary(
        key, name, datetime.fromisoformat(created), datetime.fromisoformat(changed), turns
    )


def _free_name(connection: sqlite3.Connection, name: str) -> str:
    """Give a name, or the first of "name (2)", "name (3)", ... that no chat has."""
    number, free = 1, name
    while _find(connection, name=free):
        number += 1
        free = f"{name} ({number})"
    return free
