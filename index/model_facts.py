"""What the files of an embedding model tell of it without loading it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.model_tokens import ModelTokens
from index.passages import TokenSpans

__all__ = ["ModelFacts", "StaticFacts", "read_facts", "read_static"]

_PLAIN_MODULES = ("Transformer", "Pooling", "Normalize")
_MEAN = "pooling_mode_mean_tokens"
_STATIC = "StaticEmbedding"
_STATIC_TOKENS = 254
"""A mean reads texts of any length; with as many as the packaged network reads, passages are the
same for both."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Of a model that is a network, a pooling of its states and perhaps a norm."""

    network: Path
    """Folder of the network."""
    dimension: int
    max_tokens: int
    """Longest text it reads whole, its special tokens not counted."""
    is_mean: bool
    """Whether a vector is the mean of the states of all tokens, of unit length."""
    token_spans: TokenSpans


@dataclass(frozen=True, slots=True)
class StaticFacts:
    """Of a model that has a vector for each token, and no network."""

    tokenizer: Path
    weights: Path
    max_tokens: int
    """Longest passage that is cut for it."""
    token_spans: TokenSpans


def read_static(folder: Path) -> StaticFacts | None:
    """Read where the parts of a model without a network lie; None for any other model."""
    try:
        modules: list[dict[str, str]] = _read_json(folder / "modules.json")
        kinds = [module["type"].rpartition(".")[2] for module in modules]
        place = folder / modules[0]["path"]
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    tokenizer, weights = place / "tokenizer.json", place / "model.safetensors"
    is_plain = kinds in ([_STATIC], [_STATIC, "Normalize"])
    if not (is_plain and tokenizer.is_file() and weights.is_file()):
        return None
    return StaticFacts(tokenizer, weights, _STATIC_TOKENS, ModelTokens.load(tokenizer))


def read_facts(folder: Path) -> ModelFacts | None:
    """Read what stands in files; None for a model that does not say it there."""
    tokenizer = folder / "tokenizer.json"
    try:
        modules: list[dict[str, str]] = _read_json(folder / "modules.json")
        kinds = [module["type"].rpartition(".")[2] for module in modules]
        places = dict(zip(kinds, (folder / module["path"] for module in modules), strict=True))
        max_length = _read_json(places["Transformer"] / "sentence_bert_config.json")
        pooling = _read_json(places["Pooling"] / "config.json")
        dimension, tokens = pooling["word_embedding_dimension"], max_length["max_seq_length"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_plain = set(kinds) <= set(_PLAIN_MODULES) and tokenizer.is_file()
    if not is_plain or not isinstance(tokens, int) or not isinstance(dimension, int):
        return None
    modes = {name for name, is_on in pooling.items() if name.startswith("pooling_") and is_on}
    is_mean = modes == {_MEAN} and kinds == list(_PLAIN_MODULES)
    is_mean = is_mean and not max_length.get("do_lower_case", False)
    spans = ModelTokens.load(tokenizer)
    return ModelFacts(places["Transformer"], dimension, tokens - 2, is_mean, spans)


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
