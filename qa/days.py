"""Days, months and years that a sentence names, read from the day its article appeared."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Days", "read_days"]

Range = tuple[date, date]
"""First day and last."""


@dataclass(frozen=True, slots=True)
class Days:
    """A day, month, year or other run of days that a text names."""

    start: int
    end: int
    spans: tuple[Range, ...]
    """What it may mean."""
    is_day: bool
    """Names a single day, or a few."""


_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: i for i, name in enumerate(_NAMES.split(), 1)}
_MONTHS |= {name[:3]: i for name, i in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_WORDS = dict(zip("a an one two three four five six seven eight nine ten".split(),
                  [1, 1, *range(1, 11)], strict=True))  # fmt: skip
_LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652}
_SHIFTS = {"last": -1, "previous": -1, "next": 1, "yesterday": -1, "last night": -1, "tomorrow": 1}

_LONG = rf"(?P<month>(?:{'|'.join(name.capitalize() for name in _MONTHS)})\b\.?)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d|1[0-4]\d\d(?! [a-z]+s\b))"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_SEASON = r"(?P<season>spring|summer|autumn|winter)"
_CUE = (
    r"(?i:in|of|by|since|until|last|next|this|early|mid|late|to|from|and|for|between|through|during"
    r"|before|after|the|than|least|about|around|only|year)"
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|could|may|might|due|next|from|until|to be|(?:is|are|was|were) to"
    r"|plan\w*|expect\w*|schedul\w+|set to|begins?|starts?|opens?|coming|ahead|later)\b",
    re.IGNORECASE,
)

Read = Callable[[re.Match[str], date], Iterator[Range]]


def read_days(text: str, published: date | None) -> list[Days]:
    """Give the days that a text names, none within another.

    Args:
        text: a sentence.
        published: the day its article appeared; without it, what counts from it is left out.
    """
    found: list[Days] = []
    is_ahead = _AHEAD.search(text) is not None
    for form in _FORMS:
        if published is None and form.is_relative:
            continue
        for match in form.pattern.finditer(text):
            start, end = match.span("all")
            if any(start < item.end and item.start < end for item in found):
                continue
            spans = tuple(form.read(match, published or _NO_DAY))
            if form.read is _weekday and published and not is_ahead:  # what happened is past
                spans = tuple(span for span in spans if span[0] <= published)
            if spans:
                found.append(Days(start, end, spans, form.is_day))
    return found


_NO_DAY = date(2000, 6, 30)
"""Stands for the day of an undated article: nothing but month and day can be compared."""


def _iso(match: re.Match[str], _: date) -> Iterator[Range]:
    yield from _day(int(match["year"]), int(match["number"]), int(match["day"]))


def _day_of_month(match: re.Match[str], published: date) -> Iterator[Range]:
    for year in _years(match["year"], published):
        yield from _day(year, _month(match["month"]), int(match["day"]))


def _month_alone(match: re.Match[str], published: date) -> Iterator[Range]:
    for year in _years(match.groupdict().get("year"), published):
        yield _whole_month(year, _month(match["month"]))


def _weekday(match: re.Match[str], published: date) -> Iterator[Range]:
    ahead = (_WEEKDAYS.index(match["weekday"].lower()) - published.weekday()) % 7
    offsets = {"last": [ahead - 7], "next": [ahead, ahead + 7]}
    for days in offsets.get(match["which"] or "", [ahead - 7, ahead, ahead or 7]):
        yield _single(published + timedelta(days))


def _near_day(match: re.Match[str], published: date) -> Iterator[Range]:
    yield _single(published + timedelta(_SHIFTS.get(match["all"].lower(), 0)))


def _ago(match: re.Match[str], published: date) -> Iterator[Range]:
    length = _LENGTHS[match["unit"]]
    count = _WORDS.get(match["count"]) or int(match["count"])
    middle = published - timedelta(min(length * count, 200_000))
    yield middle - timedelta(length // 2), middle + timedelta(length // 2)


def _period(match: re.Match[str], published: date) -> Iterator[Range]:
    shift = _SHIFTS.get(match["which"], 0)
    if match["period"] == "week":
        first = published + timedelta(7 * shift - published.weekday())
        yield first, first + timedelta(6)
    elif match["period"] == "month":
        yield _shifted_month(published, shift)
    else:
        yield _whole_years(published.year + shift)


def _season(match: re.Match[str], published: date) -> Iterator[Range]:
    """Give a season; winter begins in the year before or in the year itself."""
    shift = _SHIFTS.get(match.groupdict().get("which") or "", 0)
    years = {int(match["year"])} if match.groupdict().get("year") else {published.year}
    years |= {year + shift for year in years}
    if match["season"] == "winter":
        years |= {year - 1 for year in years}
    for year in sorted(years):
        first = date(year, _SEASONS[match["season"]], 1)
        yield first, first + timedelta(91)


def _part_of_year(match: re.Match[str], published: date) -> Iterator[Range]:
    """Give a quarter or half of the year that is named, or the latest that has begun."""
    months = 3 if match["part"] == "quarter" else 6
    first = min(1 + months * ("first", "second", "third", "fourth").index(match["which"]), 10)
    year = int(match["year"] or published.year)
    if not match["year"] and date(year, first, 1) > published:
        year -= 1
    yield date(year, first, 1), _whole_month(year, min(first + months - 1, 12))[1]


def _year(match: re.Match[str], _: date) -> Iterator[Range]:
    first, till = int(match["year"]), match.groupdict().get("till") or ""
    last = int(till) if len(till) == 4 else first // 100 * 100 + int(till or 0)
    yield _whole_years(first, max(last, first))


def _decade(match: re.Match[str], _: date) -> Iterator[Range]:
    yield _whole_years(int(match["decade"]), int(match["decade"]) + 9)


_PORTIONS = {"early": (0, 35), "beginning": (0, 15), "start": (0, 15), "mid": (33, 67)}
_PORTIONS |= {"middle": (33, 67), "late": (65, 99), "end": (85, 99)}
_PORTIONS |= {"first half": (0, 50), "second half": (50, 99)}


def _century(match: re.Match[str], _: date) -> Iterator[Range]:
    start = 100 * (int(match["century"]) - 1) + 1
    first, last = _PORTIONS.get(match["portion"] or "", (0, 99))
    yield _whole_years(start + first, start + last)


def _nth(match: re.Match[str], published: date) -> Iterator[Range]:
    for shift in (-1, 0, 1):
        month, _ = _shifted_month(published, shift)
        yield from _day(month.year, month.month, int(match["day"]))


def _feast(match: re.Match[str], published: date) -> Iterator[Range]:
    name = match["all"]
    month, day = (12, 24) if name.endswith("Eve") else (12, 25)
    if name.startswith("New"):
        month, day = (12, 31) if name.endswith("Eve") else (1, 1)
    for year in _years(None, published):
        yield from _day(year, month, day)


def _ending(match: re.Match[str], published: date) -> Iterator[Range]:
    month = published.month if match["period"] == "month" else 12
    first, last = _whole_month(published.year, month)
    yield first + timedelta(20), last


def _day(year: int, month: int, day: int) -> Iterator[Range]:
    try:
        yield _single(date(year, month, day))
    except ValueError:  # 30 February
        return


def _single(day: date) -> Range:
    return day, day


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _years(named: str | None, published: date) -> list[int]:
    """Give the year that is named, or those that may be meant where none is."""
    return [int(named)] if named else [published.year - 1, published.year, published.year + 1]


def _whole_month(year: int, month: int) -> Range:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _shifted_month(day: date, shift: int) -> Range:
    place = day.month - 1 + shift
    return _whole_month(day.year + place // 12, place % 12 + 1)


def _whole_years(first: int, last: int | None = None) -> Range:
    return date(first, 1, 1), date(last or first, 12, 31)


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to name days: what it looks like, and what it means."""

    pattern: re.Pattern[str]
    """Its group "all" is the phrase."""
    read: Read
    is_day: bool = False
    is_relative: bool = False


def _form(words: str, read: Read, *traits: str, before: str = "", after: str = "") -> _Form:
    pattern = re.compile(rf"{before}(?P<all>{words}){after}")
    return _Form(pattern, read, is_day="day" in traits, is_relative="relative" in traits)


_FORMS = (
    _form(r"\b(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)\b", _iso, "day"),
    _form(rf"\b{_DAY}(?: of)? {_LONG}(?:,? {_YEAR}\b)?", _day_of_month, "day"),
    _form(rf"\b{_LONG} {_DAY}\b(?!:)(?:,? {_YEAR}\b)?", _day_of_month, "day"),
    _form(rf"\b{_LONG},? (?:of )?{_YEAR}\b", _month_alone),
    _form(_LONG, _month_alone, before=rf"\b{_CUE}[- ]", after=r"(?! \d)"),
    _form(
        rf"(?:\b(?P<which>last|next|this) )?\b(?P<weekday>{'|'.join(_WEEKDAYS).title()})\b",
        _weekday,
        "day",
        "relative",
        after=r"(?!,? \d{1,2}(?:st|nd|rd|th)? [A-Z])",
    ),
    _form(r"\b(?:yesterday|today|tonight|tomorrow|last night)\b", _near_day, "day", "relative"),
    _form(
        rf"\b(?P<count>\d+|{'|'.join(_WORDS)}) (?P<unit>day|week)s? (?:ago|earlier)\b",
        _ago,
        "day",
        "relative",
    ),
    _form(
        rf"\b(?P<count>\d+|{'|'.join(_WORDS)}) (?P<unit>month|year|decade)s? (?:ago|earlier)\b",
        _ago,
        "relative",
    ),
    _form(
        r"\bend of (?:the|this) (?P<period>year|month)\b",
        _ending,
        "relative",
    ),
    _form(
        r"\b(?P<which>last|previous|this|next) (?P<period>week|month|year)\b", _period, "relative"
    ),
    _form(rf"\b{_SEASON}(?: of)? {_YEAR}\b", _season),
    _form(rf"\b(?P<which>last|this|next) {_SEASON}\b", _season, "relative"),
    _form(
        r"\b(?P<which>first|second|third|fourth)[ -](?P<part>quarter|half)\b"
        rf"(?: of {_YEAR})?(?! of the \d)",
        _part_of_year,
        "relative",
    ),
    _form(
        rf"\b(?:(?P<portion>{'|'.join(_PORTIONS)})(?: of the|-| ) ?)?"
        r"(?P<century>1\d|20|21)(?:st|th)[ -]century\b",
        _century,
    ),
    _form(r"\b(?P<decade>(?:1[5-9]|20)\d0)s\b", _decade),
    _form(
        rf"{_YEAR}\b(?![,.]?\d|%)(?:[-–/](?P<till>\d{{4}}|\d\d)\b)?",
        _year,
        before=rf"(?:\b{_CUE} |\()",
    ),
    _form(rf"{_YEAR}", _year, before="^", after=r"(?= (?:was|is|saw|brought|had)\b)"),
    _form(r"\bthe (?P<day>\d{1,2})(?:st|nd|rd|th)\b", _nth, "day", "relative", after="(?! [a-z])"),
    _form(r"\b(?:Christmas(?: (?:Day|Eve))?|New Year['’]s (?:Day|Eve))\b", _feast, "day"),
)
"""The surest first: what one has taken, none after it reads."""
