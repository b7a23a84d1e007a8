"""Files of every known format become text with pages, headings and what they say of themselves."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.articles import Extracted, Metadata
from index.errors import ArticleError
from index.formats.blocks import fold_space
from index.formats.html import read_html
from index.formats.markdown import read_markdown
from index.formats.pdf import read_pdf
from index.formats.plain import read_plain
from index.formats.scans import Recognize, find_recognizer, recognize_nothing
from index.formats.word import read_word

__all__ = ["SUFFIXES", "Recognize", "extract", "find_recognizer", "recognize_nothing"]

_READERS: dict[str, Callable[[bytes], Extracted]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_word,
}

SUFFIXES = frozenset({*_READERS, ".pdf"})
"""The file name endings that can be read, in lower case."""

# Bidirectional marks are no controls in this sense and stay: the page makes them visible.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character; cannot be written as UTF-8


def extract(path: Path, content: bytes, recognize: Recognize = recognize_nothing) -> Extracted:
    """Give what a file of a known format holds.

    Each control character but line feed and tab is a space in the text, one for one. Nothing is
    normalised: offsets are those of the reader.

    Args:
        path: its suffix alone decides how the content is read.
        content: the bytes of the file.
        recognize: reads scanned pages of a PDF.

    Raises:
        ArticleError: the format is unknown, or the file is empty, damaged or locked.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(sorted(SUFFIXES))
        raise ArticleError(f"unknown format {path.suffix or path.name!r}: known are {known}")
    if not content:
        raise ArticleError("empty: the file has no bytes")
    is_pdf = suffix == ".pdf"
    extracted = read_pdf(content, recognize) if is_pdf else _READERS[suffix](content)
    text = _replace_controls(extracted.text)
    if not any(map(str.isalpha, text)):
        raise ArticleError("empty: the file holds no letters")
    return replace(extracted, text=text, metadata=_tidy(extracted.metadata))


def _replace_controls(text: str) -> str:
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


def _tidy(metadata: Metadata) -> Metadata:
    title, outlet, section, *authors = (
        fold_space(_replace_controls(value))
        for value in (metadata.title, metadata.outlet, metadata.section, *metadata.authors)
    )
    named = tuple(author for author in authors if author)
    return replace(metadata, title=title, outlet=outlet, section=section, authors=named)
