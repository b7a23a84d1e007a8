"""What a library is about: groups of articles that tell of one matter."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index import Library, ListedArticle
from qa.clusters import Vectors, article_vectors, group, place
from qa.covered import Covered
from qa.phrases import Told, name_group

__all__ = ["LEAST_ALIKE", "Grouped", "Placed", "Topic", "group_library", "make_topic"]

LEAST_ALIKE = 0.5
"""Mean cosine between two groups of articles from which they are one topic; measured, see
docs/decisions.md."""
_PHRASES = 3
_READ = 16
"""Articles that are read to name a topic: those in its middle."""


@dataclass(frozen=True, slots=True)
class Topic(Covered):
    """Articles that tell of one matter, two at least."""

    id: str
    """Of the article in its middle."""
    phrases: tuple[str, ...]
    """That name it, the most telling first, as its articles write them."""
    articles: tuple[ListedArticle, ...]
    """Newest first, undated ones last."""

    @property
    def label(self) -> str:
        return " · ".join(self.phrases) or self.articles[0].title

    @property
    def sources(self) -> int:
        """How many are independent: copies and rewrites of one article are one."""
        return _count_sources(self.articles)

    def origins(self) -> list[tuple[str, date | None]]:
        return [(it.outlet, it.published.day if it.published else None) for it in self.articles]


@dataclass(frozen=True, slots=True)
class Placed:
    """An article on the map."""

    article: ListedArticle
    x: float
    y: float
    topic: int | None
    """Place of its topic among all; None for an article that stands alone."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A library in groups and on a map."""

    groups: tuple[tuple[ListedArticle, ...], ...]
    """Those of most independent sources first; in each, what is most like all others first."""
    alone: tuple[ListedArticle, ...]
    """Articles that no other tells of the same matter with, newest first."""
    places: tuple[Placed, ...]
    """One for each article, in the library's order; what is near tells of something alike."""


def group_library(library: Library, least: float = LEAST_ALIKE) -> Grouped:
    """Give the groups of a library's articles and their places on a map.

    Args:
        library: what is looked at.
        least: mean cosine from which two groups are one topic.
    """
    articles, vectors = [*library.articles], article_vectors(library)
    members: dict[int, list[int]] = defaultdict(list)
    for i, number in enumerate(group(vectors, least).tolist()):
        members[number].append(i)
    groups = [
        tuple(articles[i] for i in _from_the_middle(rows, vectors))
        for rows in members.values()
        if len(rows) > 1
    ]
    groups.sort(key=lambda one: (-_count_sources(one), -len(one), one[0].id))
    topic_of = {item.row: i for i, one in enumerate(groups) for item in one}
    alone = [item for item in articles if item.row not in topic_of]
    return Grouped(
        groups=tuple(groups),
        alone=tuple(sorted(alone, key=_newest_first)),
        places=tuple(
            Placed(item, x, y, topic_of.get(item.row))
            for item, (x, y) in zip(articles, place(vectors).tolist(), strict=True)
        ),
    )


def make_topic(library: Library, articles: Sequence[ListedArticle]) -> Topic:
    """Give a group of articles its names: what headlines and first passages say.

    Args:
        library: that they are of.
        articles: what is most like all others first.
    """
    openings = _read_openings(library, articles[:_READ])
    told = [
        Told(article.title, text, article.family)
        for article, text in zip(articles, openings, strict=False)
    ]

    def share(token: str) -> float:
        return max(library.store.article_frequency(token), 1) / len(library.articles)

    phrases = name_group(told, library.tokenize, share, _PHRASES)
    return Topic(articles[0].id, phrases, tuple(sorted(articles, key=_newest_first)))


def _from_the_middle(rows: Sequence[int], vectors: Vectors) -> list[int]:
    """Give the articles of a group, those most like all others first."""
    own = vectors[rows]
    likeness = np.round(own @ own.sum(axis=0), 4).tolist()  # (len(rows),)
    return [row for _, row in sorted(zip(likeness, rows, strict=True), key=lambda p: (-p[0], p[1]))]


def _count_sources(articles: Sequence[ListedArticle]) -> int:
    return len({article.family for article in articles})


def _read_openings(library: Library, articles: Sequence[ListedArticle]) -> list[str]:
    """Give the text of the first passage of each article; empty for one that has none."""
    passages = (library.store.passages_of(item.row) for item in articles)
    found = [rows[0] for rows in passages if rows]
    text_of = {article.row: passage.text for article, passage in library.passages(found)}
    return [text_of.get(item.row, "") for item in articles]


def _newest_first(article: ListedArticle) -> tuple[int, str]:
    day = article.published.day.toordinal() if article.published else 0
    return -day, article.id
