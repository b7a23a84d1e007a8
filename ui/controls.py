"""Invisible characters become visible: a text that re-orders or hides itself shows how."""

import unicodedata

__all__ = ["show_controls"]

_LABELS = {
    0x061C: "ALM",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
_LAID_OUT = {"\n", "\r", "\t"}
# A soft hyphen only tells the browser where it may break a word, and is drawn when it does.
_HARMLESS = {"\u00ad"}
# Format characters that have a shape of their own: number signs and the like.
_DRAWN = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd")
# Joiners carry meaning in many scripts and in emoji, where a neighbour is never plain ASCII.
_JOINERS = {"\u200c", "\u200d"}
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs"}


def show_controls(text: str) -> str:
    """Replace each control that has no shape by a label such as ⟦RLO⟧; for display only.

    The result never holds a bidirectional control or half a surrogate pair.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"⟦{_label(character)}⟧" if _is_hidden(text, i) else character
        for i, character in enumerate(text)
    )


def _label(character: str) -> str:
    return _LABELS.get(ord(character), f"U+{ord(character):04X}")


def _is_hidden(text: str, i: int) -> bool:
    """Tell whether `text[i]` would leave no trace on the page."""
    character = text[i]
    if unicodedata.category(character) not in _HIDDEN_CATEGORIES:
        return False
    if character in _JOINERS:
        return text[i - 1 : i].isascii() or text[i + 1 : i + 2].isascii()
    return character not in _LAID_OUT | _HARMLESS | _DRAWN
