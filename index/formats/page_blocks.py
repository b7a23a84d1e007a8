"""The blocks of an HTML tree, or of the simpler tree an article was found in."""

import re
from typing import Any

from index.formats.blocks import BlockWriter, describe_rows

__all__ = ["write_tree"]

Element = Any  # an lxml element; lxml comes without types

_HEADINGS = frozenset("head h1 h2 h3 h4 h5 h6".split())  # `head` is trafilatura's
_ITEMS = frozenset("item li dt dd".split())
_VERBATIM = frozenset(("code", "pre"))
_OTHER_BLOCKS = frozenset(
    "address article aside blockquote body caption center cell details div dl fieldset figcaption"
    " figure footer header hr list main ol p quote row section summary tbody td tfoot th thead tr"
    " ul".split()
)
_BLOCKS = _HEADINGS | _ITEMS | _OTHER_BLOCKS | {"table", "pre"}
_NEVER_TEXT = frozenset(
    "script style noscript template title nav footer form button select svg iframe graphic".split()
)
_BREAKS = frozenset(("br", "lb"))


def write_tree(element: Element, writer: BlockWriter) -> None:
    """Write all blocks inside an element; scripts, menus and footers are none."""
    if element.tag == "table" and _is_grid(element):
        _write_table(element, writer)
    elif element.tag in _VERBATIM:
        writer.add_lines("".join(element.itertext()))
    else:
        _write_mixed(element, writer)


def _write_mixed(element: Element, writer: BlockWriter) -> None:
    """Write words and inline marks as one block, up to the next block inside the element."""
    mark = "- " if element.tag in _ITEMS else ""
    is_heading = element.tag in _HEADINGS
    words: list[str] = []

    def flush() -> None:
        nonlocal mark
        for block in _split_at_breaks("".join(words)):
            writer.add(mark + block, is_heading=is_heading)
            mark = ""
        words.clear()

    words.append(_fold(element.text))
    for child in element:
        if _holds_blocks(child):
            flush()
            write_tree(child, writer)
        else:
            words.append(_inline(child))
        words.append(_fold(child.tail))
    flush()


def _split_at_breaks(words: str) -> list[str]:
    """Two line breaks part paragraphs; a single one may stand inside a sentence."""
    return [block for block in re.split(r"\n\s*\n", words) if block.strip()]


def _holds_blocks(element: Element) -> bool:
    if element.tag in _NEVER_TEXT or not isinstance(element.tag, str):
        return False
    return element.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in element.iter())


def _inline(element: Element) -> str:
    if element.tag in _BREAKS:
        return "\n"
    if element.tag in _NEVER_TEXT or not isinstance(element.tag, str):  # a comment has no name
        return ""
    inner = (_inline(child) + _fold(child.tail) for child in element)
    return _fold(element.text) + "".join(inner)


def _fold(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _is_grid(table: Element) -> bool:
    """Whether it has columns of its own; pages also use tables as frames around everything."""
    if any(inner is not table and inner.tag == "table" for inner in table.iter("table")):
        return False
    return any(len(_cells(row)) > 1 for row in _rows(table))


def _write_table(table: Element, writer: BlockWriter) -> None:
    rows = [_cells(row) for row in _rows(table)]
    texts = [[" ".join(cell.itertext()) for cell in row] for row in rows]
    has_header = len(rows) > 1 and all(_is_header(cell) for cell in rows[0])
    header, body = (texts[0], texts[1:]) if has_header else ([], texts)
    for line in describe_rows(header, body):
        writer.add(line)


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter("row", "tr") if _cells(row)]


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("cell", "td", "th")]


def _is_header(cell: Element) -> bool:
    return bool(cell.tag == "th" or cell.get("role") == "head")
