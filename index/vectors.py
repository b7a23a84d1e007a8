"""Passage vectors and the exact search for the nearest; the only file that knows FAISS."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.stored_rows import RowSource

__all__ = ["Rows", "VectorIndex", "search_all", "write_rows"]

Rows = NDArray[np.float32]
"""Vectors of texts, (n, dim), each row of unit length: a dot product is a cosine."""


_BLOCK = 4096
"""Rows that are written at once."""
_ASKED = 1024
"""Rows whose nearest are looked for at once; FAISS keeps their cosines with a block of others."""
_COUNT = np.dtype("<u8")
_FEW = 8
"""A filter that leaves one row in so many leaves few."""


class VectorIndex:
    """Rows that can be searched by cosine, exactly; make one with `build` or `load`."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, rows: Rows) -> "VectorIndex":
        """Take over rows, (n, dim); n may be 0."""
        faiss = _faiss()

        _check(rows)
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(np.ascontiguousarray(rows))
        return cls(index)

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
        `allowed`, (n,), narrows the search to the rows where it is true.
        """
        faiss = _faiss()

        parameters, available = None, len(self)
        if allowed is not None:
            assert allowed.shape == (len(self),)
            available = int(np.count_nonzero(allowed))
            if available * _FEW <= len(self):
                return self._search_rows(vector, k, np.flatnonzero(allowed))
            selector = faiss.IDSelectorBitmap(np.packbits(allowed.astype(bool), bitorder="little"))
            parameters = faiss.SearchParameters(sel=selector)
        wanted = min(k, available)
        if wanted <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        query = np.ascontiguousarray(vector, dtype=np.float32)[None]  # (1, dim)
        asked = min(wanted + 1, available)
        with _one_core():
            cosines, rows = self._index.search(query, asked, params=parameters)  # (1, asked)
            # FAISS picks freely among equal cosines (copies of a passage): see all of the last.
            while asked < available and cosines[0, -1] == cosines[0, wanted - 1]:
                asked = min(2 * asked, available)
                cosines, rows = self._index.search(query, asked, params=parameters)
        nearest: NDArray[np.int64] = rows[0]
        found: NDArray[np.float32] = cosines[0]  # (asked,)
        order = np.lexsort((nearest, -found))[:wanted]
        return nearest[order], found[order]

    def _search_rows(
        self, vector: NDArray[np.float32], k: int, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Search some rows alone: of few, faster than asking FAISS to pass over the others."""
        cosines = self.rows(rows) @ vector  # (len(rows),)
        order = np.lexsort((rows, -cosines))[: max(k, 0)]
        return rows[order], cosines[order]

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
    def load(cls, path: Path) -> "VectorIndex":
        """Map a saved file: rows are read from disk as searches touch them.

        Raises:
            IndexDamagedError: the file is missing, cut short or something else.
        """
        faiss = _faiss()

        try:
            # IO_FLAG_MMAP alone copies a flat index into memory; the _IFC one really maps it.
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDamagedError(f"{path} cannot be read; run `make rebuild`") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise IndexDamagedError(f"{path} holds no index of ours; run `make rebuild`")
        return cls(index)


def write_rows(rows: RowSource, path: Path) -> None:
    """Write rows, (n, dim), as the file that `VectorIndex.load` maps, a block at a time.

    Equal, byte for byte, to what `build` and `save` give, which hold all rows twice.

    Raises:
        OSError: the file cannot be written whole.
    """
    faiss = _faiss()

    count, dimension = rows.shape
    index = faiss.IndexFlatIP(dimension)
    index.ntotal = count
    # Of a flat index the numbers come last, behind how many there are (faiss/impl/index_write.cpp).
    head = faiss.serialize_index(index).tobytes()[: -_COUNT.itemsize]
    with path.open("wb") as file:
        file.write(head + np.array(count * dimension, _COUNT).tobytes())
        for start in range(0, count, _BLOCK):
            block = rows[start : start + _BLOCK]
            _check(block)
            file.write(np.ascontiguousarray(block).data)


def _check(rows: Rows) -> None:
    assert rows.dtype == np.float32
    squares = np.einsum("ij,ij->i", rows, rows)  # (n,)
    assert np.allclose(squares, 1.0, rtol=0, atol=2e-3), "rows are not of unit length"


def search_all(rows: Rows, k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give (n, k) nearest rows of each row and their cosines, best first; -1 where n is below k.

    Rows are compared a block at a time, so memory grows with n and not with its square.
    """
    faiss = _faiss()

    rows = np.ascontiguousarray(rows)
    cosines, nearest = np.empty((len(rows), k), "f4"), np.empty((len(rows), k), "i8")
    for start in range(0, len(rows), _ASKED):
        part = slice(start, start + _ASKED)
        cosines[part], nearest[part] = faiss.knn(
            rows[part], rows, k, metric=faiss.METRIC_INNER_PRODUCT
        )
    return nearest, cosines


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
