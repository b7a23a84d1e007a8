"""What makes two articles one family, or related: fitted judgements over named features.

`benchmarks/fit_families.py` makes the file that they are read from.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from index.logistic import Logistic

__all__ = ["FamilyRule", "fact_features", "load_family_rule"]


@dataclass(frozen=True, slots=True)
class FamilyRule:
    """All that is fitted; features are of one article beside another that may hold it."""

    least_cosine: float
    """Of the mean vectors of two articles, for them to be compared at all."""
    hint: Logistic
    """That one is a rewrite of the other, before their sentences are laid side by side."""
    hint_limit: float
    aligned_cosine: float
    """At which two sentences say the same."""
    rewrite: Logistic
    """That one is a rewrite of the other."""
    rewrite_limit: float
    related: Logistic
    """That both report one event, or what came of it."""
    related_limit: float


def fact_features(facts: int, own: int) -> dict[str, float]:
    """Give the features of what one article names, and of what the other does not.

    A rewrite brings nothing of its own: neither much beside what it has, nor much at all. Of one
    that names next to nothing, that says little.

    Args:
        facts: how many names and numbers it has.
        own: how many of these the other lacks.
    """
    return {
        "own_share": own / max(facts, 1),
        "own_facts": math.log1p(own),
        "common_facts": math.log1p(facts - own),
    }


@cache
def load_family_rule() -> FamilyRule:
    """Read the fitted numbers that ship with this package."""
    kept: dict[str, Any] = json.loads(
        files("index.families").joinpath("rule.json").read_text("utf-8")
    )
    fitted: dict[str, Any] = {
        name: Logistic(**value) if isinstance(value, dict) else value
        for name, value in kept.items()
    }
    return FamilyRule(**fitted)
