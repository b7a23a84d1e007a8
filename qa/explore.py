"""What a library is about, worked out once when it is first asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from threading import Lock
from typing import Protocol

from index import Library, ListedArticle
from qa.answer import Answer
from qa.citations import Citation, cite_sentences
from qa.filters import ALL, Filters
from qa.inference import stand_back
from qa.mentions import Mention, Mentions, to_sentences
from qa.next_questions import Known, articles_behind
from qa.open_matters import find_open_matters
from qa.suggest import Suggest
from qa.timeline import Timeline, make_timeline, open_article, tell_articles
from qa.topics import Grouped, Placed, Topic, group_library, make_topic

__all__ = ["Explorer"]

_TRIES = 4
"""Questions that are asked for each that is wanted, at most."""
_GROUPS = 24
"""Topics that examples are drawn from, at most."""
_KEPT = 512
"""Topics whose names, leads and questions are remembered."""
_OPEN = 4
"""Open matters of a topic, at most."""


class Ask(Protocol):
    """Answers a question from the articles that filters allow."""

    def __call__(self, question: str, filters: Filters = ALL) -> Answer: ...


class Explorer:
    """Gives topics, a map, timelines and questions; safe to share between threads.

    Topics go by their place among all, from 0: those of most independent sources first.

    Args:
        library: what is looked at.
        mentions: finds every sentence that mentions something.
        ask: answers a question.
    """

    def __init__(self, library: Library, mentions: Mentions, ask: Ask) -> None:
        self._library, self._mentions = library, mentions
        self._suggest, self._ask = Suggest(library, mentions.people), ask
        self._one_at_a_time = Lock()
        self.topic = lru_cache(_KEPT)(self._make_topic)
        self.lead = lru_cache(_KEPT)(self._make_lead)
        self.timeline_of = lru_cache(_KEPT)(self._make_timeline)
        self.open_matters = lru_cache(_KEPT)(self._find_open)
        self.questions = lru_cache(_KEPT)(self._make_questions)

    @property
    def topics(self) -> int:
        """How many topics there are."""
        return len(self._grouped.groups)

    @property
    def alone(self) -> tuple[ListedArticle, ...]:
        """Articles that no other tells of the same matter with, newest first."""
        return self._grouped.alone

    @property
    def places(self) -> tuple[Placed, ...]:
        """Where each article stands on the map, in the library's order."""
        return self._grouped.places

    def _make_topic(self, number: int) -> Topic:
        """Give one topic with its names."""
        return make_topic(self._library, self._grouped.groups[number])

    def _make_lead(self, number: int) -> tuple[Citation, ...]:
        """Give what the article in the middle of a topic opens with, and the newest of another.

        Cited in this order; fewer where the two are one source, or open with no whole sentence.
        """
        middle = self._grouped.groups[number][0]
        newest = self.topic(number).articles[0]
        told = [middle] if newest.family == middle.family else [middle, newest]
        openings = (open_article(self._library, item) for item in told)
        return self._cite(mention for mention in openings if mention)

    def opening(self, article_id: str) -> Citation | None:
        """Give what an article opens with; None for one that is not there or has no sentence."""
        listed = self._library.articles
        rows = listed.rows_named([article_id])
        mention = open_article(self._library, listed[rows[0]]) if rows else None
        return self._cite([mention])[0] if mention else None

    def timeline(self, matter: str, most: int = 60) -> Timeline:
        """Give the sentences that mention a matter, by the days they speak of.

        Args:
            matter: words of any form, a name, or words in quotation marks.
            most: sentences, at most.
        """
        wanted = self._mentions.understand(matter)
        found = self._mentions.find(wanted, ALL) if wanted.wordings else []
        return make_timeline(self._library, found, most)

    def _make_timeline(self, number: int, most: int = 60) -> Timeline:
        """Give what the articles of a topic open with and say of days, by these days."""
        articles = self._grouped.groups[number]
        return make_timeline(self._library, tell_articles(self._library, articles), most)

    def _find_open(self, number: int) -> tuple[Citation, ...]:
        """Give sentences in which articles of a topic say that something is not known."""
        found = find_open_matters(self._library, self.topic(number).articles)
        return self._cite([mention for mention, _ in zip(found, range(_OPEN), strict=False)])

    def _make_questions(self, number: int, most: int = 3) -> tuple[str, ...]:
        """Give questions on a topic that the library answers from its articles."""
        articles = self._grouped.groups[number]
        return _pick(self._suggest([(item,) for item in articles], self._ask), most)

    def examples(
        self, most: int = 4, is_wanted: Callable[[], bool] = lambda: True
    ) -> tuple[str, ...]:
        """Give questions that the library answers, of different topics as far as it goes.

        Whoever asks something meanwhile goes first; found ones are given when it is not wanted.
        """
        singles = [(article,) for article in self.alone]
        groups = [*self._grouped.groups, *singles][:_GROUPS]
        with stand_back():
            tried = self._suggest(groups, self._ask)
            return _pick(takewhile(lambda _: is_wanted(), tried), most)

    def next_questions(
        self,
        answers: Sequence[Answer],
        filters: Filters = ALL,
        most: int = 3,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> tuple[str, ...]:
        """Give questions to go on with, which the articles behind the last answer answer.

        None was asked in the chat before, and none is answered by what it shows. Whoever asks
        something meanwhile goes first; of several readers, one at a time is looked for.

        Args:
            answers: of the chat, the first one first, one at least.
            filters: which articles may answer.
            most: questions, at most.
            is_wanted: asked again and again; what is found is given when it is not.
        """
        known = Known(answers, self._library.tokenize)
        with self._one_at_a_time, stand_back():
            if not is_wanted():
                return ()
            articles = articles_behind(answers[-1], self._library, lambda: self._grouped)
            tried = self._suggest([(one,) for one in articles], self._ask_of(filters), known)
            return _pick(takewhile(lambda _: is_wanted(), tried), most)

    def _ask_of(self, filters: Filters) -> Callable[[str], Answer]:
        return lambda question: self._ask(question, filters)

    @cached_property
    def _grouped(self) -> Grouped:
        return group_library(self._library)

    def _cite(self, mentions: Iterable[Mention]) -> tuple[Citation, ...]:
        sentences = to_sentences(self._library, mentions)
        return cite_sentences(sentences, lru_cache(8)(self._library.article))


def _pick(tried: Iterator[str | None], most: int) -> tuple[str, ...]:
    """Give the first good ones of the questions that are tried."""
    return tuple(islice(filter(None, islice(tried, most * _TRIES)), most))
