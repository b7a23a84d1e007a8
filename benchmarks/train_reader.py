"""Train the reader that ships: where a passage answers a question, and whether it does at all.

    python -m benchmarks.train_reader --data ../shared/data --out qa/reader [--device cuda]

Made from questions that may train weights (`benchmarks/parts.py`), and from pairs made of them
(`benchmarks/reading_pairs.py`). Six readers are trained, each on some of the draws of pairs; two
more, which start from the mean of these, learn what they make of all pairs on average, and their
mean ships. Twelve minutes on an H100, days on two cores. What is done is kept in --work, and the
same command goes on where it was stopped; pairs that were made there can be trained on elsewhere.
Ends with what the reader makes of the articles kept apart.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from benchmarks.pair_tokens import PairTokens
from benchmarks.parts import read_shifts, read_squad2
from benchmarks.reader_quality import measure_pairs
from benchmarks.reader_training import Course, mean_weights, train_reader
from benchmarks.reading_pairs import Pair, PairMaker
from index.bert import load_bert, read_tensors, write_tensors
from index.embed import find_model
from index.model_tokens import TokenBatches
from qa.reader_model import (
    WEIGHTS,
    PairTokenizer,
    ReaderModel,
    SpanReader,
    load_weights,
    trained_weights,
)

__all__ = ["draw_pairs", "main"]

_DRAWS = 8
"""How often pairs are made of the questions."""
_TIMES = {"squad2": 2, "new_wiki": 1, "reddit": 0.5, "amazon": 0.5}
"""How often each source is in a draw; titles of the last two say nothing."""
_SHARES = {
    "shortened": 0.3,
    "keywords": 0.15,
    "found": 1.5,
    "removed": 0.35,
    "name": 0.5,
    "opposite": 0.25,
    "negated": 0.05,
    "whether": 0.9,
}
"""See `PairMaker.make`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reader on the way to the one that ships."""

    name: str
    starts: tuple[str, ...] = ()
    """Readers whose mean it starts from; the packaged embedding model if there are none."""
    course: Course | None = None
    """None where it is that mean."""
    draws: tuple[int, ...] = tuple(range(_DRAWS))
    """Of the pairs."""
    teachers: tuple[str, ...] = field(default=())


_LONG = ("long-1", "long-2")
_SHORT = ("short-1", "short-2", "short-3", "short-4")
_TEACHERS = (*_SHORT, "long")
_STEPS = (
    Step("long-1", (), Course(3, 2e-4, 4542), (4, 5, 6, 7)),
    Step("long-2", (), Course(5, 1.5e-4, 4538, dropout=0.0), (2, 3, 4, 5)),
    Step("long", _LONG),
    Step("short-1", (), Course(1, 2e-4, 1983), (0, 1, 2, 3)),
    Step("short-2", (), Course(2, 1.5e-4, 1823, dropout=0.03), (4, 5, 6, 7)),
    Step("short-3", (), Course(3, 2e-4, 1945, dropout=0.05), (0, 2, 4, 6)),
    Step("short-4", (), Course(4, 3e-4, 1872), (1, 3, 5, 7)),
    Step(
        "taught-1",
        _TEACHERS,
        Course(11, 1.5e-4, 3652, dropout=0.05, taught=0.8),
        teachers=_TEACHERS,
    ),
    Step("taught-2", _TEACHERS, Course(12, 1.5e-4, 3348, taught=0.5), teachers=_TEACHERS),
    Step("shipped", ("taught-1", "taught-2")),
)


def main(arguments: list[str] | None = None) -> int:
    """Make the pairs, train, keep the weights, and measure them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("var/reader"))
    parser.add_argument("--out", type=Path, default=Path("var/reader"))
    parser.add_argument("--device", default="cpu", help="of torch: cpu, cuda")
    parser.add_argument("--share", type=float, default=1.0, help="of questions and batches, 0 to 1")
    parser.add_argument("--pairs-only", action="store_true", help="make the pairs and stop")
    options = parser.parse_args(arguments)
    folder = find_model("all-MiniLM-L6-v2")
    made = options.work / "pairs.npz"
    if not made.exists():
        draws = [list(draw_pairs(options.data, seed, options.share)) for seed in range(_DRAWS)]
        PairTokens.make(draws, TokenBatches(folder / "tokenizer.json")).write(made)
    if options.pairs_only:
        return 0
    school = School(folder, options.work, torch.device(options.device))
    pairs = PairTokens.read(made)
    for step in _STEPS:
        school.take(step, pairs, options.share)
    model = school.load("shipped").cpu()
    options.out.mkdir(parents=True, exist_ok=True)
    write_tensors(options.out / WEIGHTS, trained_weights(model))
    tokenize = PairTokenizer(TokenBatches(folder / "tokenizer.json", keeps_first=True))
    kept = read_squad2(options.data, "kept")
    print(json.dumps(measure_pairs(SpanReader(model, tokenize), kept), indent=2))
    return 0


class School:
    """Readers on their way, each kept in a file once it is done.

    Args:
        model: folder of the packaged embedding model.
        work: folder that the readers are kept in.
        device: that trains.
    """

    def __init__(self, model: Path, work: Path, device: torch.device) -> None:
        self._model, self._work, self._device = model, work, device

    def take(self, step: Step, pairs: PairTokens, share: float) -> None:
        """Train a reader, or a share of the way; nothing if it is there."""
        if self._file(step.name).exists():
            return
        print(step.name, file=sys.stderr, flush=True)
        torch.manual_seed(step.course.seed if step.course else 0)
        reader = self._fresh()
        if step.starts:
            reader.load_state_dict(mean_weights([self.load(name) for name in step.starts]))
        if step.course is not None:
            course = replace(step.course, steps=max(round(step.course.steps * share), 1))
            teachers = [self.load(name).to(torch.bfloat16) for name in step.teachers]
            train_reader(reader, pairs.only(step.draws), course, teachers)
        write_tensors(self._file(step.name), trained_weights(reader.cpu()))

    def load(self, name: str) -> ReaderModel:
        """Give a reader that is done."""
        reader = self._fresh()
        load_weights(reader, read_tensors(self._file(name)))
        reader.eval()
        return reader

    def _fresh(self) -> ReaderModel:
        reader = ReaderModel(load_bert(self._model))
        reader.to(self._device)
        return reader

    def _file(self, name: str) -> Path:
        return self._work / f"{name}.safetensors"


def draw_pairs(data: Path, seed: int, share: float = 1.0) -> Iterator[Pair]:
    """Give pairs of all sources, made of a share of their questions."""
    chance = random.Random(seed)  # noqa: S311  # a repeatable draw, no secret
    for name, times in _TIMES.items():
        is_squad2 = name == "squad2"
        questions = read_squad2(data, "train") if is_squad2 else read_shifts(data, name, "train")
        for _ in range(max(int(times), 1)):
            count = round(len(questions) * min(times, 1) * share)
            chosen = chance.sample(questions, count)
            yield from PairMaker(chosen, name in {"squad2", "new_wiki"}, chance).make(_SHARES)


if __name__ == "__main__":
    sys.exit(main())
