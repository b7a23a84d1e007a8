"""A question finds its passages: dense, keyword and hybrid search, with filters.

A search is a callable `(question, k, allowed) -> [Scored]`, best first, equal scores in order of
rows. `Retriever` turns what a search finds into hits: copies collapsed, no article crowding out
the others.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index import Library, ListedArticle, Passage

__all__ = [
    "ALL",
    "DenseSearch",
    "EncodeQuestion",
    "Filters",
    "Hit",
    "HybridSearch",
    "KeywordSearch",
    "Mask",
    "Retrieved",
    "Retriever",
    "Scored",
    "Search",
    "fuse",
]

_CANDIDATES = 100
Mask = NDArray[np.bool_]
EncodeQuestion = Callable[[str], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. Empty means all; days are inclusive."""

    after: date | None = None
    """First day of publication allowed."""
    before: date | None = None
    """Last day of publication allowed."""
    outlets: tuple[str, ...] = ()
    without_analysis: bool = False
    """Leave out opinions, analyses and scenarios: only what is reported may answer."""

    def __bool__(self) -> bool:
        return self != ALL


ALL = Filters()
"""Every article may answer."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage's row with what each arm of the search gave it."""

    row: int
    score: float
    cosine: float
    """-1 to 1."""
    keyword: float
    """BM25, from 0."""


Search = Callable[[str, int, Mask | None], list[Scored]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found."""

    scored: Scored
    article: ListedArticle
    passage: Passage
    copies: tuple[ListedArticle, ...] = ()
    """Other articles that hold the same words."""
    family: tuple[ListedArticle, ...] = ()
    """Other articles of its source family: copies and rewrites, that count as one source."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Hits, best first, and what the filters hid."""

    hits: tuple[Hit, ...]
    hidden_undated: int = 0
    """Articles that a date filter hides because they have no date."""


class DenseSearch:
    """By the cosine of question and passage."""

    def __init__(self, library: Library, encode: EncodeQuestion) -> None:
        self._library, self._encode = library, encode

    def __call__(self, question: str, k: int, allowed: Mask | None = None) -> list[Scored]:
        rows, cosines = self._library.vectors.search(self._encode(question), k, allowed)
        return [
            Scored(int(row), float(cosine), float(cosine), 0.0)
            for row, cosine in zip(rows, cosines, strict=True)
        ]


class KeywordSearch:
    """By BM25."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __call__(self, question: str, k: int, allowed: Mask | None = None) -> list[Scored]:
        rows, scores = self._library.keywords.search(question, k, allowed)
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
        self._library, self._encode, self._depth = library, encode, depth
        self._weights = (dense_weight, 1 - dense_weight, article_weight)

    def __call__(self, question: str, k: int, allowed: Mask | None = None) -> list[Scored]:
        vector = self._encode(question)
        depth = max(self._depth, k)
        # Scores are stretched over what the whole library proposes, whatever the filters leave:
        # a passage is worth the same whether the others may answer or not.
        masks = [None] if allowed is None else [None, allowed]
        proposed = [self._library.vectors.search(vector, depth, mask)[0] for mask in masks]
        proposed += [self._library.keywords.search(question, depth, mask)[0] for mask in masks]
        rows = np.unique(np.concatenate(proposed))  # (n_candidates,), ascending
        if len(rows) == 0:
            return []
        cosines = self._library.vectors.rows(rows) @ vector  # (n_candidates,)
        keywords = self._library.keywords.scores(question)[rows]  # (n_candidates,)
        # A passage alone does not tell what its article is about: a list of the week's news has
        # one on every matter, an article about the matter has nothing else.
        articles = self._library.article_keywords.scores(question)
        articles = articles[self._library.article_of_passage[rows]]  # (n_candidates,)
        scores = fuse((cosines, keywords, articles), self._weights)
        order = np.argsort(-scores, kind="stable")
        if allowed is not None:
            order = order[allowed[rows[order]]]
        return [
            Scored(int(rows[i]), float(scores[i]), float(cosines[i]), float(keywords[i]))
            for i in order[:k]
        ]


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


def _words_of(passage: Passage) -> str:
    """Give what a passage's sentences say; the headline above them may differ from copy to copy."""
    texts = (passage.cut(*span) for span in passage.sentences)
    return " ".join(" ".join(texts).casefold().split())


class Retriever:
    """Question and filters -> hits.

    Args:
        library: where rows become passages.
        search: dense, keywords or hybrid.
        per_article: how many passages of one article may be among the hits.
    """

    def __init__(self, library: Library, search: Search, per_article: int) -> None:
        self._library, self._search, self._per_article = library, search, per_article

    def __call__(self, question: str, k: int, filters: Filters) -> Retrieved:
        allowed, undated = self.allow(filters)
        # Far more than k, since copies and crowding articles drop out.
        found = self._search(question, max(k * 4, _CANDIDATES), allowed)
        return Retrieved(self._collect(found, k), undated)

    def allow(self, filters: Filters) -> tuple[Mask | None, int]:
        """Give the passages that may answer, None for all, and how many undated articles hide."""
        if not filters:
            return None, 0
        return self._library.allowed_passages(
            filters.after, filters.before, filters.outlets, filters.without_analysis
        )

    def _collect(self, found: list[Scored], k: int) -> tuple[Hit, ...]:
        """Collapse copies, keeping all their articles, and cap each article.

        Where the other articles do not fill the hits, what the cap left out does.
        """
        passages = self._library.passages([scored.row for scored in found])
        hits: dict[str, Hit] = {}
        for scored, (article, passage) in zip(found, passages, strict=True):
            words = _words_of(passage)
            first = hits.setdefault(words, Hit(scored, article, passage))
            if article.row not in {first.article.row, *(copy.row for copy in first.copies)}:
                hits[words] = replace(first, copies=(*first.copies, article))
        taken: Counter[int] = Counter()
        fitting: list[int] = []
        crowded: list[int] = []
        ranked = list(hits.values())
        for rank, hit in enumerate(ranked):
            taken[hit.article.row] += 1
            is_crowded = taken[hit.article.row] > self._per_article
            (crowded if is_crowded else fitting).append(rank)
        kept = sorted([*fitting, *crowded][:k])
        return tuple(self._join_family(ranked[rank]) for rank in kept)

    def _join_family(self, hit: Hit) -> Hit:
        family = tuple(item for item in self._library.family(hit.article) if item != hit.article)
        return replace(hit, family=family)
