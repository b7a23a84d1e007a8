"""Cleaning takes out what is no part of the article, logs it, and leaves reporting alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import APPEAL, ORPHANED, REPEATED, clean
from index.edits import EditMap
from index.headings import find_headings

PIER = (
    "The harbour office said on Monday that the northern pier would stay closed until the repair "
    "of its oldest pillars is finished next spring."
)
CRACKS = (
    "Engineers found cracks in eleven of the forty pillars when divers examined them in October "
    "after a storm had torn a fishing boat from its mooring."
)
COST = (
    "Repairs will cost about $4.2m, half of it paid by the region, and the fish market moves to "
    "the southern quay while cranes block the pier."
)
PARAGRAPHS = (PIER, CRACKS, COST)
APPEAL_TEXT = (
    "Your support lets us keep telling you what happens. We believe everyone deserves journalism, "
    "and your gift helps our newsroom send people where others look away. Give what you can today."
)


def removed(original: str, edits: EditMap) -> list[tuple[str, str]]:
    """Give what went, with the reason."""
    return [(original[edit.start : edit.end].strip(), edit.reason) for edit in edits.edits]


def cleaned(original: str) -> tuple[str, EditMap]:
    """Clean a text as a file's would be."""
    edits = clean(original, find_headings(original))
    return edits.apply(original), edits


def test_a_body_that_stands_twice_is_kept_once() -> None:
    """The second copy of each block goes, and the first stays where it is."""
    body = "\n".join(PARAGRAPHS)
    text, edits = cleaned(f"{body}\n-\n{body}\n")

    assert [(block, REPEATED) for block in PARAGRAPHS] == removed(f"{body}\n-\n{body}\n", edits)
    assert all(text.count(block) == 1 for block in PARAGRAPHS)


def test_a_heading_goes_with_the_block_under_it() -> None:
    """A heading under which only a repeated block stands is no heading of anything."""
    original = f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}\nWhat this means\n{PARAGRAPHS[1]}"
    _, edits = cleaned(original)

    assert [("What this means", ORPHANED), (PARAGRAPHS[1], REPEATED)] == removed(original, edits)


def test_a_list_may_say_the_same_short_thing_twice() -> None:
    """Two towns with the same birth rate keep it both."""
    rate = "- Birth rate: 16 births per 1,000 people"
    original = f"Northport\n{rate}\n- Known for its pier\nSouthport\n{rate}\n- Known for its market"

    assert original == cleaned(original)[0]


@pytest.mark.parametrize("at_the_end", [False, True], ids=["in front", "behind"])
def test_an_appeal_to_the_reader_goes_from_either_edge(at_the_end: bool) -> None:
    """A block that speaks to the reader about the publisher is not part of the article."""
    blocks = [*PARAGRAPHS, APPEAL_TEXT] if at_the_end else [APPEAL_TEXT, *PARAGRAPHS]
    original = "\n\n".join(blocks)
    text, edits = cleaned(original)

    assert removed(original, edits) == [(APPEAL_TEXT, APPEAL)]
    assert APPEAL_TEXT not in text


def test_people_who_speak_in_quotes_are_reporting() -> None:
    """What somebody said to somebody stays, however often it says you and we."""
    quote = "“You have our word that we will rebuild your pier,” the mayor told your reporter."
    original = "\n".join([quote, *PARAGRAPHS])

    assert original == cleaned(original)[0]


def test_an_article_that_is_all_appeal_stays() -> None:
    """Where nothing would be left, the text is what the article is."""
    assert cleaned(APPEAL_TEXT)[0] == APPEAL_TEXT


@given(st.lists(st.sampled_from([*PARAGRAPHS, APPEAL_TEXT, "Short heading", ""]), max_size=12))
def test_no_words_appear_and_the_first_of_each_block_stays(blocks: list[str]) -> None:
    """Cleaning only takes out, and never the only copy of reporting."""
    text, edits = cleaned("\n".join(blocks))

    assert all(edit.replacement == "" for edit in edits.edits)
    assert all(block in text for block in blocks if block in PARAGRAPHS)


def test_the_founding_articles_lose_the_appeal_and_the_second_body(founding_articles: Path) -> None:
    """One article loses its first block alone, the other each paragraph's second copy."""
    by_name = {
        path.name: path.read_text(encoding="utf-8") for path in founding_articles.glob("*.txt")
    }
    reasons = {
        name: [edit.reason for edit in cleaned(text)[1].edits] for name, text in by_name.items()
    }

    assert reasons["002_66bd849e3e6e3e43.txt"] == [APPEAL]
    assert {REPEATED, ORPHANED} == set(reasons["000_e97e5fa52fe0be73.txt"])
    rewritten, _ = cleaned(by_name["000_e97e5fa52fe0be73.txt"])
    paragraphs = [line for line in rewritten.split("\n") if len(line) > 80]
    assert len(paragraphs) == len(set(paragraphs))
