"""All that is fitted, from a file anyone can read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from index import Logistic

__all__ = [
    "CAUTIONS",
    "WITHOUT_READER",
    "WITH_READER",
    "Coefficients",
    "Fitted",
    "load_coefficients",
    "load_fitted",
]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """All that is fitted; `benchmarks/fit_confidence.py` makes the file."""

    sentence: Logistic
    """A sentence holds the answer."""
    confidence: Logistic
    """The articles answer the question at all."""
    refuse_below: Mapping[str, float]
    """For each caution, the confidence under which the answer is a refusal."""
    show_share: float
    """Of the best sentence's probability, what another sentence needs to be shown with it."""
    short_margin: float
    """How much likelier than none, in logits, a short answer must be to be given."""
    same_matter: float
    """Cosine at which a sentence of another article speaks of the same thing as the best one."""


CAUTIONS = ("normal", "high", "highest")
WITH_READER = "coefficients.json"
WITHOUT_READER = "coefficients-similarity.json"


def load_coefficients(name: str = WITH_READER) -> Coefficients:
    """Read the fitted numbers that ship with this package, for answering with a reader or not."""
    kept: dict[str, Any] = json.loads(files("qa").joinpath(name).read_text("utf-8"))
    return Coefficients(
        sentence=Logistic(**kept["sentence"]),
        confidence=Logistic(**kept["confidence"]),
        refuse_below=kept["refuse_below"],
        show_share=kept["show_share"],
        short_margin=kept["short_margin"],
        same_matter=kept["same_matter"],
    )


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is fitted for passages that a model has read, and for those that none has."""

    seen: Coefficients
    unseen: Coefficients

    def of(self, is_seen: bool) -> Coefficients:
        return self.seen if is_seen else self.unseen

    def without_refusals(self) -> "Fitted":
        """Give the same, but that nothing is refused."""
        never = dict.fromkeys(CAUTIONS, 0.0)
        return Fitted(
            replace(self.seen, refuse_below=never), replace(self.unseen, refuse_below=never)
        )


def load_fitted() -> Fitted:
    """Read all fitted numbers that ship with this package."""
    return Fitted(load_coefficients(WITH_READER), load_coefficients(WITHOUT_READER))
