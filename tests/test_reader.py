"""The reader that ships, read beside real passages, and others in its place."""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from index.bert import load_bert, read_tensors, write_tensors
from index.embed import PACKAGED_MODEL, find_model
from qa import ArticleQAError
from qa.assemble import load_reader
from qa.reader_model import ReaderModel, load_weights, trained_weights
from qa.spans import ReadPassages

# With the other tests that import the library of all models, which takes seconds.
pytestmark = pytest.mark.xdist_group("whole library")

PASSAGE = (
    "The grain ship Halcyon ran onto a sandbank off Port Mellan on Tuesday night. Her crew of 14"
    " was taken off by helicopter. The harbour master, Ines Calloway, said the hull was sound."
)
BESIDE = "The museum opens at nine on weekdays and at noon on Sundays. Entry costs four euros."


@pytest.fixture(scope="module")
def reader() -> ReadPassages:
    """Give the reader that ships."""
    loaded = load_reader("packaged", "float32")
    assert loaded is not None
    return loaded


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many people were in the crew?", "14"),
        ("Who is the harbour master?", "Calloway"),
        ("When did the Halcyon run onto a sandbank?", "Tuesday"),
    ],
)
def test_the_short_answer_is_found(reader: ReadPassages, question: str, expected: str) -> None:
    """The best span holds the words that answer, and little else."""
    found = reader(question, [PASSAGE])[0].find(0, len(PASSAGE))

    assert found is not None
    short = PASSAGE[found.start : found.end]
    assert expected in short
    assert len(short.split()) <= 5
    assert found.margin > 0


def test_a_passage_about_something_else_does_not_answer(reader: ReadPassages) -> None:
    """Both verdicts, and the span's margin, are lower there."""
    own, other = reader("Who is the harbour master?", [PASSAGE, BESIDE])
    spans = own.find(0, len(PASSAGE)), other.find(0, len(BESIDE))

    assert own.answers > 0 > other.answers
    assert own.near > other.near
    assert spans[0] is not None
    assert spans[1] is not None
    assert spans[0].margin > 0 > spans[1].margin


def test_what_stands_beside_a_passage_does_not_matter(reader: ReadPassages) -> None:
    """Passages of one batch do not see each other, and none read are none given."""
    alone = reader("Who is the harbour master?", [PASSAGE])[0]
    among = reader("Who is the harbour master?", [BESIDE * 3, PASSAGE])[1]

    np.testing.assert_allclose(alone.logits, among.logits, atol=1e-3)
    assert alone.answers == pytest.approx(among.answers, abs=1e-3)
    assert reader("Who is the harbour master?", []) == []


def test_a_long_passage_is_read_to_where_it_fits(reader: ReadPassages) -> None:
    """What lies beyond has no place, and is not found."""
    long = PASSAGE * 12
    read = reader("Who is the harbour master?", [long])[0]

    assert read.offsets[-1, 1] < len(long)
    assert read.find(len(long) - 40, len(long)) is None


def test_weights_come_back(tmp_path: Path) -> None:
    """In half precision, without the word embeddings, which the packaged model has."""
    folder, path = find_model(PACKAGED_MODEL), tmp_path / "weights.safetensors"
    torch.manual_seed(0)
    model, again = ReaderModel(load_bert(folder)), ReaderModel(load_bert(folder))

    write_tensors(path, trained_weights(model))
    load_weights(again, read_tensors(path))

    for (name, one), other in zip(
        model.state_dict().items(), again.state_dict().values(), strict=True
    ):
        torch.testing.assert_close(one, other, atol=2e-3, rtol=2e-3, msg=name)
    with safe_open(path, "pt") as kept:
        assert not [name for name in kept.keys() if "word_embeddings" in name]  # noqa: SIM118
    assert path.stat().st_size < 25_000_000


def test_weights_of_another_network_are_refused() -> None:
    """A name that is missing or unknown is said, and nothing is half loaded without a word."""
    model = ReaderModel(load_bert(find_model(PACKAGED_MODEL)))

    with pytest.raises(KeyError, match="do not fit"):
        load_weights(model, {"encoder.strange": torch.zeros(2)})


def save_tiny(kind: str, folder: Path) -> str:
    """Save a small model of random weights, as somebody else might have trained it."""
    import transformers  # seconds, which whoever only collects the tests need not wait for

    torch.manual_seed(1)
    config = transformers.BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    getattr(transformers, kind)(config).save_pretrained(folder)
    tokenizer = transformers.AutoTokenizer.from_pretrained(
        find_model(PACKAGED_MODEL), local_files_only=True
    )
    tokenizer.save_pretrained(folder)
    return str(folder)


def test_another_question_answering_model_drops_in(tmp_path: Path) -> None:
    """Its spans stand in the passage, and its margin over the first token is its verdict."""
    other = load_reader(save_tiny("BertForQuestionAnswering", tmp_path), "float32")
    assert other is not None

    reads = other("Who is the harbour master?", [PASSAGE, BESIDE])

    found = reads[0].find(0, len(PASSAGE))
    assert found is not None
    assert 0 <= found.start < found.end <= len(PASSAGE)
    assert reads[0].answers == pytest.approx(found.margin)
    assert len(reads) == 2


def test_another_cross_encoder_drops_in(tmp_path: Path) -> None:
    """It tells how near a passage is, and no span."""
    other = load_reader(save_tiny("BertForSequenceClassification", tmp_path), "float32")
    assert other is not None

    read = other("Who is the harbour master?", [PASSAGE])[0]

    assert not read.has_spans
    assert read.find(0, len(PASSAGE)) is None
    assert np.isfinite(read.near)


def test_what_is_no_reader_is_said(tmp_path: Path) -> None:
    """A folder that is missing, and a model that was made for something else."""
    with pytest.raises(ArticleQAError, match="no question-answering model or cross-encoder"):
        load_reader(str(tmp_path / "nowhere"), "float32")
    with pytest.raises(ArticleQAError, match="no question-answering model or cross-encoder"):
        load_reader(save_tiny("BertForMaskedLM", tmp_path), "float32")
    assert load_reader("", "float32") is None
