"""A file of the articles folder becomes an Article."""

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from index.articles import Article
from index.cleaning import clean
from index.errors import ArticleError, ArticlesMissingError
from index.formats import SUFFIXES, extract
from index.headings import find_headings
from index.metadata import describe

__all__ = ["SourceFile", "find_files", "make_article", "read_bytes"]

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
        ArticlesMissingError: the folder, or one below it, is not there or cannot be looked into:
            its articles would be taken for deleted.
    """
    if not folder.is_dir():
        raise ArticlesMissingError(
            f"the articles folder {folder} does not exist; create it and put .txt .md .html .pdf "
            "or .docx files in it, or set [index] articles in config.toml"
        )
    paths: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
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
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in str(file.path)):
        raise ArticleError("its name is no readable text; rename the file")
    if file.path.exists() and not file.path.is_file():
        raise ArticleError("is no regular file; move it elsewhere")
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


def _describe_file(path: Path, folder: Path) -> SourceFile:
    try:
        status = path.stat()
        size, modified = status.st_size, status.st_mtime_ns
    except OSError:  # a dangling link: reading it will say so
        size, modified = 0, 0
    # Names that are no valid text are shown with their bytes spelt out.
    name = path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()
    return SourceFile(path, name, size, modified)


def _refuse_folder(error: OSError) -> NoReturn:
    raise ArticlesMissingError(
        f"{error.filename} cannot be looked into ({error.strerror}); check its permissions"
    ) from error
