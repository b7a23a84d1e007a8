"""BM25 of all texts at once; the only file that knows bm25s."""

from pathlib import Path
from typing import Any

import numpy as np

from index.keyword_rows import KeywordRows

__all__ = ["load_index", "make_index", "score_keywords", "stop_words_of"]


def score_keywords(counted: KeywordRows, k1: float, b: float) -> dict[str, Any]:
    """Give the score of every keyword in every row it stands in: columns, as bm25s keeps them.

    Lucene's variant without the constant factor (k1 + 1), after Kamphuis et al. 2020, "Which BM25
    do you mean?": idf * tf / (tf + k1 * (1 - b + b * length / average length)), where idf is
    ln(1 + (n - df + 0.5) / (df + 0.5)).
    """
    rows, keywords = counted.rows, len(counted.vocabulary)
    lengths = np.array([len(row) for row in rows], dtype=np.int64)  # (n_rows,)
    places = np.concatenate([np.empty(0, np.int64), *(np.asarray(row) for row in rows)])
    places = places * max(len(rows), 1) + np.repeat(np.arange(len(rows)), lengths)
    cells, counts = np.unique(places.astype(np.int64), return_counts=True)
    terms, texts = np.divmod(cells, max(len(rows), 1))  # (n_cells,), by keyword and then by row
    found = np.bincount(terms, minlength=keywords)  # (n_keywords,)
    idf = np.log(1 + (len(rows) - found + 0.5) / (found + 0.5))
    norms = 1 - b + b * lengths / max(lengths.mean() if len(rows) else 0.0, 1e-9)  # (n_rows,)
    scores = idf[terms] * counts / (counts + k1 * norms[texts])
    return {
        "data": scores.astype(np.float32),
        "indices": texts.astype(np.int32),
        "indptr": np.concatenate([[0], np.cumsum(found)]).astype(np.int64),
        "num_docs": len(rows),
    }


def make_index(counted: KeywordRows, k1: float, b: float) -> Any:
    """Give an index of bm25s' own.

    The arithmetic is done here, for all texts at once: bm25s does it text by text, which takes
    three times as long.
    """
    from bm25s import BM25

    index = BM25(k1=k1, b=b, method="lucene", idf_method="lucene", backend="numpy")
    index.scores = score_keywords(counted, k1, b)
    index.vocab_dict, index.nonoccurrence_array = dict(counted.vocabulary), None
    return index


def load_index(folder: Path) -> Any:
    """Map a saved index; raises whatever a damaged one makes bm25s raise."""
    from bm25s import BM25

    return BM25.load(folder, mmap=True, show_progress=False)


def stop_words_of(language: str) -> tuple[str, ...]:
    """Give bm25s' list for a language, by the name of its stemmer; empty where it has none."""
    from bm25s import stopwords

    return tuple(getattr(stopwords, f"STOPWORDS_{language.upper()}", ()))
