"""How true the confidence is, drawn: the curves, and the picture of them for the documents.

    python -m benchmarks.curves

Reads results/squad2.json and writes docs/confidence.svg.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers import Asked

__all__ = ["describe_curves", "main"]

_BINS = 10
_POINTS = 40
_HOME = Path(__file__).resolve().parent
_CAUTION_SHADES = {"normal": "#b0b0b0", "high": "#606060", "highest": "#202020"}


def describe_curves(asked: Sequence[Asked], limits: dict[str, float]) -> dict[str, Any]:
    """Give reliability, risk over coverage, and where each caution lies on it.

    Args:
        asked: answers, as if nothing were refused.
        limits: for each caution, the confidence under which it refuses.
    """
    sure = np.array([item.confidence for item in asked])  # (n,)
    wrong = np.array([not item.is_right for item in asked])
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    reliability = [
        {
            "confidence": round(float(sure[bins == i].mean()), 4),
            "right": round(1 - float(wrong[bins == i].mean()), 4),
            "questions": int((bins == i).sum()),
        }
        for i in range(_BINS)
        if (bins == i).any()
    ]
    falling = wrong[np.argsort(-sure, kind="stable")]
    risks = np.cumsum(falling) / np.arange(1, len(falling) + 1)
    places = np.unique(np.linspace(1, len(falling), _POINTS).astype(int))
    curve = [
        {"coverage": round(place / len(falling), 4), "risk": round(float(risks[place - 1]), 4)}
        for place in places.tolist()
    ]
    cautions = {
        name: {
            "coverage": round(float((sure >= limit).mean()), 4),
            "risk": round(float(wrong[sure >= limit].mean()), 4) if (sure >= limit).any() else 0.0,
        }
        for name, limit in limits.items()
    }
    return {"reliability": reliability, "risk_coverage": curve, "cautions": cautions}


def main() -> int:
    """Draw what the last recorded run found."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "confidence"  # the same picture from the same numbers
    from matplotlib import pyplot as plt

    run = json.loads((_HOME / "results" / "squad2.json").read_text(encoding="utf-8"))["run"]
    found = run["curves"]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    bins = found["reliability"]
    left.plot([0, 1], [0, 1], color="#c0c0c0", linewidth=1)
    left.scatter(
        [item["confidence"] for item in bins],
        [item["right"] for item in bins],
        [8 + item["questions"] / 2 for item in bins],
        color="#336699",
    )
    left.set(
        xlabel="confidence", ylabel="share right", title="Reliability", xlim=(0, 1), ylim=(0, 1)
    )
    curve = found["risk_coverage"]
    right.plot(
        [item["coverage"] for item in curve], [item["risk"] for item in curve], color="#336699"
    )
    for name, place in found["cautions"].items():
        right.scatter(place["coverage"], place["risk"], color=_CAUTION_SHADES[name], label=name)
    right.set(
        xlabel="share of questions answered", ylabel="share of answers wrong", title="Risk",
        xlim=(0, 1), ylim=(0, None),
    )  # fmt: skip
    right.legend()
    figure.tight_layout()
    figure.savefig(_HOME.parent / "docs" / "confidence.svg", metadata={"Date": None})
    return 0


if __name__ == "__main__":
    sys.exit(main())
