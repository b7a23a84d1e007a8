"""Fitted judgements: named features, weights from a file anyone can read, a probability."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Logistic"]


@dataclass(frozen=True, slots=True)
class Logistic:
    """p = 1 / (1 + exp(-(intercept + sum of weight * feature)))."""

    intercept: float
    weights: Mapping[str, float]

    def __call__(self, features: Mapping[str, float]) -> float:
        """Give the probability, 0 to 1; every weight needs its feature."""
        total = self.intercept + sum(
            weight * features[name] for name, weight in self.weights.items()
        )
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))

    def of_many(self, features: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Give the probabilities of many, (n,), whose features are (n,) each."""
        parts = (weight * features[name] for name, weight in self.weights.items())
        chances: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.intercept + sum(parts))))
        return chances
