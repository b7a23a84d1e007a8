"""Tables of web pages: rows that can be read alone, and frames that are no tables."""

from collections.abc import Iterator
from typing import Any

from index.formats.blocks import describe_rows, fold_space

__all__ = ["describe_table", "is_grid"]

Element = Any  # an lxml element; lxml comes without types

_MOST_SPANNED = 60  # columns or rows of one cell; a damaged page claims any number
_NEVER_TEXT = frozenset(("script", "style", "template", "noscript"))
_SET_APART = frozenset("br dd div dt lb li ol p ul".split())  # words on both sides are two words


def is_grid(table: Element) -> bool:
    """Whether it has columns of its own; pages also use tables as frames around everything."""
    if any(inner is not table and inner.tag == "table" for inner in table.iter("table")):
        return False
    return any(len(_cells(row)) > 1 for row in _rows(table))


def describe_table(table: Element) -> list[tuple[Element, str]]:
    """Give each row of a table that says something, with its line."""
    rows = _rows(table)
    grid = list(_spread(rows))
    has_header = (
        len(rows) > 1 and len(_cells(rows[0])) > 1 and all(map(_is_header, _cells(rows[0])))
    )
    header, first = (grid[0], 1) if has_header else ([], 0)
    described = (
        (row, describe_rows(header, [cells]))
        for row, cells in zip(rows[first:], grid[first:], strict=True)
    )
    return [(row, line) for row, lines in described for line in lines]


def _spread(rows: list[Element]) -> Iterator[list[str]]:
    """Give the cells of each row by column; a cell over two rows stands in both.

    A cell over two columns is followed by an empty one.
    """
    waiting: dict[int, tuple[int, str]] = {}  # column -> rows still covered, and by what
    for row in rows:
        line: list[str] = []
        for cell in _cells(row):
            _fill(line, waiting)
            text, down = _text_of(cell), _span(cell, "rowspan")
            across = _span(cell, "colspan")
            if down > 1:
                waiting[len(line)] = (down - 1, text)
            line += [text, *[""] * (across - 1)]
        _fill(line, waiting)
        yield line


def _fill(line: list[str], waiting: dict[int, tuple[int, str]]) -> None:
    """Write what reaches down into the next columns of a row."""
    while len(line) in waiting:
        left, text = waiting.pop(len(line))
        if left > 1:
            waiting[len(line)] = (left - 1, text)
        line.append(text)


def _span(cell: Element, name: str) -> int:
    value = cell.get(name) or ""
    return (
        min(int(value), _MOST_SPANNED)
        if value.isascii() and value.isdecimal() and int(value)
        else 1
    )


def _text_of(cell: Element) -> str:
    return fold_space("".join(_texts(cell)))


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _NEVER_TEXT:
            edge = " " if child.tag in _SET_APART else ""
            yield edge
            yield from _texts(child)
            yield edge
        yield child.tail or ""


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter("row", "tr") if _cells(row)]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("cell", "td", "th")]


def _is_header(cell: Element) -> bool:
    return bool(
        cell.tag == "th"
        or cell.get("role") == "head"
        or cell.getparent().getparent().tag == "thead"
    )
