"""The empty page: what it is, what it knows, and questions to begin with."""

from typing import Any

import streamlit as st

from qa import Overview
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.opening import Desk
from ui.session import Asking
from ui.words import count, day_in_words

__all__ = ["draw_welcome", "welcome_data"]

PURPOSE = (
    "Every answer is made only of sentences that stand in your articles. Each carries a number: "
    "click it to read the sentence where it stands."
)


def draw_welcome(desk: Desk, asking: Asking) -> None:
    """Draw the empty page; examples appear once they are found."""
    if desk.examples.done():
        _draw(desk, asking)
    else:
        _draw_until_found(desk, asking)


@st.fragment(run_every="1s")
def _draw_until_found(desk: Desk, asking: Asking) -> None:
    if desk.examples.done():
        st.rerun()  # and no more every second
    _draw(desk, asking)


def _draw(desk: Desk, asking: Asking) -> None:
    """Draw what is known by now; a click on an example asks it."""
    examples = desk.examples.result() if desk.examples.done() else ()

    def ask(choice: str) -> None:
        asking.ask(examples[int(choice)])

    draw_element("welcome", "welcome", welcome_data(desk.overview, examples), ask)


def welcome_data(overview: Overview, examples: tuple[str, ...]) -> dict[str, Any]:
    """Give all that the empty page shows, as plain text ready to be set."""
    return {
        "title": "Ask your articles",
        "purpose": PURPOSE,
        "facts": _facts(overview),
        "examples": [show_controls(example) for example in examples],
    }


def _facts(overview: Overview) -> str:
    """Say how many articles there are, from how many outlets and days."""
    facts = count(len(overview.articles), "article")
    if overview.outlets:
        facts += f" from {count(len(overview.outlets), 'outlet')}"
    first, last = overview.first_day, overview.last_day
    if first and last:
        days = day_in_words(first)
        facts += f", {days}" if first == last else f", {days} to {day_in_words(last)}"
    return f"{facts}; {overview.undated:,} undated" if overview.undated else facts
