"""One contract for both stores: in files and in PostgreSQL, a library answers alike."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from support import ROOT, HashEmbedder

from index.build import build_library
from index.config import IndexSettings
from index.library import Library
from index.pgvector_settings import PgvectorSettings
from index.store import Number, Ranked
from qa.filters import ALL, Filters
from qa.search import HybridSearch

HOSTILE = (
    "Robert'); DROP TABLE passages; -- \u202e {0} %s %(rows)s \\ 'quoted' „tief“ 船舶在港口 $$"
)
QUESTIONS = (
    "Who was hurt when the ferry hit the quay?",
    "What did the council say about the new tram line and its stops?",
    "wheat harvest",
    "",
    "the of and",
    HOSTILE,
    "nul \0 and a lone \ud83d surrogate".encode("utf-8", "replace").decode(),
    "zzzz qqqq",
)
FILTERS = {
    "all": ALL,
    "after": Filters(after=date(2026, 5, 15)),
    "before": Filters(before=date(2026, 5, 14)),
    "between": Filters(after=date(2026, 5, 1), before=date(2026, 6, 30)),
    "outlet": Filters(outlets=("The Harbour Post", "The Quay Courier", "nowhere")),
    "reported": Filters(without_analysis=True),
    "named": Filters(articles=("added.txt", "hostile.txt", "nowhere.txt")),
    "nothing": Filters(articles=("nowhere.txt",)),
    "everything": Filters(date(2026, 1, 1), date(2026, 12, 31), without_analysis=True),
}
ASKED = [
    *((question, "all") for question in QUESTIONS),
    *((QUESTIONS[0], named) for named in FILTERS if named != "all"),
]
"""Each question of all articles, and one under each filter."""
ADDED = "The harbour of Ostermere\n\nPublished 20 May 2026\n\nTwo cranes lifted the ferry Aurora."

Both = tuple[Library, Library]

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of the sample articles and some that ask for trouble."""
    folder = tmp_path_factory.mktemp("stores") / "articles"
    shutil.copytree(ROOT / "articles", folder)
    copied = next(folder.glob("*.txt")).read_text()
    (folder / "copied.txt").write_text(f"{copied}\n\nThe desk added one sentence to it.\n")
    (folder / "hostile.txt").write_text(f"{HOSTILE}\n\nIt said: {HOSTILE}. {HOSTILE}!\n" * 2)
    (folder / "Bobby'); DROP TABLE articles; --.txt").write_text("Tables\n\nNothing was dropped.")
    (folder / "haefen.txt").write_text(
        "Häfen im Sturm\n\nDie Häfen an der Küste wurden am Montag wegen des Sturms geschlossen. "
        "Die Fähren liegen seither in den Häfen, und niemand weiß, wann sie wieder fahren.\n"
    )
    return folder


@pytest.fixture(scope="module", params=["exact", "hnsw", "shards"])
def settings(
    request: pytest.FixtureRequest,
    folder: Path,
    postgres_dsn: str,
    shard_dsns: tuple[str, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> IndexSettings:
    """Give settings of a library that is kept in PostgreSQL, built from the folder."""
    home = tmp_path_factory.mktemp(request.param)
    schema = f"contract_{home.name.translate({ord(c): '_' for c in '-.'}).lower()}"
    servers = PgvectorSettings(postgres_dsn, schema=schema, index_method="exact")
    servers = {
        "exact": servers,
        "hnsw": replace(servers, index_method="hnsw"),
        "shards": replace(servers, index_method="hnsw", shards=shard_dsns),
    }[request.param]
    settings = IndexSettings(
        home / "articles", home / "library", home / "cache", backend="pgvector", pgvector=servers
    )
    shutil.copytree(folder, settings.articles)
    build_library(settings, embedder=HashEmbedder())
    return settings


def open_both(settings: IndexSettings) -> Both:
    """Open the library in files and the one in PostgreSQL."""
    in_files = Library.open(replace(settings, backend="faiss"), HashEmbedder())
    return in_files, Library.open(settings, HashEmbedder())


@pytest.fixture(scope="module", params=["built", "changed"])
def both(request: pytest.FixtureRequest, settings: IndexSettings) -> Both:
    """Give both libraries as they were built, and after articles came, went and changed."""
    if request.param == "changed":
        (settings.articles / "added.txt").write_text(ADDED)
        first, second, *_ = sorted(settings.articles.glob("*.*"))
        first.unlink()
        second.write_text(second.read_text() + "\n\nA tug towed the ferry Aurora to the quay.\n")
        sent = build_library(settings, embedder=HashEmbedder()).sent
        assert sent == "PostgreSQL: 2 articles written, 2 taken out"
    return open_both(settings)


def ids_of(library: Library, rows: Number) -> list[str]:
    """Give the ids of passages."""
    return [passage.id for _, passage in library.passages(rows.tolist())]


def ranking(library: Library, found: Ranked) -> list[tuple[float, str]]:
    """Give scores and ids of passages; equal scores in order of ids, as rows may differ."""
    scores = np.round(found[1].astype(float), 4).tolist()
    told = zip(scores, ids_of(library, found[0]), strict=True)
    return sorted(told, key=lambda pair: (-pair[0], pair[1]))


def all_rows(library: Library) -> Number:
    """Give the rows of all passages."""
    rows = (row for item in library.articles for row in library.store.passages_of(item.row))
    return np.array([*rows], np.int64)


def assert_alike(both: Both, ask: Callable[[Library], Ranked], k: int) -> None:
    """See that both give the same scores to 1e-3, and the same passages but at a tie's end."""
    one, other = (ranking(library, ask(library)) for library in both)
    assert [score for score, _ in one] == pytest.approx([score for score, _ in other], abs=1e-3)
    if len(one) < k:
        assert {id_ for _, id_ in one} == {id_ for _, id_ in other}
        return
    last = min(one[-1][0], other[-1][0]) + 1e-3
    above = [{id_ for score, id_ in found if score > last} for found in (one, other)]
    assert above[0] == above[1]


@pytest.mark.parametrize(("question", "named"), ASKED)
def test_searches_find_the_same(both: Both, question: str, named: str) -> None:
    """By meaning and by keywords, under every filter, whatever is typed."""
    filters = FILTERS[named]
    vector = both[0].embedder.encode_question(question)

    def by_meaning(library: Library, k: int) -> Ranked:
        return library.store.nearest(vector, k, filters)

    def by_keywords(library: Library, k: int) -> Ranked:
        return library.store.best_by_keywords(question, k, filters)

    for k in (1, 10, 1000):
        assert_alike(both, partial(by_meaning, k=k), k)
        assert_alike(both, partial(by_keywords, k=k), k)


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_the_same(both: Both, question: str) -> None:
    """Of every passage, and of every article, by each arm."""
    found = []
    for library in both:
        rows, store = all_rows(library), library.store
        articles = np.array([item.row for item in library.articles], np.int64)
        vector = library.embedder.encode_question(question)
        arms = (store.cosines(rows, vector), store.keyword_scores(rows, question))
        told = {
            id_: (float(cosine), float(score))
            for id_, cosine, score in zip(ids_of(library, rows), *arms, strict=True)
        }
        scores = store.article_scores(articles, question).tolist()
        found.append((told, dict(zip([item.id for item in library.articles], scores, strict=True))))

    (one, one_articles), (other, other_articles) = found
    assert one.keys() == other.keys()
    assert np.array([*one.values()]) == pytest.approx(
        np.array([other[id_] for id_ in one]), abs=1e-3
    )
    assert one_articles == pytest.approx(other_articles, abs=1e-3)


@pytest.mark.parametrize(("question", "named"), ASKED)
def test_hybrid_search_finds_the_same(both: Both, question: str, named: str) -> None:
    """The search that ships, which fuses all arms."""

    def ask(library: Library) -> Ranked:
        search = HybridSearch(library, library.embedder.encode_question, 100, 0.6, 0.3)
        found = search(question, 20, FILTERS[named])
        rows = np.array([item.row for item in found], np.int64)
        return rows, np.array([item.score for item in found], np.float32)

    assert_alike(both, ask, 20)


@pytest.mark.parametrize("named", FILTERS)
def test_filters_leave_the_same(both: Both, named: str) -> None:
    """Counts, what is hidden for having no day, sources, and each passage."""
    filters = FILTERS[named]
    told = []
    for library in both:
        store, rows = library.store, all_rows(library)
        allowed = store.allows(filters, rows)
        sources = [library.articles[row].id for row in store.sources(1000, filters)]
        left = [row for item in library.articles for row in store.passages_of(item.row, filters)]
        told.append(
            (
                store.count_articles(filters),
                store.count_undated(filters),
                len(sources),
                sorted(ids_of(library, rows[allowed])),
                sorted(ids_of(library, np.array(left, np.int64))),
                len(store.sources(2, filters)),
            )
        )

    assert told[0] == told[1]
    assert told[0][3] == told[0][4]


def test_words_are_held_by_the_same(both: Both) -> None:
    """Frequencies and the passages that hold words, some of them or all of a wording."""
    words = both[0].tokenize("ferry harbour quay Häfen tram council nowhere船")
    told = []
    for library in both:
        store = library.store
        held = store.holding([words[:2], words[2:3], ["nowhere-at-all"], []])
        told.append(
            (
                [(store.frequency(word), store.article_frequency(word)) for word in words],
                sorted(ids_of(library, held)),
                sorted(ids_of(library, store.holding([words[:1]], FILTERS["between"]))),
                library.tokenize("Die Fähren in den Häfen, the ferries"),
            )
        )

    assert told[0] == told[1]
    assert told[0][1]


def test_articles_are_listed_the_same(both: Both) -> None:
    """All that a list shows of each article, each whole, what became of each file."""
    told = []
    for library in both:
        listed = [*library.articles]
        some = library.articles.rows_named(["hostile.txt", "nowhere.txt", "haefen.txt"])
        told.append(
            (
                {item.id: replace(item, row=0, family=0) for item in listed},
                {item.id: library.article(item.id) for item in listed},
                [item.id for item in library.articles.of(some)],
                len(library.articles),
                library.articles.newest_day,
                library.articles.languages,
                library.receipts(),
            )
        )

    assert told[0] == told[1]
    assert told[0][2] == ["hostile.txt", "haefen.txt"]


def test_families_are_the_same(both: Both) -> None:
    """Which articles are one source, which are related, and what tells so."""
    told = []
    for library in both:
        names = {item.row: item.id for item in library.articles}
        pairs = {
            (names[pair.one], names[pair.other]): replace(pair, one=0, other=0)
            for id_ in names.values()
            for pair in library.family_pairs(id_)
        }
        told.append(
            (
                {item.id: names[item.family] for item in library.articles},
                {i.id: sorted(one.id for one in library.family(i)) for i in library.articles},
                pairs,
                {(names[one], names[other]) for one, other in library.related_articles()},
            )
        )

    assert told[0] == told[1]
    assert any(len(family) > 1 for family in told[0][1].values())


def test_vectors_of_articles_are_the_same(both: Both) -> None:
    """The sum over the passages of each."""
    told = []
    for library in both:
        rows, sums = library.store.article_vectors()
        told.append(
            {library.articles[row].id: total for row, total in zip(rows, sums, strict=True)}
        )

    assert told[0].keys() == told[1].keys()
    for id_, total in told[0].items():
        assert total == pytest.approx(told[1][id_], abs=1e-4)


def test_what_is_not_there_is_said_so(both: Both) -> None:
    """Ids and rows that no article has."""
    for library in both:
        with pytest.raises(KeyError):
            library.article("nowhere.txt")
        with pytest.raises(KeyError):
            library.article("nul\0 and \ud83d")
        with pytest.raises(IndexError):
            library.articles[1 << 40]
        assert library.passages([]) == []
        assert library.store.cosines(
            np.empty(0, np.int64), np.zeros(library.embedder.dimension, np.float32)
        ).shape == (0,)
