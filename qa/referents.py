"""Words of a chat become phrases: whole names, and nouns with what describes them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.carry import Candidate
from qa.people import find_names
from qa.question import Tokenize

__all__ = ["UNASKED", "Phrase", "join_phrases"]

Span = tuple[int, int]
UNASKED = 99

_JOINS = re.compile(r"[ -]| of (?:the )?")
"""What may stand between two words of one phrase."""
_BEFORE_THING = re.compile(
    r"(?:^|\b(?:the|an?|this|that|these|those|its|his|her|their|of|about|for|on|in|with|by|to|from"
    r"|against|at|into|and|or|many|much|which|what)\s+"
    r"|^\W*(?:(?:who|what|when|where|why|which|how)(?: (?:much|many|long|far|old|often))? )?"
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may)\s+)[“\"‘'(]*$",
    re.IGNORECASE,
)
"""What stands before a thing, and before no verb."""
_TIME = re.compile(
    r"(?:(?:the|this|last|next) )?"
    r"(?:(?:to|yester|(?:mon|tues|wednes|thurs|fri|satur|sun))?days?|weeks?|months?|years?|times?"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)?(?: ?\d{4})?)",
    re.IGNORECASE,
)
"""What "it" and "they" hardly ever mean."""
_THE = re.compile(r"\b[Tt]he $")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the chat that stand side by side."""

    text: str
    tokens: frozenset[str]
    is_thing: bool
    """It names something, as far as the words before it tell."""
    is_time: bool
    """It says when."""
    age: int
    """Turns ago that it was asked of, from 0; `UNASKED` where it only stands in what answered."""
    chance: float
    """Of its likeliest word, that the question needs it."""

    @property
    def is_name(self) -> bool:
        return self.text.removeprefix("the ")[:1].isupper()

    @property
    def is_plural(self) -> bool:
        """Whether it looks like several."""
        return self.text.endswith(("s", "people", "men", "women", "children")) and not (
            self.text.endswith(("ss", "us", "is"))
        )


def join_phrases(carried: Sequence[Candidate], tokenize: Tokenize) -> list[Phrase]:
    """Join words that stand side by side, a name always whole; the likeliest first."""
    phrases: list[Phrase] = []
    taken: set[str] = set()
    for item in carried:
        if item.token in taken:
            continue
        text = item.source.text
        start, end = _phrase_around(item, carried, tokenize)
        tokens = frozenset(tokenize(text[start:end]))
        taken |= tokens
        is_time = _TIME.fullmatch(text[start:end]) is not None
        is_thing = _BEFORE_THING.search(text[:start]) is not None and not is_time
        if article := _THE.search(text[:start]):
            start = article.start()
        age = item.source.age if item.source.is_question else UNASKED
        phrases.append(Phrase(text[start:end], tokens, is_thing, is_time, age, item.chance))
    return phrases


def _phrase_around(item: Candidate, carried: Sequence[Candidate], tokenize: Tokenize) -> Span:
    text, place = item.source.text, item.span[0]
    names = [span for _, span in find_names(text, tokenize)]
    for start, end in names:
        if start <= place < end:
            return start, end
    spans = sorted({other.span for other in carried if other.source == item.source})
    common = [s for s in spans if not any(start <= s[0] < end for start, end in names)]
    return next(run for run in _runs(common, text) if run[0] <= place < run[1])


def _runs(spans: Sequence[Span], text: str) -> Iterator[Span]:
    """Join spans that have nothing but small words between them."""
    start = spans[0][0]
    for before, after in pairwise(spans):
        if not _JOINS.fullmatch(text[before[1] : after[0]]):
            yield start, before[1]
            start = after[0]
    yield start, spans[-1][1]
