"""What one writes oneself: runs of 120 words, SentenceTransformer.encode, a flat FAISS index."""

import json
from pathlib import Path
from typing import Any

import faiss
from sentence_transformers import SentenceTransformer

__all__ = ["load"]

_WORDS = 120


def load(model: str, variant: str) -> "Plain":
    """Give the contender, which has no variants."""
    del variant
    return Plain(model)


class Plain:
    """Passages in a list, their vectors in an index."""

    def __init__(self, model: str) -> None:
        self._model: Any = SentenceTransformer(model, device="cpu")
        self._index: Any = None
        self._passages: list[tuple[str, str]] = []

    def ingest(self, articles: list[dict[str, str]], folder: Path) -> dict[str, float]:
        passages = [
            (article["id"], " ".join(run)) for article in articles for run in _cut(article["text"])
        ]
        rows = self._model.encode([text for _, text in passages], normalize_embeddings=True)
        index: Any = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        faiss.write_index(index, str(folder / "rows.faiss"))
        (folder / "passages.json").write_text(json.dumps(passages), encoding="utf-8")
        return {"passages": len(passages)}

    def open(self, folder: Path) -> None:
        self._index = faiss.read_index(str(folder / "rows.faiss"))
        listed = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
        self._passages = [(article, text) for article, text in listed]

    def ask(self, question: str, count: int) -> list[tuple[str, str]]:
        row = self._model.encode([question], normalize_embeddings=True)
        _, found = self._index.search(row, min(count, len(self._passages)))
        return [self._passages[place] for place in found[0]]


def _cut(text: str) -> list[list[str]]:
    words = text.split()
    return [words[start : start + _WORDS] for start in range(0, len(words), _WORDS)]
