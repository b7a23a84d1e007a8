"""Sentences of different sources become agreements and differences of the figures in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.asked import Asked, read_asked
from qa.circumstances import Circumstances, describe_figure, name_namesakes
from qa.figures import Figure, Kind, read_figures
from qa.question import Question, Tokenize
from qa.sides import are_opposed, read_sides, read_states
from qa.times import Span

__all__ = ["Candidate", "Compare", "Compared", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, as one source tells it."""

    text: str
    published: date | None
    short: tuple[int, int] | None = None
    """Where in it a model sees the answer."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two figures of two sentences that answer one question."""

    one: Figure
    other: Figure
    agrees: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may answer, with what is said around it."""

    told: Told
    figure: Figure
    around: Circumstances
    words: frozenset[str]
    """Stems of the whole sentence."""
    fit: float


_SEEN = 4.0
"""What it adds to a figure's fit that a model sees the answer in it."""
_OTHERS = 3.0
"""What each name in the question takes away that stands with another figure of the sentence."""
_BEHIND = 3.0
"""How much less than the best figure of its sentence another may fit."""
_LEAST = 1.0
"""How well a figure must fit the question."""
_YEAR, _SOME = 365, 0.6
"""Days, or the share of the distance from today, within which two days may be of one event."""
_OVER = 200
"""Days after which a time is over for an article that names none."""
_MONTH = 28
"""Days."""
_APART = 400
"""Days between two articles from which on each speaks of its own time."""
_FARTHEST = 4.0
"""How many times as much the one may be for both to be figures of the same thing."""
_HALVES = frozenset({("sex", 1), ("young", 0), ("young", 1)})
"""Women, sons and daughters: never all; miners may be called men."""
_ANY_PERSON = frozenset({"peopl", "person", "other", "individu", "victim"})
_LEVELS = frozenset({Kind.MONEY, Kind.MEASURE})
_TIMES = frozenset({Kind.DATE, Kind.CLOCK})


class Compare:
    """Compares the figures with which two sentences answer a question.

    Args:
        tokenize: text -> the tokens it is indexed under.
    """

    def __init__(self, tokenize: Tokenize) -> None:
        self.tokenize = tokenize

    def __call__(self, question: Question, one: Told, other: Told) -> Compared | None:
        """Compare two sentences; None where nothing is comparable for certain.

        Only figures of equal unit count, about the same subject, time and place.
        """
        asked = read_asked(question)
        return self.judge(asked, self.find(asked, one), self.find(asked, other))

    def judge(
        self, asked: Asked, first: Sequence[Candidate], second: Sequence[Candidate]
    ) -> Compared | None:
        """Compare the figures of two sentences that may answer."""
        pairs = [
            (a, b)
            for a in _likely(first)
            for b in _likely(second)
            if _same_unit(a.figure, b.figure) and (asked.kinds or _are_meant(a, b, first, second))
        ]
        if not pairs:
            return None
        a, b = max(pairs, key=lambda pair: pair[0].fit + pair[1].fit)
        if self._conflict(asked, a, b):
            return None
        agrees = a.figure.agrees(b.figure) and not _opposed(a, b)
        if not agrees and (_is_said(b, first) or _is_said(a, second)):
            return None
        return Compared(a.figure, b.figure, agrees)

    def find(self, asked: Asked, told: Told) -> list[Candidate]:
        """Give the figures of a sentence that may answer, what is said not to be so left out."""
        figures = read_figures(told.text, told.published)
        found = []
        words = frozenset(self.tokenize(told.text))
        for figure in filter(asked.wants, map(asked.take, figures)):
            around = describe_figure(told.text, figure, figures, told.published, self.tokenize)
            fit = self._fit(asked, told, figure, around)
            if fit >= _LEAST and not (around.is_contrast or around.is_report):
                found.append(Candidate(told, figure, around, words, fit))
        named = [len(item.around.stems & asked.names) for item in found]
        most = max(named, default=0)
        # What stands with fewer of the names is of somebody else than who is asked about.
        return [
            replace(item, fit=item.fit - _OTHERS * (most - count))
            for item, count in zip(found, named, strict=True)
        ]

    def _fit(self, asked: Asked, told: Told, figure: Figure, around: Circumstances) -> float:
        """Tell how well a figure answers: where a model looked, what it counts, what is near."""
        fit = 1.0
        if told.short and told.short[0] < figure.end and figure.start < told.short[1]:
            fit += _SEEN
        if asked.stems.intersection(self.tokenize(figure.noun)):
            fit += 2.0
        fit += 2.0 * len(around.stems & asked.stems) / max(len(asked.stems), 1)
        wanted = read_states(asked.stems)
        if wanted and around.states and not wanted & around.states:
            fit -= 9.0
        elif wanted & around.states:
            fit += 2.0
        return fit - 3.0 if around.is_after and figure.kind is Kind.COUNT else fit

    def _conflict(self, asked: Asked, a: Candidate, b: Candidate) -> bool:
        """Tell whether two figures are of something else: another thing, time, place or manner."""
        one, other = a.around, b.around
        return (
            one.manner != other.manner
            or are_opposed(one.sides, other.sides)
            or _are_apart(one.states, other.states)
            or _other_place(asked, a, b)
            or (one.is_change != other.is_change and a.figure.kind in _LEVELS)
            or _other_window(one.windows, other.windows)
            or name_namesakes(one.names, other.names, asked.words)
            or _other_time(a, b)
            or _far_days(a, b)
            or self._other_thing(asked, a.figure, b.figure)
        )

    def _other_thing(self, asked: Asked, one: Figure, other: Figure) -> bool:
        """Tell whether two figures count different things, or are too far apart for one."""
        first, second = set(self.tokenize(one.noun)), set(self.tokenize(other.noun))
        if _too_far(one, other) or _other_share(one, other, (first | second) & _ANY_PERSON):
            return True
        # Asked "how many", each sentence may have its own word for what is counted.
        is_named = one.kind is not Kind.COUNT or asked.is_count
        is_same = not first or not second or first & second or (first | second) & _ANY_PERSON
        return not (is_named or is_same)


def _too_far(one: Figure, other: Figure, most: float = _FARTHEST) -> bool:
    """Tell figures that differ so much that they must be of different things."""
    if one.kind in _TIMES or one.unit in {"celsius", "score"}:
        return False
    low, high = sorted([one.spans[0], other.spans[0]])
    return high[0] > most * low[1]


def _other_share(one: Figure, other: Figure, is_anybody: Collection[str]) -> bool:
    """Tell whether two figures count different people: sons and daughters, passengers and all."""
    sides, others = (read_sides(figure.noun) for figure in (one, other))
    is_half = bool((sides ^ others) & _HALVES)
    return is_half or are_opposed(sides, others) or bool(is_anybody and sides != others)


def _likely(candidates: Sequence[Candidate]) -> list[Candidate]:
    best = max((item.fit for item in candidates), default=0.0)
    return [item for item in candidates if item.fit >= best - _BEHIND]


def _are_meant(
    a: Candidate, b: Candidate, first: Sequence[Candidate], second: Sequence[Candidate]
) -> bool:
    """Tell whether a model saw the answer in one figure, and the other is the only one like it."""
    seen = [item.fit > _SEEN for item in (a, b)]
    alone = [
        sum(_same_unit(item.figure, other.figure) for other in some) == 1
        for item, some in ((a, first), (b, second))
    ]
    return any(seen) and all(
        is_seen or is_alone for is_seen, is_alone in zip(seen, alone, strict=True)
    )


def _same_unit(one: Figure, other: Figure) -> bool:
    if one.kind != other.kind or one.unit != other.unit:
        return False
    # "$17 an hour" and "a minimum of $18" are one; $3 a day and $80 in all are not.
    is_one_sided = not one.per or not other.per
    return one.per == other.per or (is_one_sided and not _too_far(one, other, 2.0))


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def _other_place(asked: Asked, a: Candidate, b: Candidate) -> bool:
    """Tell whether two figures are of different places.

    Where both name the place that is asked about, others in it are details.
    """
    one, other = a.around, b.around
    if one.reach or other.reach:
        return (
            one.reach != other.reach
            and bool(one.reach or one.places)
            and bool(other.reach or other.places)
        )
    shared = asked.names & a.words & b.words
    return _are_apart(one.places, other.places) and not shared & (one.places | other.places)


def _other_time(a: Candidate, b: Candidate) -> bool:
    """Tell whether two figures are of different times, or of that of each article's own."""
    one, other = a.around.times, b.around.times
    if one and other:
        return not any(_same_time(x, y) for x in one for y in other)
    first, second = a.told.published, b.told.published
    if _is_past(one, second) or _is_past(other, first):
        return True
    if first and second and a.figure.kind not in _TIMES:
        return abs((first - second).days) > _APART
    return False


def _far_days(a: Candidate, b: Candidate) -> bool:
    """Tell days so far from each other that they are of two events, for how long ago they are."""
    if a.figure.kind is not Kind.DATE or not (a.told.published and b.told.published):
        return False
    today = a.told.published.toordinal()
    gap = min(_gap(x, y) for x in a.figure.spans for y in b.figure.spans)
    away = max(abs(x[0] - today) for x in (a.figure.spans[0], b.figure.spans[0]))
    return gap > max(_YEAR, _SOME * away)


def _gap(one: Span, other: Span) -> float:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _other_window(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return bool(one) and bool(other) and not _overlap(one, other)


def _is_past(times: Sequence[Span], today: date | None) -> bool:
    """Tell times that were over long before an article which names none."""
    return (
        bool(times) and today is not None and max(t[1] for t in times) < today.toordinal() - _OVER
    )


def _same_time(one: Span, other: Span) -> bool:
    """Tell whether two times may be one; of two months or more, one is no part of the other."""
    if not _overlap([one], [other]):
        return False
    lengths = sorted(last - first + 1 for first, last in (one, other))
    return lengths[0] < _MONTH or lengths[1] <= 3.5 * lengths[0]


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(x[0] <= y[1] and y[0] <= x[1] for x in one for y in other)


def _opposed(a: Candidate, b: Candidate) -> bool:
    """Tell a rise from a fall of the same size."""
    return {a.around.direction, b.around.direction} == {"up", "down"}


def _is_said(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Tell whether one of the other sentence's figures says the same."""
    return any(
        _same_unit(candidate.figure, item.figure) and candidate.figure.agrees(item.figure)
        for item in others
    )
