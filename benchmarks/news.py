"""A year of news and the questions of a weekly quiz about it."""

import random
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from benchmarks import answers
from benchmarks.corpus import (
    Corpus,
    GoldQuestion,
    keep_gold,
    make_question,
    need,
    open_corpus,
    read_lines,
)
from benchmarks.metrics import average
from benchmarks.progress import show_progress
from benchmarks.refusals import measure_foreign, measure_removed
from benchmarks.report import Metrics, Report
from benchmarks.retrieval import Found, find, make_searches, summarise
from benchmarks.squad import read_squad
from qa.filters import Filters

__all__ = ["is_odd", "open_news", "read_quiz", "run"]

_WEEK = timedelta(days=10)
"""What "this week" may mean to a quiz: the week before it, and some days of grace."""
_SEED = 20
_FOREIGN = 200
_NOTES = (
    "Without a suffix: even ids, which nothing was tuned on. -odd: for tuning. -all: both.",
    "-dated: only articles of the ten days up to the question's date. -outlet: only those of the",
    "outlet of the gold article, for questions whose gold article names one.",
    "assistant-foreign, -removed: all questions, with others that no article answers.",
)


class _HasQuestion(Protocol):
    @property
    def question(self) -> GoldQuestion: ...


_Item = TypeVar("_Item", bound=_HasQuestion)


def run(options: Namespace) -> Report:
    """Measure retrieval, with and without a filter on the quiz's week, answers and refusals.

    Tuning looks at questions of odd ids; `dense`, `keywords`, `hybrid` and `assistant` are of
    even ids.
    """
    records = read_quiz(options)
    corpus = open_news(options)
    questions = keep_gold(corpus, [make_question(record) for record in records])
    dated = [
        replace(question, filters=_week_before(record["date"]))
        for question, record in zip(questions, records, strict=True)
    ]
    systems = {
        **_measure_searches(corpus, "", questions),
        **_measure_searches(corpus, "-dated", dated),
        **_measure_searches(corpus, "-outlet", _ask_own_outlet(corpus, questions)),
        **_measure_assistant(corpus, questions, dated, options),
    }
    title = f"News: {len(questions)} questions over {corpus.build.articles} articles"
    return Report(title, systems, _NOTES, corpus.describe())


def open_news(options: Namespace) -> Corpus:
    """Give the library of a year of news."""
    articles = need(options.data / "news" / "articles.jsonl.gz")
    return open_corpus(read_lines(articles), options, show_progress)


def read_quiz(options: Namespace) -> list[dict[str, Any]]:
    """Give the questions whose answer stands in the article they name."""
    path = need(options.data / "news" / "questions.jsonl")
    return [record for record in read_lines(path) if record["answer_in_gold"]]


def is_odd(question: GoldQuestion) -> bool:
    """Tell whether the number at the end of a question's id is odd: 20220617_3 is."""
    return int(question.id.rpartition("_")[2]) % 2 == 1


def _measure_searches(
    corpus: Corpus, suffix: str, questions: Sequence[GoldQuestion]
) -> dict[str, Metrics]:
    found = {
        name: _split(find(corpus, search, questions))
        for name, search in make_searches(corpus).items()
    }
    return {
        f"{name}{suffix}{part}": {**summarise(parts[part]), **_count_reachable(corpus, parts[part])}
        for part in ("", "-odd", "-all")
        for name, parts in found.items()
        if parts[part]
    }


def _count_reachable(corpus: Corpus, found: Sequence[Found]) -> Metrics:
    """Give the share of questions whose filter leaves an article that answers; none unfiltered."""
    if not all(item.question.filters for item in found):
        return {}
    rows = {corpus.ids[article.id]: article.row for article in corpus.library.articles}
    reached = []
    for item in found:
        filters, library = item.question.filters, corpus.library
        gold = [rows[id_] for id_ in item.gold if id_ in rows]
        reached.append(float(any(library.store.passages_of(row, filters) for row in gold)))
    return {
        "reachable": average(reached),
        "obeyed": average([float(_obeys(corpus, item)) for item in found]),
    }


def _obeys(corpus: Corpus, item: Found) -> bool:
    """Tell whether every article found is one that the filter names, by the articles' own words."""
    listed = {corpus.ids[article.id]: article for article in corpus.library.articles}
    filters = item.question.filters
    days = [article.published for article in (listed[id_] for id_ in item.ranked)]
    in_time = not (filters.after or filters.before) or all(
        day is not None and (filters.after or date.min) <= day.day <= (filters.before or date.max)
        for day in days
    )
    outlets = {listed[id_].outlet for id_ in item.ranked}
    return in_time and (not filters.outlets or outlets <= set(filters.outlets))


def _ask_own_outlet(corpus: Corpus, questions: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    """Give the questions whose gold article names its outlet, asked of that outlet alone."""
    outlets = {corpus.ids[article.id]: article.outlet for article in corpus.library.articles}
    asked = []
    for question in questions:
        named = {outlets.get(id_, "") for id_ in corpus.gold(question)} - {""}
        if named:
            asked.append(replace(question, filters=Filters(outlets=tuple(sorted(named)))))
    return asked


def _measure_assistant(
    corpus: Corpus,
    questions: Sequence[GoldQuestion],
    dated: Sequence[GoldQuestion],
    options: Namespace,
) -> dict[str, Metrics]:
    asked = answers.ask_all(corpus, answers.make_assistant(corpus), questions)
    limit = answers.refuse_below(corpus)
    systems = {
        f"assistant{part}": answers.summarise(items, limit) for part, items in _split(asked).items()
    }
    filtered = answers.ask_all(corpus, answers.make_assistant(corpus), dated)
    systems["assistant-dated"] = answers.summarise(_split(filtered)[""], limit)
    squad = options.data / "squad2" / "dev-v2.0.json"
    if squad.exists():
        strangers = [
            GoldQuestion(str(number), item.text)
            for article in read_squad(squad)
            for number, item in enumerate(article)
            if item.answers
        ]
        chance = random.Random(_SEED)  # noqa: S311  # a repeatable draw, no secret
        chosen = chance.sample(strangers, min(_FOREIGN, len(strangers)))
        systems["assistant-foreign"] = measure_foreign(corpus, asked, chosen)
    systems["assistant-removed"] = measure_removed(corpus, asked)
    return systems


def _week_before(day: str) -> Filters:
    last = date.fromisoformat(day)
    return Filters(last - _WEEK, last)


def _split(items: Sequence[_Item]) -> dict[str, list[_Item]]:
    return {
        "": [item for item in items if not is_odd(item.question)],
        "-odd": [item for item in items if is_odd(item.question)],
        "-all": list(items),
    }
