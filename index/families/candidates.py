"""Which articles are worth laying side by side: alike in meaning, or with words in common."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embed import Rows
from index.families.neighbours import find_nearest
from index.families.rule import FamilyRule, fact_features
from index.traits import Portrait, Traits

__all__ = ["Candidate", "Judge", "find_candidates", "related_features"]

_NEIGHBOURS = 8
"""Articles that each is compared with for their meaning."""
_FEWEST_RUNS = 2
_MOST_ARTICLES = 32
"""That share a run of words; what more of them have is a phrase of the trade."""
_MARKS = 1024
"""Bits for the names and numbers of an article."""
_MARKED = 512
"""Articles whose names and numbers are marked together."""
_AT_ONCE = 1024
"""Pairs whose vectors are in memory together."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two articles that may be related, or one a rewrite of the other."""

    one: int
    other: int
    cosine: float
    """Of the means of their passages."""
    shared: int
    """Runs of words that both have, of those that are kept."""
    related: float
    """Chance that both report one event."""
    hint: float = 0.0
    """Chance that one is a rewrite, as far as names, numbers and runs of words tell."""
    is_reversed: bool = False
    """The other is rather a rewrite of the one than the one of the other."""


def find_candidates(
    portraits: Sequence[Portrait], means: Rows, rule: FamilyRule, kept: Path | None = None
) -> Iterator[Candidate]:
    """Give the pairs that may be rewrites or related, in order of positions.

    Args:
        portraits: of the articles.
        means: (n, dim), the mean of each article's passages, of unit length.
        rule: what is fitted.
        kept: file where neighbours are kept from build to build.
    """
    count = max(len(portraits), 1)
    shared, times = _share_runs([portrait.traits for portrait in portraits])
    keys = np.union1d(_neighbours(means, rule.least_cosine, kept), shared)  # (n_pairs,)
    pairs = np.stack(np.divmod(keys, count), axis=1)  # (n_pairs, 2)
    runs = np.zeros(len(keys), dtype=np.int64)
    runs[np.searchsorted(keys, shared)] = times
    judge = Judge(portraits, rule)
    for start in range(0, len(pairs), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        yield from _likely(judge, means, pairs[part], runs[part], rule)


def _likely(
    judge: "Judge",
    means: Rows,
    pairs: NDArray[np.int64],
    runs: NDArray[np.int64],
    rule: FamilyRule,
) -> Iterator[Candidate]:
    """Give those of some pairs, (n, 2), that may be rewrites or related; runs, (n,), they share."""
    one, other = means[pairs[:, 0]], means[pairs[:, 1]]  # (n, dim) each
    cosines = np.einsum("ij,ij->i", one, other, dtype=np.float64)  # (n,)
    hints, related = judge.bounds(pairs, cosines, runs)
    for i in np.flatnonzero((hints >= rule.hint_limit) | (related >= rule.related_limit)):
        one, other = pairs[i].tolist()
        plain = Candidate(one, other, float(cosines[i]), int(runs[i]), related=float(related[i]))
        yield judge(plain) if hints[i] >= rule.hint_limit else plain


class Judge:
    """Judges pairs by what is known of each article by itself.

    Args:
        portraits: of the articles.
        rule: what is fitted.
    """

    def __init__(self, portraits: Sequence[Portrait], rule: FamilyRule) -> None:
        self._rule = rule
        self._traits = [portrait.traits for portrait in portraits]
        self._days = np.array([portrait.day for portrait in portraits])

    def __call__(self, pair: Candidate) -> Candidate:
        """Judge which of two articles is rather a rewrite of the other, and how likely."""
        hints = [
            self._rule.hint(self.features(one, other, pair))
            for one, other in ((pair.one, pair.other), (pair.other, pair.one))
        ]
        return replace(pair, hint=max(hints), is_reversed=hints[1] > hints[0])

    def features(self, one: int, other: int, pair: Candidate) -> dict[str, float]:
        """Give what speaks for one article being a rewrite of the other, or against it."""
        facts = np.frombuffer(self._traits[one].facts, "<u4")
        mentions = np.frombuffer(self._traits[other].mentions, "<u4")
        own = len(facts) - int(np.isin(facts, mentions, assume_unique=True).sum())
        runs = pair.shared / max(len(self._traits[one].runs) // 4, 1)
        return {**fact_features(len(facts), own), "runs": runs, "cosine": pair.cosine}

    @cached_property
    def _marks(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[Any], NDArray[Any]]:
        """Marks of facts and of mentions, (articles, _MARKS / 8) each; how many facts and runs."""
        return (
            _mark([traits.facts for traits in self._traits]),
            _mark([traits.mentions for traits in self._traits]),
            np.array([len(traits.facts) // 4 for traits in self._traits]),
            np.array([max(len(traits.runs) // 4, 1) for traits in self._traits]),
        )

    def bounds(
        self, pairs: NDArray[np.int64], cosines: NDArray[np.float64], shared: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give for each pair, (n,), what its hint is at most, and the chance that it is related.

        Names and numbers of each article are marked in a few bits, several of them in one: what
        is marked of one and not of the other is its own; what is not may be.
        """
        facts, mentions, counts, runs = self._marks
        highest = np.zeros(len(pairs))
        for one, other in (pairs.T, pairs.T[::-1]):
            own = np.bitwise_count(facts[one] & ~mentions[other]).sum(axis=1)  # (n,)
            features = {
                "own_share": own / np.maximum(counts[one], 1),
                "own_facts": np.log1p(own),
                "common_facts": np.log1p(counts[one] - own),
                "runs": shared / runs[one],
                "cosine": cosines,
            }
            highest = np.maximum(highest, self._rule.hint.of_many(features))
        days = self._days[pairs]  # (n, 2)
        apart = np.where((days > 0).all(axis=1), np.abs(days[:, 0] - days[:, 1]), 0)
        related = self._rule.related.of_many({"cosine": cosines, "days": np.log1p(apart)})
        return highest, related


def related_features(cosine: float, days: tuple[int, int]) -> dict[str, float]:
    """Give what speaks for two articles reporting one event: an undated one may be of any day."""
    apart = abs(days[0] - days[1]) if all(days) else 0
    return {"cosine": cosine, "days": math.log1p(apart)}


def _mark(hashes: Sequence[bytes]) -> NDArray[np.uint8]:
    """Give (n, _MARKS / 8): a bit for every hash of each, several hashes to a bit."""
    marks = np.zeros((len(hashes), _MARKS // 8), dtype=np.uint8)
    for start in range(0, len(hashes), _MARKED):
        part = hashes[start : start + _MARKED]
        joined = np.frombuffer(b"".join(part), "<u4") % _MARKS
        owners = np.repeat(np.arange(start, start + len(part)), [len(item) // 4 for item in part])
        np.bitwise_or.at(marks, (owners, joined // 8), (1 << joined % 8).astype(np.uint8))
    return marks


def _neighbours(means: Rows, least: float, kept: Path | None) -> NDArray[np.int64]:
    """Give the pairs, as keys, of which one is among the nearest of the other."""
    nearest = find_nearest(means, _NEIGHBOURS, least, kept).places  # (n, k)
    ones, ranks = np.nonzero(nearest >= 0)
    others = nearest[ones, ranks].astype(np.int64)
    keys: NDArray[np.int64] = np.minimum(ones, others) * len(means) + np.maximum(ones, others)
    return np.unique(keys)


def _share_runs(traits: Sequence[Traits]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the pairs, as keys, that share runs of words, and how many of those that are kept.

    The key of a pair is the place of the first among n articles, times n, plus the second's.
    """
    runs = [np.frombuffer(item.runs, "<u4") for item in traits]
    hashes = np.concatenate([*runs, np.empty(0, "<u4")])
    holders = np.repeat(np.arange(len(runs), dtype=np.int32), [len(item) for item in runs])
    order = np.argsort(hashes, kind="stable")
    hashes, holders = hashes[order], holders[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])[: len(hashes)]
    counts = np.diff(np.r_[starts, len(hashes)])
    keys = [np.empty(0, np.int64)]
    for count in range(2, _MOST_ARTICLES + 1):
        places = starts[counts == count][:, None] + np.arange(count)  # (n_runs, count)
        groups = holders[places].astype(np.int64)
        one, other = np.triu_indices(count, 1)
        keys.append((groups[:, one] * len(runs) + groups[:, other]).ravel())
    found, times = np.unique(np.concatenate(keys), return_counts=True)
    often = times >= _FEWEST_RUNS
    return found[often], times[often]
