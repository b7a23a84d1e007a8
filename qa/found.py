"""What was found for one question, or for each part of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.citations import ShortAnswer, cite_short
from qa.coefficients import Coefficients
from qa.differences import Differing
from qa.question import Question
from qa.read import Reading, ReadSentence

__all__ = ["Found", "join_readings", "say_lacking", "shorten"]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for one question, or for a part of one."""

    text: str
    question: Question
    reading: Reading
    confidence: float
    limits: Coefficients
    shown: list[ReadSentence]
    missing: str
    """What the articles lack; empty where they answer."""
    is_sure: bool
    """Whether the most cautious would answer it too."""
    is_calibrated: bool
    hidden_undated: int
    differing: Sequence[Differing] = ()
    """Where sources tell it differently."""


def join_readings(found: Sequence[Found]) -> Reading:
    """Give one reading of the hits of all parts, each once; a single one as it is."""
    hits = {hit.passage.id: hit for part in found for hit in part.reading.hits}
    return Reading(
        tuple(item for part in found for item in part.reading.sentences), tuple(hits.values())
    )


def say_lacking(lacking: Sequence[Found], parts: int) -> str:
    """Say what is missing; of a question in several parts, on which of them."""
    if parts == 1:
        return lacking[0].missing if lacking else ""
    return " ".join(f"On “{part.text}”: {part.missing}" for part in lacking)


def shorten(best: Found, shown: Sequence[ReadSentence]) -> ShortAnswer | None:
    """Give the few words that answer; None where the most cautious would not answer at all."""
    return cite_short(shown, best.limits.short_margin, best.question) if best.is_sure else None
