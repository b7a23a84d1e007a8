"""One-line notices: what is wrong or has changed, and what to do about it."""

import streamlit as st

from qa import ArticleQAError, Overview
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.session import OpenLibrary, Session
from ui.words import count

__all__ = ["draw_link", "draw_notice", "draw_shelf_trouble", "draw_trouble", "greet_new_library"]


def draw_notice(key: str, title: str, text: str, tone: str = "calm") -> None:
    """Draw a notice; `tone` is "calm" or "trouble", and `backticks` in the text mark commands."""
    sentence = text[:1].upper() + text[1:]
    data = {"title": title, "text": show_controls(sentence), "tone": tone}
    draw_element("notice", f"notice-{key}", data)


def draw_trouble(error: ArticleQAError, session: Session) -> None:
    """Draw an error in the place of the page, with a way to try again and one to the library."""
    with st.container(key="trouble"):
        draw_notice("trouble", "The page cannot answer questions yet", str(error), "trouble")
        st.button("Try again", key="again")
        draw_link(session, "library", "Add articles and build the library")


def greet_new_library(overview: Overview, session: Session) -> None:
    """Say once that the page has moved on to a newer library."""
    if session.generation and session.generation != overview.generation:
        articles = count(len(overview.articles), "article")
        st.toast(f"The library was rebuilt: {articles}.")
        session.library.outcomes = [one for one in session.library.outcomes if one.is_refused]
    session.generation = overview.generation


def draw_shelf_trouble(library: OpenLibrary) -> None:
    """Say why what was last asked of the articles folder was not done."""
    if library.trouble:
        draw_notice("shelf", "That did not work", library.trouble, "trouble")


def draw_link(session: Session, page: str, label: str) -> None:
    """Draw a link to another page, where the page is one of several."""
    if page in session.pages:
        st.page_link(session.pages[page], label=label, icon=":material/arrow_forward:")
