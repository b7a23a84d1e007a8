"""Markdown: the words a reader of the rendered page sees, and the front matter as metadata."""

import html
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from index.articles import Extracted, Metadata, PublishedDate
from index.days import Moment, clock_of, misread, read_moment
from index.formats.blocks import BlockWriter, describe_rows
from index.formats.plain import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?\n)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption\s*>", re.DOTALL | re.IGNORECASE)
_DATE_KEYS = ("date", "published", "publish_date", "pubdate", "publishdate", "datepublished")
_UPDATE_KEYS = ("updated", "modified", "lastmod", "last_modified", "datemodified")
_SECTION_KEYS = ("section", "category", "rubric", "kicker")
_OUTLET_KEYS = ("outlet", "source", "publisher", "publication", "site", "sitename", "site_name")
_AUTHOR_KEYS = ("author", "authors", "byline", "by")


def read_markdown(content: bytes) -> Extracted:
    """Give the text of a Markdown file, links as their words and pictures left out.

    Raises:
        ArticleError: the bytes are not text.
    """
    from markdown_it import MarkdownIt

    source = decode(content)
    metadata = Metadata()
    if front := _FRONT_MATTER.match(source):
        metadata = _describe(_load_table(front[1], front[2]))
        source = source[front.end() :]
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    writer = BlockWriter()
    _write_blocks(parser.parse(source), writer)
    return writer.finish(metadata)


def _write_blocks(tokens: Sequence["Token"], writer: BlockWriter) -> None:
    rest = iter(tokens)
    mark = ""  # what the next paragraph begins with: set where a list item opens
    opened = ""
    for token in rest:
        if token.type == "list_item_open":
            mark = "- "
        elif token.type in ("heading_open", "paragraph_open"):
            opened = token.type
        elif token.type == "inline":
            words = _words(token)
            writer.add(mark + words if words else "", is_heading=opened == "heading_open")
            mark = ""
        elif token.type in ("fence", "code_block"):
            writer.add_lines(token.content)
        elif token.type == "html_block":
            _write_html(token.content, writer)
        elif token.type == "table_open":
            _write_table(rest, writer)


def _write_html(content: str, writer: BlockWriter) -> None:
    """Write the words of HTML inside Markdown, line by line; a figure's caption is one block."""
    shown = _HIDDEN.sub("", content)
    for number, piece in enumerate(_CAPTION.split(shown)):  # captions stand at odd places
        words = html.unescape(_TAG.sub(" ", piece))
        if number % 2:
            writer.add(words, is_caption=True)
        else:
            writer.add_lines(words)


def _write_table(tokens: Iterator["Token"], writer: BlockWriter) -> None:
    """Write the rows up to the token that closes the table."""
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_words(token))
    for line in describe_rows(rows[0], rows[1:]):
        writer.add(line)


def _words(inline: "Token") -> str:
    pieces = []
    for token in inline.children or []:
        if token.type in ("text", "text_special", "code_inline"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.content.lower().startswith("<br"):
            pieces.append(" ")
    return "".join(pieces)


def _load_table(fence: str, text: str) -> dict[str, object]:
    """Give the front matter, its keys in lower case; nothing when it cannot be read."""
    import yaml

    try:
        table = tomllib.loads(text) if fence == "+++" else yaml.safe_load(text)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return {}  # ValueError: YAML reads 2026-02-31 as a date and fails
    if not isinstance(table, dict):
        return {}
    return {str(key).lower(): value for key, value in table.items()}


def _describe(table: dict[str, object]) -> Metadata:
    authors = tuple(name for key in _AUTHOR_KEYS for name in _names(table.get(key)))
    written = (
        table[key] for key in (*_DATE_KEYS, *_UPDATE_KEYS) if isinstance(table.get(key), str)
    )
    return Metadata(
        title=_first(table, ("title", "headline")),
        outlet=_first(table, _OUTLET_KEYS),
        authors=authors,
        dates=tuple(_days(table, _DATE_KEYS)),
        updated=next(_days(table, _UPDATE_KEYS), None),
        section=_first(table, _SECTION_KEYS),
        language=_first(table, ("lang", "language")),
        author_basis="front matter" if authors else "",
        doubts=tuple(f"front matter {why}" for why in map(misread, map(str, written)) if why),
    )


def _first(table: dict[str, object], keys: tuple[str, ...]) -> str:
    """The first of the values that is words and no address."""
    for key in keys:
        value = table.get(key)
        if isinstance(value, str) and "://" not in value:
            return value
    return ""


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return re.split(r"\s*(?:[;,]|\band\b)\s*", value)
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return []


def _days(table: dict[str, object], keys: tuple[str, ...]) -> Iterator[PublishedDate]:
    for moment in (_moment(table.get(key)) for key in keys):
        if moment:
            yield PublishedDate(moment.day, "front matter", moment.clock)


def _moment(value: object) -> Moment | None:
    if isinstance(value, datetime):
        return Moment(value.date(), clock_of(value))
    if isinstance(value, date):
        return Moment(value)
    return read_moment(value) if isinstance(value, str) else None
