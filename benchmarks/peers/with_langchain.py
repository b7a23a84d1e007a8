"""LangChain: the splitter of its tutorial, 1,000 characters of which 200 come twice, and FAISS."""

from pathlib import Path

from langchain_community.vectorstores import FAISS  # type: ignore[import-not-found]
from langchain_core.documents import Document  # type: ignore[import-not-found]
from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found]
from langchain_text_splitters import (  # type: ignore[import-not-found]
    RecursiveCharacterTextSplitter,
)

__all__ = ["load"]


def load(model: str, variant: str) -> "LangChain":
    """Give the contender, which has no variants."""
    del variant
    return LangChain(model)


class LangChain:
    """One vector store."""

    def __init__(self, model: str) -> None:
        self._embeddings = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})

    def ingest(self, articles: list[dict[str, str]], folder: Path) -> dict[str, float]:
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=1000, chunk_overlap=200, add_start_index=True
        )
        passages = splitter.split_documents(
            [Document(item["text"], metadata={"article": item["id"]}) for item in articles]
        )
        FAISS.from_documents(passages, self._embeddings).save_local(str(folder))
        return {"passages": len(passages)}

    def open(self, folder: Path) -> None:
        # It unpickles its passages, which we wrote ourselves a moment ago.
        self._store = FAISS.load_local(
            str(folder), self._embeddings, allow_dangerous_deserialization=True
        )

    def ask(self, question: str, count: int) -> list[tuple[str, str]]:
        found = self._store.similarity_search(question, k=count)
        return [(passage.metadata["article"], passage.page_content) for passage in found]
