"""A file of the articles folder becomes an Article."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.articles import Article
from index.cleaning import CLEANING_VERSION, clean
from index.errors import ArticleError, ArticlesMissingError
from index.formats import SUFFIXES, extract
from index.headings import find_headings
from index.metadata import describe

__all__ = ["READING_VERSION", "SourceFile", "find_files", "make_article", "read_bytes"]

READING_VERSION = f"1.{CLEANING_VERSION}"
"""Changes whenever the same bytes could give another article."""

_MAX_BYTES = 100 * 2**20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the articles folder that may hold an article."""

    path: Path
    id: str
    """Path relative to the articles folder, with forward slashes."""
    size: int
    """Bytes."""
    modified: int
    """Nanoseconds; only ever a hint that the file changed since."""


def find_files(folder: Path) -> Iterator[SourceFile]:
    """Give every file of a known format below a folder, in order of id.

    Hidden files and folders are left out; folders behind links are not entered, so that a link
    to a folder above cannot lead in circles.

    Raises:
        ArticlesMissingError: the folder is not there.
    """
    if not folder.is_dir():
        raise ArticlesMissingError(
            f"the articles folder {folder} does not exist; create it and put .txt .md .html .pdf "
            "or .docx files in it, or set [index] articles in config.toml"
        )
    paths: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(parent, name) for name in names if not name.startswith(".")]
    known = [path for path in paths if path.suffix.lower() in SUFFIXES]
    for path in sorted(known, key=lambda path: path.relative_to(folder).as_posix()):
        yield _describe_file(path, folder)


def read_bytes(file: SourceFile) -> bytes:
    """Give a file's content.

    Raises:
        ArticleError: it cannot be read, is too large, or its name is no text.
    """
    if file.size > _MAX_BYTES:
        raise ArticleError(
            f"too large: {file.size / 2**20:.0f} MB, at most {_MAX_BYTES / 2**20:.0f} MB are read"
        )
    if not file.id.isprintable():
        raise ArticleError("its name is no readable text; rename the file")
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror or error}") from error


def make_article(file: SourceFile, content: bytes) -> Article:
    """Read, describe and clean one file.

    Raises:
        ArticleError: the bytes hold no readable article.
    """
    extracted = extract(file.path, content)
    metadata = describe(extracted, file.path)
    headings = find_headings(extracted.text, extracted.headings, metadata.title)
    edits = clean(extracted.text, headings)
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


def _describe_file(path: Path, folder: Path) -> SourceFile:
    try:
        status = path.stat()
        size, modified = status.st_size, status.st_mtime_ns
    except OSError:  # a dangling link: reading it will say so
        size, modified = 0, 0
    return SourceFile(path, path.relative_to(folder).as_posix(), size, modified)
