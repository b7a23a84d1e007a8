"""Chats as lines of a list, and where they are kept: plain text ready to be set."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from qa import Chats
from ui.controls import show_controls
from ui.session import Session
from ui.words import count, day_in_words, shorten_path

__all__ = ["KeptChat", "chat_rows", "kept_where"]


class KeptChat(Protocol):
    """A chat, as a list shows it."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def changed(self) -> datetime: ...

    @property
    def turns(self) -> int: ...


def chat_rows(chats: Iterable[KeptChat], session: Session) -> list[dict[str, Any]]:
    """Give chats as plain text ready to be set."""
    return [
        {
            "id": chat.id,
            "name": show_controls(chat.name),
            "about": f"{count(chat.turns, 'question')}, {_when(chat.changed)}",
            "is_open": chat.id == session.chat.id,
        }
        for chat in chats
    ]


def kept_where(chats: Chats) -> str:
    """Say where the chats are."""
    if chats.folder is None:
        return show_controls(f"Chats are kept in {chats.where}.")
    return show_controls(f"Chats are kept on this machine, in {shorten_path(chats.folder)}.")


def _when(changed: datetime) -> str:
    """Give the time of a change of today, the day of an earlier one."""
    local, now = changed.astimezone(), datetime.now().astimezone()
    return f"{local:%H:%M}" if local.date() == now.date() else day_in_words(local.date())
