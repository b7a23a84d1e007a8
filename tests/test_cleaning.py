"""Cleaning takes out what is no part of the article, logs it, and leaves reporting alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import COST, CRACKS, PIER

from index.articles import Page
from index.cleaning.clean import APPEAL, FURNITURE, ORPHANED, REPEATED, SIGN, clean
from index.edits import EditMap
from index.headings import find_headings
from index.seams import HYPHENATION

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
    text, edits = cleaned(f"{body}\n{body}\n")

    assert [(block, REPEATED) for block in PARAGRAPHS] == removed(f"{body}\n{body}\n", edits)
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


def paged(*pages: str) -> tuple[str, tuple[Page, ...]]:
    """Give the text of pages, each ending its line, and where they begin."""
    starts = [sum(len(page) + 1 for page in pages[:i]) for i in range(len(pages))]
    numbered = tuple(Page(i, start) for i, start in enumerate(starts, start=1))
    return "".join(f"{page}\n" for page in pages), numbered


def mended(*pages: str) -> tuple[str, EditMap]:
    """Clean a text as that of a paged file would be."""
    original, starts = paged(*pages)
    edits = clean(original, find_headings(original, pages=starts), starts)
    return edits.apply(original), edits


@pytest.mark.parametrize(
    "line",
    ["Page {} of 3", "{}/3", "- {} -", "{}", "Harbour Post | 5 February 2026", "Harbour Post  {}"],
)
@pytest.mark.parametrize("is_foot", [False, True], ids=["head", "foot"])
def test_what_every_page_repeats_goes(line: str, is_foot: bool) -> None:
    """Running headers and page numbers go from head and foot, and are no barrier."""
    lines = [line.format(i) for i in (1, 2, 3)]
    pairs = zip(PARAGRAPHS, lines, strict=True)
    text, edits = mended(*("\n".join(pair if is_foot else pair[::-1]) for pair in pairs))

    assert text.split() == " ".join(PARAGRAPHS).split()
    assert {edit.reason for edit in edits.edits} == {FURNITURE}
    assert edits.barriers() == ()


@pytest.mark.parametrize("line", ["Page 1 of 1", "1", "1/1", "– 7 –"])
def test_page_number_of_one_page_goes(line: str) -> None:
    """A page alone may have a number too."""
    assert mended(f"{PIER}\n{line}")[0].strip() == PIER


def test_left_and_right_pages_have_their_own_headers() -> None:
    """A header that only every other page has goes as well."""
    pages = [f"{'Harbour Post' if i % 2 else 'Pier closed'}\nParagraph {i * i}." for i in range(6)]

    assert "Harbour Post" not in mended(*pages)[0]
    assert "Pier closed" not in mended(*pages)[0]


def test_lines_that_pages_do_not_share_stay() -> None:
    """A number in a column, a heading and a line of one page alone are no furniture."""
    pages = [f"Costs\n412\n{PIER}\n90", f"Cracks\n77\n{CRACKS}\n13", f"Market\n5\n{COST}\n2"]

    assert mended(*pages)[0] == paged(*pages)[0]


def test_furniture_that_is_all_there_is_stays() -> None:
    """Pages that say the same thing and nothing else keep it."""
    assert mended("Pier closed", "Pier closed")[0] == "Pier closed\nPier closed\n"


def test_formats_without_pages_have_no_furniture() -> None:
    """In a text without pages a line that is only a number is left alone."""
    assert cleaned(f"{PIER}\n12")[0] == f"{PIER}\n12"


def test_a_sentence_reads_on_across_pages() -> None:
    """Words that a page break and its furniture have parted stand side by side again."""
    head, tail = CRACKS[: CRACKS.index("after")].strip(), CRACKS[CRACKS.index("after") :]
    text, edits = mended(f"Harbour Post\n{head}\nPage 1", f"Harbour Post\n{tail}\nPage 2")

    assert text.strip() == CRACKS
    start = text.index("after")
    pieces = edits.to_original(start, start + 5)
    original, starts = paged(f"Harbour Post\n{head}\nPage 1", f"Harbour Post\n{tail}\nPage 2")
    assert [original[slice(*piece)] for piece in pieces] == ["after"]
    assert pieces[0][0] > starts[1].start


def test_a_word_reads_on_across_pages() -> None:
    """A word that a page break has cut is joined, and each part has its own reason."""
    text, edits = mended("Page 1\nEngineers exam-", "Page 2\nined the pillars.")

    assert text == "Engineers examined the pillars.\n"
    assert [edit.reason for edit in edits.edits] == [FURNITURE, HYPHENATION, FURNITURE]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("The engi-\nneers came.", "The engineers came."),
        ("The engi\u2010\nneers came.", "The engineers came."),
        ("On Wednes\u00ad\nday they came.", "On Wednesday they came."),
        ("It is well-\nknown.", "It is well-known."),
        ("A storm-\ntorn boat, as storm-torn as any.", "A storm-torn boat, as storm-torn as any."),
        ("A fish-\nmarket. The fish and the market.", "A fish-market. The fish and the market."),
        ("Harbour-\nmen. The Harbourmen came.", "Harbourmen. The Harbourmen came."),
        ("It was Oslo-\nbound.", "It was Oslo-bound."),
        ("Ann Poe-\nRoe came.", "Ann Poe-Roe came."),
        ("The years 1914-\n1918 passed.", "The years 1914-1918 passed."),
        ("A pre-\nand a post-war pier.", "A pre- and a post-war pier."),
        ("The quay -\nthe old one.", "The quay -\nthe old one."),
        ("The quay-\n\nthe old one.", "The quay-\n\nthe old one."),
    ],
)
def test_a_word_cut_at_a_line_end_is_joined(cut: str, whole: str) -> None:
    """The hyphen goes where it was put in at the line end, and stays where it is the word's own."""
    text, edits = mended(cut)

    assert text == f"{whole}\n"
    assert {edit.reason for edit in edits.edits} <= {HYPHENATION}


def test_formats_without_pages_keep_their_line_ends() -> None:
    """Only lines of pages are cut by their width."""
    assert cleaned("The engi-\nneers came.")[0] == "The engi-\nneers came."


def test_an_article_that_stands_on_two_pages_is_kept_once() -> None:
    """Lines of prose that two pages share are a copy and no furniture, wrapped or not."""
    wrapped = CRACKS.replace(" when ", " when\n").replace(" after ", " after\n")

    assert mended(PIER, PIER)[0] == f"{PIER}\n"
    assert wrapped in mended(wrapped, wrapped, wrapped)[0]


def test_furniture_beside_a_repeated_block_goes_too() -> None:
    """A block that goes for another reason keeps its own, next to page furniture."""
    text, edits = mended(f"Page 1\n{PIER}", f"Page 2\n{PIER}", f"Page 3\n{COST}")

    assert text == f"{PIER}\n{COST}\n"
    assert [edit.reason for edit in edits.edits] == [FURNITURE, FURNITURE, REPEATED, FURNITURE]


def test_a_line_of_a_paragraph_is_no_block() -> None:
    """What is part of a sentence that goes over several lines of a page stays."""
    lines = f"{PIER[:60]}\nsign up for our newsletter here\nand read more.\nShare on Facebook"
    text, edits = mended(lines)

    assert text == lines[: lines.rindex("\n") + 1]
    assert [edit.reason for edit in edits.edits] == ["site line"]


@given(
    st.lists(
        st.lists(st.sampled_from([*PARAGRAPHS, "Post 5", "7", "exam-", "ple goes"])), max_size=5
    )
)
def test_letters_of_paged_reporting_are_kept(pages: list[list[str]]) -> None:
    """Whatever stands on pages, edits never overlap and reporting loses no letter."""
    text, _ = mended(*("\n".join(page) for page in pages))

    assert all(block in text for page in pages for block in page if block in PARAGRAPHS)


def test_the_founding_articles_lose_the_appeal_and_the_second_body(founding_articles: Path) -> None:
    """One article loses its first block alone, the other each paragraph's second copy."""
    by_name = {
        path.name: path.read_text(encoding="utf-8") for path in founding_articles.glob("*.txt")
    }
    reasons = {
        name: [edit.reason for edit in cleaned(text)[1].edits] for name, text in by_name.items()
    }

    assert reasons["002_66bd849e3e6e3e43.txt"] == [APPEAL]
    assert {REPEATED, ORPHANED, SIGN} == set(reasons["000_e97e5fa52fe0be73.txt"])
    rewritten, _ = cleaned(by_name["000_e97e5fa52fe0be73.txt"])
    paragraphs = [line for line in rewritten.split("\n") if len(line) > 80]
    assert len(paragraphs) == len(set(paragraphs))
