"""The answer: sentences that stand in the articles, each with its citation, or a refusal."""

import time
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

from index import Article, ConfigError, Library
from qa.citations import Citation, ShortAnswer, cite_others, cite_sentences, cite_short
from qa.coefficients import CAUTIONS, Coefficients
from qa.compose import choose_sentences
from qa.confidence import Confidence, say_missing
from qa.examples import propose_questions
from qa.overview import Overview, describe_library
from qa.question import parse_question
from qa.read import Read, ReadSentence
from qa.retrieve import ALL, Filters, Retriever

__all__ = ["Answer", "AnswerSettings", "Assistant", "Status"]


class Status(StrEnum):
    """Whether the articles answer the question."""

    ANSWERED = "answered"
    PARTLY = "partly answered"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to one question, or that they do not say."""

    question: str
    status: Status
    confidence: float
    """Calibrated probability, 0 to 1, that the sentences answer the question."""
    citations: tuple[Citation, ...]
    """*Used*: the sentences of the answer, in reading order; empty when unanswered."""
    also_found: tuple[Citation, ...]
    """*Also found*: the nearest passages that the answer does not use, best first."""
    short: ShortAnswer | None = None
    """The few words that answer, where the reader sees them clearly."""
    missing: str = ""
    """For an unanswered or partly answered question: what the articles lack, one sentence."""
    filters: Filters = ALL
    hidden_undated: int = 0
    """Articles that a date filter hides because they have no date."""
    library: str = ""
    """Name of the generation that answered."""
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """The sentences, each followed by its number in brackets."""
        return " ".join(f"{citation.text} [{citation.number}]" for citation in self.citations)


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """[qa]: how much is searched, read and shown."""

    reader: str = "packaged"
    """The model that reads passages: the packaged one, the folder of any question-answering model
    or cross-encoder that transformers can load, or empty for none."""
    caution: str = "normal"
    """"normal" answers nearly every question that the articles answer, and more that they do not;
    "highest" answers only where it is sure; "high" lies between."""
    passages: int = 8
    """Passages that are read for each question."""
    per_article: int = 3
    """Of these, how many may come from one article."""
    depth: int = 100
    """Passages that each arm of the search proposes."""
    dense_weight: float = 0.6
    """Share of meaning, against keywords, in what a passage is worth; 0 to 1."""
    article_weight: float = 0.3
    """Of the whole article's keywords, beside the 1 of its passage."""
    max_sentences: int = 4
    """Sentences in an answer, at most."""
    also_found: int = 4
    """Passages named beside the answer, at most."""

    def __post_init__(self) -> None:
        if self.caution not in CAUTIONS:
            known = ", ".join(f'"{name}"' for name in CAUTIONS)
            raise ConfigError(f'caution = "{self.caution}" must be one of {known}')
        for name in ("passages", "per_article", "depth", "max_sentences"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} = {getattr(self, name)} must be at least 1")
        if self.also_found < 0:
            raise ConfigError(f"also_found = {self.also_found} must be at least 0")
        if not 0 <= self.dense_weight <= 1:
            raise ConfigError(f"dense_weight = {self.dense_weight} must lie between 0 and 1")
        if self.article_weight < 0:
            raise ConfigError(f"article_weight = {self.article_weight} must be at least 0")


class Assistant:
    """Answers questions from one library; safe to share between threads.

    Args:
        library: what is asked.
        retrieve: (question, k, filters) -> hits.
        read: (question, hits) -> scored sentences.
        judge: (question, reading) -> confidence.
        settings: how much is read and shown.
        coefficients: the fitted limits.
    """

    def __init__(
        self,
        library: Library,
        retrieve: Retriever,
        read: Read,
        judge: Confidence,
        settings: AnswerSettings,
        coefficients: Coefficients,
    ) -> None:
        self.library = library
        self.retrieve, self.read, self.judge = retrieve, read, judge
        self._settings, self._coefficients = settings, coefficients

    def ask(self, question: str, filters: Filters = ALL) -> Answer:
        """Answer a question from the articles that the filters allow, or refuse."""
        started = time.perf_counter()
        # What a terminal hands over need not be text.
        question = question.encode("utf-8", "replace").decode("utf-8")
        asked = parse_question(question, self.library.tokenize)
        retrieved = self.retrieve(question, self._settings.passages, filters)
        reading = self.read(asked, retrieved.hits)
        confidence = self.judge(asked, reading)
        absent = self.judge.absent_terms(asked)
        shown: list[ReadSentence] = []
        if confidence >= self._coefficients.refuse_below[self._settings.caution]:
            shown = choose_sentences(reading, self._coefficients, self._settings.max_sentences)
        status = Status.ANSWERED if shown else Status.UNANSWERED
        if shown and any(term.is_name for term in absent):
            status = Status.PARTLY  # of other words, articles may well use another for the same
        missing = ""
        if status is not Status.ANSWERED:
            missing = say_missing(asked, absent, reading, self.library.tokenize)
        articles = cache(self.library.article)  # each is loaded once for this answer
        return Answer(
            question=question,
            status=status,
            confidence=confidence,
            citations=cite_sentences(shown, articles),
            also_found=cite_others(
                retrieved.hits, reading, shown, articles, self._settings.also_found
            ),
            # A few words in large letters are taken for certain: only where we are.
            short=cite_short(shown, self._coefficients.short_margin)
            if confidence >= self._coefficients.refuse_below[CAUTIONS[-1]]
            else None,
            missing=missing,
            filters=filters,
            hidden_undated=retrieved.hidden_undated,
            library=self.library.generation,
            seconds=time.perf_counter() - started,
        )

    def article(self, article_id: str) -> Article:
        """Give the article that a citation names.

        Raises:
            KeyError: this library has no such article.
        """
        return self.library.article(article_id)

    @property
    def generation(self) -> str:
        """Name of the generation that answers."""
        return self.library.generation

    def is_current(self) -> bool:
        """Tell whether no newer library was built since this one was opened."""
        return self.library.is_current()

    def changed_files(self) -> tuple[str, ...]:
        """Give the articles' paths that changed since the library was built."""
        return self.library.changed_files()

    def overview(self) -> Overview:
        """Give what is in the library."""
        return describe_library(self.library)

    def examples(self, count: int = 4) -> tuple[str, ...]:
        """Give questions that the library answers, made from its articles."""
        candidates = propose_questions(self.library)
        answered = (
            question for question in candidates if self.ask(question).status is Status.ANSWERED
        )
        return tuple(islice(answered, count))
