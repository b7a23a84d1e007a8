"""Times that a sentence names become spans of days or of minutes."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from qa.clocks import read_clocks
from qa.days import Days, read_days

__all__ = ["Span", "When", "read_times"]

Span = tuple[float, float]
"""First and last: days as `date.toordinal` gives them, or minutes after midnight."""


@dataclass(frozen=True, slots=True)
class When:
    """A time that a text names."""

    start: int
    end: int
    spans: tuple[Span, ...]
    """What it may mean: "Friday" is the last one or the next, "April" that of any year near."""
    is_clock: bool = False
    is_day: bool = False
    """Names a day, no month or year."""


@lru_cache(maxsize=256)  # each figure of a sentence asks for its times
def read_times(text: str, published: date | None) -> tuple[When, ...]:
    """Give the days, months, years and hours that a text names, in its order.

    What counts from the day of publication is left out where that is not known.
    """
    clocks = [
        When(clock.start, clock.end, clock.spans, is_clock=True) for clock in read_clocks(text)
    ]
    days = [
        When(item.start, item.end, _number(item), is_day=item.is_day)
        for item in read_days(text, published)
    ]
    return tuple(sorted((*clocks, *days), key=lambda item: item.start))


def _number(days: Days) -> tuple[Span, ...]:
    return tuple((first.toordinal(), last.toordinal()) for first, last in days.spans)
