"""Files are read in processes of their own, each file within limits of time and memory.

A file that hangs, fills the memory or crashes its worker costs that process and ends as a skipped
file; the build goes on. Results come in the order asked for, however many processes there are.
"""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

from index.errors import ArticleError
from index.parsing import ParsedFile
from index.processes import EndedError, Process
from index.reading import SourceFile, read_bytes
from index.records import parsed_to_json

__all__ = ["Limits", "Outcome", "Parse", "WorkerPool", "count_cores"]

_PULSE = 0.05  # seconds between two looks at the processes that read

Parse = Callable[[SourceFile, bytes], ParsedFile]
"""What is done to a file; must be one that can be pickled. `Parser` is one."""


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
    parsed: str
    """JSON of the ParsedFile; empty when the file is skipped."""
    reason: str
    """Why it is skipped."""


class WorkerPool:
    """Reads files in other processes; a context manager. Processes start when first needed.

    Args:
        parse: what is done to each file; a copy goes to every process.
        count: how many processes there are at most.
        limits: for each file.
    """

    def __init__(self, parse: Parse, count: int, limits: Limits) -> None:
        self._workers = [_Worker(parse, limits) for _ in range(count)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="worker")
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="watch workers", daemon=True).start()

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.process.kill()  # also what a thread still waits for
        self._threads.shutdown(wait=True)
        for worker in self._workers:
            worker.process.stop()

    def submit(self, file: SourceFile) -> "Future[Outcome]":
        """Have a file read."""
        return self._threads.submit(self._read, file)

    def _read(self, file: SourceFile) -> Outcome:
        worker = self._idle.get()
        try:
            return worker.read(file)
        finally:
            self._idle.put(worker)

    def _watch(self) -> None:
        while not self._closed.wait(_PULSE):
            for worker in self._workers:
                worker.check()


class _Worker:
    """One process that reads one file at a time, begun anew after each that goes wrong."""

    def __init__(self, parse: Parse, limits: Limits) -> None:
        self.process = Process(_ReadFile(parse))
        self._limits = limits
        self._lock = threading.Lock()
        self._deadline: float | None = None  # while a file is read
        self._reason = ""  # why the process was ended while it read

    def read(self, file: SourceFile) -> Outcome:
        """Give what became of a file."""
        self.process.start()
        with self._lock:
            self._reason, self._deadline = "", time.monotonic() + self._limits.seconds
        outcome: Outcome
        try:
            (outcome,) = self.process.ask(file)
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
class _ReadFile:
    """File -> its one outcome; what a process that reads is asked."""

    parse: Parse

    def __call__(self, file: SourceFile) -> Iterator[Outcome]:
        try:
            content = read_bytes(file)
        except ArticleError as error:
            yield Outcome("", "", str(error))
            return
        digest = hashlib.sha256(content).hexdigest()
        try:
            yield Outcome(digest, parsed_to_json(self.parse(file, content)), "")
        except ArticleError as error:
            yield Outcome(digest, "", str(error))
        except MemoryError:
            yield Outcome(digest, "", "needs more memory to read than this machine has")
        except Exception as error:  # noqa: BLE001  # a defect of ours costs one file
            reason = f"reading it failed ({type(error).__name__}: {error})"
            yield Outcome(digest, "", reason)


def count_cores() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
