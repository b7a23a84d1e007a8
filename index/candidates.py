"""Which articles are worth laying side by side: alike in meaning, or with words in common."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.embed import Rows
from index.family_rule import FamilyRule, own_features
from index.traits import Portrait, Traits
from index.vectors import search_all

__all__ = ["Candidate", "Judge", "find_candidates", "related_features"]

_NEIGHBOURS = 8
"""Articles that each is compared with for their meaning."""
_FEWEST_RUNS = 2
_MOST_ARTICLES = 32
"""That share a run of words; what more of them have is a phrase of the trade."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two articles that may be related, or one a rewrite of the other."""

    one: int
    other: int
    cosine: float
    """Of the means of their passages."""
    hint: float
    """Chance that one is a rewrite, as far as names, numbers and runs of words tell."""
    is_reversed: bool
    """The other is rather a rewrite of the one than the one of the other."""
    shared: int
    """Runs of words that both have, of those that are kept."""
    related: float
    """Chance that both report one event."""


def find_candidates(
    portraits: Sequence[Portrait], means: Rows, rule: FamilyRule
) -> Iterator[Candidate]:
    """Give the pairs that are near enough to be compared, in order of positions.

    Args:
        portraits: of the articles.
        means: (n, dim), the mean of each article's passages, of unit length.
        rule: what is fitted.
    """
    shared = _share_runs([portrait.traits for portrait in portraits])
    cosines = _neighbours(means, rule.least_cosine)
    for pair in shared:
        cosines.setdefault(pair, float(means[pair[0]] @ means[pair[1]]))
    judge = Judge(portraits, rule)
    for (one, other), cosine in sorted(cosines.items()):
        yield judge(one, other, cosine, shared.get((one, other), 0))


class Judge:
    """Judges pairs by what is known of each article by itself.

    Args:
        portraits: of the articles.
        rule: what is fitted.
    """

    def __init__(self, portraits: Sequence[Portrait], rule: FamilyRule) -> None:
        self._portraits, self._rule = portraits, rule
        self._facts = [_unpack(portrait.traits.facts) for portrait in portraits]
        self._mentions = [_unpack(portrait.traits.mentions) for portrait in portraits]
        self._runs = [len(portrait.traits.runs) // 4 for portrait in portraits]

    def __call__(self, one: int, other: int, cosine: float, shared: int) -> Candidate:
        """Judge two articles of which the cosine and the runs they share are known."""
        hints = [
            self._rule.hint(self.features(a, b, cosine, shared))
            for a, b in ((one, other), (other, one))
        ]
        days = (self._portraits[one].day, self._portraits[other].day)
        is_reversed = hints[1] > hints[0]
        return Candidate(
            one=one,
            other=other,
            cosine=cosine,
            shared=shared,
            hint=max(hints),
            is_reversed=is_reversed,
            related=self._rule.related(related_features(cosine, days)),
        )

    def features(self, one: int, other: int, cosine: float, shared: int) -> dict[str, float]:
        """Give what speaks for one article being a rewrite of the other, or against it."""
        facts = self._facts[one]
        own = own_features(len(facts), len(facts - self._mentions[other]))
        return {**own, "runs": shared / max(self._runs[one], 1), "cosine": cosine}


def related_features(cosine: float, days: tuple[int, int]) -> dict[str, float]:
    """Give what speaks for two articles reporting one event: an undated one may be of any day."""
    apart = abs(days[0] - days[1]) if all(days) else 0
    return {"cosine": cosine, "days": math.log1p(apart)}


def _unpack(hashes: bytes) -> frozenset[int]:
    return frozenset(np.frombuffer(hashes, "<u4").tolist())


def _neighbours(means: Rows, least: float) -> dict[tuple[int, int], float]:
    """Give the pairs of which one is among the nearest of the other, with their cosines."""
    if len(means) < 2:
        return {}
    nearest, cosines = search_all(means, _NEIGHBOURS + 1)  # (n, k): itself is one of them
    ones = np.repeat(np.arange(len(means)), nearest.shape[1])
    others, found = nearest.ravel(), cosines.ravel()
    kept = (ones != others) & (others >= 0) & (found >= least)
    pairs = np.sort(np.stack([ones[kept], others[kept]], axis=1), axis=1)
    return {
        (one, other): cosine
        for (one, other), cosine in zip(pairs.tolist(), found[kept].tolist(), strict=True)
    }


def _share_runs(traits: Sequence[Traits]) -> dict[tuple[int, int], int]:
    """Give the pairs that share runs of words, with how many they share of those that are kept."""
    runs = [np.frombuffer(item.runs, "<u4") for item in traits]
    hashes = np.concatenate([*runs, np.empty(0, "<u4")])
    holders = np.repeat(np.arange(len(runs)), [len(item) for item in runs])
    order = np.argsort(hashes, kind="stable")
    hashes, holders = hashes[order], holders[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])[: len(hashes)]
    counts = np.diff(np.r_[starts, len(hashes)])
    keys = [np.empty(0, np.int64)]
    for count in range(2, _MOST_ARTICLES + 1):
        groups = holders[starts[counts == count][:, None] + np.arange(count)]  # (n_runs, count)
        one, other = np.triu_indices(count, 1)
        keys.append((groups[:, one] * len(runs) + groups[:, other]).ravel())
    found, times = np.unique(np.concatenate(keys), return_counts=True)
    often = times >= _FEWEST_RUNS
    pairs = np.stack(np.divmod(found[often], max(len(runs), 1)), axis=1)
    return {(a, b): n for (a, b), n in zip(pairs.tolist(), times[often].tolist(), strict=True)}
