"""Times of day become minutes after midnight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Clock", "read_clocks"]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day that a text names."""

    start: int
    end: int
    spans: tuple[tuple[float, float], ...]
    """In minutes after midnight, from the earliest to the latest that it may mean."""


_HOURS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve".split(),
        range(1, 13),
        strict=True,
    )
)
_HOUR = rf"(?:{'|'.join(_HOURS)}|\d{{1,2}})"
_PART = r"(?:(?: local time)?(?: on \w+)? (?:in the|at) (?P<part>morning|afternoon|evening|night))?"
_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|\b(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)\b(?!:)"
    r"|(?<=\bat )(?P<hour_dot>\d{1,2})\.(?P<minute_dot>[0-5]\d)\b(?!\s*(?:%|[a-z]))"
    rf"|\b(?:(?P<shift>(?:a )?quarter|half|ten|twenty|five)(?: minutes)? (?P<way>past|to) "
    rf"(?P<hour12>{_HOUR})\b|(?P<oclock>{_HOUR}) o['’]clock){_PART}"
    rf"|\b(?P<bare>{'|'.join(_HOURS)}) (?:in the|at) (?P<part2>morning|afternoon|evening|night)\b"
    r"|\b(?P<named>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:(?P<after>(?:shortly|just|soon|a few minutes|minutes|not long) (?:after|past))"
    r"|(?P<before>(?:shortly|just|a few minutes|minutes|not long) (?:before|to))"
    r"|(?P<about>about|around|approximately|some time around|towards))\s*$",
    re.IGNORECASE,
)
_MARGINS = {None: (3, 3), "after": (0, 40), "before": (40, 0), "about": (20, 20)}
"""How many minutes earlier and later a time may be, by the words before it."""
_SHIFTS = {"quarter": 15, "half": 30, "ten": 10, "twenty": 20, "five": 5}
_LONGEST = 30


def read_clocks(text: str) -> Iterator[Clock]:
    """Give the times of day that a text names; "shortly after noon" is not quite exact."""
    for match in _CLOCK.finditer(text):
        near = _BEFORE.search(text[max(0, match.start() - _LONGEST) : match.start()])
        early, late = _MARGINS[near.lastgroup if near else None]
        spans = ((minute - early, minute + late) for minute in _minutes(match))
        yield Clock(match.start(), match.end(), tuple(spans))


def _minutes(match: re.Match[str]) -> list[int]:
    """Give the minute that a time names, or the two that it may."""
    if match["hour12"] or match["oclock"] or match["bare"]:
        return _read_words(match)
    if match["named"]:
        return [0 if match["named"].lower() == "midnight" else 720]
    if match["half"]:
        hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
        return [60 * hour + int(match["minute"] or 0)]
    hours, minutes = match["hour24"] or match["hour_dot"], match["minute24"] or match["minute_dot"]
    return [60 * int(hours) + int(minutes)]


def _read_words(match: re.Match[str]) -> list[int]:
    """Read "a quarter past eight in the evening"; without the part of the day it may be either."""
    word = (match["hour12"] or match["oclock"] or match["bare"]).lower()
    hour = (_HOURS.get(word) or int(word)) % 12
    shift = _SHIFTS[match["shift"].split()[-1].lower()] if match["shift"] else 0
    minute = 60 * hour + (-shift if match["way"] == "to" else shift)
    halves = {"morning": [0], "afternoon": [720], "evening": [720]}
    return [minute + half for half in halves.get(match["part"] or match["part2"] or "", [0, 720])]
