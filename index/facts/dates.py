"""The day an article appeared or was updated, with what says so: never the time of a file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from index.articles import Metadata, PublishedDate, blocks_of
from index.days import DATE, day_in_words, misread, read_clock, read_moment
from index.mastheads import split_masthead

__all__ = ["TRUST", "Dating", "date_article", "find_dates", "note_claims", "note_updates"]

TRUST = (
    "Published line",  # the article says it in so many words
    "Updated line",  # likewise, of its last change
    "date line",  # "LONDON, 5 February 2026 -", or a line that is nothing but a date
    "front matter",  # written by hand for this article
    "JSON-LD",
    "feed",
    "mail header",
    "table column",
    "web page metadata",
    "web page time mark",
    "line beside the article",  # on a web page, between the headline and the text, or below it
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

# Two days of these that lie apart are told; an export, an address or a file name may be older.
_OUTSPOKEN = frozenset(TRUST[: TRUST.index("line beside the article")])
APART = timedelta(days=1)


def _pattern(before: str, after: str = "", flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Compile a pattern around one date phrase, which is its group `day`."""
    day = DATE.replace(r"\1", "(?P=iso)").replace(r"\2", "(?P=numeric)")
    day = day.replace("([-/.])", "(?P<iso>[-/.])", 1).replace("([-/.])", "(?P<numeric>[-/.])", 1)
    return re.compile(f"{before}(?P<day>{day}){after}", flags)


_WEEKDAY = r"(?:(?:[^\W\d_]{2,10}\.?,|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?)\s+)?"
_MINUTE = (
    r"[\s,T-]+(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,4}\)?)?"
)
_CLOCK = rf"(?:{_MINUTE})?"
_CLOCK_FIRST = r"(?:\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,4}\)?)?[\s,|-]+(?:on\s+)?)?"
_OPENS = r"(?:^|[|·•–—.,;()\-]\s*)"
_ON = rf"(?:\s+(?:online|on|at|am|le|el|il|em|op))*\s*[:\-–]?\s*{_CLOCK_FIRST}{_WEEKDAY}"
_PUBLISHED = _pattern(
    rf"{_OPENS}(?:first\s+|originally\s+)?"
    r"(?:published|posted|issued|released|publication\s+date|pub\s?date|veröffentlicht|publié"
    rf"|publicado|pubblicato|gepubliceerd|publicerad|publisert){_ON}"
)
_CHANGED = (
    r"(?:updated|modified|revised|aktualisiert|mis\s+à\s+jour|actualizado|aggiornato|atualizado"
    r"|bijgewerkt|uppdaterad|oppdatert|opdateret|aktualizováno|更新(?:时间|日期|日時|日)?)"
)
_UPDATED = _pattern(
    rf"{_OPENS}(?:this\s+(?:article|story|page)\s+was\s+)?(?:last\s+|zuletzt\s+)?{_CHANGED}{_ON}"
)
_DATE_WORD = _pattern(rf"^(?:date|dated|datum|fecha|data)\s*:?\s*{_WEEKDAY}")
_ONLY_A_DATE = _pattern(rf"^{_CLOCK_FIRST}{_WEEKDAY}", rf"{_CLOCK}\.?$")
_BYLINE_DATE = _pattern(r"^by\s(?:(?!updated|modified|corrected).){2,80}?[\s,]", rf"{_CLOCK}$")
_OPENING_STAMP = _pattern(rf"^{_WEEKDAY}", rf"(?!.{{0,20}}{_CHANGED}){_MINUTE}(?!\d)")
_CLOSING_STAMP = _pattern(rf"^(?:(?!{_CHANGED}|corrected).)*[\s,]{_WEEKDAY}", rf"{_MINUTE}$")
_DATELINE = _pattern(
    r"^(?:[^\W\d_a-z][\w .,'’/-]{1,60}?(?:\s*\([^()]{2,40}\),?|,)\s+|[A-Z][A-Z .'-]{2,30}\s)?",
    r"\s*(?:\([^()]{2,40}\)\s*)?(?:[-–—]+|:)\s",
    re.NOFLAG,
)
_FILE_NAME = _pattern(r"(?:^|[^0-9a-z])", r"(?:$|[^0-9a-z])")
_COMPACT = re.compile(r"(?<![0-9A-Za-z])\d{8}(?=T\d|[^0-9A-Za-z]|$)")


@dataclass(frozen=True, slots=True)
class Dating:
    """What is known of the time of an article."""

    dates: tuple[PublishedDate, ...]
    updated: PublishedDate | None
    doubts: tuple[str, ...]


def date_article(text: str, path: Path, own: Metadata, today: date | None = None) -> Dating:
    """Give when an article appeared and was updated, and what about it is in doubt.

    Args:
        text: as the format reader gave it, before cleaning.
        path: only its last part is read, for a date in the name.
        own: what the format itself says (page metadata, document properties).
        today: days later than two days after it are not believed.
    """
    latest = (today or datetime.now().astimezone().date()) + timedelta(days=FUTURE_DAYS)
    claims = [*_dates_in_text(text), *own.dates, *_dates_in_name(path.stem)]
    dates = _believed(claims, latest)
    changes = [*_updates_in_text(text), *([own.updated] if own.updated else [])]
    updated = next((item for item in _believed(changes, latest) if _is_news(item, dates)), None)
    impossible = [item for item in (*claims, *changes) if not _is_possible(item.day, latest)]
    doubts = (
        *own.doubts,
        *_misread_in_text(text),
        *(f"{item.basis} says {_why_impossible(item.day)}: not believed" for item in impossible),
        *_conflicts(dates),
        *_early_updates(dates, updated),
    )
    return Dating(dates, updated, tuple(dict.fromkeys(doubts)))


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
    return date_article(text, path, Metadata(dates=own), today).dates


def note_claims(above: Iterable[str], below: Iterable[str]) -> Iterator[PublishedDate]:
    """Give the days of publication that short lines beside the text of a web page state.

    Args:
        above: between its headline and its text, where a line may be nothing but a date, or open
            or close with the minute of a day, which nothing there but a publication is told by.
        below: after its text.
    """
    basis = "line beside the article"
    stated = _claims(
        (_PUBLISHED,), [piece for line in below for piece in _pieces_of_note(line)], basis
    )
    pieces = [piece for line in above for piece in _pieces_of_note(line)]
    patterns = (_PUBLISHED, _ONLY_A_DATE, _OPENING_STAMP, _CLOSING_STAMP)
    yield from dict.fromkeys((*_claims(patterns, pieces, basis), *stated))


def note_updates(lines: Iterable[str], basis: str) -> Iterator[PublishedDate]:
    """Give the days of updates that short lines near an article state."""
    for line in lines:
        yield from _claims((_UPDATED,), _pieces_of_note(line), basis)


def _believed(claims: list[PublishedDate], latest: date) -> tuple[PublishedDate, ...]:
    """The possible days, each once with the best of its reasons, the most trusted first."""
    days: dict[date, PublishedDate] = {}
    for claim in sorted(claims, key=_distrust):  # stable: of equal trust, the first stays first
        known = days.setdefault(claim.day, claim)
        if claim.clock and not known.clock and claim.basis in _OUTSPOKEN:
            days[claim.day] = replace(known, clock=claim.clock)
    return tuple(claim for claim in days.values() if _is_possible(claim.day, latest))


def _is_news(update: PublishedDate, dates: tuple[PublishedDate, ...]) -> bool:
    """Whether an update is more than the first publication told again."""
    first = dates[0] if dates else None
    return first is None or update.day != first.day or update.clock not in ("", first.clock)


def _is_possible(day: date, latest: date) -> bool:
    return day.year >= EARLIEST_YEAR and day <= latest


def _why_impossible(day: date) -> str:
    if day.year < EARLIEST_YEAR:
        return f"{day_in_words(day)}, before there were newspapers"
    return f"{day_in_words(day)}, which has not come"


def _conflicts(dates: tuple[PublishedDate, ...]) -> Iterator[str]:
    """Days of trusted claims that lie more than one day from the one believed."""
    for other in dates[1:]:
        if other.basis in _OUTSPOKEN and abs(other.day - dates[0].day) > APART:
            yield (
                f"{other.basis} says {day_in_words(other.day)}, {dates[0].basis} says"
                f" {day_in_words(dates[0].day)}: the {dates[0].basis} is believed"
            )


def _early_updates(
    dates: tuple[PublishedDate, ...], updated: PublishedDate | None
) -> Iterator[str]:
    if updated and dates and updated.day < dates[0].day:
        yield (
            f"updated on {day_in_words(updated.day)} ({updated.basis}), before it was published"
            f" on {day_in_words(dates[0].day)} ({dates[0].basis})"
        )


def _distrust(claim: PublishedDate) -> int:
    return TRUST.index(claim.basis) if claim.basis in TRUST else len(TRUST)


def _dates_in_text(text: str) -> Iterator[PublishedDate]:
    head, tail = _edges(text)
    for number, line in enumerate(head):
        yield from _claims((_PUBLISHED,), _pieces_of_note(line), "Published line")
        if number == 0 or len(line) <= LONGEST_NOTE:
            yield from _claims((_DATE_WORD,), [line], "date line")
        yield from _claims((_ONLY_A_DATE, _BYLINE_DATE), _pieces_of_note(line), "date line")
        yield from _claims((_DATELINE,), [line], "date line")
    for line in tail:
        yield from _claims((_PUBLISHED,), _pieces_of_note(line), "Published line")


def _updates_in_text(text: str) -> Iterator[PublishedDate]:
    head, tail = _edges(text)
    return note_updates([*head, *tail], "Updated line")


def _misread_in_text(text: str) -> Iterator[str]:
    """Say of each line that states a day of publication or update why it could not be read."""
    head, tail = _edges(text)
    for basis, pattern in (("Published line", _PUBLISHED), ("Updated line", _UPDATED)):
        for line in (*head, *tail):
            match = pattern.search(line) if len(line) <= LONGEST_NOTE else None
            why = misread(match["day"]) if match else ""
            if why:
                yield f"{basis} {why}"


def _edges(text: str) -> tuple[list[str], list[str]]:
    """The first and the last lines, where an article says when it appeared."""
    lines = [text[start:end] for start, end in blocks_of(text)]
    return lines[:HEAD_LINES], lines[HEAD_LINES:][-TAIL_LINES:]


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
            moment = read_moment(match["day"]) if match else None
            if match and moment:
                yield PublishedDate(moment.day, basis, read_clock(line, *match.span("day")))


def _dates_in_name(stem: str) -> Iterator[PublishedDate]:
    plain = re.sub(r"(?<=\d)_(?=\d)", "-", stem).replace("_", " ")
    compact, written = _COMPACT.search(plain), _FILE_NAME.search(plain)
    phrases = (compact[0] if compact else "", written["day"] if written else "")
    moment = next(filter(None, map(read_moment, phrases)), None)
    if moment:
        yield PublishedDate(moment.day, "file name")
