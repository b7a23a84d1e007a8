"""Filters as chips: each can be taken off, for the next question or for one that was answered."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import streamlit as st

from qa import Filters
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.words import day_in_words

__all__ = ["chips_data", "draw_filter_chips", "without"]

_OUTLET, _ARTICLE = "outlet:", "article:"


class _Chip(NamedTuple):
    name: str
    """What of the filters it is: "after", "before", "analysis", "outlet:NAME" or "article:ID"."""
    text: str


def _chips(filters: Filters) -> list[_Chip]:
    chips = [
        _Chip("after", _day("From", filters.after)),
        _Chip("before", _day("To", filters.before)),
    ]
    chips += [_Chip(f"{_OUTLET}{outlet}", outlet) for outlet in filters.outlets]
    chips += [_Chip(f"{_ARTICLE}{id_}", f"Only {id_}") for id_ in filters.articles]
    if filters.without_analysis:
        chips.append(_Chip("analysis", "Without analysis and opinion"))
    return [chip for chip in chips if chip.text]


def _day(word: str, day: date | None) -> str:
    return f"{word} {day_in_words(day)}" if day else ""


def without(filters: Filters, name: str) -> Filters:
    """Give filters without the one that a chip of that name shows."""
    if name.startswith(_OUTLET):
        gone = name.removeprefix(_OUTLET)
        return replace(filters, outlets=tuple(item for item in filters.outlets if item != gone))
    if name.startswith(_ARTICLE):
        gone = name.removeprefix(_ARTICLE)
        return replace(filters, articles=tuple(item for item in filters.articles if item != gone))
    if name == "analysis":
        return replace(filters, without_analysis=False)
    return replace(filters, after=None) if name == "after" else replace(filters, before=None)


def chips_data(filters: Filters) -> list[dict[str, Any]]:
    """Give a chip for each filter that is on, as plain text ready to be set."""
    return [{"name": chip.name, "text": show_controls(chip.text)} for chip in _chips(filters)]


def draw_filter_chips(filters: Filters) -> None:
    """Draw the filters of the sidebar above the field of the question; a click takes one off."""
    chips = chips_data(replace(filters, articles=()))
    if chips:
        with st.container(key="chips"):
            data = {"chips": chips}
            draw_element("chips", "filter-chips", data, lambda name: _take_off(filters, name))


def _take_off(filters: Filters, name: str) -> None:
    """Set the fields of the sidebar to the filters without one."""
    left = without(filters, name)
    st.session_state.update(
        after=left.after,
        before=left.before,
        outlets=list(left.outlets),
        without_analysis=left.without_analysis,
    )
