"""A question finds rows of passages: dense, keyword and hybrid search.

A search is a callable `(question, k, filters) -> [Scored]`, best first, equal scores in order of
rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import Library
from qa.filters import ALL, Filters

__all__ = [
    "NOTHING",
    "Beside",
    "DenseSearch",
    "EncodeQuestion",
    "HybridSearch",
    "KeywordSearch",
    "Ranks",
    "Scored",
    "Search",
    "SearchBeside",
    "fuse",
]

EncodeQuestion = Callable[[str], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where a passage came among all that were compared, from 1; as good is as far."""

    compared: int
    """Passages that any arm proposed and the filters allow."""
    fused: int
    """By all arms together."""
    meaning: int
    keywords: int | None
    """None for a passage that has no word of the question; so is `article` of an article."""
    article: int | None
    """By the keywords of the whole article."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage's row with what each arm of the search gave it."""

    row: int
    score: float
    cosine: float
    """-1 to 1."""
    keyword: float
    """BM25, from 0."""
    ranks: Ranks | None = None
    """Where a search of several arms had it."""


Search = Callable[[str, int, Filters], list[Scored]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a chat adds to a question: texts that are looked for with it."""

    questions: tuple[str, ...] = ()
    """Other wordings of it, of which each counts as much as the question itself."""
    evidence: str = ""
    """What answered the question before: what is like it counts as much, by meaning alone."""


NOTHING = Beside()
"""The question alone."""


class SearchBeside(Protocol):
    """A search that can look for other texts with a question."""

    def __call__(
        self, question: str, k: int, filters: Filters = ALL, beside: Beside = NOTHING
    ) -> list[Scored]: ...


class DenseSearch:
    """By the cosine of question and passage."""

    def __init__(self, library: Library, encode: EncodeQuestion) -> None:
        self._store, self._encode = library.store, encode

    def __call__(self, question: str, k: int, filters: Filters = ALL) -> list[Scored]:
        rows, cosines = self._store.nearest(self._encode(question), k, filters)
        return [
            Scored(int(row), float(cosine), float(cosine), 0.0)
            for row, cosine in zip(rows, cosines, strict=True)
        ]


class KeywordSearch:
    """By BM25."""

    def __init__(self, library: Library) -> None:
        self._store = library.store

    def __call__(self, question: str, k: int, filters: Filters = ALL) -> list[Scored]:
        rows, scores = self._store.best_by_keywords(question, k, filters)
        return [
            Scored(int(row), float(score), 0.0, float(score))
            for row, score in zip(rows, scores, strict=True)
        ]


class HybridSearch:
    """By both: each arm proposes, and every proposal gets both scores before they are fused.

    Args:
        library: what is searched.
        encode: question -> unit vector.
        depth: how many passages each arm proposes.
        dense_weight: of the cosine, 0 to 1; the passage's keywords have the rest.
        article_weight: of the article's keywords, beside these two.
    """

    def __init__(
        self,
        library: Library,
        encode: EncodeQuestion,
        depth: int,
        dense_weight: float,
        article_weight: float,
    ) -> None:
        self._store, self._encode, self._depth = library.store, encode, depth
        self._weights = (dense_weight, 1 - dense_weight, article_weight)

    def __call__(
        self, question: str, k: int, filters: Filters = ALL, beside: Beside = NOTHING
    ) -> list[Scored]:
        questions = (question, *beside.questions)
        vectors = [self._encode(text) for text in questions]
        evidence = [self._encode(beside.evidence)] if beside.evidence else []
        rows = self._propose(questions, [*vectors, *evidence], max(self._depth, k), filters)
        if len(rows) == 0:
            return []
        cosines = [self._store.cosines(rows, vector) for vector in vectors]  # (n_candidates,) each
        keywords = [self._store.keyword_scores(rows, text) for text in questions]
        # A passage alone does not tell what its article is about: a list of the week's news has
        # one on every matter, an article about the matter has nothing else.
        owners, place = np.unique(self._store.owners(rows), return_inverse=True)
        articles = [self._store.article_scores(owners, text)[place] for text in questions]
        parts = [
            fuse(arms, self._weights) for arms in zip(cosines, keywords, articles, strict=True)
        ]
        parts += [fuse((self._store.cosines(rows, vector),), (1.0,)) for vector in evidence]
        scores = np.mean(parts, axis=0)  # (n_candidates,)
        order = np.argsort(-scores, kind="stable")
        if filters:
            order = order[self._store.allows(filters, rows[order])]
        arms = (scores, cosines[0], keywords[0], articles[0])
        ranks = _rank([arm[order] for arm in arms])
        return [
            Scored(
                int(rows[i]), float(scores[i]), float(cosines[0][i]), float(keywords[0][i]), rank
            )
            for i, rank in zip(order[:k], ranks, strict=False)
        ]

    def _propose(
        self,
        questions: Sequence[str],
        vectors: Sequence[NDArray[np.float32]],
        depth: int,
        filters: Filters,
    ) -> NDArray[np.int64]:
        """Give the rows that any arm proposes for any text, ascending."""
        # Scores are stretched over what the whole library proposes, whatever the filters leave:
        # a passage is worth the same whether the others may answer or not.
        parts = [ALL, filters] if filters else [ALL]
        store = self._store
        proposed = [store.nearest(v, depth, part)[0] for part in parts for v in vectors]
        proposed += [store.best_by_keywords(q, depth, part)[0] for part in parts for q in questions]
        return np.unique(np.concatenate(proposed))


def _rank(arms: Sequence[NDArray[np.float32]]) -> Iterator[Ranks]:
    """Give the ranks of candidates by fused score, meaning, keywords and article's keywords."""
    places = [np.searchsorted(np.sort(-arm), -arm).tolist() for arm in arms]
    found = [(arm > 0).tolist() for arm in arms]
    for i, (fused, meaning, keywords, article) in enumerate(zip(*places, strict=True)):
        yield Ranks(
            compared=len(arms[0]),
            fused=fused + 1,
            meaning=meaning + 1,
            keywords=keywords + 1 if found[2][i] else None,
            article=article + 1 if found[3][i] else None,
        )


def fuse(arms: Sequence[NDArray[np.float32]], weights: Sequence[float]) -> NDArray[np.float32]:
    """Give the mean of `minmax(scores)` over the arms, weighted, 0 to 1, for one set of candidates.

    Min-max normalisation and the convex combination follow Bruch et al. 2023, "An analysis of
    fusion functions for hybrid retrieval". Where an arm tells no candidate from another, all get
    its whole share if it found anything, and nothing if it did not.
    """
    parts = [weight * _min_max(scores) for scores, weight in zip(arms, weights, strict=True)]
    fused: NDArray[np.float32] = np.sum(parts, axis=0) / sum(weights)
    return fused


def _min_max(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = scores.min(), scores.max()
    if high <= low:
        return np.full_like(scores, float(high > 0))
    scaled: NDArray[np.float32] = (scores - low) / (high - low)
    return scaled
