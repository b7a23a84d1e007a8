"""Files of every known format become text with pages, headings and what they say of themselves."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.articles import Extracted, Metadata
from index.columns import Columns
from index.errors import ArticleError
from index.formats.blocks import fold_space
from index.formats.feed import read_feed
from index.formats.html import read_html
from index.formats.mail import read_mailbox, read_message
from index.formats.markdown import read_markdown
from index.formats.pdf import read_pdf
from index.formats.plain import read_plain
from index.formats.rich import read_rtf
from index.formats.rows import read_csv, read_json_lines
from index.formats.scans import Recognize, find_recognizer, recognize_nothing
from index.formats.word import read_word

__all__ = ["SUFFIXES", "ReaderOptions", "extract", "extract_all", "find_recognizer"]


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What the settings say of reading files; its `repr` tells it from every other."""

    recognize: Recognize = recognize_nothing
    """Reads scanned pages of a PDF."""
    columns: Columns = field(default_factory=Columns)
    """Where a table has what of an article."""


def _single(read: Callable[[bytes], Extracted]) -> "_Reader":
    return lambda content, _: [read(content)]


_Reader = Callable[[bytes, ReaderOptions], list[Extracted]]
_READERS: dict[str, _Reader] = {
    ".txt": _single(read_plain),
    ".md": _single(read_markdown),
    ".markdown": _single(read_markdown),
    ".html": _single(read_html),
    ".htm": _single(read_html),
    ".docx": _single(read_word),
    ".rtf": _single(read_rtf),
    ".eml": _single(read_message),
    ".pdf": lambda content, options: [read_pdf(content, options.recognize)],
    ".mbox": lambda content, _: read_mailbox(content),
    ".rss": lambda content, _: read_feed(content),
    ".xml": lambda content, _: read_feed(content),
    ".atom": lambda content, _: read_feed(content),
    ".csv": lambda content, options: read_csv(content, options.columns),
    ".tsv": lambda content, options: read_csv(content, options.columns),
    ".jsonl": lambda content, options: read_json_lines(content, options.columns),
}

SUFFIXES = frozenset(_READERS)
"""The file name endings that can be read, in lower case."""

# Bidirectional marks are no controls in this sense and stay: the page makes them visible.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character; cannot be written as UTF-8


def extract(path: Path, content: bytes) -> Extracted:
    """Give the one article of a file, or its first; see `extract_all`."""
    return extract_all(path, content)[0]


def extract_all(
    path: Path, content: bytes, options: ReaderOptions | None = None
) -> list[Extracted]:
    """Give what a file of a known format holds: an article, or several.

    Each control character but line feed and tab is a space in the text, one for one. Nothing is
    normalised: offsets are those of the reader.

    Args:
        path: its suffix alone decides how the content is read.
        content: the bytes of the file.
        options: what the settings say of reading; by default what stands in them.

    Raises:
        ArticleError: the format is unknown, or the file is empty, damaged or locked.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(sorted(SUFFIXES))
        raise ArticleError(f"unknown format {path.suffix or path.name!r}: known are {known}")
    if not content:
        raise ArticleError("empty: the file has no bytes")
    found = map(_make_plain, _READERS[suffix](content, options or ReaderOptions()))
    told = [extracted for extracted in found if any(map(str.isalpha, extracted.text))]
    if not told:
        raise ArticleError("empty: the file holds no letters")
    return told


def _make_plain(extracted: Extracted) -> Extracted:
    return replace(
        extracted,
        text=_replace_controls(extracted.text),
        metadata=_tidy(extracted.metadata),
        entry=_replace_controls(extracted.entry),
    )


def _replace_controls(text: str) -> str:
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


def _tidy(metadata: Metadata) -> Metadata:
    title, outlet, section, *authors = (
        fold_space(_replace_controls(value))
        for value in (metadata.title, metadata.outlet, metadata.section, *metadata.authors)
    )
    named = tuple(author for author in authors if author)
    return replace(metadata, title=title, outlet=outlet, section=section, authors=named)
