"""Which files of a library were checked: the same file, untouched since, is not read through again.

A library of a million passages has gigabytes, and to hash them takes seconds. What a file is known
by here (its number on the disk, size, and the times of its last change, of which no program can set
the second) changes with whatever is written to it. What changes without being written, as a disk
ages, is found when a check is older than a week.
"""

import contextlib
import hashlib
import json
import time
from pathlib import Path
from typing import Any

from index.beside import write_beside

__all__ = ["SETTLED", "Seals", "hash_file", "seal_file"]

_FILE = "seals.json"
_WEEK = 7 * 86_400.0
SETTLED = 2.0
"""Seconds after which a further change cannot have the time of the one before."""


class Seals:
    """What is known of a generation's files; `save` keeps what was checked.

    Args:
        library: the folder of the library.
        generation: whose files are looked at.
    """

    def __init__(self, library: Path, generation: str) -> None:
        self._path, self._generation = library / _FILE, generation
        self._known = self._read()
        self._found: dict[str, list[Any]] = {}

    def holds(self, path: Path, sha256: str) -> bool:
        """Tell whether a file has the content it was written with."""
        now, known = time.time(), self._known.get(str(path), [])
        seal: list[Any] = [sha256, *seal_file(path)]
        if known[:-1] == seal and 0 <= now - known[-1] < _WEEK:
            self._found[str(path)] = known
            return True
        is_whole = hash_file(path) == sha256
        if is_whole and seal == [sha256, *seal_file(path)]:
            self.add(path, sha256)
        return is_whole

    def add(self, path: Path, sha256: str) -> None:
        """Note a file that was checked just now."""
        now, seal = time.time(), seal_file(path)
        if now - max(seal[-2:]) / 1e9 > SETTLED:
            self._found[str(path)] = [sha256, *seal, now]

    def save(self) -> None:
        """Write down what was checked; a folder that may not be written is read all anew."""
        if self._found != self._known:
            told = {"generation": self._generation, "files": self._found}
            with contextlib.suppress(OSError):
                write_beside(self._path, json.dumps(told, indent=1) + "\n")

    def _read(self) -> dict[str, list[Any]]:
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            told = json.loads(self._path.read_text(encoding="utf-8"))
            if told["generation"] == self._generation:
                return {name: [*seal[:-1], float(seal[-1])] for name, seal in told["files"].items()}
        return {}


def seal_file(path: Path) -> tuple[int, ...]:
    """Give what a file is known by; its times come last, in nanoseconds."""
    status = path.stat()
    place = (status.st_dev, status.st_ino, status.st_size)
    return *place, status.st_mtime_ns, status.st_ctime_ns


def hash_file(path: Path) -> str:
    """Give the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
