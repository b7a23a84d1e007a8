"""A file from anywhere becomes a file of the articles folder, once it has been looked at."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from index.errors import FileRefusedError
from index.formats import SUFFIXES
from index.names import find_free_name, make_safe_name
from index.placing import place, storage_refusals
from index.reading import MAX_BYTES, find_files

__all__ = ["Added", "add_file"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file that was to be added."""

    path: str
    """Relative to the articles folder; of the file itself, or of the one with the same bytes."""
    is_new: bool
    """False when a file with the same bytes was there; nothing was written then."""
    is_renamed: bool = False
    """It has another name than it came with: that one was taken or not safe."""


def add_file(folder: Path, name: str, content: bytes) -> Added:
    """Put a file into the articles folder, which is made if need be, under a safe and free name.

    Args:
        folder: of the articles.
        name: as it came, from anybody.
        content: the file's bytes.

    Raises:
        FileRefusedError: its format is not known, it is empty or too large, or it cannot be
            written; the message says what helps.
    """
    safe = make_safe_name(name)
    _check(safe, content)
    with storage_refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if equal := _find_equal(folder, content):
            return Added(equal, is_new=False)
        path = _write(folder, safe, content)
    return Added(path.name, is_new=True, is_renamed=path.name != name)


def _check(name: str, content: bytes) -> None:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        known = " ".join(sorted(SUFFIXES))
        what = f"files named *{suffix}" if suffix else "files without a suffix to their name"
        raise FileRefusedError(f"{what} are not read as articles; these are: {known}")
    if not content:
        raise FileRefusedError("the file is empty; look whether it was saved")
    if len(content) > MAX_BYTES:
        raise FileRefusedError(
            f"the file has {len(content) / 2**20:,.0f} MB, at most {MAX_BYTES / 2**20:.0f} MB are "
            "read; split it and add the parts"
        )


def _find_equal(folder: Path, content: bytes) -> str:
    """Give the path of a file with these bytes; empty where there is none."""
    digest = hashlib.sha256(content).digest()
    for file in find_files(folder):
        if file.size == len(content) and file.path.is_file():
            with file.path.open("rb") as other:
                if hashlib.file_digest(other, "sha256").digest() == digest:
                    return file.id
    return ""


def _write(folder: Path, name: str, content: bytes) -> Path:
    """Write a file beside, under a hidden name, and give it the first free name."""
    beside = folder / f".adding-{secrets.token_hex(8)}"
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return _name(beside, folder, name)
    finally:
        beside.unlink(missing_ok=True)


def _name(beside: Path, folder: Path, name: str) -> Path:
    while True:
        target = folder / find_free_name(name, lambda one: os.path.lexists(folder / one))
        try:
            place(beside, target)
        except FileExistsError:
            continue  # somebody else was faster
        return target
