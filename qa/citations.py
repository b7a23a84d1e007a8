"""Sentences and passages become citations: exact spans of articles, with where they came from."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from index import Article, ListedArticle, SectionKind
from qa.question import Question, counts_part, is_misfit
from qa.read import Reading, ReadSentence
from qa.reasons import UNEXPLAINED, Explain, Reason
from qa.retrieve import Hit

__all__ = [
    "Articles",
    "Citation",
    "ShortAnswer",
    "Source",
    "cite_others",
    "cite_sentences",
    "cite_short",
]

Span = tuple[int, int]
Articles = Callable[[str], Article]
"""Id -> article."""


@dataclass(frozen=True, slots=True)
class Source:
    """The article a citation points into."""

    article_id: str
    """Path relative to the articles folder."""
    title: str
    outlet: str
    """Empty when the article does not say."""
    published: date | None
    """None for an undated article."""
    published_basis: str
    """What says so: "Published line", "file name", ...; empty for an undated article."""
    sha256: str = ""
    """Of the file's bytes when it was quoted; empty in an answer kept before hashes were."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of one article, exact to the character: `article.text[start:end] == text`."""

    number: int
    """The number the reader sees, from 1 in reading order; 0 in *also found*."""
    source: Source
    passage_id: str
    heading: str
    """The nearest one above, empty where there is none."""
    page: int | None
    start: int
    end: int
    text: str
    original: tuple[tuple[int, int], ...]
    """The pieces of the article's original text that `text` was copied from."""
    kind: SectionKind
    """What it is: report ("body"), highlights, a quote, a caption, analysis or background."""
    speaker: str
    """Who is quoted, where a name stands beside the quote; else empty."""
    score: float
    """Of the sentence, 0 to 1: how likely it is to hold the answer."""
    copies: tuple[Source, ...] = ()
    """Other articles that hold the same passage word for word."""
    language: str = ""
    """Of the article, ISO 639-1; empty where it cannot be told."""
    why: Reason = UNEXPLAINED
    """What led to it."""
    family: tuple[Source, ...] = ()
    """Copies and rewrites of the article, beside these: no sources of their own."""


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The few words of a cited sentence that answer: `article.text[start:end] == text`."""

    number: int
    """Of the citation whose sentence they stand in."""
    start: int
    end: int
    text: str


def _leave_unexplained(_hit: Hit, _start: int, _end: int) -> Reason:
    return UNEXPLAINED


def cite_short(
    shown: Sequence[ReadSentence], least: float, question: Question
) -> ShortAnswer | None:
    """Give the short answer of the likeliest sentence; None where no model sees one clearly.

    Args:
        shown: the sentences of the answer, in the order of their numbers.
        least: how much likelier it must be than none, in logits.
        question: what they answer; a price is a number.
    """
    numbered = list(enumerate(shown, 1))
    if not numbered:
        return None
    number, best = max(numbered, key=lambda item: item[1].score)
    if best.short is None or best.features["span_margin"] < least:
        return None
    start, end = best.short
    words, after = best.text[start - best.start : end - best.start], best.text[end - best.start :]
    if is_misfit(question, words) or counts_part(question, after):
        return None
    return ShortAnswer(number, start, end, words)


def cite_sentences(
    shown: Sequence[ReadSentence], articles: Articles, explain: Explain = _leave_unexplained
) -> tuple[Citation, ...]:
    """Cite the sentences of an answer, numbered from 1."""
    return tuple(
        _cite(item.hit, (item.start, item.end), number, item.score, articles, explain)
        for number, item in enumerate(shown, 1)
    )


def cite_others(
    reading: Reading,
    shown: Sequence[ReadSentence],
    articles: Articles,
    most: int,
    explain: Explain = _leave_unexplained,
) -> tuple[Citation, ...]:
    """Cite, of each hit that no shown sentence comes from, the section that says most."""
    used = {sentence.hit.passage.id for sentence in shown}
    best = {item.hit.passage.id: item.start for item in reversed(reading.sentences)}
    others = islice((hit for hit in reading.hits if hit.passage.id not in used), most)
    return tuple(
        _cite(
            hit,
            _section(hit, articles(hit.article.id).headings, best.get(hit.passage.id)),
            0,
            hit.scored.score,
            articles,
            explain,
        )
        for hit in others
    )


def _section(hit: Hit, headings: Collection[Span], best: int | None) -> Span:
    """Give the run of sentences, no heading between them, that holds the best one."""
    sentences = hit.passage.sentences
    start = sentences[0][0] if best is None else best
    above = [b for _, b in headings if b <= start]
    below = [a for a, _ in headings if a > start]
    run = [
        (a, b)
        for a, b in sentences
        if a >= max(above, default=0) and (not below or b <= min(below))
    ]
    return run[0][0], run[-1][1]


def _cite(
    hit: Hit, span: Span, number: int, score: float, articles: Articles, explain: Explain
) -> Citation:
    article = articles(hit.article.id)
    section = article.section_of(*span)
    return Citation(
        number=number,
        source=_source(hit.article),
        passage_id=hit.passage.id,
        heading=article.heading_of(span[0]),
        page=article.page_of(span[0]),
        start=span[0],
        end=span[1],
        text=article.text[slice(*span)],
        original=tuple(article.edits.to_original(*span)),
        kind=section.kind,
        speaker=section.speaker,
        score=score,
        copies=tuple(_source(copy) for copy in hit.copies),
        language=hit.article.language,
        why=explain(hit, *span),
        family=tuple(_source(other) for other in hit.family if other not in hit.copies),
    )


def _source(article: ListedArticle) -> Source:
    published = article.published
    return Source(
        article_id=article.id,
        title=article.title,
        outlet=article.outlet,
        published=published.day if published else None,
        published_basis=published.basis if published else "",
        sha256=article.sha256,
    )
