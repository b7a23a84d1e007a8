"""What a library larger than any measured would take: straight lines through two that were."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

__all__ = ["tell_projection"]

_SMALL, _LARGE = "scale-out-20000", "scale-out-200000"
_PASSAGES = 100_000_000
_SHARDS = (250_000, 500_000, 1_000_000, 2_000_000)
"""Passages of one shard."""
_CORES, _GIGABYTES = 16, 128
"""Of one machine."""
_FREE = 0.25
"""Share of its memory that is left to all else."""
_PRICE = 1.0
"""Of one machine and hour, in whatever money."""
_HOURS = 730
"""Of a month."""
_ASKED = 10
"""Questions a second."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A number that grows with the passages: `start + slope * passages`."""

    start: float
    slope: float

    @classmethod
    def through(cls, results: Mapping[str, Mapping[str, Any]], metric: str) -> "_Line":
        """Draw it through both sizes that were measured."""
        one, other = results[_SMALL], results[_LARGE]
        x, y = one["run"]["passages"], other["run"]["passages"]
        slope = (other[metric] - one[metric]) / (y - x)
        return cls(one[metric] - slope * x, slope)

    def at(self, passages: float) -> float:
        return self.start + self.slope * passages


@dataclass(frozen=True, slots=True)
class _Projection:
    """A library on shards, each with a processor of its own while it is asked."""

    per_shard: int
    shards: int
    milliseconds: float
    """Half of the searches are through within."""
    core_seconds: float
    """Of all processors together, for one search."""
    gigabytes: float
    """On disk, all of which is to be in memory."""
    machines: int
    """That have the memory, and the processors for `_ASKED` searches a second."""


def _project(results: Mapping[str, Mapping[str, Any]], passages: int) -> Iterator[_Projection]:
    """Give what so many passages would take, by how many of them a shard has."""
    search = _Line.through(results, "pgvector.1_readers_p50_ms")
    shard = _Line.through(results, "1 shards.1_readers_p50_ms")
    disk = _Line.through(results, "1 shards.database_mb")
    for per_shard in _SHARDS:
        shards = ceil(passages / per_shard)
        core_seconds = shards * search.at(per_shard) / 1000
        gigabytes = shards * disk.at(per_shard) / 1024
        by_memory = gigabytes / (_GIGABYTES * (1 - _FREE))
        by_work = _ASKED * core_seconds / _CORES
        yield _Projection(
            per_shard,
            shards,
            shard.at(per_shard),
            core_seconds,
            gigabytes,
            ceil(max(by_memory, by_work)),
        )


def tell_projection(results: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Give the rows of a table of it."""
    head = [
        *("passages of a shard", "shards", "half of the searches within, s"),
        *("processor seconds of one", "memory and disk, GB"),
        *(f"machines for {_ASKED} a second", "of them, for memory alone", "a month"),
    ]
    rows = [head]
    for item in _project(results, _PASSAGES):
        by_memory = ceil(item.gigabytes / (_GIGABYTES * (1 - _FREE)))
        rows.append(
            [
                f"{item.per_shard:,}",
                f"{item.shards:,}",
                f"{item.milliseconds / 1000:.2f}",
                f"{item.core_seconds:,.1f}",
                f"{item.gigabytes:,.0f}",
                f"{item.machines:,.0f}",
                f"{by_memory:,.0f}",
                f"{item.machines * _PRICE * _HOURS:,.0f}",
            ]
        )
    return rows
