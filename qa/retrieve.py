"""Rows that a search finds become hits: copies collapsed, no article crowding out the others."""

from collections import Counter
from dataclasses import dataclass, replace

from index import Library, ListedArticle, Passage
from qa.filters import Filters
from qa.search import NOTHING, Beside, Scored, SearchBeside

__all__ = ["Hit", "Retrieved", "Retriever"]

_CANDIDATES = 100


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


def _words_of(passage: Passage) -> str:
    """Give what a passage's sentences say; the headline above them may differ from copy to copy."""
    texts = (passage.cut(*span) for span in passage.sentences)
    return " ".join(" ".join(texts).casefold().split())


class Retriever:
    """Question and filters -> hits.

    Args:
        library: where rows become passages.
        search: the one that finds.
        per_article: how many passages of one article may be among the hits.
    """

    def __init__(self, library: Library, search: SearchBeside, per_article: int) -> None:
        self._library, self._search, self._per_article = library, search, per_article

    def __call__(
        self, question: str, k: int, filters: Filters, beside: Beside = NOTHING
    ) -> Retrieved:
        # Far more than k, since copies and crowding articles drop out.
        found = self._search(question, max(k * 4, _CANDIDATES), filters, beside)
        return Retrieved(self._collect(found, k), self._library.store.count_undated(filters))

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
        return self._join_families([ranked[rank] for rank in sorted([*fitting, *crowded][:k])])

    def _join_families(self, hits: list[Hit]) -> tuple[Hit, ...]:
        families = self._library.relatives([hit.article for hit in hits])
        return tuple(
            replace(hit, family=family) for hit, family in zip(hits, families, strict=True)
        )
