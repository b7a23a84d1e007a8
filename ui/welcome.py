"""The empty page: what it is, what it knows, and questions to begin with."""

from typing import Any

from qa import Overview
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.opening import Desk
from ui.session import Session
from ui.words import count, day_in_words

__all__ = ["draw_welcome", "welcome_data"]

PURPOSE = (
    "Every answer is made only of sentences that stand in your articles. Each carries a number: "
    "click it to read the sentence where it stands."
)


def draw_welcome(desk: Desk, session: Session) -> None:
    """Draw the empty page; a click on an example asks it."""

    def ask(choice: str) -> None:
        session.waiting = desk.examples[int(choice)]

    draw_element("welcome", "welcome", welcome_data(desk.overview, desk.examples), ask)


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
