"""Files that mean it no good are indexed or skipped with a reason, and the build ends."""

import os
import sys
from pathlib import Path

import pytest
from support import HashEmbedder

from benchmarks.hostile import keep_changing, write_hostile
from index.build import build_library
from index.config import IndexSettings
from index.library import Library
from index.reading import find_files

READ = {"caf\u00e9.txt", "cafe\u0301.txt", "one-line.txt", "same-title-0.txt", "same-title-2.txt"}
REASONS = {
    "huge.txt": "too large",
    "binary.txt": "",
    "bomb.docx": "",
    "laughs.docx": "",
    "cut.pdf": "",
    "no-zip.docx": "damaged",
    "empty.txt": "empty",
    "blank.txt": "empty",
    "nothing-but-nul.txt": "",
    "loop.txt": "cannot be read",
    "nowhere.txt": "cannot be read",
    "pipe.txt": "no regular file",
    "two\nlines.txt": "name",
    r"broken-\udce9\udcff.txt": "name",
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="its names and links are tamer")
def test_every_hostile_file_ends_indexed_or_skipped(tmp_path: Path) -> None:
    """One build, within limits, with a receipt for every file, and it can be asked."""
    write_hostile(tmp_path / "articles", huge=101 * 2**20)
    settings = IndexSettings(
        tmp_path / "articles", tmp_path / "library", tmp_path / "cache", file_seconds=5
    )
    with keep_changing(tmp_path / "articles" / "changing.txt"):
        report = build_library(settings, embedder=HashEmbedder())
    receipts = {item.path: item for item in Library.open(settings, HashEmbedder()).receipts()}
    skipped = {path: item.reason for path, item in receipts.items() if item.status == "skipped"}

    assert {file.id for file in find_files(settings.articles)} == receipts.keys()
    assert skipped == dict(report.skipped)
    assert READ & skipped.keys() == set()
    assert {path: reason for path, reason in REASONS.items() if reason not in skipped[path]} == {}
    may_read_all = os.access(settings.articles / "locked.txt", os.R_OK)  # root may, as a rule
    assert ("locked.txt" in skipped, "closed" in skipped) == (not may_read_all, not may_read_all)


def test_a_file_that_changed_while_it_was_read_is_read_again(tmp_path: Path) -> None:
    """A library is not taken for up to date when a file changed after it was hashed."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "changing.txt").write_text("Changing\n\nThe council voted on Monday.")
    settings = IndexSettings(folder, tmp_path / "library", tmp_path / "cache")

    def change(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("looking", total):
            (folder / "changing.txt").write_text("Changing\n\nThe council voted on Tuesday.")

    build_library(settings, change, HashEmbedder())
    after = build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    assert after.changed
    assert "Tuesday" in library.article("changing.txt").text
    assert not build_library(settings, embedder=HashEmbedder()).changed
