"""The chat that is kept: which one is open stands in the address.

The address is the truth: a reload, a bookmark and the browser's Back bring a chat back, and a
click only changes the address.
"""

import streamlit as st

from qa import Answer, ArticleQAError, Chats
from ui.session import Session

__all__ = ["ADDRESS", "follow_address", "keep_answer", "leave"]

ADDRESS = "chat"
"""What the open chat's id is called in the page's address."""


def follow_address(chats: Chats, session: Session) -> None:
    """Turn to the chat that the address names; take up what was asked in it elsewhere."""
    wanted = st.query_params.get(ADDRESS, "")
    is_other = wanted != session.chat_id
    # A click while the first question was answered still has the old address.
    is_behind = not wanted and (session.is_begun or (session.is_away and bool(session.chat_id)))
    session.is_begun = session.is_away = False
    if is_behind:
        st.query_params[ADDRESS] = session.chat_id
        return
    if not wanted:
        if is_other:
            session.show("", ())
        return
    try:
        found = chats.find(wanted)
        if found and (is_other or found.turns > len(session.answers)):
            session.show(wanted, chats.kept(wanted))
        elif is_other:
            leave(session)
            session.chat_trouble = "The chat of this address is not kept: it was deleted."
    except ArticleQAError as error:
        if is_other:
            leave(session)
        session.chat_trouble = str(error)


def keep_answer(chats: Chats, session: Session, answer: Answer) -> None:
    """Keep an answer that the page shows; the first one begins a chat."""
    session.bring_back, session.chat_trouble = None, ""
    try:
        kept = chats.append(answer, session.chat_id)
        session.is_begun = session.is_begun or not session.chat_id
        session.chat_id = kept.id
        session.numbers.append(kept.turns)
        st.query_params[ADDRESS] = session.chat_id
    except ArticleQAError as error:
        session.numbers.append(0)
        session.chat_trouble = f"This answer is not kept: {error}"


def leave(session: Session) -> None:
    """Turn to an empty chat, in the address too."""
    st.query_params.pop(ADDRESS, None)
    session.show("", ())
