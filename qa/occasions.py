"""Times that only the articles tell: "the latest figure", "before the visit"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from qa.found import Found
from qa.periods import Period, Periods, cut_words

__all__ = ["Look", "Occasions"]

Look = Callable[[str], Found]
"""A question -> what is found for it, whenever it appeared."""

_DAY = timedelta(days=1)
_TOLD = 0.6
"""Of what a question asks, by its rarity, how much an article has to hold to be about it."""
_TOPMOST = 0.9
"""And how much of what the article has that holds most of it."""
_NEWS = (
    r"(?:news|updates?|developments?|word|information|reports?|articles?|stories|story|statements?"
    r"|figures?|numbers?|counts?|tolls?|estimates?|status|situation)"
)
_LATEST_ON = re.compile(
    r"\b(?:latest|newest|most recent)\b(?= (?:on|about|from|with)\b)", re.IGNORECASE
)
_LATEST = re.compile(
    rf"\b(?:latest|newest|most recent)\b(?= (?:\w+ )?{_NEWS})"
    r"|\b(?:(?:most )?recently|lately)(?=[\s?.!]*$)",  # not "was recently closed"
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?P<side>before|after|since|until|ahead of|following) "
    r"(?P<event>(?:(?:the|his|her|their|its)\b|[A-ZÀ-Þ][\w.]*(?: [A-ZÀ-Þ][\w.]*)*['’]s?)"
    r" [^?.,;]{3,60}?)"
    r"[\s?.!]*$"
)


class Occasions:
    """Question -> the days it speaks of, where the articles have to be asked for them.

    Args:
        periods: reads what they say.
    """

    def __init__(self, periods: Periods) -> None:
        self._periods = periods

    def __call__(self, question: str, look: Look) -> Period | None:
        """Give the period; None where the question names no occasion, or the articles no day."""
        if found := _LATEST_ON.search(question):  # "what is the latest on" asks what it is about
            day = _find_newest(look(question))
            return Period(found[0], day - _DAY, None, is_topic=True) if day else None
        if found := _LATEST.search(question):
            day = _find_newest(look(cut_words(question, found[0])))
            return Period(found[0], day - _DAY, None) if day else None
        if found := _EVENT.search(question):
            days = self._find_days(look(f"When was {found['event']}?"))
            if days is None:
                return None
            words, side = f"{found['side']} {found['event']}", found["side"].casefold()
            if side in ("before", "until", "ahead of"):
                return Period(words, None, days[0] - _DAY, is_topic=True)
            return Period(words, days[0], None, is_topic=True)
        return None

    def _find_days(self, found: Found) -> tuple[date, date] | None:
        """Give the days that the likeliest sentence tells, in few words that are clear."""
        if not found.shown:
            return None
        best = max(found.shown, key=lambda item: item.score)
        published = best.hit.article.published
        if best.short is None or published is None:
            return None
        start, end = best.short
        return self._periods.read_told(
            best.text[start - best.start : end - best.start], published.day
        )


def _find_newest(found: Found) -> date | None:
    """Give the day of the newest article that is about what was looked for."""
    held = {
        item.hit.article: item.features["context_coverage"]
        for item in reversed(found.reading.sentences)
        if item.features
    }
    least = max(_TOLD, _TOPMOST * max(held.values(), default=0.0))
    days = (item.published.day for item, share in held.items() if item.published and share >= least)
    return max(days, default=None)
