"""The day of publication is read where an article states it, and nowhere else."""

from datetime import date
from pathlib import Path

import pytest

from index.articles import Metadata, PublishedDate
from index.days import read_day
from index.facts.dates import TRUST, Dating, date_article, find_dates

TODAY = date(2026, 6, 1)
DAY = date(2026, 2, 5)


def claims(text: str, name: str = "note.txt", *own: PublishedDate) -> list[tuple[date, str]]:
    """Give what is found as pairs of day and basis."""
    return [(claim.day, claim.basis) for claim in find_dates(text, Path(name), own, TODAY)]


@pytest.mark.parametrize(
    "phrase",
    [
        "2026-02-05",
        "2026/02/05",
        "20260205",
        "2026-02-05T23:30:00-05:00",
        "Thu, 05 Feb 2026 10:52:50 GMT",
        "5 February 2026",
        "5th of February, 2026",
        "Feb. 5, 2026",
        "5-feb-2026",
        "5. Februar 2026",
        "5 de febrero de 2026",
        "5 février 2026",
    ],
)
def test_one_day_has_many_phrases(phrase: str) -> None:
    """A day reads the same in digits and words, in the order and the language of its writer."""
    assert read_day(phrase) == DAY


@pytest.mark.parametrize(
    "phrase",
    ["", "03/04/2026", "February 2026", "5 people 2026", "31 June 2020", "2026-13-01", "5 Feb"],
)
def test_doubtful_phrase_is_no_day(phrase: str) -> None:
    """A phrase that is ambiguous, incomplete or impossible names no day."""
    assert read_day(phrase) is None


def test_number_above_twelve_tells_day_from_month() -> None:
    """With a number above twelve the order of day and month is known."""
    assert read_day("13/04/2026") == read_day("04/13/2026") == date(2026, 4, 13)


@pytest.mark.parametrize(
    "line",
    [
        "Published 5 February 2026",
        "Published: Feb 5, 2026",
        "Posted on Thursday, 5 February 2026 10:30 GMT",
        "First published 5 Feb 2026",
        "By Ann Poe | Published 5 February 2026 | Updated 6 February 2026",
        "Publié le 5 février 2026",
    ],
)
@pytest.mark.parametrize("where", ["head", "tail"])
def test_published_line_gives_the_day(line: str, where: str) -> None:
    """A line that says when the article was published is found near its top and at its end."""
    prose = "\n".join(["The ferry left the old harbour in the morning rain."] * 12)
    text = f"Ferry leaves\n{line}\n{prose}" if where == "head" else f"{prose}\n{line}\n\n"

    assert claims(text) == [(DAY, "Published line")]


@pytest.mark.parametrize(
    "line",
    [
        " date 2026-02-05 Please help us to keep the ferry running. " + "It sails daily. " * 30,
        "Date: 2026-02-05",
        "Thursday 5 February 2026 14:05 GMT",
        "Ann Poe | Feb 5, 2026 | 5 min read",
        "By Ann Poe, Feb 5, 2026",
        "The Harbour Ledger, Thursday 5 February 2026",
        "The Harbour Ledger, Thursday 5 February 2026. By Ann Poe",
        "5 February 2026 — The ferry left the harbour.",
        "OSLO, Feb 5, 2026 (Harbour Wire) - The ferry left.",
        "OSLO (Harbour Wire) Feb 5, 2026 - The ferry left.",
    ],
)
def test_date_line_gives_the_day(line: str) -> None:
    """A line that is a date, and a dateline before the first sentence, give the day."""
    assert claims(f"{line}\nThe ferry left.") == [(DAY, "date line")]


@pytest.mark.parametrize(
    "line",
    [
        "OSLO, Feb 5 (Harbour Wire) - The ferry left.",
        "The rules were published on 5 February 2026 by the port.",
        "On May 5, 2020 - a Tuesday - the ferry left.",
        "Updated 5 February 2026",
        "Harbour Street, 5 February 2026",
        "The harbour opened on 5 February 1926.",
    ],
)
def test_other_lines_give_no_day(line: str) -> None:
    """A dateline without a year, an update and a day told in prose are no day of publication."""
    assert claims(f"{line}\nThe ferry left.") == []


def test_middle_of_text_gives_no_day() -> None:
    """A published line in the middle belongs to something the article quotes."""
    prose = ["The ferry left the old harbour in the morning rain."] * 9
    text = "\n".join([*prose, "Published 5 February 2026", *prose])

    assert claims(text) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-02-05-ferry.txt", True),
        ("20260205_ferry.md", True),
        ("ferry_5-feb-2026.pdf", True),
        ("2026_02_05 ferry.txt", True),
        ("IMG_20260205T1030.txt", True),
        ("ferry 03-04-2026.txt", False),
        ("000_a20260205b.txt", False),
        ("12345678.txt", False),
    ],
)
def test_file_name_gives_the_day(name: str, expected: bool) -> None:
    """A date in the file name counts when it stands alone and can be read in one way only."""
    assert claims("The ferry left.", name) == ([(DAY, "file name")] if expected else [])


def test_folder_gives_no_day() -> None:
    """A date in the name of a folder says nothing of the article."""
    assert claims("The ferry left.", "2026-02-05/ferry.txt") == []


def test_most_trusted_claim_comes_first() -> None:
    """Days that differ are all kept, in the order of trust that is written down."""
    own = [PublishedDate(date(2026, 1, number + 1), basis) for number, basis in enumerate(TRUST)]

    found = find_dates("The ferry left.", Path("note.txt"), tuple(reversed(own)), TODAY)

    assert list(found) == own


def test_equal_days_keep_the_most_trusted_basis() -> None:
    """A day that several things claim is told once, with the best of its reasons."""
    own = (PublishedDate(DAY, "PDF metadata"), PublishedDate(DAY, "JSON-LD"))

    assert claims("The ferry left.", "2026-02-05.txt", *own) == [(DAY, "JSON-LD")]


@pytest.mark.parametrize(
    ("day", "is_kept"),
    [
        (date(1599, 12, 31), False),
        (date(1600, 1, 1), True),
        (date(2026, 6, 3), True),
        (date(2026, 6, 4), False),
    ],
)
def test_impossible_days_are_left_out(day: date, is_kept: bool) -> None:
    """A day before newspapers, or more than two days ahead, is no day of publication."""
    own = PublishedDate(day, "JSON-LD")

    assert claims("The ferry left.", "note.txt", own) == ([(day, "JSON-LD")] if is_kept else [])


def test_file_time_is_no_date(tmp_path: Path) -> None:
    """A file that exists, and so has a time stamp, is undated when it says nothing."""
    path = tmp_path / "note.txt"
    path.write_text("The ferry left.", encoding="utf-8")

    assert find_dates("The ferry left.", path, (), TODAY) == ()


def dating(text: str, own: Metadata | None = None) -> Dating:
    """Give what is known of the time of a text."""
    return date_article(text, Path("note.txt"), own or Metadata(), TODAY)


@pytest.mark.parametrize(
    "line",
    [
        "Updated 6 February 2026",
        "By Ann Poe | Published 5 February 2026 | Updated 6 February 2026",
        "Last updated: Friday, 6 February 2026",
        "This story was last updated on 6 February 2026.",
        "Updated 6 Feb 2026",
        "Aktualisiert am 6. Februar 2026",
        "Mis à jour le 6 février 2026",
    ],
)
@pytest.mark.parametrize("where", ["head", "tail"])
def test_updated_line_gives_the_update(line: str, where: str) -> None:
    """The day an article says it was updated is known, and is no day of publication."""
    prose = "\n".join(["The ferry left the old harbour in the morning rain."] * 12)
    text = f"Ferry leaves\n{line}\n{prose}" if where == "head" else f"{prose}\n{line}"

    found = dating(text)

    assert found.updated == PublishedDate(date(2026, 2, 6), "Updated line")
    assert date(2026, 2, 6) not in [claim.day for claim in found.dates]


def test_times_are_kept_with_their_days() -> None:
    """Publication and update know their times and zones."""
    line = "Published 5 February 2026 14:05 GMT | Updated 1:39 PM ET, Thu February 5, 2026"

    found = dating(f"Ferry leaves\n{line}\nThe ferry left.")

    assert found.dates == (PublishedDate(DAY, "Published line", "14:05 GMT"),)
    assert found.updated == PublishedDate(DAY, "Updated line", "13:39 ET")


def test_first_publication_told_again_is_no_update() -> None:
    """A page that gives the time of publication as its last change was not updated."""
    first = PublishedDate(DAY, "JSON-LD", "14:05 UTC")

    assert dating("The ferry left.", Metadata(dates=(first,), updated=first)).updated is None


def test_equal_days_keep_the_time_that_is_said() -> None:
    """The best reason for a day takes the time from another that tells it."""
    own = Metadata(dates=(PublishedDate(DAY, "JSON-LD", "14:05 UTC"),))

    assert dating("Published 5 February 2026\nThe ferry left.", own).dates == (
        PublishedDate(DAY, "Published line", "14:05 UTC"),
    )


def test_time_of_an_export_is_no_time_of_publication() -> None:
    """When the file was made says nothing of when the article appeared that day."""
    own = Metadata(dates=(PublishedDate(DAY, "document properties", "09:00 UTC"),))

    assert dating("Published 5 February 2026\nThe ferry left.", own).dates == (
        PublishedDate(DAY, "Published line"),
    )


@pytest.mark.parametrize(
    ("line", "own", "doubts"),
    [
        (
            "Published 3 May 2031",
            Metadata(),
            ("Published line says 3 May 2031, which has not come: not believed",),
        ),
        (
            "Updated 3 May 2031",
            Metadata(),
            ("Updated line says 3 May 2031, which has not come: not believed",),
        ),
        (
            "Published 2026-13-05",
            Metadata(),
            ("Published line says 2026-13-05, which is no day: not believed",),
        ),
        (
            "Published 03/04/2026",
            Metadata(),
            ("Published line says 03/04/2026, which can be read as two days: not believed",),
        ),
        (
            "",
            Metadata(dates=(PublishedDate(date(1599, 1, 1), "JSON-LD"),)),
            ("JSON-LD says 1 January 1599, before there were newspapers: not believed",),
        ),
        (
            "Published 5 February 2026",
            Metadata(dates=(PublishedDate(date(2026, 2, 9), "JSON-LD"),)),
            (
                (
                    "JSON-LD says 9 February 2026, Published line says 5 February 2026:"
                    " the Published line is believed"
                ),
            ),
        ),
        (
            "Published 5 February 2026",
            Metadata(updated=PublishedDate(date(2026, 2, 1), "JSON-LD")),
            (
                (
                    "updated on 1 February 2026 (JSON-LD), before it was published on"
                    " 5 February 2026 (Published line)"
                ),
            ),
        ),
        (
            "Published 5 February 2026",
            Metadata(dates=(PublishedDate(date(2026, 2, 6), "JSON-LD"),)),
            (),
        ),
        (
            "Published 5 February 2026",
            Metadata(dates=(PublishedDate(date(2026, 3, 9), "PDF metadata"),)),
            (),
        ),
        ("", Metadata(doubts=("JSON-LD says x",)), ("JSON-LD says x",)),
    ],
    ids="future update month ambiguous early conflict backwards zone export own".split(),
)
def test_what_is_not_believed_is_said(line: str, own: Metadata, doubts: tuple[str, ...]) -> None:
    """Days that cannot be, and claims that contradict, are told in plain words."""
    assert dating(f"Ferry leaves\n{line}\nThe ferry left.", own).doubts == doubts
