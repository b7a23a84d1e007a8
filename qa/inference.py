"""One gate in front of the model: however many sessions ask, it works for one at a time.

The model uses every core by itself; two questions at once would only slow each other down.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index import Library
from qa.spans import PassageRead, ReadPassages

__all__ = ["Gate", "Queue", "stand_back"]

_REMEMBERED = 256
_CALM = 0.3
"""Seconds without anybody else's turn until one who stands back has one: a question takes several
turns, and between two of them nobody waits."""
_LOOK = 0.03
"""Seconds between two looks whether it is calm."""
_stands_back: ContextVar[bool] = ContextVar("stands_back", default=False)


@contextmanager
def stand_back() -> Iterator[None]:
    """Let everybody else go first, for what nobody waits for."""
    before = _stands_back.set(True)
    try:
        yield
    finally:
        _stands_back.reset(before)


class Queue:
    """Lets one thread in at a time, in the order in which they came.

    A `Lock` may let in whoever is quickest; somebody who asks one question after another would
    then keep others out. Whoever stands back has a turn when it is calm.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()
        self._left = -_CALM  # when somebody who does not stand back left

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and hold it."""
        if _stands_back.get():
            self._enter_last()
        else:
            self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter_last(self) -> None:
        while not self._enters_calm():
            time.sleep(_LOOK)

    def _enters_calm(self) -> bool:
        with self._guard:
            is_calm = not self._is_taken and time.monotonic() - self._left >= _CALM
            self._is_taken = self._is_taken or is_calm
            return is_calm

    def _enter(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        called.acquire()  # until the one before it leaves

    def _leave(self) -> None:
        with self._guard:
            if not _stands_back.get():
                self._left = time.monotonic()
            if self._waiting:
                self._waiting.popleft().release()  # handed on: nobody comes in between
            else:
                self._is_taken = False


class Gate:
    """Lets the models work, one call at a time.

    Args:
        library: whose model encodes questions and sentences.
        reader: reads passages, where there is one.
    """

    def __init__(self, library: Library, reader: ReadPassages | None = None) -> None:
        self._embedder, self._reader = library.embedder, reader
        self._queue = Queue()
        self._questions: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def encode_question(self, question: str) -> NDArray[np.float32]:
        """Give the (dim,) unit vector of a question; the latest ones are remembered."""
        with self._queue.turn():
            vector = self._questions.pop(question, None)
            if vector is None:
                vector = self._embedder.encode_question(question)
            self._questions[question] = vector
            if len(self._questions) > _REMEMBERED:
                self._questions.popitem(last=False)
            return vector

    def encode_sentences(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Give (n, dim) unit rows for sentences."""
        with self._queue.turn():
            return self._embedder.encode_sentences(sentences)

    def read_passages(self, question: str, passages: Sequence[str]) -> list[PassageRead]:
        """Read a question beside each of some passages."""
        assert self._reader is not None
        with self._queue.turn():
            return self._reader(question, passages)
