"""Scored sentences become an answer: which of them are shown, in which order."""

from collections.abc import Sequence

import numpy as np

from qa.coefficients import Coefficients
from qa.leaning import leans, points_on, sentence_after, sentence_before
from qa.read import Reading, ReadSentence
from qa.retrieve import Hit

__all__ = ["choose_sentences", "in_reading_order"]


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
    return in_reading_order(_with_neighbours(chosen[:most], most))


def in_reading_order(shown: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Give sentences article by article, that of the first one first, each in its place."""
    order = {item.hit.article.id: i for i, item in reversed(list(enumerate(shown)))}
    return sorted(shown, key=lambda item: (order[item.hit.article.id], item.start))


def _with_neighbours(chosen: Sequence[ReadSentence], most: int) -> list[ReadSentence]:
    """Add, while there is room, what a sentence leans on: what it announces, whom it speaks of."""
    shown = list(chosen)
    for item in chosen:
        passage = item.hit.passage
        wanted = [
            sentence_after(passage, item.end) if points_on(item.text) else None,
            sentence_before(passage, item.start) if leans(item.text) else None,
        ]
        for span in wanted:
            if span and len(shown) < most and not _is_shown(item.hit, span, shown):
                shown.append(_context(item, span))
    return shown


def _is_shown(hit: Hit, span: tuple[int, int], shown: Sequence[ReadSentence]) -> bool:
    return any(
        other.hit.article.id == hit.article.id and other.start <= span[0] < other.end
        for other in shown
    )


def _context(item: ReadSentence, span: tuple[int, int]) -> ReadSentence:
    """Give a sentence that is shown for what it names, and not for holding the answer."""
    text = item.hit.passage.cut(*span)
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
