"""How much of an article is on the page: a short one whole, a long one in a window that grows."""

import re
from collections.abc import Iterator

__all__ = ["Span", "find_again", "find_blocks", "find_nearest", "open_window", "widen"]

Span = tuple[int, int]

WHOLE = 60_000
"""Characters up to which an article is shown whole: some 10,000 words."""
REACH = 20_000
"""Characters shown on either side of the mark in a longer one."""
STEP = 30_000
"""Characters by which a window grows."""
MOST = 120_000
"""Characters of a window; what grows on one side goes on the other."""
LONG = 4_000
"""Characters of a line from which on it is cut in pieces, at a space where there is one."""
_ALIKE = 0.5
"""Share of a quote's words that the paragraph nearest to it has."""


def open_window(text: str, mark: Span) -> Span:
    """Give the window of a text in which a mark is shown first: whole lines, or pieces of one."""
    if len(text) <= WHOLE:
        return 0, len(text)
    first, last = max(mark[0] - REACH, 0), min(mark[1] + REACH, len(text))
    return _piece_at(text, first)[0], _piece_at(text, last)[1]


def widen(text: str, window: Span, is_earlier: bool) -> Span:
    """Give a window that shows more of a text, before or after."""
    first, last = window
    if is_earlier:
        first = _piece_at(text, max(first - STEP, 0))[0]
        return first, min(last, _piece_at(text, min(first + MOST, len(text)))[1])
    last = _piece_at(text, min(last + STEP, len(text)))[1]
    return max(first, _piece_at(text, max(last - MOST, 0))[0]), last


def find_blocks(text: str, window: Span) -> Iterator[Span]:
    """Give the non-blank lines of a window, without the white space around them.

    A window begins and ends where a line or a piece of one does.
    """
    for start, end in _pieces(text, *window):
        stripped = text[start:end].strip()
        if stripped:
            first = text.index(stripped, start)
            yield first, first + len(stripped)


def _piece_at(text: str, offset: int) -> Span:
    """Give the line that holds an offset, or its piece of a long one."""
    start = text.rfind("\n", 0, offset) + 1
    piece = (start, start)
    for piece in _pieces(text, start, len(text)):  # the one it ends with is meant
        if offset < piece[1]:
            break
    return piece


def _pieces(text: str, first: int, last: int) -> Iterator[Span]:
    """Give lines with their ends, long ones in pieces; the same ones wherever a window begins."""
    while first < last:
        line_end = text.find("\n", first, first + LONG)
        end = line_end + 1
        if line_end < 0:
            space = text.rfind(" ", first + LONG // 2, first + LONG)
            end = min(len(text), space + 1 if space >= 0 else first + LONG)
        yield first, end
        first = end


def find_again(text: str, quote: str, near: int) -> Span | None:
    """Give where a quote stands in a text, nearest to an offset, whatever its spaces and capitals.

    None where it does not stand in it.
    """
    words = r"\s+".join(map(re.escape, quote.split()))
    if not words:
        return None
    found = (match.span() for match in re.finditer(words, text, re.IGNORECASE))
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def find_nearest(text: str, window: Span, quote: str) -> Span | None:
    """Give the line of a window that has most of a quote's words; None where all have few."""
    words = _words(quote)
    shares = [
        (len(words & _words(text[slice(*block)])) / max(len(words), 1), -block[0], block)
        for block in find_blocks(text, window)
    ]
    share, _, block = max(shares, default=(0.0, 0, (0, 0)))
    return block if share >= _ALIKE else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
