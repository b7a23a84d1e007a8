"""Which figures can answer a question: of which kind, in which unit, counting what."""

import re
from dataclasses import dataclass, replace

from qa.figures import Figure, Kind
from qa.question import Question
from qa.units import read_unit

__all__ = ["Asked", "read_asked"]

_NUMERIC = frozenset({Kind.MONEY, Kind.SHARE, Kind.COUNT, Kind.MEASURE, Kind.AGE, Kind.SCORE})
_TIMES = frozenset({Kind.DATE, Kind.CLOCK})
_ASKS = (
    (r"\bwhat (?:percentage|proportion|share)|\bhow (?:many|much) per ?cent\b", {Kind.SHARE}),
    (r"\bhow old\b|\bwhat age\b", {Kind.AGE, Kind.COUNT, Kind.MEASURE}),
    (r"\bhow (?:long|far|tall|fast|hot|cold)\b", {Kind.MEASURE, Kind.COUNT}),
    (r"\bhow many\b|\bwhat number\b|\btoll\b", {Kind.COUNT, Kind.MEASURE, Kind.SHARE, Kind.SCORE}),
    (
        r"\bwhat (?:was|is|were) the (?:final |end )?(?:score|result|vote)\b",
        {Kind.SCORE, Kind.COUNT, Kind.SHARE},
    ),
    (r"\bvote[ds]?\b", {Kind.SCORE, Kind.COUNT, Kind.SHARE}),
)
_PATTERNS = tuple((re.compile(words, re.IGNORECASE), frozenset(kinds)) for words, kinds in _ASKS)
_DATED = re.compile(
    r"\b(?:date|deadline|how (?:soon|early|late|long ago)|(?:what|which) \w*day)\b", re.IGNORECASE
)
_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks a figure of."""

    kinds: frozenset[Kind]
    """Empty where it asks for nothing that figures alone tell."""
    unit: str
    """Where the question names it: "how many hours"."""
    stems: frozenset[str]
    """Of all its words that carry meaning."""
    names: frozenset[str]
    """Stems of the names in it."""
    words: frozenset[str]
    """As they are typed."""
    is_age: bool
    is_count: bool
    """Asks "how many"."""

    def take(self, figure: Figure) -> Figure:
        """Give a bare number as an age where an age is asked for."""
        is_bare = figure.kind is Kind.COUNT and not figure.noun
        return replace(figure, kind=Kind.AGE, unit="age") if self.is_age and is_bare else figure

    def wants(self, figure: Figure) -> bool:
        """Tell whether a figure is of the kind asked for; times only where they are asked for."""
        if self.unit:
            return figure.unit == self.unit
        return figure.kind in (self.kinds or _NUMERIC)


def read_asked(question: Question) -> Asked:
    """Read off a question which figures may answer it."""
    stems = frozenset(token for term in question.terms for token in term.tokens)
    text, unit = question.text, ""
    kinds: frozenset[Kind] = frozenset()
    if re.search(r"\bwhat (?:time|hour)\b", text, re.IGNORECASE):
        kinds = frozenset({Kind.CLOCK})
    elif question.kind == "money":
        kinds = frozenset({Kind.MONEY, Kind.SHARE})
    elif question.kind == "date" or _DATED.search(text):
        kinds = _TIMES
    for pattern, some in _PATTERNS:
        if not kinds and pattern.search(text):
            kinds = some
    if not kinds and question.kind == "number":
        kinds = _NUMERIC
    if many := _MANY.search(text):
        found = read_unit(text, many.end())
        unit = found[0][0].replace("degree", "celsius") if found and kinds <= _NUMERIC else ""
    names = frozenset(token for term in question.names for token in term.tokens)
    return Asked(
        kinds=kinds,
        unit=unit,
        stems=stems,
        names=names,
        words=frozenset(term.text for term in question.terms),
        is_age=Kind.AGE in kinds < _NUMERIC,
        is_count=_MANY.search(text) is not None,
    )
