"""The measurement of a library in PostgreSQL: what is copied, what HNSW finds, readers at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.scale_out import measure_copy, measure_readers, measure_recall
from index.config import load_index_settings
from index.embed import Embedder
from index.pgvector_settings import PgvectorSettings

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

QUESTIONS = ["Who was hurt in the ferry crash?", "When does Line 4 open?"] * 6


def test_small_library_is_copied_and_searched(
    sample_config: Path, servers: PgvectorSettings, embedder: Embedder
) -> None:
    """Of so few passages, HNSW finds all that is near; copying again takes less."""
    copied = measure_copy(servers, load_index_settings(sample_config))
    found = measure_recall(servers, embedder, QUESTIONS)

    assert copied["copy_seconds"].value > copied["again_seconds"].value
    assert copied["vectors_mb"].value < copied["database_mb"].value
    assert found["recall@10 all"].value == found["recall@10 week"].value == 1.0


def test_what_shards_hold_is_added_up(
    sample_config: Path, servers: PgvectorSettings, shard_dsns: tuple[str, ...]
) -> None:
    """The sizes are those of the shards' tables, not of what shows them."""
    sharded = replace(servers, shards=shard_dsns)
    copied = measure_copy(sharded, load_index_settings(sample_config))

    assert 0 < copied["vectors_mb"].value < copied["database_mb"].value


def test_readers_ask_at_once(sample_config: Path) -> None:
    """Each of them gets through all of its questions."""
    told = dict(measure_readers(sample_config, 2, QUESTIONS))

    assert told["2_readers_per_second"].value > 0
    assert 0 < told["2_readers_p50_ms"].value <= told["2_readers_p95_ms"].value
