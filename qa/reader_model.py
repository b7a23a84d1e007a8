"""A small network reads a question beside a passage; the only file that knows transformers.

One pass gives where the answer begins and ends, whether the passage answers at all, and whether it
is about what is asked. It stands on the packaged embedding model, whose word embeddings it shares:
only what training changed is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from index import ConfigError
from qa.spans import UNSEEN, PassageRead, best_span

__all__ = [
    "WEIGHTS",
    "Encoded",
    "OtherReader",
    "PairTokenizer",
    "ReaderModel",
    "SpanReader",
    "TokenizePairs",
    "load_weights",
    "trained_weights",
]

WEIGHTS = "reader.safetensors"
MAX_TOKENS = 256
"""Of question and passage together; a longer passage is cut at its end."""


TokenizePairs = Callable[[Sequence[tuple[str, str]], int], Any]
"""Pairs, at most so many tokens -> ids, mask and types, (n_pairs, n_tokens) each, and offsets,
(n_pairs, n_tokens, 2)."""

_SHARED = "encoder.embeddings.word_embeddings."


@dataclass(frozen=True, slots=True)
class Encoded:
    """Pairs of question and passage as tokens, padded to the longest."""

    ids: Tensor
    """(n_pairs, n_tokens) int64."""
    mask: Tensor
    """(n_pairs, n_tokens) int64: 1 for a token, 0 for padding."""
    types: Tensor
    """(n_pairs, n_tokens) int64: 1 within the passage."""
    offsets: NDArray[np.int64]
    """(n_pairs, n_tokens, 2): of each token, the characters of its passage; 0, 0 outside it."""


class PairTokenizer:
    """(question, passage) -> tokens.

    Args:
        tokenize: of the packaged embedding model: pairs, at most so many tokens -> their arrays.
    """

    def __init__(self, tokenize: TokenizePairs) -> None:
        self._tokenize = tokenize

    def __call__(self, pairs: Sequence[tuple[str, str]], max_tokens: int = MAX_TOKENS) -> Encoded:
        tokens = self._tokenize(pairs, max_tokens)
        offsets = tokens.offsets * (tokens.types == 1)[..., None]
        return Encoded(
            torch.from_numpy(tokens.ids),
            torch.from_numpy(tokens.mask),
            torch.from_numpy(tokens.types),
            offsets,
        )


class ReaderModel(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """The network.

    Args:
        encoder: the packaged embedding model, where its layers start from: tokens, mask and types,
            (n, n_tokens) each, -> (n, n_tokens, width).
    """

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.width
        self.spans = nn.Linear(width, 2)
        self.pooler = nn.Linear(width, width)
        self.verdicts = nn.Linear(width, 2)

    def forward(
        self, ids: Tensor, mask: Tensor, types: Tensor, packed: bool = False
    ) -> tuple[Tensor, Tensor]:
        """Give logits.

        Args:
            ids: (n_pairs, n_tokens).
            mask: (n_pairs, n_tokens).
            types: (n_pairs, n_tokens).
            packed: leave padding out of the computing.

        Returns:
            (n_pairs, n_tokens, 2), where an answer begins and where it ends; the first token
            stands for none. (n_pairs, 2): the passage answers, the passage is about the matter.
        """
        states = self.encoder(ids, mask, types, packed)
        spans = self.spans(states).float()  # (n_pairs, n_tokens, 2)
        outside = (types * mask) == 0
        outside[:, 0] = False
        spans = spans.masked_fill(outside[..., None], -1e4)
        verdicts = self.verdicts(torch.tanh(self.pooler(states[:, 0])))
        return spans, verdicts.float()


class SpanReader:
    """Reads a question beside passages, all of them in one batch.

    Args:
        model: the network, with its trained weights.
        tokenize: pairs -> tokens.
    """

    def __init__(self, model: ReaderModel, tokenize: PairTokenizer) -> None:
        self._model, self._tokenize = model.eval(), tokenize

    def __call__(self, question: str, passages: Sequence[str]) -> list[PassageRead]:
        if not passages:
            return []
        encoded = self._tokenize([(question, passage) for passage in passages])
        with torch.inference_mode():
            spans, verdicts = self._model(encoded.ids, encoded.mask, encoded.types, packed=True)
        reads = []
        for logits, verdict, places in zip(
            spans.numpy(), verdicts.tolist(), encoded.offsets, strict=True
        ):
            inside = places[:, 1] > places[:, 0]
            reads.append(
                PassageRead(places[inside], logits[inside], float(logits[0].sum()), *verdict)
            )
        return reads


class OtherReader:
    """A question-answering model or a cross-encoder of somebody else's.

    Args:
        folder: as transformers saves a model.
        precision: "float32" or "bfloat16".

    Raises:
        ConfigError: the folder holds no such model.
    """

    def __init__(self, folder: Path, precision: str) -> None:
        import transformers

        try:
            config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True)
            kind = (config.architectures or [""])[0].partition("For")[2]
            self._finds_spans = kind == "QuestionAnswering"
            loaders: dict[str, Any] = {
                "QuestionAnswering": transformers.AutoModelForQuestionAnswering,
                "SequenceClassification": transformers.AutoModelForSequenceClassification,
            }
            load = loaders[kind].from_pretrained
            self._model: Any = load(folder, local_files_only=True).eval()
            self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(
                folder, local_files_only=True
            )
        except (OSError, ValueError, KeyError) as error:
            raise ConfigError(
                f"[qa] reader: {folder} holds no question-answering model or cross-encoder of"
                f" transformers ({error})"
            ) from error
        self._model.to(getattr(torch, precision))

    def __call__(self, question: str, passages: Sequence[str]) -> list[PassageRead]:
        if not passages:
            return []
        encoded = self._tokenizer(
            [question] * len(passages),
            list(passages),
            truncation="only_second",
            max_length=MAX_TOKENS,
            padding=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping").numpy()  # (n_passages, n_tokens, 2)
        with torch.inference_mode():
            output = self._model(**encoded)
        if not self._finds_spans:
            nowhere, none = np.empty((0, 2), np.int64), np.empty((0, 2), np.float32)
            chances = output.logits[:, -1].float().tolist()  # the last label is "relevant"
            return [PassageRead(nowhere, none, 0.0, chance, chance) for chance in chances]
        logits = torch.stack([output.start_logits, output.end_logits], -1).float().numpy()
        reads = []
        for i in range(len(passages)):
            inside = np.array([part == 1 for part in encoded.sequence_ids(i)])
            # Trained on SQuAD 2.0, the first token stands for no answer.
            none_score = float(logits[i, 0].sum())
            margin = best_span(logits[i, inside])[0] - none_score if inside.any() else UNSEEN
            reads.append(
                PassageRead(offsets[i, inside], logits[i, inside], none_score, margin, margin)
            )
        return reads


def trained_weights(model: ReaderModel) -> dict[str, Tensor]:
    """Give what training changed, in half precision."""
    return {
        name: tensor.detach().to(torch.float16).contiguous()
        for name, tensor in model.state_dict().items()
        if not name.startswith(_SHARED)
    }


def load_weights(model: ReaderModel, tensors: Mapping[str, Tensor]) -> None:
    """Put weights that were trained over those of a fresh model.

    Raises:
        KeyError: they are of another network.
    """
    missing, unknown = model.load_state_dict(tensors, strict=False)
    lost = [name for name in missing if not name.startswith(_SHARED)]
    if lost or unknown:
        raise KeyError(f"the weights do not fit the reader: {[*lost, *unknown][:3]}")
