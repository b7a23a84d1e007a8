"""Scored sentences become an answer: which of them are shown, in which order."""

import re
from collections.abc import Sequence

import numpy as np

from qa.coefficients import Coefficients
from qa.read import Reading, ReadSentence

__all__ = ["choose_sentences"]

_LEANING = re.compile(
    r"[\W_]*(?:he|she|they|it|his|her|hers|their|theirs|its|him|them|this|these|those"
    r"|both|neither)\b",
    re.IGNORECASE,
)
"""Begins a sentence whose subject the sentence before it names."""


def choose_sentences(reading: Reading, coefficients: Coefficients, most: int) -> list[ReadSentence]:
    """Choose the sentences to show, in reading order: the best article's first, each in place.

    The best sentence is shown, with others that come near its probability, and with the sentence
    of each other source that speaks of the same thing, whether it agrees or not. Articles of one
    family are one source: what one of them says after another is shown once, as are sentences of
    the same words.
    """
    if not reading.sentences:
        return []
    best = reading.sentences[0]
    least = best.score * coefficients.show_share
    chosen = [best]
    for sentence in reading.sentences[1:]:
        is_near = sentence.score >= least
        is_wanted = is_near or _speaks_of_same(sentence, chosen, coefficients.same_matter)
        if is_wanted and not any(_repeats(sentence, item, coefficients) for item in chosen):
            chosen.append(sentence)
    shown = _with_subjects(chosen[:most], most)
    order = {item.hit.article.id: i for i, item in reversed(list(enumerate(shown)))}
    return sorted(shown, key=lambda item: (order[item.hit.article.id], item.start))


def _with_subjects(chosen: Sequence[ReadSentence], most: int) -> list[ReadSentence]:
    """Add, while there is room, the sentence before one that begins with a pronoun."""
    shown = list(chosen)
    for item in chosen:
        before = _sentence_before(item)
        if before is None or len(shown) >= most or not _LEANING.match(item.text):
            continue
        is_there = any(
            other.hit.article.id == item.hit.article.id and other.start <= before[0] < other.end
            for other in shown
        )
        if not is_there:
            shown.append(_context(item, before))
    return shown


def _sentence_before(item: ReadSentence) -> tuple[int, int] | None:
    """Give the sentence before one, if no heading and nothing else stands between them."""
    passage = item.hit.passage
    before = [span for span in passage.sentences if span[1] <= item.start]
    if not before:
        return None
    between = passage.text[before[-1][1] - passage.start : item.start - passage.start]
    return None if between.strip() else before[-1]


def _context(item: ReadSentence, span: tuple[int, int]) -> ReadSentence:
    """Give a sentence that is shown for what it names, and not for holding the answer."""
    passage = item.hit.passage
    text = passage.text[span[0] - passage.start : span[1] - passage.start]
    return ReadSentence(item.hit, *span, text, 0.0, {}, np.zeros_like(item.vector))


def _speaks_of_same(
    sentence: ReadSentence, chosen: Sequence[ReadSentence], same_matter: float
) -> bool:
    """Tell a sentence of a source not heard yet that holds what the best sentence holds."""
    heard = {item.hit.article.family for item in chosen}
    return (
        sentence.hit.article.family not in heard
        and not sentence.features["kind_missing"]
        and float(sentence.vector @ chosen[0].vector) >= same_matter
    )


def _repeats(sentence: ReadSentence, other: ReadSentence, coefficients: Coefficients) -> bool:
    """Tell a sentence of the same words, or one that another article of the family says too."""
    if sentence.text.casefold().split() == other.text.casefold().split():
        return True
    one, two = sentence.hit.article, other.hit.article
    is_reworded = one.family == two.family and one.id != two.id
    return is_reworded and float(sentence.vector @ other.vector) >= coefficients.same_matter
