"""Readers are trained on tokens that are those they read later, and learn what they are shown."""

from pathlib import Path

import pytest
import torch

from benchmarks.pair_tokens import PairTokens
from benchmarks.reader_training import Course, mean_weights, train_reader
from benchmarks.reading_pairs import Pair
from index.bert import Bert
from index.embed import find_model
from index.model_tokens import TokenBatches
from qa.reader_model import PairTokenizer, ReaderModel

TOLLAND = Pair(
    "Who left the bridge first?",
    "The ferry\nCaptain Rhys Tolland was the first to leave the bridge at 9.30.",
    ((10, 30),),
    True,
    "answered",
)
MUSEUM = Pair("When does it open?", "The museum is closed on Mondays.", (), False, "found")
SMALL = {
    "hidden_size": 32,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "num_hidden_layers": 1,
    "layer_norm_eps": 1e-12,
    "vocab_size": 30522,
    "max_position_embeddings": 512,
    "type_vocab_size": 2,
}


@pytest.fixture(scope="module")
def tokenizer() -> Path:
    """Give the tokenizer of the packaged model."""
    return find_model("all-MiniLM-L6-v2") / "tokenizer.json"


@pytest.fixture(scope="module")
def pairs(tokenizer: Path) -> PairTokens:
    """Give two draws, of which the second is one pair."""
    return PairTokens.make([[TOLLAND, MUSEUM], [MUSEUM]], TokenBatches(tokenizer))


def make_reader() -> ReaderModel:
    """Give a small one that knows nothing."""
    torch.manual_seed(3)
    return ReaderModel(Bert(SMALL))


def read(reader: ReaderModel, pairs: PairTokens) -> tuple[torch.Tensor, torch.Tensor]:
    """Give the logits of all pairs, in one batch whose order is always the same."""
    batch = next(pairs.batches(8, 64, 0))
    arrays = (batch.ids, batch.mask, batch.types)
    with torch.inference_mode():
        spans, verdicts = reader(*(torch.from_numpy(array) for array in arrays))
    return spans, verdicts


def test_pairs_are_laid_out_as_the_reader_reads_them(pairs: PairTokens, tokenizer: Path) -> None:
    """Token for token; the answer's tokens begin and end where its characters do."""
    batch = next(pairs.only([0]).batches(2, 224, 0))
    of = [TOLLAND, MUSEUM] if batch.places[0].any() else [MUSEUM, TOLLAND]
    tokenize = PairTokenizer(TokenBatches(tokenizer, keeps_first=True))
    expected = tokenize([(pair.question, pair.passage) for pair in of], 224)

    assert batch.ids.tolist() == expected.ids.tolist()
    assert batch.mask.tolist() == expected.mask.tolist()
    assert batch.types.tolist() == expected.types.tolist()
    at = of.index(TOLLAND)
    first, last = batch.places[at]
    offsets = expected.offsets[at]
    assert (offsets[first][0], offsets[last][1]) == TOLLAND.spans[0]
    assert not batch.places[1 - at].any()


def test_a_long_passage_is_cut_and_its_lost_answer_is_none(tokenizer: Path) -> None:
    """What stands behind the longest is not read, and so not answered."""
    passage = "Nothing of note was said that day. " * 20
    long = Pair("What was the fare?", f"{passage}12 euros", ((700, 708),), True, "answered")
    batch = next(PairTokens.make([[long]], TokenBatches(tokenizer)).batches(1, 40, 0))

    assert batch.ids.shape == (1, 40)
    assert batch.mask.all()
    assert not batch.places.any()


def test_pairs_come_back_from_their_file(pairs: PairTokens, tmp_path: Path) -> None:
    """All of them, and those of one draw."""
    pairs.write(tmp_path / "pairs.npz")
    found = PairTokens.read(tmp_path / "pairs.npz")

    assert found.tokens.tolist() == pairs.tokens.tolist()
    assert found.spans.tolist() == pairs.spans.tolist()
    assert found.near.tolist() == [True, False, False]
    assert found.only([1]).near.tolist() == [False]


def test_a_reader_learns_and_its_student_learns_from_it(pairs: PairTokens) -> None:
    """What is known of the pairs; and where nothing else counts, what its teacher makes of them."""
    teacher, student = make_reader(), make_reader()
    words = teacher.encoder.embeddings["word_embeddings"].weight.detach().clone()
    before = read(student, pairs)

    train_reader(teacher, pairs, Course(1, 3e-3, 60, batch=8, dropout=0.0))
    spans, verdicts = read(teacher, pairs)
    train_reader(student, pairs, Course(2, 3e-3, 60, batch=8, dropout=0.1, taught=1.0), [teacher])
    learnt = read(student, pairs)

    batch = next(pairs.batches(8, 64, 0))
    assert spans.argmax(dim=1).tolist() == batch.places.tolist()
    assert (verdicts[:, 0] > 0).tolist() == batch.places.any(axis=1).tolist()
    assert (verdicts[:, 1] > 0).tolist() == (batch.near > 0).tolist()
    for theirs, mine, was in zip((spans, verdicts), learnt, before, strict=True):
        assert (theirs - mine).abs().mean() < 0.5 * (theirs - was).abs().mean()
    assert torch.equal(teacher.encoder.embeddings["word_embeddings"].weight, words)


def test_the_mean_of_weights_lies_between_them() -> None:
    """Weight for weight."""
    one, other = make_reader(), make_reader()
    with torch.no_grad():
        for weights in other.parameters():
            weights.add_(1.0)

    mean = mean_weights([one, other])

    for name, weights in one.state_dict().items():
        assert torch.allclose(mean[name], weights + 0.5, atol=1e-6)
