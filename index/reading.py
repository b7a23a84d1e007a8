"""The files of the articles folder, and their bytes."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ArticleError, ArticlesMissingError
from index.formats import SUFFIXES

__all__ = ["MAX_BYTES", "SourceFile", "find_files", "may_hold_articles", "read_bytes"]

MAX_BYTES = 100 * 2**20
"""Of a file that is read."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the articles folder that may hold an article."""

    location: str
    """Its path; as text, since there may be very many."""
    id: str
    """Path relative to the articles folder, with forward slashes."""
    size: int
    """Bytes."""
    modified: int
    """Nanoseconds; only ever a hint that the file changed since."""

    @property
    def path(self) -> Path:
        return Path(self.location)


def find_files(folder: Path) -> Iterator[SourceFile]:
    """Give every file of a known format below a folder, in order of id.

    Hidden files and folders are left out; folders behind links are not entered, so that a link
    to a folder above cannot lead in circles. A folder that cannot be looked into is given as a
    file that cannot be read, so that its articles do not go unsaid.

    Raises:
        ArticlesMissingError: the folder is not there or cannot be looked into.
    """
    if not folder.is_dir():
        raise ArticlesMissingError(
            f"the articles folder {folder} does not exist; create it and put articles in it (.txt "
            ".md .html .pdf .docx, ...), or set [index] articles in config.toml"
        )
    known: list[str] = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        known += [str(Path(parent, name)) for name in names if _is_known(name)]
    for error in closed:
        if Path(error.filename) == folder:
            raise ArticlesMissingError(
                f"{folder} cannot be looked into ({error.strerror}); check its permissions"
            ) from error
        known.append(str(Path(error.filename)))
    inside = len(str(folder / "_")) - 1  # where the path within the folder begins
    known.sort(key=lambda path: path[inside:].replace(os.sep, "/"))
    for path in known:
        yield _describe_file(path, path[inside:].replace(os.sep, "/"))


def _is_known(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES


def may_hold_articles(path: Path, folder: Path) -> bool:
    """Tell whether a path below a folder may be an article or a folder of articles."""
    if not path.is_relative_to(folder) or (path.suffix and path.suffix.lower() not in SUFFIXES):
        return False
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def read_bytes(file: SourceFile) -> bytes:
    """Give a file's content.

    Raises:
        ArticleError: it cannot be read, is too large, or its name is no text.
    """
    if file.size > MAX_BYTES:
        raise ArticleError(
            f"too large: {file.size / 2**20:.0f} MB, at most {MAX_BYTES / 2**20:.0f} MB are read"
        )
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in str(file.path)):
        raise ArticleError("its name is no readable text; rename the file")
    try:
        if file.path.is_dir():
            raise ArticleError("a folder that cannot be looked into; check its permissions")
        if file.path.exists() and not file.path.is_file():
            raise ArticleError("is no regular file; move it elsewhere")
        return file.path.read_bytes()
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror or error}") from error


def _describe_file(path: str, inside: str) -> SourceFile:
    try:
        status = Path(path).stat()
        size, modified = status.st_size, status.st_mtime_ns
    except OSError:  # a dangling link: reading it will say so
        size, modified = 0, 0
    # Names that are no valid text are shown with their bytes spelt out.
    name = inside.encode("utf-8", "backslashreplace").decode()
    return SourceFile(path, name, size, modified)
