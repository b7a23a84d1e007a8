"""A generation of the library in files on this machine: FAISS, bm25s and SQLite behind `Store`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.articles import Article
from index.disk import Manifest, current_generation
from index.family_tables import FamilyPair, read_pairs, read_related
from index.keywords import KeywordIndex, Spoken
from index.listing import Listing
from index.passages import Passage
from index.receipts import Receipt, read_receipts
from index.search_plan import SearchPlan, open_vectors
from index.store import Filters, Number, Ranked
from index.tables import Tables
from index.tokenizer import Tokenizer, stemmer_of, stemmers_of

__all__ = [
    "ARTICLE_KEYWORDS",
    "FAMILIES",
    "KEYWORDS",
    "LISTING",
    "RECEIPTS",
    "TABLES",
    "FileStore",
]

TABLES = "articles.sqlite"
RECEIPTS = "receipts.sqlite"
FAMILIES = "families.sqlite"
LISTING = "listing"
KEYWORDS = "keywords"
ARTICLE_KEYWORDS = "article-keywords"

_AT_ONCE = 50_000
"""Vectors that are read together."""
_REMEMBERED = 4
"""Filters whose passages are remembered: of a million, a megabyte each."""


class FileStore:
    """Everything one generation's folder holds.

    Rows run from 0 without gaps; vectors and keywords go by those of passages, article keywords by
    those of articles.

    Args:
        library: the folder that has the generation.
        folder: of the generation.
        manifest: of it.
    """

    def __init__(self, library: Path, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self.vectors = open_vectors(folder, manifest.settings)
        self._library = library
        self._receipts, self._families = folder / RECEIPTS, folder / FAMILIES
        self._tables = Tables(folder / TABLES)
        self.articles = Listing(folder / LISTING, self._tables)
        self.article_of_passage = self.articles.article_of_passage  # (n_passages,)
        self._load_keywords(folder)
        # One question asks for the same several times.
        self._masks = lru_cache(maxsize=_REMEMBERED)(self._make_mask)

    def _load_keywords(self, folder: Path) -> None:
        """Map the keywords; each language of the articles has its own tokenizer."""
        names = stemmers_of(self.articles.languages)
        tokenizers = {name: Tokenizer(name) for name in names}
        spoken, of_articles = [], []
        for name in names if len(names) > 1 else ():
            written = [item for item in self.articles.languages if stemmer_of(item) == name]
            rows = self.articles.in_languages(written)  # (n_articles,)
            of_articles.append(Spoken(tokenizers[name], rows))
            spoken.append(Spoken(tokenizers[name], rows[self.article_of_passage]))
        first = tokenizers[names[0]]
        self.keywords = KeywordIndex.load(folder / KEYWORDS, first, spoken)
        self.article_keywords = KeywordIndex.load(folder / ARTICLE_KEYWORDS, first, of_articles)

    @property
    def search_in_words(self) -> str:
        """How passages are searched by meaning, and how many of the nearest that finds."""
        return SearchPlan.of(self.manifest.settings).in_words

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Change nothing: a generation's files never change."""
        yield

    def is_current(self) -> bool:
        """Tell whether this is still the generation in use; reads one small file."""
        return current_generation(self._library) == self.manifest.generation

    def count_articles(self, filters: Filters | None = None) -> int:
        """Give how many articles have passages that may answer."""
        return len(self._articles_with(filters))

    def count_undated(self, filters: Filters) -> int:
        """Give how many articles the filters hide only for having no day."""
        if filters.after is None and filters.before is None:
            return 0
        return int((self._rightly_named(filters) & (self.articles.days[0] == 0)).sum())

    def allows(self, filters: Filters, rows: Number) -> NDArray[np.bool_]:
        """Tell of passages whether they may answer."""
        mask = self._mask(filters)
        return np.ones(len(rows), bool) if mask is None else mask[rows]

    def _mask(self, filters: Filters | None) -> NDArray[np.bool_] | None:
        """Give which passages may answer, (n_passages,); None for all."""
        return self._masks(filters) if filters else None

    def _make_mask(self, filters: Filters) -> NDArray[np.bool_]:
        """Give which passages may answer, (n_passages,).

        An article whose time is said with its zone counts for its day there and for the day it was
        here.
        """
        articles, allowed = self.articles, self._rightly_named(filters)
        if filters.after is not None or filters.before is not None:
            first = (filters.after or date.min).toordinal()
            last = (filters.before or date.max).toordinal()
            allowed &= ((articles.days >= first) & (articles.days <= last)).any(axis=0)
        passages = allowed[self.article_of_passage]
        if filters.without_analysis:
            passages &= ~articles.is_analysis
        passages.flags.writeable = False
        return passages

    def _rightly_named(self, filters: Filters) -> NDArray[np.bool_]:
        """Tell which articles are of an outlet and have an id that may answer, (n_articles,)."""
        right = np.ones(len(self.articles), dtype=bool)
        if filters.outlets:
            right &= self.articles.from_outlets(filters.outlets)
        if filters.articles:
            named = np.zeros(len(self.articles), dtype=bool)
            named[self.articles.rows_named(filters.articles)] = True
            right &= named
        return right

    def nearest(
        self, vector: NDArray[np.float32], k: int, filters: Filters | None = None
    ) -> Ranked:
        """Give the nearest passages."""
        return self.vectors.search(vector, k, self._mask(filters))

    def cosines(self, rows: Number, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the cosine of each passage's vector and another."""
        found: NDArray[np.float32] = self.vectors.rows(rows) @ vector
        return found

    def article_vectors(self) -> tuple[Number, NDArray[np.float32]]:
        """Give articles that have passages, and the sum of the vectors of each one's."""
        owners = self.article_of_passage
        firsts = np.flatnonzero(np.diff(owners, prepend=-1))  # passages stand by their articles
        sums = np.zeros((len(firsts), self.vectors.dimension), np.float32)
        place = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(owners))))
        for start in range(0, len(owners), _AT_ONCE):
            end = min(start + _AT_ONCE, len(owners))
            here = place[start:end]
            begins = np.flatnonzero(np.diff(here, prepend=-1))
            rows = self.vectors.rows(np.arange(start, end))
            sums[here[begins]] += np.add.reduceat(rows, begins, axis=0)
        return owners[firsts].astype(np.int64), sums

    def best_by_keywords(self, question: str, k: int, filters: Filters | None = None) -> Ranked:
        """Give the best passages by BM25."""
        return self.keywords.search(question, k, self._mask(filters))

    def keyword_scores(self, rows: Number, question: str) -> NDArray[np.float32]:
        """Give the BM25 score of each passage."""
        return self.keywords.scores(question)[rows]

    def article_scores(self, rows: Number, question: str) -> NDArray[np.float32]:
        """Give the BM25 score of each article."""
        return self.article_keywords.scores(question)[rows]

    def holding(self, wordings: Sequence[Sequence[str]], filters: Filters | None = None) -> Number:
        """Give the passages that hold all keywords of any wording."""
        holds = np.zeros(len(self.keywords), bool)
        for wording in filter(len, wordings):
            holds |= np.logical_and.reduce([self.keywords.holding(word) for word in wording])
        mask = self._mask(filters)
        return np.flatnonzero(holds if mask is None else holds & mask).astype(np.int64)

    def frequency(self, keyword: str) -> int:
        """Give the number of passages that hold a keyword."""
        return self.keywords.document_frequency(keyword)

    def article_frequency(self, keyword: str) -> int:
        """Give the number of articles that hold a keyword."""
        return self.article_keywords.document_frequency(keyword)

    def owners(self, rows: Number) -> Number:
        """Give the row of each passage's article."""
        return self.article_of_passage[rows].astype(np.int64)

    def sources(self, most: int, filters: Filters | None = None) -> list[int]:
        """Give the first article of each source family."""
        present = self._articles_with(filters)
        _, places = np.unique(self.articles.families[present], return_index=True)
        return [int(row) for row in np.sort(present[places])[:most]]

    def _articles_with(self, filters: Filters | None) -> NDArray[np.int32]:
        mask, owners = self._mask(filters), self.article_of_passage
        return np.unique(owners if mask is None else owners[mask])

    def passages_of(self, article: int, filters: Filters | None = None) -> list[int]:
        """Give the rows of an article's passages."""
        wanted = np.array([article, article + 1], np.int32)  # of the column's kind: not copied
        start, end = np.searchsorted(self.article_of_passage, wanted).tolist()
        mask = self._mask(filters)
        return [row for row in range(start, end) if mask is None or mask[row]]

    def article(self, row: int) -> Article:
        """Give one article whole."""
        return self._tables.article(row)

    def passages(self, rows: Sequence[int]) -> list[tuple[int, Passage]]:
        """Give passages with their articles' rows."""
        return self._tables.passages(rows)

    def receipts(self) -> list[Receipt]:
        """Give what happened to each file."""
        return read_receipts(self._receipts)

    def family_pairs(self, article: int) -> list[FamilyPair]:
        """Give the copies, rewrites and related articles of one article."""
        return read_pairs(self._families, article)

    def related(self) -> list[tuple[int, int]]:
        """Give the rows of each two articles that report one event and are no one source."""
        return read_related(self._families)
