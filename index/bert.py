"""BERT for encoding alone (Devlin et al. 2018), and safetensors files; alone knows safetensors.

The libraries that hold every network take five seconds to import; a question needs this one.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Bert", "can_load", "load_bert", "read_tensors", "write_tensors"]

WEIGHTS = "model.safetensors"

_Attend = Callable[[Tensor, Tensor, Tensor], Tensor]
"""Query, key and value, (..., heads, n_tokens, size) each, -> the same shape."""


class Bert(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """The layers, under the names that transformers saves them by.

    Args:
        config: of a config.json of a folder that `can_load` takes.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        self.width, self._heads = config["hidden_size"], config["num_attention_heads"]
        eps = config["layer_norm_eps"]
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(config["vocab_size"], self.width),
                "position_embeddings": nn.Embedding(config["max_position_embeddings"], self.width),
                "token_type_embeddings": nn.Embedding(config["type_vocab_size"], self.width),
                "LayerNorm": nn.LayerNorm(self.width, eps),
            }
        )
        layers = (
            _make_layer(self.width, config["intermediate_size"], eps)
            for _ in range(config["num_hidden_layers"])
        )
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(layers)})

    def forward(
        self, ids: Tensor, mask: Tensor, types: Tensor | None = None, packed: bool = False
    ) -> Tensor:
        """Give the state of each token, (n, n_tokens, width).

        Args:
            ids: (n, n_tokens).
            mask: (n, n_tokens), 1 for a token and 0 for padding.
            types: (n, n_tokens), 0 or 1; None for 0.
            packed: leave padding out of the computing, which changes the last bits of a state; the
                state of padding is zero then. The mask must be whole from the left.
        """
        parts = self.embeddings
        places = torch.arange(ids.shape[1], device=ids.device)
        types = torch.zeros_like(ids) if types is None else types
        states = parts["word_embeddings"](ids) + parts["token_type_embeddings"](types)
        states = parts["LayerNorm"](states + parts["position_embeddings"](places))
        # Where nothing is hidden transformers gives no mask either, and another kernel computes.
        # A GPU is not asked: the answer would have to be waited for.
        is_whole = mask.is_cpu and bool(mask.all())
        if packed and not is_whole:
            kept = mask.bool()
            packed_states = self._go_through(states[kept], _each_alone(mask.sum(1).tolist()))
            return torch.zeros_like(states).masked_scatter(kept[..., None], packed_states)
        seen = None if is_whole else mask[:, None, None, :].bool()  # (n, 1, 1, n_tokens)
        attend = partial(functional.scaled_dot_product_attention, attn_mask=seen)
        return self._go_through(states, attend)

    def _go_through(self, states: Tensor, attend: _Attend) -> Tensor:
        """Take (..., n_tokens, width) states through the layers."""
        for layer in self.encoder["layer"]:
            states = self._attend(layer["attention"], states, attend)
            inner = functional.gelu(layer["intermediate"]["dense"](states))
            outer = layer["output"]
            states = outer["LayerNorm"](outer["dense"](inner) + states)
        return states

    def _attend(self, layer: nn.ModuleDict, states: Tensor, attend: _Attend) -> Tensor:
        shape = (*states.shape[:-1], self._heads, -1)
        query, key, value = (
            layer["self"][name](states).view(shape).transpose(-3, -2)
            for name in ("query", "key", "value")
        )  # (..., heads, n_tokens, width / heads) each
        joined = attend(query, key, value).transpose(-3, -2).reshape(states.shape)
        output = layer["output"]
        return torch.as_tensor(output["LayerNorm"](output["dense"](joined) + states))


def _each_alone(lengths: list[int]) -> _Attend:
    """Let each text of so many tokens attend to itself, where all stand in one row."""

    def attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        texts = zip(*(part[None].split(lengths, -2) for part in (query, key, value)), strict=True)
        found = [functional.scaled_dot_product_attention(*text) for text in texts]
        return torch.cat(found, -2)[0]  # (heads, n_tokens, width / heads)

    return attend


def _make_layer(width: int, inner: int, eps: float) -> nn.ModuleDict:
    names = ("query", "key", "value")
    own = nn.ModuleDict({name: nn.Linear(width, width) for name in names})
    joined = nn.ModuleDict(
        {"dense": nn.Linear(width, width), "LayerNorm": nn.LayerNorm(width, eps)}
    )
    outer = nn.ModuleDict({"dense": nn.Linear(inner, width), "LayerNorm": nn.LayerNorm(width, eps)})
    return nn.ModuleDict(
        {
            "attention": nn.ModuleDict({"self": own, "output": joined}),
            "intermediate": nn.ModuleDict({"dense": nn.Linear(width, inner)}),
            "output": outer,
        }
    )


def can_load(folder: Path) -> bool:
    """Tell whether a folder holds this network, as transformers saves it."""
    from safetensors import SafetensorError, safe_open

    try:
        config = _read_config(folder)
        with safe_open(folder / WEIGHTS, "pt") as file:
            names = set(file.keys())
    except (OSError, ValueError, SafetensorError):
        return False
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and "embeddings.word_embeddings.weight" in names
    )


def load_bert(folder: Path) -> Bert:
    """Load a network as transformers saves it.

    Raises:
        KeyError: it is another than this one.
    """
    config = _read_config(folder)
    model = Bert(config)
    tensors = read_tensors(folder / WEIGHTS)
    wanted = model.state_dict().keys()
    kept = {name: tensors[name] for name in wanted}
    model.load_state_dict(kept, assign=True)
    model.eval()
    return model


def _read_config(folder: Path) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return config


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Read a safetensors file."""
    from safetensors.torch import load_file

    return dict(load_file(path))


def write_tensors(path: Path, tensors: Mapping[str, Tensor]) -> None:
    """Write a safetensors file, whole or not at all."""
    from safetensors.torch import save_file

    beside = path.with_suffix(".new")
    save_file(dict(tensors), beside)
    beside.replace(path)
