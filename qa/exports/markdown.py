"""A chat as Markdown: every word of an article escaped, every quote with where it stands."""

from collections.abc import Iterator, Sequence

from qa.exports.outline import Outline, Quote, Section, Side
from qa.exports.visible import escape_markdown

__all__ = ["write_markdown"]


def write_markdown(outline: Outline, closing: str) -> str:
    """Give the Markdown of a chat; `closing` says how it can be checked."""
    lines = [f"# {_line(outline.title)}", "", *_list(outline.facts), ""]
    for section in outline.sections:
        lines += _write_section(section)
    return "\n".join([*lines, "---", "", _line(closing), ""])


def _write_section(section: Section) -> Iterator[str]:
    yield from (f"## {section.number}\\. {_line(section.question)}", "")
    yield from (*_list(section.facts), "")
    if section.short:
        label, text = section.short
        yield from (f"**“{_line(text)}”** {_number(label)}", "")
    if section.sentences:
        told = (f"“{_line(text)}” {_number(label)}" for label, text in section.sentences)
        yield from (" ".join(told), "")
    for pair in section.differences:
        yield from ("The sources differ:", "", *map(_write_side, pair), "")
    if section.quotes:
        yield from ("### Sources", "")
        yield from _write_quotes(section.quotes)
    if section.nearest:
        yield from (f"### {section.nearest_title}", "")
        yield from _write_quotes(section.nearest)


def _write_side(side: Side) -> str:
    quote, figure = side.before + side.figure + side.after, _line(side.figure)
    return f"- **{figure}**: “{_line(quote)}” {_number(side.label)} {_line(side.line)}"


def _write_quotes(quotes: Sequence[Quote]) -> Iterator[str]:
    for quote in quotes:
        # The quotation mark keeps what follows from beginning the line.
        yield from (f"> “{_line(quote.text)}” {_number(quote.label)}", "")
        yield from (*_list(quote.facts), "")


def _list(facts: Sequence[tuple[str, str]]) -> list[str]:
    return [f"- {name}: {_line(value)}" for name, value in facts]


def _number(label: str) -> str:
    return f"\\[{label}\\]"


def _line(text: str) -> str:
    return escape_markdown(text).strip()
