"""A file becomes all that the library keeps of it: an article, its passages, their keywords."""

import hashlib
from dataclasses import dataclass
from functools import cache

from index.articles import Article
from index.cleaning import clean
from index.formats import extract
from index.headings import find_headings
from index.keyword_rows import ArticleKeywords
from index.keywords import Tokenizer
from index.metadata import describe
from index.passages import Passage, TokenSpans, passage_input, split_article
from index.reading import SourceFile

__all__ = ["ParsedFile", "Parser", "make_article"]


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file, read."""

    article: Article
    passages: tuple[Passage, ...]
    keywords: ArticleKeywords


@dataclass(frozen=True, slots=True)
class Parser:
    """File and content -> ParsedFile; copies of it go to other processes."""

    passage_words: int
    max_tokens: int
    """How many tokens the model reads."""
    token_spans: TokenSpans
    """The model's tokenizer."""

    def __call__(self, file: SourceFile, content: bytes) -> ParsedFile:
        """Read, describe, clean and split one file.

        Raises:
            ArticleError: the bytes hold no readable article.
        """
        article = make_article(file, content)
        passages = split_article(article, self.passage_words, self.max_tokens, self.token_spans)
        tokenize = _tokenizer()
        texts = (passage_input(article.title, item.heading, item.text) for item in passages)
        return ParsedFile(article, tuple(passages), ArticleKeywords.of(map(tokenize, texts)))


def make_article(file: SourceFile, content: bytes) -> Article:
    """Read, describe and clean one file.

    Raises:
        ArticleError: the bytes hold no readable article.
    """
    extracted = extract(file.path, content)
    metadata = describe(extracted, file.path)
    headings = find_headings(extracted.text, extracted.headings, metadata.title, extracted.pages)
    edits = clean(extracted.text, headings, extracted.pages)
    kept = (edits.to_cleaned(*span) for span in headings)
    return Article(
        id=file.id,
        sha256=hashlib.sha256(content).hexdigest(),
        original=extracted.text,
        text=edits.apply(extracted.text),
        edits=edits,
        metadata=metadata,
        headings=tuple(span for span in kept if span is not None),
        pages=extracted.pages,
        notes=extracted.notes,
    )


@cache
def _tokenizer() -> Tokenizer:
    """One for the process: what it has read makes it faster."""
    return Tokenizer()
