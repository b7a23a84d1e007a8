"""The nearest articles of each by meaning, exactly, and after a change only where it tells.

Vectors are taken as whole numbers, small enough that each sum of their products is a whole number
that float32 holds: it comes out the same in any order, on any processor, whatever else is compared
with it. So a list that is brought up to date equals one that is made anew.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.embed import Rows

__all__ = ["Nearest", "find_nearest"]

_UNIT = 4000
"""Length of a vector in whole numbers: its square, and some for rounding, is below 2**24."""
_MANY, _SOME = 4096, 512
"""Articles of which each is compared with each at once."""
_CROWD = 32
"""So many near ones, for each that is compared, are too many to be sorted."""
_KEY = np.dtype("S16")

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest of each article, best first, equals by place; (n, k) each."""

    places: NDArray[np.int32]
    """-1 where fewer are near enough."""
    dots: NDArray[np.float32]
    """Cosines times a constant squared, whole; below any where none is there."""


def find_nearest(rows: Rows, k: int, least: float, kept: Path | None = None) -> Nearest:
    """Give the k nearest others of each row whose cosine is at least so much.

    Args:
        rows: (n, dim), of unit length.
        k: how many.
        least: the least cosine.
        kept: file where lists are kept from build to build; may be missing or damaged.
    """
    whole: Rows = rows * np.float32(_UNIT)
    np.rint(whole, out=whole)
    limit = np.float32(np.ceil(least * _UNIT**2))
    keys = _name_rows(whole)
    places = np.full((len(rows), k), -1, np.int32)
    nearest = Nearest(places, np.full((len(rows), k), limit - 1, np.float32))
    stale = np.ones(len(rows), dtype=bool)
    if kept is not None:
        stale, fresh = _take_over(nearest, _load(kept, k, limit), keys)
        _compare(whole, np.flatnonzero(~stale), fresh, nearest)
    _compare(whole, np.flatnonzero(stale), np.arange(len(rows)), nearest)
    if kept is not None:
        _save(kept, limit, keys, nearest)
    return nearest


def _compare(whole: Rows, asked: Places, others: Places, nearest: Nearest) -> None:
    """Put those of some others into the lists of those asked that are nearer than the last."""
    for some in _parts(asked, _SOME):
        mine = whole[some]
        for many in _parts(others, _MANY):
            dots = mine @ whole[many].T  # (n_some, n_many)
            _, one, other = np.intersect1d(some, many, assume_unique=True, return_indices=True)
            dots[one, other] = -np.inf  # none is its own neighbour
            limits = nearest.dots[some, -1]  # (n_some,)
            near = np.flatnonzero(dots >= limits[:, None])
            if len(near) > _CROWD * len(some):  # lists are empty yet: of each, the nearest of these
                k = min(nearest.dots.shape[1], len(many))
                limits = np.maximum(limits, np.partition(dots, -k, axis=1)[:, -k])
                near = np.flatnonzero(dots >= limits[:, None])
            if len(near):
                one, other = np.divmod(near, len(many))
                _put(nearest, some[one], many[other], dots[one, other])


def _put(nearest: Nearest, rows: Places, places: Places, dots: NDArray[np.float32]) -> None:
    """Put places with their dots into the lists of rows, ascending; none that is in them."""
    k = nearest.places.shape[1]
    touched = np.unique(rows)
    rows = np.concatenate([np.repeat(touched, k), rows])
    places = np.concatenate([nearest.places[touched].ravel(), places])
    dots = np.concatenate([nearest.dots[touched].ravel(), dots])
    order = np.lexsort((places, -dots, rows))
    starts = np.searchsorted(rows[order], touched)
    chosen = order[starts[:, None] + np.arange(k)]  # (n_touched, k): each has k in its list
    nearest.places[touched], nearest.dots[touched] = places[chosen], dots[chosen]


def _parts(places: Places, size: int) -> Iterator[Places]:
    return (places[start : start + size] for start in range(0, len(places), size))


def _name_rows(whole: Rows) -> NDArray[np.bytes_]:
    """Give what tells rows apart, hexadecimal since such bytes may not end in 0, (n,)."""
    names = [hashlib.blake2b(row.tobytes(), digest_size=8).hexdigest() for row in whole]
    return np.array(names, dtype=_KEY)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was kept."""

    keys: NDArray[np.bytes_]
    nearest: Nearest


def _load(path: Path, k: int, limit: np.float32) -> _Kept:
    try:
        with path.open("rb") as file, np.load(file) as parts:
            keys, places, dots = parts["keys"], parts["places"], parts["dots"]
            is_ours = keys.dtype == _KEY and places.dtype == np.int32 and dots.dtype == np.float32
            if is_ours and float(parts["limit"]) == limit and places.shape == (len(keys), k):
                return _Kept(keys, Nearest(places, dots))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        pass  # what is gone or damaged is made anew
    return _Kept(np.empty(0, _KEY), Nearest(np.empty((0, k), np.int32), np.empty((0, k), "f4")))


def _save(path: Path, limit: np.float32, keys: NDArray[np.bytes_], nearest: Nearest) -> None:
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        np.savez(file, limit=limit, keys=keys, places=nearest.places, dots=nearest.dots)
    beside.replace(path)


def _take_over(
    nearest: Nearest, kept: _Kept, keys: NDArray[np.bytes_]
) -> tuple[NDArray[np.bool_], Places]:
    """Take over the lists that hold; give the rows without one, and those that are new."""
    place_of = _match(kept.keys, keys)  # (n_kept,): -1 for what is gone
    is_new = np.ones(len(keys), dtype=bool)
    is_new[place_of[place_of >= 0]] = False
    has_gone = (kept.nearest.places >= 0) & (np.append(place_of, -1)[kept.nearest.places] < 0)
    # Whatever came after what is gone was not kept.
    holds = (place_of >= 0) & ~has_gone.any(axis=1)  # (n_kept,)
    mine = place_of[holds]
    nearest.places[mine] = np.append(place_of, -1)[kept.nearest.places[holds]]
    nearest.dots[mine] = kept.nearest.dots[holds]
    stale = np.ones(len(keys), dtype=bool)
    stale[mine] = False
    return stale, np.flatnonzero(is_new)


def _match(old: NDArray[np.bytes_], new: NDArray[np.bytes_]) -> Places:
    """Give the place that each of the old keys has now, ascending; -1 for one that has none.

    What changed places with others counts as gone: among equals the order of places decides.
    """
    order = np.argsort(new, kind="stable")
    is_single = np.ones(len(new), dtype=bool)
    repeats = np.flatnonzero(new[order][1:] == new[order][:-1])
    is_single[repeats], is_single[repeats + 1] = False, False
    spots = np.searchsorted(new[order], old)
    spots[spots == len(new)] = 0
    known = np.full(len(old), -1, dtype=np.int64)
    if len(new):
        found = (new[order][spots] == old) & is_single[spots]
        known[found] = order[spots[found]]
    _, first, times = np.unique(old, return_index=True, return_counts=True)
    is_twice = np.ones(len(old), dtype=bool)
    is_twice[first[times == 1]] = False
    known[is_twice] = -1
    rising = np.zeros(len(old), dtype=bool)
    present = np.flatnonzero(known >= 0)
    rising[present[_longest_rise(known[present].tolist())]] = True
    return np.where(rising, known, -1)


def _longest_rise(values: Sequence[int]) -> list[int]:
    """Give the positions of a longest rising part of some values, no two of them equal."""
    ends: list[int] = []  # of rises of each length, the least value that one ends with
    holders: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        length = bisect_left(ends, value)
        before.append(holders[length - 1] if length else -1)
        ends[length : length + 1], holders[length : length + 1] = [value], [position]
    chosen: list[int] = []
    position = holders[-1] if holders else -1
    while position >= 0:
        chosen.append(position)
        position = before[position]
    return chosen[::-1]
