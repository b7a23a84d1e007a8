"""All that is fitted, from a file anyone can read."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from index import Logistic

__all__ = ["Coefficients", "load_coefficients"]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """All that is fitted; `benchmarks/fit_confidence.py` makes the file."""

    sentence: Logistic
    """A sentence holds the answer."""
    confidence: Logistic
    """The articles answer the question at all."""
    refuse_below: float
    """Confidence under which the answer is a refusal."""
    show_share: float
    """Of the best sentence's probability, what another sentence needs to be shown with it."""
    same_matter: float
    """Cosine at which a sentence of another article speaks of the same thing as the best one."""


def load_coefficients() -> Coefficients:
    """Read the fitted numbers that ship with this package."""
    kept: dict[str, Any] = json.loads(files("qa").joinpath("coefficients.json").read_text("utf-8"))
    return Coefficients(
        sentence=Logistic(**kept["sentence"]),
        confidence=Logistic(**kept["confidence"]),
        refuse_below=kept["refuse_below"],
        show_share=kept["show_share"],
        same_matter=kept["same_matter"],
    )
