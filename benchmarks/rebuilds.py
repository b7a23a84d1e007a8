"""The script that rebuilds a library, run in a process of its own and watched."""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks.metrics import Measure
from benchmarks.report import single
from index.progress import read_progress

__all__ = ["rebuild"]

_MEGABYTE = 2**20
_PULSE = 0.05  # seconds between two looks at memory


def rebuild(config: Path, library: Path | None = None) -> tuple[dict[str, Measure], dict[str, Any]]:
    """Run the script as a user would; give what it took and the summary it printed.

    Memory is resident: that of the build itself, the most that one of its other processes held,
    which read files and embed, and the most of all together.

    Args:
        config: names the library.
        library: its folder, where the seconds of each stage are wanted, to a twentieth.
    """
    command = [sys.executable, "-m", "index.rebuild", "--quiet", "--json", "--config", str(config)]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(command, stdout=printed)  # noqa: S603  # our own words
        watch = _watch(process, library)
        seconds = time.perf_counter() - started
        printed.seek(0)
        summary = dict(json.load(printed))
    metrics = {
        "exit_status": single(process.returncode),
        "seconds": single(seconds),
        "peak_build_mb": single(watch.own),
        "peak_worker_mb": single(watch.others),
        "peak_together_mb": single(watch.together),
        **{f"{stage}_seconds": single(value) for stage, value in watch.stages.items()},
    }
    return metrics, summary


def _watch(process: "subprocess.Popen[bytes]", library: Path | None) -> "_Watch":
    """Wait for a process; give the most memory it held, and how long each stage took."""
    watch, parent, last = (
        _Watch(process.pid, library),
        psutil.Process(process.pid),
        time.perf_counter(),
    )
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            watch.look(parent)
        stage, now = watch.stage(), time.perf_counter()
        if stage:
            watch.stages[stage] = watch.stages.get(stage, 0.0) + now - last
        last = now
        time.sleep(_PULSE)
    return watch


@dataclass(slots=True)
class _Watch:
    """What was seen of a process."""

    pid: int
    library: Path | None
    own: float = 0.0
    others: float = 0.0
    """Of one child."""
    together: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)

    def look(self, parent: psutil.Process) -> None:
        own = parent.memory_info().rss / _MEGABYTE
        children = [child.memory_info().rss / _MEGABYTE for child in parent.children()]
        self.own = max(self.own, own)
        self.others = max(self.others, *children, 0.0)
        self.together = max(self.together, own + sum(children))

    def stage(self) -> str:
        told = read_progress(self.library) if self.library else None
        # What a build before this one told is of another process.
        return told.stage if told and told.pid == self.pid else ""
