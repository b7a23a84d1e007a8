"""The page to ask on: a chat and, beside it, the open source."""

import streamlit as st

from qa import Filters, Overview
from ui.cards import draw_card
from ui.chats import draw_chats, follow_address, keep_answer
from ui.notices import draw_notice, greet_new_library, watch_library
from ui.opening import Desk
from ui.session import Session
from ui.sidebar import allowed_articles, draw_sidebar
from ui.source_view import draw_source
from ui.welcome import draw_welcome
from ui.words import count

__all__ = ["draw_ask_page"]


def draw_ask_page(desk: Desk, session: Session) -> None:
    """Draw the sidebar, the chat and, beside it, the open source."""
    greet_new_library(desk.overview, session)
    follow_address(desk.chats, session)
    shelf = st.sidebar.container()
    filters = draw_sidebar(desk.overview)
    typed = st.chat_input(invitation(desk.overview, filters))
    take_question(desk, session, typed or "", filters)
    with shelf:
        draw_chats(desk.chats, session)  # once the chat of a first question is kept
    with st.container(key="desk"):
        chat, beside = st.columns(2)
    with chat:
        draw_chat(desk, session)
    if session.opened:
        with beside, st.container(key="open"):
            draw_source(desk, session)


def invitation(overview: Overview, filters: Filters) -> str:
    """Give the words in the empty question field; they say when filters are on."""
    if not filters:
        return "Ask a question"
    total = count(len(overview.articles), "article")
    return f"Ask {allowed_articles(overview, filters):,} of {total} (filters are on)"


def take_question(desk: Desk, session: Session, typed: str, filters: Filters) -> None:
    """Answer a question that was typed or chosen; a blank one is passed over."""
    waiting, history, reads_time = session.take_waiting()
    question = typed or waiting
    if question and session.accepts(question):
        with st.spinner("Reading the articles…"):
            chat = session.answers if typed else history
            answer = desk.assistant.ask(question.strip(), filters, chat, bool(typed) or reads_time)
            # Before the spinner goes: a click meanwhile begins the next run there.
            session.answers.append(answer)
            session.opened = None
            keep_answer(desk.chats, session, answer)


def draw_chat(desk: Desk, session: Session) -> None:
    """Draw every answer so far, or the welcome, and what there is to know at the moment."""
    watch_library(desk.assistant)
    if not session.answers:
        draw_welcome(desk, session)
    for number in range(len(session.answers)):
        draw_card(session, number)
    if session.objection:
        draw_notice("objection", "Not asked", session.objection)
    if session.chat_trouble:
        draw_notice("chat", "About your chats", session.chat_trouble)
