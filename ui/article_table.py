"""The articles of a library as a table that is searched and sorted; one is chosen by a click."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from qa import Overview
from ui.controls import show_controls
from ui.session import Session
from ui.words import Dated, count, taken_out_in_words

__all__ = ["draw_articles", "find_articles", "table_columns"]

_HEIGHT = 420


class Listed(Dated, Protocol):
    """What the table shows of an article."""

    @property
    def id(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def words(self) -> int: ...

    @property
    def aliases(self) -> tuple[str, ...]: ...

    @property
    def file(self) -> str: ...


def draw_articles(overview: Overview, gone: Collection[str], session: Session) -> None:
    """Draw the search field and the table of what it finds.

    Args:
        overview: of the library.
        gone: files that were removed since it was built.
        session: that keeps the chosen article.
    """
    sought = st.text_input(
        "Search the articles", key="sought", placeholder="Words of the title, outlet or file name"
    )
    found = find_articles(overview.articles, sought)
    total = count(len(overview.articles), "article")
    st.caption(f"{len(found):,} of {total}" if sought.strip() else total)
    if not found:
        st.caption("No title, outlet or file name has all of these words.")
        return
    # Selections go by place: another list of articles needs another table.
    key = f"articles-{overview.generation}-{sought.casefold()}"
    st.dataframe(
        table_columns(found, overview, gone),
        key=key,
        height=min(_HEIGHT, 38 + 35 * len(found)),
        hide_index=True,
        on_select=_choose(key, found, session),
        selection_mode="single-row",
        column_config={"Published": st.column_config.DateColumn(format="YYYY-MM-DD")},
        alt="The articles of the library, one a row",
    )


def find_articles(articles: Sequence[Listed], sought: str) -> list[Listed]:
    """Give the articles whose title, outlet and file name hold all words that are sought."""
    words = sought.casefold().split()
    return [
        article
        for article in articles
        if all(
            word in f"{article.title}\n{article.outlet}\n{article.id}".casefold() for word in words
        )
    ]


def table_columns(
    articles: Sequence[Listed], overview: Overview, gone: Collection[str]
) -> Mapping[str, list[Any]]:
    """Give the columns of the table; a file of several articles lends them its notes."""
    receipts = {receipt.path: receipt for receipt in overview.receipts}
    edits = {path: taken_out_in_words(receipt.edits) for path, receipt in receipts.items()}
    return {
        "Title": [show_controls(one.title or one.id) for one in articles],
        "Outlet": [show_controls(one.outlet) for one in articles],
        "Published": [one.published for one in articles],
        "Known from": [show_controls(one.published_basis) or "undated" for one in articles],
        "Language": [one.language for one in articles],
        "Words": [one.words for one in articles],
        "Copies": [show_controls(", ".join(one.aliases)) for one in articles],
        "Taken out": [edits[one.file] for one in articles],
        "Notes": [_notes(receipts[one.file].notes, one.file in gone) for one in articles],
        "File": [show_controls(one.id) for one in articles],
    }


def _notes(notes: Sequence[str], is_gone: bool) -> str:
    removed = ("removed; gone with the next rebuild",) if is_gone else ()
    return show_controls("; ".join((*removed, *notes)))


def _choose(key: str, found: Sequence[Listed], session: Session) -> Callable[[], None]:
    def choose() -> None:
        """Keep the article of the row that was chosen; none where it was let go."""
        rows = st.session_state[key].selection.rows
        session.library.chosen = found[rows[0]].id if rows else ""

    return choose
