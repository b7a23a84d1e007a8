"""What one open page remembers: its chat, what is asked next, and what it did to the library."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from qa import Answer, Citation, Filters
from ui.source_view import View

__all__ = [
    "LONGEST_QUESTION",
    "Asking",
    "Deletion",
    "Kept",
    "Onward",
    "OpenChat",
    "OpenLibrary",
    "Opened",
    "Opinion",
    "Session",
    "UploadOutcome",
    "Waiting",
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
    is_added: bool = False


class Opinion(Protocol):
    """What the reader thinks of an answer."""

    @property
    def is_good(self) -> bool: ...

    @property
    def reason(self) -> str | None: ...

    @property
    def words(self) -> str: ...


class Onward(Protocol):
    """Looks for questions to go on with."""

    @property
    def stop(self) -> Callable[[], None]: ...


class Kept(Protocol):
    """An answer of a kept chat."""

    @property
    def number(self) -> int: ...

    @property
    def answer(self) -> Answer: ...

    @property
    def opinion(self) -> Opinion | None: ...


@dataclass(slots=True)
class OpenChat:
    """The chat that is shown, with the source that lies open; `ui/chats.py` keeps it on disk."""

    answers: list[Answer] = field(default_factory=list)
    id: str = ""
    """Of the kept chat that these are of; empty before the first answer is kept."""
    numbers: list[int] = field(default_factory=list)
    """Of each of these in the kept chat, from 1; 0 for one that could not be kept."""
    opinions: dict[int, Opinion] = field(default_factory=dict)
    """By number in the kept chat."""
    is_begun: bool = False
    """The chat has an address that the browser has not been heard to know."""
    is_away: bool = False
    """Another page was looked at, and the address of the chat was lost with that."""
    trouble: str = ""
    """Why the chat is not kept or cannot be shown."""
    fresh: int | None = None
    """Place in the chat of the answer that this page gave last; None before it gave one."""
    opened: Opened | None = None
    view: View = field(default_factory=View)
    """Of the open source."""
    onward: Onward | None = None
    """Questions after the last answer, or what looks for them."""
    sought: int = 0
    """Number in the kept chat of the answer to scroll to, once; 0 for none."""

    def show(self, chat_id: str, kept: Iterable[Kept]) -> None:
        """Turn to another chat, or to an empty one."""
        self.forget_onward()
        kept = list(kept)
        self.id, self.answers = chat_id, [item.answer for item in kept]
        self.numbers = [item.number for item in kept]
        self.opinions = {item.number: item.opinion for item in kept if item.opinion}
        self.opened, self.trouble, self.is_begun, self.fresh = None, "", False, None

    def take(self, answer: Answer) -> None:
        """Add the answer to a question that was just asked, and close the source."""
        self.answers.append(answer)
        self.opened, self.fresh = None, len(self.answers) - 1

    def forget_onward(self) -> None:
        """Look no longer for questions after the last answer."""
        if self.onward:
            self.onward.stop()
        self.onward = None

    def toggle(self, opened: Opened) -> None:
        """Open a source, or close it when it is the one that lies open."""
        self.opened = None if opened == self.opened else opened
        self.view.begin()

    def step(self, distance: int) -> None:
        """Open the citation that many places after the open one, if there is one."""
        if self.opened is None:
            return
        keys = citation_keys(self.answers[self.opened.answer])
        place = keys.index(self.opened.key) + distance
        if 0 <= place < len(keys):
            self.toggle(Opened(self.opened.answer, keys[place]))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question to ask in the next run of the page, and how."""

    question: str = ""
    stands_alone: bool = False
    """The reader wrote it out: nothing that was said before belongs to it."""
    reads_time: bool = True
    """Whether "last week" narrows which articles may answer."""
    filters: Filters | None = None
    """Which articles may answer; those of the sidebar if None."""


@dataclass(slots=True)
class Asking:
    """What is asked next, and of what."""

    waiting: Waiting = Waiting()
    article: str = ""
    """Id of the only article that may answer; empty for all."""
    objection: str = ""
    """Why the last question was not asked."""

    def ask(self, question: str) -> None:
        """Ask a question as if it had been typed."""
        self.waiting = Waiting(question)

    def reword(self, question: str) -> None:
        """Ask a question as the reader wrote it out, whatever was said before."""
        self.waiting = Waiting(question, stands_alone=True)

    def ask_any_time(self, answer: Answer) -> None:
        """Ask the question of an answer again, of articles of any time."""
        self.waiting = Waiting(answer.standalone, stands_alone=True, reads_time=False)

    def ask_without(self, answer: Answer, filters: Filters) -> None:
        """Ask the question of an answer again, with other filters."""
        reads_time = answer.period is not None
        self.waiting = Waiting(answer.standalone, True, reads_time, filters)

    def take(self) -> Waiting:
        """Give the question that waits; an empty one where none does."""
        waiting, self.waiting = self.waiting, Waiting()
        return waiting

    def accepts(self, question: str) -> bool:
        """Tell whether a question can be asked; if not, `objection` says why."""
        self.objection = ""
        if len(question) > LONGEST_QUESTION:
            self.objection = (
                f"That question has {len(question):,} characters; a question may have "
                f"{LONGEST_QUESTION:,}. Shorten it and ask again."
            )
        return bool(question.strip()) and not self.objection


@dataclass(slots=True)
class OpenLibrary:
    """What the page of the library remembers."""

    chosen: str = ""
    """Id of the article that lies open."""
    shown: str = ""
    """Id of the one that was drawn last; empty once none lies open."""
    uploads: int = 0
    """How often files were added; names the field that takes the next."""
    outcomes: list[UploadOutcome] = field(default_factory=list)
    """What became of the files that were added last."""
    is_due: bool = False
    """Files were added, and a rebuild is to take them in as soon as none runs."""
    removed: tuple[str, str] | None = None
    """Key of the file that was removed last and what to say of it, while a click undoes that."""
    trouble: str = ""
    """Why the articles folder was not changed, or no rebuild begun."""


@dataclass(slots=True)
class Deletion:
    """The last deletion of chats, which a click undoes."""

    bring_back: Callable[[], None] | None = None
    """Undoes it."""
    deleted: str = ""
    """What it took: "the deleted chat", "all 12 chats"."""
    is_asked_back: bool = False
    """Whether to delete every chat is being asked."""


@dataclass(slots=True)
class Session:
    """Changes as the reader asks, opens and chooses; each part for those who draw it."""

    chat: OpenChat = field(default_factory=OpenChat)
    asking: Asking = field(default_factory=Asking)
    library: OpenLibrary = field(default_factory=OpenLibrary)
    deletion: Deletion = field(default_factory=Deletion)
    generation: str = ""
    """Name of the library the page last showed."""
    page: str = ""
    """Name of the page that is drawn."""
    is_arriving: bool = False
    """Another page was drawn before it."""
    pages: dict[str, StreamlitPage] = field(default_factory=dict)
    """The pages that a link may lead to, by name."""


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
