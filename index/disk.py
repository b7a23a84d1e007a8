"""Generations of a library on disk: built beside, verified, swapped by replacing one small file.

    <library>/
        CURRENT                    name of the generation in use, one line
        generations/<name>/        one whole library, never changed once it has its name
            manifest.json          what it is made of, and the checksum of every other file
            ...
        rebuild.lock               held while a rebuild runs; rebuild.holder says by whom

A killed rebuild leaves a folder whose name begins with a dot and changes nothing else; the next
rebuild removes it.
"""

import contextlib
import errno
import json
import os
import shutil
import socket
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.beside import write_beside
from index.errors import IndexDamagedError, IndexLockedError, IndexMissingError, StorageError
from index.seals import Seals, hash_file

__all__ = [
    "FORMAT",
    "Manifest",
    "current_generation",
    "hold_lock",
    "new_generation",
    "open_generation",
    "publish",
    "read_origin",
    "storage_errors",
]

FORMAT = 7
"""Of the files of a generation; raised when an older program could not read a newer library."""

_PARTS = (
    "articles.sqlite",
    "receipts.sqlite",
    "families.sqlite",
    "vectors.faiss",
    "keywords/params.index.json",
    "article-keywords/params.index.json",
    "listing/names.json",
)
_COUNTS = ("files", "articles", "aliases", "skipped", "passages", "cut_sentences")
_REBUILD = "run `make rebuild` (or `rebuild-index`)"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of."""

    format: int
    generation: str
    built: str
    """UTC, ISO 8601."""
    inputs: str
    """Hash of everything the result depends on: articles, settings, model, program versions."""
    articles_folder: str
    settings: dict[str, Any]
    """What the library was made with, and must be asked with: model, its hash, sizes, prompts."""
    counts: dict[str, int]
    versions: dict[str, str]
    files: dict[str, dict[str, Any]]
    """File name -> {"bytes", "sha256"}."""


def current_generation(library: Path) -> str:
    """Give the name of the generation in use; empty when there is none."""
    try:
        return (library / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"{library / 'CURRENT'} cannot be read; {_REBUILD}") from error


def open_generation(library: Path) -> tuple[Path, Manifest]:
    """Give the folder and manifest of the generation in use, every file checked.

    Raises:
        IndexMissingError: there is none.
        IndexDamagedError: a file is missing, cut short or changed.
    """
    name = current_generation(library)
    if not name:
        raise IndexMissingError(f"there is no library in {library} yet; {_REBUILD}")
    folder = library / "generations" / name
    manifest = _read_manifest(folder)
    seals = Seals(library, name)
    for file, expected in manifest.files.items():
        path = folder / file
        if not path.is_file() or path.stat().st_size != expected["bytes"]:
            raise IndexDamagedError(f"{path} is missing or cut short; {_REBUILD}")
        if not seals.holds(path, expected["sha256"]):
            raise IndexDamagedError(f"{path} was changed after it was written; {_REBUILD}")
    seals.save()
    return folder, manifest


def read_origin(library: Path) -> Path | None:
    """Give the folder that the generation in use was built from; None where that cannot be told."""
    try:
        manifest = _read_manifest(library / "generations" / current_generation(library))
    except IndexDamagedError:
        return None
    return Path(manifest.articles_folder)


def _read_manifest(folder: Path) -> Manifest:
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if content.get("format") != FORMAT:
            raise IndexDamagedError(
                f"{folder} has format {content.get('format')}, this program reads {FORMAT}; "
                f"{_REBUILD}"
            )
        manifest = Manifest(**content)
        whole = {*_PARTS} <= {*manifest.files} and {*_COUNTS} <= {*manifest.counts}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise IndexDamagedError(f"{folder / 'manifest.json'} cannot be read; {_REBUILD}") from error
    if not whole:
        raise IndexDamagedError(f"{folder / 'manifest.json'} is not whole; {_REBUILD}")
    return manifest


@contextlib.contextmanager
def hold_lock(library: Path) -> Iterator[None]:
    """Hold the rebuild lock of a library's folder, or of a cache's.

    Raises:
        IndexLockedError: another process holds it; the message says which.
    """
    with storage_errors(library):
        library.mkdir(parents=True, exist_ok=True)
        lock = FileLock(library / "rebuild.lock")
        holder = library / "rebuild.holder"
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            who = holder.read_text(encoding="utf-8") if holder.exists() else "another process"
            raise IndexLockedError(
                f"a rebuild is using {library} ({who.strip()}); wait until it ends"
            ) from error
    try:
        with storage_errors(library):
            started = datetime.now().astimezone().isoformat(timespec="seconds")
            holder.write_text(
                f"process {os.getpid()} on {socket.gethostname()}, since {started}\n",
                encoding="utf-8",
            )
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


@contextlib.contextmanager
def new_generation(library: Path) -> Iterator[Path]:
    """Give an empty folder to build in; what is left of it afterwards goes.

    The rebuild lock must be held: folders of killed rebuilds are removed here.
    """
    generations = library / "generations"
    with storage_errors(library):
        generations.mkdir(parents=True, exist_ok=True)
        for leftover in generations.glob(".*"):
            shutil.rmtree(leftover, ignore_errors=True)
        folder = generations / f".building-{os.getpid()}"
        folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(library: Path, folder: Path, described: Manifest, previous: str) -> Manifest:
    """Checksum a finished folder, give it its name, and make it the generation in use.

    The previous generation stays, for readers that have it open; all others go.
    """
    with storage_errors(library):
        files = {
            path.relative_to(folder).as_posix(): {
                "bytes": path.stat().st_size,
                "sha256": hash_file(path),
            }
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        manifest = Manifest(**{**asdict(described), "files": files})
        text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n"
        (folder / "manifest.json").write_text(text, encoding="utf-8")
        for path in folder.rglob("*"):
            _sync(path)
        _sync(folder)
        final = library / "generations" / manifest.generation
        folder.rename(final)
        _sync(final.parent)
        seals = Seals(library, manifest.generation)
        for name, told in files.items():
            seals.add(final / name, str(told["sha256"]))
        seals.save()
        write_beside(library / "CURRENT", manifest.generation + "\n")
        _sync(library)
    _drop_all_but(library, {manifest.generation, previous})
    return manifest


@contextlib.contextmanager
def storage_errors(*places: Path) -> Iterator[None]:
    """Translate what a full, read-only or failing disk raises.

    Raises:
        StorageError: with the cure.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StorageError(_full(places)) from error
        raise StorageError(
            f"{error.filename or places[0]} cannot be written: {error.strerror or error}; check "
            "the folder's permissions, or set [index] library in config.toml to another folder"
        ) from error
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise StorageError(_full(places)) from error
        raise StorageError(
            f"{places[0]} cannot be written ({error}): the disk may be full or failing; free some "
            "space and run the rebuild again"
        ) from error


def _full(places: Sequence[Path]) -> str:
    named = " or ".join(map(str, places))
    return f"the disk that holds {named} is full; free some space and run the rebuild again"


def _drop_all_but(library: Path, kept: set[str]) -> None:
    """Remove old generations; one that is still held open stays for next time."""
    for path in (library / "generations").iterdir():
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    """Have a file or folder written through to the disk; Windows cannot sync a folder."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
