"""How the numbers of `million` grow with the passages: fitted, and drawn on log axes.

    python -m benchmarks.growth [FILE.json ...]

Reads results/million-*.json and writes docs/growth.svg.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

__all__ = ["fit_slope", "main"]

_HOME = Path(__file__).resolve().parent
_DRAWN = {
    "seconds": {
        "build.seconds": "build",
        "added.seconds": "add 1%",
        "added.unchanged_seconds": "nothing changed",
        "opening.seconds": "open",
    },
    "milliseconds, 95 of 100 questions": {
        "asking.answer_p95_ms": "answer",
        "asking.search_p95_ms": "search",
        "asking.dated_p95_ms": "search, three months",
    },
    "megabytes": {
        "library.disk_mb": "on disk",
        "build.peak_build_mb": "build",
        "asking.search_memory_mb": "asked, mapped files included",
        "asking.search_own_mb": "asked",
    },
}
_COLOURS = ("#336699", "#aa4400", "#227744", "#777777")


def fit_slope(points: Sequence[tuple[float, float]]) -> float:
    """Give the power of x that y grows with, by least squares of their logarithms.

    Args:
        points: (x, y), above 0, of two x at least.
    """
    x, y = np.log(np.array(points, dtype=np.float64)).T
    x = x - x.mean()
    return round(float((x * (y - y.mean())).sum() / (x * x).sum()), 3)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how each number grows, and draw them."""
    given = [Path(name) for name in (sys.argv[1:] if arguments is None else arguments)]
    files = given or sorted((_HOME / "results").glob("million-*.json"))
    found = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    found.sort(key=lambda item: item["library.passages"])
    if len(found) < 2:
        print("error: two results of `python -m benchmarks million` are needed", file=sys.stderr)
        return 1
    for key in sorted({*found[0]}.intersection(*found[1:])):
        points = _points(found, key)
        if key != "run" and not key.endswith((".low", ".high")) and points:
            shown = "  ".join(f"{y:12.5g}" for _, y in points)
            print(f"{key:45} {shown}   slope {fit_slope(points):.2f}")
    _draw(found, _HOME.parent / "docs" / "growth.svg")
    return 0


def _points(found: Sequence[Mapping[str, float]], key: str) -> list[tuple[float, float]]:
    """Give a number over the passages; nothing where it was 0, which has no logarithm."""
    points = [(run["library.passages"], run[key]) for run in found if key in run]
    is_whole = len(points) == len(found) and key != "run"
    return points if is_whole and all(y > 0 for _, y in points) else []


def _draw(found: Sequence[Mapping[str, float]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "growth"  # the same picture from the same numbers
    from matplotlib import pyplot as plt

    figure, parts = plt.subplots(1, len(_DRAWN), figsize=(12, 4))
    for part, (unit, lines) in zip(parts, _DRAWN.items(), strict=True):
        for colour, (key, name) in zip(_COLOURS, lines.items(), strict=False):
            points = _points(found, key)
            if points:
                label = f"{name} (slope {fit_slope(points):.2f})"
                part.loglog(*zip(*points, strict=True), "o-", color=colour, label=label)
        part.set(xlabel="passages", ylabel=unit)
        part.legend(fontsize="small")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main())
