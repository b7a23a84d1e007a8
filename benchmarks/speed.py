"""How long building, rebuilding and answering take, from nothing, in a folder of its own."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from dataclasses import dataclass, field, fields
from itertools import cycle
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
)
from benchmarks.metrics import Measure, percentile, statistic
from benchmarks.progress import show_progress
from benchmarks.report import Report, single
from benchmarks.then_and_now import compare
from index.config import IndexSettings
from index.library import Library

__all__ = ["run"]

_KILOBYTES = 1024 if sys.platform == "linux" else 1024**2  # of what getrusage counts, in a megabyte
_NEW_WORD = "zibberwock"
_NOTES = (
    "Ratios are to the first build, which had the model loaded already. Rebuilds run the script,",
    "from its start to its end. During a rebuild: while the script takes an article out.",
)


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
    if options.compare:
        return compare("speed", options)
    articles = options.articles or need(options.data / "news" / "articles.jsonl.gz")
    quiz = options.questions
    if quiz is None and options.articles is None:
        quiz = options.data / "news" / "questions.jsonl"
    records = list(read_lines(articles))
    stages = StageTimes()
    with tempfile.TemporaryDirectory() as work:
        corpus = open_corpus(records, options, stages, Path(work))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES
        questions = read_questions(quiz) if quiz else _titles(records)
        metrics = {
            **_describe_build(corpus, stages),
            "peak_build_mb": single(peak),
            **_time_answers(corpus, questions),
            **_time_rebuilds(corpus, Path(work, "config.toml"), questions),
        }
        facts = corpus.describe()
    facts["stage_seconds"] = {stage: round(value, 2) for stage, value in stages.seconds.items()}
    title = f"Speed: {corpus.build.articles} articles, {corpus.build.passages} passages"
    return Report(title, {"assistant": metrics}, _NOTES, facts)


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


def _time_rebuilds(
    corpus: Corpus, config: Path, questions: list[GoldQuestion]
) -> dict[str, Measure]:
    """Run the script with nothing changed, with one article more, and, while asking, without it."""
    _write_config(corpus, config)
    first, settings = corpus.build.seconds, corpus.library.settings
    unchanged = _wait(_start_script(config))
    path = corpus.folder / name_file(len(corpus.ids))
    path.write_text(f"A new word\n\nThe {_NEW_WORD} stands in this article alone.\n")
    added = _wait(_start_script(config))
    assert _count_hits(settings, corpus) == 1, "the article added is not in the library"
    path.unlink()
    removal = _start_script(config)
    times = _ask_during(corpus, questions, removal)
    removed = _wait(removal)
    assert _count_hits(settings, corpus) == 0, "the article removed is still found"
    return {
        "unchanged_seconds": single(unchanged),
        "unchanged_ratio": single(unchanged / first),
        "added_seconds": single(added),
        "added_ratio": single(added / first),
        "removed_seconds": single(removed),
        "p50_ms_during_rebuild": statistic(lambda column: percentile(column, 50), times),
        "p95_ms_during_rebuild": statistic(lambda column: percentile(column, 95), times),
    }


def _write_config(corpus: Corpus, path: Path) -> None:
    """Write down the settings of a corpus, whose folders are its own."""
    settings = corpus.library.settings
    values = {item.name: getattr(settings, item.name) for item in fields(settings)}
    lines = [
        f"{name} = {json.dumps(value if isinstance(value, int) else str(value))}"
        for name, value in values.items()
        if isinstance(value, str | int | Path)  # a table of its own has its defaults
    ]
    path.write_text("\n".join(["[index]", *lines, ""]), encoding="utf-8")


def _start_script(config: Path) -> tuple["subprocess.Popen[bytes]", float]:
    command = [sys.executable, "-m", "index.rebuild", "--quiet", "--config", str(config)]
    started = time.perf_counter()
    return subprocess.Popen(command, stderr=subprocess.DEVNULL), started  # noqa: S603


def _wait(begun: tuple["subprocess.Popen[bytes]", float]) -> float:
    """Give the seconds that a script took from its start to its end."""
    process, started = begun
    status = process.wait()
    assert status in (0, 3), f"the script ended with status {status}"
    return time.perf_counter() - started


def _ask_during(
    corpus: Corpus,
    questions: list[GoldQuestion],
    begun: tuple["subprocess.Popen[bytes]", float],
) -> list[float]:
    """Ask again and again while the script runs; give the milliseconds of each answer."""
    assistant, times = make_assistant(corpus), []
    for question in cycle(questions):
        if begun[0].poll() is not None:
            break
        started = time.perf_counter()
        assistant.ask(question.text, question.filters)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _count_hits(settings: IndexSettings, corpus: Corpus) -> int:
    """Count the passages of the library in use that hold the word of the article added."""
    library = Library.open(settings, corpus.library.embedder)
    (term,) = library.tokenize(_NEW_WORD)
    return library.files.keywords.document_frequency(term)


def _titles(records: list[dict[str, Any]]) -> list[GoldQuestion]:
    """Give a hundred headlines as questions, for want of real ones."""
    titles = [record["title"] for record in records if record.get("title")]
    return [GoldQuestion(str(i), f"What about {title}?") for i, title in enumerate(titles[:100])]
