"""The articles folder as it is: what will be read, what cannot be, and what is the same twice."""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.beside import write_beside
from index.errors import ArticleError, ArticlesMissingError
from index.formats import SUFFIXES
from index.reading import SourceFile, find_files, read_bytes
from index.receipts import Receipt
from index.seals import SETTLED, seal_file

__all__ = [
    "Progress",
    "Survey",
    "files_changed",
    "keep_quiet",
    "make_receipt",
    "note_seen",
    "survey_folder",
]

_SEEN, _LOOKED = "seen.json", "looked.json"


Progress = Callable[[str, int, int], None]
"""Told (stage, done, total) as the work goes on; stages are words for people."""


def keep_quiet(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(slots=True)
class Survey:
    """Every file of the folder, in the one place it belongs to."""

    articles: list[SourceFile] = field(default_factory=list)
    """The first file of each content, in order of id."""
    aliases: dict[str, list[SourceFile]] = field(default_factory=dict)
    """Id of an article -> the other files with the same bytes."""
    skipped: list[Receipt] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    """Id -> hash of the content, or why it cannot be read; every file, in order of id."""
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Id -> (size, time of change) of every file."""
    looked: dict[str, list[Any]] = field(default_factory=dict)
    """Id -> hash and seal of each file that was untouched for a while when it was hashed."""
    is_settled: bool = True
    """False once a file was found changed since it was hashed."""

    def note_read(self, file: SourceFile, digest: str) -> None:
        """Notice whether what was read of a file, "" for nothing, is still what was hashed."""
        self.is_settled = self.is_settled and digest == self.hashes[file.id]

    @property
    def files(self) -> int:
        return len(self.articles) + sum(map(len, self.aliases.values())) + len(self.skipped)


def survey_folder(folder: Path, progress: Progress, library: Path | None = None) -> Survey:
    """Hash the content of every file, and set copies and unreadable files apart.

    A file that nothing has touched since it was hashed for the last build of a library is not read
    through again.
    """
    found, known = Survey(), _read_looked(library)
    first_of: dict[str, str] = {}
    files = list(find_files(folder))
    for i, file in enumerate(files):
        try:
            digest = _hash(file, known.get(file.id, []), found)
        except ArticleError as error:
            found.skipped.append(make_receipt(file, "skipped", str(error)))
            digest = str(error)
        else:
            if digest in first_of:
                found.aliases.setdefault(first_of[digest], []).append(file)
            else:
                first_of[digest] = file.id
                found.articles.append(file)
        found.hashes[file.id] = digest
        found.seen[file.id] = (file.size, file.modified)
        progress("looking", i + 1, len(files))
    if not files:
        suffixes = " ".join(sorted(SUFFIXES))
        raise ArticlesMissingError(f"{folder} holds no article; these files are read: {suffixes}")
    return found


def _hash(file: SourceFile, known: list[Any], found: Survey) -> str:
    """Give the hash of a file, from what is known of it where that holds."""
    now, seal = time.time(), list[Any]()
    with contextlib.suppress(OSError):  # reading it says why
        seal = list(seal_file(file.path))
    is_known = bool(seal) and known[1:] == seal
    digest = str(known[0]) if is_known else hashlib.sha256(read_bytes(file)).hexdigest()
    # What was written just now may be written again with the same time.
    if seal and (is_known or now - max(seal[-2:]) / 1e9 > SETTLED):
        found.looked[file.id] = [digest, *seal]
    return digest


def _read_looked(library: Path | None) -> dict[str, list[Any]]:
    # On Windows nothing tells that a file with its old size and time has other bytes.
    if library is not None and os.name != "nt":
        with contextlib.suppress(OSError, ValueError):
            looked = json.loads((library / _LOOKED).read_text(encoding="utf-8"))
            return looked if isinstance(looked, dict) else {}
    return {}


def make_receipt(file: SourceFile, status: str, reason: str = "") -> Receipt:
    """Give the receipt of a file that nothing more is known of."""
    return Receipt(file.id, status, reason, size=file.size, modified=file.modified)


def note_seen(library: Path, found: Survey) -> None:
    """Write down sizes and times of the files, for `files_changed` and the next survey."""
    write_beside(library / _SEEN, json.dumps(found.seen))
    write_beside(library / _LOOKED, json.dumps(found.looked))


def files_changed(library: Path, folder: Path) -> tuple[str, ...]:
    """Give paths added, changed or removed since the last rebuild, sorted, by size and time.

    A hint to rebuild, no more: a rebuild itself goes by content.
    """
    try:
        seen = json.loads((library / _SEEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    try:
        now = {file.id: [file.size, file.modified] for file in find_files(folder)}
    except ArticlesMissingError:
        now = {}
    return tuple(sorted(path for path in seen | now if seen.get(path) != now.get(path)))
