"""The packaged model run without sentence-transformers, beside it."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from support import ROOT

from index.bert import load_bert
from index.bert_embed import BertEmbedder, load_embedder
from index.config import IndexSettings
from index.embed import PACKAGED_MODEL, SentenceEmbedder, find_model
from index.model_tokens import TokenBatches
from index.processor import choose_precision

# With the other tests that import the library of all models, which takes seconds.
pytestmark = pytest.mark.xdist_group("whole library")

NOWHERE = Path("nowhere")
SETTINGS = IndexSettings(NOWHERE, NOWHERE, NOWHERE)
PRECISIONS = ["float32"]
if choose_precision("auto") == "bfloat16":  # elsewhere it takes a minute, and nobody takes it
    PRECISIONS.append("bfloat16")
TEXTS = [
    "How fast was the ferry going?",
    "Who?",
    "",
    "Straße, naïve, 東京, 🚢",
    "The inquiry, led by Anne-Sophie Rouxel, will report in the autumn of the year after.",
    "pier " * 400,
]

QUIET = """
import sys
from qa import open_assistant
open_assistant(sys.argv[1]).ask("How fast was the ferry going?")
print(sorted({"sentence_transformers", "transformers", "sklearn"} & set(sys.modules)))
"""


@pytest.mark.parametrize("precision", PRECISIONS)
def test_vectors_are_those_of_sentence_transformers(precision: str) -> None:
    """Of questions and of sentences, whatever their length, to a cosine of 0.999."""
    ours = load_embedder(replace(SETTINGS, precision=precision))
    theirs = SentenceEmbedder(precision=precision)

    assert isinstance(ours, BertEmbedder)
    assert (ours.fingerprint, ours.dimension) == (theirs.fingerprint, theirs.dimension)
    assert ours.max_tokens == theirs.max_tokens
    for text in TEXTS:
        assert float(ours.encode_question(text) @ theirs.encode_question(text)) >= 0.999
    both = ours.encode_sentences(TEXTS * 5) * theirs.encode_sentences(TEXTS * 5)
    assert both.sum(axis=1).min() >= 0.999
    assert ours.encode_sentences([]).shape == (0, ours.dimension)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_what_is_kept_is_equal_bit_by_bit(precision: str) -> None:
    """A library holds the same vectors whichever of the two made them."""
    passages = [text * times for text in TEXTS for times in (1, 3)]
    ours = load_embedder(replace(SETTINGS, precision=precision)).encode_passages(passages)
    theirs = SentenceEmbedder(precision=precision).encode_passages(passages)

    assert (ours == theirs).all()
    assert load_embedder(SETTINGS).encode_passages([]).shape == (0, 384)


def test_padding_left_out_changes_no_state() -> None:
    """Texts of several lengths, a whole one and an empty one, read as each would be alone."""
    model = load_bert(find_model(PACKAGED_MODEL))
    tokens = TokenBatches(find_model(PACKAGED_MODEL) / "tokenizer.json")(TEXTS, 64)
    ids, mask = torch.from_numpy(tokens.ids), torch.from_numpy(tokens.mask)
    with torch.inference_mode():
        padded, packed = model(ids, mask), model(ids, mask, packed=True)
        alone = [model(row[None, : seen.sum()], seen[None, : seen.sum()])[0]
                 for row, seen in zip(ids, mask, strict=True)]  # fmt: skip

    assert not mask.bool().all()
    torch.testing.assert_close(packed[mask.bool()], padded[mask.bool()], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(packed[mask.bool()], torch.cat(alone), atol=1e-5, rtol=1e-5)
    assert not packed[mask == 0].any()


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
    ],
)
def test_another_network_is_left_to_its_library(
    tmp_path: Path, file: str, change: dict[str, object]
) -> None:
    """A model that is put together otherwise is not run as if it were BERT and a mean."""
    folder = tmp_path / "model"
    shutil.copytree(find_model(PACKAGED_MODEL), folder)
    path = folder / file
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    opened = load_embedder(replace(SETTINGS, model=str(folder)))

    assert isinstance(opened, SentenceEmbedder)


def test_a_question_imports_no_library_of_models(sample_config: Path) -> None:
    """They take five seconds; the first answer does not wait for them."""
    done = subprocess.run(
        [sys.executable, "-c", QUIET, str(sample_config)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split("\n")[-2] == "[]"
