"""Passage vectors and the search for the nearest; the only file that knows FAISS."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.signs import make_frame, take_signs
from index.stored_rows import RowSource, in_blocks

__all__ = ["DEEP", "Rows", "VectorIndex", "write_rows", "write_signs"]

Rows = NDArray[np.float32]
"""Vectors of texts, (n, dim), each row of unit length: a dot product is a cosine."""

_COUNT = np.dtype("<u8")
_FEW = 8
"""A filter that leaves one row in so many leaves few: they are looked at alone."""
_FEW_OF_MANY = 32
"""The same where all bits can be passed over in the time that a thirtieth of the rows takes."""
DEEP = 100
"""Rows that may be asked for with as many candidates as an index has; more take more of them."""


class VectorIndex:
    """Rows that can be searched by cosine; make one with `build` or `load`.

    Args:
        index: FAISS's, of the rows.
        signs: FAISS's, of their bits; None to search all rows exactly.
        candidates: rows that the bits propose, whose cosines are then taken.
    """

    def __init__(self, index: Any, signs: Any = None, candidates: int = 0) -> None:
        self._index, self._signs, self._candidates = index, signs, candidates
        self._frame = None if signs is None else make_frame(self.dimension)
        if signs is not None:
            # Counting, which FAISS does without a heap, keeps rows in order where bits are equal.
            signs.use_heap = False

    @classmethod
    def build(cls, rows: Rows, candidates: int = 0) -> "VectorIndex":
        """Take over rows, (n, dim); n may be 0. With candidates, bits propose so many."""
        faiss = _faiss()

        _check(rows)
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(np.ascontiguousarray(rows))
        if not candidates:
            return cls(index)
        bits = take_signs(rows, make_frame(rows.shape[1]))
        signs = faiss.IndexBinaryFlat(bits.shape[1] * 8)
        signs.add(bits)
        return cls(index, signs, candidates)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Give the nearest rows and their cosines, best first, equal cosines by row.

        `vector` is (dim,) and of unit length. At most k come back, fewer where there are fewer;
        `allowed`, (n,), narrows the search to the rows where it is true. Cosines are exact; where
        bits propose, a row that they do not is missed.
        """
        available = len(self)
        if allowed is not None:
            assert allowed.shape == (len(self),)
            available = int(np.count_nonzero(allowed))
        if min(k, available) <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        with _one_core():
            if allowed is not None and self._are_few(available):
                return self._search_among(vector, k, _only(np.flatnonzero(allowed)), available)
            selector = None if allowed is None else _bitmap(allowed)
            count = self._candidates * -(-k // DEEP)
            if 0 < count < available:
                proposed = self._propose(vector, count, selector)
                return self._search_among(vector, k, _only(np.sort(proposed)), len(proposed))
            return self._search_among(vector, k, selector, available)

    def propose(self, vector: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """Give the rows, (count,), that share most bits with a vector, equally many by row."""
        with _one_core():
            return self._propose(vector, count, None)

    def _are_few(self, count: int) -> bool:
        return count * (_FEW_OF_MANY if self._candidates else _FEW) <= len(self)

    def _propose(self, vector: NDArray[np.float32], count: int, selector: Any) -> NDArray[np.int64]:
        assert self._frame is not None
        bits = take_signs(np.asarray(vector, np.float32)[None], self._frame)  # (1, bits / 8)
        parameters = _faiss().SearchParameters(sel=selector)
        _, rows = self._signs.search(bits, count, params=parameters)  # (1, count)
        nearest: NDArray[np.int64] = rows[0]
        return nearest

    def _search_among(
        self, vector: NDArray[np.float32], k: int, selector: Any, available: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Search the rows that a selector leaves, all for None, of which there are so many."""
        parameters = _faiss().SearchParameters(sel=selector)
        query = np.ascontiguousarray(vector, dtype=np.float32)[None]  # (1, dim)
        wanted = min(k, available)
        asked = min(wanted + 1, available)
        cosines, rows = self._index.search(query, asked, params=parameters)  # (1, asked)
        # FAISS picks freely among equal cosines (copies of a passage): see all of the last.
        while asked < available and cosines[0, -1] == cosines[0, wanted - 1]:
            asked = min(2 * asked, available)
            cosines, rows = self._index.search(query, asked, params=parameters)
        nearest: NDArray[np.int64] = rows[0]
        found: NDArray[np.float32] = cosines[0]  # (asked,)
        order = np.lexsort((nearest, -found))[:wanted]
        return nearest[order], found[order]

    def row(self, i: int) -> NDArray[np.float32]:
        """Give one vector back, (dim,)."""
        vector: NDArray[np.float32] = self.rows(np.array([i]))[0]
        return vector

    def rows(self, ids: NDArray[np.int64]) -> Rows:
        """Give vectors back in the order asked for, (len(ids), dim)."""
        ids = np.ascontiguousarray(ids, dtype=np.int64)
        if ids.size and (ids.min() < 0 or ids.max() >= len(self)):
            raise ValueError(f"rows {ids.min()} to {ids.max()} asked of {len(self)}")
        if not ids.size:
            return np.empty((0, self.dimension), np.float32)
        vectors: Rows = self._index.reconstruct_batch(ids)
        return vectors

    def save(self, path: Path) -> None:
        """Write one file that `load` maps into memory.

        Raises:
            OSError: the file cannot be written whole.
        """
        faiss = _faiss()

        with path.open("wb") as file:
            # Given a path, FAISS only prints what goes wrong when the file is closed.
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(file.write))

    @classmethod
    def load(cls, path: Path, signs: Path | None = None, candidates: int = 0) -> "VectorIndex":
        """Map a saved file: rows are read from disk as searches touch them.

        Args:
            path: of the rows.
            signs: of their bits; None to search exactly.
            candidates: rows that the bits propose.

        Raises:
            IndexDamagedError: a file is missing, cut short or something else.
        """
        faiss = _faiss()

        index = _map(path, faiss.read_index, faiss.IndexFlatIP)
        if signs is None:
            return cls(index)
        bits = _map(signs, faiss.read_index_binary, faiss.IndexBinaryFlat)
        if (bits.ntotal, bits.d) != (index.ntotal, make_frame(index.d).shape[1]):
            raise IndexDamagedError(f"{signs} is not of {path}; run `make rebuild`")
        return cls(index, bits, candidates)


def _map(path: Path, read: Callable[[str, int], Any], expected: type) -> Any:
    try:
        # IO_FLAG_MMAP alone copies a flat index into memory; the _IFC one really maps it.
        index = read(str(path), _faiss().IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise IndexDamagedError(f"{path} cannot be read; run `make rebuild`") from error
    if not isinstance(index, expected):
        raise IndexDamagedError(f"{path} holds no index of ours; run `make rebuild`")
    return index


def write_rows(rows: RowSource, path: Path) -> None:
    """Write rows, (n, dim), as the file that `VectorIndex.load` maps, a block at a time.

    Equal, byte for byte, to what `build` and `save` give, which hold all rows twice.

    Raises:
        OSError: the file cannot be written whole.
    """
    faiss = _faiss()

    index = faiss.IndexFlatIP(rows.shape[1])
    index.ntotal = rows.shape[0]
    _write(path, faiss.serialize_index(index), rows.shape[0] * rows.shape[1], _checked(rows))


def write_signs(rows: RowSource, path: Path) -> None:
    """Write the bits of rows, (n, dim), as a file that `VectorIndex.load` maps, block by block.

    Raises:
        OSError: the file cannot be written whole.
    """
    faiss = _faiss()

    frame = make_frame(rows.shape[1])
    index = faiss.IndexBinaryFlat(frame.shape[1])
    index.ntotal = rows.shape[0]
    blocks = (take_signs(block, frame) for block in in_blocks(rows))
    size = index.ntotal * index.code_size
    _write(path, faiss.serialize_index_binary(index), size, blocks)


def _write(path: Path, empty: NDArray[np.uint8], size: int, blocks: Iterable[Any]) -> None:
    """Write a flat index: what an empty one of so many rows says, then its numbers."""
    # The numbers come last, behind how many there are (faiss/impl/index_write.cpp).
    head = empty.tobytes()[: -_COUNT.itemsize]
    with path.open("wb") as file:
        file.write(head + np.array(size, _COUNT).tobytes())
        for block in blocks:
            file.write(np.ascontiguousarray(block).data)


def _checked(rows: RowSource) -> Iterator[Rows]:
    for block in in_blocks(rows):
        _check(block)
        yield block


def _check(rows: Rows) -> None:
    assert rows.dtype == np.float32
    squares = np.einsum("ij,ij->i", rows, rows)  # (n,)
    assert np.allclose(squares, 1.0, rtol=0, atol=2e-3), "rows are not of unit length"


def _only(rows: NDArray[np.int64]) -> Any:
    """Give what lets FAISS look at some rows and pass over no others."""
    return _faiss().IDSelectorArray(np.ascontiguousarray(rows, np.int64))


def _bitmap(allowed: NDArray[np.bool_]) -> Any:
    return _faiss().IDSelectorBitmap(np.packbits(allowed.astype(bool), bitorder="little"))


@contextmanager
def _one_core() -> Iterator[None]:
    """Let FAISS work with one core in this thread: a second one slows a single question.

    The number is given back, since torch shares it: its models would go on with one core.
    """
    faiss = _faiss()

    cores = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(cores)


def _faiss() -> Any:
    """FAISS, without its types: they do not know what its Python side adds."""
    import faiss

    return faiss
