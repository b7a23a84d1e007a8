"""The benchmark of vectors over a few that are made up."""

from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.vector_rows import Asked, fill
from benchmarks.vector_ways import WAYS
from benchmarks.vectors import measure_all
from index.embed import Rows
from index.stored_rows import StoredRows


def near_rows(n: int, seed: int) -> Rows:
    """Unit rows around twenty others, (n, 64)."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((20, 64))
    rows = centres[random.integers(0, 20, n)] + 0.5 * random.standard_normal((n, 64))
    unit: Rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_further_rows_are_mixed_from_those_at_hand(tmp_path: Path) -> None:
    """Real rows come first; all are of unit length, near a real one, and the same in every run."""
    passages = near_rows(300, 1)
    filled = []
    for _ in range(2):
        with closing(StoredRows(tmp_path, 64)) as rows:
            fill(rows, passages, 5000)
            filled.append(rows[0:5000])

    assert np.array_equal(filled[0], filled[1])
    assert np.array_equal(filled[0][:300], passages)
    np.testing.assert_allclose(np.linalg.norm(filled[0], axis=1), 1, atol=1e-5)
    assert (filled[0] @ passages.T).max(axis=1).min() > 0.6
    assert len(np.unique(filled[0], axis=0)) == 5000


def test_every_way_finds_what_it_is_to_find(tmp_path: Path) -> None:
    """Each way is measured with an effort that finds enough, and filters where it takes them."""
    asked = [near_rows(40, seed) for seed in range(2, 6)]

    found = dict(measure_all(Asked(near_rows(1000, 1), *asked), 3000, tmp_path))

    assert [*WAYS, "ours"] == list(found)
    for name, metrics in found.items():
        assert metrics["recall@10"].value >= 0.93, name
        assert metrics["MB"].value > 0
        assert ("recall@10 1%" in metrics) == (name != "RaBitQ fast")
    assert found["exact"]["recall@10 1%"].value == 1
    assert found["ours"]["recall@10 measured"].value >= 0.98
