"""LlamaIndex: its own splitter and a FAISS vector store, saved and loaded as its guide does.

The variant is the tokens of a passage; without one they are its default, 1,024, of which 200 are
of the passage before, and of which the model reads 256.
"""

from pathlib import Path

import faiss
from llama_index.core import (  # type: ignore[import-not-found]
    Document,
    Settings,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.core.node_parser import SentenceSplitter  # type: ignore[import-not-found]
from llama_index.embeddings.huggingface import (  # type: ignore[import-not-found]
    HuggingFaceEmbedding,
)
from llama_index.vector_stores.faiss import FaissVectorStore  # type: ignore[import-not-found]

__all__ = ["load"]

_DIMENSION = 384
_OVERLAP = 20


def load(model: str, variant: str) -> "LlamaIndex":
    """Give the contender: "" for its default, or the tokens of a passage."""
    return LlamaIndex(model, int(variant or 0))


class LlamaIndex:
    """One vector store index."""

    def __init__(self, model: str, tokens: int) -> None:
        Settings.embed_model = HuggingFaceEmbedding(model_name=model, device="cpu")
        if tokens:
            Settings.node_parser = SentenceSplitter(chunk_size=tokens, chunk_overlap=_OVERLAP)

    def ingest(self, articles: list[dict[str, str]], folder: Path) -> dict[str, float]:
        documents = [
            Document(
                text=article["text"],
                metadata={"article": article["id"]},
                excluded_embed_metadata_keys=["article"],
            )
            for article in articles
        ]
        store = FaissVectorStore(faiss_index=faiss.IndexFlatL2(_DIMENSION))
        index = VectorStoreIndex.from_documents(
            documents, storage_context=StorageContext.from_defaults(vector_store=store)
        )
        index.storage_context.persist(persist_dir=str(folder))
        return {"passages": store.client.ntotal}

    def open(self, folder: Path) -> None:
        store = FaissVectorStore.from_persist_dir(str(folder))
        context = StorageContext.from_defaults(vector_store=store, persist_dir=str(folder))
        self._index = load_index_from_storage(storage_context=context)
        self._rows = store.client.ntotal

    def ask(self, question: str, count: int) -> list[tuple[str, str]]:
        retrieve = self._index.as_retriever(similarity_top_k=min(count, self._rows)).retrieve
        hits = retrieve(question)
        return [(hit.node.metadata["article"], hit.node.get_content()) for hit in hits]
