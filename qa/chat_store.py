"""What a file and a server that keep chats have in common."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

__all__ = ["ChatStore", "Run", "Tables"]

T = TypeVar("T")
Run = Callable[[str, Mapping[str, object]], list[Any]]
"""Runs a statement, whose values stand in it as %(name)s, and gives its rows, if it has any."""


class Tables(Protocol):
    """Tables `chat`, `turn`, `opinion`; safe to share between threads, and with other processes.

    Both methods may run `work` twice; what one of these runs did is kept, and its result given.
    """

    def read(self, work: Callable[[Run], T]) -> T:
        """Give what `work` finds.

        Raises:
            ArticleQAError: chats cannot be read; the message says why.
        """

    def change(self, work: Callable[[Run], T]) -> T:
        """Give what `work` does, all of which is kept together, or nothing of it.

        Raises:
            ArticleQAError: chats cannot be kept, or what `work` raises.
        """


class ChatStore(Tables, Protocol):
    """Keeps chats."""

    @property
    def where(self) -> str:
        """Where they are, in words for a message."""

    @property
    def folder(self) -> Path | None:
        """Where they are on this machine; None where they are elsewhere."""
