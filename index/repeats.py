"""Blocks that an outlet prints in several of its articles: mostly what serves the outlet.

That a block comes back is a sign and no proof: reports that follow one another repeat how it all
began. The cleaning of an article weighs it with what the block says and where it stands.
"""

import hashlib
import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.articles import blocks_of

__all__ = ["BlockNotes", "RepeatedBlocks", "block_key", "note_blocks"]

FEWEST_ARTICLES = 3
"""Of one outlet, that hold a block and are no copies of one another."""

MOST_SHARE = 1 / 3
"""Of an article's words. One that repeats more is another version of a story, and so are the
others that hold its blocks: what they share is the story."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class BlockNotes:
    """What is remembered of an article's blocks, to count those that come back elsewhere."""

    outlet: str
    keys: tuple[int, ...]
    words: tuple[int, ...]
    """How many each block has."""


def block_key(text: str) -> int:
    """Give what blocks of the same words have in common: 64 bits of a hash; 0 for no words."""
    words = _WORD.findall(text.casefold())
    if not words:
        return 0
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest())


def note_blocks(outlet: str, text: str) -> BlockNotes:
    """Give the notes on an article: the outlet that it names, and its text before cleaning."""
    blocks = [text[slice(*span)] for span in blocks_of(text)]
    words = tuple(len(_WORD.findall(block)) for block in blocks)
    return BlockNotes(outlet, tuple(map(block_key, blocks)), words)


class RepeatedBlocks:
    """The blocks that come back in articles of their outlet. Add all articles first, then ask.

    Articles that name no outlet count as one outlet's. Copies count once: an article is known by
    its *anchor*, the longest of those of its blocks that stand in the fewest articles, and copies
    have one in common.
    """

    def __init__(self) -> None:
        self._keys, self._articles = array("Q"), array("i")
        self._words = array("i")
        self._outlets: dict[int, str] = {}
        self._size = 0

    def add(self, notes: BlockNotes) -> None:
        """Count the blocks of an article."""
        mask = self._mask(notes.outlet)
        told = {key ^ mask: words for key, words in zip(notes.keys, notes.words, strict=True)}
        self._keys.extend(told)
        self._words.extend(told.values())
        self._articles.extend([self._size] * len(told))
        self._size += 1

    def of(self, notes: BlockNotes) -> frozenset[int]:
        """Give the keys of an article's blocks that come back in other articles."""
        mask = self._mask(notes.outlet)
        found = {key for key in notes.keys if key and key ^ mask in self._counts}
        repeated = sum(
            words for key, words in zip(notes.keys, notes.words, strict=True) if key in found
        )
        return frozenset(found) if repeated <= MOST_SHARE * sum(notes.words) else frozenset()

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Give each block that comes back, by a number that holds for one outlet, and how often."""
        return iter(sorted(self._counts.items()))

    def __len__(self) -> int:
        return len(self._counts)

    @staticmethod
    def _mask(outlet: str) -> int:
        return block_key(outlet)

    @cached_property
    def _counts(self) -> Mapping[int, int]:
        """Key under its outlet's mask -> articles that hold it, copies counted once."""
        keys = np.frombuffer(self._keys, np.uint64)  # (n,) of all blocks of all articles
        if not len(keys):
            return {}
        articles = np.frombuffer(self._articles, np.int32)
        unique, number, frequency = np.unique(keys, return_inverse=True, return_counts=True)
        anchors = self._anchors(number, articles, frequency[number])  # (n_articles,)
        often = frequency[number] >= FEWEST_ARTICLES
        pairs = np.unique(np.stack([number[often], anchors[articles[often]]]), axis=1)
        blocks, counts = np.unique(pairs[0], return_counts=True)
        kept = counts >= FEWEST_ARTICLES
        return dict(zip(unique[blocks[kept]].tolist(), counts[kept].tolist(), strict=True))

    def _anchors(
        self, number: NDArray[np.int64], articles: NDArray[np.int32], frequency: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Give the number of each article's anchor, (n_articles,); -1 for one without a block."""
        words = np.frombuffer(self._words, np.int32)
        order = np.lexsort((number, -words, frequency, articles))
        first = np.unique(articles[order], return_index=True)
        anchors = np.full(self._size, -1, np.int64)
        anchors[first[0]] = number[order][first[1]]
        return anchors
