"""Figures of different sources: compared where they are of one thing, shown where they differ."""

from datetime import date
from pathlib import Path

import pytest
from support import write_config

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder
from index.tokenizer import Tokenizer
from qa import Answer, Assistant, open_assistant
from qa.__main__ import render
from qa.disagree import Compare, Told
from qa.question import parse_question
from ui.cards import card_data

TOKENIZE = Tokenizer()
COMPARE = Compare(TOKENIZE)
MAY = date(2026, 5, 14)


def compared(question: str, one: str, other: str, days: tuple[date, date] = (MAY, MAY)) -> str:
    """Give what is made of two sentences: "differ", "agree" or "silent"."""
    first, second = Told(one, days[0]), Told(other, days[1])
    found = COMPARE(parse_question(question, TOKENIZE), first, second)
    return "silent" if found is None else "agree" if found.agrees else "differ"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "How many people were hurt in the crash?",
            "Four people died and 27 were hurt in the crash.",
            "The crash killed four and injured 31.",
        ),
        (
            "How much is the arms package worth?",
            "At over $11 billion, the package is a record.",
            "A package worth $40bn was announced in December.",
        ),
        (
            "When will the tunnel reopen?",
            "The tunnel will reopen on 14 September, the road agency said.",
            "Drivers will have to wait until the end of October before the tunnel opens.",
        ),
        (
            "How old was the driver?",
            "The driver, 57, collapsed at the wheel.",
            "The 61-year-old driver had a heart attack.",
        ),
        (
            "How many people were on board?",
            "The vessel carried 219 people and not 212, she said.",
            "The ferry had 212 people on board.",
        ),
    ],
)
def test_figures_of_one_thing_are_told_to_differ(question: str, one: str, other: str) -> None:
    """Also in other words, and whichever sentence comes first."""
    assert compared(question, one, other) == "differ"
    assert compared(question, other, one) == "differ"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How many people died?", "Four people died and 27 were hurt.", "It hurt 27 and killed 4."),
        ("How tall is the tower?", "The tower is 312 metres tall.", "At 1,024 feet it is tallest."),
        (
            "What share voted?",
            "Three-quarters of members voted.",
            "It was 76% of members, he said.",
        ),
    ],
)
def test_figures_agree_in_other_words(question: str, one: str, other: str) -> None:
    """Within their wording and across units."""
    assert compared(question, one, other) == "agree"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        # another place, time, part, dimension, person, measure, or for each and in all
        (
            "How many people voted early?",
            "In Ohio, 1.6 million people had voted.",
            "Across the country 2.9 million people had voted.",
        ),
        (
            "What was inflation?",
            "Inflation in Oland was 3.1 per cent in March.",
            "Inflation in Oland was 3.8 per cent in February.",
        ),
        (
            "How many jobs are cut?",
            "The chain will cut 600 jobs.",
            "Of the jobs that are cut, 260 are in Galway.",
        ),
        (
            "How big is the lake?",
            "The lake is 310 metres wide.",
            "The lake has a depth of 90 metres.",
        ),
        (
            "How long was Tredwell jailed for?",
            "Sean Tredwell got fourteen years.",
            "Kevin Tredwell was sentenced to six years.",
        ),
        ("How much is the wage?", "The wage is $17 an hour.", "The wage comes to $680 a week."),
        (
            "How much will families get?",
            "Each of the families will receive $85,000.",
            "The bill sets aside $250,000 in all for families.",
        ),
        ("How many people were hurt?", "Nineteen people were killed.", "Doctors treated 64 hurt."),
        ("What was taken?", "They took $6m.", "They took 7 million euros."),
        ("How much was it?", "It cost £5m.", "It rose by £3m."),
        ("Who won?", "Brandt won 3-1.", "Amsel won 4-1."),
    ],
)
def test_silent_where_figures_are_of_other_things(question: str, one: str, other: str) -> None:
    """What is no difference is not told as one."""
    assert compared(question, one, other) != "differ"


def test_articles_years_apart_speak_of_their_own_time() -> None:
    """A town grows; that is no contradiction."""
    question = "How many people live in Hartwick?"
    told = ("Hartwick has 48,000 people.", "Hartwick has 56,300 people.")

    assert compared(question, *told) == "differ"
    assert compared(question, *told, (date(2019, 5, 14), MAY)) == "silent"


STORM = """# Storm cuts the power in Norholm

*The Norholm Echo, 3 March 2026*

Storm Hedda left 48,000 homes in Norholm without power on Tuesday night.

Crews worked in the dark to clear the fallen trees from the coast road, said Ulla Brandt.

The mayor asked people to stay indoors and to check on their neighbours.
"""
COPY = STORM.replace("The Norholm Echo", "The Southern Echo")
GRID = """# Grid operator counts the damage of Hedda

*Coastal Wire, 5 March 2026*

The grid operator Nordkraft has a longer list than anybody had feared, and few engineers.

According to its log, Storm Hedda left 61,500 homes in Norholm without power.

Repairs in the harbour quarter will take a week, its director, Piet Hallam, told Coastal Wire.
"""


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """Give the assistant over two reports that differ, one of them printed twice."""
    folder = tmp_path_factory.mktemp("storm")
    (folder / "articles").mkdir()
    for name, text in (("echo", STORM), ("southern", COPY), ("wire", GRID)):
        (folder / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
    config = write_config(folder, folder / "articles")
    build_library(load_index_settings(config), embedder=embedder)
    return open_assistant(config, embedder)


@pytest.fixture(scope="module")
def answer(storm: Assistant) -> Answer:
    """Give the answer in which they differ."""
    return storm.ask("How many homes were left without power by Storm Hedda?")


def test_a_difference_is_two_quotes_and_the_newer_one(storm: Assistant, answer: Answer) -> None:
    """Each figure stands in its article, both sentences are cited, a copy is no third source."""
    (difference,) = answer.differences
    cited = {citation.number: citation for citation in answer.citations}
    figures = {figure.text: figure for figure in (difference.one, difference.other)}

    assert set(figures) == {"48,000", "61,500"}
    assert difference.kind == "count"
    assert difference.newer == figures["61,500"].number
    for figure in figures.values():
        article = storm.article(cited[figure.number].source.article_id)
        assert article.text[figure.start : figure.end] == figure.text
    assert answer.independent_sources == 2


def test_copies_do_not_differ(storm: Assistant) -> None:
    """One family alone tells nothing differently."""
    answer = storm.ask("What did the mayor of Norholm ask people to do?")

    assert answer.citations
    assert answer.differences == ()


def test_the_terminal_and_the_card_show_both(
    answer: Answer,
) -> None:
    """Outlet and day beside each quote, the newer told, the figure apart from the rest."""
    printed = render(answer)
    assert "The sources differ:" in printed
    assert "Coastal Wire, 2026-03-05 (newer)" in printed
    assert "**48,000** homes" in printed

    ((one, other),) = card_data(answer)["differences"]
    assert {one["figure"], other["figure"]} == {"48,000", "61,500"}
    assert [side["line"] for side in (one, other) if side["is_newer"]] == [
        "Coastal Wire, 5 March 2026"
    ]
    assert all(s["before"] + s["figure"] + s["after"] == s["text"] for s in (one, other))


def test_the_sample_articles_differ_where_they_were_written_to(sample_config: Path) -> None:
    """The count on board and the cost of the tram differ; the arms package does not."""
    sample = open_assistant(sample_config)

    def figures(question: str) -> set[str]:
        found = sample.ask(question).differences
        return {figure.text for item in found for figure in (item.one, item.other)}

    assert figures("How many people were on board the ferry?") == {"219", "212"}
    assert {"£447.3 million", "£468 million"} <= figures("How much will the tram cost?")
    assert figures("How much is the arms package worth?") == set()
    assert figures("How fast was the ferry going when it hit the quay?") == set()
