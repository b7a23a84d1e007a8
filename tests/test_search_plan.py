"""How vectors are searched: exactly where they are few, else as was measured."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from support import HashEmbedder, write_config

from index.build import build_library
from index.config import IndexSettings, load_index_settings
from index.embed import Rows
from index.errors import IndexDamagedError
from index.library import Library
from index.rebuild import summarise
from index.search_plan import EXACT, SearchPlan, open_vectors, plan_vectors
from index.vectors import VectorIndex
from qa.overview import describe_library
from ui.library_page import library_data


def near_rows(n: int, centres: int, noise: float, seed: int) -> Rows:
    """Unit rows around some others that are the same for every seed, (n, 64)."""
    random = np.random.default_rng(seed)
    middle = np.random.default_rng(centres).standard_normal((centres, 64))
    rows = middle[random.integers(0, centres, n)] + noise * random.standard_normal((n, 64))
    unit: Rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


ROWS = near_rows(6000, 60, 0.6, seed=1)
ASKED = near_rows(100, 60, 0.6, seed=2)


def share_found(index: VectorIndex, deep: int) -> float:
    """Give the share of the nearest rows of each that is asked which an index finds."""
    exact = VectorIndex.build(ROWS)
    found = [np.isin(exact.search(v, deep)[0], index.search(v, deep)[0]).mean() for v in ASKED]
    return float(np.mean(found))


@pytest.mark.parametrize("exact_up_to", [6000, 10**9])
def test_few_rows_are_searched_exactly(tmp_path: Path, exact_up_to: int) -> None:
    """Up to the number that is set there are no bits, and no sentence is asked for."""
    plan = plan_vectors(ROWS, tmp_path, lambda: pytest.fail("asked"), exact_up_to)

    assert plan == EXACT == SearchPlan.of({})
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.faiss"]
    assert plan.in_words == "exact"


def test_many_rows_are_searched_as_measured(tmp_path: Path) -> None:
    """Candidates are the fewest, doubled, that find enough; the shares are those found."""
    plan = plan_vectors(ROWS, tmp_path, lambda: ASKED, 5999)

    index = open_vectors(tmp_path, {"search": dataclasses.asdict(plan)})
    assert (plan.way, plan.sentences) == ("signs", len(ASKED))
    assert plan.recall_at_10 == pytest.approx(share_found(index, 10), abs=1e-4)
    assert plan.recall_at_100 == pytest.approx(share_found(index, 100), abs=1e-4)
    assert plan.recall_at_10 >= 0.98
    assert plan.recall_at_100 >= 0.95
    half = VectorIndex.build(ROWS, plan.candidates // 2)
    assert share_found(half, 10) < 0.98 or share_found(half, 100) < 0.95


def test_what_bits_do_not_tell_apart_is_searched_exactly(tmp_path: Path) -> None:
    """Where the most candidates find too little, no bits are kept."""
    apart = near_rows(6000, 6000, 1.0, seed=3)

    plan = plan_vectors(apart, tmp_path, lambda: near_rows(50, 50, 9.0, seed=4), 0)

    assert plan == EXACT
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.faiss"]


def test_the_way_to_the_rows_does_not_matter(tmp_path: Path) -> None:
    """Two builds of the same rows are equal byte for byte, and searched alike."""
    plans = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        plans.append(plan_vectors(ROWS, tmp_path / name, lambda: ASKED, 0))

    assert plans[0] == plans[1]
    for name in ("vectors.faiss", "signs.faiss"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """Give settings of a library of ten articles of 110 passages each, that is built."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "articles").mkdir()
    random = np.random.default_rng(0)
    for number in range(10):
        words = ["".join(random.choice(list("abdefiklmnoprstu"), 7)) for _ in range(40)]
        lines = [f"Seen {' '.join(random.choice(words, 20))}." for _ in range(110)]
        text = "\n\n".join([f"Report {words[0]}", *lines])
        (folder / "articles" / f"{number}.txt").write_text(text)
    config = write_config(folder, folder / "articles", "exact_up_to = 1000\npassage_words = 20")
    found = load_index_settings(config)
    build_library(found, embedder=HashEmbedder())
    return found


def test_a_library_of_many_passages_says_how_it_is_searched(settings: IndexSettings) -> None:
    """The manifest has the candidates and what they find, and the library is searched so."""
    library = Library.open(settings, HashEmbedder())
    plan = SearchPlan(**library.manifest.settings["search"])

    assert library.search_in_words == plan.in_words
    assert plan.in_words == "128 candidates, 100.0% of the nearest ten"
    assert "signs.faiss" in library.manifest.files
    ((_, passage),) = library.passages([500])
    question = library.embedder.encode_question(passage.text)
    rows, cosines = library.files.vectors.search(question, 10)
    assert cosines.tolist() == pytest.approx((library.files.vectors.rows(rows) @ question).tolist())


def test_reports_and_the_page_say_how_many_are_searched(
    settings: IndexSettings,
) -> None:
    """The rebuild's summary and the page tell candidates and what they find."""
    report = build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    facts = library_data(describe_library(library))["facts"]

    assert not report.changed
    assert ["Search", "128 candidates, 100.0% of the nearest ten"] in facts
    assert summarise(report).endswith("by meaning: 128 candidates, 100.0% of the nearest ten")


def test_a_library_set_to_be_searched_exactly_is(settings: IndexSettings, tmp_path: Path) -> None:
    """The setting makes another library of the same articles; it has no bits."""
    more = dataclasses.replace(settings, exact_up_to=2000, library=tmp_path / "other")

    report = build_library(more, embedder=HashEmbedder())

    library = Library.open(more, HashEmbedder())
    assert report.search == library.search_in_words == "exact"
    assert "meaning" not in summarise(report)
    assert "Search" not in dict(library_data(describe_library(library))["facts"])
    assert "signs.faiss" not in library.manifest.files


def test_damaged_bits_are_named(settings: IndexSettings) -> None:
    """Bits that were changed after the rebuild are a damaged library."""
    (path,) = settings.library.rglob("signs.faiss")
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(IndexDamagedError, match=r"signs\.faiss was changed"):
            Library.open(settings, HashEmbedder())
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("search", ["signs", {"way": "signs", "bits": 3}, 5])
def test_a_plan_of_another_program_is_named(search: object) -> None:
    """A manifest whose search cannot be read is damaged."""
    with pytest.raises(IndexDamagedError, match="make rebuild"):
        SearchPlan.of({"search": search})
