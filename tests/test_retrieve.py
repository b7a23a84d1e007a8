"""Every search finds what it should, fuses as written, and hits are neither copied nor crowded."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from support import HashEmbedder

from index.build import build_library
from index.config import IndexSettings
from index.library import Library
from qa.filters import ALL, Filters
from qa.inference import Gate
from qa.retrieve import Retriever
from qa.search import Beside, DenseSearch, HybridSearch, KeywordSearch, Scored, Search, fuse

SHARED = "The winter storm tore a fishing boat from its mooring in the harbour of Northport."
ARTICLES = {
    "2026-01-10_a.txt": ("Storm", f"By Ann Lee, The Quay Post\n\n{SHARED}"),
    "2026-01-20_b.txt": ("Boat lost", f"By Ann Lee, The Quay Post\n\n{SHARED}"),
    "2026-02-05_c.txt": ("Pier", "© 2026 The Bay Times\n\nThe pier of Northport stays closed."),
    "d.txt": ("Budget", "The council of Southport approved its budget on a Tuesday evening."),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Give a library of short articles, two of which share their passage."""
    root = tmp_path_factory.mktemp("retrieve")
    (root / "articles").mkdir()
    for name, (title, body) in ARTICLES.items():
        (root / "articles" / name).write_text(f"{title}\n\n{body}\n", encoding="utf-8")
    long = " ".join(f"Ship number {n} reached the harbour of Northport in fog." for n in range(90))
    (root / "articles" / "long.txt").write_text(f"Ships\n\n{long}\n")
    settings = IndexSettings(root / "articles", root / "library", root / "cache")
    build_library(settings, embedder=HashEmbedder())
    return Library.open(settings, HashEmbedder())


def make_hybrid(library: Library) -> HybridSearch:
    """Give the hybrid search."""
    return HybridSearch(library, Gate(library).encode_question, 100, 0.6, 0.3)


SEARCHES: dict[str, Callable[[Library], Search]] = {
    "dense": lambda library: DenseSearch(library, Gate(library).encode_question),
    "keywords": KeywordSearch,
    "hybrid": make_hybrid,
}


@pytest.fixture(params=SEARCHES)
def search(request: pytest.FixtureRequest, library: Library) -> Search:
    """Give each search in turn."""
    return SEARCHES[request.param](library)


def found_ids(library: Library, search: Search, question: str, k: int = 5) -> list[str]:
    """Give the articles of what a search finds."""
    rows = [scored.row for scored in search(question, k, ALL)]
    return [article.id for article, _ in library.passages(rows)]


def test_the_right_passage_comes_first(library: Library, search: Search) -> None:
    """Each search puts the passage with the question's words on top."""
    assert found_ids(library, search, "council approved budget")[0] == "d.txt"


def test_order_is_by_score_then_row(search: Search) -> None:
    """Scores never rise, equal ones stand in order of rows, and twice gives the same."""
    found = search("harbour of Northport", 50, ALL)

    assert found == sorted(found, key=lambda item: (-item.score, item.row))
    assert found == search("harbour of Northport", 50, ALL)


def test_filters_are_obeyed(library: Library, search: Search) -> None:
    """What is not allowed is never found, and k of the others are."""
    filters = Filters(articles=tuple(item.id for item in library.articles.of([0, 1])))

    found = search("storm in the harbour of Northport", 9, filters)

    rows = np.array([scored.row for scored in found])
    assert set(library.store.owners(rows).tolist()) == {0, 1}


@pytest.mark.parametrize("question", ["", "   ", "?", "zzzz qqqq", "'; DROP TABLE passages; --"])
def test_any_text_may_be_asked(search: Search, question: str) -> None:
    """Odd questions find what they find and raise nothing."""
    assert len(search(question, 5, ALL)) <= 5


def test_fusion_follows_the_formula() -> None:
    """A table worked by hand: 0.7, 0.3 and 1.0 of scores stretched to 0..1, divided by 2."""
    cosines = np.array([0.8, 0.4, 0.6], dtype=np.float32)
    keywords = np.array([0.0, 10.0, 5.0], dtype=np.float32)
    articles = np.array([4.0, 4.0, 8.0], dtype=np.float32)

    fused = fuse((cosines, keywords, articles), (0.7, 0.3, 1.0))
    assert np.allclose([0.35, 0.15, 0.75], fused)


def test_an_arm_that_finds_nothing_adds_nothing() -> None:
    """Where no keyword matches, meaning alone decides."""
    cosines = np.array([0.2, 0.6], dtype=np.float32)

    fused = fuse((cosines, np.zeros(2, dtype=np.float32)), (0.7, 0.3))
    assert np.allclose([0.0, 0.7], fused)


def test_an_article_about_the_matter_comes_before_a_list_that_names_it(
    tmp_path: Path,
) -> None:
    """Of equal passages, the one whose article goes on about it is worth more."""
    folder = tmp_path / "articles"
    folder.mkdir()
    said = "The council closed the pier of Northport on Sunday."
    others = " ".join(f"Item {n} of the list tells of a market and a ferry." for n in range(30))
    more = " ".join(f"Reason {n} is the pier that the council let rot." for n in range(30))
    (folder / "a.txt").write_text(f"Morning\n\n{said}\n\n{others}")
    (folder / "b.txt").write_text(f"Morning\n\n{said}\n\n{more}")
    settings = IndexSettings(folder, tmp_path / "library", tmp_path / "cache", passage_words=20)
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    ids = found_ids(library, SEARCHES["hybrid"](library), "Why did the council close the pier?")
    assert ids[0] == "b.txt"


def test_texts_beside_a_question_are_found_with_it(library: Library) -> None:
    """Each text counts as much as the question, and the scores shown stay the question's own."""
    search = make_hybrid(library)
    budget = "The council approved its budget"
    alone = search("The pier of Northport stays closed", 60, ALL)
    wording = search("The pier of Northport stays closed", 60, ALL, Beside((budget,)))
    evidence = search("The pier of Northport stays closed", 60, ALL, Beside(evidence=budget))

    def place(found: list[Scored]) -> int:
        articles = [article.id for article, _ in library.passages([item.row for item in found])]
        return articles.index("d.txt")

    assert place(wording) < place(alone)
    assert place(evidence) < place(alone)
    cosines = {item.row: item.cosine for item in alone}
    assert all(item.cosine == pytest.approx(cosines[item.row]) for item in wording)
    assert alone == search("The pier of Northport stays closed", 60, ALL, Beside())


def retriever(library: Library, per_article: int = 2) -> Retriever:
    """Give the hybrid retriever."""
    return Retriever(library, make_hybrid(library), per_article)


def test_copies_are_one_hit_that_knows_all_its_articles(library: Library) -> None:
    """The same words in two articles are shown once, with both named."""
    hits = retriever(library)("winter storm tore a fishing boat", 5, Filters()).hits
    texts = [hit.passage.text for hit in hits]
    copied = next(hit for hit in hits if SHARED in hit.passage.text)

    assert len(texts) == len(set(texts))
    names = {copied.article.id, *(copy.id for copy in copied.copies)}
    assert {"2026-01-10_a.txt", "2026-01-20_b.txt"} == names


def test_one_long_article_cannot_fill_the_list(library: Library) -> None:
    """However many of its passages match, an article gives its share before others have theirs."""
    hits = retriever(library, per_article=2)("ship reached the harbour in fog", 4, Filters()).hits

    assert sum(hit.article.id == "long.txt" for hit in hits) == 2
    assert len(hits) == 4


def test_what_the_others_leave_is_filled(library: Library) -> None:
    """In a folder of few articles an answer may stand in any passage."""
    hits = retriever(library, per_article=2)("ship reached the harbour in fog", 40, Filters()).hits
    scores = [hit.scored.score for hit in hits]

    assert sum(hit.article.id == "long.txt" for hit in hits) > 2
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("filters", "expected", "hidden"),
    [
        (Filters(after=date(2026, 1, 15)), {"2026-01-20_b.txt", "2026-02-05_c.txt"}, 2),
        (Filters(before=date(2026, 1, 10)), {"2026-01-10_a.txt"}, 2),
        (Filters(date(2026, 1, 11), date(2026, 1, 31)), {"2026-01-20_b.txt"}, 2),
        (Filters(outlets=("The Bay Times",)), {"2026-02-05_c.txt"}, 0),
        (Filters(outlets=("Nobody",)), set(), 0),
    ],
    ids=["after", "before, inclusive", "between", "outlet", "unknown outlet"],
)
def test_filters_leave_only_what_they_allow(
    library: Library, filters: Filters, expected: set[str], hidden: int
) -> None:
    """Days are inclusive, undated articles are hidden by dates and counted."""
    found = retriever(library)("storm pier boat harbour of Northport", 9, filters)
    names = {copy.id for hit in found.hits for copy in (hit.article, *hit.copies)}

    assert expected == names
    assert hidden == found.hidden_undated


def test_the_gate_remembers_questions(library: Library) -> None:
    """Asking again costs the model nothing."""
    embedder = library.embedder
    assert isinstance(embedder, HashEmbedder)
    gate = Gate(library)
    gate.encode_question("What happened to the pier?")
    count = len(embedder.encoded)
    gate.encode_question("What happened to the pier?")

    assert count == len(embedder.encoded)


def test_a_filter_does_not_change_what_a_passage_is_worth(library: Library) -> None:
    """Scores are stretched over the whole library, so the only one left keeps its own."""
    free = retriever(library)("The pier of Northport stays closed", 5, Filters()).hits
    days = Filters(after=date(2026, 2, 1))
    (alone,) = retriever(library)("The pier of Northport stays closed", 5, days).hits

    assert alone.article.id == free[0].article.id == "2026-02-05_c.txt"
    assert alone.scored.score == pytest.approx(free[0].scored.score)
