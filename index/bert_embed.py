"""The model that config.toml names, loaded by the quickest way that gives its vectors.

A model that is BERT, a mean and a norm, as the packaged one, is run by `index/bert.py`, with the
vectors of sentence-transformers, bit by bit, and without the four seconds that takes to import; one
that is a vector for each token by `index/static_embed.py`; any other is left to that library.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.config import IndexSettings
from index.embed import (
    Rows,
    SentenceEmbedder,
    collect_rows,
    find_model,
    fixed_batches,
    hash_model,
    make_embedder,
    to_unit_rows,
)
from index.model_facts import ModelFacts, read_facts, read_static
from index.model_tokens import TokenBatches
from index.passages import TokenSpans
from index.processor import choose_device, choose_precision, name_vectors
from index.static_embed import StaticEmbedder

__all__ = ["BertEmbedder", "load_embedder"]

_AT_ONCE = 8
"""Of a batch of sentences; larger ones are mostly padding."""


def load_embedder(settings: IndexSettings) -> "BertEmbedder | SentenceEmbedder | StaticEmbedder":
    """Load the model that config.toml names.

    Raises:
        ModelMissingError: the model is not on this machine.
        ConfigError: it cannot be loaded.
    """
    folder = find_model(settings.model, settings.models)
    static = read_static(folder)
    if static is not None:
        return StaticEmbedder(settings, folder, static)
    facts = read_facts(folder)
    if facts is not None and facts.is_mean:
        from index.bert import can_load

        if can_load(facts.network):
            return BertEmbedder(settings, folder, facts)
    return make_embedder(settings)


class BertEmbedder:
    """A network, the mean of its states, and a norm.

    Args:
        settings: of config.toml.
        folder: of the model.
        facts: of the model.
    """

    def __init__(self, settings: IndexSettings, folder: Path, facts: ModelFacts) -> None:
        import torch

        from index.bert import load_bert

        self._prompts = (settings.question_prompt, settings.passage_prompt)
        self.name = settings.model
        self.precision = choose_precision(settings.precision)
        self.dimension, self.max_tokens = facts.dimension, facts.max_tokens
        self.token_spans: TokenSpans = facts.token_spans
        self.model_hash = hash_model(folder, self._prompts)
        self.fingerprint = name_vectors(self.model_hash, self.precision)
        self._tokenize = TokenBatches(folder / "tokenizer.json")
        self._model = load_bert(facts.network).to(getattr(torch, self.precision))
        self._beside: Any = None
        """A copy of it on a GPU, once passages were embedded there."""

    def encode_question(self, question: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self._encode([self._prompts[0] + question])[0]
        return row

    def encode_sentences(self, texts: Sequence[str]) -> Rows:
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), _AT_ONCE):
            part = order[start : start + _AT_ONCE]
            rows[part] = self._encode([self._prompts[1] + texts[i] for i in part])
        return rows

    def encode_passages(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda _: None
    ) -> Rows:
        return collect_rows(len(texts), self.dimension, self.encode_batches(texts), done)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        """Give the places of some texts and their (n, dim) rows, until all have theirs."""
        if not texts:
            return
        tokens = self._tokenize([self._prompts[1] + text for text in texts], self.max_tokens + 2)
        lengths = tokens.mask.sum(axis=1)  # (n,)
        for batch, size, width in fixed_batches(lengths.tolist()):
            filled = batch + [batch[-1]] * (size - len(batch))
            ids = np.zeros((size, width), dtype=np.int64)
            mask = np.zeros_like(ids)
            longest = min(width, tokens.ids.shape[1])
            ids[:, :longest] = tokens.ids[filled, :longest]
            mask[:, :longest] = tokens.mask[filled, :longest]
            yield batch, self._run(self._for_passages(), ids, mask)[: len(batch)]

    def _for_passages(self) -> Any:
        """Give the network where passages are embedded."""
        device = choose_device()
        if device == "cpu":
            return self._model
        if self._beside is None:
            self._beside = copy.deepcopy(self._model).to(device)
        return self._beside

    def _encode(self, texts: list[str]) -> Rows:
        tokens = self._tokenize(texts, self.max_tokens + 2)
        return self._run(self._model, tokens.ids, tokens.mask, packed=True)

    def _run(
        self, model: Any, ids: NDArray[np.int64], mask: NDArray[np.int64], packed: bool = False
    ) -> Rows:
        """Encode texts of so many tokens, (n, n_tokens) each; `packed` as of the network."""
        import torch

        device = next(model.parameters()).device
        seen = torch.from_numpy(mask).to(device)
        with torch.inference_mode():
            tokens = torch.from_numpy(ids).to(device)
            states = model(tokens, seen, packed=packed)  # (n, n_tokens, dim)
            # In the steps and precisions of sentence-transformers' pooling, for equal bits.
            weights = seen[..., None].to(states.dtype)
            total = (states * weights).sum(1, dtype=torch.float32)  # (n, dim)
            means = total / weights.sum(1, dtype=torch.float32).clamp(min=1e-9)
            unit = torch.nn.functional.normalize(means.to(states.dtype), p=2, dim=1)
            return to_unit_rows(unit)
