"""Which sentences do not stand alone: one that begins with a pronoun or ends with a colon."""

import re
from itertools import pairwise

from index import Passage

__all__ = ["leans", "points_on", "sentence_after", "sentence_before"]

Span = tuple[int, int]

_LEANING = re.compile(
    r"[\W_]*(?:he|she|they|it|his|her|hers|their|theirs|its|him|them|this|these|those"
    r"|both|neither)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(r":[\s\"”’')\]]*$")


def leans(text: str) -> bool:
    """Tell whether a sentence begins with a pronoun: the one before names whom it speaks of."""
    return _LEANING.match(text) is not None


def points_on(text: str) -> bool:
    """Tell whether a sentence ends with a colon: what it announces comes after it."""
    return _POINTING.search(text) is not None


def sentence_before(passage: Passage, start: int) -> Span | None:
    """Give the sentence before a place, if no heading and nothing else stands between them."""
    for before, after in pairwise(passage.sentences):
        if after[0] == start:
            return None if passage.cut(before[1], start).strip() else before
    return None


def sentence_after(passage: Passage, end: int) -> Span | None:
    """Give the sentence after a place, if no heading and nothing else stands between them."""
    for before, after in pairwise(passage.sentences):
        if before[1] == end:
            return None if passage.cut(end, after[0]).strip() else after
    return None
