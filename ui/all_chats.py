"""All chats, over the page: look for words in them, open one, delete every one of them."""

from typing import Any

import streamlit as st

from qa import ArticleQAError, Chats
from ui.chat_rows import chat_rows, kept_where
from ui.chats import ADDRESS, leave
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.notices import draw_notice
from ui.session import Deletion, Session
from ui.words import count

__all__ = ["SEARCH", "all_chats_data", "found_chats_data", "show_all_chats"]

_MOST = 100
"""Chats that are listed, and places that are shown of a search."""
SEARCH = "search-chats"
"""What the field for words is called."""
_CHOSEN = "chat-chosen"
_PLACES = {"name": "in its name", "question": "asked in it", "answer": "in an answer"}


@st.dialog("All chats", width="medium")
def show_all_chats(chats: Chats, session: Session) -> None:
    """Draw the list, or what a search finds; a chosen chat opens below."""
    words = st.text_input("Search", key=SEARCH, placeholder="Words of a chat")
    try:
        data = found_chats_data(chats, session, words) if words else all_chats_data(chats, session)
        draw_element("chats", "all-chats", data, lambda choice: _choose(session, choice))
        if st.session_state.pop(_CHOSEN, False):
            st.rerun()
        if not words:
            _draw_file(chats, session)
    except ArticleQAError as error:
        draw_notice("all-chats", "About your chats", str(error))


def _choose(session: Session, choice: str) -> None:
    """Turn to a chat; to the answer whose number stands behind it, where one was found."""
    chat_id, _, number = choice.partition(":")
    session.chat.sought = int(number or 0)
    st.query_params[ADDRESS] = chat_id
    st.session_state[_CHOSEN] = True


def all_chats_data(chats: Chats, session: Session) -> dict[str, Any]:
    """Give the chats, the last changed first, and where they are kept."""
    listed = chats.listed()
    more = f"{count(len(listed) - _MOST, 'older chat')} can be searched. "
    kept = (more if len(listed) > _MOST else "") + kept_where(chats)
    return {"chats": chat_rows(listed[:_MOST], session), "kept": kept}


def found_chats_data(chats: Chats, session: Session, words: str) -> dict[str, Any]:
    """Give the chats that hold all of some words, each with the place."""
    found = chats.search(words, _MOST)
    rows = [
        row
        | {
            "choice": f"{item.chat.id}:{item.number}",
            "about": _where(item.place, item.number, item.article),
            "snippet": [
                show_controls(part)
                for part in (
                    item.text[: item.start],
                    item.text[item.start : item.end],
                    item.text[item.end :],
                )
            ],
        }
        for item in found
        for row in chat_rows([item.chat], session)
    ]
    nothing = "No chat holds these words: not in its name, its questions or its answers."
    return {"chats": rows, "kept": "" if rows else nothing}


def _where(place: str, number: int, article: str) -> str:
    told = _PLACES[place] + (f", question {number}" if number else "")
    return f"{told}, from {show_controls(article)}" if article else told


def _draw_file(chats: Chats, session: Session) -> None:
    """Draw what is done with all chats at once."""
    total = len(chats.listed())
    if not total:
        return
    with st.container(horizontal=True):
        st.download_button(
            "Judged answers, for a benchmark",
            chats.questions,  # made when it is asked for
            file_name="judged.jsonl",
            mime="application/jsonl",
            key="export-judged",
            type="tertiary",
            on_click="ignore",
        )
        if not session.deletion.is_asked_back:
            st.button(
                "Delete every chat",
                key="ask-delete-all",
                type="tertiary",
                on_click=_ask,
                args=(session,),
            )
    if session.deletion.is_asked_back and _is_confirmed(total, session):
        bring_back = chats.delete_all()
        leave(session.chat)
        session.deletion = Deletion(bring_back, count(total, "deleted chat"))
        st.rerun()


def _is_confirmed(total: int, session: Session) -> bool:
    chats = count(total, "chat")
    st.write(f"Delete {chats} with all answers? Until your next question, one click undoes it.")
    with st.container(horizontal=True):
        is_sure = st.button(f"Delete {chats}", key="delete-all", type="primary")
        if st.button("Keep them", key="keep-all"):
            session.deletion.is_asked_back = False
            st.rerun(scope="fragment")
    return is_sure


def _ask(session: Session) -> None:
    session.deletion.is_asked_back = True
