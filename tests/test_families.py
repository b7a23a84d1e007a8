"""Copies and rewrites are one source; independent reports of one event stay apart, and related."""

import dataclasses
import json
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import HashEmbedder, write_config

from index.build import build_library
from index.config import IndexSettings, load_index_settings
from index.embed import Embedder
from index.families.alignment import Comparison, Told
from index.families.find import join
from index.file_store import FAMILIES
from index.library import Library
from index.rebuild import main
from index.traits import find_facts, make_traits
from qa import Assistant, open_assistant

PIER = """The council of Northport closed the old pier on Sunday evening without any notice.

Divers led by Ruth Amsel had found deep cracks in eleven of its forty iron pillars.

The pier was opened in 1891 and carries a theatre with 612 seats, which has to close as well.

"We would rather have an empty pier than a full hospital," said the mayor, Ole Brandt.

Repairs are to cost 3.4 million crowns and will take until the spring, the harbour office says."""

REWRITE = """Repairs will take until the spring and are to cost 3.4 million crowns, the office says.

Without any notice the council of Northport closed the old pier on Sunday evening.

Divers led by Ruth Amsel had found deep cracks in eleven of its forty iron pillars, it says.

The pier carries a theatre with 612 seats, was opened in 1891, and has to close as well.

"We would rather have an empty pier than a full hospital," the mayor, Ole Brandt, said."""

OTHER = """Forty anglers stood before a locked gate in Northport when the old pier closed on Sunday.

Piet Hallam, 71, has fished there since 1962 and lost his place to a padlock from Grauhaven.

The engineer Femi Adeyemi of Rothwell University warned of rust in 2019, in a report of 88 pages.

Marjorie Teale of the Anglers' Union wants 900 crowns for each of its 214 members.

The theatre's director, Pia Rensing, moves "The Tempest" to St Brendan's church, with 300 chairs."""

BEES = """Bees hum lower about twenty days before a colony swarms, researchers in Velmar report.

Dario Quist recorded 217 hives in six valleys over three summers with cheap microphones.

The hum between midnight and four in the morning dropped from 255 to 222 hertz."""

TEXTS = {
    "a_pier.txt": f"Old pier closed\n\nPublished 2 March 2026\n\n{PIER}\n",
    "b_copy.md": f"Another headline\n\nPublished 2 March 2026\n\n{PIER}\n",
    "c_rewrite.txt": f"Pier shut\n\nPublished 3 March 2026\n\n{REWRITE}\n",
    "d_other.txt": f"Locked out\n\nPublished 3 March 2026\n\n{OTHER}\n",
    "e_bees.txt": f"Listening\n\nPublished 9 June 2024\n\n{BEES}\n",
}


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    """Give settings whose folder holds a story in four versions, and another."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_index_settings(write_config(tmp_path, folder))


def families_of(settings: IndexSettings) -> dict[str, int]:
    """Give the family of each article."""
    library = Library.open(settings, HashEmbedder())
    return {article.id: article.family for article in library.articles}


def table_of(settings: IndexSettings) -> list[Any]:
    """Give all that is kept of families."""
    name = (settings.library / "CURRENT").read_text(encoding="utf-8").strip()
    path = settings.library / "generations" / name / FAMILIES
    with sqlite3.connect(path) as connection:
        return [
            connection.execute("SELECT * FROM families").fetchall(),
            connection.execute("SELECT * FROM pairs").fetchall(),
        ]


def test_copies_and_rewrites_are_one_source(settings: IndexSettings) -> None:
    """A copy and a rewrite join the article; a report of its own and another story do not."""
    build_library(settings, embedder=HashEmbedder())
    families = families_of(settings)

    assert families["a_pier.txt"] == families["b_copy.md"] == families["c_rewrite.txt"]
    assert len(set(families.values())) == 3


def test_the_evidence_can_be_checked(settings: IndexSettings) -> None:
    """Sentences that both say stand in both texts; what one lacks stands in the other alone."""
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())
    pairs = library.family_pairs("a_pier.txt")
    ids = [article.id for article in library.articles]
    kinds = {ids[pair.other]: pair for pair in pairs}
    rewrite = kinds["c_rewrite.txt"]
    one, other = library.article("a_pier.txt"), library.article("c_rewrite.txt")

    assert kinds["b_copy.md"].kind == "copy"
    assert rewrite.kind == "rewrite"
    assert min(rewrite.shares) > 0.7
    assert rewrite.own == ((), ())
    said = {(one.text[slice(*a)][:12], other.text[slice(*b)][:12]) for a, b, _ in rewrite.aligned}
    assert ("Divers led b", "Divers led b") in said
    assert ("Repairs are ", "Repairs will") in said


def test_one_event_is_related(settings: IndexSettings) -> None:
    """An independent report of the day is related, whatever else is in the folder is not."""
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())
    ids = [article.id for article in library.articles]
    related = {
        ids[row]
        for pair in library.family_pairs("d_other.txt")
        for row in (pair.one, pair.other)
        if pair.kind == "related"
    }

    assert related & {"a_pier.txt", "c_rewrite.txt"}
    assert "e_bees.txt" not in related


def test_a_rebuild_by_and_by_gives_the_same_families(
    settings: IndexSettings, tmp_path: Path
) -> None:
    """And compares nothing anew when nothing of a pair changed."""
    late = settings.articles / "c_rewrite.txt"
    late.unlink()
    build_library(settings, embedder=HashEmbedder())
    late.write_text(TEXTS[late.name], encoding="utf-8")
    build_library(settings, embedder=HashEmbedder())
    (settings.articles / "e_bees.txt").unlink()
    embedder = HashEmbedder()
    build_library(settings, embedder=embedder)
    fresh = dataclasses.replace(settings, library=tmp_path / "new", cache=tmp_path / "new cache")
    build_library(fresh, embedder=HashEmbedder())

    assert embedder.encoded == []
    assert table_of(settings) == table_of(fresh)


def test_an_article_alone_is_a_source(settings: IndexSettings) -> None:
    """A folder with nothing to compare has as many sources as articles."""
    for name in list(TEXTS)[1:]:
        (settings.articles / name).unlink()
    build_library(settings, embedder=HashEmbedder())

    assert families_of(settings) == {"a_pier.txt": 0}


def test_a_summary_of_many_stories_joins_none_of_them() -> None:
    """Two stories that a third article holds stay apart, as they have nothing in common."""
    assert join(3, {(0, 1): 0.9, (0, 2): 0.8}, (), 0.5) == [0, 0, 2]
    assert join(3, {(0, 1): 0.9, (0, 2): 0.8}, {(1, 2)}, 0.5) == [0, 0, 0]
    assert join(3, {(0, 1): 0.9, (0, 2): 0.8, (1, 2): 0.4}, (), 0.5) == [0, 0, 0]
    assert join(3, {(0, 1): 0.4}, (), 0.5) == [0, 1, 2]


def test_facts_are_names_and_numbers() -> None:
    """Words with a capital inside a sentence, never without one, and numbers however written."""
    facts, mentions = find_facts(
        ["The mayor paid 1,200 crowns for fourteen boats.", "Boats of Ostrel cost $11.1bn in May."]
    )

    assert facts == {"ostrel", "may", "1200", "14", "11.1"}
    assert {"the", "boats"} & mentions == {"the", "boats"}
    assert find_facts(["It may rain in May."])[0] == set()


def test_copies_have_the_same_words() -> None:
    """Case, quotation marks and white space do not tell articles apart; words do."""
    one, other = make_traits(["It’s “Done”, he said."]), make_traits(["it's  'done' he said"])

    assert one.words == other.words
    assert one.digest != other.digest
    assert one.words != make_traits(["It is done, he said."]).words


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=6, max_size=40), max_size=6))
def test_traits_hold_distinct_hashes(texts: list[list[str]]) -> None:
    """However an article repeats itself, its hashes ascend."""
    traits = make_traits([" ".join(words) for words in texts])

    for packed in (traits.runs, traits.facts, traits.mentions):
        hashes = np.frombuffer(packed, "<u4").astype(np.int64)
        assert (np.diff(hashes) > 0).all()


def test_equal_sentences_need_no_model() -> None:
    """Nothing is encoded of an article that stands in another whole."""
    rows = HashEmbedder().encode_passages(["One stands. Two stands."])
    sentences = ("One stands.", "Two stands.")
    one = Told(sentences, ((0, 11), (12, 23)), (0, 0), rows)
    longer = Told((*sentences, "Three is more."), ((5, 16), (17, 28), (29, 43)), (0, 0, 0), rows)
    comparison = Comparison(one, longer)
    alignment = comparison.align(HashEmbedder().encode_passages, 0.5)

    assert [text for text in comparison.sentences() if text in sentences] == []
    assert alignment.shares == (1.0, 4 / 7)
    assert alignment.features["in_order"] == 1.0


def test_families_are_shown(settings: IndexSettings, capsys: pytest.CaptureFixture[str]) -> None:
    """In the terminal with what tells so, and as JSON; nothing is built."""
    build_library(settings, embedder=HashEmbedder())
    config = str(settings.library.parent.parent / "config.toml")
    assert main(["--config", config, "--families"]) == 0
    text = capsys.readouterr().out
    assert main(["--config", config, "--families", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)

    assert "family 1: 3 articles, one source" in text
    assert "copy: a_pier.txt and b_copy.md" in text
    assert "5 articles from 3 independent sources" in text
    assert [family["articles"] for family in shown["families"]] == [
        ["a_pier.txt", "b_copy.md", "c_rewrite.txt"]
    ]
    aligned = shown["families"][0]["pairs"][-1]["aligned"][0]
    assert aligned["one"]["text"] in PIER


def test_the_rewrite_among_the_sample_articles_is_found(
    sample_config: Path, embedder: Embedder
) -> None:
    """One sample article is another's in other words; all others are sources of their own."""
    library = Library.open(load_index_settings(sample_config), embedder)
    families = [
        {member.id for member in library.family(article)}
        for article in library.articles
        if article.row == article.family
    ]

    assert [family for family in families if len(family) > 1] == [
        {"meridian_courier_taiwan_call.html", "tolland_inquirer_2026-02-07.md"}
    ]


def test_the_founding_articles_are_two_related_sources(
    tmp_path: Path, founding_articles: Path, embedder: Embedder
) -> None:
    """The rewritten story has facts that the newspaper's lacks: the same event, another source."""
    settings = load_index_settings(write_config(tmp_path, founding_articles))
    build_library(settings, embedder=embedder)
    library = Library.open(settings, embedder)

    assert [article.family for article in library.articles] == [0, 1]
    assert [pair.kind for pair in library.family_pairs(library.articles[0].id)] == ["related"]


def test_a_rewrite_does_not_corroborate(sample_config: Path, embedder: Embedder) -> None:
    """What two articles of a family say is shown once, and names the other."""
    assistant: Assistant = open_assistant(sample_config, embedder)
    answer = assistant.ask("How many soybeans would China consider buying this season?")
    family = {"meridian_courier_taiwan_call.html", "tolland_inquirer_2026-02-07.md"}
    cited = [item for item in answer.citations if item.source.article_id in family]

    assert len([item for item in cited if "20 million" in item.text]) == 1
    (other,) = cited[0].family
    assert {cited[0].source.article_id, other.article_id} == family
