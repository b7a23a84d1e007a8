"""What a library needs of the place it is kept in: files on this machine, or a PostgreSQL server.

Rows name articles and passages: whole numbers that rise in the order of the articles and of the
places in them. They hold for one generation; nothing is known of the numbers between.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.articles import Article, PublishedDate
from index.disk import Manifest
from index.family_tables import FamilyPair
from index.passages import Passage
from index.receipts import Receipt

__all__ = ["Filters", "ListedArticle", "ListedArticles", "Number", "Ranked", "Store"]

Number = NDArray[np.int64]
Ranked = tuple[Number, NDArray[np.float32]]
"""Rows and their scores, (n,) each: best first, equal scores in order of rows."""


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """What a list of articles shows of one."""

    row: int
    id: str
    title: str
    outlet: str
    published: PublishedDate | None
    words: int
    passages: int
    aliases: tuple[str, ...]
    family: int
    """Row of the first article of its source family: copies and rewrites of one another."""
    language: str = ""
    """ISO 639-1; empty where it cannot be told."""
    sha256: str = ""
    """Of the file's bytes, when the library was built."""


class Filters(Protocol):
    """Which passages may answer; false where all may. Days are inclusive, empty names allow all."""

    @property
    def after(self) -> date | None: ...

    @property
    def before(self) -> date | None: ...

    @property
    def outlets(self) -> tuple[str, ...]: ...

    @property
    def without_analysis(self) -> bool: ...

    @property
    def articles(self) -> tuple[str, ...]:
        """Ids."""

    def __bool__(self) -> bool: ...

    def __hash__(self) -> int: ...


class ListedArticles(Protocol):
    """The articles of a library, by their rows; safe to share between threads."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[ListedArticle]:
        """Give all, in order of rows."""

    def __getitem__(self, row: int, /) -> ListedArticle: ...

    def of(self, rows: Sequence[int]) -> list[ListedArticle]:
        """Give the articles of some rows, in the order asked for."""

    def row_of(self, article_id: str) -> int:
        """Give the row of an article.

        Raises:
            KeyError: no article has this id.
        """

    def rows_named(self, article_ids: Iterable[str]) -> list[int]:
        """Give the rows of the articles that are there, of some ids."""

    def rows_in_families(self, families: Collection[int]) -> dict[int, list[int]]:
        """Give the rows of the articles of each of some families, ascending."""

    @property
    def is_dated(self) -> bool:
        """Whether any article has a day."""

    @property
    def newest_day(self) -> date | None:
        """The last day on which an article appeared; None where none has one."""

    @property
    def languages(self) -> Counter[str]:
        """How many articles there are of each language."""


class Store(Protocol):
    """One generation of a library; safe to share between threads."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def articles(self) -> ListedArticles: ...

    @property
    def search_in_words(self) -> str:
        """How passages are searched by meaning."""

    def reading(self) -> AbstractContextManager[None]:
        """Let this thread see one state of the library until the context ends.

        Where a server goes away meanwhile, another state may follow.
        """

    def is_current(self) -> bool:
        """Tell whether this is still the generation in use."""

    def count_articles(self, filters: Filters | None = None) -> int:
        """Give how many articles have passages that may answer."""

    def count_undated(self, filters: Filters) -> int:
        """Give how many articles the filters hide only for having no day."""

    def allows(self, filters: Filters, rows: Number) -> NDArray[np.bool_]:
        """Tell of passages whether they may answer, (n,)."""

    def nearest(
        self, vector: NDArray[np.float32], k: int, filters: Filters | None = None
    ) -> Ranked:
        """Give at most k passages by the cosine of their vectors and one of unit length."""

    def cosines(self, rows: Number, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the cosine of each passage's vector and one of unit length, (n,)."""

    def article_vectors(self) -> tuple[Number, NDArray[np.float32]]:
        """Give rows of articles, (n,), and the sum of the vectors of their passages, (n, dim)."""

    def best_by_keywords(self, question: str, k: int, filters: Filters | None = None) -> Ranked:
        """Give at most k passages whose BM25 score is above 0."""

    def keyword_scores(self, rows: Number, question: str) -> NDArray[np.float32]:
        """Give the BM25 score of each passage, (n,)."""

    def article_scores(self, rows: Number, question: str) -> NDArray[np.float32]:
        """Give the BM25 score of each article, (n,), as one text of all its passages."""

    def holding(self, wordings: Sequence[Sequence[str]], filters: Filters | None = None) -> Number:
        """Give the passages, ascending, that hold all keywords of any wording that has some."""

    def frequency(self, keyword: str) -> int:
        """Give the number of passages that hold a keyword."""

    def article_frequency(self, keyword: str) -> int:
        """Give the number of articles that hold a keyword."""

    def owners(self, rows: Number) -> Number:
        """Give the row of each passage's article, (n,)."""

    def sources(self, most: int, filters: Filters | None = None) -> list[int]:
        """Give the first article of each source family that has such passages: so many, at most."""

    def passages_of(self, article: int, filters: Filters | None = None) -> list[int]:
        """Give the rows of an article's passages, in order."""

    def article(self, row: int) -> Article:
        """Give one article whole."""

    def passages(self, rows: Sequence[int]) -> list[tuple[int, Passage]]:
        """Give passages with their articles' rows, in the order asked for."""

    def receipts(self) -> list[Receipt]:
        """Give what happened to each file, problems first."""

    def family_pairs(self, article: int) -> list[FamilyPair]:
        """Give the copies, rewrites and related articles of one article."""

    def related(self) -> list[tuple[int, int]]:
        """Give the rows of each two articles that report one event and are no one source."""
