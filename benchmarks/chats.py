"""How well the turns of a chat are answered: as typed, and as questions that stand alone."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import answers, retrieval
from benchmarks.corpus import (
    Corpus,
    GoldQuestion,
    make_question,
    open_corpus,
    read_lines,
)
from benchmarks.metrics import Measure
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report

__all__ = ["read_turns", "run"]


def run(options: Namespace) -> Report:
    """Measure a file of chats, each turn by itself."""
    corpus = open_corpus(read_lines(options.articles), options.config, options.work, show_progress)
    systems = {name: _measure(corpus, turns) for name, turns in read_turns(options.chats).items()}
    turns = len(read_turns(options.chats)["raw"])
    title = f"Chats: {turns} turns over {corpus.build.articles} articles"
    return Report(title, systems, run=corpus.describe())


def read_turns(path: Path) -> dict[str, list[GoldQuestion]]:
    """Give all turns as they were typed (`raw`) and, where chats have it, as they stand alone.

    A turn without a text of its own under `standalone` stands alone as it was typed.
    """
    turns = [
        (f"{number}.{place}", turn)
        for number, chat in enumerate(read_lines(path), 1)
        for place, turn in enumerate(chat["turns"], 1)
    ]
    found = {"raw": [make_question(turn, id_) for id_, turn in turns]}
    if any(turn.get("standalone") for _, turn in turns):
        found["standalone"] = [make_question(_alone(turn), id_) for id_, turn in turns]
    return found


def _alone(turn: Mapping[str, Any]) -> dict[str, Any]:
    return {**turn, "question": turn.get("standalone") or turn["question"]}


def _measure(corpus: Corpus, turns: list[GoldQuestion]) -> Metrics:
    """Give retrieval by the hybrid search and answers; the times are of whole answers."""
    measured: dict[str, Measure] = {}
    searched = [turn for turn in turns if turn.gold]
    if searched:
        hybrid = retrieval.make_searches(corpus)["hybrid"]
        measured.update(retrieval.summarise(retrieval.find(corpus, hybrid, searched)))
    asked = answers.ask_all(corpus, answers.make_assistant(corpus), turns)
    measured.update(answers.summarise(asked))
    return measured
