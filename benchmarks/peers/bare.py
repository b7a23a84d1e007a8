"""The embedding model alone, on full batches that are cut into tokens beforehand: the ceiling.

What it is given for articles are passages, as another contender embedded them.
"""

import time
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer

__all__ = ["load"]

_BATCHES = (16, 32, 64)
"""Passages of a batch; which is fastest depends on the processor."""
_WARM_UP = 2
_SAMPLE = 600
"""Passages that are timed at the most; a rate needs no more."""


def load(model: str, variant: str) -> "Bare":
    """Give the contender, which has no variants and cannot be asked."""
    del variant
    return Bare(model)


class Bare:
    """A model without an index."""

    def __init__(self, model: str) -> None:
        self._model: Any = SentenceTransformer(model, device="cpu")

    def ingest(self, articles: list[dict[str, str]], folder: Path) -> dict[str, Any]:
        del folder
        tokenize, window = self._model.tokenizer, self._model.max_seq_length
        texts = [article["text"] for article in articles]
        tokens = tokenize(texts, truncation=True, max_length=window)["input_ids"]
        tokens.sort(key=len)
        step = -(-len(tokens) // _SAMPLE)
        sample = tokens[::step]
        # As long ones as short ones in each part; every part is measured with another batch.
        rates = [
            self._measure(sample[part :: len(_BATCHES)], size) for part, size in enumerate(_BATCHES)
        ]
        best = max(rates)
        return {
            "passages": len(tokens),
            "tokens": sum(map(len, tokens)),
            "tokens_per_second": best,
            "batch": _BATCHES[rates.index(best)],
        }

    def _measure(self, tokens: list[list[int]], size: int) -> float:
        """Give the tokens encoded in a second; those that fill shorter texts up do not count."""
        pad = self._model.tokenizer.pad
        batches = [
            dict(pad({"input_ids": tokens[start : start + size]}, return_tensors="pt"))
            for start in range(0, len(tokens), size)
        ]
        with torch.inference_mode():
            for batch in batches[-_WARM_UP:]:
                self._model(dict(batch))
            started = time.perf_counter()
            for batch in batches:
                self._model(dict(batch))["sentence_embedding"].numpy()
            seconds = time.perf_counter() - started
        return sum(map(len, tokens)) / seconds
