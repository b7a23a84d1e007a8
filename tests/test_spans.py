"""Where a reader sees the answer: the best span, inside one sentence or in all of the passage."""

import numpy as np
import pytest

from qa.spans import PassageRead, best_span


def test_best_span_is_the_best_of_all() -> None:
    """Against every pair of places, looked at one by one."""
    chance = np.random.default_rng(3)
    for longest in (1, 3, 24):
        logits = chance.normal(size=(12, 2)).astype(np.float32)
        pairs = [(i, j) for i in range(12) for j in range(i, min(i + longest, 12))]
        best = max(pairs, key=lambda pair: logits[pair[0], 0] + logits[pair[1], 1])

        score, start, end = best_span(logits, longest)

        assert (start, end) == best
        assert score == pytest.approx(float(logits[start, 0] + logits[end, 1]))


def make_read() -> PassageRead:
    """Read "It sank. Six died." as a model would that is asked how many died."""
    offsets = np.array([(0, 2), (3, 7), (7, 8), (9, 12), (13, 17), (17, 18)])
    logits = np.array(
        [[0.0, 0.0], [1.0, 1.0], [0.0, 0.0], [6.0, 6.0], [2.0, 3.0], [0.0, 0.0]], dtype=np.float32
    )
    return PassageRead(offsets, logits, none=4.0, answers=1.5, near=3.0)


def test_the_answer_is_looked_for_within_its_sentence() -> None:
    """Each sentence has its own best span, and the margin is over no answer at all."""
    read = make_read()

    first, second = read.find(0, 8), read.find(9, 18)

    assert first is not None
    assert second is not None
    assert (first.start, first.end, first.margin) == (3, 7, 1.0 + 1.0 - 4.0)
    assert (second.start, second.end, second.margin) == (9, 12, 6.0 + 6.0 - 4.0)
    assert read.find(30, 40) is None


def test_shares_of_all_sentences_add_up() -> None:
    """Most of what the model sees lies in the second sentence; nothing gets lost."""
    read = make_read()

    assert read.share(0, 8) + read.share(9, 18) == pytest.approx(1.0, abs=1e-5)
    assert read.share(9, 18) > 0.9
