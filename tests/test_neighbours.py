"""The nearest articles of each, made anew and brought up to date."""

from pathlib import Path

import numpy as np
import pytest

from index.embed import Rows
from index.families.neighbours import Nearest, find_nearest

K, LEAST = 4, 0.1


def make_rows(n: int, seed: int = 0) -> Rows:
    """Give unit rows, some of them equal."""
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(n, 8)).astype(np.float32)
    rows[n // 2 : n // 2 + 5] = rows[:5]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def assert_equal(one: Nearest, other: Nearest) -> None:
    """See that two are the same to the last digit."""
    assert one.places.tolist() == other.places.tolist()
    assert one.dots.tolist() == other.dots.tolist()


def test_nearest_are_those_of_a_dot_product() -> None:
    """Each row has the k others of the highest cosines, best first, equals by place."""
    rows = make_rows(700)
    whole = np.rint(rows.astype(np.float64) * 4000)
    dots = whole @ whole.T
    np.fill_diagonal(dots, -np.inf)

    found = find_nearest(rows, K, LEAST)

    for row in range(len(rows)):
        order = np.lexsort((np.arange(len(rows)), -dots[row]))[:K]
        expected = [int(i) for i in order if dots[row, i] >= LEAST * 4000**2]
        assert found.places[row].tolist() == expected + [-1] * (K - len(expected))


@pytest.mark.parametrize("change", ["nothing", "added", "removed", "both", "moved", "all", "twice"])
def test_lists_brought_up_to_date_are_those_made_anew(tmp_path: Path, change: str) -> None:
    """Whatever came, went or changed places: the same lists, as often as it happens."""
    rows, others, kept = make_rows(600), make_rows(90, seed=1), tmp_path / "nearest.npz"
    changed = {
        "nothing": rows,
        "added": np.insert(rows, [0, 50, 50, 600], others[:4], axis=0),
        "removed": np.delete(rows, [0, 9, 301, 599], axis=0),
        "both": np.insert(np.delete(rows, range(20, 60), axis=0), [30, 7], others[:2], axis=0),
        "moved": np.concatenate([rows[300:], rows[:300]]),
        "all": others,
        "twice": np.insert(rows, [3, 200], rows[[7, 8]], axis=0),
    }[change]
    find_nearest(rows, K, LEAST, kept)

    for now in (changed, rows, changed):
        assert_equal(find_nearest(now, K, LEAST, kept), find_nearest(now, K, LEAST))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut"])
def test_damaged_lists_are_made_anew(tmp_path: Path, content: bytes) -> None:
    """What was kept is no more than kept work."""
    rows, kept = make_rows(50), tmp_path / "nearest.npz"
    kept.write_bytes(content)

    assert_equal(find_nearest(rows, K, LEAST, kept), find_nearest(rows, K, LEAST))
    assert_equal(find_nearest(rows, 2, LEAST, kept), find_nearest(rows, 2, LEAST))


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_rows_have_few_neighbours(tmp_path: Path, n: int) -> None:
    """One alone has none."""
    rows = np.tile(np.array([1, 0, 0], dtype=np.float32), (n, 1))

    found = find_nearest(rows, K, LEAST, tmp_path / "nearest.npz")

    assert (found.places >= 0).sum() == n * (n - 1)
