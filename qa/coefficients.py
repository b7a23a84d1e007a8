"""All that is fitted, from a file anyone can read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from index import Logistic

__all__ = [
    "CAUTIONS",
    "Coefficients",
    "Fitted",
    "load_coefficients",
    "load_fitted",
    "name_coefficients",
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


def name_coefficients(preset: str = "best", has_reader: bool = True) -> str:
    """Give the file of what is fitted for a packaged model, for answering with a reader or not.

    Where a reader judges, cosines weigh little, and one fit serves both models.
    """
    if has_reader:
        return "coefficients.json"
    return f"coefficients{'' if preset == 'best' else f'-{preset}'}-similarity.json"


def load_coefficients(name: str) -> Coefficients:
    """Read the fitted numbers of a file that ships with this package."""
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


def load_fitted(preset: str = "best") -> Fitted:
    """Read all that is fitted for a packaged model."""
    seen = load_coefficients(name_coefficients(preset))
    unseen = load_coefficients(name_coefficients(preset, has_reader=False))
    # Told by the cosine of two sentences alone, whoever read their passages.
    return Fitted(replace(seen, same_matter=unseen.same_matter), unseen)
