"""Train the reader that ships: where a passage answers a question, and whether it does at all.

    python -m benchmarks.train_reader --data ../shared/data --out qa/reader [--stage second]

Made from questions that may train weights (`benchmarks/parts.py`), and from pairs made of them
(`benchmarks/reading_pairs.py`). What is trained is kept every few minutes, and the same command
goes on where it was stopped. Ends with what the reader makes of the articles kept apart.
"""

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from benchmarks.parts import read_shifts, read_squad2
from benchmarks.reader_quality import measure_pairs
from benchmarks.reading_pairs import Pair, PairMaker
from index.bert import load_bert, read_tensors, write_tensors
from index.embed import find_model
from index.model_tokens import TokenBatches
from qa.reader_model import (
    WEIGHTS,
    Encoded,
    PairTokenizer,
    ReaderModel,
    SpanReader,
    load_weights,
    trained_weights,
)

__all__ = ["main"]

_ORDER = 7
_TIMES = {"squad2": 3.0, "new_wiki": 1.3, "reddit": 0.5, "amazon": 0.5}
"""How often each source is drawn; titles of the last two say nothing."""
_BATCH = 32
_SORTED = 32
"""Batches whose pairs are sorted by length together: less padding."""
_WARM_UP = 0.06
_LENGTH = 224
"""Tokens of a pair, at most."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One way through the questions, with pairs of its own."""

    seed: int
    rate: float
    """Learning rate at its highest."""
    shares: Mapping[str, float]
    """See `PairMaker.make`."""
    kept: float = 0.0
    """Share of the weights it starts from in those it ends with."""


_STAGES = {
    "first": Stage(
        7, 1.5e-4, {"found": 0.4, "removed": 0.25, "name": 0.35, "opposite": 0.35, "negated": 0.08}
    ),
    # Fewer questions that one word makes unanswerable, which teach to mistrust other words.
    "second": Stage(
        8,
        1e-4,
        {
            "shortened": 0.5,
            "found": 0.4,
            "removed": 0.25,
            "name": 0.25,
            "opposite": 0.12,
            "negated": 0.03,
        },
        # It gains on where the answer stands and loses on whether there is one; the mean of both
        # has the better of each (Wortsman et al. 2022, "Model soups").
        kept=0.5,
    ),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is not the same in every run."""

    rate: float
    """Learning rate at its highest."""
    decay: float
    keep_every: int
    """Batches."""


def main(arguments: list[str] | None = None) -> int:
    """Train, keep the weights, and measure them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("var/reader"))
    parser.add_argument("--state", type=Path, default=Path("var/reader/training.pt"))
    parser.add_argument("--stage", choices=_STAGES, default="first")
    parser.add_argument("--share", type=float, default=1.0, help="of the pairs, 0 to 1")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    stage = _STAGES[options.stage]
    folder = find_model("all-MiniLM-L6-v2")
    torch.manual_seed(stage.seed)
    model = ReaderModel(load_bert(folder))
    tokenize = PairTokenizer(TokenBatches(folder / "tokenizer.json", keeps_first=True))
    file = options.out / WEIGHTS
    if options.stage != "first":
        load_weights(model, read_tensors(file))
    pairs = make_pairs(options.data, options.share, stage)
    trainer = Trainer(model, tokenize, Settings(stage.rate, 0.01, 200), options.state)
    start = {name: tensor.detach().clone() for name, tensor in model.named_parameters()}
    trainer.train(pairs)
    with torch.no_grad():
        for name, tensor in model.named_parameters():
            tensor.lerp_(start[name], stage.kept)
    write_tensors(file, trained_weights(model))
    load_weights(model, read_tensors(file))  # as it ships: in half precision
    kept = read_squad2(options.data, "kept")
    print(json.dumps(measure_pairs(SpanReader(model, tokenize), kept), indent=2))
    return 0


def make_pairs(data: Path, share: float, stage: Stage) -> list[Pair]:
    """Give all pairs to train on, in order of training."""
    chance = random.Random(stage.seed)  # noqa: S311  # a repeatable draw, no secret
    pairs: list[Pair] = []
    for name, times in _TIMES.items():
        is_squad2 = name == "squad2"
        questions = read_squad2(data, "train") if is_squad2 else read_shifts(data, name, "train")
        maker = PairMaker(questions, name in {"squad2", "new_wiki"}, chance)
        for drawn in range(math.ceil(times)):
            made = list(maker.make(stage.shares))
            pairs += chance.sample(made, round(len(made) * min(times - drawn, 1.0)))
    chance.shuffle(pairs)
    return pairs[: round(len(pairs) * share)]


class Trainer:
    """Trains in bfloat16, with the weights that are stepped in float32.

    Args:
        model: what is trained, but for its word embeddings.
        tokenize: pairs -> tokens.
        settings: of this run.
        state: file that the run goes on from.
    """

    def __init__(
        self, model: ReaderModel, tokenize: PairTokenizer, settings: Settings, state: Path
    ) -> None:
        self._tokenize, self._settings, self._state = tokenize, settings, state
        self._model = model
        for module in model.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        self._named = [
            (name, weights)
            for name, weights in model.named_parameters()
            if "word_embeddings" not in name
        ]
        model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        self._masters = [weights.detach().clone() for _, weights in self._named]
        model.to(torch.bfloat16)
        plain = [
            m for m, (name, _) in zip(self._masters, self._named, strict=True) if _is_plain(name)
        ]
        decayed = [
            m
            for m, (name, _) in zip(self._masters, self._named, strict=True)
            if not _is_plain(name)
        ]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": decayed, "weight_decay": settings.decay},
                {"params": plain, "weight_decay": 0.0},
            ],
            lr=settings.rate,
        )
        self._done = 0

    def train(self, pairs: Sequence[Pair]) -> None:
        """Go through the pairs once; the model has the trained weights, in float32, afterwards."""
        batches = list(_batches(pairs))
        self._restore()
        started, first, seen, losses = time.perf_counter(), self._done, 0, 0.0
        for number in range(self._done, len(batches)):
            rate = self._settings.rate * _schedule(number / len(batches))
            losses += self._step(batches[number], rate)
            seen += len(batches[number])
            self._done = number + 1
            if self._done % 50 == 0:
                seconds = time.perf_counter() - started
                left = seconds / (self._done - first) * (len(batches) - self._done) / 60
                mean, losses = losses / 50, 0.0
                print(
                    f"{self._done}/{len(batches)} loss {mean:.3f}, {seen / seconds:.1f} pairs/s,"
                    f" {left:.0f} min left",
                    file=sys.stderr,
                    flush=True,
                )
            if self._done % self._settings.keep_every == 0:
                self._keep()
        self._model.float()
        for master, (_, weights) in zip(self._masters, self._named, strict=True):
            weights.data.copy_(master)
        self._model.eval()

    def _step(self, batch: Sequence[Pair], rate: float) -> float:
        encoded = self._tokenize([(item.question, item.passage) for item in batch], _LENGTH)
        self._model.train()
        spans, verdicts = self._model(encoded.ids, encoded.mask, encoded.types)
        loss = _loss(spans, verdicts, batch, encoded)
        loss.backward()
        for master, (_, weights) in zip(self._masters, self._named, strict=True):
            master.grad = None if weights.grad is None else weights.grad.float()
            weights.grad = None
        torch.nn.utils.clip_grad_norm_(self._masters, 1.0)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self._optimizer.step()
        with torch.no_grad():
            for master, (_, weights) in zip(self._masters, self._named, strict=True):
                weights.copy_(master)
        return float(loss.detach())

    def _keep(self) -> None:
        self._state.parent.mkdir(parents=True, exist_ok=True)
        beside = self._state.with_suffix(".new")
        kept = {
            "done": self._done,
            "masters": self._masters,
            "optimizer": self._optimizer.state_dict(),
        }
        torch.save(kept, beside)
        beside.replace(self._state)

    def _restore(self) -> None:
        if not self._state.exists():
            return
        kept: dict[str, Any] = torch.load(self._state, weights_only=True)
        self._done = kept["done"]
        self._optimizer.load_state_dict(kept["optimizer"])
        with torch.no_grad():
            for master, old, (_, weights) in zip(
                self._masters, kept["masters"], self._named, strict=True
            ):
                master.copy_(old)
                weights.copy_(old)


def _is_plain(name: str) -> bool:
    return name.endswith("bias") or "LayerNorm" in name


def _batches(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    chance = random.Random(_ORDER)  # noqa: S311
    for start in range(0, len(pairs), _BATCH * _SORTED):
        part = sorted(
            pairs[start : start + _BATCH * _SORTED],
            key=lambda item: len(item.question) + len(item.passage),
        )
        batches = [part[i : i + _BATCH] for i in range(0, len(part), _BATCH)]
        chance.shuffle(batches)
        yield from batches


def _schedule(share: float) -> float:
    """Rise to 1, then fall to 0 in a straight line."""
    return share / _WARM_UP if share < _WARM_UP else (1 - share) / (1 - _WARM_UP)


def _loss(spans: Tensor, verdicts: Tensor, batch: Sequence[Pair], encoded: Encoded) -> Tensor:
    """Of where the answer stands, whether there is one, and whether the passage is near it."""
    places = torch.zeros(len(batch), 2, dtype=torch.long)
    for i, item in enumerate(batch):
        found = [_locate(encoded.offsets[i], span) for span in item.spans]
        whole = [place for place in found if place is not None]
        if whole:
            places[i] = torch.tensor(whole[len(item.question) % len(whole)])
    answered = (places[:, 0] > 0).float()
    near = torch.tensor([float(item.is_near) for item in batch])
    span = sum(functional.cross_entropy(spans[..., side], places[:, side]) for side in (0, 1))
    answers = functional.binary_cross_entropy_with_logits(verdicts[:, 0], answered)
    nearness = functional.binary_cross_entropy_with_logits(verdicts[:, 1], near)
    return torch.as_tensor(span) / 2 + answers + 0.3 * nearness


def _locate(offsets: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int] | None:
    """Give the first and last token of a span of characters; None where it was cut off."""
    inside = [i for i, (a, b) in enumerate(offsets) if b > span[0] and a < span[1] and b > a]
    if not inside or offsets[inside[-1]][1] < span[1]:
        return None
    return inside[0], inside[-1]


if __name__ == "__main__":
    sys.exit(main())
