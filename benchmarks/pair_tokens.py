"""Pairs to train the reader on, as tokens in one file: each text once, however many pairs hold it.

The file is all that training needs of the data, so it can go on where a GPU is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading_pairs import Pair
from index.model_tokens import TokenBatches

__all__ = ["Batch", "PairTokens"]

_FIRST, _BETWEEN = 101, 102
"""[CLS] in front of a pair, [SEP] behind each of its texts."""
_AT_ONCE = 512
_LONGEST = 400
"""Tokens of one text, at most."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs side by side, padded to the longest."""

    ids: NDArray[np.int64]
    """(n_pairs, n_tokens)."""
    mask: NDArray[np.int64]
    """(n_pairs, n_tokens): 1 for a token, 0 for padding."""
    types: NDArray[np.int64]
    """(n_pairs, n_tokens): 1 within the passage."""
    places: NDArray[np.int64]
    """(n_pairs, 2): first and last token of the answer; 0 and 0 where there is none."""
    near: NDArray[np.float32]
    """(n_pairs,): 1 where the passage is about what is asked."""


@dataclass(frozen=True, slots=True)
class PairTokens:
    """Pairs as tokens.

    All that is in one of them: `tokens[starts[i]:starts[i + 1]]` is text i.
    """

    tokens: NDArray[np.uint16]
    starts: NDArray[np.int64]
    questions: NDArray[np.int32]
    """(n_pairs,): which text."""
    passages: NDArray[np.int32]
    """(n_pairs,): which text."""
    spans: NDArray[np.int16]
    """(n_pairs, 2): first and last token of the answer in its passage; -1 where there is none."""
    near: NDArray[np.bool_]
    draws: NDArray[np.int8]
    """(n_pairs,): which time through the questions made it."""

    @classmethod
    def make(cls, draws: Sequence[Sequence[Pair]], tokenize: TokenBatches) -> "PairTokens":
        """Make them of pairs, drawn several times from the same questions."""
        pairs = [(pair, number) for number, draw in enumerate(draws) for pair in draw]
        texts = sorted({text for pair, _ in pairs for text in (pair.question, pair.passage)})
        tokens, offsets, starts = _tokenize(texts, tokenize)
        numbers = {text: i for i, text in enumerate(texts)}
        questions = np.array([numbers[pair.question] for pair, _ in pairs], np.int32)
        passages = np.array([numbers[pair.passage] for pair, _ in pairs], np.int32)
        spans = np.full((len(pairs), 2), -1, np.int16)
        for i, (pair, number) in enumerate(pairs):
            inside = offsets[starts[passages[i]] : starts[passages[i] + 1]]
            found = [place for span in pair.spans if (place := _locate(inside, span))]
            if found:
                spans[i] = found[(len(pair.question) + number) % len(found)]
        near = np.array([pair.is_near for pair, _ in pairs])
        drawn = np.array([number for _, number in pairs], np.int8)
        return cls(tokens, starts, questions, passages, spans, near, drawn)

    @classmethod
    def read(cls, path: Path) -> "PairTokens":
        """Read them from a file."""
        with np.load(path) as file:
            return cls(*(file[field.name] for field in fields(cls)))

    def only(self, draws: Sequence[int]) -> "PairTokens":
        """Give the pairs of some draws."""
        rows = np.isin(self.draws, draws)
        of_pairs = ("questions", "passages", "spans", "near", "draws")
        return replace(self, **{name: getattr(self, name)[rows] for name in of_pairs})

    def write(self, path: Path) -> None:
        """Write them to a file, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new.npz")
        np.savez_compressed(
            beside, **{field.name: getattr(self, field.name) for field in fields(self)}
        )
        beside.replace(path)

    def batches(self, size: int, longest: int, seed: int) -> Iterator[Batch]:
        """Give all pairs in batches, in a random order but pairs of like length together."""
        chance = np.random.default_rng(seed)
        lengths = np.diff(self.starts)
        total = lengths[self.questions] + lengths[self.passages]  # (n_pairs,)
        order = chance.permutation(len(total))
        for start in range(0, len(order), size * _SORTED):
            part = order[start : start + size * _SORTED]
            part = part[np.argsort(total[part], kind="stable")]
            for first in chance.permutation(np.arange(0, len(part), size)).tolist():
                yield self._lay_out(part[first : first + size], longest)

    def _lay_out(self, rows: NDArray[np.int64], longest: int) -> Batch:
        pairs = [(self._text(self.questions[row]), self._text(self.passages[row])) for row in rows]
        width = min(max(len(one) + len(other) + 3 for one, other in pairs), longest)
        ids, types = np.zeros((2, len(rows), width), np.int64)
        mask = np.zeros((len(rows), width), np.int64)
        places = np.zeros((len(rows), 2), np.int64)
        for i, (question, passage) in enumerate(pairs):
            first = len(question) + 2
            cut = passage[: width - first - 1]
            end = first + len(cut)
            ids[i, 0], ids[i, 1 : first - 1], ids[i, first - 1] = _FIRST, question, _BETWEEN
            ids[i, first:end], ids[i, end] = cut, _BETWEEN
            mask[i, : end + 1] = 1
            types[i, first : end + 1] = 1
            span = self.spans[rows[i]]
            if span[0] >= 0 and span[1] < len(cut):
                places[i] = span + first
        return Batch(ids, mask, types, places, self.near[rows].astype(np.float32))

    def _text(self, number: int) -> NDArray[np.uint16]:
        return self.tokens[self.starts[number] : self.starts[number + 1]]


_SORTED = 32
"""Batches whose pairs are sorted by length together: less padding."""


def _tokenize(
    texts: Sequence[str], tokenize: TokenBatches
) -> tuple[NDArray[np.uint16], NDArray[np.int32], NDArray[np.int64]]:
    """Give the tokens of all texts in a row, the characters of each, where each text starts."""
    tokens, offsets, lengths = [], [], [0]
    for start in range(0, len(texts), _AT_ONCE):
        read = tokenize(texts[start : start + _AT_ONCE], _LONGEST)
        for ids, mask, places in zip(read.ids, read.mask, read.offsets, strict=True):
            inside = slice(1, int(mask.sum()) - 1)
            tokens.append(ids[inside].astype(np.uint16))
            offsets.append(places[inside].astype(np.int32))
            lengths.append(len(tokens[-1]))
    return np.concatenate(tokens), np.concatenate(offsets), np.cumsum(lengths, dtype=np.int64)


def _locate(offsets: NDArray[np.int32], span: tuple[int, int]) -> tuple[int, int] | None:
    """Give the first and last token of a span of characters; None where it was cut off."""
    inside = np.flatnonzero((offsets[:, 1] > span[0]) & (offsets[:, 0] < span[1]))
    if not len(inside) or offsets[inside[-1], 1] < span[1]:
        return None
    return int(inside[0]), int(inside[-1])
