"""What one open page remembers: its answers and the source that lies open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from qa import Answer, Citation, Filters
from ui.source_view import View

__all__ = [
    "LONGEST_QUESTION",
    "Kept",
    "Opened",
    "Opinion",
    "Session",
    "UploadOutcome",
    "citation_keys",
    "find_citation",
    "here",
]

LONGEST_QUESTION = 1_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Which citation lies open: the answer it belongs to, and its key there."""

    answer: int
    key: str


@dataclass(frozen=True, slots=True)
class UploadOutcome:
    """What became of a file that was added."""

    name: str
    text: str
    is_refused: bool


class Opinion(Protocol):
    """What the reader thinks of an answer."""

    @property
    def is_good(self) -> bool: ...

    @property
    def reason(self) -> str | None: ...

    @property
    def words(self) -> str: ...


class Kept(Protocol):
    """An answer of a kept chat."""

    @property
    def number(self) -> int: ...

    @property
    def answer(self) -> Answer: ...

    @property
    def opinion(self) -> Opinion | None: ...


@dataclass(slots=True)
class Session:
    """Changes as the reader asks and opens; `ui/chats.py` keeps its answers on disk."""

    answers: list[Answer] = field(default_factory=list)
    chat_id: str = ""
    """Of the kept chat that these are of; empty before the first answer is kept."""
    numbers: list[int] = field(default_factory=list)
    """Of each of these in the kept chat, from 1; 0 for one that could not be kept."""
    opinions: dict[int, Opinion] = field(default_factory=dict)
    """By number in the kept chat."""
    is_begun: bool = False
    """The chat has an address that the browser has not been heard to know."""
    is_away: bool = False
    """Another page was looked at, and the address of the chat was lost with that."""
    bring_back: Callable[[], None] | None = None
    """Undoes the last deletion."""
    deleted: str = ""
    """What that took: "the deleted chat", "all 12 chats"."""
    is_asked_back: bool = False
    """Whether to delete every chat is being asked."""
    chat_trouble: str = ""
    """Why the chat is not kept or cannot be shown."""
    opened: Opened | None = None
    view: View = field(default_factory=View)
    """Of the open source."""
    fresh: int | None = None
    """Place in the chat of the answer that this page gave last; None before it gave one."""
    waiting: str = ""
    """A question to ask in the next run of the page, from an example."""
    is_reworded: bool = False
    """The waiting question stands alone: the reader wrote it out."""
    waiting_filters: Filters | None = None
    """Which articles may answer the waiting question; those of the sidebar if None."""
    is_timeless: bool = False
    """The waiting question may be answered by articles of any time."""
    objection: str = ""
    """Why the last question was not asked."""
    generation: str = ""
    """Name of the library the page last showed."""
    pages: dict[str, StreamlitPage] = field(default_factory=dict)
    """The pages that a link may lead to, by name."""
    article: str = ""
    """Id of the only article that may answer; empty for all."""
    chosen: str = ""
    """Id of the article that lies open on the page of the library."""
    uploads: int = 0
    """How often files were added; names the field that takes the next."""
    upload_outcomes: list[UploadOutcome] = field(default_factory=list)
    """What became of the files that were added last."""
    removed: tuple[str, str] | None = None
    """Key of the file that was removed last and what to say of it, while a click undoes that."""
    shelf_trouble: str = ""
    """Why a file could not be removed or put back."""

    def show(self, chat_id: str, kept: Iterable[Kept]) -> None:
        """Turn to another chat, or to an empty one."""
        kept = list(kept)
        self.chat_id, self.answers = chat_id, [item.answer for item in kept]
        self.numbers = [item.number for item in kept]
        self.opinions = {item.number: item.opinion for item in kept if item.opinion}
        self.opened, self.objection, self.chat_trouble, self.is_begun = None, "", "", False
        self.fresh = None

    def toggle(self, opened: Opened) -> None:
        """Open a source, or close it when it is the one that lies open."""
        self.opened = None if opened == self.opened else opened
        self.view.window = None

    def step(self, distance: int) -> None:
        """Open the citation that many places after the open one, if there is one."""
        if self.opened is None:
            return
        keys = citation_keys(self.answers[self.opened.answer])
        place = keys.index(self.opened.key) + distance
        if 0 <= place < len(keys):
            self.toggle(Opened(self.opened.answer, keys[place]))

    def reword(self, question: str) -> None:
        """Ask a question as the reader wrote it out, whatever was said before."""
        self.waiting, self.is_reworded = question, True

    def ask_any_time(self, number: int) -> None:
        """Ask the question of an answer again, of articles of any time."""
        self.reword(self.answers[number].standalone)
        self.is_timeless = True

    def ask_without(self, number: int, filters: Filters) -> None:
        """Ask the question of an answer again, with other filters."""
        self.reword(self.answers[number].standalone)
        self.is_timeless = self.answers[number].period is None
        self.waiting_filters = filters

    def take_filters(self, chosen: Filters) -> Filters:
        """Give the filters of the question that waits, else those that are chosen."""
        waiting, self.waiting_filters = self.waiting_filters, None
        return chosen if waiting is None else waiting

    def take_waiting(self) -> tuple[str, list[Answer], bool]:
        """Give the question that waits, if any, the chat it goes on with, and if it reads time."""
        waiting, history = self.waiting, [] if self.is_reworded else self.answers
        reads_time = not self.is_timeless
        self.waiting, self.is_reworded, self.is_timeless = "", False, False
        return waiting, history, reads_time

    def accepts(self, question: str) -> bool:
        """Tell whether a question can be asked; if not, `objection` says why."""
        self.objection = ""
        if len(question) > LONGEST_QUESTION:
            self.objection = (
                f"That question has {len(question):,} characters; a question may have "
                f"{LONGEST_QUESTION:,}. Shorten it and ask again."
            )
        return bool(question.strip()) and not self.objection


def here() -> Session:
    """Give the session of the page that is being drawn."""
    if "reading" not in st.session_state:
        st.session_state["reading"] = Session()
    session = st.session_state["reading"]
    assert isinstance(session, Session)
    return session


def citation_keys(answer: Answer) -> tuple[str, ...]:
    """Name each citation of an answer: "used-0", ..., "also-0", ... in reading order."""
    used = [f"used-{i}" for i in range(len(answer.citations))]
    return (*used, *(f"also-{i}" for i in range(len(answer.also_found))))


def find_citation(answer: Answer, key: str) -> Citation:
    """Give the citation that a key of `citation_keys` names."""
    shelf, _, place = key.partition("-")
    return {"used": answer.citations, "also": answer.also_found}[shelf][int(place)]
