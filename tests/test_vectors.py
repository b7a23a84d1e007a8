"""Vector search: FAISS against a numpy dot product."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.signs import make_frame, take_signs
from index.stored_rows import StoredRows
from index.vectors import DEEP, Rows, VectorIndex, write_rows, write_signs

N, DIMENSION = 300, 16


def unit_rows(n: int, seed: int = 0) -> Rows:
    """Random unit rows, (n, DIMENSION)."""
    rows = np.random.default_rng(seed).standard_normal((n, DIMENSION)).astype(np.float32)
    unit: Rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def rows_with_copies() -> Rows:
    """Unit rows of which every third is a copy of row 0, as copied passages are."""
    rows = unit_rows(N)
    rows[::3] = rows[0]
    return rows


ROWS = rows_with_copies()
INDEX = VectorIndex.build(ROWS)
QUESTION = unit_rows(1, seed=1)[0]


def clustered_rows(n: int, seed: int = 0) -> Rows:
    """Unit rows around fifty others, as passages are around matters, (n, 64)."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((50, 64))
    rows = centres[random.integers(0, 50, n)] + 0.7 * random.standard_normal((n, 64))
    unit: Rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


MANY = clustered_rows(5000)
EXACT, PROPOSED = VectorIndex.build(MANY), VectorIndex.build(MANY, candidates=600)
HALF = np.random.default_rng(2).random(5000) < 0.5


def nearest_by_hand(
    rows: Rows, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The oracle: every cosine, best first, ties by row."""
    cosines = np.array([round(float(row.astype(np.float64) @ vector), 6) for row in rows])
    order = [i for i in np.lexsort((np.arange(len(rows)), -cosines)) if allowed[i]][:k]
    return np.array(order, np.int64), cosines[order].astype(np.float32)


@pytest.mark.parametrize("k", [1, 2, 7, 99, 100, 101, N, N + 50])
@pytest.mark.parametrize("vector", [QUESTION, ROWS[0], ROWS[1]], ids=["new", "copied", "own"])
def test_search_agrees_with_a_dot_product(vector: NDArray[np.float32], k: int) -> None:
    """Rows and cosines are those of numpy, equal cosines in order of row."""
    expected_rows, expected_cosines = nearest_by_hand(ROWS, vector, k, np.ones(N, bool))

    rows, cosines = INDEX.search(vector, k)

    assert expected_rows.tolist() == rows.tolist()
    np.testing.assert_allclose(cosines, expected_cosines, atol=1e-5)
    assert (rows.dtype.name, cosines.dtype.name) == ("int64", "float32")


@given(allowed=arrays(np.bool_, N), k=st.integers(0, N + 5))
@settings(deadline=None)
def test_a_filtered_search_is_exact(allowed: NDArray[np.bool_], k: int) -> None:
    """Only allowed rows come back, and they are the nearest of those allowed."""
    expected_rows, expected_cosines = nearest_by_hand(ROWS, QUESTION, k, allowed)

    rows, cosines = INDEX.search(QUESTION, k, allowed)

    assert expected_rows.tolist() == rows.tolist()
    np.testing.assert_allclose(cosines, expected_cosines, atol=1e-5)


@pytest.mark.parametrize("k", [-1, 0])
def test_asking_for_nothing_gives_nothing(k: int) -> None:
    """A k of 0 or less gives no rows."""
    assert INDEX.search(QUESTION, k)[0].tolist() == []


def test_a_mask_of_another_length_is_a_mistake() -> None:
    """A mask must have one value for each row."""
    with pytest.raises(AssertionError):
        INDEX.search(QUESTION, 3, np.ones(N - 1, bool))


def test_rows_are_given_back_as_they_came() -> None:
    """Vectors can be read back one by one and in any order."""
    ids = np.array([7, 0, 7, N - 1])

    assert (len(INDEX), INDEX.dimension) == (N, DIMENSION)
    np.testing.assert_array_equal(ROWS[5], INDEX.row(5))
    np.testing.assert_array_equal(ROWS[ids], INDEX.rows(ids))
    assert INDEX.rows(np.array([], np.int64)).shape == (0, DIMENSION)


@pytest.mark.parametrize("i", [-1, N])
def test_a_row_that_is_not_there_is_a_mistake(i: int) -> None:
    """Rows count from 0 and end with the last."""
    with pytest.raises(ValueError, match="asked of 300"):
        INDEX.row(i)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(unit_rows(3) * np.float32(1.01), id="too long"),
        pytest.param(unit_rows(3).astype(np.float64), id="float64"),
        pytest.param(np.zeros((2, DIMENSION), np.float32), id="zeros"),
        pytest.param(np.full((2, DIMENSION), np.nan, np.float32), id="not numbers"),
    ],
)
def test_only_unit_float32_rows_are_taken(tmp_path: Path, rows: Rows) -> None:
    """Rows that would make a wrong cosine are refused when the index is built."""
    with pytest.raises(AssertionError):
        VectorIndex.build(rows)
    with pytest.raises(AssertionError):
        write_rows(rows, tmp_path / "rows")


@pytest.mark.parametrize("n", [0, 1, N])
def test_a_saved_index_answers_as_before(tmp_path: Path, n: int) -> None:
    """Save, then load, gives equal rows, cosines and vectors; an empty index stays empty."""
    built = VectorIndex.build(ROWS[:n])
    built.save(tmp_path / "vectors.faiss")

    loaded = VectorIndex.load(tmp_path / "vectors.faiss")

    assert (n, DIMENSION) == (len(loaded), loaded.dimension)
    for allowed in (None, np.arange(n) % 2 == 0):
        expected_rows, expected_cosines = built.search(QUESTION, 20, allowed)
        rows, cosines = loaded.search(QUESTION, 20, allowed)
        assert expected_rows.tolist() == rows.tolist()
        assert expected_cosines.tolist() == cosines.tolist()
    np.testing.assert_array_equal(ROWS[:n], loaded.rows(np.arange(n)))


def test_the_same_rows_make_the_same_file(tmp_path: Path) -> None:
    """Two builds of the same rows are equal byte for byte."""
    for name in ("one", "two"):
        VectorIndex.build(ROWS).save(tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("n", [0, 1, 4096, 9000])
def test_rows_are_written_as_an_index_would_be(tmp_path: Path, n: int) -> None:
    """Written a block at a time, the file is the one that FAISS writes."""
    rows = unit_rows(n)
    VectorIndex.build(rows).save(tmp_path / "index")

    write_rows(rows, tmp_path / "rows")

    assert (tmp_path / "rows").read_bytes() == (tmp_path / "index").read_bytes()


@pytest.mark.parametrize("keep", [0, 3, 40, -4, -1])
def test_a_cut_file_is_named(tmp_path: Path, keep: int) -> None:
    """A file cut short anywhere is a damaged library, not a crash."""
    path = tmp_path / "vectors.faiss"
    INDEX.save(path)
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss"):
        VectorIndex.load(path)


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    """A file that is not there or holds something else is a damaged library."""
    (tmp_path / "notes").write_bytes(b"These are no vectors." * 50)

    for name in ("notes", "nowhere"):
        with pytest.raises(IndexDamagedError, match=name):
            VectorIndex.load(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
@pytest.mark.parametrize("n", [1, N])
def test_a_full_disk_does_not_pass_unseen(n: int) -> None:
    """An index that could not be written whole raises, however small it is."""
    with pytest.raises(OSError, match="space"):
        VectorIndex.build(ROWS[:n]).save(Path("/dev/full"))
    with pytest.raises(OSError, match="space"):
        write_rows(ROWS[:n], Path("/dev/full"))


def test_a_search_leaves_the_cores_to_the_models() -> None:
    """FAISS and torch share one number of cores in a thread."""
    import torch

    before = torch.get_num_threads()
    VectorIndex.build(np.eye(4, dtype=np.float32)).search(np.eye(4, dtype=np.float32)[0], 2)

    assert torch.get_num_threads() == before


@pytest.mark.parametrize("allowed", [None, HALF], ids=["all", "half"])
def test_bits_propose_nearly_all_that_is_near(allowed: NDArray[np.bool_] | None) -> None:
    """Of the nearest ten 98% are found, among the rows allowed, with the cosines of all rows."""
    found = 0
    for row in range(0, 5000, 50):
        expected_rows, expected_cosines = EXACT.search(MANY[row], 10, allowed)
        rows, cosines = PROPOSED.search(MANY[row], 10, allowed)
        known = dict(zip(expected_rows.tolist(), expected_cosines.tolist(), strict=True))
        pairs = list(zip(rows.tolist(), cosines.tolist(), strict=True))
        assert len(pairs) == 10
        assert allowed is None or allowed[rows].all()
        assert pairs == sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
        assert all(known.get(row, cosine) == cosine for row, cosine in pairs)
        found += len(known.keys() & {row for row, _ in pairs})
    assert found >= 980


def test_bits_are_not_asked_for_few_rows() -> None:
    """What a filter leaves few of, or no more than candidates, is searched exactly."""
    question = clustered_rows(1, seed=3)[0]
    for count in (1, 100, 600):
        allowed = np.zeros(5000, bool)
        allowed[np.random.default_rng(count).permutation(5000)[:count]] = True
        expected_rows, expected_cosines = EXACT.search(question, 50, allowed)
        rows, cosines = PROPOSED.search(question, 50, allowed)
        assert expected_rows.tolist() == rows.tolist()
        assert expected_cosines.tolist() == cosines.tolist()


def test_asking_for_more_takes_more_candidates() -> None:
    """A search that asks for twice as many rows as are deep takes twice the candidates."""
    narrow = VectorIndex.build(MANY, candidates=DEEP)

    assert len(narrow.search(MANY[0], DEEP)[0]) == DEEP
    assert len(narrow.search(MANY[0], 3 * DEEP)[0]) == 3 * DEEP
    assert len(narrow.search(MANY[0], 9999)[0]) == 5000


def test_of_copies_the_first_are_proposed() -> None:
    """However many rows are equal, those that come back are the first."""
    rows = MANY.copy()
    rows[1::2] = rows[1]

    found, cosines = VectorIndex.build(rows, candidates=100).search(rows[1], 40)

    assert list(range(1, 80, 2)) == found.tolist()
    assert len(set(cosines.tolist())) == 1


def test_bits_are_proposed_by_their_number_in_common() -> None:
    """Rows that share most bits come first, equally many in order of row."""
    frame = make_frame(64)
    bits = np.unpackbits(take_signs(MANY, frame), axis=1).astype(int)  # (n, bits)
    question = clustered_rows(1, seed=4)
    differ = np.abs(bits - np.unpackbits(take_signs(question, frame))).sum(axis=1)

    expected = np.argsort(differ, kind="stable")[:700]

    assert expected.tolist() == PROPOSED.propose(question[0], 700).tolist()


@pytest.mark.parametrize("n", [0, 1, 4096, 5000])
def test_bits_are_mapped_as_they_were_made(tmp_path: Path, n: int) -> None:
    """Written a block at a time, bits answer as those that were made at once."""
    write_rows(MANY[:n], tmp_path / "rows")
    write_signs(MANY[:n], tmp_path / "signs")

    loaded = VectorIndex.load(tmp_path / "rows", tmp_path / "signs", 300)

    built = VectorIndex.build(MANY[:n], candidates=300)
    for allowed in (None, HALF[:n]):
        expected_rows, expected_cosines = built.search(MANY[9], 20, allowed)
        rows, cosines = loaded.search(MANY[9], 20, allowed)
        assert expected_rows.tolist() == rows.tolist()
        assert expected_cosines.tolist() == cosines.tolist()


def test_added_rows_leave_the_bits_of_the_others(tmp_path: Path) -> None:
    """Bits of rows added by and by are those of all at once, byte for byte."""
    with closing(StoredRows(tmp_path, 64)) as grown:
        for stop in (1, 3000, 5000):
            grown.add(MANY[grown.shape[0] : stop])
            write_signs(grown, tmp_path / f"{stop}")
    write_signs(MANY, tmp_path / "whole")

    whole = (tmp_path / "whole").read_bytes()

    assert whole == (tmp_path / "5000").read_bytes()
    bits = (tmp_path / "3000").read_bytes()[-3000 * 16 :]
    assert whole[-5000 * 16 :][: 3000 * 16] == bits


@pytest.mark.parametrize("keep", [0, 3, 40, -4, -1])
def test_cut_bits_are_named(tmp_path: Path, keep: int) -> None:
    """Bits cut short anywhere are a damaged library, not a crash."""
    write_rows(MANY, tmp_path / "rows")
    path = tmp_path / "signs.faiss"
    write_signs(MANY, path)
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(IndexDamagedError, match=r"signs\.faiss"):
        VectorIndex.load(tmp_path / "rows", path, 300)


def test_bits_of_other_rows_are_named(tmp_path: Path) -> None:
    """Bits must be as many as the rows, and of vectors as long."""
    write_rows(MANY, tmp_path / "rows")
    write_signs(MANY[1:], tmp_path / "fewer")
    write_signs(unit_rows(5000)[:, :8] * 2, tmp_path / "shorter")
    write_rows(MANY, tmp_path / "no bits")

    for name in ("fewer", "shorter", "no bits", "nowhere"):
        with pytest.raises(IndexDamagedError, match=name):
            VectorIndex.load(tmp_path / "rows", tmp_path / name, 300)
