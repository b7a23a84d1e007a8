"""What a library is about, worked out once when it is first asked for."""

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from index import Library, ListedArticle
from qa.answer import Answer
from qa.citations import Citation, cite_sentences
from qa.mentions import Mention, Mentions, to_sentence
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


class Explorer:
    """Gives topics, a map, timelines and questions; safe to share between threads.

    Topics go by their place among all, from 0: those of most independent sources first.

    Args:
        library: what is looked at.
        mentions: finds every sentence that mentions something.
        ask: answers a question.
    """

    def __init__(self, library: Library, mentions: Mentions, ask: Callable[[str], Answer]) -> None:
        self._library, self._mentions = library, mentions
        self._suggest = Suggest(library, mentions.people, ask)
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
        listed = next((item for item in self._library.articles if item.id == article_id), None)
        mention = open_article(self._library, listed) if listed else None
        return self._cite([mention])[0] if mention else None

    def timeline(self, matter: str, most: int = 60) -> Timeline:
        """Give the sentences that mention a matter, by the days they speak of.

        Args:
            matter: words of any form, a name, or words in quotation marks.
            most: sentences, at most.
        """
        wanted = self._mentions.understand(matter)
        found = self._mentions.find(wanted, None) if wanted.wordings else []
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
        return self._suggest([(item,) for item in articles], most, most * _TRIES)

    def examples(self, most: int = 4) -> tuple[str, ...]:
        """Give questions that the library answers, of different topics as far as it goes."""
        singles = [(article,) for article in self.alone]
        groups = [*self._grouped.groups, *singles][:_GROUPS]
        return self._suggest(groups, most, most * _TRIES)

    @cached_property
    def _grouped(self) -> Grouped:
        return group_library(self._library)

    def _cite(self, mentions: Iterable[Mention]) -> tuple[Citation, ...]:
        sentences = [to_sentence(self._library, mention) for mention in mentions]
        return cite_sentences(sentences, lru_cache(8)(self._library.article))
