"""How well the turns of a chat are answered: as typed, standing alone, and one after another."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import answers, retrieval
from benchmarks.citations import ExactnessCheck
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
from qa.answer import Answer, to_turn
from qa.assemble import make_hybrid
from qa.filters import Filters
from qa.search import Scored

__all__ = ["measure_chats", "measure_turns", "read_chats", "read_turns", "run"]

Chat = Sequence[GoldQuestion]


def run(options: Namespace) -> Report:
    """Measure a file of chats: each turn by itself, and the chats as they go."""
    corpus = open_corpus(read_lines(options.articles), options, show_progress)
    found = read_turns(options.chats)
    systems = {name: measure_turns(corpus, turns) for name, turns in found.items()}
    systems["chat"] = measure_chats(corpus, read_chats(options.chats))
    title = f"Chats: {len(found['raw'])} turns over {corpus.build.articles} articles"
    return Report(title, systems, run=corpus.describe())


def read_chats(path: Path) -> list[Chat]:
    """Give the chats with their turns as typed."""
    return [
        [make_question(turn, f"{number}.{place}") for place, turn in enumerate(chat["turns"], 1)]
        for number, chat in enumerate(read_lines(path), 1)
    ]


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


def measure_turns(corpus: Corpus, turns: Sequence[GoldQuestion]) -> Metrics:
    """Give retrieval by the hybrid search and answers; the times are of whole answers."""
    measured: dict[str, Measure] = {}
    searched = [turn for turn in turns if turn.gold]
    if searched:
        hybrid = retrieval.make_searches(corpus)["hybrid"]
        measured.update(retrieval.summarise(retrieval.find(corpus, hybrid, searched)))
    asked = answers.ask_all(corpus, answers.make_assistant(corpus), turns)
    measured.update(answers.summarise(asked, answers.refuse_below(corpus)))
    return measured


def measure_chats(corpus: Corpus, chats: Sequence[Chat]) -> Metrics:
    """Give the same of turns that are asked one after another, each with those before it.

    What would have been refused leaves no evidence in the chat, as with the assistant that ships.
    """
    assistant, limit = answers.make_assistant(corpus), answers.refuse_below(corpus)
    encode = corpus.library.embedder.encode_question
    hybrid = make_hybrid(corpus.library, encode, corpus.settings)
    check = ExactnessCheck(corpus.folder, corpus.library)
    found: list[retrieval.Found] = []
    asked: list[answers.Asked] = []
    for number, chat in enumerate(chats, 1):
        history: list[Answer] = []
        for turn in chat:
            alone = assistant.follow_up(turn.text, [to_turn(answer) for answer in history])

            def search(_: str, k: int, filters: Filters, alone: Any = alone) -> list[Scored]:
                return hybrid(alone.recalled, k, filters, alone.beside)

            if turn.gold:
                found.append(retrieval.find_one(corpus, search, turn))
            started = perf_counter()
            answer = assistant.ask(turn.text, turn.filters, history)
            asked.append(answers.grade(turn, answer, perf_counter() - started, check))
            history.append(_as_refused(answer, limit))
        show_progress("asking", number, len(chats))
    measured = dict(retrieval.summarise(found)) if found else {}
    return {**measured, **answers.summarise(asked, limit)}


def _as_refused(answer: Answer, limit: float) -> Answer:
    if answer.confidence >= limit:
        return answer
    return replace(answer, citations=(), short=None)
