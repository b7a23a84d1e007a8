"""What is kept of chats, as values: a line of the list, an answer with what was thought of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qa.answer import Answer

__all__ = ["ChatSummary", "Finding", "KeptAnswer", "Opinion", "Reason", "Transcript"]


@dataclass(frozen=True, slots=True)
class ChatSummary:
    """One chat, as a list shows it."""

    id: str
    """Cannot be guessed; stays when the chat is renamed."""
    name: str
    """No two chats have the same."""
    created: datetime
    """Aware, UTC; so is `changed`."""
    changed: datetime
    turns: int


class Reason(StrEnum):
    """What is wrong with an answer."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    BADLY_CITED = "badly cited"
    SHOULD_REFUSE = "should have been refused"
    SHOULD_ANSWER = "should have been answered"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader thinks of an answer."""

    is_good: bool
    reason: Reason | None = None
    """Only of an answer that is not good; None where none was given."""
    words: str = ""
    """The reader's own."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer in its chat."""

    number: int
    """From 1, in the order asked."""
    asked: datetime
    """Aware, UTC: when it was kept."""
    answer: Answer
    opinion: Opinion | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole chat, to be handed on: all that an export holds, and nothing of this machine."""

    name: str
    begun: datetime
    """Aware, UTC; so is `exported`."""
    exported: datetime
    answers: tuple[KeptAnswer, ...]
    """Without opinions: they are the reader's own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the words of a search stand in a chat."""

    chat: ChatSummary
    number: int
    """Of the answer; 0 for the name of the chat."""
    place: str
    """"name", "question" or "answer"."""
    article: str
    """Title of the article that is quoted; empty in a name and a question."""
    text: str
    """The words around the first that was found."""
    start: int
    end: int
    """What was found there: `text[start:end]`."""
