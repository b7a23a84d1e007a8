"""A process that holds a library open and asks it what it is told to, one line after another.

    python -m benchmarks.serving CONFIG

Reads a JSON object a line, {"do": name, "questions": [...]}, and writes one for each.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psutil

from index.bert_embed import load_embedder
from index.config import load_index_settings, read_table
from index.library import Library
from qa.assemble import assemble
from qa.assistant import Assistant
from qa.filters import ALL, Filters
from qa.settings import AnswerSettings

__all__ = ["Served", "serve"]

_MEGABYTE = 2**20
_PASSAGES = 20
"""Of a ranking."""
_DATED = Filters(date(2016, 3, 1), date(2016, 5, 31))
"""A quarter of a year, of ten in which articles appeared."""


class Served:
    """Such a process, seen from outside; `serve` starts one."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def __call__(self, what: str, questions: Sequence[str] = ()) -> dict[str, Any]:
        """Have something done, and give what came of it and the memory held after it."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(json.dumps({"do": what, "questions": list(questions)}) + "\n")
        asked.flush()
        return dict(json.loads(told.readline()))


@contextmanager
def serve(config: Path) -> Iterator[Served]:
    """Have a process hold the library that a configuration names."""
    command = [sys.executable, "-m", "benchmarks.serving", str(config)]
    with subprocess.Popen(  # noqa: S603  # our own words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Served(process)
        finally:
            process.kill()


class _Server:
    """What goes on in the process."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self._assistant: Assistant | None = None

    def __call__(self, what: str, questions: Sequence[str]) -> dict[str, Any]:
        found = self._open() if what == "open" else getattr(self, what)(questions)
        gc.collect()
        memory = psutil.Process().memory_info()
        own = memory.rss - getattr(memory, "shared", 0)  # without what is mapped from files
        return {**found, "memory_mb": memory.rss / _MEGABYTE, "own_mb": own / _MEGABYTE}

    @property
    def assistant(self) -> Assistant:
        assert self._assistant is not None, "nothing is open"
        return self._assistant

    def _open(self) -> dict[str, Any]:
        """Open the library, or the newer one in its place, as the page does."""
        import torch  # noqa: F401  # every program pays for it once, whatever the library

        settings = load_index_settings(self._config)
        started = time.perf_counter()
        known = self._assistant.library.embedder if self._assistant else load_embedder(settings)
        loaded = time.perf_counter()
        library = Library.open(settings, known)
        opened = time.perf_counter()
        self._assistant = assemble(library, read_table(self._config, "qa", AnswerSettings))
        return {
            "model_seconds": loaded - started,
            "seconds": opened - loaded,
            "reader_seconds": time.perf_counter() - opened,
        }

    def search(self, questions: Sequence[str]) -> dict[str, Any]:
        return _time(lambda text: self._search(text, ALL), questions)

    def dated(self, questions: Sequence[str]) -> dict[str, Any]:
        return _time(lambda text: self._search(text, _DATED), questions)

    def answer(self, questions: Sequence[str]) -> dict[str, Any]:
        return _time(self.assistant.ask, questions)

    def rank(self, questions: Sequence[str]) -> dict[str, Any]:
        """Give what is found for each question, best first, with its score."""
        found = [self._search(text, ALL) for text in questions]
        return {"ranked": found}

    def _search(self, question: str, filters: Filters) -> list[tuple[str, float]]:
        with self.assistant.library.store.reading():  # as whoever asks a question does
            hits = self.assistant.retrieve(question, _PASSAGES, filters).hits
        return [(hit.passage.id, hit.scored.score) for hit in hits]


def _time(do: Callable[[str], object], questions: Sequence[str]) -> dict[str, Any]:
    times = []
    for question in questions:
        started = time.perf_counter()
        do(question)
        times.append(1000 * (time.perf_counter() - started))
    return {"milliseconds": times}


def main() -> int:
    """Do what standard input says until it ends."""
    server = _Server(Path(sys.argv[1]))
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(server(asked["do"], asked["questions"])), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
