"""Ways of FAISS to find the nearest of many vectors, each behind one signature."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.stored_rows import RowSource, in_blocks

__all__ = ["DEEP", "WAYS", "MakeWay", "Way", "as_selector", "map_rows", "one_core"]

faiss: Any = import_module("faiss")  # its types do not know what its Python side adds

DEEP = 100
"""Rows asked for, as retrieval does."""
_DOUBLINGS = tuple(1 << power for power in range(7, 18))
_MOST_LINKED = 100_000
"""Rows that a graph is made of: a million would take longer than all else together."""

Vector = NDArray[np.float32]
Parameters = Callable[[Any, int], Any]
"""Selector and effort -> what FAISS is told with a search."""


@dataclass(frozen=True, slots=True)
class Way:
    """An index, and how it is asked."""

    index: Any
    parameters: Parameters
    efforts: tuple[int, ...]
    """What can be spent on a search, least first: candidates, lists looked at, or nothing."""
    prepare: Callable[[Any], Any] = lambda rows: rows
    """Vectors, (n, dim) -> what the index takes."""
    exactly: Any = None
    """The flat index that has the last word on candidates; None where the index itself has."""
    filters: bool = True

    def search(self, vector: Vector, selector: Any, effort: int) -> NDArray[np.int64]:
        """Give the rows that are found, best first."""
        asked = DEEP if self.exactly is None else effort
        query = np.ascontiguousarray(self.prepare(vector[None]))
        _, rows = self.index.search(query, asked, params=self.parameters(selector, effort))
        proposed: NDArray[np.int64] = rows[0][rows[0] >= 0]
        if self.exactly is None:
            return proposed
        only = faiss.SearchParameters(sel=faiss.IDSelectorArray(np.sort(proposed)))
        nearest: NDArray[np.int64] = self.exactly.search(vector[None], DEEP, params=only)[1][0]
        return nearest

    def measure_megabytes(self) -> float:
        """Give what is looked through; the rows, where they have but the last word, are not."""
        size = 0

        def count(content: bytes) -> int:
            nonlocal size
            size += len(content)
            return len(content)

        is_binary = isinstance(self.index, faiss.IndexBinary)
        write = faiss.write_index_binary if is_binary else faiss.write_index
        write(self.index, faiss.PyCallbackIOWriter(count))
        return size / 1e6


MakeWay = Callable[[RowSource, Any], Way | None]
"""Rows and their flat index -> a way to search them; None where it would take too long."""


@contextmanager
def one_core() -> Iterator[None]:
    """Have searches take one core, as ours do; to make an index takes all."""
    cores = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(cores)


def map_rows(path: Path) -> Any:
    """Map the flat index that a rebuild writes."""
    return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)


def as_selector(allowed: NDArray[np.bool_] | None) -> Any:
    """Give what FAISS takes for a filter."""
    if allowed is None:
        return None
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))


def _plain(selector: Any, _: int) -> Any:
    return faiss.SearchParameters(sel=selector)


def _add(index: Any, rows: RowSource, prepare: Callable[[Any], Any] = lambda rows: rows) -> Any:
    for block in in_blocks(rows):
        index.add(np.ascontiguousarray(prepare(block)))
    return index


def _make_flat(_: RowSource, flat: Any) -> Way:
    return Way(flat, _plain, (0,))


def _make_half(rows: RowSource, _: Any) -> Way:
    kind = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexScalarQuantizer(rows.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    return Way(_add(index, rows), _plain, (0,))


def _make_bytes(rows: RowSource, flat: Any) -> Way:
    # Numbers of a unit vector are seldom beyond six times their mean square; those are cut.
    scale = np.float32(127 * np.sqrt(rows.shape[1]) / 6)

    def prepare(vectors: Any) -> Any:
        return np.rint(vectors * scale).clip(-128, 127)

    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    index = faiss.IndexScalarQuantizer(rows.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    return Way(_add(index, rows, prepare), _plain, _DOUBLINGS, prepare, flat)


def _make_plain_signs(rows: RowSource, flat: Any) -> Way:
    def prepare(vectors: Any) -> Any:
        return np.packbits(vectors > 0, axis=1)

    index = faiss.IndexBinaryFlat(-(-rows.shape[1] // 8) * 8)
    index.use_heap = False
    return Way(_add(index, rows, prepare), _plain, _DOUBLINGS, prepare, flat)


def _make_rabitq(rows: RowSource, flat: Any) -> Way:
    def parameters(selector: Any, _: int) -> Any:
        asked = faiss.RaBitQSearchParameters()
        asked.qb = 4
        if selector is not None:
            asked.sel = selector
        return asked

    index = _without_centre(faiss.IndexRaBitQ(rows.shape[1], faiss.METRIC_INNER_PRODUCT))
    return Way(_add(index, rows), parameters, _DOUBLINGS, exactly=flat)


def _make_fast_rabitq(rows: RowSource, flat: Any) -> Way:
    index = _without_centre(faiss.IndexRaBitQFastScan(rows.shape[1], faiss.METRIC_INNER_PRODUCT))
    return Way(_add(index, rows), lambda *_: None, _DOUBLINGS, exactly=flat, filters=False)


def _without_centre(index: Any) -> Any:
    """Have an index learn nothing: the mean of a vector and its opposite is nothing."""
    vector = np.ones((1, index.d), np.float32)
    index.train(np.concatenate([vector, -vector]))
    return index


def _make_lists(rows: RowSource, _: Any) -> Way:
    def parameters(selector: Any, effort: int) -> Any:
        return faiss.SearchParametersIVF(sel=selector, nprobe=effort)

    count, dimension = rows.shape
    lists = int(np.sqrt(count))
    index = faiss.IndexIVFFlat(
        faiss.IndexFlatIP(dimension), dimension, lists, faiss.METRIC_INNER_PRODUCT
    )
    starts = range(0, count, max(count // 40, 1))  # all over, for rows stand by articles
    index.train(np.concatenate([rows[start : start + lists] for start in starts]))
    return Way(_add(index, rows), parameters, tuple(1 << p for p in range(lists.bit_length())))


def _make_graph(rows: RowSource, _: Any) -> Way | None:
    def parameters(selector: Any, effort: int) -> Any:
        return faiss.SearchParametersHNSW(sel=selector, efSearch=effort)

    if rows.shape[0] > _MOST_LINKED:
        return None
    index = faiss.IndexHNSWFlat(rows.shape[1], 16, faiss.METRIC_INNER_PRODUCT)
    return Way(_add(index, rows), parameters, _DOUBLINGS[:6])


WAYS: Mapping[str, MakeWay] = {
    "exact": _make_flat,
    "fp16": _make_half,
    "int8": _make_bytes,
    "signs": _make_plain_signs,
    "RaBitQ": _make_rabitq,
    "RaBitQ fast": _make_fast_rabitq,
    "IVF": _make_lists,
    "HNSW": _make_graph,
}
"""Name -> maker, but for our own. IVF and HNSW depend on what was learnt and on the order."""
