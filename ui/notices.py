"""One-line notices: what is wrong or has changed, and what to do about it."""

import streamlit as st

from qa import ArticleQAError, Assistant, Overview
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.session import Session
from ui.words import count

__all__ = ["draw_notice", "draw_trouble", "greet_new_library", "watch_library"]


def draw_notice(key: str, title: str, text: str, tone: str = "calm") -> None:
    """Draw a notice; `tone` is "calm" or "trouble", and `backticks` in the text mark commands."""
    sentence = text[:1].upper() + text[1:]
    data = {"title": title, "text": show_controls(sentence), "tone": tone}
    draw_element("notice", f"notice-{key}", data)


def draw_trouble(error: ArticleQAError) -> None:
    """Draw an error in the place of the page, with a way to try again."""
    with st.container(key="trouble"):
        draw_notice("trouble", "The page cannot answer questions yet", str(error), "trouble")
        st.button("Try again", key="again")


def greet_new_library(overview: Overview, session: Session) -> None:
    """Say once that the page has moved on to a newer library."""
    if session.generation and session.generation != overview.generation:
        articles = count(len(overview.articles), "article")
        st.toast(f"The library was rebuilt: {articles}.")
    session.generation = overview.generation


@st.fragment(run_every="10s")
def watch_library(assistant: Assistant) -> None:
    """Move an idle page to a newer library, and say when the folder has changed since the build."""
    try:
        if not assistant.is_current():
            st.rerun()
        changed = assistant.changed_files()
    except ArticleQAError:
        st.rerun()  # the whole page meets the error again and shows it
    if changed:
        names = ", ".join(changed[:3]) + (", …" if len(changed) > 3 else "")
        text = f"{count(len(changed), 'file')} changed since the library was built: {names}. "
        cure = "Run `make rebuild` to take the changes in."
        draw_notice("changed", "The articles folder has changed", text + cure)
