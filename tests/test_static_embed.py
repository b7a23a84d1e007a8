"""A model that is a vector for each token, beside the library that knows such models."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from support import write_config

from index.bert import write_tensors
from index.bert_embed import load_embedder
from index.build import build_library
from index.config import IndexSettings, load_index_settings
from index.embed import find_model
from index.embed_apart import open_embedder
from index.library import Library
from index.static_embed import StaticEmbedder

TEXTS = [
    "How fast was the ferry going?",
    "Who?",
    "Straße, naïve, 東京, 🚢",
    "The inquiry, led by Anne-Sophie Rouxel, will report in the autumn of the year after.",
    "pier " * 400,
]
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a model whose tokens have vectors by chance."""
    folder = tmp_path_factory.mktemp("static")
    shutil.copy(find_model("all-MiniLM-L6-v2") / "tokenizer.json", folder)
    (folder / "modules.json").write_text(json.dumps(MODULES))
    vectors = np.random.default_rng(0).normal(size=(30_522, 64)).astype(np.float32)
    write_tensors(folder / "model.safetensors", {"embedding.weight": torch.from_numpy(vectors)})
    return folder


@pytest.fixture(scope="module")
def static(model: Path) -> StaticEmbedder:
    """Give that model."""
    opened = load_embedder(IndexSettings(model=str(model)))
    assert isinstance(opened, StaticEmbedder)
    return opened


def test_vectors_are_those_of_sentence_transformers(static: StaticEmbedder, model: Path) -> None:
    """Of texts in any script and of any length."""
    theirs = SentenceTransformer(str(model), device="cpu", local_files_only=True)
    ours = static.encode_sentences(TEXTS)

    assert theirs.get_embedding_dimension() == static.dimension == ours.shape[1]
    assert np.allclose(ours, theirs.encode(TEXTS), atol=1e-5)


def test_a_text_has_one_vector_whatever_stands_beside_it(static: StaticEmbedder) -> None:
    """As a question, among sentences, among thousands of passages; of unit length, even of none."""
    told: list[int] = []
    rows = static.encode_passages([*TEXTS, "", *["filler"] * 1500], told.append)

    assert sum(told) == len(rows) == len(TEXTS) + 1501
    assert np.array_equal(rows[: len(TEXTS)], static.encode_sentences(TEXTS))
    assert np.array_equal(rows[0], static.encode_question(TEXTS[0]))
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert static.encode_sentences([]).shape == (0, static.dimension)


def test_a_library_of_it_is_built_and_opened(model: Path, tmp_path: Path) -> None:
    """In this process; its passages are found by their words' vectors."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry rammed the quay on Sunday, and a sailor was hurt.")
    (folder / "b.txt").write_text("The council voted to raise the price of water next spring.")
    settings = load_index_settings(write_config(tmp_path, folder, f"model = {str(model)!r}"))
    with open_embedder(settings) as embedder:
        assert isinstance(embedder, StaticEmbedder)
    build_library(settings)
    library = Library.open(settings)

    rows, _ = library.store.nearest(library.embedder.encode_question("ferry, quay, sailor"), 1)
    assert library.passages(rows.tolist())[0][0].id == "a.txt"
    assert not build_library(settings).changed
