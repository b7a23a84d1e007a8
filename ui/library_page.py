"""The page of the library: what is in it, and what became of each file."""

from pathlib import Path
from typing import Any

import streamlit as st

from qa import Overview
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.notices import greet_new_library
from ui.opening import Desk
from ui.session import Session
from ui.words import count, day_in_words, shorten_path, taken_out_in_words

__all__ = ["draw_library_page", "library_data"]


def draw_library_page(desk: Desk, session: Session) -> None:
    """Draw what is in the library, and from where."""
    greet_new_library(desk.overview, session)
    with st.container(key="library-page"):
        st.title("Library", anchor=False)
        draw_element("library", "library", library_data(desk.overview))
        st.subheader("Articles", anchor=False)
        _draw_articles(desk.overview)


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


def _draw_articles(overview: Overview) -> None:
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
