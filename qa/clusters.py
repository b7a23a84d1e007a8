"""Vectors of articles become groups and a map; the only file that knows SciPy."""

import numpy as np
from numpy.typing import NDArray

from index import Library

__all__ = ["Vectors", "article_vectors", "group", "place"]

Vectors = NDArray[np.float32]
"""One row for each article, of unit length; zeros for one without passages."""

_MOST = 6_000
"""Articles that are compared each with each: twice as many take four times the memory."""
_DIGITS = 5
"""Of a distance: what lies behind them differs from machine to machine."""


def article_vectors(library: Library) -> Vectors:
    """Give the mean of the vectors of each article's passages, in order, (n_articles, dim)."""
    rows, sums = library.store.article_vectors()
    place = {article.row: i for i, article in enumerate(library.articles)}
    vectors = np.zeros((len(place), sums.shape[1]), np.float32)
    vectors[[place[row] for row in rows.tolist()]] = sums
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # (n_articles, 1)
    unit: Vectors = vectors / np.maximum(lengths, 1e-9)
    return unit


def group(vectors: Vectors, least: float) -> NDArray[np.int64]:
    """Give the number of each row's group, (n,).

    Groups are joined while the mean cosine between the rows of two of them is at least `least`
    (average linkage). Of very many rows the first `_MOST` make the groups; each of the others
    joins the group whose centre is nearest, or stays alone.
    """
    first, rest = vectors[:_MOST], vectors[_MOST:]
    groups = _join(first, least)
    if not len(rest):
        return groups
    centres = np.zeros((groups.max() + 1, vectors.shape[1]), np.float32)
    np.add.at(centres, groups, first)
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    cosines = rest @ centres.T  # (n - _MOST, n_groups)
    nearest = cosines.argmax(axis=1)
    alone = len(centres) + np.arange(len(rest))
    joined = np.where(cosines.max(axis=1) >= least, nearest, alone)
    return np.concatenate([groups, joined])


def _join(vectors: Vectors, least: float) -> NDArray[np.int64]:
    if len(vectors) < 2:
        return np.arange(len(vectors))
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = np.round(1 - vectors @ vectors.T, _DIGITS)  # (n, n)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    groups: NDArray[np.int64] = fcluster(tree, 1 - least, "distance").astype(np.int64) - 1
    return groups


def place(vectors: Vectors) -> NDArray[np.float32]:
    """Give a place for each row on a plane, (n, 2): its two principal components.

    The sign of a component is free; the row that lies farthest out lies right, or at the top.
    """
    if len(vectors) < 2:
        return np.zeros((len(vectors), 2), np.float32)
    from scipy.linalg import eigh

    centred = vectors - vectors.mean(axis=0)
    widest = [vectors.shape[1] - 2, vectors.shape[1] - 1]
    _, axes = eigh(centred.T @ centred, subset_by_index=widest)  # ascending, (dim, 2)
    places: NDArray[np.float32] = centred @ axes[:, ::-1]  # (n, 2)
    farthest = places[np.abs(places).argmax(axis=0), [0, 1]]
    return places * np.where(farthest < 0, -1, 1).astype(np.float32)
