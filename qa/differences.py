"""What sources tell differently becomes pairs of sentences, each with the figure that differs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.asked import Asked, read_asked
from qa.citations import Citation
from qa.compose import in_reading_order
from qa.disagree import Candidate, Compare, Compared, Told
from qa.figures import Figure
from qa.question import Question
from qa.read import Reading, ReadSentence
from qa.wording import Form

__all__ = [
    "CitedFigure",
    "Difference",
    "Differing",
    "FindDifferences",
    "cite_differences",
    "show_both",
]

_NO_FIGURES = frozenset({"name", "place"})
_LIKELY = 0.7
"""How likely one of two sentences must be to hold the answer."""
_LEAST, _LEAST_NAMED = 0.58, 0.47
"""And the other; less where both figures count what the question names: "219 people"."""
_ALIKE = 0.25
"""Cosine from which on two sentences may be about the same; sources word one thing very apart."""
_MOST = 2


@dataclass(frozen=True, slots=True)
class Differing:
    """Two sentences of different source families that answer with different figures."""

    one: ReadSentence
    other: ReadSentence
    compared: Compared


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """A figure in a cited sentence: `article.text[start:end] == text`."""

    number: int
    """Of the citation whose sentence it stands in."""
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures of independent sources that cannot both be right, or not at the same time."""

    kind: str
    """"money", "count", "share", "measure", "age", "date", "clock" or "score"."""
    one: CitedFigure
    other: CitedFigure
    newer: int
    """Number of the citation that was published later; 0 where that is not known."""


Find = Callable[[Question, Reading, Sequence[ReadSentence]], list[Differing]]
"""(question, reading, sentences shown) -> what differs."""


class FindDifferences:
    """Compares the sentences of an answer with those of other sources.

    Args:
        compare: compares the figures of two sentences.
    """

    def __init__(self, compare: Compare) -> None:
        self._compare = compare

    def __call__(
        self, question: Question, reading: Reading, shown: Sequence[ReadSentence]
    ) -> list[Differing]:
        """Give at most two differences between sources, the likeliest sentences first."""
        if question.kind in _NO_FIGURES or question.form is not Form.FACT:
            return []
        asked = read_asked(question)
        if not asked.kinds:
            return []
        found: list[Differing] = []
        told = self._read(asked, _candidates(reading, shown))
        for place, (one, first) in enumerate(told):
            for other, second in told[place + 1 :]:
                if not _are_comparable(one, other):
                    continue
                compared = self._compare.judge(asked, first, second)
                if compared and not compared.agrees and self._are_sure(asked, one, other, compared):
                    found.append(Differing(one, other, compared))
        return list(_without_repeats(found))[:_MOST]

    def _are_sure(
        self, asked: Asked, one: ReadSentence, other: ReadSentence, compared: Compared
    ) -> bool:
        """Tell whether both sentences answer the question, and no other one."""
        nouns = (compared.one.noun, compared.other.noun)
        is_named = all(asked.stems.intersection(self._compare.tokenize(noun)) for noun in nouns)
        return min(one.score, other.score) >= (_LEAST_NAMED if is_named else _LEAST)

    def _read(
        self, asked: Asked, sentences: Sequence[ReadSentence]
    ) -> list[tuple[ReadSentence, list[Candidate]]]:
        """Give the figures that may answer of each sentence that has some."""
        read = ((item, self._compare.find(asked, _tell(item))) for item in sentences)
        return [(item, figures) for item, figures in read if figures]


def _are_comparable(one: ReadSentence, other: ReadSentence) -> bool:
    """Tell sentences of two sources, one of them a likely answer, on about the same matter."""
    return (
        one.hit.article.family != other.hit.article.family
        and max(one.score, other.score) >= _LIKELY
        and float(one.vector @ other.vector) >= _ALIKE
    )


def _candidates(reading: Reading, shown: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Give the sentences shown for what they hold, and others nearly as likely, likeliest first."""
    held = [item for item in shown if item.features]
    if not held:
        return []
    places = set(map(_place, held))
    others = [
        item
        for item in reading.sentences
        if item.score >= _LEAST_NAMED and _place(item) not in places
    ]
    return sorted([*held, *others], key=lambda item: -item.score)


def _tell(item: ReadSentence) -> Told:
    published = item.hit.article.published
    short = (item.short[0] - item.start, item.short[1] - item.start) if item.short else None
    return Told(item.text, published.day if published else None, short)


def _without_repeats(found: Sequence[Differing]) -> Iterator[Differing]:
    """Leave out what differs as something before it does: each sentence in one pair only."""
    used: list[Figure] = []
    for item in found:
        figures = [item.compared.one, item.compared.other]
        if not all(any(figure.agrees(other) for other in used) for figure in figures):
            used += figures
            yield item


def show_both(
    shown: Sequence[ReadSentence], differing: Sequence[Differing], most: int
) -> list[ReadSentence]:
    """Give the sentences to show with those that differ among them, in reading order.

    For room, what is there only for context goes first, then the least likely.
    """
    needed = {_place(item): item for pair in differing for item in (pair.one, pair.other)}
    added = [item for place, item in needed.items() if place not in set(map(_place, shown))]
    kept = list(shown)
    while added and len(kept) + len(added) > most:
        spare = [item for item in kept if _place(item) not in needed]
        if not spare:
            break
        kept.remove(min(spare, key=lambda item: item.score))
    return in_reading_order([*kept, *added])


def _place(item: ReadSentence) -> tuple[str, int]:
    return item.hit.article.id, item.start


def cite_differences(
    found: Sequence[Differing], citations: Sequence[Citation]
) -> tuple[Difference, ...]:
    """Give the differences by the numbers of the citations that hold their sentences."""
    numbers = {(item.source.article_id, item.start): item for item in citations}
    differences = []
    for item in found:
        one, other = (numbers.get((s.hit.article.id, s.start)) for s in (item.one, item.other))
        if one and other:
            differences.append(
                Difference(
                    kind=str(item.compared.one.kind),
                    one=_cite(one, item.compared.one),
                    other=_cite(other, item.compared.other),
                    newer=_newer(one, other),
                )
            )
    return tuple(differences)


def _cite(citation: Citation, figure: Figure) -> CitedFigure:
    text = citation.text[figure.start : figure.end]
    start = citation.start + figure.start
    return CitedFigure(citation.number, start, start + len(text), text)


def _newer(one: Citation, other: Citation) -> int:
    first, second = one.source.published, other.source.published
    if first is None or second is None or first == second:
        return 0
    return one.number if first > second else other.number
