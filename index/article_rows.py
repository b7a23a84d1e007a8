"""An article as the rows that hold it: made where a file is read, written where a library is built.

So an article that was read before goes from the cache into the tables without being made anew.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import astuple, dataclass
from typing import Any

from index.keyword_rows import ArticleKeywords
from index.parsing import ParsedArticle
from index.passages import Passage
from index.receipts import describe_article
from index.records import make_article_record, to_json
from index.traits import Traits

__all__ = ["ArticleRows", "make_rows", "rows_from_json", "rows_to_json"]

PassageRow = tuple[str, int, int, str, str, int | None, str, int]
"""Id, start, end, heading, kind, page, sentences (JSON), cut sentences."""


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """What the library keeps of one article."""

    id: str
    columns: tuple[str | int | None, ...]
    """Of the table of articles, in its order: from `sha256` to `record`."""
    text: str
    """Cleaned; it is one of the columns, too."""
    passages: tuple[PassageRow, ...]
    keywords: ArticleKeywords
    traits: Traits
    facts: dict[str, Any]
    """What its receipt says."""


def make_rows(parsed: ParsedArticle) -> ArticleRows:
    """Give the rows of an article that was parsed."""
    article, facts = parsed.article, describe_article(parsed.article, parsed.passages)
    return ArticleRows(
        id=article.id,
        columns=(
            article.sha256,
            article.title,
            article.outlet,
            facts["published"] or None,
            article.published.clock if article.published else "",
            facts["basis"],
            facts["language"],
            facts["words"],
            article.text,
            article.original,
            make_article_record(article),
        ),
        text=article.text,
        passages=tuple(map(_make_passage, parsed.passages)),
        keywords=parsed.keywords,
        traits=parsed.traits,
        facts=facts,
    )


def _make_passage(passage: Passage) -> PassageRow:
    return (
        passage.id,
        passage.start,
        passage.end,
        passage.heading,
        passage.kind.value,
        passage.page,
        to_json(passage.sentences),
        passage.cut_sentences,
    )


def rows_to_json(rows: ArticleRows) -> str:
    """Give the rows of an article as JSON text, on one line."""
    keywords = (rows.keywords.words, _pack(rows.keywords.places), rows.keywords.lengths)
    traits = [_pack(value) for value in astuple(rows.traits)]
    return to_json([rows.id, rows.columns, rows.passages, keywords, traits, rows.facts])


def rows_from_json(text: str) -> ArticleRows:
    """Give back what `rows_to_json` was given."""
    id_, columns, passages, (words, places, lengths), traits, facts = json.loads(text)
    facts["notes"] = tuple(facts["notes"])
    return ArticleRows(
        id=id_,
        columns=tuple(columns),
        text=columns[-3],
        passages=tuple(map(tuple, passages)),
        keywords=ArticleKeywords(tuple(words), b64decode(places), tuple(lengths)),
        traits=Traits(*map(b64decode, traits)),
        facts=facts,
    )


def _pack(value: bytes) -> str:
    return b64encode(value).decode()
