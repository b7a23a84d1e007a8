"""Files are read in processes of their own, each file within limits of time and memory.

A file that hangs, fills the memory or crashes its worker costs that process and ends as a skipped
file; the build goes on. Results come in the order asked for, however many processes there are.
"""

import hashlib
import os
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, repeat
from queue import LifoQueue
from typing import Protocol

from index.article_rows import make_rows, rows_to_json
from index.errors import ArticleError, ArticleQAError
from index.parsing import Draft, ParsedArticle
from index.processes import EndedError, Process
from index.reading import SourceFile, read_bytes
from index.records import draft_from_json, draft_to_json, notes_to_json

__all__ = ["Limits", "Outcome", "Request", "Steps", "WorkerPool", "count_cores"]

_PULSE = 0.05  # seconds between two looks at the processes that read


class Steps(Protocol):
    """What is done to a file, in two steps; must be one that can be pickled. `Parser` is one."""

    def draft(self, file: SourceFile, content: bytes) -> list[Draft]: ...

    def parse(self, draft: Draft, repeated: Collection[int] = ()) -> ParsedArticle: ...


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a worker: a draft of a file or, once `repeated` is known, the whole."""

    file: SourceFile
    drafts: str = ""
    """JSON of the file's drafts, one a line, where they are at hand; else the file is read."""
    repeated: tuple[frozenset[int], ...] | None = None
    """For each of its articles, keys of blocks that come back in others; None to draft it only."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float
    megabytes: int
    """Of resident memory, the worker's own 200 included."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    digest: str | None
    """SHA-256 of the content; empty when it cannot be read, None when it was not waited for."""
    made: str
    """JSON of each Draft or of its ArticleRows, one a line; empty when the file is skipped."""
    reason: str
    """Why it is skipped."""
    notes: str = ""
    """JSON of each draft's BlockNotes, one a line."""
    seconds: float = 0.0
    """That the work took."""


class WorkerPool:
    """Reads files in other processes; a context manager. Others start when first needed.

    Args:
        steps: what is done to each file; a copy goes to every process.
        count: how many processes there are at most.
        limits: for each file.
    """

    def __init__(self, steps: Steps, count: int, limits: Limits) -> None:
        self._workers = [_Worker(steps, limits) for _ in range(count)]
        # The last to become idle is asked first: a file or two need one process only.
        self._idle: LifoQueue[_Worker] = LifoQueue()
        for worker in reversed(self._workers):
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="worker")
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="watch workers", daemon=True).start()

    def __enter__(self) -> "WorkerPool":
        self._workers[0].process.start()  # gets ready while files are looked for in the cache
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.process.kill()  # also what a thread still waits for
        self._threads.shutdown(wait=True)
        for worker in self._workers:
            worker.process.stop()

    def submit(self, request: Request) -> "Future[Outcome]":
        """Have one step or both of a file done."""
        return self._threads.submit(self._ask, request)

    def _ask(self, request: Request) -> Outcome:
        worker = self._idle.get()
        try:
            return worker.ask(request)
        finally:
            self._idle.put(worker)

    def _watch(self) -> None:
        while not self._closed.wait(_PULSE):
            for worker in self._workers:
                worker.check()


class _Worker:
    """One process that reads one file at a time, begun anew after each that goes wrong."""

    def __init__(self, steps: Steps, limits: Limits) -> None:
        self.process = Process(_Answer(steps))
        self._limits = limits
        self._lock = threading.Lock()
        self._deadline: float | None = None  # while a file is read
        self._reason = ""  # why the process was ended while it read

    def ask(self, request: Request) -> Outcome:
        """Give what became of a file."""
        outcome: Outcome
        self._reason = ""
        try:
            self.process.wait_until_ready()  # no file is to blame for a machine that is busy
            with self._lock:
                self._deadline = time.monotonic() + self._limits.seconds
            (outcome,) = self.process.ask(request)
        except EndedError as error:
            reason = self._reason or f"reading it crashed the worker ({error})"
            outcome = Outcome(None, "", reason)
        with self._lock:
            self._deadline = None
        # What a process has read makes it large; the next file must not be blamed for that.
        if self._reason or self.process.memory() > self._limits.megabytes / 2:
            self.process.stop()
        return outcome

    def check(self) -> None:
        """End the process if the file it reads takes too much; called from another thread."""
        with self._lock:
            if self._deadline is None or self._reason:
                return
            if time.monotonic() > self._deadline:
                self._reason = (
                    f"took longer than {self._limits.seconds:g} s to read; [index] file_seconds "
                    "in config.toml allows more"
                )
            elif self.process.memory() > self._limits.megabytes:
                self._reason = (
                    f"needs more than {self._limits.megabytes} MB of memory to read; [index] "
                    "file_megabytes in config.toml allows more"
                )
            if self._reason:
                self.process.kill()


@dataclass(frozen=True, slots=True)
class _Answer:
    """Request -> its one outcome; what a process that reads is asked."""

    steps: Steps

    def __call__(self, request: Request) -> Iterator[Outcome]:
        started = time.perf_counter()
        digest = ""
        try:
            if request.drafts:
                drafts = [draft_from_json(line) for line in request.drafts.split("\n")]
                digest = drafts[0].sha256
            else:
                content = read_bytes(request.file)
                digest = hashlib.sha256(content).hexdigest()
                drafts = self.steps.draft(request.file, content)
            outcome = self._finish(drafts, request.repeated)
        except ArticleError as error:
            outcome = Outcome(digest, "", str(error))
        except ArticleQAError:  # not this file's fault: no other could be read either
            raise
        except MemoryError:
            outcome = Outcome(digest, "", "needs more memory to read than this machine has")
        except Exception as error:  # noqa: BLE001  # a defect of ours costs one file
            reason = f"reading it failed ({type(error).__name__}: {error})"
            outcome = Outcome(digest, "", reason)
        yield replace(outcome, seconds=time.perf_counter() - started)

    def _finish(
        self, drafts: Sequence[Draft], repeated: Sequence[Collection[int]] | None
    ) -> Outcome:
        digest = drafts[0].sha256
        if repeated is None:
            notes = "\n".join(notes_to_json(draft.notes) for draft in drafts)
            return Outcome(digest, "\n".join(map(draft_to_json, drafts)), "", notes)
        # A file that changed in between may hold other articles; it will be read again.
        every = chain(repeated, repeat(frozenset[int]()))
        parsed = (self.steps.parse(draft, blocks) for draft, blocks in zip(drafts, every))  # noqa: B905
        return Outcome(digest, "\n".join(rows_to_json(make_rows(item)) for item in parsed), "")


def count_cores() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
