"""The keywords of many texts as numbers: little memory for what waits to be indexed."""

from array import array
from collections.abc import Iterable

__all__ = ["KeywordRows", "Vocabulary"]


class Vocabulary(dict[str, int]):
    """Keyword -> number; a keyword that is not there gets the next one."""

    def __missing__(self, keyword: str) -> int:
        self[keyword] = number = len(self)
        return number


class KeywordRows:
    """The keywords of texts as numbers, a row for each text.

    Args:
        vocabulary: keyword -> its number, grown as texts are added; may be shared.
    """

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = Vocabulary() if vocabulary is None else vocabulary
        self.rows: list[array[int]] = []

    def add(self, keywords: Iterable[str]) -> "array[int]":
        """Add a text by its keywords, repeats included; give its row."""
        self.rows.append(array("i", list(map(self.vocabulary.__getitem__, keywords))))
        return self.rows[-1]

    def add_joined(self, rows: Iterable["array[int]"]) -> None:
        """Add a text that is others, one behind the other, all of this vocabulary."""
        joined = array("i")
        for row in rows:
            joined.extend(row)
        self.rows.append(joined)
