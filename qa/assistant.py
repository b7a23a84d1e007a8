"""A question goes through all stages, and an answer comes out."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

from index import Article, Library, SectionKind
from qa.answer import Answer, Status, to_turn
from qa.citations import cite_others, cite_sentences
from qa.coefficients import CAUTIONS, Coefficients, Fitted
from qa.compose import choose_sentences
from qa.confidence import Confidence
from qa.counting import Counted, read_counted
from qa.differences import Find, cite_differences, show_both
from qa.explore import Explorer
from qa.filters import ALL, Filters
from qa.followups import FollowUps, Standalone
from qa.found import Found, join_readings, say_lacking, shorten
from qa.gist import choose_gist, open_articles
from qa.mentions import Mentions
from qa.missing import say_missing
from qa.occasions import Occasions
from qa.overview import Overview, describe_library
from qa.periods import Period, Periods, narrow
from qa.question import Question, parse_question
from qa.read import Read, Reading, ReadSentence
from qa.reasons import explain_by
from qa.relations import Relations
from qa.retrieve import Retriever
from qa.search import NOTHING
from qa.settings import AnswerSettings
from qa.tally import Tallies
from qa.wording import Form, Part, split_question

__all__ = ["Assistant", "Stages"]

_TOLD = 0.6
"""Of what a matter is called, how much has to stand in one passage for it to be told."""


@dataclass(frozen=True, slots=True)
class Stages:
    """What a question goes through, in order."""

    follow_up: FollowUps
    """(question, chat) -> the question, standing alone."""
    retrieve: Retriever
    """(question, k, filters) -> hits."""
    read: Read
    """(question, hits) -> scored sentences."""
    judge: Confidence
    """(question, reading) -> confidence."""
    differ: Find
    """(question, reading, sentences shown) -> where sources differ."""
    periods: Periods
    """question -> the days it speaks of."""
    tally: Tallies
    """(what is counted, passages that may answer) -> the count; instead of the others."""
    mentions: Mentions
    """(what is wanted, passages that may answer) -> every sentence that mentions it."""


class Assistant:
    """Answers questions from one library; safe to share between threads.

    Args:
        library: what is asked.
        stages: what a question goes through.
        settings: how much is read and shown.
        fitted: the limits.
    """

    def __init__(
        self,
        library: Library,
        stages: Stages,
        settings: AnswerSettings,
        fitted: Fitted,
    ) -> None:
        self.library, self.originals = library, library.originals
        self.follow_up, self.retrieve = stages.follow_up, stages.retrieve
        self.read, self.judge, self.tally = stages.read, stages.judge, stages.tally
        self.differ = stages.differ
        self.periods, self.occasions = stages.periods, Occasions(stages.periods)
        self._mentions = stages.mentions
        self._settings, self._fitted = settings, fitted

    def ask(
        self,
        question: str,
        filters: Filters = ALL,
        history: Sequence[Answer] = (),
        reads_time: bool = True,
    ) -> Answer:
        """Answer a question from the articles that the filters allow, or refuse.

        Args:
            question: as typed.
            filters: which articles may answer.
            history: the answers so far of the chat that it goes on with, the first one first.
            reads_time: whether "last week" narrows the filters.
        """
        started = time.perf_counter()
        # What a terminal hands over need not be text.
        question = question.encode("utf-8", "replace").decode("utf-8")
        told = (a for a in history if not (a.is_refusal and self.judge.is_foreign(a.standalone)))
        with self.library.store.reading():
            alone = self.follow_up(question, [to_turn(answer) for answer in told])
            period = self._find_period(alone.text, filters) if reads_time else None
            if period:
                answer = self._answer_in(period, alone, filters)
            else:
                answer = self._answer(alone if reads_time else self._lift_time(alone), filters)
        return replace(answer, question=alone.typed, seconds=time.perf_counter() - started)

    def _find_period(self, question: str, filters: Filters) -> Period | None:
        """Give the days that a question speaks of, where the articles have days at all."""
        if not self.library.is_dated:
            return None
        look = partial(self._look, filters=filters, recalled=None)
        return self.periods(question) or self.occasions(question, lambda text: look(Part(text)))

    def _lift_time(self, alone: Standalone) -> Standalone:
        """Give a question that counts without its time: a sentence hardly says when it appeared."""
        period = self.periods(alone.text)
        timeless = alone.without(period.words) if period else alone
        return timeless if read_counted(timeless.text) else alone

    def _answer_in(self, period: Period, alone: Standalone, filters: Filters) -> Answer:
        """Answer from articles of a period; from all, where none of these answers or is there."""
        narrowed = narrow(filters, period)
        is_empty = not self.library.store.count_articles(narrowed)
        timeless = alone.without(period.words)
        if not is_empty or read_counted(timeless.text):
            answer = self._answer(alone if period.is_topic else timeless, narrowed)
            if period.is_firm or answer.status is not Status.UNANSWERED:
                return _restate(answer, alone, period)
        answer = self._answer(alone if period.is_topic or period.is_named else timeless, filters)
        return _restate(answer, alone, replace(period, is_applied=False, is_empty=is_empty))

    def _answer(self, alone: Standalone, filters: Filters) -> Answer:
        """Answer a question that stands alone, by counting or by sentences."""
        counted = read_counted(alone.text)
        if counted and all(map(self.library.tokenize, counted.things)):  # "it" names nothing
            return self._count(alone, counted, filters)
        parts = split_question(alone.read)
        # Of several parts, it is not known which of them what was said before belongs to.
        recalled = alone if alone.is_follow_up and len(parts) == 1 else None
        found = [self._look(part, filters, recalled) for part in parts]
        return self._put_together(alone, found, filters)

    def _count(self, alone: Standalone, counted: Counted, filters: Filters) -> Answer:
        """Count or list over every article that the filters allow."""
        tally, shown = self.tally(counted, filters)
        return Answer(
            question=alone.typed,
            standalone=alone.text,
            status=Status.ANSWERED,
            confidence=1.0,
            citations=cite_sentences(shown, cache(self.library.article)),
            also_found=(),
            independent_sources=tally.sources,
            is_calibrated=False,
            tally=tally,
            filters=filters,
            hidden_undated=self.library.store.count_undated(filters),
            library=self.library.generation,
        )

    def _put_together(self, alone: Standalone, found: Sequence[Found], filters: Filters) -> Answer:
        """Give one answer from what was found for each part of a question."""
        shown = list(
            {(s.hit.article.id, s.start): s for part in found for s in part.shown}.values()
        )
        best = max(found, key=lambda part: part.confidence)
        lacking = [part for part in found if part.missing]
        status = Status.PARTLY if lacking else Status.ANSWERED
        articles = cache(self.library.article)  # each is loaded once for this answer
        readings = [part.reading for part in found]
        explain = explain_by(alone.text, readings, self.library.tokenize)
        citations = cite_sentences(shown, articles, explain)
        return Answer(
            question=alone.typed,
            standalone=alone.text,
            status=status if shown else Status.UNANSWERED,
            confidence=best.confidence if lacking else min(part.confidence for part in found),
            citations=citations,
            also_found=cite_others(
                join_readings(found), shown, articles, self._settings.also_found, explain
            ),
            independent_sources=len({item.hit.article.family for item in shown if item.features}),
            is_calibrated=all(part.is_calibrated for part in found),
            # A few words in large letters are taken for certain: only where we are.
            short=shorten(best, shown),
            differences=cite_differences([d for part in found for d in part.differing], citations),
            missing=say_lacking(lacking, len(found)),
            filters=filters,
            hidden_undated=found[0].hidden_undated,
            library=self.library.generation,
        )

    def _look(self, part: Part, filters: Filters, recalled: Standalone | None) -> Found:
        """Look for one question, asked alone or as a part of another."""
        question = parse_question(part.whole, self.library.tokenize)
        if question.form is Form.ABOUT and not question.text:
            hidden = self.library.store.count_undated(filters)
            reading = open_articles(self.library, filters)
        else:
            sought = recalled.recalled if recalled else question.text
            beside = recalled.beside if recalled else NOTHING
            retrieved = self.retrieve(sought, self._settings.passages, filters, beside)
            hidden = retrieved.hidden_undated
            reading = self.read(question, retrieved.hits)
        limits = self._fitted.of(reading.is_seen)
        confidence = self.judge(question, reading)
        needed = limits.refuse_below[self._settings.caution] if question.is_fitted else _TOLD
        shown = self._choose(question, reading, limits) if confidence >= needed else []
        differing = self.differ(question, reading, shown)
        shown = show_both(shown, differing, self._settings.max_sentences)
        absent = self.judge.absent_terms(question)
        missing = ""
        # Of other words than names, articles may well use another for the same.
        if not shown or any(term.is_name for term in absent):
            missing = say_missing(question, absent, reading, self.library.tokenize)
        is_sure = bool(shown) and confidence >= limits.refuse_below[CAUTIONS[-1]]
        return Found(
            text=part.text,
            question=question,
            reading=reading,
            confidence=confidence,
            limits=limits,
            shown=shown,
            missing=missing,
            is_sure=is_sure,
            is_calibrated=question.is_fitted,
            hidden_undated=hidden,
            differing=differing,
        )

    def _choose(
        self, question: Question, reading: Reading, limits: Coefficients
    ) -> list[ReadSentence]:
        """Choose the sentences to show."""
        most = self._settings.max_sentences
        if question.form is Form.ABOUT:
            is_named = bool(question.names) and question.names == question.terms
            return choose_gist(reading, most, is_named)
        shown = choose_sentences(reading, limits, most)
        return [item for item in shown if item.features or not self._is_caption(item)]

    def _is_caption(self, item: ReadSentence) -> bool:
        """Tell what stands below a picture, which names nobody for the sentence after it."""
        section = self.library.article(item.hit.article.id).section_of(item.start, item.end)
        return section.kind is SectionKind.CAPTION

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

    @property
    def relations(self) -> Relations:
        """Which articles have to do with one another, and what tells so."""
        return Relations(self.library)

    @cached_property
    def explore(self) -> Explorer:
        """What the library is about: topics, a map, timelines and questions to begin with."""
        return Explorer(self.library, self._mentions, self.ask)

    def examples(self, count: int = 4) -> tuple[str, ...]:
        """Give questions that the library answers, made from its articles."""
        return self.explore.examples(count)


def _restate(answer: Answer, alone: Standalone, period: Period) -> Answer:
    """Give an answer with its question as it was asked, time and all."""
    return replace(answer, question=alone.typed, standalone=alone.text, period=period)
