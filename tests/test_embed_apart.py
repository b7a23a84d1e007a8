"""A model in a process of its own gives what it gives in this one, and its end is a plain error."""

import shutil
from pathlib import Path

import numpy as np
import psutil
import pytest

from index.config import IndexSettings
from index.embed import SentenceEmbedder, find_model
from index.embed_apart import ApartEmbedder, open_embedder
from index.errors import ConfigError, ModelMissingError, WorkerError

# With the other tests that import the library of all models, which takes seconds.
pytestmark = pytest.mark.xdist_group("whole library")

TEXTS = [
    "The council voted 7-5 on Monday to repair the old pier.",
    "Cranes arrived by barge. " * 40,
    "",
    "Café prices in the U.S. rose 4.5% to $11.1bn\u2009\u2014 n\u0303andu\u0301, \U0001f40b too.",
]


def test_vectors_and_tokens_are_the_same_here_and_there() -> None:
    """Whatever files tell of the model agrees with the model, and so does every bit of a vector."""
    embedder = SentenceEmbedder()
    with open_embedder(IndexSettings()) as apart:
        assert isinstance(apart, ApartEmbedder)
        for name in ("model_hash", "fingerprint", "precision", "dimension", "max_tokens"):
            assert getattr(apart, name) == getattr(embedder, name), name
        assert apart.token_spans(TEXTS) == embedder.token_spans(TEXTS)
        done: list[int] = []
        rows = apart.encode_passages(TEXTS, done.append)

    assert sum(done) == len(TEXTS)
    assert np.array_equal(rows, embedder.encode_passages(TEXTS))


def test_its_end_is_an_error_that_says_so() -> None:
    """A model that is killed, as by a machine out of memory, ends the build in one line."""
    before = {child.pid for child in psutil.Process().children()}
    with open_embedder(IndexSettings()) as apart:
        (process,) = (item for item in psutil.Process().children() if item.pid not in before)
        process.kill()
        with pytest.raises(WorkerError, match="SIGKILL"):
            apart.encode_passages(TEXTS)


def test_no_process_is_left() -> None:
    """When the build ends, however it ends, the model's process does too."""
    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(KeyboardInterrupt), open_embedder(IndexSettings()):
        raise KeyboardInterrupt

    assert {child.pid for child in psutil.Process().children()} == before


@pytest.mark.slow
def test_a_model_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    """What goes wrong in the other process is the same plain error."""
    broken = tmp_path / "broken"
    shutil.copytree(find_model("all-MiniLM-L6-v2"), broken)
    (broken / "model.safetensors").write_bytes(b"no weights")
    with (
        open_embedder(IndexSettings(model=str(broken))) as apart,
        pytest.raises(ConfigError, match="cannot be loaded"),
    ):
        apart.encode_passages(TEXTS)
    with pytest.raises(ModelMissingError), open_embedder(IndexSettings(model="nowhere")):
        pass


@pytest.mark.slow
def test_a_model_of_another_make_is_loaded_here(tmp_path: Path) -> None:
    """Where files alone do not tell how long a text may be, the model itself is asked."""
    other = tmp_path / "other"
    shutil.copytree(find_model("all-MiniLM-L6-v2"), other)
    (other / "sentence_bert_config.json").write_text("{}")
    with open_embedder(IndexSettings(model=str(other))) as here:
        assert isinstance(here, SentenceEmbedder)
        assert here.encode_passages(TEXTS).shape == (len(TEXTS), 384)
