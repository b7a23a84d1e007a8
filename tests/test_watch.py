"""A watched folder is rebuilt when an article changes, and only then."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT, write_config

from index.config import load_index_settings
from index.errors import IndexMissingError
from index.show import show_receipts
from index.watch import watch_folder


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until something holds, a minute at the longest."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.1)


def test_changes_are_told_once_the_folder_is_quiet(tmp_path: Path) -> None:
    """Several as one; what no article can be is passed over."""
    (tmp_path / "deep").mkdir()
    stop = threading.Event()
    changes = iter(watch_folder(tmp_path, stop))
    assert next(changes) == 0
    for name in ("a.txt", "deep/b.md", "a.txt", ".hidden.txt", "notes.xyz", "c.txt"):
        (tmp_path / name).write_text(f"A story {name}")
    assert next(changes) == 3
    (tmp_path / "a.txt").unlink()
    assert next(changes) == 1
    stop.set()
    assert list(changes) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Control-C is another signal there")
def test_the_script_goes_on_rebuilding(tmp_path: Path) -> None:
    """With what is added; a folder that is emptied leaves the library alone; Control-C ends it."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Pier closed\n\nThe council closed the old pier on Sunday.")
    config = write_config(tmp_path, folder)
    settings = load_index_settings(config)

    def known() -> set[str]:
        try:
            return {receipt.path for receipt in show_receipts(settings)}
        except IndexMissingError:
            return set()

    command = [sys.executable, "-m", "index.rebuild", "--watch", "--config", str(config)]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stderr=log)
    try:
        wait_for(lambda: "watching" in (tmp_path / "log").read_text())
        assert known() == {"a.txt"}
        (folder / "b.txt").write_text("Market moves\n\nThe fish market moves to the southern quay.")
        wait_for(lambda: known() == {"a.txt", "b.txt"})
        for path in folder.iterdir():
            path.unlink()
        wait_for(lambda: "holds no article" in (tmp_path / "log").read_text())
        assert known() == {"a.txt", "b.txt"}
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    finally:
        process.kill()
        process.wait()
