"""Questions that a paragraph answers, and near misses that none does: SQuAD 2.0's development part.

All paragraphs are in the library; the questions are those of the four articles that neither the
reader nor the confidence has seen (`benchmarks/parts.py`).
"""

import random
from argparse import Namespace
from collections.abc import Sequence

from benchmarks.answers import ask_all, make_assistant, refuse_below, summarise
from benchmarks.corpus import GoldQuestion, make_question, need, open_corpus, read_lines
from benchmarks.curves import describe_curves
from benchmarks.parts import read_squad2
from benchmarks.progress import show_progress
from benchmarks.refusals import (
    measure_foreign,
    measure_passage_similarity,
    measure_removed,
)
from benchmarks.report import Metrics, Report
from benchmarks.squad import AskedQuestion, read_squad

__all__ = ["run"]

_SEED = 20
_SAMPLE = 500
"""Questions that are asked once more with their answers hidden."""


def run(options: Namespace) -> Report:
    """Measure answers and refusals over the articles that nothing was fitted on."""
    articles = read_squad(need(options.data / "squad2" / "dev-v2.0.json"))
    everything = [question for article in articles for question in article]
    paragraphs = {question.paragraph.id: question.paragraph for question in everything}
    corpus = open_corpus(
        ({"id": item.id, "title": item.title, "text": item.text} for item in paragraphs.values()),
        options,
        show_progress,
    )
    questions = _to_gold(read_squad2(options.data, "kept"))
    asked = ask_all(corpus, make_assistant(corpus), questions)
    systems: dict[str, Metrics] = {"assistant": summarise(asked, refuse_below(corpus))}
    unread = ask_all(corpus, make_assistant(corpus, has_reader=False), questions)
    systems["similarity"] = summarise(unread, refuse_below(corpus, has_reader=False))
    systems["passage"] = {"auroc_answerable": measure_passage_similarity(corpus, questions)}
    answerable = [item for item in asked if item.question.answerable]
    quiz = options.data / "news" / "questions.jsonl"
    if quiz.exists():
        foreign = [make_question(record) for record in read_lines(quiz)]
        systems["assistant-foreign"] = measure_foreign(corpus, answerable, foreign)
    chance = random.Random(_SEED)  # noqa: S311  # a repeatable draw, no secret
    sample = chance.sample(answerable, min(_SAMPLE, len(answerable)))
    systems["assistant-removed"] = measure_removed(corpus, sample)
    title = f"SQuAD 2.0: {len(asked)} questions over {corpus.build.articles} paragraphs"
    notes = (
        "assistant: answerable questions and near misses; similarity: without the reader;",
        "passage: by the cosine of question and best passage alone.",
        "-foreign: answerable ones, and those of a news quiz.",
        "-removed: answerable ones, and the same with every article of the answer hidden.",
    )
    curves = describe_curves(asked, dict(corpus.fitted().refuse_below))
    return Report(title, systems, notes, {**corpus.describe(), "curves": curves})


def _to_gold(questions: Sequence[AskedQuestion]) -> list[GoldQuestion]:
    return [
        GoldQuestion(
            id=str(number),
            text=question.text,
            gold=(question.paragraph.id,) if question.answers else (),
            answers=question.answers,
            answerable=bool(question.answers),
        )
        for number, question in enumerate(questions)
    ]
