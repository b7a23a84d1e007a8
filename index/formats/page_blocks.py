"""The blocks of an HTML tree, or of the simpler tree an article was found in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from index.formats.blocks import BlockWriter, fold_space
from index.formats.page_tables import describe_table, is_grid

__all__ = ["Element", "PageBlock", "find_blocks", "is_hidden", "write_blocks"]

Element = Any  # an lxml element; lxml comes without types
Kind = Literal["prose", "heading", "item", "caption", "row", "code"]

LONGEST_CAPTION = 1200  # characters; what is longer only has the word in its class

_HEADINGS = frozenset("head h1 h2 h3 h4 h5 h6".split())  # `head` is trafilatura's
_ITEMS = frozenset("item li dt dd".split())
_VERBATIM = frozenset(("code", "pre"))
_CAPTIONS = frozenset(("caption", "figcaption"))
_CAPTION_CLASS = re.compile(r"(?<!closed[-_])caption(?!s\b)", re.IGNORECASE)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OTHER_BLOCKS = frozenset(
    "address article aside blockquote body caption center cell details div dl fieldset figcaption"
    " figure footer header hr list main ol p quote row section summary tbody td tfoot th thead tr"
    " ul".split()
)
_BLOCKS = _HEADINGS | _ITEMS | _OTHER_BLOCKS | {"table", "pre"}
_NEVER_TEXT = frozenset(
    "script style noscript template title nav footer form button select svg iframe graphic".split()
)
_FORMULA = './/*[local-name()="annotation"][@encoding="application/x-tex"]/text() | @alttext'
_BREAKS = frozenset(("br", "lb"))


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A paragraph, heading, list item, caption, table row or piece of code of a page."""

    text: str
    kind: Kind
    element: Element
    """What it stands in; of a table row, the row."""
    words: str
    """As the page has them: without the names of columns and the marks of items."""


def find_blocks(element: Element) -> Iterator[PageBlock]:
    """Give all blocks inside an element; scripts, menus and footers are none."""
    yield from _walk(element, "caption" if _is_caption(element) else "prose")


def is_hidden(element: Element) -> bool:
    """Whether an element says that nobody sees it; style sheets are not read."""
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or bool(_HIDING.search(element.get("style") or ""))
    )


def write_blocks(blocks: Iterable[PageBlock], writer: BlockWriter) -> None:
    """Write each block on a line of its own, code on its own lines."""
    for block in blocks:
        if block.kind == "code":
            writer.add_lines(block.text)
        else:
            writer.add(
                block.text,
                is_heading=block.kind == "heading",
                is_caption=block.kind == "caption",
            )


def _walk(element: Element, kind: Kind) -> Iterator[PageBlock]:
    if element.tag == "table" and is_grid(element):
        yield from _rows(element)
    elif element.tag in _VERBATIM:
        lines = "".join(_lines(element))
        yield PageBlock(lines, "code", element, lines)
    else:
        yield from _mixed(element, kind)


def _rows(table: Element) -> Iterator[PageBlock]:
    for caption in table.iter("caption"):
        yield from _mixed(caption, "caption")
    for row, line in describe_table(table):
        yield PageBlock(line, "row", row, fold_space(" ".join(row.itertext())))


def _mixed(element: Element, kind: Kind) -> Iterator[PageBlock]:
    """Give words and inline marks as one block, up to the next block inside the element."""
    kind = _kind_of(element, kind)
    mark = "- " if element.tag in _ITEMS else ""
    words: list[str] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            words.append(piece)
            continue
        for block in _split_at_breaks("".join(words)):
            yield PageBlock(mark + block, kind, element, block)
            mark = ""
        words.clear()
        if piece is not None:
            yield from _walk(piece, "caption" if _is_caption(piece) else _inherited(kind))


def _pieces(element: Element) -> Iterator[Any]:
    """Give the words inside an element and the blocks between them, None at its end."""
    yield _fold(element.text)
    for child in element:
        yield child if _holds_blocks(child) else _inline(child)
        yield _fold(child.tail)
    yield None


def _kind_of(element: Element, kind: Kind) -> Kind:
    if kind == "caption":
        return kind
    if element.tag in _HEADINGS:
        return "heading"
    return "item" if element.tag in _ITEMS else kind


def _inherited(kind: Kind) -> Kind:
    """What a block inside a block of a kind is: a heading's are headings, a list's are not."""
    return kind if kind in ("caption", "heading", "item") else "prose"


def _is_caption(element: Element) -> bool:
    if element.tag in _CAPTIONS:
        return True
    names = element.get("class") or ""
    return bool(_CAPTION_CLASS.search(names)) and _is_short(element)


def _is_short(element: Element) -> bool:
    return len(fold_space("".join(element.itertext()))) <= LONGEST_CAPTION


def _split_at_breaks(words: str) -> list[str]:
    """Two line breaks part paragraphs; a single one may stand inside a sentence."""
    return [fold_space(block) for block in re.split(r"\n\s*\n", words) if block.strip()]


def _holds_blocks(element: Element) -> bool:
    if element.tag in _NEVER_TEXT or not isinstance(element.tag, str):
        return False
    if _CAPTION_CLASS.search(element.get("class") or ""):
        return True
    return element.tag in _BLOCKS or any(inner.tag in _BLOCKS for inner in element.iter())


def _inline(element: Element) -> str:
    if element.tag in _BREAKS:
        return "\n"
    if not isinstance(element.tag, str):  # a comment has no name
        return ""
    if element.tag in _NEVER_TEXT or is_hidden(element):
        return ""
    if element.tag == "math":  # its parts mean nothing one after the other
        return next(iter(element.xpath(_FORMULA)), "")
    inner = (_inline(child) + _fold(child.tail) for child in element)
    return _fold(element.text) + "".join(inner)


def _lines(element: Element) -> Iterator[str]:
    """Give the pieces of preformatted text, its spaces kept."""
    yield "\n" if element.tag in _BREAKS else element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _NEVER_TEXT:
            yield from _lines(child)
        yield child.tail or ""


def _fold(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
