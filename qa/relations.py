"""Which articles of a library have to do with one another, and what tells so."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index import Library

__all__ = ["Group", "Relation", "Relations"]


@dataclass(frozen=True, slots=True)
class Relation:
    """What one article has to do with another, seen from the one."""

    article_id: str
    """Of the other."""
    kind: str
    """"copy": the same text. "rewrite": one was made of the other, and both are one source.
    "related": both report one event."""
    chance: float
    """That they are what `kind` says, 0 to 1."""
    share: float
    """Of the words of the one in sentences that both say; 0 where sentences were not compared."""
    share_other: float
    only_one: tuple[str, ...]
    """Names and numbers that the other lacks, where sentences were compared."""
    only_other: tuple[str, ...]
    said_by_both: tuple[tuple[str, str], ...]
    """Sentences of the one and of the other that say the same."""


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that belong together."""

    kind: str
    """"source": copies and rewrites, one source. "event": reports of one event."""
    articles: tuple[str, ...]
    """Their ids, in order of days; the undated last."""
    sources: int
    """How many independent sources they come from."""


class Relations:
    """What the articles of one library have to do with one another.

    Args:
        library: that was built with the evidence.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def of(self, article_id: str) -> tuple[Relation, ...]:
        """Give what an article has to do with others: by kind, the surest first.

        Raises:
            KeyError: the library has no such article.
        """
        library = self._library
        here = library.article(article_id).text
        relations = []
        for pair in library.family_pairs(article_id):
            one, other = (0, 1) if library.articles[pair.one].id == article_id else (1, 0)
            other_id = library.articles[(pair.one, pair.other)[other]].id
            there = library.article(other_id).text if pair.aligned else ""
            spans = ((both[:2][one], both[:2][other]) for both in pair.aligned)
            relations.append(
                Relation(
                    article_id=other_id,
                    kind=pair.kind,
                    chance=pair.chance,
                    share=pair.shares[one],
                    share_other=pair.shares[other],
                    only_one=pair.own[one],
                    only_other=pair.own[other],
                    said_by_both=tuple((here[slice(*a)], there[slice(*b)]) for a, b in spans),
                )
            )
        return tuple(relations)

    def groups(self) -> tuple[Group, ...]:
        """Give every group of two articles or more: sources, then events; the largest first.

        An event is an article with all that are related to it, so that no chain of neighbours
        joins what has nothing in common; each article is in one event at most.
        """
        library = self._library
        families: dict[int, list[int]] = defaultdict(list)
        for article in library.articles:
            families[article.family].append(article.row)
        near: dict[int, set[int]] = defaultdict(set)
        for one, other in library.related_articles():
            first, second = library.articles[one].family, library.articles[other].family
            if first != second:
                near[first].add(second)
                near[second].add(first)
        sources = [self._group("source", rows, 1) for rows in families.values() if len(rows) > 1]
        events = [
            self._group("event", [row for one in found for row in families[one]], len(found))
            for found in _gather(near)
        ]
        return tuple(_largest_first(sources) + _largest_first(events))

    def _group(self, kind: str, rows: Iterable[int], sources: int) -> Group:
        articles = [self._library.articles[row] for row in rows]
        articles.sort(key=lambda one: one.published.day if one.published else date.max)
        return Group(kind, tuple(article.id for article in articles), sources)


def _gather(near: dict[int, set[int]]) -> list[list[int]]:
    """Give each that has neighbours left with these, those with most neighbours first."""
    taken: set[int] = set()
    gathered = []
    for centre in sorted(near, key=lambda one: (-len(near[one]), one)):
        free = [] if centre in taken else sorted(near[centre] - taken)
        if free:
            gathered.append([centre, *free])
            taken.update((centre, *free))
    return gathered


def _largest_first(groups: list[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: -len(group.articles))
