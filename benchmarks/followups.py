"""Whether a follow-up finds its passage: TREC CAsT 2021, over the passages of that year's chats.

A turn's gold is the passage that its chat goes on from. What was shown before stays among the
passages. The word choice is fitted on other years (`benchmarks/fit_followups.py`).
"""

import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.cast import CastTurn, read_cast
from benchmarks.corpus import Corpus, open_corpus
from benchmarks.metrics import average, percentile, recall_at, reciprocal_rank, statistic
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report
from benchmarks.retrieval import DEPTH
from qa.assemble import make_followups, make_hybrid, make_periods
from qa.carry import Turn
from qa.filters import ALL
from qa.followups import Standalone
from qa.inference import Gate
from qa.search import NOTHING, Beside, SearchBeside

__all__ = ["run"]

_YEAR = 2021
_Sought = tuple[str, Beside]
_NOTES = (
    "typed: the turn alone; history: with the question before it and the first; machine, person:",
    "as rewritten; assistant: as this program makes it stand alone.",
    "harmed: of turns that a person left as they are, those that lose their passage by the chat.",
)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Where a turn's passage came, and how long that took."""

    recall: float
    """Among the first five."""
    rank: float
    """1 / its place."""
    milliseconds: float


def run(options: Namespace) -> Report:
    """Measure every way to ask the turns."""
    turns = read_cast(options.data, _YEAR)
    passages = {turn.answer: f"p{i}" for i, turn in enumerate(turns)}
    records = [{"id": id_, "title": "", "text": text} for text, id_ in passages.items()]
    corpus = open_corpus(records, options, show_progress)
    gold = [passages[turn.answer] for turn in turns]
    ways: dict[str, Callable[[CastTurn], _Sought]] = {
        "typed": lambda turn: (turn.typed, NOTHING),
        "history": lambda turn: (turn.typed, Beside(_first_and_last(turn))),
        "machine": lambda turn: (turn.by_machine or turn.typed, NOTHING),
        "person": lambda turn: (turn.rewritten, NOTHING),
    }
    library, gate = corpus.library, Gate(corpus.library)
    search = make_hybrid(library, library.embedder.encode_question, corpus.settings)
    ranked = {name: list(_ask(corpus, search, way, turns, gold)) for name, way in ways.items()}
    ours = _StandAlone(make_followups(library, gate, make_periods(library)))
    ranked["assistant"] = list(_ask(corpus, search, ours, turns, gold))
    systems = {name: _summarise(found) for name, found in ranked.items()}
    kept = [i for i, turn in enumerate(turns) if turn.rewritten == turn.typed]
    lost = [ranked["typed"][i].recall > ranked["assistant"][i].recall for i in kept]
    systems["assistant"] = {**systems["assistant"], "harmed": average(list(map(float, lost)))}
    title = f"Follow-ups: {len(turns)} turns over {corpus.build.articles} passages"
    return Report(title, systems, _NOTES, corpus.describe())


class _StandAlone:
    """Makes turns stand alone, each with what was made of those before it."""

    def __init__(self, follow_up: Callable[[str, Sequence[Turn]], Standalone]) -> None:
        self._follow_up = follow_up
        self._made: dict[CastTurn, str] = {}

    def __call__(self, turn: CastTurn) -> _Sought:
        before = [
            Turn(item.typed, self._made[item], (item.answer,) if item.answer else ())
            for item in turn.before
        ]
        standalone = self._follow_up(turn.typed, before)
        self._made[turn] = standalone.text
        return standalone.recalled, standalone.beside


def _first_and_last(turn: CastTurn) -> tuple[str, ...]:
    before = [item.typed for item in turn.before]
    return tuple(dict.fromkeys((*before[:1], *before[-1:])))


def _ask(
    corpus: Corpus,
    search: SearchBeside,
    way: Callable[[CastTurn], _Sought],
    turns: Sequence[CastTurn],
    gold: Sequence[str],
) -> Iterator[_Ranked]:
    for turn, wanted in zip(turns, gold, strict=True):
        started = time.perf_counter()
        question, beside = way(turn)
        found = search(question, DEPTH, ALL, beside)
        seconds = time.perf_counter() - started
        passages = corpus.library.passages([item.row for item in found])
        ids = tuple(dict.fromkeys(corpus.ids[article.id] for article, _ in passages))
        right = {corpus.first_of.get(wanted, wanted)}
        yield _Ranked(recall_at(ids, right, 5), reciprocal_rank(ids, right, DEPTH), seconds * 1000)


def _summarise(found: Sequence[_Ranked]) -> Metrics:
    times = [item.milliseconds for item in found]
    return {
        "R@5": average([item.recall for item in found]),
        "MRR": average([item.rank for item in found]),
        "p50_ms": statistic(lambda column: percentile(column, 50), times),
        "p95_ms": statistic(lambda column: percentile(column, 95), times),
    }
