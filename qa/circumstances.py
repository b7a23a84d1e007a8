"""What a sentence says around a figure: of what part, of whom, of which time and place."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from qa.figures import Figure, Kind
from qa.question import Tokenize
from qa.sides import WHOM, read_manner, read_sides, read_states
from qa.times import Span, read_times

__all__ = ["Circumstances", "describe_figure", "name_namesakes"]

_BREAK = re.compile(
    r"[;:()—–]|,(?!\d| according\b| \w+ (?:in|ex)cluded\b)| (?:and|but|while|whereas|with|which"
    r"|who|because|after|although|though|as|compared|including)\b",
    re.IGNORECASE,
)
_SAYING = (
    r"(?:said|says|told|announced|reported|confirmed|wrote|added|warned|declared|updated|revised"
    r"|published|estimated|conceded|according)"
)
_REPORTED = re.compile(
    rf"\b{_SAYING}\b[^,;]{{0,30}}$|\bas of\s+(?:(?:late|early)\s)?$",
    re.IGNORECASE,
)
_REPORTING = re.compile(rf"^\W{{0,3}}(?:[\w’']+\s){{0,3}}{_SAYING}\b", re.IGNORECASE)
_MOVING = (
    r"(?:up|down|ris(?:e|es|en|ing)|rose|f[ae]ll(?:s|en|ing)?|increas\w+|decreas\w+|cut|reduced|dropp?\w*"
    r"|revised|raised|lowered|lifted|climb\w*|gr[eo]w\w*|chang\w+|slid|jump\w*|shr[aiu]nk\w*|slow\w*)"
)
_CONTRAST = re.compile(
    r"\b(?:not|instead of|rather than|compared (?:with|to)|versus|despite|had been"
    rf"|{_MOVING}(?: [\w’'-]+){{0,3}} from"
    r"|(?:previous|earlier|original|initial|former)ly(?: \w+){0,2}"
    r"|(?:previous|earlier|original|initial|former|old) (?:figure|estimate|count|toll|total"
    r"|number|report|price|budget|plan)(?: \w+)?)"
    r"(?: (?:the|a|an|its|figure of|just|only|some))*\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_AFTER = re.compile(r"\bafter(?: the| a| another)?\s*$", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'.-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-ZÀ-Þ0-9][\w’'.-]*)*")
_CHANGED = re.compile(
    rf"\b{_MOVING}(?: [\w’'-]+){{0,4}} by(?: another)?\s*$|\b(?:up|down)\s*$"
    r"|\b(?:rise|increase|fall|drop|decline|cut|reduction|growth|jump) of\s*$",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:in|within|over|during)(?: (?:the|just|only|about|first|last))*\s*$", re.IGNORECASE
)
_WIDE = re.compile(
    r"\b(?:(?P<world>worldwide|globally|(?:across|around|in) the (?:world|globe))"
    r"|(?P<country>nationwide|nationally|across the country|countrywide))\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Oo]ff|[Oo]utside|[Ii]nside|[Tt]hroughout|[Aa]round)"
    r"\s+(?:the\s+)?(?:(?:\w+ern|central|nearby)\s+)?"
    r"(?:(?:city|town|village|port|state|province|region)\s+of\s+)?$"
)
_LEADING = re.compile(
    r"(?:(?:In|At|Near|Across|Off|Outside|Inside|Throughout|Around|The|A|An|Of|On|By|For|From"
    r"|But|And|Some|About|More|Police|Only)\s+)+"
)
_TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady prof professor president minister judge captain".split()
)
_UP = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|gr[eo]w\w*|increas\w+|climb\w*|jump\w*|gain\w*|surg\w+|soar\w*"
    r"|expand\w*)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:f[ae]ll\w*|dropp?\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|contract(?:s|ed)|slump\w*"
    r"|plung\w+|tumbl\w+|slid|slipp\w+)\b",
    re.IGNORECASE,
)


_TOLD = {
    Kind.MEASURE: frozenset({"more", "some"}),
    Kind.COUNT: frozenset({"under way"}),
    Kind.SHARE: frozenset({"more", "some"}),
}
"""Manners that set a figure of a kind apart from no other: "8 per cent more" is how much more."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a sentence says around one of its figures."""

    stems: frozenset[str]
    """Of the part of the sentence that the figure has to itself."""
    states: frozenset[str]
    """What became of those who are counted."""
    sides: frozenset[tuple[str, int]]
    manner: frozenset[str]
    times: tuple[Span, ...]
    """When it may be so; days on which somebody said it left out."""
    names: tuple[str, ...]
    """Of the whole sentence."""
    places: frozenset[str]
    """Stems of the names of places."""
    reach: str
    """"world" or "country" where it is said to be of the whole."""
    direction: str
    """"up" or "down" where something changes by it."""
    windows: tuple[Span, ...]
    """Days within which it came about: "in 24 hours"."""
    is_change: bool
    """By how much something rose or fell, not to what."""
    is_contrast: bool
    """Said of what it is not, or was."""
    is_report: bool
    """A day on which somebody said it."""
    is_after: bool
    """What came before that: "after two died" tells not how many died."""


def describe_figure(
    text: str, figure: Figure, others: Sequence[Figure], published: date | None, tokenize: Tokenize
) -> Circumstances:
    """Tell what a sentence says around one of its figures."""
    segment, clause = _segment(text, figure, others), _clause(text, figure)
    opening = (0, min(clause[0], _end_of_opening(text)))
    near = f"{text[slice(*opening)]} {text[slice(*clause)]}"
    before, after = text[: figure.hedge_start], text[figure.end :]
    names = _names(text)
    states = read_states(frozenset(tokenize(text[slice(*clause)])))
    manner = read_manner(near, before, after)
    return Circumstances(
        stems=frozenset(tokenize(text[slice(*segment)])),
        states=states if figure.kind is Kind.COUNT else frozenset(),
        sides=read_sides(near, WHOM if figure.unit == "length" else {*WHOM, "extent"}),
        manner=manner - _TOLD.get(figure.kind, frozenset({"some"})),
        times=_times(text, figure, (opening, clause), published),
        names=tuple(name for _, name in names),
        places=frozenset(
            stem
            for place, name in names
            if _is_within(place, (opening, clause)) and _PLACE.search(text[:place])
            for stem in tokenize(name)
        ),
        reach=_read_wide(near),
        direction=_direction(near),
        windows=tuple(_windows(text, figure, others, clause)),
        is_change=_CHANGED.search(before) is not None,
        is_contrast=_is_contrast(before, after),
        is_report=figure.kind is Kind.DATE and _is_reporting(text, figure.start, figure.end),
        is_after=_AFTER.search(before) is not None,
    )


def _is_within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _end_of_opening(text: str) -> int:
    """Give where the first part of a sentence ends, which says when, where and of whom."""
    return next((match.start() for match in _BREAK.finditer(text)), len(text))


def _clause(text: str, figure: Figure) -> tuple[int, int]:
    """Give the part of a sentence between two commas or conjunctions that a figure stands in."""
    breaks = [match.start() for match in _BREAK.finditer(text)]
    start = max((place for place in breaks if place <= figure.hedge_start), default=0)
    return start, min((place for place in breaks if place >= figure.end), default=len(text))


def _segment(text: str, figure: Figure, others: Sequence[Figure]) -> tuple[int, int]:
    """Give the part of a sentence that a figure has to itself, up to where another's begins."""
    rest = [o for o in others if o.kind not in {Kind.DATE, Kind.CLOCK} and o != figure]
    last = max((o.end for o in rest if o.end <= figure.start), default=0)
    first = min((o.start for o in rest if o.start >= figure.end), default=len(text))
    breaks = [match.start() for match in _BREAK.finditer(text)]
    start = max((place for place in breaks if last <= place <= figure.start), default=last)
    end = min((place for place in breaks if figure.end <= place <= first), default=first)
    return (start if last else 0), (end if first < len(text) else first)


def _times(
    text: str, figure: Figure, spans: Sequence[tuple[int, int]], published: date | None
) -> tuple[Span, ...]:
    if figure.kind in {Kind.DATE, Kind.CLOCK}:
        return ()
    return tuple(
        span
        for time in read_times(text, published)
        if _is_within(time.start, spans)
        and not time.is_clock
        and not (time.is_day and _is_reporting(text, time.start, time.end))
        for span in time.spans
    )


def _windows(
    text: str, figure: Figure, others: Sequence[Figure], clause: tuple[int, int]
) -> list[Span]:
    return [
        other.spans[0]
        for other in others
        if other.unit == "time" != figure.unit
        and clause[0] <= other.start < clause[1]
        and _WITHIN.search(text[: other.hedge_start])
    ]


def _is_contrast(before: str, after: str) -> bool:
    """Tell what is not so, or was so before."""
    is_from = _FROM.search(before) and re.match(r" to [$£€¥\d]", after)
    return bool(is_from or _CONTRAST.search(before))


def _is_reporting(text: str, start: int, end: int) -> bool:
    """Tell a day on which somebody said it from one of the event."""
    if _REPORTED.search(text[:start]):
        return True
    said = _REPORTING.match(text[end:])
    is_first = not text[:start].strip() or text[:start].strip().lower() == "on"
    return said is not None and (is_first or not said.group().startswith(","))


def _read_wide(near: str) -> str:
    found = _WIDE.search(near)
    return (found.lastgroup or "") if found else ""


def _names(text: str) -> list[tuple[int, str]]:
    """Give the names in a text, with their places; months and days are none."""
    times = [(time.start, time.end) for time in read_times(text, date(2000, 1, 1))]
    found = []
    for match in _NAME.finditer(text):
        leading = _LEADING.match(match.group())
        place = match.start() + (leading.end() if leading else 0)
        name = text[place : match.end()]
        if name and not any(a <= place < b for a, b in times):
            found.append((place, name))
    return found


def name_namesakes(one: Sequence[str], other: Sequence[str], asked: Collection[str]) -> bool:
    """Tell whether two texts name different bearers of a name: Line 3 and 4, Ann and Bo Lee.

    Args:
        one: the names in the one.
        other: the names in the other.
        asked: words in the question; two ministries that report it are no matter.
    """
    return any(_are_namesakes(a, b, asked) for a in one for b in other) and not set(one) & set(
        other
    )


def _are_namesakes(one: str, other: str, asked: Collection[str]) -> bool:
    a, b = one.split(), other.split()
    if len(a) < 2 or len(b) < 2 or one == other:
        return False
    if a[-1] == b[-1] and a[-1] in asked:
        return not {a[-2].lower().rstrip("."), b[-2].lower().rstrip(".")} & _TITLES
    return a[:-1] == b[:-1] and a[-1].isdigit() and b[-1].isdigit() and a[-2] in asked


def _direction(near: str) -> str:
    up, down = bool(_UP.search(near)), bool(_DOWN.search(near))
    return "" if up == down else "up" if up else "down"
