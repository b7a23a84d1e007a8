"""A chat as one page of HTML that needs nothing else: no script, no address, nothing loaded."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources import files

from qa.exports.outline import Outline, Quote, Section, Side
from qa.exports.visible import escape_html

__all__ = ["write_page"]


def write_page(outline: Outline, closing: str) -> str:
    """Give the page of a chat; `closing` says how it can be checked."""
    body = [
        f'<h1 dir="auto">{escape_html(outline.title)}</h1>',
        _list(outline.facts),
        *(line for section in outline.sections for line in _write_section(section)),
        f"<footer><p>{escape_html(closing)}</p></footer>",
    ]
    return "\n".join([*_head(outline.title), *body, "</body>", "</html>", ""])


def _head(title: str) -> list[str]:
    style = files("qa.exports").joinpath("export.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape_html(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
    ]


def _write_section(section: Section) -> Iterator[str]:
    yield "<section>"
    yield f'<h2 dir="auto">{section.number}. {_isolate(section.question)}</h2>'
    yield _list(section.facts)
    if section.short:
        label, text = section.short
        yield f'<p class="short">{_isolate(text)} {_link(section, label)}</p>'
    if section.sentences:
        told = (f"{_isolate(text)} {_link(section, label)}" for label, text in section.sentences)
        yield f'<p class="answer" dir="auto">{" ".join(told)}</p>'
    if section.differences:
        yield "<h3>The sources differ</h3>"
        sides = (side for pair in section.differences for side in pair)
        yield from (_write_side(section, side) for side in sides)
    for title, quotes in (("Sources", section.quotes), (section.nearest_title, section.nearest)):
        if quotes:
            yield f"<h3>{title}</h3>"
            yield from (_write_quote(section, quote) for quote in quotes)
    yield "</section>"


def _write_side(section: Section, side: Side) -> str:
    figure = f"<mark>{escape_html(side.figure)}</mark>"
    words = f"{escape_html(side.before)}{figure}{escape_html(side.after)}"
    return (
        f'<div class="quote"><blockquote dir="auto">{words} {_link(section, side.label)}'
        f'</blockquote><p dir="auto">{escape_html(side.line)}</p></div>'
    )


def _write_quote(section: Section, quote: Quote) -> str:
    number = f'<span class="number">[{quote.label}]</span>'
    words = f'<blockquote dir="auto">{_isolate(quote.text)} {number}</blockquote>'
    return f'<div class="quote" id="{_id(section, quote.label)}">{words}{_list(quote.facts)}</div>'


def _list(facts: Sequence[tuple[str, str]]) -> str:
    rows = (f'<dt>{name}</dt><dd dir="auto">{escape_html(value)}</dd>' for name, value in facts)
    return f"<dl>{''.join(rows)}</dl>"


def _link(section: Section, label: str) -> str:
    return f'<a class="number" href="#{_id(section, label)}">[{label}]</a>'


def _id(section: Section, label: str) -> str:
    return f"quote-{section.number}-{label}"


def _isolate(text: str) -> str:
    return f"<bdi>{escape_html(text)}</bdi>"
