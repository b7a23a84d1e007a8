"""The measures: pure functions of ranks, texts and probabilities, with bootstrap intervals."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Measure",
    "Values",
    "auroc",
    "average",
    "bootstrap",
    "calibration_error",
    "exact_match",
    "hit_at",
    "holds_answer",
    "ndcg_at",
    "ngram_f1",
    "percentile",
    "plain",
    "recall_at",
    "reciprocal_rank",
    "risk_coverage_area",
    "statistic",
    "token_f1",
    "words_hold_answer",
]

Values = NDArray[np.float64]

_SEED = 20
_SAMPLES = 1000
_BINS = 10


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its 95% bootstrap interval over questions."""

    value: float
    low: float
    high: float


def hit_at(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Give 1 when any of the first `k` is a gold article, else 0."""
    return float(any(article in gold for article in ranked[:k]))


def recall_at(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Give the share of the gold articles that are among the first `k`."""
    return len(set(ranked[:k]) & set(gold)) / len(set(gold))


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Give 1 / rank of the first gold article, ranks from 1; 0 when none is among the first `k`."""
    ranks = (rank for rank, article in enumerate(ranked[:k], 1) if article in gold)
    return 1.0 / next(ranks, float("inf"))


def ndcg_at(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Give nDCG with gains of 0 or 1 and a discount of log2(rank + 1), ranks from 1.

    Järvelin and Kekäläinen 2002; the ideal ranking has all gold articles first.
    """
    gained = sum(
        1.0 / float(np.log2(rank + 1)) for rank, item in enumerate(ranked[:k], 1) if item in gold
    )
    best = min(len(set(gold)), k)
    ideal = sum(1.0 / float(np.log2(rank + 1)) for rank in range(1, best + 1))
    return gained / ideal


def plain(text: str) -> str:
    """Give the words of a text: case folded, every run of other characters one blank."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+", folded))


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Tell whether any of the answers stands in a text, as whole words of `plain`.

    In scripts beyond ASCII, where words may not be set apart, anywhere in it.
    """
    return words_hold_answer(plain(text), answers)


def words_hold_answer(words: str, answers: Sequence[str]) -> bool:
    """Tell the same of a text that `plain` was applied to."""
    for answer in filter(None, map(plain, answers)):
        if f" {answer} " in f" {words} " or (not answer.isascii() and answer in words):
            return True
    return False


def exact_match(text: str, answers: Sequence[str]) -> float:
    """Give 1 when the text is one of the answers, normalised as SQuAD does, else 0."""
    return float(_squad_words(text) in [_squad_words(answer) for answer in answers])


def token_f1(text: str, answers: Sequence[str]) -> float:
    """Give the best F1 of words with any of the answers, normalised as SQuAD does."""
    return max(_bag_f1(_squad_words(text), _squad_words(answer)) for answer in answers)


def ngram_f1(text: str, expected: str, n: int) -> float:
    """Give F1 of the runs of `n` words of `plain`, each as often as it stands there."""
    return _bag_f1(_runs(plain(text).split(), n), _runs(plain(expected).split(), n))


def auroc(scores: Values, labels: Values) -> float:
    """Give the chance that a true one scores above a false one, ties half; nan without both."""
    true, false = scores[labels > 0.5], scores[labels < 0.5]
    if len(true) == 0 or len(false) == 0:
        return float("nan")
    ordered = np.sort(false)
    below = np.searchsorted(ordered, true, side="left")
    upto = np.searchsorted(ordered, true, side="right")
    return float((below + upto).sum() / (2 * len(true) * len(false)))


def risk_coverage_area(scores: Values, labels: Values) -> float:
    """Give the mean share of wrong ones among the surest n, over every n; 0 is best.

    Those of equal score count as equally wrong, so their order does not matter.
    """
    _, group = np.unique(-scores, return_inverse=True)
    wrong = np.bincount(group, weights=1 - labels) / np.bincount(group)  # (n_levels,)
    errors = np.cumsum(wrong[np.sort(group)])  # (n,), the surest first
    return float((errors / np.arange(1, len(scores) + 1)).mean())


def calibration_error(scores: Values, labels: Values) -> float:
    """Give |mean probability - share of true ones| over ten equal bins, weighted by their size."""
    bins = np.minimum((scores * _BINS).astype(np.intp), _BINS - 1)
    gaps = np.bincount(bins, weights=scores - labels, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(scores))


def percentile(values: Values, share: float) -> float:
    """Give the value that `share` percent do not exceed, between neighbours linearly."""
    return float(np.percentile(values, share))


def average(values: Sequence[float]) -> Measure:
    """Give the mean with its interval."""
    column = np.asarray(values, dtype=np.float64)
    if len(column) == 0:
        return Measure(float("nan"), float("nan"), float("nan"))
    means = column[_draw(len(column))].mean(axis=1)  # (n_samples,)
    return Measure(float(column.mean()), percentile(means, 2.5), percentile(means, 97.5))


def statistic(measure: Callable[..., float], *columns: Sequence[float]) -> Measure:
    """Give a measure of columns of equal length with its interval; nan where it has no value."""
    arrays = [np.asarray(column, dtype=np.float64) for column in columns]
    count = len(arrays[0])
    if count == 0:
        return Measure(float("nan"), float("nan"), float("nan"))
    low, high = bootstrap(lambda chosen: measure(*(array[chosen] for array in arrays)), count)
    return Measure(measure(*arrays), low, high)


def bootstrap(measure: Callable[[NDArray[np.int32]], float], count: int) -> tuple[float, float]:
    """Give the 2.5th and 97.5th percentile of a measure over samples drawn with replacement.

    Efron 1979; 1,000 samples from one fixed seed, so that a run repeats. Samples in which the
    measure has no value are left out.

    Args:
        measure: positions of the questions drawn -> value.
        count: how many questions there are.
    """
    drawn = np.array([measure(chosen) for chosen in _draw(count)])
    values = drawn[~np.isnan(drawn)]
    if len(values) == 0:
        return float("nan"), float("nan")
    return percentile(values, 2.5), percentile(values, 97.5)


@lru_cache(maxsize=2)
def _draw(count: int) -> NDArray[np.int32]:
    """Give (n_samples, count) positions; all metrics of some questions see the same samples."""
    chance = np.random.default_rng(_SEED)
    return chance.integers(0, count, (_SAMPLES, count), dtype=np.int32)


def _squad_words(text: str) -> list[str]:
    """Give words as SQuAD's own script does: no punctuation, no a, an, the."""
    kept = "".join(letter for letter in text.lower() if letter not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", kept).split()


def _runs(words: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]


def _bag_f1(found: Sequence[object], expected: Sequence[object]) -> float:
    if not found or not expected:
        return float(not found and not expected)
    shared = sum((Counter(found) & Counter(expected)).values())
    return 2 * shared / (len(found) + len(expected))
