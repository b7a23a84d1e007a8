"""Questions become BM25 scores of texts."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bm25 import load_index, make_index, save_index
from index.errors import IndexDamagedError
from index.keyword_rows import ArticleKeywords, CountedTexts, KeywordRows
from index.tokenizer import Tokenize

__all__ = ["KeywordIndex", "Spoken"]

_K1, _B = 1.2, 0.75
"""Lucene's own defaults: how soon repeats stop counting, how much long texts are held back."""

_WEIGHED = 20_000
"""Texts whose keywords are looked up together."""
_REMEMBERED = 4
"""Questions whose scores are remembered: with a million texts, four megabytes each."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The texts of one language among those of an index."""

    tokenize: Tokenize
    """What made their keywords."""
    rows: NDArray[np.bool_]
    """(n,), which texts they are."""


class KeywordIndex:
    """BM25 scores of texts, one row each; make one with `build` or `load`.

    The score of a question is the sum over its keywords, repeats included; `index.bm25` has the
    formula.
    """

    def __init__(self, index: Any, tokenizer: Tokenize, spoken: Sequence[Spoken] = ()) -> None:
        self._index = index
        self._tokenizer = tokenizer
        self._spoken = tuple(spoken)
        # One question is asked for its best rows, then for the scores of others.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._score_all)

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], tokenizer: Tokenize) -> "KeywordIndex":
        """Index the keywords of texts, repeats included; row i is the i-th text.

        The tokenizer is the one that made them: questions will go through it.
        """
        with closing(KeywordRows()) as rows:
            rows.add(ArticleKeywords.of(texts))
            return cls.build_counted(rows.of_passages(), tokenizer)

    @classmethod
    def build_counted(cls, counted: CountedTexts, tokenizer: Tokenize) -> "KeywordIndex":
        """Index keywords that have their numbers already."""
        return cls(make_index(counted, _K1, _B), tokenizer)

    def __len__(self) -> int:
        return int(self._index.scores["num_docs"])

    def scores(self, question: str) -> NDArray[np.float32]:
        """Give the score of every row, (n,), not to be written to; 0 without any of its keywords.

        Where the texts are of several languages, each goes by the question's keywords in its own.
        """
        return self._remembered(question)

    def _score_all(self, question: str) -> NDArray[np.float32]:
        if self._spoken:
            total = np.zeros(len(self), np.float32)
            for spoken in self._spoken:
                np.copyto(total, self._score(spoken.tokenize(question)), where=spoken.rows)
        else:
            total = self._score(self._tokenizer(question))
        total.flags.writeable = False
        return total

    def _score(self, keywords: list[str]) -> NDArray[np.float32]:
        numbers = map(self._index.vocab_dict.get, keywords)
        ids = [number for number in numbers if number is not None]
        if not ids:
            return np.zeros(len(self), np.float32)
        scores: NDArray[np.float32] = self._index.get_scores_from_ids(ids)
        return scores

    def search(
        self, question: str, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Give at most k rows with a score above 0, and the scores; best first, ties by row.

        `allowed`, (n,), narrows the search to the rows where it is true.
        """
        scores = self.scores(question)  # (n,)
        found = scores > 0 if allowed is None else (scores > 0) & allowed
        rows = np.flatnonzero(found).astype(np.int64)
        held, k = scores[rows], max(k, 0)
        if 0 < k < len(rows):
            near = held >= np.partition(held, -k)[-k]
            rows, held = rows[near], held[near]
        best = np.lexsort((rows, -held))[:k]
        return rows[best], held[best]

    def holding(self, keyword: str) -> NDArray[np.bool_]:
        """Tell for every row whether it holds a keyword, (n,)."""
        held = np.zeros(len(self), bool)
        position = self._index.vocab_dict.get(keyword)
        if position is not None:
            start, end = self._index.scores["indptr"][position : position + 2]
            held[self._index.scores["indices"][start:end]] = True
        return held

    def document_frequency(self, term: str) -> int:
        """Give the number of rows that hold a keyword; 0 for one that stands nowhere."""
        position = self._index.vocab_dict.get(term)
        if position is None:
            return 0
        starts = self._index.scores["indptr"]
        return int(starts[position + 1] - starts[position])

    def idf(self, term: str) -> float:
        """Give how much a keyword tells, above 0; highest for one that stands nowhere."""
        frequency = self.document_frequency(term)
        return math.log(1 + (len(self) - frequency + 0.5) / (frequency + 0.5))

    def weighed(self, rows: NDArray[np.int64]) -> Iterator[tuple[list[int], list[float]]]:
        """Give of each row the numbers of its keywords, ascending, and what each weighs there.

        A text's score for a question is the sum of its weights, each times the keyword's `idf`.

        Args:
            rows: (n,), ascending.
        """
        parts = self._index.scores
        frequency = self.frequencies
        idf = np.log(1 + (len(self) - frequency + 0.5) / (frequency + 0.5))  # (n_keywords,)
        for start in range(0, len(rows), _WEIGHED):
            here = rows[start : start + _WEIGHED]
            is_here = np.zeros(len(self), bool)
            is_here[here] = True
            cells = np.flatnonzero(is_here[parts["indices"]])
            cells = cells[np.argsort(parts["indices"][cells], kind="stable")]  # by text
            numbers = np.searchsorted(parts["indptr"], cells, side="right") - 1
            weights = parts["data"][cells] / idf[numbers]
            texts = parts["indices"][cells]
            firsts = np.searchsorted(texts, here).tolist()
            lasts = np.searchsorted(texts, here, side="right").tolist()
            for first, last in zip(firsts, lasts, strict=True):
                yield numbers[first:last].tolist(), weights[first:last].tolist()

    @property
    def frequencies(self) -> NDArray[np.int64]:
        """How many texts hold each keyword, (n_keywords,), by their numbers."""
        held: NDArray[np.int64] = np.diff(self._index.scores["indptr"]).astype(np.int64)
        return held

    def save(self, folder: Path) -> None:
        """Write the files that `load` maps into memory; the folder is made where missing.

        Raises:
            OSError: a file cannot be written whole.
        """
        save_index(self._index, folder)

    @classmethod
    def load(
        cls, folder: Path, tokenizer: Tokenize, spoken: Sequence[Spoken] = ()
    ) -> "KeywordIndex":
        """Map a saved index; the tokenizer must be like the one it was built with.

        Args:
            folder: that it was saved in.
            tokenizer: of questions, where all texts are of one language.
            spoken: the languages of the texts, where they are of several.

        Raises:
            IndexDamagedError: a file is missing, cut short or something else.
        """
        try:
            index = load_index(folder)
            parts, words = index.scores, len(index.vocab_dict)
            whole = len(parts["data"]) == len(parts["indices"]) == int(parts["indptr"][-1])
            whole = whole and len(parts["indptr"]) == words + 1
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"the keywords in {folder} cannot be read; run `make rebuild`"
            raise IndexDamagedError(message) from error
        if not whole:
            raise IndexDamagedError(f"the keywords in {folder} do not fit; run `make rebuild`")
        return cls(index, tokenizer, spoken)
