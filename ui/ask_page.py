"""The page to ask on: a chat and, beside it, the open source."""

from dataclasses import replace

import streamlit as st

from qa import Filters, Overview
from ui.cards import draw_card
from ui.chat_shelf import draw_chats
from ui.chats import follow_address, keep_answer
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.filter_chips import draw_filter_chips
from ui.next_questions import draw_next_questions
from ui.notices import draw_notice, greet_new_library
from ui.open_source import draw_source
from ui.opening import Desk
from ui.opinions import draw_opinion
from ui.rebuilding import watch_library
from ui.session import Session, Waiting
from ui.sidebar import allowed_articles, draw_sidebar
from ui.welcome import draw_welcome
from ui.words import count

__all__ = ["draw_ask_page"]


def draw_ask_page(desk: Desk, session: Session) -> None:
    """Draw the sidebar, the chat and, beside it, the open source."""
    greet_new_library(desk.overview, session)
    follow_address(desk.chats, session.chat)
    shelf = st.sidebar.container()
    filters = replace(draw_sidebar(desk.overview), articles=_only_article(desk, session))
    typed = st.chat_input(invitation(desk.overview, filters))
    take_question(desk, session, typed or "", filters)
    with shelf:
        draw_chats(desk, session)  # once the chat of a first question is kept
    with st.container(key="desk"):
        chat, beside = st.columns(2)
    with chat:
        draw_chat(desk, session, filters)
        draw_filter_chips(filters)
    if session.chat.opened:
        with beside, st.container(key="open"):
            draw_source(desk, session.chat)


def _only_article(desk: Desk, session: Session) -> tuple[str, ...]:
    """Give the only article that may answer, while the library has it."""
    ids = {article.id for article in desk.overview.articles}
    session.asking.article = session.asking.article if session.asking.article in ids else ""
    return (session.asking.article,) if session.asking.article else ()


def invitation(overview: Overview, filters: Filters) -> str:
    """Give the words in the empty question field; they say when filters are on."""
    if not filters:
        return "Ask a question"
    total = count(len(overview.articles), "article")
    return f"Ask {allowed_articles(overview, filters):,} of {total} (filters are on)"


def take_question(desk: Desk, session: Session, typed: str, filters: Filters) -> None:
    """Answer a question that was typed or chosen; a blank one is passed over."""
    chosen, chat = session.asking.take(), session.chat
    waiting = Waiting(typed) if typed else chosen
    if not waiting.question or not session.asking.accepts(waiting.question):
        return
    chat.forget_onward()
    with st.spinner("Reading the articles…"):
        answer = desk.assistant.ask(
            waiting.question.strip(),
            filters if waiting.filters is None else waiting.filters,
            [] if waiting.stands_alone else chat.answers,
            waiting.reads_time,
        )
        # Before the spinner goes: a click meanwhile begins the next run there.
        chat.take(answer)
        session.deletion.bring_back = None
        keep_answer(desk.chats, chat, answer)


def draw_chat(desk: Desk, session: Session, filters: Filters) -> None:
    """Draw every answer so far, or the welcome, and what there is to know at the moment."""
    watch_library(desk, session)
    if not session.chat.answers:
        draw_welcome(desk, session.asking)
    for number in range(len(session.chat.answers)):
        draw_card(session, number)
        draw_opinion(desk.chats, session.chat, number)
    session.chat.sought = 0
    draw_next_questions(desk, session.chat, session.asking, filters)
    if session.asking.article:
        draw_only_article(desk, session)
    if session.asking.objection:
        draw_notice("objection", "Not asked", session.asking.objection)
    if session.chat.trouble:
        draw_notice("chat", "About your chats", session.chat.trouble)


def draw_only_article(desk: Desk, session: Session) -> None:
    """Say that one article alone may answer, and offer all again."""

    def ask_all(_choice: str) -> None:
        session.asking.article = ""

    title = next(one.title for one in desk.overview.articles if one.id == session.asking.article)
    row = {
        "title": show_controls(title or session.asking.article),
        "line": "Only this article answers now.",
        "action": {"choice": "all", "label": "Ask all articles"},
    }
    draw_element("rows", "only", {"heading": "", "rows": [row]}, ask_all)
