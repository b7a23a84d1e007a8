"""Chats: questions with their answers and evidence, kept for page, terminal and Python.

    chat = Chats.open("config.toml").named("ferry")
    answer = chat.ask(assistant, "How many people were on board?")

A kept answer holds its evidence, so that a chat is read as it was after the articles are gone.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from qa.answer import Answer
from qa.answer_json import restore, to_json
from qa.assemble import open_chat_store
from qa.assistant import Assistant
from qa.chat_file import ChatsError
from qa.chat_names import check_name, name_after
from qa.chat_rows import (
    LAST_FIRST,
    SUMMARIES,
    TURNS,
    Rows,
    add,
    add_turn,
    find_chat,
    free_name,
    make_kept,
    make_summary,
    put_back,
    set_opinion,
    take_out,
)
from qa.chat_search import find_in_name, find_in_turns, fold_words
from qa.chat_store import ChatStore, Run
from qa.exports import Form, write_export
from qa.filters import ALL, Filters
from qa.kept import ChatSummary, Finding, KeptAnswer, Reason, Transcript
from qa.questions_file import write_questions

__all__ = ["Chat", "Chats"]

_GONE = "this chat was deleted"
_TEXTS = "SELECT number, answer FROM turn WHERE chat = %(chat)s ORDER BY number"


class Chats:
    """All chats of one place; safe to share between threads and with other processes.

    Args:
        store: keeps them.
    """

    reasons = tuple(reason.value for reason in Reason)
    """What may be wrong with an answer, as `judge` takes it."""

    def __init__(self, store: ChatStore) -> None:
        self._store = store

    @classmethod
    def open(cls, config: Path | str = "config.toml") -> "Chats":
        """Give the chats that a configuration names; needs no library.

        Raises:
            ArticleQAError: the configuration is wrong.
        """
        return cls(open_chat_store(config))

    @property
    def where(self) -> str:
        """Where they are kept, in words."""
        return self._store.where

    @property
    def folder(self) -> Path | None:
        """Where they are on this machine; None where a server has them."""
        return self._store.folder

    def named(self, name: str) -> "Chat":
        """Give the chat of that name; where there is none, it begins with its first answer.

        Raises:
            ChatsError: nothing of the name can be shown.
        """
        return Chat(self, check_name(name))

    def listed(self, most: int = -1) -> list[ChatSummary]:
        """Give the chats, the last changed first; all of them, or so many."""
        limit = "" if most < 0 else "LIMIT %(most)s"
        rows = self._store.read(
            lambda run: run(f"{SUMMARIES} {LAST_FIRST} {limit}", {"most": most})
        )
        return [make_summary(row) for row in rows]

    def find(self, chat_id: str = "", name: str = "") -> ChatSummary | None:
        """Give the chat of that id, else the one of that name; None where there is neither."""
        return self._store.read(lambda run: find_chat(run, chat_id, name))

    def answers(self, chat_id: str) -> tuple[Answer, ...]:
        """Give the answers of the chat of that id, the first one first; empty if it is not there.

        Raises:
            ChatsError: one of them cannot be read; the message says which.
        """
        return tuple(kept.answer for kept in self.kept(chat_id))

    def kept(self, chat_id: str) -> tuple[KeptAnswer, ...]:
        """Give the same, each with when it was asked and what a reader thinks of it."""
        statement = f"{TURNS} WHERE turn.chat = %(chat)s ORDER BY number"
        rows = self._store.read(lambda run: run(statement, {"chat": chat_id}))
        return tuple(make_kept(row, self._restore) for row in rows)

    def judged(self) -> list[tuple[ChatSummary, KeptAnswer]]:
        """Give every answer that a reader gave an opinion of, the last chat first."""
        return [
            (chat, kept)
            for chat in self.listed()
            for kept in self.kept(chat.id)
            if kept.opinion is not None
        ]

    def search(self, words: str, most: int = 50) -> list[Finding]:
        """Give where chats hold all of some words, the last changed chat first.

        Capitals and accents make no difference. A name or an answer is found once, where most of
        the words stand.
        """
        wanted = fold_words(words)

        def look(run: Run) -> Iterator[Finding]:
            for row in run(f"{SUMMARIES} {LAST_FIRST}", {}):
                chat = make_summary(row)
                if named := find_in_name(chat, wanted):
                    yield named
                turns = run(_TEXTS, {"chat": chat.id})
                yield from find_in_turns(((chat, *turn) for turn in turns), wanted)

        return self._store.read(lambda run: list(islice(look(run), most))) if wanted else []

    def export(self, chat_id: str, form: str = "md", title: str = "") -> str:
        """Give a chat as "md", "html" or "json", with all its evidence, under its name or a title.

        Raises:
            ChatsError: there is no such chat, or an answer of it cannot be read.
        """
        transcript = self.transcript(chat_id)
        return write_export(replace(transcript, name=title or transcript.name), Form(form))

    def questions(self) -> str:
        """Give every question whose answer a reader judged, as JSON lines for a benchmark."""
        return write_questions(self.judged())

    def transcript(self, chat_id: str) -> Transcript:
        """Give a chat whole, to be handed on.

        Raises:
            ChatsError: there is no such chat, or an answer of it cannot be read.
        """
        chat = self.find(chat_id)
        if chat is None:
            raise ChatsError(_GONE)
        answers = tuple(replace(kept, opinion=None) for kept in self.kept(chat_id))
        return Transcript(chat.name, chat.created, datetime.now(UTC), answers)

    def append(self, answer: Answer, chat_id: str = "", name: str = "") -> ChatSummary:
        """Keep an answer as the last of a chat, of which it may be the first.

        Args:
            answer: what is kept, with its evidence.
            chat_id: of the chat it belongs to; one that is not there begins, under that id.
            name: of the chat, where there is none of that id; empty for one that begins with this
                answer, and is named after its question.
        """
        now, text, new = _now(), to_json(answer), chat_id or secrets.token_urlsafe(16)

        def work(run: Run) -> ChatSummary:
            found = find_chat(run, chat_id, name)
            key = found.id if found else new
            if not found:
                free = free_name(run, name or name_after(answer.question))
                add(run, "chat", id=key, name=free, created=now, changed=now)
            return add_turn(run, key, now, text)

        return self._store.change(work)

    def rename(self, chat_id: str, name: str) -> None:
        """Give the chat of that id another name.

        Raises:
            ChatsError: there is no such chat, or another one has that name.
        """
        wanted = check_name(name)

        def work(run: Run) -> None:
            taken = find_chat(run, name=wanted)
            if taken and taken.id != chat_id:
                raise ChatsError(f"another chat is called “{wanted}”; choose another name")
            if not find_chat(run, chat_id):
                raise ChatsError(_GONE)
            values = {"name": wanted, "id": chat_id}
            run("UPDATE chat SET name = %(name)s WHERE id = %(id)s", values)

        self._store.change(work)

    def judge(
        self, chat_id: str, number: int, is_good: bool | None, reason: str = "", words: str = ""
    ) -> None:
        """Keep what a reader thinks of an answer in place of what was kept; None takes it back.

        Args:
            chat_id: of its chat.
            number: of the answer there, from 1.
            is_good: whether it serves.
            reason: why it does not, one of `reasons`; may be empty.
            words: the reader's own.

        Raises:
            ChatsError: there is no such answer.
        """
        told = {"given": _now(), "reason": Reason(reason).value if reason else "", "words": words}

        def work(run: Run) -> None:
            opinion = None if is_good is None else {**told, "is_good": is_good}
            if not set_opinion(run, chat_id, number, opinion):
                raise ChatsError(_GONE)

        self._store.change(work)

    def delete(self, chat_id: str) -> Callable[[], None]:
        """Delete the chat of that id, if it is there; what comes back brings it back."""
        return self._delete([chat_id])

    def delete_all(self) -> Callable[[], None]:
        """Delete every chat; what comes back brings them all back."""
        return self._delete(None)

    def _delete(self, ids: list[str] | None) -> Callable[[], None]:
        def work(run: Run) -> list[list[Rows]]:
            there = ids
            if there is None:  # those that there are at this moment
                there = [key for (key,) in run("SELECT id FROM chat ORDER BY rowid", {})]
            return [take_out(run, key) for key in there]

        taken = self._store.change(work)

        def bring_back() -> None:
            self._store.change(lambda run: put_back(run, taken))

        return bring_back

    def _restore(self, chat_id: str, number: int, text: str) -> Answer:
        try:
            return restore(text)
        except ValueError as error:
            raise ChatsError(
                f"answer {number} of chat {chat_id} in {self.where} was kept by another version of "
                f"this program and cannot be read ({error}); it stays there"
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


def _now() -> str:
    return datetime.now(UTC).isoformat()
