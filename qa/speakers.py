"""Who is quoted on a matter: the names that stand beside quotations."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from index import Article, Library, SectionKind
from qa.mentions import Mention, strip_titles
from qa.people import find_names

__all__ = ["Quoted", "find_quoted"]

Quoted = tuple[str, Mention]
"""Who is quoted, and the sentence in which the quotation begins."""


def find_quoted(library: Library, mentions: Sequence[Mention]) -> list[Quoted]:
    """Give who is quoted where something is mentioned, in reading order.

    A quotation counts that stands in a passage with a mention, or in an article whose headline has
    one, and has a name beside it; the name is given as the article has it in full.

    Args:
        library: what is read.
        mentions: in order of articles.
    """
    found: list[Quoted] = []
    for _, group in groupby(mentions, key=lambda mention: mention.article.row):
        found += _quoted_in(library, list(group))
    return found


def _quoted_in(library: Library, mentions: Sequence[Mention]) -> Iterator[Quoted]:
    listed = mentions[0].article
    article = library.article(listed.id)
    rows = sorted({mention.row for mention in mentions})
    if any(mention.is_headline for mention in mentions):
        rows = library.store.passages_of(listed.row)
    passages = [passage for _, passage in library.passages(rows)]
    told: set[tuple[str, tuple[int, int]]] = set()
    for section in article.sections:
        if section.kind is not SectionKind.QUOTE or not section.speaker:
            continue
        speaker = _whole_name(library, article, section.speaker)
        for row, passage in zip(rows, passages, strict=True):
            for span in passage.sentences:
                if span[0] <= section.start < span[1] and (speaker, span) not in told:
                    told.add((speaker, span))
                    yield speaker, Mention(row, listed, passage, span)


def _whole_name(library: Library, article: Article, speaker: str) -> str:
    """Give the name that the article has most often in full for "Mr Xi" or "Lindqvist"."""
    bare = strip_titles(speaker)
    named = Counter(strip_titles(name) for name, _ in find_names(article.text, library.tokenize))
    whole = [name for name in named if name.endswith(f" {bare}")]
    whole = whole or [name for name in named if name.startswith(f"{bare} ")]
    return max(whole, key=lambda name: (named[name], len(name)), default=bare)
