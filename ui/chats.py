"""The chats that are kept: which one is open stands in the address, the last ones in the sidebar.

The address is the truth: a reload, a bookmark and the browser's Back bring a chat back, and a
click only changes the address.
"""

from datetime import datetime
from typing import Any

import streamlit as st

from qa import Answer, ArticleQAError, Chats
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.session import Session
from ui.words import count, day_in_words, shorten_path

__all__ = ["draw_chats", "follow_address", "keep_answer"]

_ADDRESS = "chat"
"""What the open chat's id is called in the page's address."""
_MOST = 6
"""Chats in the sidebar."""


def follow_address(chats: Chats, session: Session) -> None:
    """Turn to the chat that the address names; take up what was asked in it elsewhere."""
    wanted = st.query_params.get(_ADDRESS, "")
    is_other = wanted != session.chat_id
    # A click while the first question was answered still has the old address.
    is_behind = not wanted and (session.is_begun or (session.is_away and bool(session.chat_id)))
    session.is_begun = session.is_away = False
    if is_behind:
        st.query_params[_ADDRESS] = session.chat_id
        return
    if not wanted:
        if is_other:
            session.show("", ())
        return
    try:
        found = chats.find(wanted)
        if found and (is_other or found.turns > len(session.answers)):
            session.show(wanted, chats.answers(wanted))
        elif is_other:
            _leave(session)
            session.chat_trouble = "The chat of this address is not kept: it was deleted."
    except ArticleQAError as error:
        if is_other:
            _leave(session)
        session.chat_trouble = str(error)


def keep_answer(chats: Chats, session: Session, answer: Answer) -> None:
    """Keep an answer that the page shows; the first one begins a chat."""
    session.bring_back, session.chat_trouble = None, ""
    try:
        kept = chats.append(answer, session.chat_id)
        session.is_begun = session.is_begun or not session.chat_id
        session.chat_id = kept.id
        st.query_params[_ADDRESS] = session.chat_id
    except ArticleQAError as error:
        session.chat_trouble = f"This answer is not kept: {error}"


def draw_chats(chats: Chats, session: Session) -> None:
    """Draw what begins a chat, opens one of the last, and deletes the open one."""

    def start() -> None:
        session.bring_back = None
        _leave(session)

    def choose(chat_id: str) -> None:
        st.query_params[_ADDRESS] = chat_id

    st.button("New chat", key="new", icon=":material/add:", width="stretch", on_click=start)
    try:
        draw_element("chats", "chats", chats_data(chats, session), choose)
    except ArticleQAError as error:
        session.chat_trouble = str(error)
    if session.chat_id:
        st.button("Delete this chat", key="delete", on_click=_delete, args=(chats, session))
    elif session.bring_back:
        st.button("Bring the deleted chat back", key="undo", on_click=_undo, args=(session,))


def chats_data(chats: Chats, session: Session) -> dict[str, Any]:
    """Give the last chats and where they are kept, as plain text ready to be set."""
    listed = [
        {
            "id": chat.id,
            "name": show_controls(chat.name),
            "about": f"{count(chat.turns, 'question')}, {_when(chat.changed)}",
            "is_open": chat.id == session.chat_id,
        }
        for chat in chats.listed(_MOST)
    ]
    where = shorten_path(chats.path.parent)
    return {"chats": listed, "kept": show_controls(f"Chats are kept on this machine, in {where}.")}


def _when(changed: datetime) -> str:
    """Give the time of a change of today, the day of an earlier one."""
    local, now = changed.astimezone(), datetime.now().astimezone()
    return f"{local:%H:%M}" if local.date() == now.date() else day_in_words(local.date())


def _leave(session: Session) -> None:
    """Turn to an empty chat, in the address too."""
    st.query_params.pop(_ADDRESS, None)
    session.show("", ())


def _delete(chats: Chats, session: Session) -> None:
    try:
        bring_back = chats.delete(session.chat_id)
    except ArticleQAError as error:
        session.chat_trouble = str(error)
    else:
        deleted = session.chat_id
        _leave(session)

        def undo() -> None:
            bring_back()
            st.query_params[_ADDRESS] = deleted

        session.bring_back = undo


def _undo(session: Session) -> None:
    """Bring the deleted chat back and turn to it."""
    try:
        if session.bring_back:
            session.bring_back()
        session.bring_back = None
    except ArticleQAError as error:
        session.chat_trouble = str(error)
