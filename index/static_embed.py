"""A model without a network: a vector for each token, and their mean; none is as fast.

After Tulkens and van Dongen, "Model2Vec: distill a small fast model from any sentence transformer"
(2024); the same folder is a StaticEmbedding of sentence-transformers.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.config import IndexSettings
from index.embed import Rows, collect_rows, hash_model, to_unit_rows
from index.model_facts import StaticFacts
from index.model_tokens import TokenRuns
from index.passages import TokenSpans
from index.processor import choose_precision, name_vectors

__all__ = ["StaticEmbedder"]

_AT_ONCE = 1024
"""Texts that are embedded together: their tokens and no more are in memory."""


class StaticEmbedder:
    """The mean of the vectors of a text's tokens, of unit length.

    Args:
        settings: of config.toml.
        folder: of the model.
        facts: of the model.
    """

    def __init__(self, settings: IndexSettings, folder: Path, facts: StaticFacts) -> None:
        from index.bert import read_tensors

        self._prompts = (settings.question_prompt, settings.passage_prompt)
        self.name = settings.model
        # Its own sums are exact in any; the reader beside it works in this one.
        self.precision = choose_precision(settings.precision)
        self.max_tokens = facts.max_tokens
        self.token_spans: TokenSpans = facts.token_spans
        self.model_hash = hash_model(folder, self._prompts)
        self.fingerprint = name_vectors(self.model_hash, self.precision)
        self._tokenize = TokenRuns(facts.tokenizer)
        self._vectors = read_tensors(facts.weights)["embedding.weight"].float()
        self.dimension = int(self._vectors.shape[1])

    def encode_question(self, question: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self._encode([self._prompts[0] + question])[0]
        return row

    def encode_sentences(self, texts: Sequence[str]) -> Rows:
        return self._encode([self._prompts[1] + text for text in texts])

    def encode_passages(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda _: None
    ) -> Rows:
        return collect_rows(len(texts), self.dimension, self.encode_batches(texts), done)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        """Give the places of some texts and their (n, dim) rows, until all have theirs."""
        for start in range(0, len(texts), _AT_ONCE):
            places = list(range(start, min(start + _AT_ONCE, len(texts))))
            yield places, self.encode_sentences([texts[i] for i in places])

    def _encode(self, texts: list[str]) -> Rows:
        import torch

        if not texts:
            return np.empty((0, self.dimension), np.float32)
        runs = self._tokenize(texts)
        with torch.inference_mode():
            means = torch.nn.functional.embedding_bag(
                torch.from_numpy(runs.ids), self._vectors, torch.from_numpy(runs.starts)
            )  # (n, dim)
        return to_unit_rows(means)
