"""The answer: sentences that stand in the articles, each with its citation, or a refusal."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

from index import Article, ConfigError, Library
from qa.citations import Citation, cite_others, cite_sentences
from qa.coefficients import Coefficients
from qa.confidence import Confidence, say_missing
from qa.examples import propose_questions
from qa.overview import Overview, describe_library
from qa.question import parse_question
from qa.read import Read, Reading, ReadSentence
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
        if confidence >= self._coefficients.refuse_below:
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


def choose_sentences(reading: Reading, coefficients: Coefficients, most: int) -> list[ReadSentence]:
    """Choose the sentences to show, in reading order: the best article's first, each in place.

    The best sentence is shown, with others that come near its probability, and with the sentence
    of each other source that speaks of the same thing, whether it agrees or not. Articles of one
    family are one source: what one of them says after another is shown once, as are sentences of
    the same words.
    """
    if not reading.sentences:
        return []
    best = reading.sentences[0]
    least = best.score * coefficients.show_share
    chosen = [best]
    for sentence in reading.sentences[1:]:
        is_near = sentence.score >= least
        is_wanted = is_near or _speaks_of_same(sentence, chosen, coefficients.same_matter)
        if is_wanted and not any(_repeats(sentence, item, coefficients) for item in chosen):
            chosen.append(sentence)
    order = {item.hit.article.id: i for i, item in reversed(list(enumerate(chosen)))}
    return sorted(chosen[:most], key=lambda item: (order[item.hit.article.id], item.start))


def _speaks_of_same(
    sentence: ReadSentence, chosen: Sequence[ReadSentence], same_matter: float
) -> bool:
    """Tell a sentence of a source not heard yet that holds what the best sentence holds."""
    heard = {item.hit.article.family for item in chosen}
    return (
        sentence.hit.article.family not in heard
        and not sentence.features["kind_missing"]
        and float(sentence.vector @ chosen[0].vector) >= same_matter
    )


def _repeats(sentence: ReadSentence, other: ReadSentence, coefficients: Coefficients) -> bool:
    """Tell a sentence of the same words, or one that another article of the family says too."""
    if sentence.text.casefold().split() == other.text.casefold().split():
        return True
    one, two = sentence.hit.article, other.hit.article
    is_reworded = one.family == two.family and one.id != two.id
    return is_reworded and float(sentence.vector @ other.vector) >= coefficients.same_matter
