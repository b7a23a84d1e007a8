"""Questions to go on with, below the last answer once they are found."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

import streamlit as st

from qa import Answer, Filters
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.opening import Desk, Sought, find_meanwhile
from ui.session import Asking, OpenChat

__all__ = ["draw_next_questions"]

_MOST = 3
"""Questions below an answer."""


@dataclass(frozen=True, slots=True)
class _Search:
    """What looks for questions, or has found them."""

    answer: Answer
    """That they go on from."""
    filters: Filters
    generation: str
    sought: Sought

    @property
    def stop(self) -> Callable[[], None]:
        return self.sought.stop

    def is_of(self, answer: Answer, filters: Filters, generation: str) -> bool:
        """Tell whether it goes on from an answer, and under these filters."""
        asked = (self.filters, self.generation)
        return self.answer is answer and asked == (filters, generation)


def draw_next_questions(desk: Desk, chat: OpenChat, asking: Asking, filters: Filters) -> None:
    """Draw questions to go on with; they are looked for beside all else and drawn once found."""
    if not desk.offers_questions or not chat.answers:
        return
    found = _search(desk, chat, filters)
    if found.done():
        _draw(found.result(), asking)
    else:
        _draw_until_found(found)


def _search(desk: Desk, chat: OpenChat, filters: Filters) -> "Future[tuple[str, ...]]":
    """Give what looks for questions after the last answer of a chat; begin it where none does."""
    answer, generation = chat.answers[-1], desk.overview.generation
    search = chat.onward
    if isinstance(search, _Search) and search.is_of(answer, filters, generation):
        return search.sought.found
    chat.forget_onward()
    seek = desk.assistant.explore.next_questions
    sought = find_meanwhile(partial(seek, tuple(chat.answers), filters, _MOST))
    chat.onward = _Search(answer, filters, generation, sought)
    return sought.found


@st.fragment(run_every="1s")
def _draw_until_found(found: "Future[tuple[str, ...]]") -> None:
    if found.done():
        st.rerun()  # and no more every second


def _draw(questions: tuple[str, ...], asking: Asking) -> None:
    def ask(choice: str) -> None:
        asking.reword(questions[int(choice)])

    if questions:
        shown = [show_controls(question) for question in questions]
        draw_element("next", "next", {"title": "Ask next", "questions": shown}, ask)
