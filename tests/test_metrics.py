"""The measures are what they are called: worked by hand, on ranks, texts and probabilities."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from benchmarks.metrics import (
    auroc,
    average,
    bootstrap,
    calibration_error,
    exact_match,
    hit_at,
    holds_answer,
    ndcg_at,
    ngram_f1,
    percentile,
    plain,
    recall_at,
    reciprocal_rank,
    risk_coverage_area,
    statistic,
    token_f1,
)

RANKED = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("metric", "gold", "k", "expected"),
    [
        (hit_at, {"a"}, 1, 1.0),
        (hit_at, {"b"}, 1, 0.0),
        (recall_at, {"b", "z"}, 2, 0.5),
        (recall_at, {"c"}, 2, 0.0),
        (reciprocal_rank, {"c", "d"}, 10, 1 / 3),
        (reciprocal_rank, {"d"}, 3, 0.0),
        (ndcg_at, {"a"}, 10, 1.0),
        (ndcg_at, {"c"}, 10, 0.5),  # 1 / log2(4)
        (ndcg_at, {"a", "c"}, 10, (1 + 0.5) / (1 + 1 / math.log2(3))),
        (ndcg_at, {"d"}, 3, 0.0),
        (ndcg_at, {"a", "b", "y", "z"}, 2, 1.0),
    ],
)
def test_rank_metrics_are_as_worked_by_hand(
    metric: Callable[[Sequence[str], set[str], int], float],
    gold: set[str],
    k: int,
    expected: float,
) -> None:
    """Hit, recall, reciprocal rank and nDCG give what pen and paper give."""
    assert metric(RANKED, gold, k) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("He watched “Squid Game”, twice.", ["Squid game"], True),
        ("Europe's ministers met.", ["Europe"], True),
        ("It cost 15 crowns.", ["5"], False),
        ("It cost 15 crowns.", ["5", "15"], True),
        ("It cost $11.1bn.", ["11.1bn"], True),
        ("その新聞は東京で売られた。", ["東京"], True),
        ("Nothing.", ["…"], False),
        ("Nothing.", [], False),
    ],
)
def test_answer_is_looked_for_in_whole_words(text: str, answers: list[str], expected: bool) -> None:
    """An answer stands in a text whatever its case and punctuation, but not inside a word."""
    assert holds_answer(text, answers) == expected


def test_plain_folds_case_and_punctuation() -> None:
    """Words are left, case folded, one blank between them."""
    assert plain("The U.S.—“Straße”") == "the u s strasse"


def test_short_answers_are_graded_as_squad_does() -> None:
    """Articles and punctuation do not count; F1 is of the best wording."""
    assert exact_match("The ferry.", ["a Ferry"]) == 1.0
    assert exact_match("ferries", ["ferry"]) == 0.0
    assert token_f1("the blue ferry sank", ["ferry", "blue ferry"]) == pytest.approx(0.8)
    assert token_f1("nothing", ["ferry"]) == 0.0


def test_ngram_f1_counts_runs() -> None:
    """Of 3 and 2 runs of two words, two are shared: 2 * 2 / 5."""
    assert ngram_f1("one two three four", "One two three", 2) == pytest.approx(0.8)
    assert ngram_f1("", "", 4) == 1.0


def test_auroc_counts_pairs() -> None:
    """Of the four pairs two are in order, one is tied and one is not: 2.5 / 4."""
    scores, labels = np.array([0.9, 0.4, 0.4, 0.5]), np.array([1.0, 1.0, 0.0, 0.0])

    assert auroc(scores, labels) == pytest.approx(2.5 / 4)
    assert math.isnan(auroc(scores, np.ones(4)))


def test_risk_coverage_area_is_the_mean_of_the_risks() -> None:
    """Right, wrong, right in order of confidence: risks 0, 1/2, 1/3."""
    scores, labels = np.array([0.2, 0.9, 0.5]), np.array([1.0, 1.0, 0.0])

    assert risk_coverage_area(scores, labels) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)


def test_risk_coverage_area_shares_ties_out() -> None:
    """Where all are equally sure, the risk is the share of wrong ones at any coverage."""
    assert risk_coverage_area(np.full(4, 0.5), np.array([1.0, 0, 0, 0])) == pytest.approx(0.75)


def test_calibration_error_weighs_bins() -> None:
    """Two in the bin of 0.9, half right: gap 0.4; one in the bin of 0.1, wrong: gap 0.1."""
    scores, labels = np.array([0.9, 0.9, 0.1]), np.array([1.0, 0.0, 0.0])

    assert calibration_error(scores, labels) == pytest.approx((2 * 0.4 + 0.1) / 3)
    assert calibration_error(np.array([1.0]), np.array([1.0])) == 0.0


def test_percentile_lies_between_neighbours() -> None:
    """Half-way between two values is their mean."""
    assert percentile(np.array([1.0, 2.0]), 50) == 1.5


def test_bootstrap_repeats_and_holds_the_value() -> None:
    """The interval is the same each time, holds the mean, and is a point for equal values."""
    first, second = average([0.0, 1.0] * 50), average([0.0, 1.0] * 50)

    assert first == second
    assert 0.35 < first.low < first.value == 0.5 < first.high < 0.65
    assert bootstrap(lambda _: 0.25, 7) == (0.25, 0.25)
    assert math.isnan(average([]).value)


def test_statistic_draws_columns_together() -> None:
    """Columns are resampled by the same positions."""
    values = [1.0, 2.0, 4.0]
    same = statistic(lambda a, b: float(np.abs(a - b).max()), values, values)

    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
