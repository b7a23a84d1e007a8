"""Logistic judgements are fitted to examples."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from scipy.optimize import minimize

__all__ = ["fit_logistic"]


def fit_logistic(
    examples: Sequence[tuple[Mapping[str, float], bool]],
    against: Collection[str],
    counts: Sequence[float] | None = None,
    free: Collection[str] = (),
) -> tuple[float, dict[str, float]]:
    """Give intercept and weights, none of them against the sense of its feature.

    Fitted by maximum likelihood with a small ridge. Without the constraint, features that say
    nearly the same get large weights of opposite sign, which fit these examples and mislead on
    others.

    Args:
        examples: features, and whether what they speak of is so.
        against: features that speak against it; all others speak for it.
        counts: how many examples each stands for; None for one each.
        free: features that may speak either way.
    """
    names = sorted(examples[0][0])
    values = np.array([[features[name] for name in names] for features, _ in examples])
    signs = np.array([1.0 if label else -1.0 for _, label in examples])  # (n,)
    spread = values.std(axis=0) + 1e-9  # so that the ridge falls on all weights alike
    scaled = np.column_stack([np.ones(len(values)), values / spread])  # (n, 1 + n_features)
    times = np.ones(len(values)) if counts is None else np.asarray(counts)  # (n,)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (scaled @ weights)  # (n,)
        wrong = 1.0 / (1.0 + np.exp(margins))  # (n,)
        ridge = np.concatenate([[0.0], weights[1:]])
        value = times @ np.logaddexp(0.0, -margins) + 0.5 * ridge @ ridge
        return float(value), ridge - scaled.T @ (signs * wrong * times)

    senses = ((None, 0.0) if name in against else (0.0, None) for name in names)
    bounds = [
        (None, None),
        *(
            sense if name not in free else (None, None)
            for name, sense in zip(names, senses, strict=True)
        ),
    ]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = found.x[1:] / spread
    return round(float(found.x[0]), 4), {
        name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)
    }
