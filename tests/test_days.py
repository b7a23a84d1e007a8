"""A phrase names a day and a time, as they are written, or it is told why it names none."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from index.days import Moment, clock_of, day_in_words, misread, read_moment

DAY = date(2026, 2, 5)


@pytest.mark.parametrize(
    ("phrase", "clock"),
    [
        ("2026-02-05T14:05:33+08:00", "14:05+08:00"),
        ("2026-02-05T14:05:33.120Z", "14:05 UTC"),
        ("2026-02-05T14:05:33+0100", "14:05+01:00"),
        ("2026-02-05T14:05:33+0000", "14:05 UTC"),
        ("2026-02-05 14:05", "14:05"),
        ("Thu, 05 Feb 2026 10:52:50 GMT", "10:52 GMT"),
        ("5 February 2026 at 2:05 pm EST", "14:05 EST"),
        ("5 February 2026, 12.05 a.m.", "00:05"),
        ("1:39 PM ET, Thu February 5, 2026", "13:39 ET"),
        ("14:05 CET, 5 February 2026", "14:05 CET"),
        ("5. Februar 2026, 14:05 Uhr ist es", "14:05"),
        ("2026-02-05", ""),
        ("20260205", ""),
        ("5 February 2026, 30 pages", ""),
        ("5 February 2026: 3.5 million", ""),
    ],
)
def test_time_beside_a_day_is_read_with_its_zone(phrase: str, clock: str) -> None:
    """The time keeps the zone its source writes; letters that are no zone are words."""
    assert read_moment(phrase) == Moment(DAY, clock)


def test_midnight_is_no_time() -> None:
    """A stamp at midnight fills a form and says only the day."""
    assert read_moment("2026-02-05T00:00:00Z") == Moment(DAY, "")
    assert clock_of(datetime(2026, 2, 5, tzinfo=UTC)) == ""


def test_day_is_that_of_its_own_zone() -> None:
    """Late in the evening of one zone it is still that zone's day."""
    assert read_moment("2026-02-05T23:30:00-05:00") == Moment(DAY, "23:30-05:00")


def test_stamp_has_the_same_form() -> None:
    """A time that a file gives as a stamp is written like one that is read."""
    east = timezone(timedelta(hours=5, minutes=30))

    assert clock_of(datetime(2026, 2, 5, 14, 5, tzinfo=east)) == "14:05+05:30"
    assert clock_of(datetime(2026, 2, 5, 14, 5, tzinfo=UTC)) == "14:05 UTC"


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("2026-13-05", "says 2026-13-05, which is no day: not believed"),
        ("31/02/2026", "says 31/02/2026, which is no day: not believed"),
        ("03/04/2026", "says 03/04/2026, which can be read as two days: not believed"),
        ("2026-02-05", ""),
        ("5 people 2026", ""),
        ("Thursday", ""),
    ],
)
def test_phrase_that_names_no_day_is_told(phrase: str, why: str) -> None:
    """Digits that look like a day and are none are worth a word; other words are not."""
    assert misread(phrase) == why


def test_day_in_words_is_plain() -> None:
    """A day is written with the name of its month."""
    assert day_in_words(DAY) == "5 February 2026"
