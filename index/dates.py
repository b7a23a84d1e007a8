"""The day an article appeared, with what says so: never the time stamp of a file."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from index.articles import PublishedDate, blocks_of
from index.mastheads import split_masthead

__all__ = ["TRUST", "find_dates", "read_day"]

TRUST = (
    "Published line",  # the article says it in so many words
    "date line",  # "LONDON, 5 February 2026 -", or a line that is nothing but a date
    "front matter",  # written by hand for this article
    "JSON-LD",
    "web page metadata",
    "web page time mark",
    "web page address",
    "PDF metadata",  # often the day of a later export
    "document properties",  # likewise
    "file name",  # often the day of a download
)
"""Every basis a date can have, the most trusted first."""

HEAD_LINES = 6  # an article says when it appeared near its top
TAIL_LINES = 3  # or in its last lines, and there only with the word "published"
LONGEST_NOTE = 150  # characters; a longer line is prose that may mention any day
EARLIEST_YEAR = 1600  # the first printed newspapers
FUTURE_DAYS = 2  # time zones and articles dated for the next day

# Only these languages are tried, in this order, so that a month's name is never guessed at.
LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "pl", "cs", "ru"]

_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = (
    r"(?:(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)"  # 2026-02-05
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|\.)?[\s-]+(?:(?:of|de)\s+)?{_MONTH}[\s,-]+(?:de\s+)?\d{{4}}(?!\d)"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}(?!\d)"  # February 5, 2026
    r"|(?<!\d)\d{1,2}([-/.])\d{1,2}\2\d{4}(?!\d))"  # 05/02/2026
)


def _pattern(before: str, after: str = "", flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Compile a pattern around one date phrase, which is its group `day`."""
    day = _DATE.replace(r"\1", "(?P=iso)").replace(r"\2", "(?P=numeric)")
    day = day.replace("([-/.])", "(?P<iso>[-/.])", 1).replace("([-/.])", "(?P<numeric>[-/.])", 1)
    return re.compile(f"{before}(?P<day>{day}){after}", flags)


_WEEKDAY = r"(?:(?:[^\W\d_]{2,10}\.?,|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?)\s+)?"
_CLOCK = (
    r"(?:[\s,T-]+(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,4}\)?)?)?"
)
_PUBLISHED = _pattern(
    r"(?:^|[|·•–—.,;()\-]\s*)(?:first\s+|originally\s+)?"
    r"(?:published|posted|issued|released|publication\s+date|pub\s?date|veröffentlicht|publié"
    r"|publicado|pubblicato|gepubliceerd|publicerad|publisert)"
    rf"(?:\s+(?:online|on|at|am|le|el|il|em|op))*\s*[:\-–]?\s*{_WEEKDAY}"
)
_DATE_WORD = _pattern(rf"^(?:date|dated|datum|fecha|data)\s*:?\s*{_WEEKDAY}")
_ONLY_A_DATE = _pattern(rf"^{_WEEKDAY}", rf"{_CLOCK}\.?$")
_BYLINE_DATE = _pattern(r"^by\s(?:(?!updated|modified|corrected).){2,80}?[\s,]", rf"{_CLOCK}$")
_DATELINE = _pattern(
    r"^(?:[^\W\d_a-z][\w .,'’/-]{1,60}?(?:\s*\([^()]{2,40}\),?|,)\s+|[A-Z][A-Z .'-]{2,30}\s)?",
    r"\s*(?:\([^()]{2,40}\)\s*)?(?:[-–—]+|:)\s",
    re.NOFLAG,
)
_ANYWHERE = _pattern("")
_FILE_NAME = _pattern(r"(?:^|[^0-9a-z])", r"(?:$|[^0-9a-z])")
_COMPACT = re.compile(r"(?<![0-9A-Za-z])(\d{4})(\d{2})(\d{2})(?=T\d|[^0-9A-Za-z]|$)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def find_dates(
    text: str, path: Path, own: tuple[PublishedDate, ...], today: date | None = None
) -> tuple[PublishedDate, ...]:
    """Give every day that claims to be the day of publication, the most trusted first.

    Args:
        text: as the format reader gave it, before cleaning.
        path: only its last part is read, for a date in the name.
        own: what the format itself says (page metadata, document properties).
        today: days later than two days after it are no day of publication.
    """
    found = [*_dates_in_text(text), *own, *_dates_in_name(path.stem)]
    found.sort(key=_distrust)  # stable: of equal trust, what stands first comes first
    latest = (today or datetime.now().astimezone().date()) + timedelta(days=FUTURE_DAYS)
    days: dict[date, PublishedDate] = {}
    for claim in found:
        if claim.day.year >= EARLIEST_YEAR and claim.day <= latest:
            days.setdefault(claim.day, claim)
    return tuple(days.values())


def read_day(phrase: str) -> date | None:
    """Give the day that the first date phrase names; None when it has none or is ambiguous.

    Understands ISO 8601 stamps, "20260205", "5 February 2026", "Feb 5th, 2026" and the same in
    the languages of `LANGUAGES`. In "03/04/2026" nobody can tell the month, so it has no day.
    """
    if compact := _COMPACT.match(phrase.strip()):
        return _make_day(*compact.groups())
    match = _ANYWHERE.search(phrase)
    return _read_phrase(match["day"]) if match else None


def _distrust(claim: PublishedDate) -> int:
    return TRUST.index(claim.basis) if claim.basis in TRUST else len(TRUST)


def _dates_in_text(text: str) -> Iterator[PublishedDate]:
    lines = [text[start:end] for start, end in blocks_of(text)]
    for number, line in enumerate(lines[:HEAD_LINES]):
        yield from _claims((_PUBLISHED,), _pieces_of_note(line), "Published line")
        if number == 0 or len(line) <= LONGEST_NOTE:
            yield from _claims((_DATE_WORD,), [line], "date line")
        yield from _claims((_ONLY_A_DATE, _BYLINE_DATE), _pieces_of_note(line), "date line")
        yield from _claims((_DATELINE,), [line], "date line")
    for line in lines[HEAD_LINES:][-TAIL_LINES:]:
        yield from _claims((_PUBLISHED,), _pieces_of_note(line), "Published line")


def _pieces_of_note(line: str) -> list[str]:
    """A short line whole and in its parts ("Jane Doe | 5 February 2026 | 4 min read").

    Behind the name of an outlet a full stop may end the date: "The Post, 5 May 2026. By Ann Poe".
    """
    if len(line) > LONGEST_NOTE:
        return []
    rest = re.split(r"(?<=\d{4})[.,]\s", split_masthead(line)[1])
    return [line, *(part.strip() for part in [*re.split(r"[|·•]|\s[–—-]\s", line), *rest])]


def _claims(
    patterns: tuple[re.Pattern[str], ...], lines: Iterable[str], basis: str
) -> Iterator[PublishedDate]:
    for line in lines:
        for pattern in patterns:
            match = pattern.search(line)
            day = _read_phrase(match["day"]) if match else None
            if day:
                yield PublishedDate(day, basis)


def _dates_in_name(stem: str) -> Iterator[PublishedDate]:
    plain = re.sub(r"(?<=\d)_(?=\d)", "-", stem).replace("_", " ")
    compact = _COMPACT.search(plain)
    written = _FILE_NAME.search(plain)
    day = _make_day(*compact.groups()) if compact else None
    day = day or (_read_phrase(written["day"]) if written else None)
    if day:
        yield PublishedDate(day, "file name")


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


def _make_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # month 13, 30 February
        return None
