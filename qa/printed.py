"""An answer as text for a terminal."""

import textwrap

from index import SectionKind
from qa.answer import Answer
from qa.citations import Citation
from qa.periods import Period
from qa.tally import Tally

__all__ = ["WIDTH", "render"]

WIDTH = 96
"""Characters of a line."""


def render(answer: Answer) -> str:
    """Give an answer as text for a terminal: sentences, then their sources, then what is near."""
    lines: list[str] = []
    if answer.standalone != answer.question:
        lines += [*_wrap(f"Understood as: {answer.standalone}"), ""]
    if answer.period:
        lines += [*_wrap(_say_period(answer.period)), ""]
    lines += _render_found(answer)
    if answer.is_partial:
        lines += ["", *_wrap(f"Partly answered: {answer.missing}")]
    if answer.hidden_undated:
        lines += ["", f"{answer.hidden_undated} undated articles are hidden by the date filter."]
    if answer.also_found:
        heading = "Also found:" if answer.citations else "Nearest:"
        lines += ["", heading]
        for item in answer.also_found:
            lines += [f"  - {textwrap.shorten(item.text, WIDTH - 4, placeholder=' …')}"]
            lines += [f"    {line}" for line in _wrap(_name(item))]
    return "\n".join(lines)


def _say_period(period: Period) -> str:
    days = f"from {period.after or 'the first day'} to {period.before or 'the last'}"
    if period.is_applied:
        return f"Only articles {days}, for “{period.words}”; --any-time asks all."
    answers = "is" if period.is_empty else "answers this,"
    return f"No article {answers} {days}, for “{period.words}”; all were asked."


def _render_found(answer: Answer) -> list[str]:
    """Give the lines of what answers: a count, sentences with their sources, or that none do."""
    if answer.tally:
        return _render_tally(answer, answer.tally)
    if not answer.citations:
        return _wrap(f"The articles do not say. {answer.missing}")
    short = [f"{answer.short.text} [{answer.short.number}]", ""] if answer.short else []
    sources = [line for item in answer.citations for line in _wrap(_source_line(item), 4)]
    return [*short, *_wrap(answer.text), "", *sources, *_render_differences(answer)]


def _render_differences(answer: Answer) -> list[str]:
    """Give the lines of what sources tell differently: both quotes, and which one is newer."""
    lines = ["", "The sources differ:"] if answer.differences else []
    for item in answer.differences:
        for figure in (item.one, item.other):
            citation = answer.citations[figure.number - 1]
            start, end = figure.start - citation.start, figure.end - citation.start
            quote = f"{citation.text[:start]}**{figure.text}**{citation.text[end:]}"
            lines += [f"  {line}" for line in _wrap(f"[{figure.number}] {quote}", 4)]
            newer = " (newer)" if figure.number == item.newer else ""
            outlet = citation.source.outlet or citation.source.title
            lines += [f"      {outlet}, {citation.source.published or 'undated'}{newer}"]
    return lines


def _render_tally(answer: Answer, tally: Tally) -> list[str]:
    """Give the lines of a count: how many, which, what counts, and each with its source."""
    lines = [tally.text, *_wrap("; ".join(tally.labels)), ""]
    lines += [*_wrap(f"{tally.predicate} {tally.scope}"), ""]
    for item in answer.citations:
        lines += _wrap(f"[{item.number}] {item.text}", 4)
        lines += [f"    {line}" for line in _wrap(_name(item))]
    return lines


def _wrap(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_long_words=False)


def _source_line(citation: Citation) -> str:
    copies = ", ".join(copy.article_id for copy in citation.copies)
    also = f"; word for word also in {copies}" if copies else ""
    family = ", ".join(other.article_id for other in citation.family)
    also += f"; one source with {family}" if family else ""
    return f"[{citation.number}] {_kind(citation)}{_name(citation)}{also}"


def _kind(citation: Citation) -> str:
    """Say what is no plain report, and who speaks where the sentence does not."""
    if citation.kind is SectionKind.BODY:
        return ""
    who = citation.speaker if citation.speaker not in citation.text else ""
    return f"({citation.kind.value}{': ' if who else ''}{who}) "


def _name(citation: Citation) -> str:
    source = citation.source
    page = f", page {citation.page}" if citation.page else ""
    when = f"{source.published} ({source.published_basis})" if source.published else "undated"
    outlet = f"{source.outlet}, " if source.outlet else ""
    return f"{source.title} — {outlet}{when}{page} — {source.article_id}"
