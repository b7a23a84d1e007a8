"""The keywords of many texts as numbers: little memory for what waits to be indexed."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = ["ArticleKeywords", "CountedTexts", "KeywordRows", "Vocabulary", "map_numbers"]

_PLACE = np.dtype("<i4")

Number = TypeVar("Number", np.int32, np.float32)


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


@dataclass(frozen=True, slots=True)
class CountedTexts:
    """The keywords of texts, repeats included, one text behind the other."""

    vocabulary: Vocabulary
    numbers: NDArray[np.int32]
    """(n_keywords,), of the vocabulary; may be mapped from a file."""
    lengths: NDArray[np.int64]
    """(n_texts,): how many keywords each text has."""
    folder: Path | None = None
    """Where files without a name are made for what is counted."""


class KeywordRows:
    """The keywords of articles, kept in a file until all of them can be indexed. Close it.

    Args:
        folder: where the file is made, which has no name and is gone when it is closed; where the
            system keeps such files if None.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._vocabulary = Vocabulary()
        self._numbers: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115  # see close
        self._passages, self._articles = array("q"), array("q")

    def close(self) -> None:
        self._numbers.close()

    def add(self, keywords: ArticleKeywords) -> None:
        """Add the passages of an article.

        Raises:
            OSError: the disk is full.
        """
        numbers = np.array([self._vocabulary[word] for word in keywords.words], dtype=np.int32)
        joined = numbers[np.frombuffer(keywords.places, _PLACE)]
        self._numbers.write(joined.tobytes())
        self._passages.extend(keywords.lengths)
        self._articles.append(len(joined))

    @property
    def total(self) -> int:
        """How many keywords there are, repeats included."""
        return sum(self._articles)

    def of_passages(self) -> CountedTexts:
        """Give the keywords of each passage."""
        return self._count(self._passages)

    def of_articles(self) -> CountedTexts:
        """Give the keywords of each article: all that its passages have."""
        return self._count(self._articles)

    def _count(self, lengths: "array[int]") -> CountedTexts:
        numbers = map_numbers(self._numbers, np.dtype(np.int32))
        texts = np.array(lengths, dtype=np.int64)
        return CountedTexts(self._vocabulary, numbers, texts, self._folder)


def map_numbers(file: IO[bytes], kind: np.dtype[Number]) -> NDArray[Number]:
    """Give the numbers that were written to a file, read from it when they are looked at.

    Raises:
        OSError: the disk is full.
    """
    file.flush()
    count = file.seek(0, SEEK_END) // kind.itemsize
    return np.memmap(file, kind, "r", shape=(count,)) if count else np.empty(0, kind)
