"""Files are read in processes of their own, each file within limits of time and memory.

A file that hangs, fills the memory or crashes its reader costs that process and ends as a skipped
file; the build goes on. Results come in the order asked for, however many processes there are. The
only file that knows psutil.
"""

import contextlib
import hashlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import IO

import psutil

from index.errors import ArticleError, WorkerError
from index.parsing import ParsedFile
from index.reading import SourceFile, read_bytes
from index.records import parsed_to_json

__all__ = ["Limits", "Outcome", "Parse", "ReaderPool", "count_cores", "serve"]

Parse = Callable[[SourceFile, bytes], ParsedFile]
"""What is done to a file; must be one that can be pickled. `Parser` is one."""

_PULSE = 0.05  # seconds between two looks at the processes that read
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float
    megabytes: int
    """Of resident memory, the reader's own 200 included."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    digest: str | None
    """SHA-256 of the content; empty when it cannot be read, None when it was not waited for."""
    parsed: str
    """JSON of the ParsedFile; empty when the file is skipped."""
    reason: str
    """Why it is skipped."""


class ReaderPool:
    """Reads files in other processes; a context manager. Processes start when first needed.

    Args:
        parse: what is done to each file; a copy goes to every process.
        count: how many processes there are at most.
        limits: for each file.
    """

    def __init__(self, parse: Parse, count: int, limits: Limits) -> None:
        self._readers = [_Reader(parse, limits) for _ in range(count)]
        self._idle: SimpleQueue[_Reader] = SimpleQueue()
        for reader in self._readers:
            self._idle.put(reader)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="watch readers", daemon=True).start()

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for reader in self._readers:
            reader.stop()  # also what a thread still waits for
        self._threads.shutdown(wait=True)

    def submit(self, file: SourceFile) -> "Future[Outcome]":
        """Have a file read; the future raises WorkerError where no process can be started."""
        return self._threads.submit(self._read, file)

    def _read(self, file: SourceFile) -> Outcome:
        reader = self._idle.get()
        try:
            return reader.read(file)
        finally:
            self._idle.put(reader)

    def _watch(self) -> None:
        while not self._closed.wait(_PULSE):
            for reader in self._readers:
                reader.check()


class _Reader:
    """One process that reads one file at a time, begun anew after each that goes wrong.

    A process of our own making instead of one of multiprocessing, which would run the program that
    asks once more: a script without a guard, or the whole page.
    """

    def __init__(self, parse: Parse, limits: Limits) -> None:
        self._parse, self._limits = parse, limits
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._deadline: float | None = None  # while a file is read
        self._reason = ""  # why the process was ended while it read

    def read(self, file: SourceFile) -> Outcome:
        """Give what became of a file.

        Raises:
            WorkerError: no process can be started.
        """
        process = self._process or self._start()
        with self._lock:
            self._reason, self._deadline = "", time.monotonic() + self._limits.seconds
        try:
            outcome: Outcome | None = _ask(process, file)
        except (EOFError, OSError, pickle.UnpicklingError):
            outcome = None
        with self._lock:
            self._deadline = None
        if outcome is None:
            reason = self._reason or f"reading it crashed the reader ({_last_words(process)})"
            outcome = Outcome(None, "", reason)
            self.stop()
        # What a process has read makes it large; the next file must not be blamed for that.
        elif self._reason or _memory(process) > self._limits.megabytes / 2:
            self.stop()
        return outcome

    def check(self) -> None:
        """End the process if the file it reads takes too much; called from another thread."""
        with self._lock:
            process = self._process
            if process is None or self._deadline is None or self._reason:
                return
            if time.monotonic() > self._deadline:
                self._reason = (
                    f"took longer than {self._limits.seconds:g} s to read; [index] file_seconds "
                    "in config.toml allows more"
                )
            elif _memory(process) > self._limits.megabytes:
                self._reason = (
                    f"needs more than {self._limits.megabytes} MB of memory to read; [index] "
                    "file_megabytes in config.toml allows more"
                )
            if self._reason:
                process.kill()

    def stop(self) -> None:
        """End the process, in the middle of a file if need be."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]  # both were asked for

    def _start(self) -> "subprocess.Popen[bytes]":
        # It finds what is found here, whatever way it was found.
        places = os.pathsep.join(path for path in sys.path if path)
        process = subprocess.Popen(  # this very Python, and a line of our own
            [sys.executable, "-P", "-c", "from index.workers import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": places},
        )
        self._process = process
        try:
            _ask(process, self._parse)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.stop()
            raise WorkerError(
                f"the process that reads articles cannot start ({_last_words(process)}); is there "
                "memory left, and is the installation whole?"
            ) from error
        return process


def _ask(process: "subprocess.Popen[bytes]", what: object) -> Outcome:
    """Send something to a process and wait for its answer."""
    assert process.stdin is not None
    assert process.stdout is not None
    pickle.dump(what, process.stdin)
    process.stdin.flush()
    outcome: Outcome = pickle.load(process.stdout)  # noqa: S301  # from a process of our own
    return outcome


def _memory(process: "subprocess.Popen[bytes]") -> float:
    """Give the resident memory of a process in megabytes; 0 when it is gone."""
    with contextlib.suppress(psutil.Error):
        return float(psutil.Process(process.pid).memory_info().rss / _MEGABYTE)
    return 0.0


def _last_words(process: "subprocess.Popen[bytes]") -> str:
    """Say how a process ended that ended by itself."""
    code = process.wait()
    return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def count_cores() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def serve() -> None:
    """Read the files that standard input asks for; the whole life of a process that reads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks decides when to stop
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError), _take_standard_output() as answers:
        asked = sys.stdin.buffer
        parse: Parse = pickle.load(asked)  # noqa: S301  # from the process that began this one
        answer = Outcome("", "", "")  # it is up
        while True:
            pickle.dump(answer, answers)
            answers.flush()
            answer = _read_file(pickle.load(asked), parse)  # noqa: S301


def _take_standard_output() -> IO[bytes]:
    """Give standard output to the answers alone; what a library prints goes to the errors."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _end_with_parent() -> None:
    """A parent that is killed says no goodbye, and a file that hangs hears none."""
    parent = psutil.Process().parent()
    if parent is not None:
        parent.wait()
    os._exit(1)


def _read_file(file: SourceFile, parse: Parse) -> Outcome:
    try:
        content = read_bytes(file)
    except ArticleError as error:
        return Outcome("", "", str(error))
    digest = hashlib.sha256(content).hexdigest()
    try:
        return Outcome(digest, parsed_to_json(parse(file, content)), "")
    except ArticleError as error:
        return Outcome(digest, "", str(error))
    except MemoryError:
        return Outcome(digest, "", "needs more memory to read than this machine has")
    except Exception as error:  # noqa: BLE001  # a defect of a reader costs one file, and is named
        return Outcome(digest, "", f"the reader failed on it ({type(error).__name__}: {error})")
