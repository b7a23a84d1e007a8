"""The script that rebuilds a library, run in a process of its own and watched."""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from benchmarks.metrics import Measure
from benchmarks.report import single

__all__ = ["rebuild"]

_MEGABYTE = 2**20
_PULSE = 0.05  # seconds between two looks at memory


def rebuild(config: Path) -> tuple[dict[str, Measure], dict[str, Any]]:
    """Run the script as a user would; give what it took and the summary it printed.

    Memory is resident: that of the build itself, and the most that one of its other processes held,
    which read files and embed.
    """
    command = [sys.executable, "-m", "index.rebuild", "--quiet", "--json", "--config", str(config)]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(command, stdout=printed)  # noqa: S603  # our own words
        peaks = _watch_memory(process)
        seconds = time.perf_counter() - started
        printed.seek(0)
        summary = dict(json.load(printed))
    metrics = {
        "exit_status": single(process.returncode),
        "seconds": single(seconds),
        "peak_build_mb": single(peaks[0]),
        "peak_worker_mb": single(peaks[1]),
    }
    return metrics, summary


def _watch_memory(process: "subprocess.Popen[bytes]") -> tuple[float, float]:
    """Wait for a process; give the most memory it held, and the most one of its children held."""
    parent, own, others = psutil.Process(process.pid), 0.0, 0.0
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            own = max(own, parent.memory_info().rss / _MEGABYTE)
            for child in parent.children():
                others = max(others, child.memory_info().rss / _MEGABYTE)
        time.sleep(_PULSE)
    return own, others
