"""The sidebar: which articles may answer."""

from datetime import date
from typing import Any

import streamlit as st

from qa import Filters, Overview
from ui.controls import show_controls
from ui.words import count

__all__ = ["allowed_articles", "draw_sidebar"]

# Wider than any newspaper archive; the widget's own range is ten years.
_EARLIEST, _LATEST = date(1800, 1, 1), date(2100, 12, 31)
# Streamlit takes a typed day when its calendar closes, which Enter does not do.
_WHEN_IT_COUNTS = "A day that you type counts once its calendar closes: press Escape."


def draw_sidebar(overview: Overview) -> Filters:
    """Draw the sidebar below the chats, and give the filters it is set to."""
    with st.sidebar:
        return _draw_filters(overview)


def allowed_articles(overview: Overview, filters: Filters) -> int:
    """Count the articles that filters let through."""
    return sum(
        (not filters.articles or article.id in filters.articles)
        and (not filters.outlets or article.outlet in filters.outlets)
        and (not filters.after or (article.published or date.min) >= filters.after)
        and (not filters.before or (article.published or date.max) <= filters.before)
        for article in overview.articles
    )


def _draw_filters(overview: Overview) -> Filters:
    st.subheader("Which articles may answer", anchor=False)
    after = _draw_day("From", "after")
    before = _draw_day("To", "before")
    outlets = st.multiselect(
        "Outlets",
        overview.outlets,
        key="outlets",
        format_func=show_controls,
        placeholder="All outlets",
        disabled=not overview.outlets,
    )
    without_analysis = st.toggle(
        "Leave out analysis and opinion",
        key="without_analysis",
        help="Only what articles report may answer: no opinion, no analysis, no scenario.",
    )
    filters = Filters(after, before, tuple(outlets), without_analysis)
    if filters:
        _draw_active(overview, filters)
    return filters


def _draw_day(label: str, key: str) -> date | None:
    day = st.date_input(
        label, None, _EARLIEST, _LATEST, key=key, help=_WHEN_IT_COUNTS, format="YYYY-MM-DD"
    )
    return day if isinstance(day, date) else None


def _draw_active(overview: Overview, filters: Filters) -> None:
    """Say that filters are on, what they do, and offer to take them off."""
    if filters.after and filters.before and filters.after > filters.before:
        st.warning("The first day is after the last day: no article can answer.")
    else:
        total = count(len(overview.articles), "article")
        text = f"Filters are on: {allowed_articles(overview, filters):,} of {total} may answer."
        if overview.undated and (filters.after or filters.before):
            text += " Undated articles are left out."
        if filters.without_analysis:
            text += " Their analysis and opinion is left out."
        st.caption(text)
    st.button("Clear filters", key="clear", on_click=_clear_filters, width="stretch")


def _clear_filters() -> None:
    cleared: dict[str, Any] = {
        "after": None,
        "before": None,
        "outlets": [],
        "without_analysis": False,
    }
    st.session_state.update(cleared)
