"""A file becomes all that the library keeps of it: an article, its passages, their keywords.

First each file is drafted: read and described, by itself. When all are, it is known which blocks
come back in several articles, and each draft becomes an article with its passages and keywords.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from index.articles import Article, Extracted, Metadata, Section
from index.cleaning import clean
from index.config import IndexSettings
from index.edits import EditMap, Span
from index.facts import describe, foreign_note
from index.formats import ReaderOptions, extract_all, find_recognizer
from index.headings import find_headings
from index.keyword_rows import ArticleKeywords
from index.passages import Passage, TokenSpans, passage_input, split_article
from index.reading import SourceFile
from index.repeats import BlockNotes, note_blocks
from index.sections import find_sections
from index.tokenizer import Tokenizer, stemmer_of
from index.traits import Traits, make_traits

__all__ = [
    "Draft",
    "ParsedArticle",
    "Parser",
    "draft_file",
    "finish_article",
    "make_article",
    "make_options",
]


@dataclass(frozen=True, slots=True)
class Draft:
    """One article, read and described, before its cleaning."""

    id: str
    """Of the file; with "#" and the entry's name where a file holds several articles."""
    sha256: str
    extracted: Extracted
    metadata: Metadata
    headings: tuple[Span, ...]
    """In the extracted text, those that the format marks among them."""

    @property
    def notes(self) -> BlockNotes:
        """What tells which of its blocks come back in other articles."""
        return note_blocks(self.metadata.outlet, self.extracted.text)


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article, read, cleaned and split."""

    article: Article
    passages: tuple[Passage, ...]
    keywords: ArticleKeywords
    traits: Traits


@dataclass(frozen=True, slots=True)
class Parser:
    """Draft -> ParsedArticle; copies of it go to other processes."""

    passage_words: int
    max_tokens: int
    """How many tokens the model reads."""
    token_spans: TokenSpans
    """The model's tokenizer."""
    options: ReaderOptions = field(default_factory=ReaderOptions)
    """What the settings say of reading files."""
    is_english: bool = False
    """Whether the model reads English alone."""

    def draft(self, file: SourceFile, content: bytes) -> list[Draft]:
        """Read and describe what one file holds: an article, or several.

        Raises:
            ArticleError: the bytes hold no readable article.
        """
        return draft_file(file, content, self.options)

    def parse(self, draft: Draft, repeated: Collection[int] = ()) -> ParsedArticle:
        """Clean and split a draft.

        Args:
            draft: of one file.
            repeated: keys of its blocks that come back in other articles of its outlet.
        """
        article = finish_article(draft, repeated)
        note = foreign_note(article.metadata.language) if self.is_english else ""
        article = replace(article, notes=(*article.notes, *([note] if note else [])))
        passages = split_article(article, self.passage_words, self.max_tokens, self.token_spans)
        tokenize = _tokenizer(stemmer_of(article.metadata.language))
        texts = (passage_input(article.title, item.heading, item.text) for item in passages)
        keywords = ArticleKeywords.of(map(tokenize, texts))
        return ParsedArticle(article, tuple(passages), keywords, _find_traits(article, passages))


def make_article(file: SourceFile, content: bytes, repeated: Collection[int] = ()) -> Article:
    """Read, describe and clean the one article of a file, or its first.

    Raises:
        ArticleError: the bytes hold no readable article.
    """
    return finish_article(draft_file(file, content)[0], repeated)


def draft_file(
    file: SourceFile, content: bytes, options: ReaderOptions | None = None
) -> list[Draft]:
    """Read and describe what one file holds: an article, or several.

    Raises:
        ArticleError: the bytes hold no readable article.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    return [_draft(file, sha256, part) for part in extract_all(file.path, content, options)]


def _draft(file: SourceFile, sha256: str, extracted: Extracted) -> Draft:
    # The name of a file that holds several articles says nothing of any.
    path = Path("entry") if extracted.entry else file.path
    metadata = describe(extracted, path)
    headings = find_headings(extracted.text, extracted.headings, metadata.title, extracted.pages)
    id_ = f"{file.id}#{extracted.entry}" if extracted.entry else file.id
    return Draft(id_, sha256, extracted, metadata, headings)


def finish_article(draft: Draft, repeated: Collection[int] = ()) -> Article:
    """Clean a draft; `repeated` are keys of its blocks that come back in other articles."""
    original, pages = draft.extracted.text, draft.extracted.pages
    edits = clean(original, draft.headings, pages, repeated)
    kept = (edits.to_cleaned(*span) for span in draft.headings)
    metadata = draft.metadata
    sections = find_sections(
        original, draft.headings, draft.extracted.captions, metadata.title, metadata.section
    )
    return Article(
        id=draft.id,
        sha256=draft.sha256,
        original=original,
        text=edits.apply(original),
        edits=edits,
        metadata=metadata,
        headings=tuple(span for span in kept if span is not None),
        pages=pages,
        sections=_keep_sections(sections, edits),
        notes=(*draft.extracted.notes, *metadata.doubts),
    )


def _keep_sections(sections: Sequence[Section], edits: EditMap) -> tuple[Section, ...]:
    """Give what is left of sections, those in order."""
    kept: list[Section] = []
    for section in sections:
        span = edits.left_of(section.start, section.end)
        if span is None:
            continue
        kept.append(replace(section, start=span[0], end=span[1]))
    return tuple(kept)


def make_options(settings: IndexSettings) -> ReaderOptions:
    """Give what the settings say of reading files on this machine.

    Raises:
        ConfigError: tesseract lacks a language that they name.
    """
    return ReaderOptions(find_recognizer(settings.ocr, settings.ocr_languages), settings.columns)


def _find_traits(article: Article, passages: Sequence[Passage]) -> Traits:
    spans = [span for passage in passages for span in passage.sentences]
    places = repr([(passage.start, passage.end, passage.heading) for passage in passages])
    record = "\0".join((article.title, places, repr(spans)))
    return make_traits([article.text[a:b] for a, b in spans], record)


@cache
def _tokenizer(language: str) -> Tokenizer:
    """One for each language and process: what it has read makes it faster."""
    return Tokenizer(language)
