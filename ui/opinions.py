"""What the reader thinks of an answer: two quiet buttons, and the reason once one was pressed."""

from collections.abc import Callable, Sequence

import streamlit as st

from qa import ArticleQAError, Chats
from ui.session import OpenChat, Opinion

__all__ = ["draw_opinion"]

_LONGEST = 1_000
"""Characters of a reader's own words."""


def draw_opinion(chats: Chats, chat: OpenChat, place: int) -> None:
    """Draw the buttons below the answer of that place in the chat; one not kept has none."""
    number = chat.numbers[place] if place < len(chat.numbers) else 0
    if not number:
        return
    key = f"opinion-{chat.id}-{number}"
    held = chat.opinions.get(number)

    def keep() -> None:
        thumb = st.session_state[key]
        is_good = None if thumb is None else bool(thumb)
        reason = st.session_state.get(f"{key}-reason") or ""
        words = st.session_state.get(f"{key}-words") or ""
        told = ("", "") if is_good or is_good is None else (reason, words.strip())
        try:
            chats.judge(chat.id, number, is_good, *told)
            chat.opinions = {
                kept.number: kept.opinion for kept in chats.kept(chat.id) if kept.opinion
            }
            chat.trouble = ""
        except ArticleQAError as error:
            chat.trouble = f"Your opinion is not kept: {error}"

    with st.container(key=f"judge-{place}"):
        default = int(held.is_good) if held else None
        if st.feedback("thumbs", key=key, default=default, on_change=keep) == 0:
            _ask_why(chats.reasons, key, held, keep)
        if held:
            st.caption("Kept with this chat.")


def _ask_why(
    reasons: Sequence[str], key: str, held: Opinion | None, keep: Callable[[], None]
) -> None:
    """Ask what is wrong with an answer; neither has to be said."""
    st.pills(
        "What is wrong with it?",
        reasons,
        default=held.reason if held else None,
        format_func=str.capitalize,
        key=f"{key}-reason",
        on_change=keep,
    )
    st.text_input(
        "In your words",
        held.words if held else "",
        max_chars=_LONGEST,
        key=f"{key}-words",
        on_change=keep,
    )
