"""The numbers of many words, looked up in a file that is mapped: none of them waits in memory."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

__all__ = ["Words", "write_words"]

_KIND = np.dtype("<u8")


class Words:
    """Word -> its number, as in a dictionary; of a file that `write_words` wrote.

    Two words of a language have one hash in 64 bits with a chance of one to millions of millions;
    none of those that are there do.

    Raises:
        OSError, EOFError, ValueError: the file is missing or something else.
    """

    def __init__(self, path: Path) -> None:
        entries = np.load(path, mmap_mode="r")
        if entries.dtype != _KIND or entries.ndim != 2 or len(entries) != 2:
            raise ValueError(f"{path} holds no words")
        self._hashes, self._numbers = entries  # (n,) each; hashes ascend

    def __len__(self) -> int:
        return len(self._numbers)

    def get(self, word: str) -> int | None:
        """Give the number of a word; None for one that is not there."""
        wanted = np.uint64(_hash(word))
        place = int(np.searchsorted(self._hashes, wanted))
        is_there = place < len(self) and self._hashes[place] == wanted
        return int(self._numbers[place]) if is_there else None


def write_words(path: Path, numbers: Mapping[str, int]) -> None:
    """Write words and their numbers.

    Raises:
        OSError: the file cannot be written whole.
    """
    hashes = np.fromiter(map(_hash, numbers), _KIND, len(numbers))
    order = np.argsort(hashes)
    entries = np.stack([hashes, np.fromiter(numbers.values(), _KIND, len(numbers))])[:, order]
    assert (entries[0, 1:] != entries[0, :-1]).all(), "two words have one hash"
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(entries))


def _hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
