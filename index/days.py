"""A phrase becomes the day and the time it names; one that names none is told apart."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

__all__ = [
    "DATE",
    "Moment",
    "clock_of",
    "day_here",
    "day_in_words",
    "misread",
    "read_clock",
    "read_day",
    "read_moment",
    "read_period",
]

# Only these languages are tried, in this order, so that a month's name is never guessed at.
LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "pl", "cs", "ru"]

_MONTH = r"[^\W\d_]{3,12}\.?"
DATE = (
    r"(?:(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)"  # 2026-02-05
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|\.)?[\s-]+(?:(?:of|de)\s+)?{_MONTH}[\s,-]+(?:de\s+)?\d{{4}}(?!\d)"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}(?!\d)"  # February 5, 2026
    r"|(?<!\d)\d{1,2}([-/.])\d{1,2}\2\d{4}(?!\d))"  # 05/02/2026
)
"""A pattern of every phrase that may name a day; its groups 1 and 2 are separators."""

_ANYWHERE = re.compile(DATE, re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=T\d|[^0-9A-Za-z]|$)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")

# Letters that are a zone; others behind a time are words: "10:30 AND".
_ZONES = (
    "UTC|GMT|BST|IST|WET|WEST|CET|CEST|MEZ|MESZ|EET|EEST|MSK|SAST|EAT|WAT|PKT|WIB|HKT|SGT|PHT|CST"
    "|JST|KST|AWST|ACST|AEST|AEDT|NZST|NZDT|EST|EDT|ET|CDT|CT|MST|MDT|MT|PST|PDT|PT|AKST|HST"
)
_TIME = (
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?(?!\d)"
    r"\s*(?P<half>[ap]\.?m\b\.?)?"
    rf"\s*\(?(?P<zone>(?-i:Z\b|(?:UTC|GMT)?[+-]\d{{2}}:?\d{{2}}|(?:{_ZONES})\b))?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_TIME_AFTER = re.compile(rf"\s*(?:[T,|·•:-]|\b(?:at|um|à|a las|kl\.?))?\s*{_TIME}", re.IGNORECASE)
_TIME_BEFORE = re.compile(rf"(?<![\d.:]){_TIME}\)?[\s,|·•-]*(?:on\s+)?{_WEEKDAY}$", re.IGNORECASE)
_NEAR = 40  # characters in which a time stands beside its day


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of it where that is said."""

    day: date
    clock: str = ""
    """ "14:05", with its zone as the source writes it: "14:05 GMT", "14:05+08:00"."""


def read_day(phrase: str) -> date | None:
    """Give the day that the first date phrase names; None when it has none or is ambiguous.

    Understands ISO 8601 stamps, "20260205", "5 February 2026", "Feb 5th, 2026" and the same in
    the languages of `LANGUAGES`. In "03/04/2026" nobody can tell the month, so it has no day.
    """
    moment = read_moment(phrase)
    return moment.day if moment else None


def read_moment(phrase: str) -> Moment | None:
    """Give the day as `read_day` does, with the time that stands beside it.

    The day is the one in the zone that the phrase is written in: nothing is converted.
    """
    phrase = phrase.strip()
    match = _COMPACT.match(phrase) or _ANYWHERE.search(phrase)
    if match is None:
        return None
    is_compact = match.re is _COMPACT
    day = _make_day(*match.groups()) if is_compact else _read_phrase(match[0])
    return Moment(day, read_clock(phrase, *match.span())) if day else None


def read_clock(phrase: str, start: int, end: int) -> str:
    """Give the time that stands beside the date `phrase[start:end]`; "" for none."""
    after = _TIME_AFTER.match(phrase[end : end + _NEAR])
    found = after or _TIME_BEFORE.search(phrase[max(0, start - _NEAR) : start])
    return _write_clock(found) if found else ""


def misread(phrase: str) -> str:
    """Say why a phrase that looks like a date names no day; "" where it names one or is none."""
    match = _ANYWHERE.search(phrase)
    if match is None or _read_phrase(match[0]) is not None:
        return ""
    numeric = _NUMERIC.match(match[0])
    if numeric and int(numeric[1]) <= 12 and 1 <= int(numeric[2]) <= 12:
        return f"says {match[0]}, which can be read as two days: not believed"
    is_digits = numeric or _ISO.match(match[0])
    return f"says {match[0]}, which is no day: not believed" if is_digits else ""


def clock_of(moment: datetime) -> str:
    """Give the time of a stamp; "" at midnight, which only fills a form."""
    zone = moment.utcoffset()
    if not (moment.hour or moment.minute or moment.second):
        return ""
    return f"{moment:%H:%M}{_write_zone(zone) if zone is not None else ''}"


def day_here(day: date, clock: str) -> date:
    """Give the day it was on this machine at a time of a day elsewhere.

    The day itself where `clock`, as a `Moment` has it, is empty or names no zone.
    """
    found = re.fullmatch(r"(\d{2}):(\d{2}) ?(\S+)", clock)
    zone = _read_zone(found[3]) if found else None
    if found is None or zone is None:
        return day
    there = datetime.combine(day, time(int(found[1]), int(found[2])), zone)
    return there.astimezone().date()


def read_period(phrase: str, today: date) -> tuple[date, date] | None:
    """Give the first and the last day of the day, week, month or year that a phrase names.

    Understands English: "yesterday", "last week", "three days ago", "Monday", "February",
    "5 February", "February 2026", "2025". What may lie before or after `today` lies before it.
    """
    moment, length = _read_relative(phrase, today)
    if moment is None:
        return None
    if length == "week":
        monday = moment - timedelta(days=moment.weekday())
        return monday, monday + timedelta(days=6)
    if length == "month":
        return moment.replace(day=1), moment.replace(day=monthrange(moment.year, moment.month)[1])
    if length == "year":
        return date(moment.year, 1, 1), date(moment.year, 12, 31)
    return moment, moment


def day_in_words(day: date) -> str:
    """Give a day as people write it: "5 February 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January February March April May June July August September October November December".split()
)


def _write_clock(found: re.Match[str]) -> str:
    hour, half, zone = int(found["hour"]), (found["half"] or "")[:1].lower(), found["zone"] or ""
    is_filler = not (hour or int(found["minute"])) and found["second"] in (None, "00")
    if is_filler and not half:
        return ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = re.sub(r"([+-]\d{2}):?(\d{2})", r"\1:\2", zone)
    zone = "UTC" if zone in ("Z", "+00:00", "-00:00") else zone
    gap = " " if zone[:1].isalpha() else ""
    return f"{hour:02}:{found['minute']}{gap}{zone}"


def _write_zone(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return " UTC"
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _read_phrase(phrase: str) -> date | None:
    if match := _ISO.match(phrase):
        return _make_day(*match.groups())
    if match := _NUMERIC.match(phrase):
        first, second, year = match.groups()
        if int(first) > 12:
            return _make_day(year, second, first)
        if int(second) > 12 or first == second:
            return _make_day(year, first, second)
        return None  # day and month cannot be told apart
    return _read_words(phrase)


def _read_words(phrase: str) -> date | None:
    import dateparser  # slow to load, and most libraries of articles have dates in digits

    plain = re.sub(r"(?<=\d)er\b", "", phrase.replace("-", " "))  # "1er février"
    settings = {"STRICT_PARSING": True, "TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": False}
    moment = dateparser.parse(plain, languages=LANGUAGES, settings=settings)
    return moment.date() if moment else None


def _read_relative(phrase: str, today: date) -> tuple[date | None, str]:
    """Give a day within the period that a phrase names, and how long the period is."""
    from dateparser.date import DateDataParser

    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DATES_FROM": "past",
        "TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(phrase)
    return (found.date_obj.date() if found.date_obj else None), found.period or "day"


@cache
def _read_zone(name: str) -> tzinfo | None:
    from dateparser.timezone_parser import pop_tz_offset_from_string

    _, zone = pop_tz_offset_from_string(f"12:00 {name}")
    return zone if isinstance(zone, tzinfo) else None


def _make_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # month 13, 30 February
        return None
