"""Files that were checked are not read through again until anything may have changed them."""

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from index.seals import Seals

CONTENT = b"what was written"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
WEEKS = 15 * 86_400


def make_file(folder: Path) -> Path:
    """Give a file that was written long enough ago."""
    path = folder / "part"
    path.write_bytes(CONTENT)
    time.sleep(2.1)
    return path


def check(path: Path) -> bool:
    """Check a file, and note it."""
    seals = Seals(path.parent, "one")
    is_whole = seals.holds(path, DIGEST)
    seals.save()
    return is_whole


def sealed(folder: Path) -> list[str]:
    """Give the names of the files that need no look."""
    told = folder / "seals.json"
    return [*json.loads(told.read_text())["files"]] if told.exists() else []


def test_file_is_sealed_once_it_was_read(tmp_path: Path) -> None:
    """What is whole and has rested is noted; whatever is written to it since is found."""
    path = make_file(tmp_path)
    before = path.stat()

    assert check(path)
    assert sealed(tmp_path) == [str(path)]
    assert check(path)
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a thief of time would
    assert not check(path)


def test_file_just_written_is_not_sealed(tmp_path: Path) -> None:
    """A change in the same instant would have the same time."""
    path = tmp_path / "part"
    path.write_bytes(CONTENT)

    assert check(path)
    assert sealed(tmp_path) == []


@pytest.mark.parametrize("harm", ["age", "future", "generation", "cut"])
def test_seal_that_does_not_hold_is_no_seal(tmp_path: Path, harm: str) -> None:
    """One too old, from the future, of another generation or damaged has the file read."""
    path = make_file(tmp_path)
    assert check(path)
    told = tmp_path / "seals.json"
    kept = json.loads(told.read_text())
    (seal,) = kept["files"].values()
    seal[0] = "0" * 64  # were it trusted, the file would not be what is asked for
    seal[-1] += {"age": -WEEKS, "future": WEEKS}.get(harm, 0)
    kept["generation"] += "x" * (harm == "generation")
    told.write_text(json.dumps(kept)[: 20 if harm == "cut" else None])

    assert check(path)


def test_read_only_folder_is_read_anew(tmp_path: Path) -> None:
    """Where nothing can be noted, everything is checked each time."""
    path = make_file(tmp_path)
    (tmp_path / ".seals.json.new").mkdir()

    assert check(path)
    assert sealed(tmp_path) == []
