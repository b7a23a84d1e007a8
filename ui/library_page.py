"""The page of the library: what is in it, what became of each file, and how it is kept."""

from pathlib import Path
from typing import Any

import streamlit as st

from qa import ArticleQAError, Overview
from ui.article_panel import draw_article
from ui.article_table import draw_articles
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.file_list import draw_files, draw_removed, put_back
from ui.group_list import draw_groups
from ui.notices import draw_notice, greet_new_library
from ui.opening import Desk, Shelf
from ui.rebuilding import draw_rebuild
from ui.session import Session
from ui.timeline import draw_timeline
from ui.uploading import draw_upload
from ui.words import count, day_in_words, shorten_path

__all__ = ["draw_library_page", "draw_unbuilt", "library_data"]

_VIEWS = ("Articles", "Timeline", "Sources and events", "Files")


def draw_library_page(desk: Desk, session: Session) -> None:
    """Draw how the library is kept, and then the view of it that was chosen."""
    greet_new_library(desk.overview, session)
    if session.library.chosen not in {article.id for article in desk.overview.articles}:
        session.library.chosen = ""
    with st.container(key="library-page"):
        st.title("Library", anchor=False)
        draw_element("library", "library", library_data(desk.overview))
        _draw_keeping(desk, session)
        view = st.segmented_control(
            "View", _VIEWS, key="view", default=_VIEWS[0], label_visibility="collapsed"
        )
        _draw_view(view or _VIEWS[0], desk, session)


def draw_unbuilt(shelf: Shelf, error: ArticleQAError, session: Session) -> None:
    """Draw the page where no library can be opened: why, and how there comes to be one."""
    with st.container(key="unbuilt"):
        st.title("Library", anchor=False)
        draw_notice("trouble", "There is no library to ask yet", str(error), "trouble")
        draw_notice("folder", "The articles folder", _describe_folder(shelf))
        if shelf.is_shared:
            _say_shared()
        else:
            draw_upload(shelf, session.library)
        draw_rebuild(shelf, session.library)
        draw_removed(shelf, session)


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
    if overview.search != "exact":
        facts.insert(-1, ("Search", overview.search))
    if overview.skipped:
        facts.insert(1, ("Skipped", count(len(overview.skipped), "file")))
    return {
        "facts": [[name, show_controls(value)] for name, value in facts],
        "notice": show_controls(overview.foreign_notice),
    }


def _describe_folder(shelf: Shelf) -> str:
    where, files = shorten_path(shelf.folder.path), shelf.folder.count_files()
    if files:
        return f"{count(files, 'file')} to read in {where}."
    if shelf.folder.path.is_dir():
        return f"{where} holds no article yet. Put some there, or drop them below."
    return f"{where} is not there yet. The first article that you drop below makes it."


def _draw_keeping(desk: Desk, session: Session) -> None:
    """Draw what changes the library: rebuild, new files, removed ones."""
    state, more = st.columns(2)
    with state:
        draw_rebuild(desk.shelf, session.library, desk.assistant.is_current)
        _draw_undo(desk, session)
    with more:
        if desk.shelf.is_shared:
            _say_shared()
        else:
            with st.expander("Add articles", expanded=bool(session.library.outcomes)):
                draw_upload(desk.shelf, session.library)


def _draw_undo(desk: Desk, session: Session) -> None:
    if session.library.removed is None:
        return
    key, text = session.library.removed
    draw_notice("removed", "Removed", text)
    st.button("Undo", key="undo", on_click=put_back, args=(desk.shelf, session, key))


def _say_shared() -> None:
    text = "Several people use this page, so nothing is added, removed or rebuilt here."
    draw_notice("shared", "To look at only", text)


def _draw_view(view: str, desk: Desk, session: Session) -> None:
    """Draw one view, and the chosen article beside it."""
    beside = st.container()
    if session.library.chosen and view != "Timeline":
        main, beside = st.columns([3, 2], gap="medium")
    else:
        main = beside
    with main:
        if view == "Articles":
            draw_articles(desk.overview, {one.path for one in desk.shelf.folder.removed}, session)
        elif view == "Timeline":
            draw_timeline(desk.overview)
        elif view == "Files":
            draw_files(desk.overview)
            draw_removed(desk.shelf, session)
        else:
            draw_groups(desk, session)
    if session.library.chosen and view != "Timeline":
        with beside:
            draw_article(desk, session)
    else:
        session.library.shown = ""
