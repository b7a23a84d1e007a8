"""Texts become the tokens of a model, without the model; the only file that knows tokenizers."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ModelTokens", "Runs", "TokenBatch", "TokenBatches", "TokenRuns"]


class ModelTokens:
    """Texts -> where each token of each stands.

    Args:
        tokenizer: of the model.
    """

    def __init__(self, tokenizer: Any) -> None:
        # A copy of its own: counting tokens must not change how the model cuts texts.
        self._tokenizer = copy.deepcopy(tokenizer)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    @classmethod
    def load(cls, path: Path) -> "ModelTokens":
        """Load the tokenizer.json of a model."""
        return cls(_load(path))

    def __call__(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [item.offsets for item in encoded]


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """Texts, or pairs of texts, as tokens, padded to the longest; all (n, n_tokens)."""

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    """1 for a token, 0 for padding."""
    types: NDArray[np.int64]
    """1 within the second of a pair."""
    offsets: NDArray[np.int64]
    """(n, n_tokens, 2): the characters of each token in its text; 0 of those of no text."""


class TokenBatches:
    """Texts, or pairs of texts, -> what a network reads.

    Args:
        path: of the tokenizer.json.
        keeps_first: of a pair, only the second is cut where both are too long.
    """

    def __init__(self, path: Path, keeps_first: bool = False) -> None:
        self._tokenizer = _load(path)
        self._strategy = "only_second" if keeps_first else "longest_first"
        self._tokenizer.enable_padding()

    def __call__(self, texts: Sequence[str | tuple[str, str]], max_tokens: int) -> TokenBatch:
        """Give the tokens of some texts, of each at most so many, its special ones counted."""
        self._tokenizer.enable_truncation(max_tokens, strategy=self._strategy)
        encoded = self._tokenizer.encode_batch(list(texts))
        return TokenBatch(
            np.array([item.ids for item in encoded], dtype=np.int64),
            np.array([item.attention_mask for item in encoded], dtype=np.int64),
            np.array([item.type_ids for item in encoded], dtype=np.int64),
            np.array([item.offsets for item in encoded], dtype=np.int64),
        )


@dataclass(frozen=True, slots=True)
class Runs:
    """Texts as tokens, one after another."""

    ids: NDArray[np.int64]
    """(n_tokens of all texts,)"""
    starts: NDArray[np.int64]
    """(n_texts,): where each text begins among them."""


class TokenRuns:
    """Texts -> the tokens of each, whole; one without any has the token for what is unknown.

    Args:
        path: of the tokenizer.json.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = _load(path)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._unknown = self._tokenizer.token_to_id("[UNK]") or 0

    def __call__(self, texts: Sequence[str]) -> Runs:
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        ids = [item.ids or [self._unknown] for item in encoded]
        starts = np.cumsum([0, *map(len, ids)], dtype=np.int64)[:-1]
        return Runs(np.fromiter(chain.from_iterable(ids), np.int64), starts)


def _load(path: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))
