"""Other processes: a Python that is asked one thing after another; alone knows psutil.

A process of our own making instead of one of multiprocessing, which would run the program that asks
once more: a script without a guard, or the whole page.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import psutil

from index.errors import ArticleQAError

__all__ = [
    "EndedError",
    "Handle",
    "Process",
    "ask_to_end",
    "is_running",
    "serve",
    "start_apart",
    "start_of",
]

_MEGABYTE = 2**20
_SAME_START = 2.0  # seconds by which a clock that was set may move the start of a process
_PULSE = 0.5  # seconds between two looks at the parent
_END = "end of answers"
_READY = "ready"

Handle = Callable[[Any], Iterable[Any]]
"""What is asked -> the answers to it; must be one that can be pickled."""


class EndedError(Exception):
    """The process is gone; the text says how it ended."""


class Process:
    """One process; not for several threads at once, but for `kill` and `memory`.

    Args:
        handle: answers what is asked; a copy of it goes there.
        prepare: done there first; an error of ours that it raises is left to the first question.
    """

    def __init__(self, handle: Handle, prepare: Callable[[], object] | None = None) -> None:
        self._work = (handle, prepare)
        self._running: subprocess.Popen[bytes] | None = None
        self._is_ready = False

    def start(self) -> None:
        """Have the process begin, if it has not; returns at once."""
        if self._running is not None:
            return
        self._is_ready = False
        self._running = subprocess.Popen(
            [sys.executable, "-P", "-c", "from index.processes import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_find_as_here(),
        )
        with contextlib.suppress(OSError):  # the first question finds it gone
            _send(self._running.stdin, self._work)

    def wait_until_ready(self) -> None:
        """Return once the process has begun and what is to be done there first is done.

        Raises:
            EndedError: it ended before.
        """
        self.start()
        running = self._running
        assert running is not None
        if not self._is_ready:
            try:
                _receive(running.stdout)
            except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
                raise EndedError(self._last_words()) from error
            self._is_ready = True

    def ask(self, what: object) -> Iterator[Any]:
        """Give the answers as they come.

        Raises:
            EndedError: the process ended before the last of them.
            ArticleQAError: raised there.
        """
        self.wait_until_ready()
        running = self._running
        assert running is not None
        try:
            _send(running.stdin, what)
            while (answer := _receive(running.stdout)) != (_END,):
                if isinstance(answer[0], ArticleQAError):
                    raise answer[0]
                yield answer[0]
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise EndedError(self._last_words()) from error

    def stop(self, seconds: float = 0.0) -> None:
        """End the process, in the middle of a question if need be.

        Args:
            seconds: it is asked to end, and given so long to tidy up.
        """
        running, self._running = self._running, None
        if running is not None:
            if seconds:
                running.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running.wait(seconds)
            running.kill()
            running.wait()
            for pipe in (running.stdin, running.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]  # both were asked for

    def kill(self) -> None:
        """End the process and leave the rest to who waits for its answer."""
        running = self._running
        if running is not None:
            running.kill()

    def memory(self) -> float:
        """Give its resident memory in megabytes; 0 when it is gone."""
        running = self._running
        with contextlib.suppress(psutil.Error):
            if running is not None:
                return float(psutil.Process(running.pid).memory_info().rss / _MEGABYTE)
        return 0.0

    def _last_words(self) -> str:
        """Say how the process ended, and forget it."""
        running = self._running
        code = running.wait() if running is not None else 0
        self.stop()
        return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def start_of(pid: int) -> float | None:
    """Give when a process began, in seconds since 1970; None when it is gone."""
    with contextlib.suppress(psutil.Error, ValueError):
        process = psutil.Process(pid)
        # One that nobody has buried yet is gone all the same.
        if process.status() != psutil.STATUS_ZOMBIE:
            return float(process.create_time())
    return None


def is_running(pid: int, began: float) -> bool:
    """Tell whether a process runs, and is the one that began then."""
    start = start_of(pid)
    return start is not None and abs(start - began) < _SAME_START


def ask_to_end(pid: int, began: float) -> bool:
    """Ask a process politely to end; False when it is gone, another one, or not ours to end."""
    with contextlib.suppress(psutil.Error):
        if is_running(pid, began):
            psutil.Process(pid).terminate()
            return True
    return False


def start_apart(module: str, arguments: Sequence[str], log: Path) -> "subprocess.Popen[bytes]":
    """Run a module of ours in a process that outlives this one; what it says goes to a file."""
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        apart = {"creationflags": flags}
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # a module of ours, no shell
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_find_as_here(),
            **apart,
        )
    # Buried when it ends, so that nobody takes it for alive.
    threading.Thread(target=process.wait, name="wait for it", daemon=True).start()
    return process


def serve() -> None:
    """Answer what standard input asks; the whole life of such a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks decides when to stop
    threading.Thread(target=_end_with_parent, daemon=True).start()
    asked, answers = sys.stdin.buffer, _take_standard_output()
    with contextlib.suppress(EOFError, OSError):
        handle, prepare = _receive(asked)
        with contextlib.suppress(ArticleQAError):
            if prepare is not None:
                prepare()
        _send(answers, _READY)
        while True:
            what = _receive(asked)
            try:
                for answer in handle(what):
                    _send(answers, (answer,))
                _send(answers, (_END,))
            except ArticleQAError as error:
                _send(answers, (error,))


def _find_as_here() -> dict[str, str]:
    """Give an environment in which a Python finds what is found here, whatever way it is."""
    places = os.pathsep.join(path for path in sys.path if path)
    return {**os.environ, "PYTHONPATH": places}


def _take_standard_output() -> IO[bytes]:
    """Give standard output to the answers alone; what a library prints goes to the errors."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _end_with_parent() -> None:
    """A parent that is killed says no goodbye, and a question that hangs hears none."""
    parent = psutil.Process().parent()
    with contextlib.suppress(psutil.NoSuchProcess):
        # One that nobody has buried yet is dead all the same.
        while parent is not None and parent.status() != psutil.STATUS_ZOMBIE:
            time.sleep(_PULSE)
    os._exit(1)


def _send(pipe: IO[bytes] | None, what: object) -> None:
    assert pipe is not None
    pickle.dump(what, pipe, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> Any:
    assert pipe is not None
    return pickle.load(pipe)  # noqa: S301  # from a process of our own
