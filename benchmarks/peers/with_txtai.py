"""txtai: the paragraphs that its Textractor(paragraphs=True) makes, kept with their vectors.

The variant "hybrid" adds its keyword index, which then weighs as much as the vectors.
"""

from pathlib import Path

from txtai import Embeddings  # type: ignore[import-not-found]
from txtai.pipeline import Segmentation  # type: ignore[import-not-found]

__all__ = ["load"]


def load(model: str, variant: str) -> "Txtai":
    """Give the contender: "" for vectors alone, or "hybrid"."""
    return Txtai(model, variant == "hybrid")


class Txtai:
    """One embeddings database."""

    def __init__(self, model: str, is_hybrid: bool) -> None:
        self._settings = {"path": model, "content": True, "hybrid": is_hybrid}

    def ingest(self, articles: list[dict[str, str]], folder: Path) -> dict[str, float]:
        cut = Segmentation(paragraphs=True)  # what a Textractor cuts with, once it has the text
        embeddings = Embeddings(**self._settings)
        embeddings.index(
            (f"{article['id']}#{place}", text)
            for article in articles
            for place, text in enumerate(cut(article["text"]))
        )
        embeddings.save(str(folder))
        return {"passages": embeddings.count()}

    def open(self, folder: Path) -> None:
        self._embeddings = Embeddings()
        self._embeddings.load(str(folder))

    def ask(self, question: str, count: int) -> list[tuple[str, str]]:
        found = self._embeddings.search(question, count)
        return [(item["id"].rpartition("#")[0], item["text"]) for item in found]
