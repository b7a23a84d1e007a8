"""Fit which words of a chat a follow-up needs.

    python -m benchmarks.fit_followups --data ../shared/data

On the turns of TREC CAsT 2019, 2020 and 2022: a word of the chat is needed when the person who
wrote the turn out to stand alone took it up. A word is carried above the limit at which the words
carried agree best with those (F1); 2021 is kept apart (`python -m benchmarks followups`). Writes
qa/followups.json.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from benchmarks.cast import CastTurn, read_cast
from benchmarks.fitting import fit_logistic
from index.logistic import Logistic
from index.tokenizer import Tokenizer
from qa.carry import CHATTING, FittedCarry, Turn, describe_question, find_candidates

__all__ = ["main", "to_turns"]

_YEARS = (2019, 2020, 2022)
_KEPT = 2021
_TAKEN = 0.92
"""Of the questions that lean on the chat, so many are to be taken to."""
_TOKENIZE = Tokenizer()
_OUT = Path(__file__).resolve().parent.parent / "qa" / "followups.json"
_Example = tuple[dict[str, float], bool]


def main(arguments: list[str] | None = None) -> int:
    """Fit, say how it does on the year kept apart, and write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args(arguments)
    turns = [turn for year in _YEARS for turn in read_cast(options.data, year) if turn.before]
    kept = [turn for turn in read_cast(options.data, _KEPT) if turn.before]
    leaning = [_describe(turn) for turn in turns]
    leans = Logistic(*fit_logistic(leaning, (), free=leaning[0][0].keys()))
    needing = [leans(features) for features, label in leaning if label]
    lean_from = round(float(np.quantile(needing, 1 - _TAKEN)), 2)
    told = [(leans(features) >= lean_from, label) for features, label in map(_describe, kept)]
    print(f"{_KEPT}: taken to lean, of those that do: {_share(told, True):.3f}", end="; ")
    print(f"of those that do not: {_share(told, False):.3f}")
    words = _make_examples(turns)
    needed = Logistic(*fit_logistic(words, (), free=words[0][0].keys()))
    carry_from, agreement = _find_limit(words, needed)
    apart = _agreement(_make_examples(kept), needed, carry_from)
    print(f"words carried: F1 {agreement:.3f}, in {_KEPT} {apart:.3f}")
    fitted = FittedCarry(leans, lean_from, needed, carry_from)
    _OUT.write_text(json.dumps(asdict(fitted), indent=2) + "\n", encoding="utf-8")
    return 0


def _describe(turn: CastTurn) -> _Example:
    """Give a turn's features, with whether its rewriter took up any word of the chat."""
    told = set(_TOKENIZE(f"{turn.typed} {' '.join(CHATTING)}"))
    taken = set(_TOKENIZE(turn.rewritten)) - told
    return describe_question(turn.typed, _TOKENIZE), bool(taken)


def _share(told: Sequence[tuple[bool, bool]], label: bool) -> float:
    return float(np.mean([is_taken for is_taken, is_so in told if is_so == label]))


def to_turns(before: Sequence[CastTurn]) -> tuple[Turn, ...]:
    """Give what went before in a chat, every question as it was typed."""
    return tuple(
        Turn(item.typed, item.typed, (item.answer,) if item.answer else ()) for item in before
    )


def _make_examples(turns: Sequence[CastTurn]) -> list[_Example]:
    examples = []
    for turn in turns:
        needed = set(_TOKENIZE(turn.rewritten))
        found = find_candidates(turn.typed, to_turns(turn.before), _TOKENIZE)
        examples += [(dict(item.features), item.token in needed) for item in found]
    return examples


def _find_limit(examples: Sequence[_Example], judge: Logistic) -> tuple[float, float]:
    limits = [round(float(limit), 2) for limit in np.arange(0.05, 0.6, 0.05)]
    return max(
        ((limit, _agreement(examples, judge, limit)) for limit in limits), key=lambda x: x[1]
    )


def _agreement(examples: Sequence[_Example], judge: Logistic, limit: float) -> float:
    """Give the F1 of the words above a limit with those that are needed."""
    carried = np.array([judge(features) >= limit for features, _ in examples])
    needed = np.array([label for _, label in examples])
    return float(2 * (carried & needed).sum() / max(carried.sum() + needed.sum(), 1))


if __name__ == "__main__":
    sys.exit(main())
