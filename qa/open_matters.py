"""What articles say is not known: the questions that they raise and leave open."""

import re
from collections.abc import Iterable, Iterator

from index import Library, ListedArticle, SectionKind
from qa.mentions import Mention

__all__ = ["find_open_matters", "leaves_open"]

_ASKED = r"(?:whether|why|how|what|who|whom|where|when|which|if)\b"
_NOT_KNOWN = re.compile(
    r"(?:\b(?:is|are|was|were|be|remains?|remained|stays?) (?:still |yet |as yet |far from )?"
    r"(?:not (?:yet |immediately |entirely |fully )?(?:known|clear|certain)|unclear|unknown"
    r"|uncertain|to be seen|an open question)"
    r"|\b(?:nobody|no one|no-one) (?:yet )?(?:knows|can say|could say|has (?:said|explained))"
    r"|\b(?:has|have|had) (?:not (?:yet )?|yet to )(?:said|say|explain(?:ed)?|disclosed?|decided?"
    r"|given|give|revealed?|established?|determined?|confirm(?:ed)?)"
    r"|\b(?:did|does|do|would|could) not (?:immediately )?"
    r"(?:say|explain|disclose|reveal|know(?! how to))"
    r"|\b(?:declined|refused) to (?:say|explain|disclose|confirm)"
    r"|\bquestions? (?:remains?|is|was)|\bleaves? open)"
    rf"[^.;:“”\"]{{0,40}}?\b(?P<asked>{_ASKED})",
    re.IGNORECASE,
)
_FEWEST_WORDS = 8


def leaves_open(sentence: str) -> bool:
    """Tell a sentence that says something is not known: whether, why, how much."""
    is_question = sentence.rstrip().endswith("?")
    is_whole = len(sentence.split()) >= _FEWEST_WORDS
    return is_whole and not is_question and _NOT_KNOWN.search(sentence) is not None


def find_open_matters(library: Library, articles: Iterable[ListedArticle]) -> Iterator[Mention]:
    """Give the sentences of articles that leave something open, the same words once."""
    said: set[str] = set()
    for article in articles:
        rows = library.store.passages_of(article.row)
        for row, (_, passage) in zip(rows, library.passages(rows), strict=True):
            for span in () if passage.kind is SectionKind.CAPTION else passage.sentences:
                text = passage.cut(*span)
                if text not in said and leaves_open(text):
                    said.add(text)
                    yield Mention(row, article, passage, span)
