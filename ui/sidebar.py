"""The sidebar: which articles may answer, and what the library holds."""

from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from qa import Filters, Overview
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.words import count, day_in_words, shorten_path, taken_out_in_words

__all__ = ["allowed_articles", "draw_sidebar", "library_data"]

# Wider than any newspaper archive; the widget's own range is ten years.
_EARLIEST, _LATEST = date(1800, 1, 1), date(2100, 12, 31)


def draw_sidebar(overview: Overview) -> Filters:
    """Draw the sidebar below the chats, and give the filters it is set to."""
    with st.sidebar:
        filters = _draw_filters(overview)
        _draw_library(overview)
    return filters


def allowed_articles(overview: Overview, filters: Filters) -> int:
    """Count the articles that filters let through."""
    return sum(
        (not filters.outlets or article.outlet in filters.outlets)
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
    day = st.date_input(label, None, _EARLIEST, _LATEST, key=key, format="YYYY-MM-DD")
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


def _draw_library(overview: Overview) -> None:
    st.subheader("What is indexed", anchor=False)
    draw_element("library", "library", library_data(overview))
    if st.button("List the articles", key="list", width="stretch"):
        _list_articles(overview)


def library_data(overview: Overview) -> dict[str, Any]:
    """Give the facts about the library, as plain text ready to be set."""
    built = overview.built.astimezone()
    clock = f"{built:%H:%M}"
    facts = [
        ("Articles", f"{len(overview.articles):,}"),
        ("Passages", f"{overview.passages:,}"),
        ("Built", f"{day_in_words(built.date())}, {clock}"),
        ("Model", overview.model),
        ("Precision", overview.precision),
        ("Folder", shorten_path(Path(overview.articles_folder))),
    ]
    skipped = [[show_controls(path), show_controls(why)] for path, why in overview.skipped]
    return {
        "facts": [[name, show_controls(value)] for name, value in facts],
        "notice": show_controls(overview.foreign_notice),
        "skipped_title": f"{count(len(skipped), 'file')} skipped",
        "skipped": skipped,
    }


@st.dialog("Articles in the library", width="large")
def _list_articles(overview: Overview) -> None:
    """Draw the list as a table: its cells are plain text, and it scrolls when long."""
    receipts = {receipt.path: receipt for receipt in overview.receipts}
    receipts_of = {item.id: receipts[item.id.partition("#")[0]] for item in overview.articles}
    rows = [
        {
            "Title": show_controls(article.title or article.id),
            "Outlet": show_controls(article.outlet),
            "Published": article.published,
            "Known from": show_controls(article.published_basis) or "undated",
            "Language": receipts_of[article.id].language,
            "Words": article.words,
            "File": show_controls(article.id),
            "Taken out": taken_out_in_words(receipts_of[article.id].edits),
            "Copies": show_controls(", ".join(article.aliases)),
            "Notes": show_controls("; ".join(receipts_of[article.id].notes)),
        }
        for article in overview.articles
    ]
    st.dataframe(rows, hide_index=True)
