"""What fits the judgements."""

from benchmarks.fitting import fit_logistic

EXAMPLES = [({"x": x, "y": y}, label) for x, y, label in (
    (0.1, 0.9, False), (0.4, 0.2, True), (0.5, 0.7, False), (0.6, 0.1, False), (0.9, 0.4, True),
)]  # fmt: skip


def test_a_count_stands_for_so_many_examples() -> None:
    """Counted twice is the same as there twice; one that counts for more pulls to its side."""
    twice = fit_logistic(EXAMPLES, {"y"}, [2] * len(EXAMPLES))
    pulled = fit_logistic(EXAMPLES, {"y"}, [1, 9, 1, 1, 1])

    assert twice == fit_logistic(EXAMPLES * 2, {"y"}) != fit_logistic(EXAMPLES, {"y"})
    assert pulled[0] > fit_logistic(EXAMPLES, {"y"})[0]


def test_no_weight_goes_against_its_feature() -> None:
    """A feature that speaks against may not count for, and the other way round."""
    _, weights = fit_logistic(EXAMPLES, {"x"})

    assert weights["x"] <= 0 <= weights["y"]
