"""Questions that a library could be asked, made from its own sentences."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, zip_longest

from index import Article, Library

__all__ = ["propose_questions"]

_ARTICLES = 40
_NAME = r"[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|[A-Z]\.|de|van|von|al|bin))* [A-Z][\w’'-]+"
_SPEAKER = re.compile(rf"\b({_NAME}),? (?:said|told|warned|added|argued)\b|\bsaid ({_NAME})\b")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Cllr)\b")
_FIGURE = re.compile(
    r"\b(?:the|an?) ((?:[a-z][\w-]+ ){1,2}[a-z][\w-]+) (?:of|worth|costs?|cost|totall?ing)"
    r" (?:about |around |over |more than |some )?[$€£]\d"
)


def propose_questions(library: Library) -> Iterator[str]:
    """Give candidate questions, the most promising kinds in turn; not all have good answers."""
    step = max(1, len(library.articles) // _ARTICLES)
    articles = [library.article(item.id) for item in library.articles[::step][:_ARTICLES]]
    speakers = Counter(chain.from_iterable(map(_speakers, articles)))
    people = [f"What did {name} say?" for name, _ in speakers.most_common(12)]
    figures = list(dict.fromkeys(chain.from_iterable(map(_figures, articles))))
    for pair in zip_longest(people, figures):
        yield from (question for question in pair if question)


def _speakers(article: Article) -> list[str]:
    names = [one or other for one, other in _SPEAKER.findall(article.text)]
    return [name for name in names if not _HONORIFIC.match(name)]


def _figures(article: Article) -> list[str]:
    return [f"How much is the {thing} worth?" for thing in _FIGURE.findall(article.text)]
