"""A piece of an article is known for what it is: highlights, analysis, a caption, a quotation."""

from time import perf_counter

import pytest

from index.articles import Section, SectionKind, blocks_of
from index.captions import find_captions
from index.edits import Span
from index.quotations import find_quotations
from index.sections import find_sections

REPORT = "The council of Northport closed the old pier on Sunday, after divers had found cracks."
GUESS = "The closure could cost the town a third of its summer guests, some traders fear."


def spans_of(text: str, *lines: str) -> list[Span]:
    """Give the spans of some lines of a text."""
    return [span for span in blocks_of(text) if text[slice(*span)] in lines]


def kinds(text: str, *headings: str, title: str = "", named: str = "") -> list[tuple[str, str]]:
    """Give the kind and the words of each section."""
    found = find_sections(text, spans_of(text, *headings), (), title, named)
    return [(item.kind.value, text[item.start : item.end]) for item in found]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Scenario Analysis", "analysis"),
        ("What this might mean", "analysis"),
        ("Kommentar", "analysis"),
        ("Outlook:", "analysis"),
        ("Background", "background"),
        ("How we got here", "background"),
        ("Contexte", "background"),
    ],
)
def test_a_heading_says_what_stands_below_it(heading: str, kind: str) -> None:
    """Up to the next heading."""
    text = f"{REPORT}\n{heading}\n{GUESS}\n{GUESS}\nThe works\n{REPORT}"

    assert kinds(text, heading, "The works") == [(kind, f"{heading}\n{GUESS}\n{GUESS}")]


@pytest.mark.parametrize("heading", ["Regional implications of the closure", "A history of cracks"])
def test_a_heading_that_only_holds_the_word_says_nothing(heading: str) -> None:
    """It is the headline of a report."""
    assert kinds(f"{REPORT}\n{heading}\n{GUESS}", heading) == []


def test_highlights_end_with_their_list() -> None:
    """Even where no heading says that the report begins."""
    points = "Highlights\n- The pier is closed.\n- Cracks were found."

    assert kinds(f"{points}\n{REPORT}", "Highlights") == [("highlights", points)]


@pytest.mark.parametrize(
    ("title", "named", "expected"),
    [
        ("Opinion: Close it for good", "", ["analysis"]),
        ("Close it for good", "Opinion", ["analysis"]),
        ("Close it for good", "Letters to the editor", ["analysis"]),
        ("Analysis | Why the pier cracked", "", ["analysis"]),
        ("Second opinion: the pier is sound", "", []),
        ("Close it for good", "Local news", []),
        ("Commenting on the pier: three voices", "", []),
    ],
)
def test_an_opinion_is_one_from_end_to_end(title: str, named: str, expected: list[str]) -> None:
    """Where its title or its section says so."""
    assert [kind for kind, _ in kinds(REPORT, title=title, named=named)] == expected


@pytest.mark.parametrize(
    "line",
    [
        "The pier of Northport on Sunday morning (Ann Poe/AFP via Getty Images)",
        "The pier of Northport on Sunday morning ( Reuters )",
        "The pier of Northport on Sunday morning. Ann Poe/AP",
        "The pier of Northport, pictured on Sunday. Photograph: Ann Poe/The Post",
        "Photo: divers below the pier of Northport",
        "FILE PHOTO: divers below the pier of Northport",
    ],
)
def test_a_credit_makes_a_caption(line: str) -> None:
    """At its end or at its beginning."""
    text = f"{REPORT}\n{line}\n{REPORT}"

    assert list(find_captions(text)) == spans_of(text, line)


@pytest.mark.parametrize(
    "line",
    [
        "NORTHPORT (Reuters) - The pier was closed on Sunday, the council said.",
        "The picture of a sinking pier was taken by a reader of the Post.",
        "Two men were seen near the pier, according to AP.",
        "Getty Images",
        "The pier was sold by the Associated Press to the town in 1931.",
    ],
)
def test_a_report_that_names_an_agency_is_no_caption(line: str) -> None:
    """Nor is a credit alone."""
    assert list(find_captions(f"{REPORT}\n{line}")) == []


def test_what_the_format_marks_is_a_caption() -> None:
    """Whatever it says."""
    text = f"{REPORT}\nThe pier on Sunday\n{REPORT}"
    (marked,) = spans_of(text, "The pier on Sunday")

    assert find_sections(text, (), [marked]) == (Section(*marked, SectionKind.CAPTION),)


@pytest.mark.parametrize(
    ("block", "speaker"),
    [
        ("“The pier is not safe at all,” said Ann Poe, the harbour master.", "Ann Poe"),
        ("“The pier is not safe at all,” harbour master Ann Poe said.", ""),
        ("“The pier is not safe at all,” Ann Poe, the harbour master, told the Post.", "Ann Poe"),
        ('Mr. Poe said: "The pier is not safe at all."', "Mr. Poe"),
        ("Ann Poe, who has run the harbour since May, said “the pier is not safe”.", "Ann Poe"),
        ("According to Ann Poe, “the pier is not safe at all”.", "Ann Poe"),
        ("“The pier is not safe at all,” according to Ann Poe.", "Ann Poe"),
        ("“The pier is not safe at all,” she said. Ann Poe left the room.", ""),
        ("Ann Poe left the room. “The pier is not safe at all.”", ""),
        ("«Le quai n'est pas du tout sûr», said Anne Le Goff.", "Anne Le Goff"),
        ('“The pier is not safe at all," said Ann Poe.', "Ann Poe"),
    ],
)
def test_the_speaker_is_who_stands_beside_the_quotation(block: str, speaker: str) -> None:
    """A pronoun is nobody, and neither is a name in another sentence."""
    assert [item.speaker for item in find_quotations(block)] == [speaker]


@pytest.mark.parametrize(
    ("block", "speaker"),
    [
        ("Ann Poe, who farms here, sold it. “We had no other choice,” she said.", "Ann Poe"),
        ("Dr. Ann Poe left early. The rain had come. “We saw it all go,” she said.", "Dr. Ann Poe"),
        ("J. R. Lind said the pier was old. He told us: “We will have to close it.”", "J. R. Lind"),
        ("Its head, Jo Lind, said it was “too early by far” to tell.", "Jo Lind"),
        ("Jo St. Clair, 45, abstained. “We were never asked at all,” he said.", "Jo St. Clair"),
        # Somebody else is nearer, or it cannot be him.
        ("Ann Poe left. At the pier Jo Lind waved. “We had no other choice,” she said.", ""),
        ("Mr. Lind left. “We had no other choice at all,” she said.", ""),
        ("The pier was old. “We had no other choice,” he said.", ""),
        ("On Monday, the board said “nothing at all came of it”.", ""),
    ],
)
def test_he_and_she_are_who_was_spoken_of(block: str, speaker: str) -> None:
    """In the sentences before, as long as nobody else stands between."""
    assert [item.speaker for item in find_quotations(block)] == [speaker]


def test_a_speaker_goes_on_in_the_same_paragraph() -> None:
    """Behind a full stop a second quotation is the first speaker's."""
    block = "“It is not safe at all,” Ann Poe said. “We shall close it until the spring.”"

    assert [item.speaker for item in find_quotations(block)] == ["Ann Poe", "Ann Poe"]


def test_two_speakers_keep_their_words() -> None:
    """Each quotation has the name beside it."""
    block = (
        "“It is not safe at all,” said Ann Poe, but Jo Lind answered: “It has stood for a century.”"
    )

    assert [item.speaker for item in find_quotations(block)] == ["Ann Poe", "Jo Lind"]


def test_words_in_marks_are_no_quotation() -> None:
    """Nor is an inch."""
    assert list(find_quotations('The “old pier” has a beam of 12" and another of 14 inches.')) == []


def test_a_quotation_that_goes_on_runs_to_the_end_of_its_paragraph() -> None:
    """Newspapers close only the last paragraph of it."""
    block = "“It is not safe at all. We shall close it."

    assert [item.span for item in find_quotations(block)] == [(0, len(block))]


def test_a_line_full_of_quotations_takes_time_in_proportion_to_it() -> None:
    """Four thousand on one line do not hang a rebuild, and each has its speaker."""
    block = "“It is not safe at all, and it never was,” Ann Poe said on Monday. " * 4_000

    start = perf_counter()
    speakers = [item.speaker for item in find_quotations(block)]

    assert perf_counter() - start < 10  # below 1 s on an idle machine; minutes where it is squared
    assert speakers == ["Ann Poe"] * 4_000
