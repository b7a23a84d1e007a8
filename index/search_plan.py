"""How a library's vectors are searched: exactly, or as measured when it was built."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embed import PassageEmbedder, Rows
from index.errors import IndexDamagedError
from index.stored_rows import RowSource, in_blocks
from index.tables import Tables
from index.vectors import DEEP, VectorIndex, write_rows, write_signs

__all__ = ["EXACT", "SearchPlan", "draw_sentences", "open_vectors", "plan_vectors"]

VECTORS = "vectors.faiss"
SIGNS = "signs.faiss"
_NEAR = 10
_ENOUGH = {_NEAR: 0.98, DEEP: 0.95}
"""Share of so many nearest rows that must be found, on average over the sample's sentences."""
_LEAST = 128
"""Candidates: no fewer can hold so many nearest rows."""
_LARGEST_SHARE = 8
"""More candidates than one row in so many take a third as long as all rows, or longer."""
_SAMPLE = 256
"""Sentences: a share of 0.98 is then known to about 0.005."""


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """How a library is searched, and how many of the nearest passages that finds."""

    way: str = "exact"
    """Or "signs": bits propose candidates, of which the nearest are found exactly."""
    candidates: int = 0
    recall_at_10: float = 1.0
    recall_at_100: float = 1.0
    sentences: int = 0
    """Of the library's own, that this was measured with."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "SearchPlan":
        """Read the plan that a manifest's settings hold.

        Raises:
            IndexDamagedError: they hold another.
        """
        try:
            return cls(**settings.get("search", {}))
        except TypeError as error:
            raise IndexDamagedError("a manifest's search is none; run `make rebuild`") from error

    @property
    def in_words(self) -> str:
        """Say it in a line."""
        if not self.candidates:
            return self.way
        return f"{self.candidates:,} candidates, {self.recall_at_10:.1%} of the nearest ten"


EXACT = SearchPlan()


def plan_vectors(
    rows: RowSource, folder: Path, sentences: Callable[[], Rows], exact_up_to: int
) -> SearchPlan:
    """Write what searches for rows, (n, dim), into a folder; give how it is to be searched.

    Args:
        rows: of the library's passages.
        folder: that `open_vectors` opens.
        sentences: gives the vectors of sentences to measure with, should they be needed.
        exact_up_to: the most rows that are all compared with every question.

    Raises:
        OSError: the disk is full.
    """
    write_rows(rows, folder / VECTORS)
    most = rows.shape[0] // _LARGEST_SHARE
    if rows.shape[0] <= exact_up_to or most < _LEAST:
        return EXACT
    write_signs(rows, folder / SIGNS)
    plan = _measure(rows, folder, sentences(), most)
    if plan == EXACT:
        (folder / SIGNS).unlink()
    return plan


def open_vectors(folder: Path, settings: Mapping[str, Any]) -> VectorIndex:
    """Map the vectors of a generation, to be searched as its manifest's settings say.

    Raises:
        IndexDamagedError: a file is missing, cut short or something else.
    """
    plan = SearchPlan.of(settings)
    signs = folder / SIGNS if plan.candidates else None
    return VectorIndex.load(folder / VECTORS, signs, plan.candidates)


def draw_sentences(path: Path, embedder: PassageEmbedder) -> Rows:
    """Give vectors of a sentence from each of some passages, (n, dim), spread over the tables.

    A sentence is as short as a question and as near to the passages that have the same to say.
    """
    with closing(Tables(path)) as tables:
        ((count,),) = tables.rows("SELECT count(*) FROM passages")
        rows = np.unique(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(int))
        passages = [passage for _, passage in tables.passages(rows.tolist())]
    spans = [item.sentences[len(item.sentences) // 2 :][:1] for item in passages]
    texts = [
        item.cut(*span[0]) if span else item.text
        for item, span in zip(passages, spans, strict=True)
    ]
    return embedder.encode_passages(texts)


def _measure(rows: RowSource, folder: Path, asked: Rows, most: int) -> SearchPlan:
    """Give the plan of at most so many candidates that finds enough of what is nearest."""
    index = VectorIndex.load(folder / VECTORS, folder / SIGNS, most)
    nearest = _find_nearest(asked, rows, min(DEEP, len(index)))
    return _choose(_places(index, asked, nearest, most), most)


def _choose(places: NDArray[np.int64], most: int) -> SearchPlan:
    """Give the plan of fewest candidates, doubled until enough is found; exact where none do.

    Args:
        places: of the nearest rows of each sentence among those that its bits propose, (n, deep).
        most: candidates that are worth it.
    """
    candidates = _LEAST
    while candidates <= most:
        found = {deep: float((places[:, :deep] < candidates).mean()) for deep in _ENOUGH}
        if all(found[deep] >= enough for deep, enough in _ENOUGH.items()):
            shares = (round(found[_NEAR], 4), round(found[DEEP], 4))
            return SearchPlan("signs", candidates, *shares, len(places))
        candidates *= 2
    return EXACT


def _places(
    index: VectorIndex, asked: Rows, nearest: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """Give the place of each of the nearest rows, (n, deep), among those proposed; `most` if none.

    A row is in the candidates of every plan that has more of them than its place.
    """
    places = np.full(nearest.shape, most)
    for place, vector, rows in zip(places, asked, nearest, strict=True):
        proposed = index.propose(vector, most)  # (most,)
        order = np.argsort(proposed)
        at = order[np.searchsorted(proposed, rows, sorter=order).clip(max=most - 1)]
        is_there = proposed[at] == rows  # (deep,)
        place[is_there] = at[is_there]
    return places


def _find_nearest(asked: Rows, rows: RowSource, deep: int) -> NDArray[np.int64]:
    """Give the (n, deep) rows nearest to each vector, best first, by all the cosines."""
    best = np.empty((len(asked), 0), np.float32)
    nearest = np.empty((len(asked), 0), np.int64)
    first = 0
    for block in in_blocks(rows):
        here = np.broadcast_to(np.arange(first, first + len(block)), (len(asked), len(block)))
        best, nearest = np.hstack([best, asked @ block.T]), np.hstack([nearest, here])
        if best.shape[1] > deep:
            kept = np.argpartition(-best, deep - 1, axis=1)[:, :deep]
            best = np.take_along_axis(best, kept, axis=1)
            nearest = np.take_along_axis(nearest, kept, axis=1)
        first += len(block)
    order = np.lexsort((nearest, -best))
    return np.take_along_axis(nearest, order, 1)
