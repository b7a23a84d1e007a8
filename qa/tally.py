"""A question that counts or lists is answered over every article, with all that was counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index import Library
from qa.counting import Counted, Unit
from qa.filters import Filters
from qa.mentions import Mention, Mentions, Wanted, to_sentences
from qa.read import ReadSentence
from qa.speakers import find_quoted

__all__ = ["Tallies", "Tally", "say_count"]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted: exact, over every article that may answer."""

    count: int
    unit: str
    """"articles", "outlets", "mentions" or "dates"."""
    labels: tuple[str, ...]
    """The outlets or days themselves; empty for articles and mentions."""
    predicate: str
    """What counts as a mention, one sentence."""
    articles: int
    """That mention it."""
    sources: int
    """Independent ones among these: copies and rewrites of one article are one."""
    searched: int
    """Articles that were looked through."""

    @property
    def text(self) -> str:
        """The count in words: "5 articles, 4 of them independent sources"."""
        noun = self.unit.removesuffix("s") if self.count == 1 else self.unit
        if self.unit == Unit.ARTICLES and self.sources < self.articles:
            return f"{self.count:,} {noun}, {self.sources:,} of them independent sources"
        if self.unit == Unit.MENTIONS:
            return f"{self.count:,} {noun} in {say_count(self.articles, 'article')}"
        return f"{self.count:,} {noun}"

    @property
    def scope(self) -> str:
        """What was looked through: "Looked through 16 articles, each of them whole."."""
        return f"Looked through {say_count(self.searched, 'article')}, each of them whole."


class Tallies:
    """Counts or lists what a question asks for.

    Args:
        library: what is counted over.
        mentions: finds every mention.
    """

    def __init__(self, library: Library, mentions: Mentions) -> None:
        self._library, self._mentions = library, mentions

    def __call__(self, counted: Counted, filters: Filters) -> tuple[Tally, list[ReadSentence]]:
        """Give the count, and a sentence for each thing counted, in the order of the articles."""
        wanted = [self._mentions.understand(thing) for thing in counted.things]
        found = self._find(wanted, counted.needs_all, filters)
        shown: list[Mention]
        labels: list[str] | None
        if counted.unit is Unit.SPEAKERS:
            quoted = find_quoted(self._library, found)
            found = shown = [mention for _, mention in quoted]
            labels = sorted({speaker for speaker, _ in quoted})
        else:
            shown, labels = self._choose(counted.unit, found)
        mentioning = {mention.article.row: mention.article for mention in found}
        tally = Tally(
            count=len(labels) if labels is not None else len(shown),
            unit=counted.unit.value,
            labels=tuple(labels or ()),
            predicate=_say_predicate(counted, wanted),
            articles=len(mentioning),
            sources=len({article.family for article in mentioning.values()}),
            searched=self._library.store.count_articles(filters),
        )
        return tally, to_sentences(self._library, shown)

    def _find(self, wanted: Sequence[Wanted], needs_all: bool, filters: Filters) -> list[Mention]:
        """Give the mentions in articles that mention every thing, or any."""
        found = [self._mentions.find(item, filters) for item in wanted]
        rows = [{mention.article.row for mention in mentions} for mentions in found]
        kept = set.intersection(*rows) if needs_all else set.union(*rows)
        unique = {
            (mention.article.row, mention.span): mention
            for mentions in found
            for mention in mentions
            if mention.article.row in kept
        }
        return [unique[key] for key in sorted(unique)]

    @staticmethod
    def _choose(unit: Unit, found: Sequence[Mention]) -> tuple[list[Mention], list[str] | None]:
        """Give the mentions to show, and what is listed; None where they are counted themselves."""
        if unit is Unit.MENTIONS:
            return list(found), None
        sentences_first = sorted(found, key=lambda mention: mention.is_headline)
        first = {mention.article.row: mention for mention in reversed(sentences_first)}
        shown = sorted(first.values(), key=lambda mention: _day(mention) or date.max)
        if unit is Unit.OUTLETS:
            return shown, sorted({item.article.outlet for item in shown if item.article.outlet})
        if unit is Unit.DATES:
            return shown, sorted({day.isoformat() for item in shown if (day := _day(item))})
        return shown, None


def say_count(number: int, noun: str) -> str:
    """Give "1 article", "16 articles", "4,919 articles"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _day(mention: Mention) -> date | None:
    published = mention.article.published
    return published.day if published else None


_COUNTED = {
    Unit.ARTICLES: "every article in which",
    Unit.OUTLETS: "every outlet with an article in which",
    Unit.MENTIONS: "every place where",
    Unit.DATES: "every day on which an article appeared in which",
}


def _say_predicate(counted: Counted, wanted: Sequence[Wanted]) -> str:
    joined = " and one has " if counted.needs_all else " or "
    said = joined.join(map(_say_wanted, wanted))
    if counted.unit is Unit.SPEAKERS:
        return (
            "Counted is everyone named beside a quotation, in a passage in which a sentence has "
            f"{said}, or in an article whose headline does."
        )
    return f"Counted is {_COUNTED[counted.unit]} a sentence or the headline has {said}."


def _say_wanted(wanted: Wanted) -> str:
    if wanted.in_order:
        names = [wanted.text.strip("\"“”‘’'"), *wanted.others]
        said = " or ".join(f"“{name}”" for name in names)
        if wanted.family_name:
            said += " (an article that names only another of that name in full is not counted)"
        return said
    words = wanted.text.split()
    joined = " ".join(words)
    return f"“{joined}”" if len(words) == 1 else f"all words of “{joined}”, in any form"
