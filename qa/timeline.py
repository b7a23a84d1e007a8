"""What articles say of a matter, in the order of the days that they speak of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from index import Library, ListedArticle, SectionKind
from qa.citations import Citation, cite_sentences
from qa.days import Days, read_days
from qa.gist import opening_passage
from qa.mentions import Mention, to_sentences

__all__ = ["Dated", "Timeline", "make_timeline", "open_article", "tell_articles"]

Span = tuple[int, int]

_LONGEST = 366
"""Days of a time that still has a place among others; "the 1990s" has none."""
_FEWEST_WORDS = 6
"""Of a sentence that states something; a kicker or an exclamation has fewer."""

_AHEAD = re.compile(
    r"\b(?:will|shall|would|could|may|might|until|till|before|by|next|plan\w*|expect\w*"
    r"|(?:is|are) (?:due|set|to|scheduled))\b",
    re.IGNORECASE,
)
"""What a sentence has that may speak of what is to come."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence with the days that it speaks of."""

    first: date
    last: date
    words: str
    """That name the days: "on Wednesday" says the day before the article appeared. Empty where the
    sentence names none and the days are those of its article."""
    citation: Citation

    @property
    def is_named(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Sentences on a matter by day, the earliest first."""

    entries: tuple[Dated, ...]
    found: int
    """Sentences that have a day; more than the entries where only the foremost are shown."""
    undated: int
    """Sentences that have none: they name no day, and neither does their article."""


@dataclass(frozen=True, slots=True)
class _Placed:
    mention: Mention
    first: date
    last: date
    words: str

    @property
    def foremost(self) -> tuple[bool, int, int]:
        """Order in which sentences are kept: those that name a day, then those higher up."""
        return (not self.words, self.mention.span[0], self.mention.article.row)


def make_timeline(library: Library, mentions: Iterable[Mention], most: int) -> Timeline:
    """Give the timeline of some sentences; what copies and rewrites say again is left out.

    Args:
        library: that they stand in.
        mentions: sentences and headlines.
        most: entries, at most: sentences that name a day go first, then those higher up.
    """
    kept = list(_without_copies(library, mentions))
    placed = [found for mention in kept if (found := _place(mention))]
    chosen = sorted(placed, key=lambda item: item.foremost)[:most]
    chosen.sort(key=lambda item: (item.first, item.last, *item.foremost[1:]))
    sentences = to_sentences(library, (item.mention for item in chosen))
    citations = cite_sentences(sentences, cache(library.article))
    entries = (
        Dated(item.first, item.last, item.words, citation)
        for item, citation in zip(chosen, citations, strict=True)
    )
    return Timeline(tuple(entries), len(placed), len(kept) - len(placed))


def tell_articles(library: Library, articles: Iterable[ListedArticle]) -> Iterator[Mention]:
    """Give of each article what it opens with, and every sentence that names a day."""
    for article in articles:
        opening = open_article(library, article)
        if opening:
            yield opening
        for mention in _sentences_of(library, article):
            if (not opening or mention.span != opening.span) and _read_day(mention):
                yield mention


def open_article(library: Library, article: ListedArticle) -> Mention | None:
    """Give the first sentence of an article's highlights or of its text, a whole one if it can."""
    rows = library.store.passages_of(article.row)
    passages = [passage for _, passage in library.passages(rows)]
    if not passages:
        return None
    passage, row = opening_passage(passages, rows)
    inside = library.article(article.id)
    for span in passage.sentences:
        is_caption = inside.section_of(*span).kind is SectionKind.CAPTION
        is_headline = passage.cut(*span) == article.title
        if _is_whole(passage.cut(*span)) and not is_caption and not is_headline:
            return Mention(row, article, passage, span)
    return Mention(row, article, passage, passage.sentences[0]) if passage.sentences else None


def _sentences_of(library: Library, article: ListedArticle) -> Iterator[Mention]:
    rows = library.store.passages_of(article.row)
    for row, (_, passage) in zip(rows, library.passages(rows), strict=True):
        for span in passage.sentences:
            if _is_whole(passage.cut(*span)):
                yield Mention(row, article, passage, span)


def _is_whole(text: str) -> bool:
    if text.lstrip("\"“‘'(-–•* ")[:1].islower():
        return False  # the rest of a line that was cut
    return len(text.split()) >= _FEWEST_WORDS and text.rstrip("\"”’'»)")[-1:] in ".!?…"


def _without_copies(library: Library, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Give each sentence once: the words themselves, or what its source family says again."""
    said: set[tuple[str, ...]] = set()
    told: dict[int, list[Span]] = defaultdict(list)  # by article
    again = _Again(library)
    for mention in mentions:
        if not mention.is_headline and not _is_whole(mention.passage.cut(*mention.span)):
            continue
        words = tuple(library.tokenize(mention.passage.cut(*mention.span)))
        if words in said or again(mention, told):
            continue
        said.add(words)
        told[mention.article.row].append(mention.span)
        yield mention


class _Again:
    """Tells whether another article of its family has said a sentence, as the library knows it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._aligned = cache(self._find_aligned)

    def __call__(self, mention: Mention, told: dict[int, list[Span]]) -> bool:
        start, end = mention.span
        return any(
            own[0] < end and start < own[1] and (other in told[row])
            for row, own, other in self._aligned(mention.article.row)
            if row in told
        )

    def _find_aligned(self, row: int) -> list[tuple[int, Span, Span]]:
        """Give, of each sentence that a relative has too, its row, and where it is in both."""
        article = self._library.articles[row]
        if len(self._library.family(article)) == 1:
            return []
        found = []
        for pair in self._library.family_pairs(article.id):
            if pair.kind == "related":
                continue
            other = pair.other if pair.one == row else pair.one
            for one, two, _ in pair.aligned:
                found.append((other, one, two) if pair.one == row else (other, two, one))
        return found


def _place(mention: Mention) -> _Placed | None:
    """Give a sentence its days: those it names, or that of its article."""
    if found := _read_day(mention):
        return _Placed(mention, *found)
    published = mention.article.published
    return _Placed(mention, published.day, published.day, "") if published else None


def _read_day(mention: Mention) -> tuple[date, date, str] | None:
    """Give the first and last day that a sentence speaks of, and the words that say so."""
    published = mention.article.published.day if mention.article.published else None
    text = mention.passage.cut(*mention.span)
    named = [item for item in read_days(text, published) if _can_place(item, published)]
    if not named:
        return None
    best = min(named, key=lambda item: (not item.is_day, item.start))
    spans = best.spans
    if published and not _AHEAD.search(text):  # what happened is past
        spans = tuple(span for span in spans if span[0] <= published) or spans
    first, last = _nearest(spans, published)
    return first, last, text[best.start : best.end].rstrip(".")


def _can_place(item: Days, published: date | None) -> bool:
    # Of an undated article, "4 February" may be that of any year.
    is_clear = published is not None or len(item.spans) == 1
    return is_clear and (item.spans[0][1] - item.spans[0][0]).days < _LONGEST


def _nearest(spans: Sequence[tuple[date, date]], published: date | None) -> tuple[date, date]:
    """Give what is nearest to the day of publication, of two as near the one before it."""
    if published is None:
        return spans[0]
    return min(spans, key=lambda span: (abs((span[0] - published).days), span))
