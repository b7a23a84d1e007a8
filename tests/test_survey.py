"""Files that nothing touched are not read through again, and whatever touched one is noticed."""

import json
import os
import time
from pathlib import Path

import pytest

from index.survey import Survey, keep_quiet, note_seen, survey_folder

FAKE = "f" * 64
"""Were it not taken from the last build, no file would have this hash."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of articles that was surveyed, whose files have another hash in its notes."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (tmp_path / "library").mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"What {name} says.")
    time.sleep(2.1)
    note_seen(tmp_path / "library", survey(folder))
    notes = tmp_path / "library" / "looked.json"
    looked = {name: [FAKE, *seal] for name, (_, *seal) in json.loads(notes.read_text()).items()}
    notes.write_text(json.dumps(looked))
    return folder


def survey(folder: Path) -> Survey:
    """Look at a folder with what is known of it."""
    return survey_folder(folder, keep_quiet, folder.parent / "library")


def test_untouched_file_is_not_read(folder: Path) -> None:
    """Its hash is the one of the last build."""
    assert survey(folder).hashes == {"a.txt": FAKE, "b.txt": FAKE}


@pytest.mark.parametrize("harm", ["written", "replaced", "renamed", "touched"])
def test_touched_file_is_read(folder: Path, harm: str) -> None:
    """Also one that has its old size and its old time."""
    path, before = folder / "a.txt", (folder / "a.txt").stat()
    if harm == "written":
        path.write_text("What b.txt says.")
    elif harm == "replaced":
        (folder / "new").write_text("What c.txt says.")
        (folder / "new").replace(path)
    elif harm == "renamed":
        path = path.rename(folder / "c.txt")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    hashes = survey(folder).hashes
    assert hashes[path.name] != FAKE
    assert hashes["b.txt"] == FAKE


def test_damaged_notes_are_no_notes(folder: Path) -> None:
    """Everything is read."""
    (folder.parent / "library" / "looked.json").write_text("[")

    assert FAKE not in survey(folder).hashes.values()


def test_file_just_written_is_read_again(tmp_path: Path) -> None:
    """Another change may come in the same instant."""
    (tmp_path / "a.txt").write_text("What it says.")

    assert survey_folder(tmp_path, keep_quiet).looked == {}
