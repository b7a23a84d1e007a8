"""Bits of vectors: the same everywhere, and shared by what is near."""

import hashlib

import numpy as np
import pytest

from index.embed import Rows
from index.signs import make_frame, take_signs

RANDOM = np.random.default_rng(0)


def unit_rows(n: int, dimension: int) -> Rows:
    """Random unit rows, (n, dimension)."""
    rows = RANDOM.standard_normal((n, dimension))
    unit: Rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


@pytest.mark.parametrize("dimension", [1, 16, 64, 256, 300, 384])
def test_directions_are_spread_evenly(dimension: int) -> None:
    """More directions than dimensions, all different, weigh every dimension alike."""
    frame = make_frame(dimension)
    bits = frame.shape[1]

    assert {-1.0, 1.0} == set(frame.ravel().tolist())
    assert bits > dimension
    assert bits % 64 == 0
    np.testing.assert_array_equal(bits * np.eye(dimension), frame @ frame.T)
    if dimension >= 16:
        assert bits == len({column.tobytes() for column in frame.T})


def test_bits_are_those_of_whole_numbers() -> None:
    """However many rows are taken at once, bits are those of sums that nothing rounds."""
    rows = unit_rows(300, 384)
    frame = make_frame(384)
    whole = np.rint(rows * np.float32(16384)).astype(np.int64) @ frame.astype(np.int64)
    expected = np.packbits(whole > 0, axis=1)

    assert expected.tolist() == take_signs(rows, frame).tolist()
    alone = np.concatenate([take_signs(row[None], frame) for row in rows])
    assert expected.tolist() == alone.tolist()


def test_bits_are_the_same_on_every_machine() -> None:
    """A vector that can be written down has the bits that it has always had."""
    steps = np.arange(48, dtype=np.float32).reshape(3, 16) % 7 - 3
    rows = steps / np.float32(32)

    found = hashlib.sha256(take_signs(rows, make_frame(16)).tobytes()).hexdigest()

    assert found == "ea397e57a7ec07453f31defd6455dcc6dd9c5c8ef4c3d8b52515e5c57e7b48f3"


@pytest.mark.parametrize("degrees", [10, 45, 90, 170])
def test_bits_tell_the_angle(degrees: float) -> None:
    """The share of bits that differ is the angle's share of a half turn, on average."""
    rows, others = unit_rows(400, 256), unit_rows(400, 256)
    others -= (others * rows).sum(axis=1, keepdims=True) * rows
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    angle = np.radians(degrees)
    turned = (np.cos(angle) * rows + np.sin(angle) * others).astype(np.float32)
    frame = make_frame(256)

    differing = np.bitwise_count(take_signs(rows, frame) ^ take_signs(turned, frame)).sum(axis=1)

    assert differing.mean() / 512 == pytest.approx(degrees / 180, abs=0.01)
