"""Haystack: the two pipelines of its tutorials, over the document store that it comes with."""

from pathlib import Path

from haystack import Document, Pipeline  # type: ignore[import-not-found]
from haystack.components.preprocessors import (  # type: ignore[import-not-found]
    DocumentCleaner,
    DocumentSplitter,
)
from haystack.components.retrievers.in_memory import (  # type: ignore[import-not-found]
    InMemoryEmbeddingRetriever,
)
from haystack.components.writers import DocumentWriter  # type: ignore[import-not-found]
from haystack.document_stores.in_memory import (  # type: ignore[import-not-found]
    InMemoryDocumentStore,
)
from haystack_integrations.components.embedders.sentence_transformers import (  # type: ignore[import-not-found]
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

__all__ = ["load"]

_STORE = "store.json"


def load(model: str, variant: str) -> "Haystack":
    """Give the contender, which has no variants."""
    del variant
    return Haystack(model)


class Haystack:
    """One pipeline that writes, one that asks."""

    def __init__(self, model: str) -> None:
        self._model = model

    def ingest(self, articles: list[dict[str, str]], folder: Path) -> dict[str, float]:
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        embed = SentenceTransformersDocumentEmbedder(model=self._model, progress_bar=False)
        writing = Pipeline()
        writing.add_component("clean", DocumentCleaner())
        writing.add_component("split", DocumentSplitter("word", split_length=150, split_overlap=50))
        writing.add_component("embed", embed)
        writing.add_component("write", DocumentWriter(store))
        writing.connect("clean", "split")
        writing.connect("split", "embed")
        writing.connect("embed", "write")
        documents = [
            Document(content=item["text"], meta={"article": item["id"]}) for item in articles
        ]
        writing.run({"clean": {"documents": documents}})
        store.save_to_disk(str(folder / _STORE))
        return {"passages": store.count_documents()}

    def open(self, folder: Path) -> None:
        store = InMemoryDocumentStore.load_from_disk(str(folder / _STORE))
        embed = SentenceTransformersTextEmbedder(model=self._model, progress_bar=False)
        self._asking = Pipeline()
        self._asking.add_component("embed", embed)
        self._asking.add_component("retrieve", InMemoryEmbeddingRetriever(store))
        self._asking.connect("embed.embedding", "retrieve.query_embedding")

    def ask(self, question: str, count: int) -> list[tuple[str, str]]:
        found = self._asking.run({"embed": {"text": question}, "retrieve": {"top_k": count}})
        documents = found["retrieve"]["documents"]
        return [(document.meta["article"], document.content) for document in documents]
