"""The figures of a sentence: what they come to, how exactly, and what they count."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.figures import Figure, Kind, read_figures
from qa.times import read_times

PUBLISHED = date(2026, 5, 14)  # a Thursday


def only(text: str) -> Figure:
    """Give the one figure of a text."""
    (figure,) = read_figures(text, PUBLISHED)
    return figure


def meaning(text: str) -> tuple[str, float, float]:
    """Give unit, least and most of the one figure of a text, to three digits."""
    figure = only(text)
    low, high = figure.spans[0]
    return figure.unit, float(f"{low:.3g}"), float(f"{high:.3g}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a package worth $11.1bn", ("usd", 1.11e10, 1.11e10)),
        ("a budget of NT$1.25tn", ("twd", 1.25e12, 1.25e12)),
        ("it raised €84,300", ("eur", 84300, 84300)),
        ("a loss of one and a half million euros", ("eur", 1.46e6, 1.54e6)),
        ("half a million pounds", ("gbp", 4.85e5, 5.15e5)),
        ("nearly 9 per cent", ("%", 8.28, 9)),
        ("two thirds of the seats", ("%", 64.7, 68.7)),
        ("one in five voters", ("%", 19.4, 20.6)),
        ("68 in every hundred", ("%", 66, 70)),
        ("between 9 and 10 knots", ("speed", 16.7, 18.5)),
        ("20 million tonnes of soybeans", ("mass", 1.95e10, 2.05e10)),
        ("104 degrees Fahrenheit", ("celsius", 39.2, 40.8)),
        ("a 35-minute crossing", ("time", 0.024, 0.0247)),
        ("half an hour", ("time", 0.0202, 0.0215)),
        ("about a dozen officers", ("", 10.8, 13.2)),
        ("more than 200 people", ("", 200, 300)),
        ("at least 41 were hurt", ("", 41, 51.2)),
        ("tens of thousands of fans", ("", 20000, 100000)),
        ("two hundred and twelve people", ("", 212, 212)),
        ("a 54-year-old captain", ("age", 53.5, 54.5)),
    ],
)
def test_a_figure_becomes_a_range_in_its_unit(
    text: str, expected: tuple[str, float, float]
) -> None:
    """Written in digits or in words, exact or not."""
    assert meaning(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("over $11 billion", "$11.1bn", True),
        ("over $11 billion", "$40bn", False),
        ("nearly 9 per cent", "8.7%", True),
        ("5.2 per cent", "8.7%", False),
        ("212 people", "219 people", False),
        ("two million people", "1.94 million people", True),
        ("more than half of the beans", "54 per cent of the beans", True),
        ("a dozen boats", "12 boats", True),
        ("312 metres", "1,024 feet", True),
        ("31 votes to 28", "31 to 28", True),
        ("31 votes to 28", "30 to 28", False),
        ("went up to 6.75 per cent", "6.25 per cent", False),
        ("in April", "on 4 April", True),
        ("in April", "on 4 May", False),
        ("yesterday", "on 13 May", True),
        ("last Tuesday", "on 12 May", True),
        ("two years ago", "in 2019", False),
        ("in 1387", "in the middle of the 15th century", False),
        ("at 7.42 a.m.", "shortly after half past seven in the morning", True),
        ("at noon", "at 9.30pm", False),
    ],
)
def test_figures_agree_within_their_wording(one: str, other: str, agree: bool) -> None:
    """What is said loosely agrees with what lies near it, and with nothing far away."""
    first, second = only(one), only(other)

    assert (first.kind, first.unit) == (second.kind, second.unit)
    assert first.agrees(second) is second.agrees(first) is agree


@pytest.mark.parametrize(
    "text",
    ["Line 4", "an F-16 jet", "COVID-19", "the G7", "No one came", "page 12", "one of the best"],
)
def test_what_only_names_is_no_figure(text: str) -> None:
    """Neither designations nor "one" that counts nothing."""
    assert read_figures(text, PUBLISHED) == []


def test_a_figure_knows_what_it_counts_and_for_how_long() -> None:
    """The words behind it, up to the first plural; what it is for each of."""
    text = "Three people were killed and at least 41 injured; it cost €41 a night and $17 an hour."
    figures = read_figures(text, PUBLISHED)

    assert [text[item.start : item.end] for item in figures] == ["Three", "41", "€41", "$17"]
    assert [item.noun for item in figures[:2]] == ["people", "injured"]
    assert [item.per for item in figures] == ["", "", "night", "hour"]
    assert [item.kind for item in figures] == [Kind.COUNT, Kind.COUNT, Kind.MONEY, Kind.MONEY]


def test_what_happened_on_a_weekday_is_past() -> None:
    """Only where a sentence looks ahead may the next one be meant."""
    (past,) = read_times("It sank on Tuesday.", PUBLISHED)
    (ahead,) = read_times("It will sail on Tuesday.", PUBLISHED)

    assert max(last for _, last in past.spans) <= PUBLISHED.toordinal()
    assert (date(2026, 5, 19).toordinal(),) * 2 in ahead.spans
    assert read_times("It sank on Tuesday.", None) == ()


@given(st.text(alphabet="0123456789.,$€%- andonetwohalfmillionbnofa()", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Figures stand in their text, in order, least before most, whatever the text is."""
    figures = read_figures(text, PUBLISHED)

    for figure in figures:
        assert 0 <= figure.hedge_start <= figure.start < figure.end <= len(text)
        assert all(low <= high for low, high in figure.spans)
    assert [item.start for item in figures] == sorted(item.start for item in figures)
