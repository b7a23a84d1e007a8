"""Our BM25, all texts at once, is that of bm25s, text by text."""

import tracemalloc
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from bm25s import BM25
from numpy.typing import NDArray

from index.bm25 import score_keywords
from index.keyword_rows import ArticleKeywords, CountedTexts, KeywordRows, Vocabulary


def to_table(scores: dict[str, Any], keywords: int) -> NDArray[np.float32]:
    """Write the columns out, (n_rows, n_keywords)."""
    table = np.zeros((scores["num_docs"], keywords), np.float32)
    for number in range(keywords):
        part = slice(*scores["indptr"][number : number + 2])
        table[scores["indices"][part], number] = scores["data"][part]
    return table


@pytest.mark.parametrize("at_once", [1, 100, 1_000_000])
@pytest.mark.parametrize(("k1", "b"), [(1.2, 0.75), (0.9, 0.4), (2.0, 0.0)])
def test_scores_are_those_of_bm25s(k1: float, b: float, at_once: int) -> None:
    """Random texts, empty ones among them, in which some keywords are common and most rare."""
    chance = np.random.default_rng(7)
    texts = [list(map(str, chance.zipf(1.5, size))) for size in chance.integers(0, 90, 200)]
    with closing(KeywordRows()) as rows:
        rows.add(ArticleKeywords.of(texts))
        counted = rows.of_passages()
    theirs = BM25(k1=k1, b=b, method="lucene", idf_method="lucene", backend="numpy")
    theirs.index(
        (_rows(counted), counted.vocabulary), create_empty_token=False, show_progress=False
    )

    count = len(counted.vocabulary)
    ours = to_table(score_keywords(counted, k1, b, at_once), count)
    assert (ours > 0).any(axis=0).all()
    np.testing.assert_allclose(ours, to_table(theirs.scores, count), rtol=1e-5)


def test_counting_does_not_grow_with_the_keywords() -> None:
    """Scores and places wait on disk: of a text, only its length is in memory."""
    held = []
    for texts in (4_000, 12_000):
        numbers = np.random.default_rng(8).integers(0, 5_000, 100 * texts).astype(np.int32)
        vocabulary = Vocabulary((str(number), number) for number in range(5_000))
        counted = CountedTexts(vocabulary, numbers, np.full(texts, 100))
        tracemalloc.start()
        score_keywords(counted, 1.2, 0.75)
        held.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert held[1] - held[0] < 100 * 8_000


def test_articles_share_the_numbers_of_their_passages() -> None:
    """A keyword has one number in every article, and an article has what its passages have."""
    with closing(KeywordRows()) as rows:
        for passages in ([["pier", "crack"], ["pier"]], [["ferry", "pier", "pier"], []]):
            rows.add(ArticleKeywords.of(passages))
        by_passage, by_article = rows.of_passages(), rows.of_articles()

    assert dict(by_passage.vocabulary) == {"pier": 0, "crack": 1, "ferry": 2}
    assert _rows(by_passage) == [[0, 1], [0], [2, 0, 0], []]
    assert _rows(by_article) == [[0, 1, 0], [2, 0, 0]]


def _rows(counted: CountedTexts) -> list[list[int]]:
    ends = np.cumsum(counted.lengths)[:-1]
    return [row.tolist() for row in np.split(counted.numbers, ends)]
