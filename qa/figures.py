"""The figures of a sentence: amounts, counts, shares, measures and dates, each as a range."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from qa.hedges import read_hedge, read_hedge_after
from qa.numerals import widen
from qa.quantities import SMALL_WORDS, Quantity, read_quantities
from qa.times import Span, When, read_times

__all__ = ["Figure", "Kind", "read_figures"]


class Kind(StrEnum):
    """What a figure is a figure of."""

    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    MEASURE = "measure"
    AGE = "age"
    DATE = "date"
    CLOCK = "clock"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands in a sentence: `sentence[start:end]`, without what hedges it."""

    start: int
    end: int
    kind: Kind
    unit: str
    """Currency or what is measured; empty for a count. Only equal ones can be compared."""
    spans: tuple[Span, ...]
    """What it may mean, each from the least to the most, in the unit: dollars, days, kilograms."""
    noun: str = ""
    """What is counted: the words behind it up to the first plural, or up to a small word."""
    per: str = ""
    """What it is for each of: "hour", "person"."""
    hedge_start: int = -1
    """Where the words that hedge it begin; `start` where there are none."""

    def agrees(self, other: "Figure") -> bool:
        """Tell whether both may mean the same."""
        return any(
            low <= most and least <= high for low, high in self.spans for least, most in other.spans
        )


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SPELL = "hour|day|week|month|year|minute|second|night"
_LOT = (
    "tonne|ton|barrel|bushel|litre|liter|gallon|share|unit|ticket|kilo|kg|mile|acre|hectare|ounce"
)
_HEAD = "person|head|household|family|passenger|resident|pupil|student|child|capita|patient|worker"
_PER = re.compile(
    r"(?:[\s-](?!(?:and|or|in|for|with|to|after|at|by|from)\b)[\w'’-]+){0,3}?"
    rf"(?:[\s-](?:for )?(?:an?|each|every|per)[\s-](?P<per>{_SPELL}|{_LOT})"
    rf"|\s(?:for )?(?:each|every|per)\s(?P<head>{_HEAD}|[\d,]+ (?:people|inhabitants|residents))"
    rf"|/(?P<slash>{_SPELL}|{_LOT}))s?\b(?! (?:after|later|before|ago|earlier|or|old))",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?P<per>hourly|daily|weekly|monthly|yearly|annual(?:ly)?)(?: \w+)?"
    r"(?: (?:of|to|is|was|at|by|from))?(?: \w+)? ?$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*of (?:the |an? |its |their )?(?P<thing>(?:[^\W_]+[ -]?){1,3})")
_RANGE = re.compile(r"\s*(?:to|or|-|–|—)\s*", re.IGNORECASE)
_RESULT = re.compile(r"(?: votes?| points?| goals?)?(?: to |-|–| against )$", re.IGNORECASE)
_CHANGE = re.compile(r"\bfrom\s$", re.IGNORECASE)
_PLURAL = re.compile(
    r"[^\W\d_]+[^\Ws'’]s|people|men|women|children|staff|police|cattle|troops|dead|(?!.*['’])\w+men",
    re.IGNORECASE,
)
_HOTTEST = 60
"""Degrees above which a temperature without its scale is one in Fahrenheit."""
_MOST_WORDS = 4


def read_figures(text: str, published: date | None = None) -> list[Figure]:
    """Give the figures of a sentence in its order, none within another.

    Args:
        text: the sentence.
        published: the day its article appeared, which "yesterday" counts from.
    """
    times = read_times(text, published)
    quantities = [
        item
        for item in read_quantities(text)
        if not any(time.start < item.end and item.number.start < time.end for time in times)
    ]
    figures = [_read_time(time) for time in times]
    return sorted((*figures, *_pair_up(text, quantities)), key=lambda item: item.start)


def _read_time(time: When) -> Figure:
    kind = Kind.CLOCK if time.is_clock else Kind.DATE
    return Figure(time.start, time.end, kind, str(kind), time.spans, hedge_start=time.start)


def _pair_up(text: str, quantities: Sequence[Quantity]) -> Iterator[Figure]:
    """Give the figures; two numbers that are joined are a range or a result."""
    place = 0
    while place < len(quantities):
        joined = None
        if place + 1 < len(quantities):
            joined = _join(text, quantities[place], quantities[place + 1])
        yield joined or _read(text, quantities[place])
        place += 2 if joined else 1


def _join(text: str, one: Quantity, two: Quantity) -> Figure | None:
    """Give "between 9 and 10 knots" or "31 to 28"; None where two numbers are no pair."""
    between, before = text[one.end : two.start], text[: one.start]
    is_between = before.lower().endswith("between ") and between == " and "
    is_change = _CHANGE.search(before) and between == " to "
    if one.unit not in {"", two.unit} or is_change:
        return None
    scale = 1.0 if one.number.is_scaled or one.number.value >= 1000 else two.scale
    low, high = one.number.value * scale, two.number.value
    if low < high and (is_between or _RANGE.fullmatch(between)):
        spans = ((low * two.factor, high * two.factor),)
        return replace(_read(text, two), start=one.start, hedge_start=one.start, spans=spans)
    if _RESULT.fullmatch(between) and one.unit == two.unit == "":
        # Both numbers in one, so that only equal results agree.
        value = one.number.value * 1e6 + two.number.value
        return Figure(one.start, two.end, Kind.SCORE, "score", ((value, value),), "", "", one.start)
    return None


def _read(text: str, quantity: Quantity) -> Figure:
    hedge, hedge_start = read_hedge(text, quantity.start)
    end = quantity.end
    if not hedge:
        hedge, end = read_hedge_after(text, quantity.end)
    low, high = (bound * quantity.factor for bound in widen(quantity.number, hedge))
    unit = quantity.unit
    if unit == "degree":
        unit = "fahrenheit" if low > _HOTTEST else "celsius"
    if unit == "fahrenheit":
        unit, low, high = "celsius", (low - 32) / 1.8 - 0.5, (high - 32) / 1.8 + 0.5
    per = _PER.match(text, end)
    return Figure(
        start=quantity.start,
        end=quantity.end,
        kind=_kind_of(unit),
        unit=unit,
        spans=((low, high),),
        noun=_noun_after(text, end),
        per=per[per.lastgroup or 0].lower() if per else _rate_before(text, quantity.start),
        hedge_start=hedge_start,
    )


def _rate_before(text: str, start: int) -> str:
    """Give "hour" for "an hourly wage of $15"."""
    found = _RATE.search(text, max(0, start - 40), start)
    name = found["per"].lower() if found else ""
    return {"daily": "day", "annual": "year"}.get(name, name).removesuffix("ly")


def _kind_of(unit: str) -> Kind:
    kinds = {"": Kind.COUNT, "%": Kind.SHARE, "points": Kind.SHARE, "age": Kind.AGE}
    return kinds.get(unit) or (Kind.MEASURE if unit in _MEASURED else Kind.MONEY)


_MEASURED = frozenset(
    "light length mass volume gallon barrel area speed celsius time power energy".split()
)


def _noun_after(text: str, end: int) -> str:
    """Give the words from a place on, up to a small word or a mark; behind "of" what follows it."""
    if of := _OF.match(text, end):
        end = of.start("thing")
    words: list[str] = []
    for match in _WORD.finditer(text, end):
        gap = text[end : match.start()]
        if gap.strip(" -") or match.group().lower() in SMALL_WORDS or len(words) == _MOST_WORDS:
            break
        words.append(match.group())
        end = match.end()
        if _PLURAL.fullmatch(words[-1]):
            break
    return " ".join(words)
