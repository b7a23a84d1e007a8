"""Why a passage was found: words that it shares with the question, its ranks, how it was judged."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from qa.confidence import tokens_of
from qa.question import Tokenize, parse_question
from qa.read import Reading
from qa.retrieve import Hit
from qa.search import Ranks

__all__ = ["UNEXPLAINED", "Explain", "Reason", "explain_by", "find_shared_words"]

Span = tuple[int, int]
_WORD = re.compile(r"\S+")
_CORE = re.compile(r"\w(?:.*\w)?(?:(?<=[^\W\d]\.[^\W\d])\.)?")
"""A word without the punctuation around it, but for the last dot of "U.S."."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What led to a passage, as far as it is known."""

    ranks: Ranks | None = None
    """None for what was not searched for: all that was counted, the openings of articles."""
    judged: float | None = None
    """Of its likeliest cited sentence, 0 to 1: how likely it holds the answer; None for one that
    was not read, such as the sentence before one that leans on it."""
    shared: tuple[Span, ...] = ()
    """Spans of the citation's text: its words that the question has, in some form."""
    lacking: tuple[str, ...] = ()
    """Words of the question that the whole passage lacks, as typed."""


UNEXPLAINED = Reason()
"""Nothing is known."""

Explain = Callable[[Hit, int, int], Reason]
"""Hit, start and end of what is cited of it -> why."""


def explain_by(question: str, readings: Sequence[Reading], tokenize: Tokenize) -> Explain:
    """Give what explains the citations of one answer.

    Args:
        question: standing alone.
        readings: what was read of the hits.
        tokenize: text -> the tokens it is indexed under.
    """
    terms = parse_question(question, tokenize).terms
    asked = {token for term in terms for token in term.tokens}
    scores: dict[str, list[tuple[int, float]]] = {}
    for item in (sentence for reading in readings for sentence in reading.sentences):
        scores.setdefault(item.hit.passage.id, []).append((item.start, item.score))

    def explain(hit: Hit, start: int, end: int) -> Reason:
        read = scores.get(hit.passage.id, [])
        held = tokens_of(hit, tokenize)
        return Reason(
            ranks=hit.scored.ranks,
            judged=max((score for place, score in read if start <= place < end), default=None),
            shared=find_shared_words(hit.passage.cut(start, end), asked, tokenize),
            lacking=tuple(term.text for term in terms if held.isdisjoint(term.tokens)),
        )

    return explain


def find_shared_words(text: str, asked: Collection[str], tokenize: Tokenize) -> tuple[Span, ...]:
    """Give where the words of a text stand that have a token of those asked for.

    A word is what stands between spaces, without the punctuation around it; where a script has no
    spaces, it is a pair of signs.
    """
    return tuple(
        (start, end)
        for start, end in _words(text, tokenize)
        if not set(tokenize(text[start:end])).isdisjoint(asked)
    )


def _words(text: str, tokenize: Tokenize) -> Iterator[Span]:
    for match in _WORD.finditer(text):
        core = _CORE.search(match.group())
        if core is None:
            continue
        start, end = match.start() + core.start(), match.start() + core.end()
        pairs = tokenize(core.group())
        if len(pairs) > 1 and all(len(pair) == 2 and pair in core.group() for pair in pairs):
            yield from ((i, i + 2) for i in range(start, end - 1))
        else:
            yield start, end
