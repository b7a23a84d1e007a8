"""Train readers on pairs, and one reader on what several make of them; on a CPU or a GPU."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.pair_tokens import Batch, PairTokens
from qa.reader_model import ReaderModel

__all__ = ["Course", "mean_weights", "train_reader"]

_WARM_UP = 0.06
_DECAY = 0.01
_TOLD = 200
"""Steps after which the loss is told."""
_NEAR = 0.3
"""What it weighs whether a passage is about the matter, beside whether it answers."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a reader is trained."""

    seed: int
    rate: float
    """Learning rate at its highest."""
    steps: int
    """Batches, of as many times through the pairs as they need."""
    batch: int = 64
    dropout: float = 0.1
    longest: int = 224
    """Tokens of a pair, at most."""
    taught: float = 0.0
    """Share of the loss that is the distance from what the teachers make of a pair; the rest is
    what is known of it."""


def train_reader(
    model: ReaderModel,
    pairs: PairTokens,
    course: Course,
    teachers: Sequence[ReaderModel] = (),
) -> None:
    """Train a reader where it lies, on the CPU or a GPU; its word embeddings stay as they are.

    With teachers, it learns what they make of each pair on average (Hinton et al. 2015, "Distilling
    the knowledge in a neural network").
    """
    torch.manual_seed(course.seed)
    device = next(model.parameters()).device
    word = model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    hooks = _drop_out(model, course.dropout)
    optimizer = _optimizer(model, course.rate)
    started, losses = time.perf_counter(), torch.zeros((), device=device)
    model.train()
    for number, batch in enumerate(islice(_draw(pairs, course), course.steps)):
        for group in optimizer.param_groups:
            group["lr"] = course.rate * _schedule(number / course.steps)
        loss = _step(model, _Laid.out(batch, device), course, teachers)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses += loss.detach()
        done = number + 1
        if done % _TOLD == 0:
            left = (time.perf_counter() - started) / done * (course.steps - done) / 60
            mean = float(losses) / _TOLD
            losses.zero_()
            told = f"{done}/{course.steps} loss {mean:.3f}, {left:.1f} min left"
            print(told, file=sys.stderr, flush=True)
    for hook in hooks:
        hook.remove()
    word.requires_grad_(True)
    model.eval()


def mean_weights(models: Sequence[ReaderModel]) -> dict[str, Tensor]:
    """Give the mean of the weights of readers that started from the same ones.

    Often as good as their mean answer (Wortsman et al. 2022, "Model soups").
    """
    states = [model.state_dict() for model in models]
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


@dataclass(frozen=True, slots=True)
class _Laid:
    """A batch on its device; see `Batch`."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    places: Tensor
    near: Tensor

    @classmethod
    def out(cls, batch: Batch, device: torch.device) -> "_Laid":
        arrays = (batch.ids, batch.mask, batch.types, batch.places, batch.near)
        return cls(*(torch.from_numpy(array).to(device) for array in arrays))


def _draw(pairs: PairTokens, course: Course) -> Iterator[Batch]:
    for turn in count():
        yield from pairs.batches(course.batch, course.longest, course.seed * 100 + turn)


def _step(
    model: ReaderModel, batch: _Laid, course: Course, teachers: Sequence[ReaderModel]
) -> Tensor:
    with torch.autocast(batch.ids.device.type, torch.bfloat16):
        spans, verdicts = model(batch.ids, batch.mask, batch.types)
    loss = _known_loss(spans, verdicts, batch)
    if not teachers:
        return loss
    with torch.no_grad(), torch.autocast(batch.ids.device.type, torch.bfloat16):
        read = [teacher(batch.ids, batch.mask, batch.types) for teacher in teachers]
    taught = _taught_loss(spans, verdicts, read)
    return course.taught * taught + (1 - course.taught) * loss


def _known_loss(spans: Tensor, verdicts: Tensor, batch: _Laid) -> Tensor:
    """Of where the answer stands, whether there is one, and whether the passage is near it."""
    answered = (batch.places[:, 0] > 0).float()
    span = sum(functional.cross_entropy(spans[..., side], batch.places[:, side]) for side in (0, 1))
    answers = functional.binary_cross_entropy_with_logits(verdicts[:, 0], answered)
    nearness = functional.binary_cross_entropy_with_logits(verdicts[:, 1], batch.near)
    return torch.as_tensor(span) / 2 + answers + _NEAR * nearness


def _taught_loss(spans: Tensor, verdicts: Tensor, read: Sequence[tuple[Tensor, Tensor]]) -> Tensor:
    """Of how far all three are from what the teachers make of them on average."""
    chances = torch.stack([theirs.softmax(dim=1) for theirs, _ in read]).mean(0)
    span = -(chances * spans.log_softmax(dim=1)).sum(dim=1).mean(dim=0).sum()
    sure = torch.stack([theirs.sigmoid() for _, theirs in read]).mean(0)  # (n_pairs, 2)
    answers, nearness = (
        functional.binary_cross_entropy_with_logits(verdicts[:, i], sure[:, i]) for i in (0, 1)
    )
    return span / 2 + answers + _NEAR * nearness


def _drop_out(model: ReaderModel, share: float) -> list[Any]:
    """Drop some of what each layer adds, in training only."""

    def drop(module: nn.Module, _: Any, output: Tensor) -> Tensor:
        return functional.dropout(output, share, module.training)

    layers = model.encoder.encoder["layer"]
    added = [layer[part]["dense"] for layer in layers for part in ("output",)]
    added += [layer["attention"]["output"]["dense"] for layer in layers]
    added.append(model.encoder.embeddings["LayerNorm"])
    return [module.register_forward_hook(drop) for module in added] if share else []


def _optimizer(model: ReaderModel, rate: float) -> torch.optim.Optimizer:
    named = [(name, weights) for name, weights in model.named_parameters() if weights.requires_grad]
    plain = [weights for name, weights in named if _is_plain(name)]
    decayed = [weights for name, weights in named if not _is_plain(name)]
    groups = [
        {"params": decayed, "weight_decay": _DECAY},
        {"params": plain, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, fused=True)


def _is_plain(name: str) -> bool:
    return name.endswith("bias") or "LayerNorm" in name


def _schedule(share: float) -> float:
    """Rise to 1, then fall to 0 in a straight line."""
    return share / _WARM_UP if share < _WARM_UP else (1 - share) / (1 - _WARM_UP)
