"""The keywords of many texts as numbers: little memory for what waits to be indexed."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["ArticleKeywords", "KeywordRows", "Vocabulary"]


@dataclass(frozen=True, slots=True)
class ArticleKeywords:
    """The keywords of one article's passages, each word written once."""

    words: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    """Of each passage, repeats included: places in `words`."""

    @classmethod
    def of(cls, passages: Iterable[Sequence[str]]) -> "ArticleKeywords":
        """Give the keywords of passages, each with its own in order."""
        vocabulary = Vocabulary()
        rows = tuple(tuple(vocabulary[word] for word in words) for words in passages)
        return cls(tuple(vocabulary), rows)


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

    def add(self, keywords: ArticleKeywords) -> list["array[int]"]:
        """Add the passages of an article; give their rows."""
        numbers = [self.vocabulary[word] for word in keywords.words]
        rows = [array("i", [numbers[i] for i in row]) for row in keywords.rows]
        self.rows += rows
        return rows

    def add_joined(self, rows: Iterable["array[int]"]) -> None:
        """Add a text that is others, one behind the other, all of this vocabulary."""
        joined = array("i")
        for row in rows:
            joined.extend(row)
        self.rows.append(joined)
