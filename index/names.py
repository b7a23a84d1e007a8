"""Names from anywhere become names that any system can keep in one folder."""

import re
import unicodedata
from collections.abc import Callable
from itertools import count

__all__ = ["find_free_name", "make_safe_name"]

LONGEST = 200
"""Bytes of UTF-8; file systems take 255, and a number may follow."""

# What Windows forbids; a colon would begin a hidden stream there.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)
# Controls, invisible and direction-changing signs, half surrogate pairs, line separators.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def make_safe_name(name: str) -> str:
    """Give a name for a file of one folder that keeps as much of a name as is safe.

    Without the folders in front of it, hidden beginnings, invisible signs, and what Windows
    forbids; its suffix is kept. A name of which nothing is left is called "article".
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in _UNSEEN)
    plain = _FORBIDDEN.sub("_", seen)
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    stem, suffix = " ".join(stem.split()).strip(". "), suffix.strip()
    if not stem:  # ".txt" is a hidden file of that name, ".hidden" one without a suffix
        stem = "article"
    if _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    ending = f".{suffix}" if suffix else ""
    return _cut(stem, LONGEST - len(ending.encode())) + ending


def find_free_name(name: str, is_taken: Callable[[str], bool]) -> str:
    """Give a name, or it with the first number that makes it free: "story (2).txt"."""
    if not is_taken(name):
        return name
    stem, dot, suffix = name.rpartition(".")
    numbered = (f"{stem if dot else name} ({n}){dot}{suffix if dot else ''}" for n in count(2))
    return next(candidate for candidate in numbered if not is_taken(candidate))


def _cut(text: str, most: int) -> str:
    """Cut a text to so many bytes, between two characters."""
    return text.encode()[: max(most, 1)].decode("utf-8", "ignore").rstrip(". ")
