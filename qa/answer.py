"""The answer: sentences that stand in the articles, each with its citation, or a refusal."""

from dataclasses import dataclass
from enum import StrEnum

from qa.carry import Turn
from qa.citations import Citation, ShortAnswer
from qa.differences import Difference
from qa.filters import ALL, Filters
from qa.periods import Period
from qa.tally import Tally

__all__ = ["Answer", "Status", "to_turn"]

_GONE_ON_FROM = 4
"""Sentences of an answer that the next question may go on from, at most: a count has hundreds."""


class Status(StrEnum):
    """Whether the articles answer the question."""

    ANSWERED = "answered"
    PARTLY = "partly answered"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to one question, or that they do not say."""

    question: str
    """As typed."""
    standalone: str
    """What was looked for: the question, with what it takes from the chat."""
    status: Status
    confidence: float
    """Calibrated probability, 0 to 1, that the sentences answer the question; of what a matter is
    about, how much of its name stands in one passage."""
    citations: tuple[Citation, ...]
    """*Used*: the sentences of the answer, in reading order; empty when unanswered."""
    also_found: tuple[Citation, ...]
    """*Also found*: the nearest passages that the answer does not use, best first."""
    independent_sources: int = 0
    """That the sentences come from: copies and rewrites of one article are one source."""
    is_calibrated: bool = True
    """Whether `confidence` is a probability."""
    short: ShortAnswer | None = None
    """The few words that answer, where the reader sees them clearly."""
    tally: Tally | None = None
    """For a question that counts or lists: what was counted, of which all is cited."""
    differences: tuple[Difference, ...] = ()
    """Where independent sources give other figures; both sentences are cited."""
    missing: str = ""
    """For an unanswered or partly answered question: what the articles lack, one sentence."""
    period: Period | None = None
    """The days that the question speaks of, if it does."""
    filters: Filters = ALL
    """Which articles could answer, the period among them."""
    hidden_undated: int = 0
    """Articles that a date filter hides because they have no date."""
    library: str = ""
    """Name of the generation that answered."""
    seconds: float = 0.0

    @property
    def is_refusal(self) -> bool:
        """Whether the articles do not say."""
        return self.status is Status.UNANSWERED

    @property
    def is_partial(self) -> bool:
        """Whether they answer a part, and `missing` says which they do not."""
        return self.status is Status.PARTLY

    @property
    def text(self) -> str:
        """The sentences, each followed by its number in brackets."""
        return " ".join(f"{citation.text} [{citation.number}]" for citation in self.citations)


def to_turn(answer: Answer) -> Turn:
    """Give what of an answer the next question may go on from."""
    likeliest = sorted(answer.citations, key=lambda citation: -citation.score)
    return Turn(
        answer.question,
        answer.standalone,
        tuple(citation.text for citation in likeliest[:_GONE_ON_FROM]),
        answer.short.text if answer.short else "",
    )
