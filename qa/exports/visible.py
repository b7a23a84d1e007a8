"""Text of articles, questions and file names is made harmless: nothing in it hides or is obeyed."""

import html
import re
import unicodedata

__all__ = ["escape_html", "escape_markdown", "show_hidden"]

_LAID_OUT = {"\n", "\t", "\u00ad"}
# Joiners carry meaning in many scripts and in emoji, where a neighbour is never plain ASCII.
_JOINERS = {"\u200c", "\u200d"}
# Format characters that have a shape of their own: number signs and the like.
_DRAWN = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd")
_MARKUP = re.compile(
    r"[\\`*_\[\]{}|~$^#=<>&]|(?<!\d):(?=\S)|:(?=[^\s\d])|(?<=www)\.", re.IGNORECASE
)
_AT_LINE_START = re.compile(r"^(\s*)(?:([-+:])|(\d+)([.)]))", re.MULTILINE)
_SPACES = re.compile(r"[ \t]+")


def show_hidden(text: str) -> str:
    """Replace each character that re-orders or hides text by a label such as ⟦U+202E⟧."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"⟦U+{ord(sign):04X}⟧" if _is_hidden(text, place) else sign
        for place, sign in enumerate(text)
    )


def _is_hidden(text: str, place: int) -> bool:
    sign = text[place]
    if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}:
        return False
    if sign in _JOINERS:
        return text[place - 1 : place].isascii() or text[place + 1 : place + 2].isascii()
    return sign not in _LAID_OUT | _DRAWN


def escape_html(text: str) -> str:
    """Give text that stands in HTML, also in an attribute in quotes, as what it is."""
    return html.escape(show_hidden(text))


def escape_markdown(text: str) -> str:
    """Give text that stands on one line of Markdown as what it is: no link, formula or heading.

    CommonMark, its tables, strikethrough, formulas in dollars and icons in colons are meant.
    """
    lines = (line.strip() for line in show_hidden(text).split("\n"))
    shown = _SPACES.sub(" ", " / ".join(filter(None, lines)))
    escaped = _MARKUP.sub(lambda found: _escape_sign(found.group()), shown)
    return _AT_LINE_START.sub(
        lambda found: "".join(
            (found[1], f"\\{found[2]}" if found[2] else f"{found[3]}\\{found[4]}")
        ),
        escaped,
    )


def _escape_sign(sign: str) -> str:
    # An entity is text wherever it stands; a backslash before these may still let HTML through.
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign, f"\\{sign}")
