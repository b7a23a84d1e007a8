"""Words of a question that name a time become the days whose articles may answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa.counting import read_counted
from qa.filters import Filters
from qa.question import MONTH

__all__ = ["Period", "Periods", "ReadPeriod", "cut_words", "narrow"]

ReadPeriod = Callable[[str, date], tuple[date, date] | None]
"""(phrase, today) -> first and last day of what it names; `index` has one."""

_DAY = timedelta(days=1)
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:{_NTH}(?: of)? {MONTH}(?:,? {_YEAR})?|{MONTH} {_NTH}(?:,? {_YEAR})?|{_YEAR}-\d\d-\d\d)"
)
_MANY: Mapping[str, int] = {
    word: number
    for number, words in (
        (2, ("two", "couple of", "a couple of")),
        (3, ("three", "few", "a few")),
        *zip(range(4, 11), zip("four five six seven eight nine ten".split()), strict=True),
    )
    for word in words
}
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
"""Days of each, about: "the past three months" begin on no particular day."""
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_MANY, key=len, reverse=True))})"
_UNIT = rf"(?:{'|'.join(_UNITS)})s?"
_SHORT = (
    r"yesterday|(?:the )?day before yesterday|tonight|last night"
    r"|this (?:morning|afternoon|evening)"
    r"|(?:this|last|the (?:last|past|previous)) (?:week(?:end)?|month)"
    rf"|{_NUMBER} (?:day|week)s? ago"
)
_RELATIVE = (
    rf"(?i:{_SHORT}|today|(?:this|last|the (?:last|past|previous)) year|{_NUMBER} {_UNIT} ago)"
    rf"|(?i:this|last) (?:{MONTH}|{_WEEKDAY})"
)
_NAMED = rf"(?:{_DATE}|{MONTH}(?:,? {_YEAR})?(?! \d)|{_WEEKDAY})"
_ANY = rf"(?:{_RELATIVE}|{_NAMED}|{_YEAR})"
_IN = r"(?i:in|on|during|throughout|over|within|from|of|for)"
_AMID = r"(?i:in|during|throughout)"
_PATTERNS = tuple(
    (kind, re.compile(rf"(?<![\w-]){pattern}(?:['’]s)?(?![\w-])"))
    for kind, pattern in (
        ("between", rf"(?i:between) (?P<one>{_ANY}) (?i:and) (?P<other>{_ANY})"),
        ("between", rf"(?i:from) (?P<one>{_ANY}) (?i:to|until|till|through) (?P<other>{_ANY})"),
        ("since", rf"(?i:from) (?P<one>{_ANY}) (?i:on(?:wards?)?)"),
        ("since", rf"(?i:(?:ever )?since) (?P<one>{_ANY})"),
        ("after", rf"(?i:after) (?P<one>{_ANY})"),
        ("before", rf"(?<!day )(?i:before|prior to|ahead of) (?P<one>{_ANY})"),
        ("until", rf"(?i:until|till|up to) (?P<one>{_ANY})"),
        ("past", rf"(?:{_IN} )?(?i:(?:the )?(?:last|past) (?P<many>{_NUMBER}) (?P<unit>{_UNIT}))"),
        ("during", rf"(?:{_IN} )?(?i:so far )?(?P<one>{_RELATIVE})"),
        ("during", rf"{_IN} (?i:(?:early|mid|late)[ -])?(?P<one>{_NAMED})(?! [A-Z])"),
        ("during", rf"{_AMID} (?i:(?:early|mid|late)[ -])?(?P<one>{_YEAR})(?! [A-Z])"),
    )
)
_FIRM = re.compile(rf"\b(?:{_SHORT}|(?:last|past) {_NUMBER} (?:day|week)s?)\b", re.IGNORECASE)
_WEEKEND = re.compile(r"\bweekend$", re.IGNORECASE)
_LAST_NAMED = re.compile(r"^(?i:this|last) (?=[A-Z])")
_BEFORE_IT = re.compile(r"^(?:the )?(?:last|past|previous) ", re.IGNORECASE)
_SHIFT = re.compile(r"(?:in |on )?the (?P<unit>day|week|month|year) (?P<way>before|after)")
_PUBLISHED = re.compile(
    r"\b(?:articles?|stories|reports?|news|papers?|pieces?|published|reported|wrote|written"
    r"|appeared)\b[^,?]{0,20}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a question speaks of."""

    words: str
    """That name them, as typed: "last week"."""
    after: date | None
    """First day on which an article that may answer was published."""
    before: date | None
    """Last such day."""
    is_firm: bool = False
    """Whether an answer of another time would answer another question."""
    is_named: bool = False
    """Whether articles may say it so: "in February", and never "last week"."""
    is_topic: bool = False
    """Whether the words say more than a time: "before the visit"."""
    is_applied: bool = True
    """False where no article of these days answers and all were asked."""
    is_empty: bool = False
    """Whether no article is of these days at all."""


class Periods:
    """Question -> the days it speaks of.

    What happened on a day is reported on it and on the next, so articles may answer from the first
    day of a period to the day after its last; where the question is about articles of a time, only
    those of the time itself.

    Args:
        read_period: reads a phrase.
        today: gives the day that "yesterday" is counted from.
    """

    def __init__(self, read_period: ReadPeriod, today: Callable[[], date]) -> None:
        self._read_period, self._today = read_period, today

    def __call__(self, question: str) -> Period | None:
        """Give the first period that a question names; None where it names none."""
        for kind, pattern in _PATTERNS:
            for found in pattern.finditer(question):
                days = self._read(kind, found)
                if days is None:
                    continue
                first, last = days
                if first and first > self._today():
                    continue  # nothing of it is told as having been
                before = question[: found.start()]
                is_of_articles = bool(_PUBLISHED.search(before)) or self._counts(question, found[0])
                if last and kind in ("during", "past") and not is_of_articles:
                    last += _DAY
                last = min(last, self._today()) if last else None
                is_firm = is_of_articles or _FIRM.search(found[0]) is not None
                is_named = re.search(_RELATIVE, found[0]) is None and kind != "past"
                return Period(found[0], first, last, is_firm, is_named)
        return None

    def read_told(self, text: str, published: date) -> tuple[date, date] | None:
        """Give the first and last day of what an article that appeared on a day says: "Monday"."""
        found = re.search(rf"(?<![\w-])(?P<one>{_ANY})(?![\w-])", text)
        return self._read_date(found["one"], published) if found else None

    def put_other(self, question: str, other: str) -> str:
        """Ask a question of another time: "yesterday", "in March" or "the year before".

        Empty where `other` names no time and nothing else, or none can be told.
        """
        period = self(question)
        if shifted := _SHIFT.fullmatch(other):
            other = (
                self._shift(period, shifted["unit"].casefold(), shifted["way"]) if period else ""
            )
        word = "on" if re.fullmatch(rf"{_DATE}|{_WEEKDAY}", other) else "in"
        named = (self(text) for text in (other, f"{word} {other}"))
        words = next((item.words for item in named if item and item.words.endswith(other)), "")
        if not other or not words:
            return ""
        if period:
            return question.replace(period.words, words, 1)
        plain = question.rstrip(" ?!.")
        return f"{plain} {words}{question[len(plain) :].strip()}"

    def _shift(self, period: Period, unit: str, way: str) -> str:
        """Name the day, week, month or year before or after a period."""
        found = re.search(rf"(?<![\w-]){_ANY}(?![\w-])", period.words)
        days = self._read_date(found[0], self._today()) if found else None
        if days is None:
            return ""
        day = days[0] - _DAY if way == "before" else days[1] + _DAY
        if unit == "year":
            return f"in {days[0].year + (-1 if way == 'before' else 1)}"
        if unit == "month":
            return f"in {day:%B %Y}"
        if unit == "day":
            return f"on {day.day} {day:%B %Y}"
        first = days[0] + (-7 if way == "before" else 7) * _DAY
        return f"from {first.isoformat()} to {(first + 6 * _DAY).isoformat()}"

    @staticmethod
    def _counts(question: str, words: str) -> bool:
        return read_counted(cut_words(question, words)) is not None

    def _read(self, kind: str, found: re.Match[str]) -> tuple[date | None, date | None] | None:
        """Give the first and the last day of what was found, None for an open end."""
        today = self._today()
        if kind == "past":
            many, unit = found["many"].casefold(), found["unit"].casefold().removesuffix("s")
            days = _UNITS[unit] * (_MANY.get(many) or int(many))
            return today - days * _DAY, today
        one = self._read_date(found["one"], today)
        if one is None:
            return None
        if kind == "between":
            other = self._read_date(found["other"], today)
            if other is None:
                return None
            is_over_new_year = one[0] > other[1]  # "between November and February"
            first = one[0].replace(year=one[0].year - 1, day=1) if is_over_new_year else one[0]
            return first, other[1]
        return {
            "since": (one[0], None),
            "after": (one[1] + _DAY, None),
            "before": (None, one[0] - _DAY),
            "until": (None, one[1]),
            "during": one,
        }[kind]

    def _read_date(self, phrase: str, today: date) -> tuple[date, date] | None:
        if _WEEKEND.search(phrase):
            # Of the week that "this week" or "last week" names.
            week = self._read_period(_WEEKEND.sub("week", phrase), today)
            return (week[1] - _DAY, week[1]) if week else None
        phrase = _LAST_NAMED.sub("", phrase)
        return self._read_period(_BEFORE_IT.sub("last ", phrase), today)


def cut_words(text: str, words: str) -> str:
    """Give a text without words that stand in it."""
    start = text.find(words)
    if start < 0:
        return text
    before, after = text[:start].rstrip(" ,"), text[start + len(words) :].lstrip(" ,")
    gap = " " if before and after and after[0] not in ".?!;:" else ""
    return f"{before}{gap}{after}"


def narrow(filters: Filters, period: Period) -> Filters:
    """Give filters that let through what both they and a period do."""
    first = max((day for day in (filters.after, period.after) if day), default=None)
    last = min((day for day in (filters.before, period.before) if day), default=None)
    return replace(filters, after=first, before=last)
