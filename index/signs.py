"""Vectors become bits that near vectors share, the same on every machine."""

import hashlib

import numpy as np
from numpy.typing import NDArray

__all__ = ["Frame", "make_frame", "take_signs"]

Frame = NDArray[np.float32]
"""(dim, bits) of 1 and -1."""

_LEAST = 64
_STEPS = np.float32(1 << 14)
"""Of a number between 0 and 1, so that all sums of a unit vector's are whole and below 2 ** 24."""


def make_frame(dimension: int) -> Frame:
    """Give the directions, as columns, on whose side of which a vector lies is one bit.

    There are more directions than dimensions, up to twice as many, and they are spread evenly: some
    rows of a Hadamard matrix, each as it is or negated. Which is drawn once and for all, whatever
    the vectors: nothing is learnt from them, so a row has the same bits in every library.
    """
    bits = max(_LEAST, 1 << dimension.bit_length())
    square = np.ones((1, 1), np.float32)
    while len(square) < bits:
        square = np.block([[square, square], [square, -square]])
    drawn = hashlib.shake_256(f"directions of {dimension} numbers".encode()).digest(8 * bits)
    numbers = np.frombuffer(drawn, "<u8")
    order = np.argsort(numbers, kind="stable")[:dimension]
    sides = 1 - 2 * (numbers[order] & 1).astype(np.float32)  # (dimension,)
    return np.ascontiguousarray(square[order] * sides[:, None], np.float32)


def take_signs(rows: NDArray[np.float32], frame: Frame) -> NDArray[np.uint8]:
    """Give (n, bits / 8) packed bits of unit rows, (n, dim).

    Of vectors that differ by an angle, bits differ in proportion to it on average (Charikar 2002,
    "Similarity estimation techniques from rounding algorithms").
    """
    # Sums of whole numbers are exact in any order, so no processor and no block rounds otherwise.
    return np.packbits(np.rint(rows * _STEPS) @ frame > 0, axis=1)
