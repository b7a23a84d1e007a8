"""Questions and filters as PostgreSQL is asked: sparse vectors of BM25 weights, and conditions."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.pgvector.connect import Reader
from index.pgvector.driver import sparse
from index.store import Filters
from index.tokenizer import Tokenizer, stemmers_of

__all__ = ["Query", "Vocabulary", "make_conditions"]

_WORDS = 100_000
"""Words whose frequency is remembered."""
_QUESTIONS = 8
"""Questions whose vectors are remembered."""
_NOWHERE = (None, 0, 0)

_Found = tuple[int | None, int, int]


@dataclass(frozen=True, slots=True)
class Query:
    """The keywords of a question in one language."""

    stemmer: str
    """Of the texts that it is for; "" where all are of one language."""
    terms: tuple[int, ...]
    weights: Any
    """Sparse: how rare each term is, as often as the question has it."""

    @property
    def conditions(self) -> tuple[str, ...]:
        return ("stemmer = %(stemmer)s",) if self.stemmer else ()

    @property
    def values(self) -> dict[str, Any]:
        return {"terms": [*self.terms], "asked": self.weights, "stemmer": self.stemmer}


class Vocabulary:
    """The words of a library: their terms, how many texts hold them; questions as queries.

    Args:
        reader: of the servers.
        tables: schema of the generation's tables.
        counts: of the generation's manifest.
        languages: ISO code -> number of articles.
    """

    def __init__(
        self, reader: Reader, tables: str, counts: Mapping[str, int], languages: Mapping[str, int]
    ) -> None:
        self._reader, self._counts = reader, counts
        self._statement = (
            f"SELECT word, term, passages, articles FROM {tables}.terms WHERE word = ANY(%(words)s)"
        )
        self._tokenizers = {name: Tokenizer(name) for name in stemmers_of(languages)}
        self._found = dict[str, _Found]()
        self.queries = lru_cache(maxsize=_QUESTIONS)(self._queries)
        """(question, of articles rather than passages) -> its queries, none without keywords."""

    def find(self, words: Sequence[str]) -> list[_Found]:
        """Give of each word its term or None, how many passages and how many articles hold it."""
        known = self._found
        if new := {*words} - known.keys():
            if len(known) + len(new) > _WORDS:
                known = self._found = {}
                new = {*words}
            rows = self._reader.rows(self._statement, {"words": sorted(new)})
            known |= dict.fromkeys(new, _NOWHERE) | {word: tuple(rest) for word, *rest in rows}
        return [known[word] for word in words]

    def _queries(self, question: str, of_articles: bool) -> tuple[Query, ...]:
        count = self._counts["articles" if of_articles else "passages"]
        found = []
        for stemmer, tokenize in self._tokenizers.items():
            asked: dict[int, float] = {}
            for term, passages, articles in self.find(tokenize(question)):
                if term is not None:
                    held = articles if of_articles else passages
                    idf = math.log(1 + (count - held + 0.5) / (held + 0.5))
                    asked[term] = asked.get(term, 0.0) + idf
            if asked:
                name = stemmer if len(self._tokenizers) > 1 else ""
                found.append(Query(name, tuple(sorted(asked)), sparse(asked)))
        return tuple(found)


def make_conditions(
    filters: Filters, named: Iterable[int], of_articles: bool
) -> tuple[list[str], dict[str, Any]]:
    """Give the conditions that filters are, and their values.

    Args:
        filters: which may answer.
        named: rows of the articles that the filters name.
        of_articles: for an article, by its outlet and name alone; else for a passage.
    """
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if filters.outlets:
        conditions.append("outlet = ANY(%(outlets)s)")
        values["outlets"] = [*filters.outlets]
    if filters.articles:
        conditions.append("article = ANY(%(named)s)")
        values["named"] = [*named]
    if of_articles:
        return conditions, values
    bounds = []
    for name, bound, sign in (("after", filters.after, ">="), ("before", filters.before, "<=")):
        if bound is not None:
            bounds.append(f"{{day}} {sign} %({name})s")
            values[name] = bound
    if bounds:
        within = " AND ".join(bounds)
        conditions.append(f"({within.format(day='day')} OR {within.format(day='here')})")
    if filters.without_analysis:
        conditions.append("NOT is_analysis")
    return conditions, values
