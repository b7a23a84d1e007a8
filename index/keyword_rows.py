"""The keywords of many texts as numbers: little memory for what waits to be indexed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["ArticleKeywords", "KeywordRows", "Vocabulary"]

_PLACE = np.dtype("<i4")


@dataclass(frozen=True, slots=True)
class ArticleKeywords:
    """The keywords of one article's passages, each word written once."""

    words: tuple[str, ...]
    places: bytes
    """In `words`, repeats included, of all passages one behind the other; four bytes each."""
    lengths: tuple[int, ...]
    """How many keywords each passage has."""

    @classmethod
    def of(cls, passages: Iterable[Sequence[str]]) -> "ArticleKeywords":
        """Give the keywords of passages, each with its own in order."""
        vocabulary = Vocabulary()
        rows = [[vocabulary[word] for word in words] for words in passages]
        places = np.array([place for row in rows for place in row], dtype=_PLACE)
        return cls(tuple(vocabulary), places.tobytes(), tuple(map(len, rows)))


class Vocabulary(dict[str, int]):
    """Keyword -> number; a keyword that is not there gets the next one."""

    def __missing__(self, keyword: str) -> int:
        self[keyword] = number = len(self)
        return number


class KeywordRows:
    """The keywords of texts as numbers, (n_keywords,) for each text.

    Args:
        vocabulary: keyword -> its number, grown as texts are added; may be shared.
    """

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self.vocabulary = Vocabulary() if vocabulary is None else vocabulary
        self.rows: list[NDArray[np.int32]] = []

    def add(self, keywords: ArticleKeywords) -> NDArray[np.int32]:
        """Add the passages of an article; give the keywords of all of them in a row."""
        numbers = np.array([self.vocabulary[word] for word in keywords.words], dtype=np.int32)
        joined: NDArray[np.int32] = numbers[np.frombuffer(keywords.places, _PLACE)]
        ends = np.cumsum(keywords.lengths)
        self.rows += np.split(joined, ends[:-1]) if len(ends) else []
        return joined

    def add_row(self, row: NDArray[np.int32]) -> None:
        """Add a text by its numbers, which must be of this vocabulary."""
        self.rows.append(row)
