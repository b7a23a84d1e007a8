"""Title, outlet and authors are read from what a file says of itself."""

from datetime import date
from pathlib import Path

import pytest

from index.articles import Extracted, Metadata, Page
from index.facts.describe import describe

TODAY = date(2026, 6, 1)
PROSE = "The ferry left the old harbour in the morning rain, and nobody waved."


def read(text: str, name: str = "000_e97e5fa5.txt", **own: object) -> Metadata:
    """Describe a text as if a format had said `own` of it."""
    metadata = Metadata(**own)  # type: ignore[arg-type]
    return describe(Extracted(text, metadata), Path(name), TODAY)


def test_format_title_comes_first() -> None:
    """A title that the format states is taken over every line of the text."""
    assert read(f"Another Line Stands Here\n{PROSE}", title="Ferry leaves").title == "Ferry leaves"


@pytest.mark.parametrize(
    "junk",
    ["untitled", "Untitled document", "Microsoft Word - x.doc", "report.pdf", "12-3", "Home"],
)
def test_junk_title_is_passed_over(junk: str) -> None:
    """What programs write where nobody wrote a title is no title."""
    assert (
        read(f"Ferry leaves old harbour\n{PROSE}", title=junk).title == "Ferry leaves old harbour"
    )


@pytest.mark.parametrize("sign", ["|", "-", "–", "::"])
def test_outlet_is_no_part_of_the_title(sign: str) -> None:
    """The site's name at the end of a page's title is taken off."""
    found = read(PROSE, title=f"Ferry leaves {sign} The Harbour Post", outlet="Harbour Post")

    assert found.title == "Ferry leaves"


def test_other_parts_of_a_title_stay() -> None:
    """What stands behind a dash and is not the outlet belongs to the title."""
    found = read(PROSE, title="Ferry leaves - at last", outlet="Harbour Post")

    assert found.title == "Ferry leaves - at last"


def test_first_heading_is_the_title() -> None:
    """Without a stated title the first heading is one."""
    extracted = Extracted(f"{PROSE}\nFerry leaves\n{PROSE}", headings=((70, 82),))

    assert describe(extracted, Path("x.md"), TODAY).title == "Ferry leaves"


@pytest.mark.parametrize(
    "before", ["", "5 February 2026\n", "By Ann Poe\n", "- A point to note here\n"]
)
def test_first_short_line_is_the_title(before: str) -> None:
    """A short line without a full stop is the headline; a date, a byline or a point is not."""
    assert read(f"{before}Ferry leaves old harbour\n{PROSE}").title == "Ferry leaves old harbour"


@pytest.mark.parametrize(
    "headline",
    ["What you need to know about your harbour", "And then the ferry left...", "Fog"],
)
def test_the_line_above_a_published_line_is_the_title(headline: str) -> None:
    """It may speak to the reader, trail off, or be one word; the published line is never one."""
    assert headline == read(f"{headline}\n\nPublished 2026-05-02\n\n{PROSE}").title
    assert not read(f"Published 2026-05-02\n\n{PROSE}").title.startswith("Published")


@pytest.mark.parametrize(
    "line",
    [
        "OLD HARBOUR —",
        "New York Harbour Wire Business —",
        "Editor’s note: For more, read on.",
        "Sign up for the harbour letter. It is free.",
    ],
)
def test_what_leads_to_the_story_gives_no_title(line: str) -> None:
    """A dateline on a line of its own, a note of the editor's and an offer are passed over."""
    assert read(f"{line}\n\n{PROSE}").title == PROSE


def test_a_long_line_at_the_very_top_is_the_title() -> None:
    """Papers have titles of many words; without a full stop it is no sentence."""
    title = "Effects of morning rain on the punctuality of ferries " * 3 + "between two harbours"

    assert read(f"{title}\n\n{PROSE} {PROSE}").title == title
    assert read(f"{title}.\n\n{PROSE} {PROSE}").title != title


def test_headline_without_spaces_is_the_title() -> None:
    """A script that writes no spaces has headlines too."""
    assert (
        read(f"渡し船が古い港を出ました\n{'船は雨の朝に出た。' * 20}").title
        == "渡し船が古い港を出ました"
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026-02-05-ferry-leaves.txt", "Ferry leaves"),
        ("ferry_leaves_harbour.txt", "Ferry leaves harbour"),
        ("article_final.txt", PROSE),
    ],
)
def test_file_name_with_words_is_the_title(name: str, title: str) -> None:
    """A file name serves as a title when it has words that tell something."""
    assert read(PROSE, name).title == title


def test_first_sentence_is_the_last_resort() -> None:
    """With nothing else the title is the first sentence not spoken to the reader, cut at a word."""
    appeal = "Your help keeps the ferry sailing, and you can give today. " * 5
    long = "The ferry left the old harbour in the morning rain while its crew were singing of the "
    title = read(f"{appeal}\n\n{long}islands they had come from. Nobody waved.").title

    assert title.endswith("…")
    assert len(title) <= 91
    assert f"{long}islands".startswith(title[:-1] + " ")


@pytest.mark.parametrize(
    "line",
    [
        "OSLO (Harbour Wire) - The ferry left.",
        "OSLO, Feb 5 (Harbour Wire) - The ferry left.",
        "Oslo (Harbour Wire) The ferry left.",
        "© 2026 Harbour Wire. All rights reserved.",
        "Copyright 2024-2026 Harbour Wire Ltd",
        "© Harbour Wire 2026",
        "Source: Harbour Wire",
        "By Ann Poe, Harbour Wire News",
    ],
)
def test_outlet_is_read_from_credits(line: str) -> None:
    """A dateline, a copyright notice, a source line and a byline name the outlet."""
    assert read(f"{line}\n{PROSE}").outlet.removesuffix(" News") == "Harbour Wire"


@pytest.mark.parametrize("dateline", ["(HWN) ", "Oslo (HWN) ", "New Oslo HWN — ", "OSLO (HWN) - "])
def test_dateline_is_no_part_of_the_title(dateline: str) -> None:
    """The agency before the first sentence is the outlet; the title begins after it."""
    found = read(f"{dateline}{PROSE}")

    assert (found.outlet, found.title) == ("HWN", PROSE)


def test_outlet_is_read_from_its_appeal() -> None:
    """A publisher that asks for support and twice says what it is or has names itself."""
    appeal = (
        "From storms to strikes, The Harbour Wire is at the quay. We pay for every report. "
        "The Harbour Wire has no owner, so your support matters to us."
    )

    assert read(f"{appeal}\n{PROSE}").outlet == "The Harbour Wire"


@pytest.mark.parametrize(
    "block",
    [
        "The Harbour Board is poor. The Harbour Board has debts, the mayor said.",
        "We know that The Harbour Board is poor, and we need your support, he said.",
        "The photograph (Ann Poe) - of the ferry - hangs there. It was taken long ago, it is said.",
        "Harbour Safety Board (HSB) - a body of nine - met.",
        "Oslo (Old Town) The ferry left.",
        "Dubai, UAE — The ferry left.",
        "The price rose at the Harbour Wire - by far.",
    ],
)
def test_a_name_in_prose_is_no_outlet(block: str) -> None:
    """A name that an article writes about is not its outlet."""
    assert read(f"{PROSE}\n{block}\n{PROSE}").outlet == ""


def test_name_comes_before_address() -> None:
    """A site known by its address only yields to a name in the text; without one it stays."""
    assert read(f"{PROSE}\n© 2026 Harbour Wire", outlet="wire.example").outlet == "Harbour Wire"
    assert read(PROSE, outlet="wire.example").outlet == "wire.example"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ann Poe and John de la Roe", ("Ann Poe", "John de la Roe")),
        ("By Ann Poe, John Roe and Kim Loe", ("Ann Poe", "John Roe", "Kim Loe")),
        ("By Ann Poe, Harbour News", ("Ann Poe",)),
        ("By Ann Poe, political editor", ("Ann Poe",)),
        ("Written by Ann Poe | 5 February 2026", ("Ann Poe",)),
        ("BY ANN POE", ("ANN POE",)),
        ("By 2030 the ferry will be gone", ()),
        ("By the morning all was over", ()),
        ("By Ann Poe's own account the ferry had left the harbour hours before.", ()),
    ],
)
def test_byline_names_the_authors(line: str, authors: tuple[str, ...]) -> None:
    """A byline near the top names the authors; a sentence that begins with "by" does not."""
    assert read(f"Ferry leaves old harbour\n{line}\n{PROSE}").authors == authors


def test_dates_come_with_their_basis() -> None:
    """Dates of text and file name are found, the most trusted first."""
    found = read(f"Ferry leaves old harbour\nPublished 5 February 2026\n{PROSE}", "2026-02-06.txt")

    assert [claim.basis for claim in found.dates] == ["Published line", "file name"]


def test_nothing_said_is_nothing_known() -> None:
    """Prose alone has no outlet, no authors and no date."""
    found = read(PROSE)

    assert (found.outlet, found.authors, found.dates) == ("", (), ())


HEADLINE = "Ferry leaves old harbour"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("The Harbour Ledger, Thursday 5 February 2026. By Ann Poe", "The Harbour Ledger"),
        ("Harbour Weekly | 5 February 2026 | Ann Poe", "Harbour Weekly"),
        ("Coal & Grain Letter  |  5 February 2026", "Coal & Grain Letter"),
        ("Harbour Health Letter – questions answered by Ann Poe", "Harbour Health Letter"),
        ("Journal of Harbour Studies, Vol. 12", "Journal of Harbour Studies"),
        ("Harbour Post\n5 February 2026", "Harbour Post"),
        ("Harbourwatch | Published 5 February 2026", "Harbourwatch"),
        ("Harbourwatch\nPublished 5 February 2026", "Harbourwatch"),
    ],
)
def test_line_below_the_headline_names_the_outlet(line: str, outlet: str) -> None:
    """A name of the press before a day, an issue or a byline is the outlet, not the title."""
    found = read(f"{HEADLINE}\n{line}\n{PROSE}")

    assert (found.title, found.outlet) == (HEADLINE, outlet)


@pytest.mark.parametrize(
    ("masthead", "outlet"),
    [
        ("THE HARBOUR ROW BULLETIN\n5 February 2026", "The Harbour Row Bulletin"),
        ("THE HARBOUR LANTERN\nNo. 12", "The Harbour Lantern"),
        ("HBC NEWS\nThursday, 5 February 2026", "HBC News"),
        ("The Harbour Post\nFebruary 5, 2026", "The Harbour Post"),
    ],
)
def test_masthead_above_the_headline_is_the_outlet(masthead: str, outlet: str) -> None:
    """A name over a day or an issue, with the headline below it, is no title."""
    found = read(f"{masthead}\n\n{HEADLINE}\n{PROSE}")

    assert (found.title, found.outlet) == (HEADLINE, outlet)


def test_masthead_marked_as_a_heading_is_no_title() -> None:
    """Where a format marks the masthead too, the next heading is the title."""
    text = f"The Harbour Post, 5 February 2026\n{HEADLINE}\n{PROSE}"
    extracted = Extracted(text, headings=((0, 33), (34, 34 + len(HEADLINE))))

    found = describe(extracted, Path("x.md"), TODAY)

    assert (found.title, found.outlet) == (HEADLINE, "The Harbour Post")


@pytest.mark.parametrize(
    "lines",
    [
        f"{HEADLINE}\nAnn Poe | 5 February 2026",
        f"{HEADLINE}\nOSLO, 5 February 2026",
        f"{HEADLINE}\nThe Hague, 5 February 2026",
        f"{HEADLINE}\nWorld News | 5 February 2026",
        f"{HEADLINE}\nAnalysis | Published 5 February 2026",
        f"{HEADLINE}\nOldport\nPublished 5 February 2026\nIt left Oldport at noon.",
        f"{HEADLINE}\nBook Review – by Ann Poe",
        f"{HEADLINE}\nStaff Reporter | 5 February 2026",
        "BREAKING NEWS\n5 February 2026\nFerry leaves old harbour",
        "Mayor Sells Harbour Post\n5 February 2026",
        "Mayor Sues Harbour Times Again | 5 February 2026",
        f"{HEADLINE}\nThe Harbour Post, 5 February 2026, told of a ferry.",
    ],
)
def test_other_lines_near_the_top_name_no_outlet(lines: str) -> None:
    """A person, a place, a section and a headline about a paper are no outlet."""
    assert read(f"{lines}\n{PROSE}").outlet == ""


def test_headline_over_a_masthead_may_speak_to_the_reader() -> None:
    """What stands right above the name of the outlet is the headline, also with "you" in it."""
    found = read(f"Your ferry and the rain\nHarbour Post, 5 February 2026\n{PROSE}")

    assert found.title == "Your ferry and the rain"


def test_masthead_line_names_the_author() -> None:
    """A byline that ends the line of the masthead is read."""
    line = "The Harbour Ledger, Thursday 5 February 2026. By Ann Poe"

    assert read(f"{HEADLINE}\n{line}\n{PROSE}").authors == ("Ann Poe",)


def test_running_footer_names_the_outlet_and_is_no_title() -> None:
    """What every page of a file repeats is looked through for the outlet, not for the title."""
    first = f"Harbour Post\t1\nFerry leaves the old harbour again\nin the morning rain\n{PROSE}\n"
    second = f"Harbour Post\t2\n{PROSE.upper()}\n"
    extracted = Extracted(first + second, pages=(Page(1, 0), Page(2, len(first))))

    found = describe(extracted, Path("x.pdf"), TODAY)

    assert found.outlet == "Harbour Post"
    assert found.title == "Ferry leaves the old harbour again in the morning rain"
