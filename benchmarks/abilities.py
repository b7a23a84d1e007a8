"""What each contender does with articles beside finding them: plain facts, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ABILITIES", "CONTENDERS_ASKED", "Fact"]

CONTENDERS_ASKED = ("ours", "txtai", "haystack", "llamaindex", "langchain", "plain")


@dataclass(frozen=True, slots=True)
class Fact:
    """Whether something is there, and where that can be seen."""

    answer: str
    """"yes", "part" or "no": of the libraries as they are installed here, without a language
    model."""
    source: str = ""
    """The module or parameter that does it, or what there is of it; empty where there is none."""


_NO = Fact("no")

ABILITIES: Mapping[str, Mapping[str, Fact]] = {
    "says that the articles do not answer": {
        "ours": Fact("yes", "a fitted probability, qa/confidence.py"),
        "txtai": Fact("part", "a limit of one's own on the score, in the SQL of `search`"),
        "haystack": _NO,
        "llamaindex": Fact("part", "a limit of one's own, `SimilarityPostprocessor`"),
        "langchain": Fact("part", "a limit of one's own, `score_threshold` of `FAISS`"),
        "plain": _NO,
    },
    "gives the sentences that answer": {
        "ours": Fact("yes", "qa/read.py"),
        "txtai": Fact("part", "`pipeline.Questions`, with a second model of one's own"),
        "haystack": Fact("no", "readers are another package since version 3"),
        "llamaindex": _NO,
        "langchain": _NO,
        "plain": _NO,
    },
    "cites to the character": {
        "ours": Fact("yes", "each sentence, in the file as well"),
        "txtai": _NO,
        "haystack": Fact("part", "where a passage starts in the text, once that was cleaned"),
        "llamaindex": Fact("part", "where a passage starts and ends, `start_char_idx`"),
        "langchain": Fact("part", "where a passage starts, `add_start_index`"),
        "plain": _NO,
    },
    "reads when an article was published, and filters by it": {
        "ours": Fact("yes", "index/facts"),
        "txtai": Fact("part", "filters by what one says of an article, in SQL"),
        "haystack": Fact("part", "filters by what one says of an article, `filters`"),
        "llamaindex": Fact("no", "its FAISS store raises at a filter"),
        "langchain": Fact("part", "filters by what one says of an article, after the search"),
        "plain": _NO,
    },
    "counts copies and rewrites as one source": {
        "ours": Fact("yes", "index/families"),
        "txtai": _NO,
        "haystack": Fact("part", "equal text and metadata, `DuplicatePolicy`"),
        "llamaindex": Fact("part", "equal text and metadata, `IngestionPipeline` with a store"),
        "langchain": Fact("part", "equal text and metadata, the indexing interface with a record"),
        "plain": _NO,
    },
    "takes appeals and page furniture out": {
        "ours": Fact("yes", "index/cleaning, each removal kept"),
        "txtai": _NO,
        "haystack": Fact("part", "lines that pages repeat, and what one names, `DocumentCleaner`"),
        "llamaindex": _NO,
        "langchain": _NO,
        "plain": _NO,
    },
    "shows where sources differ": {
        "ours": Fact("yes", "qa/differences.py"),
        **dict.fromkeys(CONTENDERS_ASKED[1:], _NO),
    },
    "understands a question that goes on with a chat": {
        "ours": Fact("yes", "qa/followups.py"),
        "txtai": _NO,
        "haystack": _NO,
        "llamaindex": Fact("no", "chat engines ask a language model"),
        "langchain": Fact("no", "its history-aware retriever asks a language model"),
        "plain": _NO,
    },
    "reads again only what changed in the folder": {
        "ours": Fact("yes", "index/build.py"),
        "txtai": Fact("part", "`upsert` and `delete` of what one names"),
        "haystack": Fact("part", "one names what to delete and to write"),
        "llamaindex": Fact("part", "`refresh_ref_docs` adds; its FAISS store cannot delete"),
        "langchain": Fact("part", "the indexing interface, with a record to keep beside it"),
        "plain": _NO,
    },
}
"""What -> contender -> fact."""
