"""Vectors wait in a file, and come back as they were."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.embed import Rows
from index.families.find import mean_rows
from index.stored_rows import StoredRows
from index.vectors import write_rows


def unit_rows(count: int) -> Rows:
    """Give random rows of unit length, (count, 8)."""
    rows = np.random.default_rng(5).normal(size=(count, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


ROWS = unit_rows(3000)


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StoredRows]:
    """Give rows that were stored in parts, an empty one among them."""
    with closing(StoredRows(tmp_path, 8)) as kept:
        for start, stop in ((0, 1000), (1000, 1000), (1000, 3000)):
            kept.add(ROWS[start:stop])
        yield kept


@pytest.mark.parametrize(("start", "stop"), [(0, 3000), (999, 1001), (7, 7), (2990, 5000)])
def test_rows_come_back_as_they_were(stored: StoredRows, start: int, stop: int) -> None:
    """Any rows in a row are equal, bit by bit; beyond the last there are none."""
    assert stored.shape == (3000, 8)
    np.testing.assert_array_equal(stored[start:stop], ROWS[start:stop])


def test_rows_can_be_added_after_a_look(stored: StoredRows) -> None:
    """Reading does not move the place at which rows are added."""
    assert len(stored[10:20]) == 10
    stored.add(ROWS[:2])

    np.testing.assert_array_equal(stored[2999:3002], ROWS[[2999, 0, 1]])


def test_stored_rows_make_the_same_index(stored: StoredRows, tmp_path: Path) -> None:
    """The index of stored rows is that of the array."""
    write_rows(stored, tmp_path / "stored")
    write_rows(ROWS, tmp_path / "array")

    assert (tmp_path / "stored").read_bytes() == (tmp_path / "array").read_bytes()


def test_means_are_those_of_each_article(stored: StoredRows) -> None:
    """Passages are read some articles at a time; an article without a passage has a mean of 0."""
    owners = np.sort(np.random.default_rng(6).integers(0, 1500, len(ROWS))).tolist()
    means = mean_rows(stored, owners, 1501)

    assert not means[1500].any()
    for article in (0, 511, 512, 1499):
        whole = ROWS[[i for i, owner in enumerate(owners) if owner == article]].sum(axis=0)
        expected = whole / max(float(np.linalg.norm(whole)), 1e-12)
        np.testing.assert_allclose(means[article], expected, atol=1e-6)
