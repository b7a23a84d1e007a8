"""Plain words for what an export says of an answer: verdict, days, filters, where quotes stand."""

from collections.abc import Sequence
from datetime import date, datetime

from qa.answer import Answer
from qa.citations import Citation, Source
from qa.filters import Filters
from qa.periods import Period
from qa.tally import say_count

__all__ = [
    "say_filters",
    "say_kind",
    "say_period",
    "say_places",
    "say_source",
    "say_spans",
    "say_time",
    "say_verdict",
]

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_KINDS = {
    "highlights": "highlights",
    "caption": "caption of a picture",
    "analysis": "analysis, not a report",
    "background": "background",
    "quote": "quotation",
}


def _say_day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_time(time: datetime) -> str:
    """Give "5 February 2026, 14:05 UTC"."""
    return f"{_say_day(time.date())}, {time:%H:%M} UTC"


def say_source(source: Source) -> str:
    """Give outlet and day with what says so: "The Tide, 5 February 2026 (Published line)"."""
    day = "undated"
    if source.published:
        basis = f" ({source.published_basis})" if source.published_basis else ""
        day = f"{_say_day(source.published)}{basis}"
    return f"{source.outlet}, {day}" if source.outlet else day


def say_verdict(answer: Answer) -> str:
    """Say whether the articles answer, from how many sources, and how sure that is."""
    if answer.is_refusal:
        return "The articles do not say."
    if answer.tally:
        return "Counted over every article that may answer."
    answered = "The articles answer part of this" if answer.is_partial else "The articles answer"
    sources = ""
    if answer.independent_sources > 1:
        sources = f", from {say_count(answer.independent_sources, 'independent source')}"
    sure = f"; confidence {answer.confidence:.2f}" if answer.is_calibrated else ""
    return f"{answered}{sources}{sure}."


def say_period(period: Period) -> str:
    """Say which days the question speaks of, and whether only their articles were asked."""
    days = _say_days(period.after, period.before)
    if period.is_applied:
        return f"Only articles {days}, for “{period.words}”."
    lacking = f"No article is {days}" if period.is_empty else f"No article {days} answers this"
    return f"{lacking}, for “{period.words}”; all were asked."


def say_filters(filters: Filters, hidden_undated: int) -> str:
    """Say which articles could answer; empty when all could."""
    parts = [_say_days(filters.after, filters.before)]
    parts.append(f"in {', '.join(filters.outlets)}" if filters.outlets else "")
    parts.append(f"named {', '.join(filters.articles)}" if filters.articles else "")
    parts.append("without analysis and opinion" if filters.without_analysis else "")
    told = [part for part in parts if part]
    if not told:
        return ""
    hidden = f"; {say_count(hidden_undated, 'undated article')} left out" if hidden_undated else ""
    return f"Only articles {', '.join(told)}{hidden}."


def _say_days(after: date | None, before: date | None) -> str:
    if after and before:
        return (
            f"of {_say_day(after)}"
            if after == before
            else (f"from {_say_day(after)} to {_say_day(before)}")
        )
    if after:
        return f"from {_say_day(after)} on"
    return f"up to {_say_day(before)}" if before else ""


def say_places(citation: Citation) -> str:
    """Say where a quote stands: in the cleaned text, and in the file's own."""
    cleaned = f"{citation.start}–{citation.end} of the cleaned text"
    return f"{cleaned}; {say_spans(citation.original)} of the original"


def say_spans(spans: Sequence[tuple[int, int]]) -> str:
    """Give "120–180, 200–210"."""
    return ", ".join(f"{start}–{end}" for start, end in spans) or "nowhere"


def say_kind(citation: Citation) -> str:
    """Say what a quote is where it is no plain report, and who speaks."""
    kind = _KINDS.get(citation.kind.value, "")
    return ", ".join(part for part in (kind, citation.speaker) if part)
