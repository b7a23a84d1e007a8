"""How well figures that sources tell differently are found, on pairs of sentences labelled by hand.

Each pair answers one question; in half of them the two figures cannot both be right, in the others
they agree within their wording or are of different things, times or places. Lines of even index
were looked at while the rule was written, those of odd index were not; only their rates were. Of
another 220 pairs, by other hands, not even the rates were known.
"""

import json
import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.metrics import average
from benchmarks.report import Metrics, Report, single
from index.config import load_index_settings
from index.tokenizer import Tokenizer
from qa.assemble import PACKAGED_READER, load_reader
from qa.disagree import Compare, Told
from qa.question import parse_question
from qa.spans import ReadPassages

__all__ = ["Judged", "judge", "run"]

_PAIRS = Path(__file__).parent / "labels" / "figure_pairs.jsonl"
_UNSEEN = _PAIRS.with_name("figure_pairs_unseen.jsonl")
_NOTES = (
    "found: of the pairs that differ, those told to differ.",
    "false: of the pairs that do not, those told to differ.",
    "words alone: without the reader's hint where in a sentence the answer stands.",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair and what is made of it."""

    differs: bool
    is_told_to_differ: bool
    seconds: float


def run(options: Namespace) -> Report:
    """Compare all labelled pairs, those of even index and the others apart."""
    pairs, unseen = (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in (_PAIRS, _UNSEEN)
    )
    models = load_index_settings(options.config).models
    reader = load_reader(PACKAGED_READER, "float32", models)
    systems = {}
    for part, some in (("apart", pairs[1::2]), ("tune", pairs[::2]), ("unseen", unseen)):
        for name, read in (("", reader), ("-words-alone", None)):
            systems[f"{part}{name}"] = _summarise(judge(some, read))
    return Report(f"Figures: {len(pairs) + len(unseen)} labelled pairs", systems, _NOTES)


def judge(pairs: Sequence[dict[str, Any]], read: ReadPassages | None) -> list[Judged]:
    """Compare the two sentences of each pair.

    Args:
        pairs: as the labels have them.
        read: tells where in a sentence the answer stands; None for words alone.
    """
    tokenize = Tokenizer()
    compare = Compare(tokenize)
    judged = []
    for pair in pairs:
        sides = [pair["one"], pair["other"]]
        told = [_tell(side, _short(pair["question"], side["text"], read)) for side in sides]
        question = parse_question(pair["question"], tokenize)
        started = time.perf_counter()
        compared = compare(question, *told)
        seconds = time.perf_counter() - started
        is_told = compared is not None and not compared.agrees
        judged.append(Judged(pair["differs"], is_told, seconds))
    return judged


def _tell(side: dict[str, Any], short: tuple[int, int] | None) -> Told:
    published = side["published"]
    return Told(side["text"], date.fromisoformat(published) if published else None, short)


def _short(question: str, text: str, read: ReadPassages | None) -> tuple[int, int] | None:
    if read is None:
        return None
    span = read(question, [text])[0].find(0, len(text))
    return (span.start, span.end) if span else None


def _summarise(judged: Sequence[Judged]) -> Metrics:
    return {
        "pairs": single(len(judged)),
        "found": average([float(item.is_told_to_differ) for item in judged if item.differs]),
        "false": average([float(item.is_told_to_differ) for item in judged if not item.differs]),
        "ms": average([1000 * item.seconds for item in judged]),
    }
