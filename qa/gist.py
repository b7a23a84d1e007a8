"""What a matter is about, or a whole library: what its articles open with."""

from collections.abc import Sequence

import numpy as np

from index import Library, Passage, SectionKind
from qa.filters import ALL, Filters
from qa.read import Reading, ReadSentence
from qa.retrieve import Hit
from qa.search import Scored

__all__ = ["MOST_SOURCES", "choose_gist", "open_articles", "opening_passage"]

MOST_SOURCES = 4
"""Independent sources that a library may have to be told in a few sentences."""
_LEAST_SHARE = 0.1
"""Of the best sentence's score, what another needs to be told with it."""


def open_articles(library: Library, filters: Filters = ALL) -> Reading:
    """Give the sentences that the highlights or the text of each source of a library open with.

    Empty where there are more than `MOST_SOURCES` sources.

    Args:
        library: what is told of.
        filters: which articles may be told of.
    """
    sources = library.store.sources(MOST_SOURCES + 1, filters)
    if len(sources) > MOST_SOURCES:
        return Reading(())
    hits = []
    listed = library.articles.of(sources)
    for article, family in zip(listed, library.relatives(listed), strict=True):
        rows = library.store.passages_of(article.row, filters)
        passage, row = opening_passage([passage for _, passage in library.passages(rows)], rows)
        hits.append(Hit(Scored(row, 1.0, 1.0, 0.0), article, passage, family=family))
    sentences = [_make_sentence(hit, place) for hit in hits for place in range(MOST_SOURCES)]
    told = sorted(filter(None, sentences), key=lambda item: -item.score)
    return Reading(tuple(told), tuple(hits))


def opening_passage(passages: Sequence[Passage], rows: Sequence[int]) -> tuple[Passage, int]:
    """Give the passage that tells most: the highlights, else the first of the report itself."""
    for kind in (SectionKind.HIGHLIGHTS, SectionKind.BODY):
        for passage, row in zip(passages, rows, strict=True):
            if passage.kind is kind and passage.sentences:
                return passage, row
    return passages[0], rows[0]


def _make_sentence(hit: Hit, place: int) -> ReadSentence | None:
    if place >= len(hit.passage.sentences):
        return None
    start, end = hit.passage.sentences[place]
    text = hit.passage.cut(start, end)
    vector = np.zeros(1, dtype=np.float32)
    features = {"context_coverage": 1.0, "kind_missing": 0.0}
    return ReadSentence(hit, start, end, text, 1.0 / (1 + place), features, vector)


def choose_gist(reading: Reading, most: int, is_named: bool = False) -> list[ReadSentence]:
    """Choose what to tell of a matter: the best sentence of each source, then the next best.

    In reading order, the best source first; the same words are told once.

    Args:
        reading: what was found.
        most: sentences, at most.
        is_named: the matter is a name and nothing else; what does not say it is of something else.
    """
    if not reading.sentences:
        return []
    least = reading.sentences[0].score * _LEAST_SHARE
    heard: set[int] = set()
    words: set[str] = set()
    first: list[ReadSentence] = []
    others: list[ReadSentence] = []
    for item in reading.sentences:
        folded = " ".join(item.text.casefold().split())
        is_off = is_named and not item.features["coverage"]
        if item.score < least or folded in words or is_off:
            continue
        words.add(folded)
        (others if item.hit.article.family in heard else first).append(item)
        heard.add(item.hit.article.family)
    chosen = [*first, *others][:most]
    order = {item.hit.article.id: i for i, item in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda item: (order[item.hit.article.id], item.start))
