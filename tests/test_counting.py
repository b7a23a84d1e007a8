"""Counts and lists are exact: over every article, by a predicate that is said."""

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest
from support import HashEmbedder

from index.build import build_library
from index.config import IndexSettings
from index.embed import Embedder
from index.library import Library
from qa import Assistant, Filters, open_assistant
from qa.__main__ import render
from qa.answer import Status
from qa.counting import Counted, Unit, read_counted
from qa.filters import ALL
from qa.mentions import Mentions
from qa.people import People

CALL = {"meridian", "pacific", "straitwatch", "tolland", "xi_trump"}
TRAM = {"civic", "larkfield", "moor_street", "ostermere"}
FERRY = {"2026-05-15", "corvane", "harbourlight", "northern"}
NIGHTS = {"orrery", "saltmarsh", "warm_nights"}


@pytest.fixture(scope="module")
def sample(sample_config: Path, embedder: Embedder) -> Assistant:
    """Give the assistant over the sample articles."""
    return open_assistant(sample_config, embedder)


# The truth was read off the articles by hand.
@pytest.mark.parametrize(
    ("question", "count", "articles"),
    [
        ("How many articles mention Xi Jinping?", 5, CALL),
        ("How many articles mention Donald Trump?", 5, CALL),
        ("How many articles mention Lai Ching-te?", 5, CALL),
        ("How many articles mention Putin?", 3, {"meridian", "tolland", "xi_trump"}),
        ("How many stories mention Ukraine and Iran?", 4, CALL - {"pacific"}),
        ("How many articles mention Brazil or Iran?", 5, CALL),
        ("How many articles mention Putin and soybeans?", 3, {"meridian", "tolland", "xi_trump"}),
        ("How many articles are about soybeans?", 5, CALL),
        ('How many articles contain the phrase "rock solid"?', 5, CALL),
        ("How many articles mention F-16s?", 3, {"pacific", "straitwatch", "xi_trump"}),
        ("How many articles mention howitzers?", 3, {"meridian", "straitwatch", "tolland"}),
        ("How many articles mention South Korea?", 4, CALL - {"straitwatch"}),
        ("How many articles mention Line 4?", 4, TRAM),
        ("How many articles mention Line 3?", 1, {"larkfield"}),
        ("How many reports mention the contingency?", 4, TRAM),
        ("In how many articles is Castle Street mentioned?", 3, TRAM - {"larkfield"}),
        ("How many articles mention Cllr Hugh Pemberton?", 2, {"civic", "ostermere"}),
        ("How many articles mention Benoît Salaün?", 2, {"2026-05-15", "northern"}),
        ("How many articles mention Yann Le Goff?", 3, FERRY - {"harbourlight"}),
        ("How many articles mention Ingrid Åsberg?", 3, NIGHTS),
        ("How many articles mention Valencia?", 3, NIGHTS),
        ("How many articles mention Berlin?", 0, set()),
        ("Which articles mention Rennes?", 1, {"corvane"}),
        ("List the articles about Halvorsen Grain", 1, {"pacific"}),
        ("Which outlets reported on Line 4?", 4, TRAM),
        ("How many newspapers mention Vladimir Putin?", 3, {"meridian", "tolland", "xi_trump"}),
        ("Which outlets have covered the Étoile de Kermaël?", 3, FERRY - {"corvane"}),
        ("How often is the KMT mentioned?", 4, {"meridian", "straitwatch", "tolland"}),
        ("How many times is Iowa mentioned?", 1, {"pacific"}),
        ("List the dates of articles about soybeans", 4, CALL),
        ("What are the dates of the reports on Line 4?", 4, TRAM),
    ],
)
def test_what_is_counted_is_exact(
    sample: Assistant, question: str, count: int, articles: Collection[str]
) -> None:
    """Every article that says it and no other, each cited with a sentence that does."""
    answer = sample.ask(question)

    assert answer.tally is not None
    assert answer.status is Status.ANSWERED
    cited = {citation.source.article_id for citation in answer.citations}
    assert {name for name in articles if any(id_.startswith(name) for id_ in cited)} == articles
    assert len(cited) == answer.tally.articles == len(articles)
    assert answer.tally.count == count
    for citation in answer.citations:
        text = sample.article(citation.source.article_id).text
        assert text[citation.start : citation.end] == citation.text


def test_lists_name_what_they_list(sample: Assistant) -> None:
    """Outlets by name, dates as days, in order."""
    outlets = sample.ask("Which outlets mention Line 3 or the KMT?").tally
    dates = sample.ask("List the dates of articles about soybeans").tally

    assert outlets is not None
    assert "The Larkfield Chronicle" in outlets.labels
    assert list(outlets.labels) == sorted(outlets.labels)
    assert dates is not None
    assert dates.labels == ("2026-02-05", "2026-02-06", "2026-02-07", "2026-03-12")


def test_who_is_quoted_is_listed_with_the_quotations(sample: Assistant) -> None:
    """Everyone whose name stands beside one, in full, where the matter is mentioned."""
    ferry = sample.ask("Who is quoted on the ferry?")
    tally = ferry.tally

    assert tally is not None
    assert tally.labels == (
        "Benoît Salaün",
        "Hélène Quéméneur",
        "Maëlle Tanguy",
        "P.-Y. Abgrall",
    )
    assert tally.text == "4 speakers"
    assert all(re.search('[“"]', item.text) for item in ferry.citations)
    assert "named beside a quotation" in tally.predicate
    nobody = sample.ask("How many people are quoted on Berlin?").tally
    assert nobody is not None
    assert nobody.count == 0


def test_copies_are_counted_and_said_to_be_one_source(sample: Assistant) -> None:
    """Five articles mention it, two of which are one story."""
    tally = sample.ask("How many articles mention soybeans?").tally

    assert tally is not None
    assert (tally.articles, tally.sources) == (5, 4)
    assert tally.text == "5 articles, 4 of them independent sources"


def test_filters_decide_what_is_counted(sample: Assistant) -> None:
    """The scope is the articles that may answer."""
    days = Filters(after=date(2026, 3, 1))
    tally = sample.ask("How many articles mention soybeans?", days).tally

    assert tally is not None
    assert (tally.count, tally.searched) == (1, 10)


def test_a_count_goes_on_from_the_chat(sample: Assistant) -> None:
    """After a count, "And X?" counts X."""
    first = sample.ask("How many articles mention Putin?")
    second = sample.ask("And Brazil?", history=[first])

    assert second.tally is not None
    assert second.tally.count == 1


def test_what_names_nothing_is_not_counted(sample: Assistant) -> None:
    """Stop words stand in every article, and are no answer."""
    assert sample.ask("How many articles mention it?").tally is None
    quoted = sample.ask('How many articles mention Brazil and "of the"?').tally
    assert quoted is None


def test_the_terminal_lists_what_was_counted(sample: Assistant) -> None:
    """Count, predicate and scope, then each sentence with its source."""
    printed = render(sample.ask("How many articles mention Brazil?"))

    assert printed.startswith("1 article\n")
    assert "“Brazil”" in printed
    assert "Looked through 16 articles" in " ".join(printed.split())
    assert "pacific_grain_letter_soybeans.pdf" in printed


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many articles mention the KMT?", Counted(Unit.ARTICLES, ("KMT",))),
        ("how many papers wrote about Xi and Putin", Counted(Unit.OUTLETS, ("Xi", "Putin"))),
        ("Which stories cover A, B or C?", Counted(Unit.ARTICLES, ("A", "B", "C"), False)),
        ("How many articles are on trial and error?", Counted(Unit.ARTICLES, ("trial and error",))),
        ("How often was Xi mentioned?", Counted(Unit.MENTIONS, ("Xi",))),
        ("How many people were hurt in the ferry accident?", None),
        ("How many reports did the Board write?", None),
        ("What did the articles say about Line 4?", None),
        ("What papers did she sign?", None),
        ("When was the report published?", None),
    ],
)
def test_only_questions_that_count_articles_are_counted(
    question: str, expected: Counted | None
) -> None:
    """What the articles themselves count is answered from them."""
    assert expected == read_counted(question)


def test_a_family_name_alone_counts_where_it_is_hardly_anybody_elses(tmp_path: Path) -> None:
    """It is "Mr Orme" for Jack Orme, but not in an article whose only Orme is another."""
    articles = {
        "full.txt": "Jack Orme opened the pier. Mr Orme said it would stay open, and Orme smiled.",
        "again.txt": "Jack Orme spoke for an hour. Jack Orme said little of the pier. Orme left.",
        "alone.txt": "The pier was closed on Monday. Mr Orme said the council had no choice.",
        "sister.txt": "Alice Orme sells oysters on the quay. Ms Orme said business was slow.",
        "letters.txt": "The Harbour Workers Union (HWU) is against it.",
        "union.txt": "The HWU has 40 members. HWU Pilots is a part of it that nobody asked.",
    }
    (tmp_path / "articles").mkdir()
    for name, text in articles.items():
        (tmp_path / "articles" / name).write_text(f"{name.title()}\n\n{text}\n")
    settings = IndexSettings(tmp_path / "articles", tmp_path / "library", tmp_path / "cache")
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())
    mentions = Mentions(library, People(lambda _: list(articles.values())))

    def found(thing: str) -> set[str]:
        return {item.article.id for item in mentions.find(mentions.understand(thing), ALL)}

    assert found("Jack Orme") == {"full.txt", "again.txt", "alone.txt"}
    assert found("Alice Orme") == {"sister.txt"}
    assert found("HWU") == found("Harbour Workers Union") == {"letters.txt", "union.txt"}
