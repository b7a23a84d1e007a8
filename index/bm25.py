"""BM25 of all texts at once; the only file that knows bm25s."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.keyword_rows import CountedTexts, map_numbers
from index.words import Words, write_words

__all__ = [
    "load_index",
    "make_index",
    "read_words",
    "save_index",
    "score_keywords",
    "stop_words_of",
]

_WORDS, _LIST = "words.npy", "vocab.index.json"
_AT_ONCE = 100_000
"""Keywords, repeats included, that are counted together, at most, but for a common one alone."""
_ROUNDS = 64
"""So many times all are looked through, at most: more are counted together where they are many."""
_LOOKED_AT = 100_000
"""Keywords, repeats included, that are looked through at once for those to be counted."""


def score_keywords(counted: CountedTexts, k1: float, b: float, at_once: int = 0) -> dict[str, Any]:
    """Give the score of every keyword in every text it stands in: columns, as bm25s keeps them.

    Lucene's variant without the constant factor (k1 + 1), after Kamphuis et al. 2020, "Which BM25
    do you mean?": idf * tf / (tf + k1 * (1 - b + b * length / average length)), where idf is
    ln(1 + (n - df + 0.5) / (df + 0.5)). What grows with the texts is mapped from files.
    """
    count = len(counted.lengths)
    at_once = at_once or max(_AT_ONCE, len(counted.numbers) // _ROUNDS)
    average = float(counted.lengths.mean()) if count else 0.0
    norms = 1 - b + b * counted.lengths / max(average, 1e-9)  # (n_texts,)
    found = [np.zeros(1, np.int64)]
    with TemporaryFile(dir=counted.folder) as scores, TemporaryFile(dir=counted.folder) as places:
        for terms, texts, times in _cells(counted, at_once):
            frequency = np.bincount(terms)  # (n_keywords of the block,)
            idf = np.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
            told = idf[terms] * times / (times + k1 * norms[texts])
            scores.write(told.astype(np.float32).data)
            places.write(texts.astype(np.int32).data)
            found.append(frequency)
        return {
            "data": map_numbers(scores, np.dtype(np.float32)),
            "indices": map_numbers(places, np.dtype(np.int32)),
            "indptr": np.cumsum(np.concatenate(found)),
            "num_docs": count,
        }


def _cells(
    counted: CountedTexts, at_once: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Give which keyword stands in which text how often, by keyword and then by text.

    In blocks of keywords, counted from each block's first: what is sorted at once does not grow
    with the texts.
    """
    count = max(len(counted.lengths), 1)
    ends = np.cumsum(counted.lengths)  # (n_texts,)
    upto = np.cumsum(_frequencies(counted))
    first = 0
    while first < len(upto):
        done = upto[first - 1] if first else 0
        last = max(int(np.searchsorted(upto, done + at_once, side="right")), first + 1)
        here = _find(counted.numbers, first, last)
        texts = np.searchsorted(ends, here, side="right")
        cells = (counted.numbers[here].astype(np.int64) - first) * count + texts
        cells, times = np.unique(cells, return_counts=True)
        yield *np.divmod(cells, count), times
        first = last


def _frequencies(counted: CountedTexts) -> NDArray[np.int64]:
    """Give how often each keyword stands in all texts, (n_keywords of the vocabulary,)."""
    total = np.zeros(len(counted.vocabulary), np.int64)
    for start in range(0, len(counted.numbers), _LOOKED_AT):
        part = counted.numbers[start : start + _LOOKED_AT]
        total += np.bincount(part, minlength=len(total))
    return total


def _find(numbers: NDArray[np.int32], first: int, last: int) -> NDArray[np.int64]:
    """Give the places of the keywords from number `first` to before `last`, ascending."""
    found = [np.empty(0, np.int64)]
    for start in range(0, len(numbers), _LOOKED_AT):
        part = numbers[start : start + _LOOKED_AT]
        found.append(np.flatnonzero((part >= first) & (part < last)) + start)
    return np.concatenate(found)


def make_index(counted: CountedTexts, k1: float, b: float) -> Any:
    """Give an index of bm25s' own.

    The arithmetic is done here, for all texts at once: bm25s does it text by text, which takes
    three times as long.
    """
    from bm25s import BM25

    index = BM25(k1=k1, b=b, method="lucene", idf_method="lucene", backend="numpy")
    index.scores = score_keywords(counted, k1, b)
    index.vocab_dict, index.nonoccurrence_array = dict(counted.vocabulary), None
    return index


def save_index(index: Any, folder: Path) -> None:
    """Write the files of an index; the words twice, in a list to read and in a file to look up."""
    index.save(folder, show_progress=False)
    write_words(folder / _WORDS, index.vocab_dict)


def load_index(folder: Path) -> Any:
    """Map a saved index; raises whatever a damaged one makes bm25s raise."""
    from bm25s import BM25

    index = BM25.load(folder, mmap=True, load_vocab=False, show_progress=False)
    index.vocab_dict = Words(folder / _WORDS)
    return index


def read_words(folder: Path) -> list[str]:
    """Give the words of a saved index, in order of their numbers."""
    numbers = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    return sorted(numbers, key=numbers.__getitem__)


def stop_words_of(language: str) -> tuple[str, ...]:
    """Give bm25s' list for a language, by the name of its stemmer; empty where it has none."""
    return tuple(_stop_words().get(f"STOPWORDS_{language.upper()}", ()))


@cache
def _stop_words() -> dict[str, Any]:
    """Read bm25s' lists alone: the rest of it brings scipy, half a second for each that reads."""
    package = find_spec("bm25s")
    assert package is not None
    assert package.origin is not None
    return run_path(str(Path(package.origin).with_name("stopwords.py")))
