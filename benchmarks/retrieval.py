"""How well each search finds the articles that answer, over distinct articles."""

import time
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.corpus import Corpus, GoldQuestion, keep_gold, open_corpus, read_lines
from benchmarks.corpus import read_questions as read_asked
from benchmarks.metrics import (
    average,
    hit_at,
    holds_answer,
    ndcg_at,
    percentile,
    recall_at,
    reciprocal_rank,
    statistic,
)
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report
from qa.assemble import make_hybrid
from qa.filters import ALL
from qa.search import DenseSearch, KeywordSearch, Scored, Search

__all__ = ["DEPTH", "Found", "find", "find_one", "make_searches", "run", "summarise"]

DEPTH = 100
"""Passages asked for: enough for ten distinct articles. Times are of this depth too."""
_ARTICLES = 10
_WARM_UP = "What is the first question that nobody asked?"


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found for one question."""

    question: GoldQuestion
    gold: frozenset[str]
    ranked: tuple[str, ...]
    """Ids of distinct articles, best first, by the first passage of each."""
    holds_answer: bool
    """A passage found of the first ten articles holds the answer."""
    milliseconds: float


def run(options: Namespace) -> Report:
    """Measure retrieval over a file of articles and a file of questions."""
    corpus = open_corpus(read_lines(options.articles), options, show_progress)
    questions = keep_gold(corpus, read_asked(options.questions))
    systems = {
        name: summarise(find(corpus, search, questions))
        for name, search in make_searches(corpus).items()
    }
    title = f"Retrieval: {len(questions)} questions over {corpus.build.articles} articles"
    return Report(title, systems, run=corpus.describe())


def make_searches(corpus: Corpus) -> Mapping[str, Search]:
    """Give the searches that there are, by name, with the settings that ship."""
    library, settings = corpus.library, corpus.settings
    # The embedder itself: what a gate remembers would not be timed.
    encode = library.embedder.encode_question
    return {
        "dense": DenseSearch(library, encode),
        "keywords": KeywordSearch(library),
        "hybrid": make_hybrid(library, encode, settings),
    }


def find(corpus: Corpus, search: Search, questions: Sequence[GoldQuestion]) -> list[Found]:
    """Ask a search every question, after one that is not timed."""
    search(_WARM_UP, DEPTH, ALL)
    return [find_one(corpus, search, question) for question in questions]


def summarise(found: Sequence[Found]) -> Metrics:
    """Give the metrics of retrieval over some questions."""
    answered = [item for item in found if item.question.answers]
    times = [item.milliseconds for item in found]
    return {
        "hit@1": average([hit_at(item.ranked, item.gold, 1) for item in found]),
        "hit@10": average([hit_at(item.ranked, item.gold, 10) for item in found]),
        "R@5": average([recall_at(item.ranked, item.gold, 5) for item in found]),
        "R@10": average([recall_at(item.ranked, item.gold, 10) for item in found]),
        "MRR@10": average([reciprocal_rank(item.ranked, item.gold, 10) for item in found]),
        "nDCG@10": average([ndcg_at(item.ranked, item.gold, 10) for item in found]),
        "answer_string_recall@10": average([float(item.holds_answer) for item in answered]),
        "p50_ms": statistic(lambda column: percentile(column, 50), times),
        "p95_ms": statistic(lambda column: percentile(column, 95), times),
    }


def find_one(corpus: Corpus, search: Search, question: GoldQuestion) -> Found:
    """Ask a search one question."""
    started = time.perf_counter()
    scored = search(question.text, DEPTH, question.filters)
    seconds = time.perf_counter() - started
    ranked, texts = _read(corpus, scored)
    return Found(
        question=question,
        gold=frozenset(corpus.gold(question)),
        ranked=ranked,
        holds_answer=any(holds_answer(text, question.answers) for text in texts),
        milliseconds=seconds * 1000,
    )


def _read(corpus: Corpus, scored: Sequence[Scored]) -> tuple[tuple[str, ...], list[str]]:
    """Give the distinct articles, best first, and the passages found of the first ten."""
    passages = corpus.library.passages([item.row for item in scored])
    ids = [corpus.ids[article.id] for article, _ in passages]
    ranked = tuple(dict.fromkeys(ids))
    first = set(ranked[:_ARTICLES])
    texts = [passage.text for id_, (_, passage) in zip(ids, passages, strict=True) if id_ in first]
    return ranked, texts
