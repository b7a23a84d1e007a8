"""What the cache keeps from one build to the next."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from support import COST, CRACKS, PIER, HashEmbedder

from index.cache import Cache
from index.embed import Rows
from index.errors import WorkerError


def build(folder: Path, *used: bytes, finished: bool = True) -> list[bool]:
    """Look for values as a build does, keep those that are not there; give which were."""
    with Cache(folder) as cache:
        found = [bool(cache.find_parsed(key)) for key in used]
        for key in used:
            cache.keep_parsed(key, "parsed")
        if finished:
            cache.drop_unused()
    return found


@pytest.mark.parametrize("builds", [1, 2, 5])
def test_what_a_build_left_lying_is_there_for_the_next(tmp_path: Path, builds: int) -> None:
    """A value that two builds in a row do not use goes; one build may pass it over."""
    build(tmp_path, b"one", b"other")

    for _ in range(builds):
        build(tmp_path, b"one")

    assert build(tmp_path, b"one", b"other") == [True, builds < 2]


def test_a_stopped_build_forgets_nothing(tmp_path: Path) -> None:
    """A build that does not come to its end leaves all values as used as they were."""
    build(tmp_path, b"one", b"other")

    for _ in range(3):
        build(tmp_path, b"third", finished=False)

    assert build(tmp_path, b"one", b"other", b"third") == [True, True, True]


def test_many_values_are_noted(tmp_path: Path) -> None:
    """More keys than are noted at once."""
    keys = [i.to_bytes(4, "big") for i in range(5000)]
    build(tmp_path, *keys)
    build(tmp_path, *keys[:4999])
    build(tmp_path, *keys[:4999])

    assert build(tmp_path, *keys) == [*[True] * 4999, False]


class BreakingEmbedder(HashEmbedder):
    """One whose process goes away after its second batch."""

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        yield [2], self.encode_passages([texts[2]])
        yield [0], self.encode_passages([texts[0]])
        raise WorkerError("gone")


def test_what_was_encoded_before_an_end_is_kept(tmp_path: Path) -> None:
    """Whatever order it came in, each text has its own vector."""
    with pytest.raises(WorkerError), Cache(tmp_path) as cache:
        cache.encode([PIER, CRACKS, COST], BreakingEmbedder(), lambda _: None)

    embedder = HashEmbedder()
    with Cache(tmp_path) as cache:
        rows = cache.encode([PIER, CRACKS, COST], embedder, lambda _: None)

    assert embedder.encoded == [CRACKS]
    assert (rows == HashEmbedder().encode_passages([PIER, CRACKS, COST])).all()


class AskedEmbedder(HashEmbedder):
    """Has no answer for nothing, as models have none."""

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        assert texts
        yield from super().encode_batches(texts)


def test_equal_texts_are_encoded_once(tmp_path: Path) -> None:
    """Each place has its vector all the same, and every text is told as done."""
    embedder = AskedEmbedder()
    told: list[int] = []
    texts = [PIER, CRACKS, PIER, PIER, CRACKS]

    with Cache(tmp_path) as cache:
        rows = cache.encode(texts, embedder, told.append)
        again = cache.encode([CRACKS, PIER], embedder, told.append)

    assert embedder.encoded == [PIER, CRACKS]
    assert (rows == HashEmbedder().encode_passages(texts)).all()
    assert (again == rows[[1, 0]]).all()
    assert sum(told) == len(texts) + 2
