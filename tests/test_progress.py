"""A rebuild is watched from outside: how far it is, how it ended, and that it was killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from support import PIER, ROOT, HashEmbedder, write_config

from index.build import build_library
from index.config import load_index_settings
from index.errors import IndexLockedError, StorageError
from index.folder import Folder
from index.processes import is_running, start_of
from index.progress import PROGRESS, ProgressFile, read_progress
from index.rebuild import main

PATIENCE = 60.0
# Tells how far it is and then holds still, as a rebuild does that reads a large file.
HOLD = """
import sys, time
from pathlib import Path
from index.progress import ProgressFile
with ProgressFile(Path(sys.argv[1])) as told:
    told("reading", 3, 12)
    print("told", flush=True)
    time.sleep(60)
"""


def wait_until(look: Callable[[], object]) -> None:
    """Look again until it is so."""
    end = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Give a configuration with one article and no library."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "pier.txt").write_text(PIER)
    return write_config(tmp_path, tmp_path / "articles")


def test_a_killed_rebuild_is_told_as_stopped(tmp_path: Path) -> None:
    """While its process lives it is running, and from the moment that it is gone it is not."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as rebuild:
        assert rebuild.stdout is not None
        rebuild.stdout.readline()
        running = read_progress(tmp_path)
        rebuild.kill()
        # Its parent has not buried it: it is a zombie, and no rebuild.
        wait_until(lambda: start_of(rebuild.pid) is None)
        killed = read_progress(tmp_path)

    assert running is not None
    assert (running.state, running.stage, running.done, running.total) == (
        *("running", "reading"),
        *(3, 12),
    )
    assert killed is not None
    assert (killed.state, killed.is_running, killed.stage) == ("stopped", False, "reading")


def test_another_process_of_the_same_number_is_no_rebuild(tmp_path: Path) -> None:
    """A pid that was given anew is told from the one that built."""
    told = ProgressFile(tmp_path)
    told("reading", 1, 2)
    content = json.loads((tmp_path / PROGRESS).read_text())
    content["process_began"] -= 1000
    (tmp_path / PROGRESS).write_text(json.dumps(content))

    found = read_progress(tmp_path)

    assert found is not None
    assert found.state == "stopped"
    assert is_running(os.getpid(), start_of(os.getpid()) or 0)


@pytest.mark.parametrize("content", ["", "[]", '{"state": "running", "what": 1}', "{"])
def test_what_is_no_progress_is_not_known(tmp_path: Path, content: str) -> None:
    """A file that somebody else wrote says nothing."""
    (tmp_path / PROGRESS).write_text(content)

    assert read_progress(tmp_path) is None


def test_the_time_left_is_told_by_the_pace_of_the_stage(tmp_path: Path) -> None:
    """Ten a second, forty left: four seconds; nothing is told of a stage that just began."""
    seconds = count(100.0)
    told = ProgressFile(tmp_path, clock=lambda: next(seconds))
    for done in range(0, 61, 10):
        told("embedding", done, 100)
    late = read_progress(tmp_path)
    told("comparing", 1, 2)
    early = read_progress(tmp_path)

    assert late is not None
    assert early is not None
    assert (late.seconds_left, early.seconds_left) == (4.0, None)


def test_the_file_is_written_a_few_times_a_second_only(tmp_path: Path) -> None:
    """Of a thousand calls in a moment the first counts, and the first and last of each stage."""
    told = ProgressFile(tmp_path)
    for i in range(1000):
        told("reading", i, 1000)
    first = read_progress(tmp_path)
    told("reading", 1000, 1000)
    last = read_progress(tmp_path)
    told("cleaning", 7, 9)
    second = read_progress(tmp_path)

    assert first is not None
    assert last is not None
    assert second is not None
    assert (first.done, last.done, second.stage, second.done) == (0, 1000, "cleaning", 7)


def test_each_end_is_told(tmp_path: Path) -> None:
    """An error of ours with its cure, a stop without words, a fault by its name."""
    ends: list[tuple[str, str]] = []
    for error in (StorageError("full; free some space"), KeyboardInterrupt(), ValueError("x")):
        with pytest.raises(type(error)), ProgressFile(tmp_path):
            raise error
        found = read_progress(tmp_path)
        assert found is not None
        ends.append((found.state, found.text))

    assert ends == [
        ("failed", "full; free some space"),
        ("stopped", ""),
        ("failed", "the rebuild met a fault of its own (ValueError)"),
    ]


def test_a_rebuild_that_finds_another_at_work_leaves_its_file_alone(tmp_path: Path) -> None:
    """The one that came second says nothing."""
    told = ProgressFile(tmp_path)
    told("reading", 1, 2)
    with pytest.raises(IndexLockedError), ProgressFile(tmp_path):
        raise IndexLockedError("a rebuild is using it")

    found = read_progress(tmp_path)

    assert found is not None
    assert (found.state, found.done) == ("running", 1)


def test_a_rebuild_from_the_terminal_is_seen_by_everybody(config: Path) -> None:
    """What it said in the end stands in the file, and the folder it was configured with."""
    assert main(["--config", str(config), "--quiet"]) == 0

    folders = [Folder.open(config), Folder.open(config)]

    for folder in folders:
        told = folder.progress()
        assert told is not None
        assert (told.state, told.stage) == ("done", "saving")
        assert told.text.startswith("1 articles, 1 passages from 1 files")
        assert told.configured == str(config.parent / "articles")


def test_a_rebuild_is_begun_once_and_stopped_by_anybody(config: Path) -> None:
    """Two who look see one rebuild, also who did not begin it; what a stop leaves is the old."""
    one, other = Folder.open(config), Folder.open(config)
    one.rebuild()
    begun = one.progress()
    assert begun is not None
    assert begun.is_running
    wait_until(lambda: (seen := other.progress()) and seen.pid == begun.pid)
    other.rebuild()
    same = other.progress()
    assert same is not None
    assert same.pid == begun.pid
    assert os.getsid(begun.pid) == begun.pid  # it outlives who began it

    assert other.stop()

    wait_until(lambda: (seen := one.progress()) and not seen.is_running)
    assert [folder.progress().state for folder in (one, other)] == ["stopped"] * 2  # type: ignore[union-attr]
    assert not (config.parent / "var" / "library" / "CURRENT").exists()
    assert not other.stop()


def test_a_rebuild_that_cannot_begin_says_why(config: Path) -> None:
    """What it wrote to its log is told, with the cure."""
    folder = Folder.open(config)
    config.write_text("[index]\nmodle = 3\n")

    folder.rebuild()

    wait_until(lambda: (seen := folder.progress()) and not seen.is_running)
    told = folder.progress()
    assert told is not None
    assert told.state == "failed"
    assert "did you mean 'model'" in told.text


def test_a_rebuild_goes_on_with_the_folder_that_the_library_is_of(
    config: Path, tmp_path: Path
) -> None:
    """Another one than is configured stays, until another one is configured."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pier.txt").write_text(PIER)
    settings = load_index_settings(config, elsewhere)
    with ProgressFile(settings.library, tmp_path / "articles") as told:
        build_library(settings, told, HashEmbedder())

    assert Folder.open(config).path == elsewhere

    write_config(tmp_path, tmp_path / "third")
    assert Folder.open(config).path == tmp_path / "third"


def test_a_stop_by_a_signal_is_told(tmp_path: Path) -> None:
    """A rebuild that is asked to end says that it was stopped before it goes."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "pier.txt").write_text(PIER)
    config = write_config(tmp_path, tmp_path / "articles")
    command = [sys.executable, "-m", "index.rebuild", "--config", str(config), "--quiet"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as rebuild:
        library = tmp_path / "var" / "library"
        wait_until(lambda: read_progress(library))
        rebuild.send_signal(signal.SIGTERM)

    assert rebuild.returncode == 143
    assert json.loads((library / PROGRESS).read_text())["state"] == "stopped"
