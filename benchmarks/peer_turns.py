"""A contender takes a turn in a process of its own, which is timed and watched."""

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.contenders import FOLDER, Contender, ContenderError, find_python

__all__ = ["Asked", "Built", "Found", "Place", "keep_to_processors", "read_asked", "read_built"]

_ROOT = FOLDER.parent.parent
_MEGABYTE = 2**20
_PULSE = 0.25  # seconds between two looks at memory
_GROWTH = 1.01
_QUIET = {
    **dict.fromkeys(("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "DO_NOT_TRACK"), "1"),
    **dict.fromkeys(("HAYSTACK_TELEMETRY_ENABLED", "LANGSMITH_TRACING"), "false"),
    "TOKENIZERS_PARALLELISM": "true",
    "CUDA_VISIBLE_DEVICES": "",
}
"""Nothing is fetched, nothing is told to anybody, and only processors compute."""


@dataclass(frozen=True, slots=True)
class Built:
    """What it took to make an index."""

    passages: int
    whole_seconds: float
    """Of the process, from its start to its end."""
    work_seconds: float
    """Of these, from the first article read to the index on disk, the model's loading included."""
    peak_mb: float
    index_mb: float
    facts: Mapping[str, float]
    """What this contender alone has to say."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was given for one question."""

    id: str
    seconds: float
    passages: tuple[tuple[str, str], ...]
    """(id of an article, text), best first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What it took to open an index and to ask it."""

    cold_seconds: float
    """From the start of the process to the first answer."""
    peak_mb: float
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where turns are taken: the folder of everything that lies about, the model and the files."""

    work: Path
    model: Path
    articles: Path
    questions: Path
    count: int
    """Passages asked for."""

    def index_of(self, contender: Contender) -> Path:
        """Give the folder of the index that a contender asks."""
        return self.home_of(contender.asks or contender.name) / "index"

    def home_of(self, name: str) -> Path:
        return self.work / "peers" / "indexes" / name

    def build(self, contender: Contender, articles: Path | None = None) -> Built:
        """Have an index made anew."""
        shutil.rmtree(self.home_of(contender.name), ignore_errors=True)
        record = self._take_turn(contender, "ingest", articles or self.articles)
        return read_built(record, _megabytes(self.index_of(contender)))

    def ask(self, contender: Contender) -> Asked:
        """Have the questions asked."""
        return read_asked(self._take_turn(contender, "ask", self.articles))

    def _take_turn(self, contender: Contender, action: str, articles: Path) -> dict[str, Any]:
        home = self.home_of(contender.name)
        home.mkdir(parents=True, exist_ok=True)
        request, out = home / f"{action}.json", home / f"{action}-found.json"
        asked = {
            "module": contender.module,
            "variant": contender.variant,
            "model": str(self.model.absolute()),
            "articles": str(articles.absolute()),
            "questions": str(self.questions.absolute()),
            "index": str(self.index_of(contender).absolute()),
            "count": self.count,
        }
        request.write_text(json.dumps(asked), encoding="utf-8")
        python = find_python(contender.environment, self.work)
        command = [str(python), str(FOLDER / "turn.py"), action, str(request), str(out)]
        took = _run(command, home, is_ours=not contender.environment)
        record: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return {**record, **took}


def read_built(record: Mapping[str, Any], index_mb: float) -> Built:
    """Read what a turn of making an index wrote, with what was seen of its process."""
    known = {"passages", "whole_seconds", "work_seconds", "peak_mb", "started_at"}
    return Built(
        passages=int(record["passages"]),
        whole_seconds=float(record["whole_seconds"]),
        work_seconds=float(record["work_seconds"]),
        peak_mb=float(record["peak_mb"]),
        index_mb=index_mb,
        facts={name: float(value) for name, value in record.items() if name not in known},
    )


def read_asked(record: Mapping[str, Any]) -> Asked:
    """Read what a turn of asking wrote, with what was seen of its process."""
    found = tuple(
        Found(item["id"], float(item["seconds"]), tuple((a, b) for a, b in item["passages"]))
        for item in record["found"]
    )
    return Asked(record["answered_at"] - record["started_at"], float(record["peak_mb"]), found)


def keep_to_processors(count: int) -> int:
    """Keep this process, and those it starts, to so many processors; give how many they are."""
    if not hasattr(os, "sched_setaffinity"):
        return os.cpu_count() or 1
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])
    return len(os.sched_getaffinity(0))


def _run(command: list[str], home: Path, is_ours: bool) -> dict[str, float]:
    """Run a process to its end; give when it started, how long it took and its most memory."""
    environment = {**os.environ, **_QUIET, "HOME": str(home.absolute())}
    environment["PYTHONPATH"] = str(_ROOT) if is_ours else ""
    log, started_at, started = home / "log.txt", time.time(), time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own words
            command, cwd=home, env=environment, stdout=output, stderr=output
        )
        peak = _watch_memory(process)
    seconds = time.perf_counter() - started
    if process.returncode:
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise ContenderError(f"{' '.join(command)} failed: {' '.join(last)} (all of it: {log})")
    return {"started_at": started_at, "whole_seconds": seconds, "peak_mb": peak}


def _watch_memory(process: "subprocess.Popen[bytes]") -> float:
    """Wait for a process; give the most megabytes that it and all it started held at once."""
    watched, most, peak = psutil.Process(process.pid), 0.0, 0
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PULSE)
            return peak / _MEGABYTE
        with contextlib.suppress(psutil.Error):
            family = [watched, *watched.children(recursive=True)]
            resident = sum(member.memory_info().rss for member in family)
            if resident > most * _GROWTH:  # a closer look takes milliseconds from what is watched
                peak = max(peak, sum(map(_held, family)))
                most = resident


def _held(process: psutil.Process) -> int:
    """Give the bytes a process holds, those it shares divided by the processes that share them."""
    memory = process.memory_full_info()
    return int(getattr(memory, "pss", memory.rss))


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _MEGABYTE
