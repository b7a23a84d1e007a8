"""What several test files share: an embedder that can be worked out by hand, and its settings."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import Rows

ROOT = Path(__file__).resolve().parent.parent

# Three paragraphs of one report, that share few words.
PIER = (
    "The harbour office said on Monday that the northern pier would stay closed until the repair "
    "of its oldest pillars is finished next spring."
)
CRACKS = (
    "Engineers found cracks in eleven of the forty pillars when divers examined them in October "
    "after a storm had torn a fishing boat from its mooring."
)
COST = (
    "Repairs will cost about $4.2m, half of it paid by the region, and the fish market moves to "
    "the southern quay while cranes block the pier."
)


class HashEmbedder:
    """An honest embedder without a model: each word adds one at a place its hash names.

    Texts that share words are near, texts that share none are at right angles.
    """

    name = "hash"
    model_hash = "hash"
    fingerprint = "hash-float32"
    precision = "float32"
    dimension = 256
    max_tokens = 254

    def __init__(self) -> None:
        self.encoded: list[str] = []
        """Every passage text encoded so far: what a cache should have spared is here."""

    def encode_passages(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda _: None
    ) -> Rows:
        self.encoded += texts
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.casefold().split() or [text]:
                row[hashlib.sha256(word.strip(".,;:?!").encode()).digest()[0]] += 1
        done(len(texts))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def encode_batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        if texts:
            yield list(range(len(texts))), self.encode_passages(texts)

    def encode_question(self, question: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self.encode_passages([question])[0]
        return row

    def encode_sentences(self, texts: Sequence[str]) -> Rows:
        return self.encode_passages(texts)

    def token_spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        return [_word_spans(text) for text in texts]


def _word_spans(text: str) -> list[tuple[int, int]]:
    spans, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        spans.append((start, position))
    return spans


def write_config(folder: Path, articles: Path, extra: str = "", examples: int = 0) -> Path:
    """Write a config.toml whose library lies beside it; give its path.

    The empty page offers so many examples: to find one takes as long as many a test.
    """
    config = folder / "config.toml"
    page = "" if "[ui]" in extra else f"[ui]\nexamples = {examples}\n"
    content = f"[index]\narticles = {str(articles)!r}\n{extra}\n{page}"
    config.write_text(content, encoding="utf-8")
    return config
