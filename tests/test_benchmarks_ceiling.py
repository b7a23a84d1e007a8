"""The ceiling of embedding: which batches are timed, and what an encoder is found to lose."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.ceiling import Sample, compare_rows, cut_sample
from benchmarks.contenders import FOLDER, ContenderError, find_python
from benchmarks.peers import encoders
from index.bert_embed import load_embedder
from index.config import IndexSettings
from index.embed import PACKAGED_MODEL, find_model
from index.model_tokens import TokenBatch, TokenBatches

MODEL = find_model(PACKAGED_MODEL)
TEXTS = ["The pier closed on Monday.", "Divers found cracks in eleven pillars of the old pier."]


def tokens_of(lengths: list[int]) -> TokenBatch:
    """Give passages of so many tokens, whose ids tell which passage they are of."""
    mask = (np.arange(max(lengths)) < np.array(lengths)[:, None]).astype(np.int64)
    ids = mask * (np.arange(len(lengths))[:, None] + 1)
    return TokenBatch(ids, mask, mask, mask[..., None])


def test_batches_are_full_and_of_the_commonest_shape() -> None:
    """Two thousand tokens of passages of like length; what fills no batch is left out."""
    sample = cut_sample(tokens_of([500] * 2 + [1000, 1001, 1024, 1020, 1010] + [40] * 3))

    assert sample.ids.shape == (2, 2, 1024)
    assert [*sample.ids[:, :, 0].ravel()] == [3, 4, 5, 6]
    assert sample.tokens == 1000 + 1001 + 1024 + 1020


def test_few_batches_are_enough() -> None:
    """And few passages make smaller ones."""
    assert cut_sample(tokens_of([1000] * 9), batches=3).ids.shape == (3, 2, 1024)
    assert cut_sample(tokens_of([30] * 5)).ids.shape == (1, 5, 32)


def test_what_is_lost_shows_in_cosines_and_neighbours() -> None:
    """Equal vectors lose nothing, of whatever length they are; others what they turned."""
    exact = np.eye(4, 3, dtype=np.float32)
    exact[3] = [0.6, 0.8, 0.0]
    same = {name: value.value for name, value in compare_rows(exact, exact * 1.5).items()}
    turned = compare_rows(exact, exact[:, [1, 0, 2]])

    assert same == pytest.approx({"cosine": 1.0, "nearest_kept": 1.0})
    assert turned["cosine"].value == pytest.approx((0 + 0 + 1 + 0.96) / 4)


@pytest.mark.parametrize("encoder", ["float32", "bfloat16"])
def test_encoders_make_the_vectors_that_a_build_makes(
    encoder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the same tokens; and each round is timed."""
    tokens = TokenBatches(MODEL / "tokenizer.json")(TEXTS, 256)
    batches = Sample(tokens.ids[None], tokens.mask[None]).save(tmp_path / "batches.npz")
    request = {
        "encoder": encoder,
        "bert": str(FOLDER.parent.parent / "index" / "bert.py"),
        "model": str(MODEL),
        "batches": str(batches),
        "rounds": 2,
        "threads": torch.get_num_threads(),
        "out": str(tmp_path / "rows.npy"),
    }
    (tmp_path / "request.json").write_text(json.dumps(request))
    encoders.main([str(tmp_path / "request.json")])
    exact = load_embedder(IndexSettings(precision="float32")).encode_passages(TEXTS)

    assert len(json.loads(capsys.readouterr().out)) == 2
    assert compare_rows(exact, np.load(tmp_path / "rows.npy"))["cosine"].value > 0.999


def test_libraries_that_are_not_installed_are_named_with_the_cure(tmp_path: Path) -> None:
    """Their environment is set up on demand, from a lock that pins every line."""
    with pytest.raises(ContenderError, match="benchmarks ceiling --setup"):
        find_python("encoders", tmp_path, "ceiling")
    lines = (FOLDER / "encoders.lock").read_text().splitlines()[1:]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
