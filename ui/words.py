"""Plain words for days, counts, filters and how sure an answer is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from qa import Answer, Citation, Filters
from ui.controls import show_controls

__all__ = [
    "Dated",
    "count",
    "date_with_basis",
    "day_in_words",
    "filters_in_words",
    "kind_in_words",
    "likelihood",
    "name_some",
    "name_sources",
    "period_in_words",
    "shorten_path",
    "source_line",
    "span_in_words",
    "taken_out_in_words",
    "time_in_words",
    "verdict",
]

_KINDS = {
    "highlights": "from the highlights",
    "caption": "caption of a picture",
    "analysis": "analysis, not a report",
    "background": "background",
}

_MONTHS = (
    "January February March April May June July August September October November December"
).split()


class Dated(Protocol):
    """What appeared somewhere on some day: an article, the source of a citation."""

    @property
    def title(self) -> str: ...

    @property
    def outlet(self) -> str: ...

    @property
    def published(self) -> date | None: ...

    @property
    def published_basis(self) -> str: ...


def count(number: int, noun: str) -> str:
    """Give "1 article", "16 articles", "4,919 articles"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def day_in_words(day: date) -> str:
    """Give "5 February 2026", whatever language the machine is set to."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def date_with_basis(source: Dated) -> str:
    """Give the day an article appeared with what says so, or "undated"."""
    if source.published is None:
        return "undated"
    day = day_in_words(source.published)
    return f"{day}, from its {source.published_basis}" if source.published_basis else day


def name_some(names: Sequence[str], most: int = 3) -> str:
    """Give "a.txt, b.txt, c.txt and 14 more"."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def span_in_words(seconds: float) -> str:
    """Give "40 seconds", "3 minutes", "2 hours", rounded to what is worth telling."""
    if seconds < 55:
        return count(max(5, 5 * round(seconds / 5)), "second")
    if seconds < 55 * 60:
        return count(max(1, round(seconds / 60)), "minute")
    return count(max(1, round(seconds / 3600)), "hour")


def shorten_path(path: Path) -> str:
    """Write a path below the reader's own folder as they would: "~/articles"."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def source_line(source: Dated) -> str:
    """Give outlet and day on one line."""
    day = day_in_words(source.published) if source.published else "undated"
    return f"{source.outlet}, {day}" if source.outlet else day


def taken_out_in_words(edits: Mapping[str, int]) -> str:
    """Give "2 × repeated block, newsletter", the reasons for which something was taken out."""
    return ", ".join(
        reason if number == 1 else f"{number} × {reason}" for reason, number in edits.items()
    )


def verdict(answer: Answer) -> str:
    """Say in a few words whether the articles answer the question."""
    if answer.is_refusal:
        return "The articles do not say"
    if answer.tally:
        return "Counted exactly, over every article"
    return _verdict_on_sentences(answer)


def _verdict_on_sentences(answer: Answer) -> str:
    if answer.independent_sources > 1:
        sources = f", from {count(answer.independent_sources, 'independent source')}"
    else:
        sources = ""
    if answer.is_partial:
        return f"The articles answer part of this{sources}"
    if not answer.is_calibrated:
        return f"What the articles tell of it{sources}"
    if answer.confidence >= 0.85:
        return f"The articles answer this{sources}"
    if answer.confidence >= 0.5:
        return f"The articles probably answer this{sources}"
    return f"The articles may answer this{sources}; check the source"


def likelihood(answer: Answer) -> str:
    """Spell the calibrated probability out; empty where there is none."""
    if not answer.is_calibrated:
        return ""
    percent = round(100 * answer.confidence)
    return (
        f"Confidence {answer.confidence:.2f}: of 100 answers judged like this one, "
        f"about {percent} hold what was asked for."
    )


def kind_in_words(citation: Citation) -> str:
    """Say what a sentence is where it is no plain report; who speaks, where it does not say."""
    if citation.kind == "quote":
        is_told = not citation.speaker or citation.speaker in citation.text
        return "" if is_told else f"{citation.speaker} speaking"
    return _KINDS.get(citation.kind, "")


def period_in_words(answer: Answer) -> str:
    """Say which days a question speaks of, and whether only their articles were asked."""
    period = answer.period
    if period is None:
        return ""
    days = _days_in_words(period.after, period.before)
    if period.is_applied:
        return f"{days[:1].upper()}{days[1:]}, for “{period.words}”"
    if period.is_empty:
        return f"No article is {days}, for “{period.words}”; all were asked"
    return f"No article {days} answers this, for “{period.words}”; all were asked"


def _days_in_words(after: date | None, before: date | None) -> str:
    if after and after == before:
        return f"of {day_in_words(after)}"
    if after and before:
        return f"from {_shorten(after, before)} to {day_in_words(before)}"
    if after:
        return f"from {day_in_words(after)} on"
    return f"up to {day_in_words(before)}" if before else ""


def time_in_words(first: date, last: date) -> str:
    """Give "14 May 2026", "14 to 18 May 2026", "May 2026", "1998"."""
    if first == last:
        return day_in_words(first)
    if first.day == 1 and (last + timedelta(1)).day == 1 and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return str(first.year)
        if first.month == last.month:
            return f"{_MONTHS[first.month - 1]} {first.year}"
    return f"{_shorten(first, last)} to {day_in_words(last)}"


def _shorten(first: date, last: date) -> str:
    """Give the first of two days without what the last one says as well: "19" to "20 May 2026"."""
    if first.year != last.year:
        return day_in_words(first)
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]}"
    return str(first.day)


def filters_in_words(filters: Filters) -> str:
    """Say which articles may answer; empty when all may."""
    days = _days_in_words(filters.after, filters.before)
    parts = [days] if days else []
    if filters.outlets:
        parts.append(f"in {', '.join(filters.outlets)}")
    allowed = f"Only articles {' '.join(parts)}" if parts else ""
    if filters.articles:
        allowed = ", ".join((f"Only {name_some(filters.articles)}", *parts))
    if not filters.without_analysis:
        return allowed
    return f"{allowed}, without analysis" if allowed else "Without analysis and opinion"


def name_sources(sources: Iterable[Dated]) -> list[str]:
    """Give a line for each of some articles."""
    return [show_controls(f"{source.title} ({source_line(source)})") for source in sources]
