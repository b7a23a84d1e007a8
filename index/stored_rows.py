"""Vectors in a file without a name, read a few at a time: none of them waits in memory."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol

import numpy as np

from index.embed import Rows

__all__ = ["RowSource", "StoredRows", "in_blocks"]

_BLOCK = 4096


class RowSource(Protocol):
    """Vectors, (n, dim), of which some in a row can be had; an array is one."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    def __getitem__(self, part: slice, /) -> Rows: ...


class StoredRows:
    """Rows that are added in order, and read back by their places. Close it.

    A map of the file would do, but for memory: what was looked at once stays in it, and in the end
    that is all of the file.

    Args:
        folder: where the file is made, which is gone when it is closed.
        dimension: of the vectors.
    """

    def __init__(self, folder: Path, dimension: int) -> None:
        # Unbuffered: reading goes on where Python's own file would have written.
        self._file: IO[bytes] = TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  # see close
        self._dimension = dimension
        self._count = 0

    def close(self) -> None:
        self._file.close()

    @property
    def shape(self) -> tuple[int, int]:
        return self._count, self._dimension

    def add(self, rows: Rows) -> None:
        """Put rows, (n, dim), behind the others.

        Raises:
            OSError: the disk is full.
        """
        assert rows.dtype == np.float32
        assert rows.shape[1] == self._dimension
        rest = _bytes_of(np.ascontiguousarray(rows))
        self._file.seek(self._count * self._dimension * rows.itemsize)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._count += len(rows)

    def __getitem__(self, part: slice, /) -> Rows:
        """Give the rows from one place to before another."""
        start, stop, step = part.indices(self._count)
        assert step == 1, "rows are read one behind the other"
        count = max(stop - start, 0)
        rows = np.empty((count, self._dimension), dtype=np.float32)
        self._file.seek(start * self._dimension * rows.itemsize)
        rest = _bytes_of(rows)
        while rest:
            read = self._file.readinto(rest)  # type: ignore[attr-defined]
            assert read, "the file is shorter than what was written"
            rest = rest[read:]
        return rows


def in_blocks(rows: RowSource) -> Iterator[Rows]:
    """Give all rows, some thousands at a time, in their order."""
    for start in range(0, rows.shape[0], _BLOCK):
        yield rows[start : start + _BLOCK]


def _bytes_of(rows: Rows) -> memoryview:
    return rows.reshape(-1).view(np.uint8).data
