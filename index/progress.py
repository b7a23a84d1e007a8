"""How far a rebuild is, in a small file that other processes may look at.

The process that builds writes it beside the library, whole or not at all; whoever looks can tell a
rebuild that runs from one that was killed.
"""

import contextlib
import json
import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType

from index.errors import ArticleQAError, IndexLockedError
from index.processes import is_running, start_of

__all__ = ["ProgressFile", "RebuildProgress", "read_progress"]

PROGRESS = "rebuild.json"
PAUSE = 1.0
"""Seconds between two writes, at least: some disks take a hundredth of a second for each."""
WINDOW = 30.0
"""Seconds over which the pace is taken: what is found in the cache goes faster than the rest."""
NEEDED = 2.0
"""Seconds of a stage before its pace is worth telling."""


@dataclass(frozen=True, slots=True)
class RebuildProgress:
    """How far a rebuild is, or how the last one ended."""

    state: str
    """"running", "done", "failed" or "stopped": ended before it was done, by whatever."""
    stage: str = "starting"
    """What is being done, in a word; or was, when it ended."""
    done: int = 0
    """Of the stage."""
    total: int = 0
    """Of the stage; 0 where it is not known yet."""
    seconds_left: float | None = None
    """Of the stage, where its pace tells."""
    began: float = 0.0
    """Seconds since 1970."""
    changed: float = 0.0
    """When this was told; seconds since 1970."""
    text: str = ""
    """The summary of a rebuild that is done, or why it failed and what helps."""
    pid: int = 0
    process_began: float = 0.0
    """Which tells a process from a later one with the same pid."""
    configured: str = ""
    """The articles folder that the configuration named, whichever was read."""

    @property
    def is_running(self) -> bool:
        return self.state == "running"


def read_progress(library: Path) -> RebuildProgress | None:
    """Give how far the rebuild of a library is, or how its last one ended; None if none is known.

    One that ended without a word, because it was killed or the machine went down, is "stopped".
    """
    try:
        told = RebuildProgress(**json.loads((library / PROGRESS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if told.is_running and not is_running(told.pid, told.process_began):
        return replace(told, state="stopped", seconds_left=None)
    return told


class ProgressFile:
    """Writes down how far a rebuild is; a context manager around the rebuild.

    A file that cannot be written costs the rebuild nothing. A rebuild that finds another one at
    work leaves that one's file alone.

    Args:
        library: the folder of the library.
        configured: the articles folder that the configuration names.
        clock: gives seconds, for the pace.
    """

    def __init__(
        self,
        library: Path,
        configured: Path | str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path, self._clock = library / PROGRESS, clock
        pid = os.getpid()
        self._told = RebuildProgress(
            "running",
            began=time.time(),
            pid=pid,
            process_began=start_of(pid) or 0.0,
            configured=str(configured),
        )
        self._next = 0.0
        self._marks: deque[tuple[float, int]] = deque()  # (seconds, done) of the stage

    def __enter__(self) -> "ProgressFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if error is None or isinstance(error, IndexLockedError):
            return
        if isinstance(error, ArticleQAError):
            self._end("failed", str(error))
        elif isinstance(error, Exception):
            self._end("failed", f"the rebuild met a fault of its own ({type(error).__name__})")
        else:  # Control-C or a polite kill
            self._end("stopped", "")

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note how far a stage is; most calls only look at the clock."""
        now = self._clock()
        is_new_stage = stage != self._told.stage
        if now < self._next and not is_new_stage and done < total:
            return
        self._next = now + PAUSE
        if is_new_stage:
            self._marks.clear()
        self._marks.append((now, done))
        while self._marks[0][0] < now - WINDOW:
            self._marks.popleft()
        left = self._guess_left(total)
        self._write(replace(self._told, stage=stage, done=done, total=total, seconds_left=left))

    def finish(self, summary: str) -> None:
        """Note that the rebuild is done."""
        self._end("done", summary)

    def _guess_left(self, total: int) -> float | None:
        """Give the seconds that the stage takes at its pace; None where it is too early to tell."""
        (since, first), (now, done) = self._marks[0], self._marks[-1]
        if now - since < NEEDED or done <= first:
            return None
        return round((total - done) * (now - since) / (done - first), 1)

    def _end(self, state: str, text: str) -> None:
        self._write(replace(self._told, state=state, text=text, seconds_left=None))

    def _write(self, told: RebuildProgress) -> None:
        self._told = told = replace(told, changed=time.time())
        beside = self._path.with_name(f".{PROGRESS}.{told.pid}")
        # A full disk or, on Windows, somebody reading; neither is worth a rebuild.
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(asdict(told)), encoding="utf-8")
            beside.replace(self._path)
