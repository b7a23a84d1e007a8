"""The same articles and questions through this project and through others, side by side."""

import json
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.contenders import CONTENDERS, Contender, find_python, set_up
from benchmarks.corpus import GoldQuestion, article_text, make_question, need, read_lines
from benchmarks.news import is_odd, read_quiz
from benchmarks.peer_scores import (
    choose_articles,
    find_copies,
    score_answers,
    score_asking,
    score_building,
    score_embedding,
    score_passages,
)
from benchmarks.peer_turns import Asked, Built, Place, keep_to_processors
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report
from index.disk import open_generation
from index.embed import PACKAGED_MODEL, find_model
from index.file_store import TABLES
from index.processor import choose_precision
from index.tables import Tables

__all__ = ["run", "write_inputs", "write_lines"]

_PROCESSORS = 2
_BARE = Contender("bare", "bare")
_NOTES = (
    "Each process has two processors to itself. Questions of even ids, the first hundred passages",
    "of each; answer_string_recall@10 and words_given of the first ten. Times and rates are of the",
    "best round, with the lowest and the highest of all beside them; bare is the model alone.",
)


@dataclass(slots=True)
class Rounds:
    """What was measured so far, by contender, round after round."""

    built: dict[str, list[Built]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[str, list[Asked]] = field(default_factory=lambda: defaultdict(list))


def run(options: Namespace) -> Report:
    """Compare, or with --setup install what is compared with."""
    if options.setup:
        installed = set_up(options.work)
        return Report(f"Installed: {', '.join(installed)}", {}, run={"environments": installed})
    for contender in CONTENDERS:
        find_python(contender.environment, options.work)  # or say now what is missing
    articles, quiz = _read_news(options)
    first = next(question for question in quiz if is_odd(question))  # timed from a cold start
    warm = [question for question in quiz if not is_odd(question)]
    place = _lay_out(options.work, articles, [first, *warm])
    processors = keep_to_processors(_PROCESSORS)
    rounds = Rounds()
    for number in range(options.rounds):
        _take_round(place, rounds, number, options.rounds)
    questions = {question.id: question for question in warm}
    systems = _score(rounds, articles, questions)
    title = f"Peers: {len(warm)} questions over {len(articles)} articles, {options.rounds} rounds"
    facts = {
        "articles": len(articles),
        "questions": len(warm),
        "rounds": options.rounds,
        "processors": processors,
        "precision": {"ours": choose_precision("auto"), "others": "float32"},
        "environments": set_up(options.work),
        "each_round": _describe(rounds),
    }
    return Report(title, systems, _NOTES, facts)


def _read_news(options: Namespace) -> tuple[list[dict[str, str]], list[GoldQuestion]]:
    """Give as many articles as are wanted, as one text each, and the quiz about them."""
    quiz = [make_question(record) for record in read_quiz(options)]
    records = list(read_lines(need(options.data / "news" / "articles.jsonl.gz")))
    gold = {article for question in quiz for article in question.gold}
    chosen = choose_articles(records, gold, options.articles or len(records))
    return [{"id": item["id"], "text": article_text(item)} for item in chosen], quiz


def _lay_out(
    work: Path, articles: Sequence[Mapping[str, str]], questions: Sequence[GoldQuestion]
) -> Place:
    folder = work / "peers"
    asked = [{"id": question.id, "question": question.text} for question in questions]
    return Place(
        work=work,
        model=find_model(PACKAGED_MODEL),
        articles=write_lines(folder / "articles.jsonl", articles),
        questions=write_lines(folder / "questions.jsonl", asked),
        count=100,
    )


def _take_round(place: Place, rounds: Rounds, number: int, count: int) -> None:
    """Have everybody build and ask; every other round backwards, so that no place is the best."""
    order = [contender for contender in CONTENDERS if not contender.asks]
    for done, contender in enumerate(order if number % 2 == 0 else order[::-1]):
        show_progress("comparing", number * len(order) + done, count * len(order))
        rounds.built[contender.name].append(place.build(contender))
        for asking in CONTENDERS:
            if (asking.asks or asking.name) == contender.name:
                rounds.asked[asking.name].append(place.ask(asking))
        if contender.name == "ours":
            inputs = write_inputs(place.index_of(contender), place.work / "peers" / "inputs.jsonl")
            rounds.built[_BARE.name].append(place.build(_BARE, inputs))


def write_inputs(library: Path, path: Path) -> Path:
    """Write down what our build embedded, for the bare model to embed."""
    with closing(Tables(open_generation(library)[0] / TABLES)) as tables:
        texts = [text for batch in tables.passage_inputs() for text in batch]
    return write_lines(path, [{"id": str(i), "text": text} for i, text in enumerate(texts)])


def _score(
    rounds: Rounds, articles: Sequence[Mapping[str, str]], questions: Mapping[str, GoldQuestion]
) -> dict[str, Metrics]:
    first_of = find_copies(articles)
    systems: dict[str, Metrics] = {}
    for contender in CONTENDERS:
        name = contender.name
        asked = rounds.asked[name]
        building = {} if contender.asks else score_building(rounds.built[name], len(articles))
        found = asked[-1].found
        quality = (
            score_answers(found, questions)
            if contender.answers
            else score_passages(found, questions, first_of)
        )
        systems[name] = {**building, **score_asking(asked), **quality}
    share, bare = score_embedding(rounds.built["ours"], rounds.built[_BARE.name])
    systems["ours"] = {**systems["ours"], **share}
    return {**systems, _BARE.name: bare}


def _describe(rounds: Rounds) -> dict[str, Any]:
    """Give the seconds of every turn, in order of the rounds."""
    return {
        name: {
            "ingest_seconds": [round(item.whole_seconds, 1) for item in built],
            "cold_start_seconds": [round(item.cold_seconds, 2) for item in rounds.asked[name]],
        }
        for name, built in rounds.built.items()
    }


def write_lines(path: Path, records: Iterable[Mapping[str, str]]) -> Path:
    """Write a file of JSON lines; give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
