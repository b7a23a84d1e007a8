"""Pairs that train the reader: an answer that is said to stand there does, and others do not."""

import random

import pytest

from benchmarks.reading_pairs import Pair, PairMaker
from benchmarks.squad import AskedQuestion, Paragraph

FERRY = Paragraph(
    "ferry",
    "Ferry",
    "The ferry Alba left Port Mellan before noon on 3 May. She carried 219 people to Grey Isle."
    " Captain Rhys Tolland was the first to leave the bridge.",
)
MUSEUM = Paragraph(
    "museum", "Museum", "The museum in Port Mellan opens at nine. Its ferry model costs 40 euros."
)
QUESTIONS = [
    AskedQuestion("How many people did the Alba carry to Grey Isle?", FERRY, ("219 people", "219")),
    AskedQuestion("Who was the first to leave the bridge?", FERRY, ("Captain Rhys Tolland",)),
    AskedQuestion("How many dogs did the Alba carry?", FERRY, ()),
    AskedQuestion("When does the museum open in Port Mellan?", MUSEUM, ("at nine",)),
    AskedQuestion("How much does the ferry model in Port Mellan cost?", MUSEUM, ("40 euros",)),
]
ALL = dict.fromkeys(("shortened", "found", "removed", "name", "opposite", "negated"), 1.0)


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Give many draws of pairs."""
    maker = PairMaker(QUESTIONS, True, random.Random(5))  # noqa: S311
    return [pair for _ in range(20) for pair in maker.make(ALL)]


def test_every_kind_is_made(pairs: list[Pair]) -> None:
    """Each question as it is, and what was made of it."""
    assert {pair.kind for pair in pairs} == {"answered", "near miss", *ALL}


def test_answers_stand_where_they_are_said_to(pairs: list[Pair]) -> None:
    """Also where a title stands above the passage; only answered pairs have one."""
    expected = {answer for item in QUESTIONS for answer in item.answers}
    for pair in pairs:
        assert bool(pair.spans) == (pair.kind in {"answered", "shortened"})
        assert all(pair.passage[a:b] in expected for a, b in pair.spans)


def test_a_passage_without_its_answer_does_not_hold_it(pairs: list[Pair]) -> None:
    """Neither the one it was taken out of nor the one that search found."""
    answers = {item.text: item.answers for item in QUESTIONS}
    for pair in pairs:
        if pair.kind in {"removed", "found"}:
            assert not any(answer in pair.passage for answer in answers[pair.question])
    assert all(pair.is_near == (pair.kind != "found") for pair in pairs)


def test_changed_questions_ask_something_else(pairs: list[Pair]) -> None:
    """Another name, the opposite word, a negation, or less of the same."""
    asked = {item.text for item in QUESTIONS}
    changed = {kind: {p.question for p in pairs if p.kind == kind} for kind in ALL}

    assert not asked & (changed["name"] | changed["opposite"] | changed["negated"])
    assert changed["shortened"] == {"When does the museum open?"}
    assert "Who was the last to leave the bridge?" in changed["opposite"]
    assert all(" not " in question for question in changed["negated"])


def test_a_long_paragraph_is_cut_around_its_answer() -> None:
    """What is left holds the answer and is short."""
    filler = "Nothing else of note was said about the harbour that day by anyone at all. " * 30
    long = Paragraph("long", "Long", f"{filler}The fare was 12 euros. {filler}")
    maker = PairMaker(
        [AskedQuestion("What was the fare?", long, ("12 euros",))],
        False,
        random.Random(1),  # noqa: S311
    )

    for pair in (item for _ in range(10) for item in maker.make({})):
        assert len(pair.passage.split()) <= 130
        assert [pair.passage[a:b] for a, b in pair.spans] == ["12 euros"]
