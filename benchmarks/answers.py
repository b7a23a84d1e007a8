"""How good the answers are: what they hold, whether they cite exactly, when they refuse."""

import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.citations import ExactnessCheck
from benchmarks.corpus import (
    Corpus,
    GoldQuestion,
    open_corpus,
    open_own,
    read_lines,
    read_questions,
)
from benchmarks.metrics import (
    Values,
    auroc,
    average,
    calibration_error,
    exact_match,
    holds_answer,
    percentile,
    risk_coverage_area,
    statistic,
    token_f1,
)
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report
from qa.answer import Answer
from qa.assemble import assemble
from qa.assistant import Assistant
from qa.settings import AnswerSettings

__all__ = [
    "Asked",
    "ask",
    "ask_all",
    "compare_with_opinions",
    "grade",
    "make_assistant",
    "refuse_below",
    "run",
    "summarise",
]

_WARM_UP = "What is the first question that nobody asked?"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was answered, as if nothing were ever refused."""

    question: GoldQuestion
    sentences: tuple[str, ...]
    """As shown, in reading order."""
    best: str
    """The likeliest of them; empty when there is none."""
    short: str
    """The few words that answer; the likeliest sentence where none are given."""
    confidence: float
    milliseconds: float
    exact: int
    """Citations that are word for word in the files on disk."""
    citations: int

    @property
    def is_graded(self) -> bool:
        """Whether it is known if the sentences answer."""
        return not self.question.answerable or bool(self.question.answers)

    @property
    def is_right(self) -> bool:
        """Whether the question is answerable and a sentence shown holds the answer."""
        return self.question.answerable and any(map(self.holds_answer, self.sentences))

    def holds_answer(self, sentence: str) -> bool:
        return holds_answer(sentence, self.question.answers)


def run(options: Namespace) -> Report:
    """Measure answers over a file of questions and one of articles, or the library in use."""
    if options.articles:
        lines = read_lines(options.articles)
        corpus = open_corpus(lines, options, show_progress)
    else:
        corpus = open_own(options)
    questions = read_questions(options.questions)
    asked = ask_all(corpus, make_assistant(corpus), questions)
    title = f"Answers: {len(questions)} questions over {corpus.build.articles} articles"
    systems = {"assistant": summarise(asked, refuse_below(corpus))}
    judged = [item for item in asked if item.question.opinion]
    if judged:
        systems["as readers judged"] = compare_with_opinions(judged, refuse_below(corpus))
    return Report(title, systems, run=corpus.describe())


def compare_with_opinions(asked: Sequence[Asked], limit: float) -> Metrics:
    """Give how much of what readers liked is still said, and of what they disliked is mended.

    Args:
        asked: questions whose earlier answers readers judged.
        limit: confidence under which the assistant refuses.
    """
    kept: dict[str, list[float]] = {}
    for item in asked:
        question = item.question
        refused = item.confidence < limit or not item.sentences
        same = [sentence in item.sentences for sentence in question.shown]
        if question.opinion == "good" and question.answerable:
            kept.setdefault("liked_still_said", []).append(float(any(same) and not refused))
        elif question.opinion == "good":
            kept.setdefault("liked_refusals_still_refused", []).append(float(refused))
        elif not question.answerable:
            kept.setdefault("refused_as_wished", []).append(float(refused))
        elif not question.shown:
            kept.setdefault("answered_as_wished", []).append(float(not refused))
        else:
            kept.setdefault("disliked_answered_otherwise", []).append(
                float(refused or not all(same))
            )
    return {name: average(values) for name, values in kept.items()}


def make_assistant(corpus: Corpus, has_reader: bool = True) -> Assistant:
    """Give the assistant that ships, but for its refusals: it shows what it would have shown."""
    settings = corpus.settings if has_reader else replace(corpus.settings, reader="")
    return assemble(corpus.library, settings, refuses=False)


def refuse_below(corpus: Corpus, has_reader: bool = True) -> float:
    """Give the confidence under which the assistant that ships refuses."""
    return corpus.fitted(has_reader).refuse_below[AnswerSettings().caution]


def ask_all(corpus: Corpus, assistant: Assistant, questions: Sequence[GoldQuestion]) -> list[Asked]:
    """Ask every question, after one that is not timed."""
    check = ExactnessCheck(corpus.folder, corpus.library)
    assistant.ask(_WARM_UP)
    asked = []
    for number, question in enumerate(questions, 1):
        asked.append(ask(assistant, question, check))
        show_progress("asking", number, len(questions))
    return asked


def summarise(asked: Sequence[Asked], limit: float) -> Metrics:
    """Give the metrics of answers over some questions.

    Args:
        asked: what was answered.
        limit: confidence under which the assistant refuses.
    """
    graded = [item for item in asked if item.question.answerable and item.question.answers]
    times = [item.milliseconds for item in asked]
    return {
        "answer_in_sentence": average([float(item.is_right) for item in graded]),
        "first_sentence": average(
            [float(any(map(item.holds_answer, item.sentences[:1]))) for item in graded]
        ),
        "best_sentence": average([float(item.holds_answer(item.best)) for item in graded]),
        "mean_sentences": average([float(len(item.sentences)) for item in asked]),
        "em": average([exact_match(item.short, item.question.answers) for item in graded]),
        "f1": average([token_f1(item.short, item.question.answers) for item in graded]),
        "citation_exactness": statistic(
            _ratio, [float(item.exact) for item in asked], [float(item.citations) for item in asked]
        ),
        **_summarise_refusals(asked, limit),
        "p50_ms": statistic(lambda column: percentile(column, 50), times),
        "p95_ms": statistic(lambda column: percentile(column, 95), times),
    }


def _summarise_refusals(asked: Sequence[Asked], limit: float) -> Metrics:
    answerable = [float(item.question.answerable) for item in asked]
    confidences = [item.confidence for item in asked]
    refused = [float(item.confidence < limit or not item.sentences) for item in asked]
    graded = [item for item in asked if item.is_graded]
    sure = [item.confidence for item in graded]
    right = [float(item.is_right) for item in graded]
    return {
        "refusal_precision": statistic(_precision, refused, answerable),
        "refusal_recall": statistic(_recall, refused, answerable),
        "auroc_answerable": statistic(auroc, confidences, answerable),
        "auroc": statistic(auroc, sure, right),
        "aurc": statistic(risk_coverage_area, sure, right),
        "ece": statistic(calibration_error, sure, right),
    }


def ask(assistant: Assistant, question: GoldQuestion, check: ExactnessCheck) -> Asked:
    """Ask one question, timed, and look its citations up on disk."""
    started = time.perf_counter()
    answer = assistant.ask(question.text, question.filters)
    seconds = time.perf_counter() - started
    return grade(question, answer, seconds, check)


def grade(question: GoldQuestion, answer: Answer, seconds: float, check: ExactnessCheck) -> Asked:
    """Look the citations of an answer up on disk, and keep of it what is measured."""
    shown = answer.citations
    cited = [*shown, *answer.also_found]
    best = max(shown, key=lambda citation: citation.score).text if shown else ""
    return Asked(
        question=question,
        sentences=tuple(citation.text for citation in shown),
        best=best,
        short=answer.short.text if answer.short else best,
        confidence=answer.confidence,
        milliseconds=seconds * 1000,
        exact=sum(map(check, cited)),
        citations=len(cited),
    )


def _ratio(parts: Values, wholes: Values) -> float:
    return float(parts.sum() / wholes.sum()) if wholes.any() else float("nan")


def _precision(refused: Values, answerable: Values) -> float:
    """Give the share of refusals that are right; nan where nothing could be refused rightly."""
    return _ratio(refused * (1 - answerable), refused) if not answerable.all() else float("nan")


def _recall(refused: Values, answerable: Values) -> float:
    return _ratio(refused * (1 - answerable), 1 - answerable)
