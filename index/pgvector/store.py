"""A generation of the library in PostgreSQL behind `Store`."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.articles import Article
from index.disk import Manifest
from index.errors import IndexMissingError
from index.family_tables import FamilyPair, to_pair
from index.passages import Passage
from index.pgvector.connect import Reader
from index.pgvector.driver import dense
from index.pgvector.layout import AT, Layout
from index.pgvector.listing import StoredListing
from index.pgvector.queries import Vocabulary, make_conditions
from index.pgvector.rows import articles_of, first_passage
from index.pgvector_settings import PgvectorSettings
from index.receipts import Receipt, to_receipt
from index.store import Filters, Number, Ranked
from index.tables import to_article, to_passage

__all__ = ["PgvectorStore"]

_LEAST, _TIMES = 40, 1.25
"""Passages that HNSW proposes for their cosines to be taken: so many, and a quarter more than are
asked for."""

_PASSAGE = (
    "SELECT passage, id, start_at, end_at, heading, kind, page, sentences, cut_sentences, text"
    " FROM {tables}.passages{at} WHERE passage = ANY(%(rows)s) AND article = ANY(%(articles)s)"
)
_COSINE, _BM25 = "-(vector <#> %(vector)s)", "-(weights <#> %(asked)s)"
_AMONG = "passage = ANY(%(rows)s)"
_ARTICLE = (
    "SELECT id, sha256, text, original, record, aliases FROM {tables}.articles"
    " WHERE article = %(row)s"
)


class PgvectorStore:
    """The generation in use when it was opened; safe to share between threads.

    Args:
        settings: of the servers.

    Raises:
        StoreError: no server answers.
        IndexMissingError: it has no library.
    """

    def __init__(self, settings: PgvectorSettings) -> None:
        self._schema, self._is_exact = settings.schema, settings.index_method == "exact"
        self._reader = Reader(settings)
        found = self._find_current()
        self.tables = found[0]
        self.manifest = Manifest(**json.loads(found[1]))
        facts = json.loads(found[2])
        self._layout = Layout(self.tables, len(facts.get("shards", ())))
        self._reader.check_first(self._layout.check)
        count = self.manifest.counts["articles"]
        self.articles = StoredListing(self._reader, self.tables, facts, count)
        counts, languages = self.manifest.counts, self.articles.languages
        self._vocabulary = Vocabulary(self._reader, self.tables, counts, languages)

    def _find_current(self) -> tuple[str, str, str]:
        name = f"{self._schema}.current"
        known = self._reader.rows("SELECT to_regclass(%(name)s)", {"name": name}) != [(None,)]
        found = self._reader.rows(f"SELECT tables, manifest, facts FROM {name}") if known else []
        for tables, manifest, facts in found:
            return tables, manifest, facts
        raise IndexMissingError(
            f"there is no library in PostgreSQL's schema {self._schema} yet; run `make rebuild` "
            "(or `rebuild-index`)"
        )

    @property
    def search_in_words(self) -> str:
        """How passages are searched by meaning."""
        return "exact, in PostgreSQL" if self._is_exact else "HNSW, in PostgreSQL"

    def reading(self) -> AbstractContextManager[None]:
        """Let this thread see one state of the library until the context ends."""
        return self._reader.reading()

    def is_current(self) -> bool:
        """Tell whether this is still the generation in use."""
        rows = self._reader.rows(f"SELECT generation FROM {self._schema}.current")
        return rows == [(self.manifest.generation,)]

    def count_articles(self, filters: Filters | None = None) -> int:
        """Give how many articles have passages that may answer."""
        where, values = self._where(filters)
        counted = f"SELECT count(DISTINCT article) FROM {self.tables}.vectors{AT} {where}"
        return sum(count for (count,) in self._reader.rows(self._layout.every(counted), values))

    def count_undated(self, filters: Filters) -> int:
        """Give how many articles the filters hide only for having no day."""
        if filters.after is None and filters.before is None:
            return 0
        where, values = self._where(filters, "day IS NULL", of_articles=True)
        counted = f"SELECT count(*) FROM {self.tables}.articles{AT} {where}"
        return sum(count for (count,) in self._reader.rows(self._layout.every(counted), values))

    def allows(self, filters: Filters, rows: Number) -> NDArray[np.bool_]:
        """Tell of passages whether they may answer."""
        where, values = self._where(filters, _AMONG)
        statement = self._layout.every(f"SELECT passage FROM {self.tables}.vectors{AT} {where}")
        found = self._reader.rows(statement, {**values, "rows": rows.tolist()})
        return np.isin(rows, [row for (row,) in found])

    def nearest(
        self, vector: NDArray[np.float32], k: int, filters: Filters | None = None
    ) -> Ranked:
        """Give the nearest passages."""
        where, values = self._where(filters)
        values |= {"vector": dense(vector), "count": max(k, 0)}
        if self._is_exact:
            statement = self._layout.best("passage", _COSINE, "vectors", where, "%(count)s")
            return _best(self._reader.rows(statement, values), k)
        values["count"] = max(int(k * _TIMES), _LEAST)
        kind = f"halfvec({len(vector)})"
        near = f"vector::{kind} <#> %(vector)s::vector::{kind}"
        statement = (
            f"SELECT passage, {_COSINE}, {near} AS near FROM {self.tables}.vectors{AT} {where}"
            " ORDER BY near LIMIT %(count)s"
        )
        return _best(self._reader.rows(self._layout.every(statement), values), k)

    def cosines(self, rows: Number, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the cosine of each passage's vector and another."""
        statement = self._layout.scores("passage", _COSINE, "vectors", f"WHERE {_AMONG}")
        return self._score(statement, rows, {"vector": dense(vector)})

    def article_vectors(self) -> tuple[Number, NDArray[np.float32]]:
        """Give articles that have passages, and the sum of the vectors of each one's."""
        summed = f"SELECT article, sum(vector) FROM {self.tables}.vectors{AT} GROUP BY article"
        found = sorted(self._reader.rows(self._layout.every(summed)), key=itemgetter(0))
        dimension = int(self.manifest.settings["dimension"])
        sums = np.empty((len(found), dimension), np.float32)
        for place, (_, total) in enumerate(found):
            sums[place] = total.to_numpy()
        return np.array([row for row, _ in found], np.int64), sums

    def best_by_keywords(self, question: str, k: int, filters: Filters | None = None) -> Ranked:
        """Give the best passages by BM25."""
        found: list[Any] = []
        for query in self._vocabulary.queries(question, False):
            holds = "terms && %(terms)s::int4[]"
            where, values = self._where(filters, holds, *query.conditions)
            values |= {**query.values, "count": max(k, 0)}
            statement = self._layout.best("passage", _BM25, "keywords", where, "%(count)s")
            found += self._reader.rows(statement, values)
        return _best(found, k)

    def keyword_scores(self, rows: Number, question: str) -> NDArray[np.float32]:
        """Give the BM25 score of each passage."""
        return self._score_words("keywords", "passage", rows, question)

    def article_scores(self, rows: Number, question: str) -> NDArray[np.float32]:
        """Give the BM25 score of each article."""
        return self._score_words("article_keywords", "article", rows, question)

    def holding(self, wordings: Sequence[Sequence[str]], filters: Filters | None = None) -> Number:
        """Give the passages that hold all keywords of any wording."""
        held = set[int]()
        for wording in wordings:
            terms = [term for term, _, _ in self._vocabulary.find(wording)]
            if not terms or None in terms:
                continue
            where, values = self._where(filters, "terms @> %(terms)s::int4[]")
            held_by = f"SELECT passage FROM {self.tables}.keywords{AT} {where}"
            rows = self._reader.rows(self._layout.every(held_by), {**values, "terms": terms})
            held.update(row for (row,) in rows)
        return np.array(sorted(held), np.int64)

    def frequency(self, keyword: str) -> int:
        """Give the number of passages that hold a keyword."""
        return self._vocabulary.find([keyword])[0][1]

    def article_frequency(self, keyword: str) -> int:
        """Give the number of articles that hold a keyword."""
        return self._vocabulary.find([keyword])[0][2]

    def owners(self, rows: Number) -> Number:
        """Give the row of each passage's article."""
        return articles_of(rows)

    def sources(self, most: int, filters: Filters | None = None) -> list[int]:
        """Give the first article of each source family."""
        where, values = self._where(filters)
        statement = self._layout.every(
            f"SELECT min(a.article) AS first, a.family FROM {self.tables}.articles{AT} a"
            f" WHERE a.article IN (SELECT article FROM {self.tables}.vectors{AT} {where})"
            " GROUP BY a.family ORDER BY first LIMIT %(most)s"
        )
        firsts = dict[int, int]()
        for first, family in sorted(self._reader.rows(statement, {**values, "most": most})):
            firsts.setdefault(family, first)  # that of another shard comes before
        return [*firsts.values()][:most]

    def passages_of(self, article: int, filters: Filters | None = None) -> list[int]:
        """Give the rows of an article's passages."""
        first, end = first_passage(article), first_passage(article + 1)
        bounds = ("passage >= %(first)s", "passage < %(end)s", "article = %(row)s")
        where, values = self._where(filters, *bounds)
        statement = f"SELECT passage FROM {self.tables}.vectors {where} ORDER BY passage"
        values |= {"first": first, "end": end, "row": int(article)}
        rows = self._reader.rows(statement, values)
        return [row for (row,) in rows]

    def article(self, row: int) -> Article:
        """Give one article whole.

        Raises:
            IndexError: it is not there.
        """
        statement = _ARTICLE.format(tables=self.tables)
        return to_article(self._reader.rows(statement, {"row": int(row)})[0])

    def passages(self, rows: Sequence[int]) -> list[tuple[int, Passage]]:
        """Give passages with their articles' rows."""
        owners = articles_of(np.array(rows, np.int64)).tolist()
        statement = self._layout.every(_PASSAGE.format(tables=self.tables, at=AT))
        told = self._reader.rows(statement, {"rows": [*map(int, rows)], "articles": [*{*owners}]})
        found = {row: columns for row, *columns in told}
        return [
            (article.row, to_passage([article.id, *found[row]]))
            for row, article in zip(rows, self.articles.of(owners), strict=True)
        ]

    def receipts(self) -> list[Receipt]:
        """Give what happened to each file."""
        rows = self._reader.rows(
            f"SELECT path, status, reason, record FROM {self.tables}.receipts"
            " ORDER BY status != 'skipped', path"
        )
        return [to_receipt(*row) for row in rows]

    def family_pairs(self, article: int) -> list[FamilyPair]:
        """Give the copies, rewrites and related articles of one article."""
        rows = self._reader.rows(
            f"SELECT * FROM {self.tables}.pairs WHERE one = %(row)s OR other = %(row)s"
            " ORDER BY kind, chance DESC, one, other",
            {"row": int(article)},
        )
        return [to_pair(*row) for row in rows]

    def related(self) -> list[tuple[int, int]]:
        """Give the rows of each two articles that report one event and are no one source."""
        return self._reader.rows(
            f"SELECT one, other FROM {self.tables}.pairs WHERE kind = 'related' ORDER BY one, other"
        )

    def _where(
        self, filters: Filters | None, *parts: str, of_articles: bool = False
    ) -> tuple[str, dict[str, Any]]:
        """Give the condition that filters and other parts are, and its values."""
        conditions, values = [*parts], dict[str, Any]()
        if filters:
            named = self.articles.rows_named(filters.articles) if filters.articles else ()
            found, values = make_conditions(filters, named, of_articles)
            conditions += found
        return f"WHERE {' AND '.join(conditions)}" if conditions else "", values

    def _score_words(
        self, table: str, name: str, rows: Number, question: str
    ) -> NDArray[np.float32]:
        scores = np.zeros(len(rows), np.float32)
        for query in self._vocabulary.queries(question, name == "article"):
            conditions = " AND ".join([f"{name} = ANY(%(rows)s)", *query.conditions])
            statement = self._layout.scores(name, _BM25, table, f"WHERE {conditions}")
            scores += self._score(statement, rows, query.values)
        return scores

    def _score(
        self, statement: str, rows: Number, values: Mapping[str, Any]
    ) -> NDArray[np.float32]:
        """Give the score that a statement gives each row, (n,); 0 where it gives none."""
        found = dict(self._reader.rows(statement, {**values, "rows": rows.tolist()}))
        return np.array([found.get(row, 0.0) for row in rows.tolist()], np.float32)


def _best(found: Sequence[Any], k: int) -> Ranked:
    """Give the k best of rows and their scores, whatever else stands behind these."""
    best = sorted(found, key=lambda row: (-row[1], row[0]))[: max(k, 0)]
    rows = np.array([row[0] for row in best], np.int64)
    return rows, np.array([row[1] for row in best], np.float32)
