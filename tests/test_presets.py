"""The two presets: each a packaged model, and one cannot be mistaken for the other."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from support import write_config

from index.bert_embed import load_embedder
from index.build import build_library
from index.config import PRESETS, IndexSettings, load_index_settings
from index.embed import FAST_MODEL, PACKAGED_MODEL, find_model
from index.errors import ConfigError, IndexStaleError
from index.library import Library
from index.model_tokens import ModelTokens
from index.static_embed import StaticEmbedder
from qa.assemble import make_hybrid, preset_of
from qa.coefficients import load_fitted
from qa.filters import ALL
from qa.settings import AnswerSettings

TEXTS = ["How fast was the ferry going?", "Straße, naïve, 東京, 🚢", "pier " * 400]


@pytest.fixture(scope="module")
def fast() -> StaticEmbedder:
    """Give the fast model."""
    model = load_embedder(IndexSettings(preset="fast"))
    assert isinstance(model, StaticEmbedder)
    return model


def test_sentence_transformers_opens_the_fast_model(fast: StaticEmbedder) -> None:
    """The folder is whole, and means the same to that library."""
    theirs = SentenceTransformer(str(find_model(FAST_MODEL)), device="cpu", local_files_only=True)

    assert np.allclose(fast.encode_sentences(TEXTS), theirs.float().encode(TEXTS), atol=1e-5)


def test_both_cut_the_same_passages(fast: StaticEmbedder) -> None:
    """Their tokens and limits are the same, so that a change of preset cuts no text anew."""
    tokens = ModelTokens.load(find_model(PACKAGED_MODEL) / "tokenizer.json")
    best = load_embedder(IndexSettings())

    assert fast.token_spans(TEXTS) == tokens(TEXTS)
    assert fast.max_tokens == best.max_tokens


@pytest.mark.parametrize(
    ("lines", "model"),
    [
        ("", PACKAGED_MODEL),
        ('preset = "fast"', FAST_MODEL),
        (f'preset = "fast"\nmodel = "{FAST_MODEL}"', FAST_MODEL),
        ('preset = "best"\nmodel = "another"', "another"),
    ],
)
def test_a_preset_takes_its_model(lines: str, model: str, tmp_path: Path) -> None:
    """But for the folder of a model that is named beside the preset that ships."""
    assert load_index_settings(write_config(tmp_path, tmp_path, lines)).model == model


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('preset = "fast"\nmodel = "another"', "leave one of them out"),
        (f'preset = "fast"\nmodel = "{PACKAGED_MODEL}"', "leave one of them out"),
        ('preset = "quick"', 'must be "best" or "fast"'),
    ],
)
def test_settings_that_contradict_are_refused(lines: str, told: str, tmp_path: Path) -> None:
    """A preset beside another model, and one that there is not, are errors that say what to do."""
    with pytest.raises(ConfigError, match=told):
        load_index_settings(write_config(tmp_path, tmp_path, lines))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Give a library of the fast preset."""
    home = tmp_path_factory.mktemp("fast")
    folder = home / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("The ferry rammed the quay on Sunday, and a sailor was hurt.")
    (folder / "b.txt").write_text("The council voted to raise the price of water next spring.")
    (folder / "c.txt").write_text("Who was on the boat is not known, said the harbour office.")
    settings = load_index_settings(write_config(home, folder, 'preset = "fast"'))
    build_library(settings)
    return Library.open(settings)


def test_what_is_fitted_for_the_fast_model_judges_its_libraries(library: Library) -> None:
    """Its cosines are others, so refusals and the share of meaning are, too."""
    settings = AnswerSettings()
    make = partial(make_hybrid, library, library.embedder.encode_question)
    question = "Who was hurt in the boat crash?"
    found = {weight: make(replace(settings, dense_weight=weight)) for weight in (-1, 0.4, 0.6)}

    assert preset_of(library) == "fast"
    assert load_fitted("fast").unseen.refuse_below != load_fitted().unseen.refuse_below
    assert load_fitted("fast").seen.same_matter == load_fitted("fast").unseen.same_matter
    assert found[-1](question, 3, ALL) == found[0.4](question, 3, ALL)
    assert found[-1](question, 3, ALL) != found[0.6](question, 3, ALL)


def test_a_library_is_of_one_preset(library: Library) -> None:
    """What a question means is found; asked for under the other preset, the library is stale."""
    best = replace(library.settings, preset="best", model="")

    rows, _ = library.store.nearest(library.embedder.encode_question("injured in a boat crash"), 1)
    assert library.passages(rows.tolist())[0][0].id == "a.txt"
    with pytest.raises(IndexStaleError, match=f"model = '{FAST_MODEL}', .* '{PACKAGED_MODEL}'"):
        Library.open(best)


def test_the_card_of_the_fast_model_ships_with_its_weights() -> None:
    """Whoever has the weights has their licence, and what they were made of."""
    card = (find_model(PRESETS["fast"]) / "README.md").read_text("utf-8")

    assert "CC BY-SA 4.0" in card
    assert "SQuAD" in card
