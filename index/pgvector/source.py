"""A generation in files, as the rows that it is in PostgreSQL."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from index.bm25 import read_words
from index.disk import open_generation
from index.errors import IndexStaleError, StoreError
from index.family_tables import read_stored_pairs
from index.file_store import ARTICLE_KEYWORDS, FAMILIES, KEYWORDS, RECEIPTS, TABLES, FileStore
from index.keywords import KeywordIndex
from index.pgvector.driver import dense, sparse
from index.pgvector.rows import PLACES, first_passage
from index.receipts import read_stored_receipts
from index.tables import Tables
from index.tokenizer import Tokenizer, stemmer_of

__all__ = ["Row", "Source"]

Row = tuple[Any, ...]

_MOST_TERMS = 16_000
"""pgvector's limit for a sparse vector: of the words of a book, the lightest are left out."""


class Source:
    """A generation in files, whose articles go by their places in it, from 0. Close it.

    Args:
        library: folder whose generation in use it is.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: a file of it is missing or changed.
        IndexStaleError: it does not say what is needed.
    """

    def __init__(self, library: Path) -> None:
        self._folder, self.manifest = open_generation(library)
        if "keywords" not in self.manifest.counts:
            raise IndexStaleError(
                f"the library in {library} was built by an older version of this program, which did"
                " not count its keywords; run `make rebuild` (or `rebuild-index`)"
            )
        self._store = FileStore(library, self._folder, self.manifest)
        self._tables = Tables(self._folder / TABLES)
        tokenizer = Tokenizer()
        self._keywords = KeywordIndex.load(self._folder / KEYWORDS, tokenizer)
        self._article_keywords = KeywordIndex.load(self._folder / ARTICLE_KEYWORDS, tokenizer)
        self.words = read_words(self._folder / KEYWORDS)
        self.rows: list[int] = []
        """Row in PostgreSQL of the article of each place; given by who writes."""
        self.terms: list[int] = []
        """Number in PostgreSQL of each word; given by who writes."""

    def close(self) -> None:
        self._tables.close()

    def __len__(self) -> int:
        return len(self._store.articles)

    @property
    def averages(self) -> tuple[float, float]:
        """Mean number of keywords of a passage, and of an article."""
        counts = self.manifest.counts
        return counts["keywords"] / counts["passages"], counts["keywords"] / counts["articles"]

    def facts(self) -> dict[str, Any]:
        """Give what every reader would have to count."""
        newest = self._store.articles.newest_day
        return {
            "languages": dict(self._store.articles.languages),
            "newest_day": newest.isoformat() if newest else None,
        }

    def digests(self) -> Iterator[tuple[str, bytes]]:
        """Give the id of each article, and a hash of all that is written down of it."""
        for place in range(len(self)):
            stored = self._tables.stored_article(place)
            told = json.dumps((stored.columns, stored.passages), ensure_ascii=False)
            digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()
            yield stored.columns[0], digest

    def articles(self, places: Sequence[int], digests: Sequence[bytes]) -> Iterator[Row]:
        """Give the rows of articles; `digests` are of all places."""
        listed = self._store.articles
        families = listed.families
        for place in places:
            stored = self._tables.stored_article(place)
            day, family = _day(listed.days[0, place]), self.rows[int(families[place])]
            count = len(stored.passages)
            yield self.rows[place], digests[place], *stored.columns, day, count, family

    def passages(self, places: Sequence[int]) -> Iterator[Row]:
        """Give the rows of the passages of articles."""
        for place in places:
            stored = self._tables.stored_article(place)
            if len(stored.passages) > PLACES:
                raise StoreError(f"{stored.columns[0]} has more than {PLACES:,} passages")
            first = first_passage(self.rows[place])
            for number, columns in enumerate(stored.passages, first):
                yield number, self.rows[place], *columns

    def vectors(self, places: Sequence[int]) -> Iterator[Row]:
        """Give the rows of the passages' vectors."""
        for place, filtered in self._filtered(places):
            rows = self._store.passages_of(place)
            found = self._store.vectors.rows(np.array(rows, np.int64))
            first = first_passage(self.rows[place])
            for number, (row, numbers) in enumerate(zip(rows, found, strict=True), first):
                yield number, self.rows[place], *filtered, self._is_analysis(row), dense(numbers)

    def keywords(self, places: Sequence[int]) -> Iterator[Row]:
        """Give the rows of the passages' keywords."""
        wanted = [row for place in places for row in self._store.passages_of(place)]
        weighed = self._keywords.weighed(np.array(wanted, np.int64))
        for place, filtered in self._filtered(places):
            stemmer = self._stemmer(place)
            rows = self._store.passages_of(place)
            for number, row in enumerate(rows, first_passage(self.rows[place])):
                words, weights = next(weighed)
                terms = [self.terms[word] for word in words]
                told = sparse(dict(zip(terms, weights, strict=True)))
                kept = (*filtered, self._is_analysis(row), stemmer, sorted(terms), told)
                yield number, self.rows[place], *kept

    def article_keywords(self, places: Sequence[int]) -> Iterator[Row]:
        """Give the rows of the articles' keywords."""
        weighed = self._article_keywords.weighed(np.array(places, np.int64))
        for place, (words, weights) in zip(places, weighed, strict=True):
            heaviest = sorted(zip(weights, words, strict=True), reverse=True)[:_MOST_TERMS]
            told = sparse({self.terms[word]: weight for weight, word in heaviest})
            yield self.rows[place], self._stemmer(place), told

    def frequencies(self) -> Iterator[Row]:
        """Give of each word its number, itself, how many passages and how many articles hold it."""
        passages, articles = self._keywords.frequencies, self._article_keywords.frequencies
        return zip(self.terms, self.words, passages.tolist(), articles.tolist(), strict=True)

    def families(self) -> Iterator[Row]:
        """Give of each article its row, and that of the first one of its family."""
        firsts = self._store.articles.families.tolist()
        return zip(self.rows, (self.rows[first] for first in firsts), strict=True)

    def pairs(self) -> Iterator[Row]:
        """Give the rows of the pairs that families rest on."""
        for one, other, *rest in read_stored_pairs(self._folder / FAMILIES):
            yield self.rows[one], self.rows[other], *rest

    def receipts(self) -> list[Row]:
        """Give the rows of the receipts."""
        return read_stored_receipts(self._folder / RECEIPTS)

    def _filtered(self, places: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """Give of each article what filters ask of it: outlet, its day there, its day here."""
        listed = self._store.articles
        for place in places:
            there, here = map(_day, listed.days[:, place].tolist())
            yield place, (listed.name_of("outlet", place), there, here)

    def _is_analysis(self, row: int) -> bool:
        return bool(self._store.articles.is_analysis[row])

    def _stemmer(self, place: int) -> str:
        return stemmer_of(self._store.articles.name_of("language", place))


def _day(ordinal: int) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
