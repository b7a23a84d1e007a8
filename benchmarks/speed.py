"""How long building, rebuilding and answering take, from nothing, in a folder of its own."""

import tempfile
import time
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.answers import ask_all, make_assistant
from benchmarks.corpus import (
    Corpus,
    GoldQuestion,
    name_file,
    need,
    open_corpus,
    read_lines,
    read_questions,
    write_article,
)
from benchmarks.metrics import Measure, percentile, statistic
from benchmarks.progress import show_progress
from benchmarks.report import Report, single
from index.build import build_library

__all__ = ["run"]


@dataclass(slots=True)
class StageTimes:
    """Told how far a build is, it keeps how long each stage took."""

    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = ""
    _since: float = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        show_progress(stage, done, total)
        now = time.perf_counter()
        if self._stage:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now


def run(options: Namespace) -> Report:
    """Build a library of articles from nothing, ask it, and build it again."""
    articles = options.articles or need(options.data / "news" / "articles.jsonl.gz")
    quiz = options.questions
    if quiz is None and options.articles is None:
        quiz = options.data / "news" / "questions.jsonl"
    records = list(read_lines(articles))
    stages = StageTimes()
    with tempfile.TemporaryDirectory() as work:
        corpus = open_corpus(records, options.config, Path(work), stages)
        questions = read_questions(quiz) if quiz else _titles(records)
        metrics = {
            **_describe_build(corpus, stages),
            **_time_answers(corpus, questions),
            **_time_rebuilds(corpus, records[0]),
        }
        facts = corpus.describe()
    facts["stage_seconds"] = {stage: round(value, 2) for stage, value in stages.seconds.items()}
    title = f"Speed: {corpus.build.articles} articles, {corpus.build.passages} passages"
    notes = ("Ratios are to the seconds of the first build, which had the model loaded already.",)
    return Report(title, {"assistant": metrics}, notes, facts)


def _describe_build(corpus: Corpus, stages: StageTimes) -> dict[str, Measure]:
    build = corpus.build
    embedding = stages.seconds.get("embedding", 0.0)
    metrics = {
        "build_seconds": single(build.seconds),
        "build_passages_per_second": single(build.passages_per_second),
    }
    if embedding:
        metrics["embedding_passages_per_second"] = single(build.passages / embedding)
    return metrics


def _time_answers(corpus: Corpus, questions: list[GoldQuestion]) -> dict[str, Measure]:
    asked = ask_all(corpus, make_assistant(corpus), questions)
    times = [item.milliseconds for item in asked]
    return {
        "p50_ms": statistic(lambda column: percentile(column, 50), times),
        "p95_ms": statistic(lambda column: percentile(column, 95), times),
    }


def _time_rebuilds(corpus: Corpus, record: Mapping[str, Any]) -> dict[str, Measure]:
    """Build again with nothing changed, with one article more, and without it."""
    settings, embedder = corpus.library.settings, corpus.library.embedder
    first = corpus.build.seconds
    unchanged = build_library(settings, show_progress, embedder)
    path = corpus.folder / name_file(len(corpus.ids))
    write_article({**record, "title": f"Once more: {record.get('title')}"}, path)
    added = build_library(settings, show_progress, embedder)
    path.unlink()
    removed = build_library(settings, show_progress, embedder)
    assert not unchanged.changed, "nothing changed, and yet the library was built again"
    assert added.articles == corpus.build.articles + 1, "the article added is not in the library"
    assert removed.articles == corpus.build.articles, "the article removed is still there"
    return {
        "unchanged_seconds": single(unchanged.seconds),
        "unchanged_ratio": single(unchanged.seconds / first),
        "added_seconds": single(added.seconds),
        "added_ratio": single(added.seconds / first),
        "removed_seconds": single(removed.seconds),
        "removed_ratio": single(removed.seconds / first),
    }


def _titles(records: list[dict[str, Any]]) -> list[GoldQuestion]:
    """Give a hundred headlines as questions, for want of real ones."""
    titles = [record["title"] for record in records if record.get("title")]
    return [GoldQuestion(str(i), f"What about {title}?") for i, title in enumerate(titles[:100])]
