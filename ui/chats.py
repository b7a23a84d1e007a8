"""The chat that is kept: which one is open stands in the address.

The address is the truth: a reload, a bookmark and the browser's Back bring a chat back, and a
click only changes the address.
"""

import streamlit as st

from qa import Answer, ArticleQAError, Chats
from ui.session import OpenChat

__all__ = ["ADDRESS", "follow_address", "keep_answer", "leave"]

ADDRESS = "chat"
"""What the open chat's id is called in the page's address."""


def follow_address(chats: Chats, chat: OpenChat) -> None:
    """Turn to the chat that the address names; take up what was asked in it elsewhere."""
    wanted = st.query_params.get(ADDRESS, "")
    is_other = wanted != chat.id
    # A click while the first question was answered still has the old address.
    is_behind = not wanted and (chat.is_begun or (chat.is_away and bool(chat.id)))
    chat.is_begun = chat.is_away = False
    if is_behind:
        st.query_params[ADDRESS] = chat.id
        return
    if not wanted:
        if is_other:
            chat.show("", ())
        return
    try:
        found = chats.find(wanted)
        if found and (is_other or found.turns > len(chat.answers)):
            chat.show(wanted, chats.kept(wanted))
        elif is_other:
            leave(chat)
            chat.trouble = "The chat of this address is not kept: it was deleted."
    except ArticleQAError as error:
        if is_other:
            leave(chat)
        chat.trouble = str(error)


def keep_answer(chats: Chats, chat: OpenChat, answer: Answer) -> None:
    """Keep an answer that the page shows; the first one begins a chat."""
    chat.trouble = ""
    try:
        kept = chats.append(answer, chat.id)
        chat.is_begun = chat.is_begun or not chat.id
        chat.id = kept.id
        chat.numbers.append(kept.turns)
        st.query_params[ADDRESS] = chat.id
    except ArticleQAError as error:
        chat.numbers.append(0)
        chat.trouble = f"This answer is not kept: {error}"


def leave(chat: OpenChat) -> None:
    """Turn to an empty chat, in the address too."""
    st.query_params.pop(ADDRESS, None)
    chat.show("", ())
