"""How near embedding comes to what the processors can do, and what other encoders would bring.

The rate at which they multiply bounds any network, the bare model on full batches of tokens what a
build could reach with it; beside both stand our embedding and the whole build. Other encoders run
the same network on the same tokens, each in a process of its own.
"""

import json
import os
import subprocess
import time
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders import FOLDER, Contender, ContenderError, find_python, set_up
from benchmarks.corpus import article_text, need, read_lines
from benchmarks.metrics import Measure
from benchmarks.peer_runs import write_inputs, write_lines
from benchmarks.peer_scores import most_of, score_embedding
from benchmarks.peer_turns import Built, Place
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report, single
from index.embed import PACKAGED_MODEL, Rows, find_model
from index.model_tokens import TokenBatch, TokenBatches
from index.processor import choose_precision

__all__ = ["Sample", "compare_rows", "cut_sample", "run"]

_BERT = FOLDER.parent.parent / "index" / "bert.py"
_ENVIRONMENT = "encoders"
_ENCODERS = {
    "float32": "",
    "bfloat16": "",
    "compiled": "",
    "onnxruntime-int8": _ENVIRONMENT,
    "openvino-int8": _ENVIRONMENT,
}
"""Encoder -> the environment it runs in."""
_WIDTH = 32
"""Batches are of texts whose numbers of tokens are the same multiple of it, rounded up."""
_BATCH_TOKENS = 2048
_BATCHES = 12
"""That are timed at the most."""
_SIDE = 1024
"""Of the square matrices that are multiplied."""
_MULTIPLYING = 2.0
"""Seconds; a processor without a precision needs one for each multiplication in it."""
_NEAREST = 10
_PATIENCE = 300
"""Seconds that an encoder may take; compiling takes most of a minute."""
_NOTES = (
    "bare: float32, batches of 16, 32 or 64, the fastest of which counts; encoders: batches of one",
    "shape, the commonest, padding not counted. ours: a build from nothing, its embedding and all",
    "of it. of_bare: share of bare's rate. cosine: mean, with float32's vectors. nearest_kept: of",
    f"each passage's {_NEAREST} nearest by float32, those that the encoder's vectors have, too.",
    "of_multiplying: share of the rate of multiplying, without what attention multiplies.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages as tokens, in full batches of one shape; both (n_batches, size, width)."""

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    """1 for a token, 0 for padding."""

    @property
    def tokens(self) -> int:
        """Give how many there are, padding not counted."""
        return int(self.mask.sum())

    def save(self, path: Path) -> Path:
        """Write them down for other processes."""
        np.savez(path, ids=self.ids, mask=self.mask)
        return path


def run(options: Namespace) -> Report:
    """Measure, or with --setup install what onnxruntime and OpenVINO need."""
    if options.setup:
        installed = set_up(options.work, [_ENVIRONMENT])
        return Report(f"Installed: {', '.join(installed)}", {}, run={"environments": installed})
    place = _lay_out(options)
    ours, bare = _build(place)
    share, alone = score_embedding([ours], [bare])
    systems: dict[str, Metrics] = {
        "machine": {f"{name}_gflops": single(_multiply(name)) for name in ("float32", "bfloat16")},
        "bare": alone,
        "ours": {**share, **_score_ingest(ours, alone["passages_per_second"].value)},
    }
    length = alone["tokens_per_passage"].value
    encoders, missing = _try_encoders(place, options.rounds, length, systems["machine"])
    facts = {
        "processors": _count_processors(),
        "precision_of_ours": choose_precision("auto"),
        "passages": ours.passages,
        "not_measured": missing,
    }
    title = f"Ceiling: {ours.passages} passages on {facts['processors']} processors"
    return Report(title, {**systems, **encoders}, (*_NOTES, *missing), facts)


def _lay_out(options: Namespace) -> Place:
    """Write down the first articles of the news; copies are no matter here."""
    records = read_lines(need(options.data / "news" / "articles.jsonl.gz"))
    chosen = islice(records, options.articles or None)
    texts = [{"id": str(item["id"]), "text": article_text(item)} for item in chosen]
    home = options.work / "ceiling"
    return Place(
        work=home,
        model=find_model(PACKAGED_MODEL),
        articles=write_lines(home / "articles.jsonl", texts),
        questions=write_lines(home / "questions.jsonl", []),
        count=0,
    )


def _build(place: Place) -> tuple[Built, Built]:
    """Build as we do, and have the bare model embed the same passages."""
    contenders = Contender("ours", "ours"), Contender("bare", "bare")
    show_progress("building", 0, len(_ENCODERS) + 2)
    ours = place.build(contenders[0])
    inputs = write_inputs(place.index_of(contenders[0]), place.work / "inputs.jsonl")
    show_progress("embedding", 1, len(_ENCODERS) + 2)
    return ours, place.build(contenders[1], inputs)


def _score_ingest(ours: Built, bare: float) -> Metrics:
    rate = ours.passages / ours.work_seconds
    return {"ingest_passages_per_second": single(rate), "ingest_of_bare": single(rate / bare)}


def _multiply(precision: str) -> float:
    """Give the billions of additions and multiplications in a second, the best of a few."""
    import torch

    torch.set_num_threads(_count_processors())
    one = torch.randn(_SIDE, _SIDE).to(getattr(torch, precision))
    torch.mm(one, one)
    best, ends = 0.0, time.perf_counter() + _MULTIPLYING
    while not best or time.perf_counter() < ends:
        started = time.perf_counter()
        torch.mm(one, one)
        best = max(best, 2 * _SIDE**3 / (time.perf_counter() - started) / 1e9)
    return best


def _try_encoders(
    place: Place, rounds: int, length: float, machine: Metrics
) -> tuple[dict[str, Metrics], list[str]]:
    """Measure every encoder; give lines on those that cannot be."""
    texts = [str(item["text"]) for item in read_lines(place.work / "inputs.jsonl")]
    tokenize = TokenBatches(place.model / "tokenizer.json")
    sample = cut_sample(tokenize(texts, _most_tokens(place.model)))
    sample.save(place.work / "batches.npz")
    systems: dict[str, Metrics] = {}
    work = _work_of_token(place.model)
    missing, exact = [], np.empty((0, 0), np.float32)
    for done, name in enumerate(_ENCODERS, 2):
        show_progress(name, done, len(_ENCODERS) + 2)
        try:
            seconds, rows = _encode(place, name, rounds)
        except ContenderError as error:
            missing.append(f"{name}: not measured; {error}")
            continue
        exact = exact if exact.size else rows
        speed = most_of([sample.tokens / value for value in seconds])
        systems[name] = {
            "tokens_per_second": speed,
            "passages_per_second": single(speed.value / length),
            "of_multiplying": single(speed.value * work / _rate_of(machine, name)),
            **compare_rows(exact, rows),
        }
    show_progress("done", len(_ENCODERS) + 2, len(_ENCODERS) + 2)
    return systems, missing


def _rate_of(machine: Metrics, encoder: str) -> float:
    """Give how fast the processors multiply for an encoder."""
    rates = {name.removesuffix("_gflops"): measure.value for name, measure in machine.items()}
    # A processor that cannot multiply in a precision multiplies in float32 instead.
    return max(rates["float32"], rates.get(encoder, 0.0))


def cut_sample(tokens: TokenBatch, batches: int = _BATCHES) -> Sample:
    """Give the passages of the commonest length, in full batches.

    Args:
        tokens: of all passages.
        batches: how many there are at the most.
    """
    lengths = tokens.mask.sum(axis=1)  # (n_passages,)
    widths = -(-lengths // _WIDTH) * _WIDTH
    width = int(np.bincount(widths).argmax())
    (chosen,) = np.nonzero(widths == width)
    size = min(_BATCH_TOKENS // width, len(chosen))
    count = min(len(chosen) // size, batches)
    parts = [
        np.pad(part[chosen[: size * count]], ((0, 0), (0, width)))[:, :width]
        for part in (tokens.ids, tokens.mask)
    ]
    return Sample(*(part.reshape(count, size, width) for part in parts))


def compare_rows(exact: Rows, rows: Rows) -> dict[str, Measure]:
    """Give what is lost: how near vectors are to the exact ones, and what is nearest to each."""
    cosines = (exact * rows).sum(axis=1) / np.linalg.norm(rows, axis=1)
    first, second = (_nearest(part) for part in (exact, rows))
    kept = np.mean(
        [len(set(one) & set(other)) / len(one) for one, other in zip(first, second, strict=True)]
    )
    return {"cosine": single(float(cosines.mean())), "nearest_kept": single(float(kept))}


def _nearest(rows: Rows) -> NDArray[np.int64]:
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -2.0)
    return np.argsort(-cosines, axis=1)[:, : min(_NEAREST, len(rows) - 1)]


def _encode(place: Place, name: str, rounds: int) -> tuple[list[float], Rows]:
    """Run an encoder; give the seconds of each round, and its rows.

    Raises:
        ContenderError: it is not installed, or it failed.
    """
    python = find_python(_ENCODERS[name], place.work.parent, "ceiling")
    request, out = place.work / f"{name}.json", place.work / f"{name}.npy"
    asked = {
        "encoder": name,
        "bert": str(_BERT),
        "model": str(place.model.absolute()),
        "batches": str((place.work / "batches.npz").absolute()),
        "rounds": rounds,
        "threads": _count_processors(),
        "out": str(out.absolute()),
    }
    request.write_text(json.dumps(asked), encoding="utf-8")
    printed = _run([str(python), str(FOLDER / "encoders.py"), str(request)])
    seconds: list[float] = json.loads(printed.splitlines()[-1])
    return seconds, np.load(out)


def _run(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # our own words
            command, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired as error:
        raise ContenderError(f"it took longer than {_PATIENCE} seconds") from error
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise ContenderError(f"it failed: {' '.join(last)}")
    return done.stdout


def _work_of_token(model: Path) -> float:
    """Give the billions of additions and multiplications of a token's way through the layers."""
    config: Mapping[str, int] = json.loads((model / "config.json").read_text(encoding="utf-8"))
    width, inner = config["hidden_size"], config["intermediate_size"]
    return config["num_hidden_layers"] * 2 * (4 * width**2 + 2 * width * inner) / 1e9


def _most_tokens(model: Path) -> int:
    limits: Mapping[str, int] = json.loads(
        (model / "sentence_bert_config.json").read_text(encoding="utf-8")
    )
    return limits["max_seq_length"]


def _count_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
