"""Questions to go on with: drawn from what an answer cites, and new to who reads it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index import Library, ListedArticle
from qa.answer import Answer
from qa.citations import Citation
from qa.topics import Grouped

__all__ = ["Known", "articles_behind"]

_BESIDE = 4
"""Articles of the topic of an answer that questions are drawn from too, at most."""

Tokenize = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What a chat has asked and shown already.

    Args:
        answers: of the chat, the first one first.
        tokenize: gives the words of a question that tell what it asks.
    """

    answers: Sequence[Answer]
    tokenize: Tokenize

    def has_asked(self, question: str) -> bool:
        """Tell whether a question only says again, with more or fewer words, what was asked."""
        words = set(self.tokenize(question))
        asked = [set(self.tokenize(text)) for one in self.answers for text in _wordings(one)]
        return any(words <= earlier or earlier <= words for earlier in asked if earlier)

    def has_shown(self, article_id: str, start: int, end: int) -> bool:
        """Tell whether a place of an article stands in an answer of the chat."""
        return any(
            shown.start < end and start < shown.end
            for shown in self._shown()
            if shown.source.article_id == article_id
        )

    def tells(self, answer: Answer) -> bool:
        """Tell whether the sentence that answers a question stands in the chat already."""
        likeliest = max(answer.citations, key=lambda one: one.score)
        number = answer.short.number if answer.short else likeliest.number
        telling = (likeliest, answer.citations[number - 1])
        return any(self.has_shown(one.source.article_id, one.start, one.end) for one in telling)

    def _shown(self) -> list[Citation]:
        return [shown for one in self.answers for shown in (*one.citations, *one.also_found)]


def _wordings(answer: Answer) -> set[str]:
    return {answer.question, answer.standalone}


def articles_behind(
    answer: Answer, library: Library, grouped: Callable[[], Grouped]
) -> list[ListedArticle]:
    """Give the articles that an answer cites and others of their topic, or that came nearest.

    What came nearest and has no word of the question is not near.

    Args:
        answer: the last one of a chat.
        library: that gave it.
        grouped: gives the topics.
    """
    told = answer.citations or [one for one in answer.also_found if one.why.shared]
    ids = dict.fromkeys(one.source.article_id for one in told)
    cited = library.articles.of(library.articles.rows_named(ids))
    if not cited or answer.is_refusal or answer.filters:
        return cited
    group = next((group for group in grouped().groups if cited[0] in group), ())
    beside = [article for article in group if article not in cited]
    return [*cited, *beside[:_BESIDE]]
