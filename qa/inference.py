"""One gate in front of the model: however many sessions ask, it works for one at a time.

The model uses every core by itself; two questions at once would only slow each other down.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index import Library
from qa.spans import PassageRead, ReadPassages

__all__ = ["Gate"]

_REMEMBERED = 256


class Gate:
    """Lets the models work, one call at a time.

    Args:
        library: whose model encodes questions and sentences.
        reader: reads passages, where there is one.
    """

    def __init__(self, library: Library, reader: ReadPassages | None = None) -> None:
        self._embedder, self._reader = library.embedder, reader
        self._lock = Lock()
        self._questions: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def encode_question(self, question: str) -> NDArray[np.float32]:
        """Give the (dim,) unit vector of a question; the latest ones are remembered."""
        with self._lock:
            vector = self._questions.pop(question, None)
            if vector is None:
                vector = self._embedder.encode_question(question)
            self._questions[question] = vector
            if len(self._questions) > _REMEMBERED:
                self._questions.popitem(last=False)
            return vector

    def encode_sentences(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Give (n, dim) unit rows for sentences."""
        with self._lock:
            return self._embedder.encode_sentences(sentences)

    def read_passages(self, question: str, passages: Sequence[str]) -> list[PassageRead]:
        """Read a question beside each of some passages."""
        assert self._reader is not None
        with self._lock:
            return self._reader(question, passages)
