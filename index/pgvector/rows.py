"""Rows of articles and of passages in PostgreSQL: stable names, which say what belongs together."""

import numpy as np

from index.store import Number

__all__ = ["PLACES", "articles_of", "first_passage"]

_BITS = 20
PLACES = 1 << _BITS
"""Passages that an article may have."""


def first_passage(article: int) -> int:
    """Give the row of an article's first passage; the others follow."""
    return article << _BITS


def articles_of(passages: Number) -> Number:
    """Give the rows of passages' articles, (n,)."""
    return np.asarray(passages, np.int64) >> _BITS
