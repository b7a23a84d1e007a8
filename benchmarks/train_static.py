"""Train the fast model that ships: a vector for each token, whose mean stands for a text.

    python -m benchmarks.train_static --data ../shared/data --out index/fast

Begins with what the packaged network makes of each token alone, its first principal components,
longer the rarer the token (Tulkens and van Dongen, "Model2Vec", 2024). Then questions that may
train weights (`benchmarks/parts.py`) teach it to be nearest to the paragraph that answers, among
those of a batch, and the network teaches it how near any two texts are, so that what is fitted on
the cosines of the one serves for the other. Ten minutes on two cores; what the network makes of the
texts is kept in --work. Ends with how near it comes to the network.
"""

import argparse
import json
import random
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from benchmarks.parts import read_shifts, read_squad2
from benchmarks.squad import AskedQuestion
from index.bert import load_bert, write_tensors
from index.bert_embed import load_embedder
from index.config import IndexSettings
from index.embed import PACKAGED_MODEL, find_model
from index.model_tokens import TokenRuns
from index.sentences import split_sentences

__all__ = ["Course", "Lesson", "Texts", "begin", "compare", "main", "teach"]

_SHIFTS = ("new_wiki", "reddit", "amazon")
_TAUGHT = 4_000
"""Questions, and as many sentences, whose cosines the network teaches."""
_SIZE = 256
"""Numbers of a vector."""
_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]


@dataclass(frozen=True, slots=True)
class Course:
    """How it is taught."""

    steps: int
    rate: float = 3e-3
    """Of learning, at the beginning; it falls to nothing."""
    batch: int = 1024
    """Questions at a time."""
    temperature: float = 0.05
    likeness: float = 300.0
    """Weight of being as near as the network says."""
    compared: int = 1024
    """Texts whose cosines are compared at a time."""
    seed: int = 0


class Texts:
    """Texts as tokens, from which a few are taken at a time.

    Args:
        texts: any number.
        tokenize: gives their tokens.
    """

    def __init__(self, texts: Sequence[str], tokenize: TokenRuns) -> None:
        runs = tokenize(texts)
        self.tokens = np.split(runs.ids, runs.starts[1:])

    def __len__(self) -> int:
        return len(self.tokens)

    def embed(self, vectors: Tensor, chosen: Sequence[int]) -> Tensor:
        """Give the means of some, (len(chosen), dim), of unit length."""
        tokens = [self.tokens[i] for i in chosen]
        starts = np.cumsum([0, *map(len, tokens)])[:-1]
        ids = torch.from_numpy(np.concatenate(tokens))
        return normalize(embedding_bag(ids, vectors, torch.from_numpy(starts)), dim=1)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt."""

    questions: Texts
    paragraphs: Texts
    answered: Sequence[int]
    """The paragraph that answers each question."""
    texts: Texts
    rows: Tensor
    """What the network makes of these, (n_texts, its dim)."""


def main(arguments: list[str] | None = None) -> int:
    """Train, keep the weights as a folder of sentence-transformers, and measure them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("var/static"))
    parser.add_argument("--out", type=Path, default=Path("var/static"))
    parser.add_argument("--steps", type=int, default=80)
    options = parser.parse_args(arguments)
    folder = find_model(PACKAGED_MODEL)
    tokenize = TokenRuns(folder / "tokenizer.json")
    lesson = _prepare(_read_asked(options.data), tokenize, options.work)
    vectors = begin(_token_vectors(folder), lesson.paragraphs, _SIZE)
    print(json.dumps({"before": compare(vectors, lesson)}), flush=True)
    vectors = teach(vectors, lesson, Course(options.steps))
    print(json.dumps({"after": compare(vectors, lesson)}), flush=True)
    _write(vectors, folder, options.out)
    return 0


def begin(network: NDArray[np.float32], paragraphs: Texts, size: int) -> Tensor:
    """Give (n_tokens, size) vectors to begin with.

    Args:
        network: (n_tokens, dim) of what the network makes of each token.
        paragraphs: in which tokens are counted.
        size: how many principal components are kept.
    """
    centred = network - network.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    found = np.zeros(len(network))
    for tokens in paragraphs.tokens:
        found[np.unique(tokens)] += 1
    rarity = np.log((len(paragraphs) + 1) / (found + 1))  # (n_tokens,)
    vectors = centred @ directions[:size].T * rarity[:, None]
    vectors /= np.linalg.norm(vectors, axis=1).mean()
    return torch.tensor(vectors, dtype=torch.float32)


def teach(vectors: Tensor, lesson: Lesson, course: Course) -> Tensor:
    """Give vectors that have learnt."""
    learnt = torch.nn.Parameter(vectors.clone())
    optimizer = torch.optim.Adam([learnt], lr=course.rate)
    chance = random.Random(course.seed)  # noqa: S311  # a repeatable draw, no secret
    for step in range(course.steps):
        for group in optimizer.param_groups:
            group["lr"] = course.rate * (1 - step / course.steps)
        loss = _miss(learnt, lesson, course, chance) + course.likeness * _unlike(
            learnt, lesson, chance.sample(range(len(lesson.texts)), course.compared)
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return learnt.detach()


def _miss(vectors: Tensor, lesson: Lesson, course: Course, chance: random.Random) -> Tensor:
    """Give how far questions are from being nearest to their paragraphs, and these to them."""
    drawn = chance.sample(range(len(lesson.questions)), course.batch)
    by_paragraph = {lesson.answered[i]: i for i in drawn}  # one question for each
    questions = lesson.questions.embed(vectors, list(by_paragraph.values()))
    paragraphs = lesson.paragraphs.embed(vectors, list(by_paragraph))
    cosines = questions @ paragraphs.T / course.temperature
    right = torch.arange(len(cosines))
    return cross_entropy(cosines, right) + cross_entropy(cosines.T, right)


def _unlike(vectors: Tensor, lesson: Lesson, chosen: Sequence[int]) -> Tensor:
    """Give the mean square of how far cosines are from those of the network."""
    ours, theirs = lesson.texts.embed(vectors, chosen), lesson.rows[chosen]
    return ((ours @ ours.T - theirs @ theirs.T) ** 2).mean()


def compare(vectors: Tensor, lesson: Lesson) -> dict[str, float]:
    """Give how far cosines of 1,000 texts are from the network's, and how they go together."""
    chosen = range(0, len(lesson.texts), max(len(lesson.texts) // 1000, 1))
    ours, theirs = lesson.texts.embed(vectors, chosen), lesson.rows[list(chosen)]
    pairs = torch.stack([(ours @ ours.T).flatten(), (theirs @ theirs.T).flatten()])
    off = (pairs[0] - pairs[1]).square().mean().sqrt()
    return {"off": round(float(off), 4), "correlation": round(float(pairs.corrcoef()[0, 1]), 4)}


def _read_asked(data: Path) -> list[AskedQuestion]:
    asked = [item for name in _SHIFTS for item in read_shifts(data, name, "train")]
    return asked + [item for item in read_squad2(data, "train") if item.answers]


def _prepare(asked: Sequence[AskedQuestion], tokenize: TokenRuns, work: Path) -> Lesson:
    paragraphs = {item.paragraph.id: item.paragraph.text for item in asked}
    number = {id_: i for i, id_ in enumerate(paragraphs)}
    chance = random.Random(0)  # noqa: S311  # a repeatable draw, no secret
    told = chance.sample(list(paragraphs.values()), min(_TAUGHT // 3, len(paragraphs)))
    sentences = [text[a:b] for text in told for a, b in split_sentences(text)]
    texts = told + chance.sample([item.text for item in asked], min(_TAUGHT, len(asked)))
    texts += chance.sample(sentences, min(_TAUGHT, len(sentences)))
    return Lesson(
        Texts([item.text for item in asked], tokenize),
        Texts(list(paragraphs.values()), tokenize),
        [number[item.paragraph.id] for item in asked],
        Texts(texts, tokenize),
        torch.from_numpy(_ask_network(texts, work)),
    )


def _ask_network(texts: Sequence[str], work: Path) -> NDArray[np.float32]:
    """Give what the packaged model makes of texts, (n, 384); kept, for it takes minutes."""
    kept = work / "network.npy"
    if not kept.exists():
        print("asking the network", file=sys.stderr, flush=True)
        work.mkdir(parents=True, exist_ok=True)
        np.save(kept, load_embedder(IndexSettings()).encode_passages(texts))
    rows: NDArray[np.float32] = np.load(kept)
    assert len(rows) == len(texts), f"{kept} is of other texts; delete it"
    return rows


def _token_vectors(folder: Path) -> NDArray[np.float32]:
    """Give what the network makes of each token between its two marks, (n_tokens, dim)."""
    network = load_bert(folder)
    names = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    rows = []
    with torch.inference_mode():
        for tokens in torch.arange(len(names)).split(512):
            marks = [torch.full_like(tokens, names[name]) for name in ("[CLS]", "[SEP]")]
            ids = torch.stack([marks[0], tokens, marks[1]], dim=1)  # (n, 3)
            rows.append(network(ids, torch.ones_like(ids)).mean(dim=1))
    found: NDArray[np.float32] = torch.cat(rows).numpy()
    return found


def _write(vectors: Tensor, folder: Path, out: Path) -> None:
    """Write a folder that sentence-transformers opens, too."""
    out.mkdir(parents=True, exist_ok=True)
    write_tensors(out / "model.safetensors", {"embedding.weight": vectors.half()})
    shutil.copy(folder / "tokenizer.json", out)
    (out / "modules.json").write_text(json.dumps(_MODULES, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
