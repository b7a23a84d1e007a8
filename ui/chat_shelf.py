"""The chats in the sidebar: begin one, open one of the last, and what can be done with the open."""

from functools import partial

import streamlit as st

from qa import ArticleQAError, Chats
from ui.all_chats import SEARCH, show_all_chats
from ui.chat_rows import chat_rows, kept_where
from ui.chats import ADDRESS, leave
from ui.evidence import draw_element
from ui.opening import Desk
from ui.session import Deletion, Session

__all__ = ["draw_chats"]

_MOST = 6
"""Chats in the sidebar."""
_FORMS = {
    "html": ("Export as a page", "text/html", ":material/description:"),
    "md": ("Export as Markdown", "text/markdown", ":material/markdown:"),
    "json": ("Export as JSON", "application/json", ":material/data_object:"),
}
_ADDRESS_IS_KEY = (
    "Whoever has the address of this page can read its chat and go on with it. Keep the address to "
    "come back."
)


def draw_chats(desk: Desk, session: Session) -> None:
    """Draw what begins a chat, opens one of the last, and what is done with the open one."""
    st.button(
        "New chat",
        key="new",
        icon=":material/add:",
        width="stretch",
        on_click=_start,
        args=(session,),
    )
    try:
        # On a shared page nobody sees what others asked.
        listed = [] if desk.shelf.is_shared else desk.chats.listed(_MOST)
        kept = _ADDRESS_IS_KEY if desk.shelf.is_shared else kept_where(desk.chats)
        draw_element("chats", "chats", {"chats": chat_rows(listed, session), "kept": kept}, _choose)
    except ArticleQAError as error:
        session.chat.trouble = str(error)
        return
    if listed:
        _draw_all(desk.chats, session)
    if session.chat.id:
        _draw_open(desk, session)
    elif session.deletion.bring_back:
        label = f"Bring {session.deletion.deleted} back"
        st.button(label, key="undo", icon=":material/undo:", on_click=_take_back, args=(session,))


def _take_back(session: Session) -> None:
    """Bring what was deleted last back; turn to it, where it was one chat."""
    try:
        if session.deletion.bring_back:
            session.deletion.bring_back()
        session.deletion.bring_back = None
    except ArticleQAError as error:
        session.chat.trouble = str(error)


def _draw_all(chats: Chats, session: Session) -> None:
    if st.button("All chats", key="all", icon=":material/search:", type="tertiary"):
        session.deletion.is_asked_back = False
        st.session_state[SEARCH] = ""  # not what was looked for the last time
        show_all_chats(chats, session)


def _draw_open(desk: Desk, session: Session) -> None:
    """Draw what can be done with the open chat, behind a button."""
    with st.popover("This chat", icon=":material/more_horiz:", width="stretch", key="this-chat"):
        if not desk.shelf.is_shared:  # a name that is taken would tell of somebody else's chat
            _draw_name(desk.chats, session)
        for form, (label, mime, icon) in _FORMS.items():
            st.download_button(
                label,
                partial(_export, desk, session.chat.id, form),  # made when it is asked for
                file_name=f"chat.{form}",
                mime=mime,
                key=f"export-{form}",
                icon=icon,
                type="tertiary",
                on_click="ignore",
            )
        st.button(
            "Delete this chat",
            key="delete",
            icon=":material/delete:",
            type="tertiary",
            on_click=_delete,
            args=(desk.chats, session),
        )


def _draw_name(chats: Chats, session: Session) -> None:
    open_chat = chats.find(session.chat.id)
    key = f"name-{session.chat.id}"

    def rename() -> None:
        try:
            if typed := str(st.session_state[key]).strip():
                chats.rename(session.chat.id, typed)
            session.chat.trouble = ""
        except ArticleQAError as error:
            session.chat.trouble = f"Not renamed: {error}"

    if open_chat:
        st.text_input("Name", open_chat.name, key=key, max_chars=200, on_change=rename)


def _export(desk: Desk, chat_id: str, form: str) -> str:
    if not desk.shelf.is_shared:
        return desk.chats.export(chat_id, form)
    # The name tells by its "(2)" that somebody else asked the same.
    return desk.chats.export(chat_id, form, desk.chats.answers(chat_id)[0].question)


def _choose(chat_id: str) -> None:
    st.query_params[ADDRESS] = chat_id


def _start(session: Session) -> None:
    session.deletion.bring_back = None
    leave(session.chat)


def _delete(chats: Chats, session: Session) -> None:
    try:
        bring_back = chats.delete(session.chat.id)
    except ArticleQAError as error:
        session.chat.trouble = str(error)
    else:
        deleted = session.chat.id
        leave(session.chat)

        def undo() -> None:
            bring_back()
            st.query_params[ADDRESS] = deleted

        session.deletion = Deletion(undo, "the deleted chat")
