"""Names of authors come without what stands around them."""

import pytest

from index.facts.bylines import clean_names, read_byline


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("By Ann Poe", ("Ann Poe",)),
        ("Written by Ann Poe and Bo Roe", ("Ann Poe", "Bo Roe")),
        ("Ann Poe, Bo Roe, and Cy Doe", ("Ann Poe", "Bo Roe", "Cy Doe")),
        ("By Ann Poe | 5 May 2026", ("Ann Poe",)),
        ("Ann Poe July 10, 2026", ("Ann Poe",)),
        ("Ann Poe před 3 dny", ("Ann Poe",)),
        ("Ann van der Poe", ("Ann van der Poe",)),
        ("Von Ann Poe", ("Ann Poe",)),
        ("王小明", ("王小明",)),
        ("admin", ()),
        ("Harbour Wire", ()),
        ("The Harbour Wire", ()),
        ("ann@wire.example", ()),
        ("https://wire.example/ann", ()),
        ("www.wire.example", ()),
        ("Ann Poe; ANN POE", ("Ann Poe",)),
    ],
)
def test_names_are_clean(phrase: str, names: tuple[str, ...]) -> None:
    """Of a phrase only the names of people are left, each once."""
    assert clean_names([phrase], "Harbour Wire") == names


def test_byline_may_say_what_the_article_is() -> None:
    """Who wrote an analysis is named behind "Analysis by"."""
    assert read_byline(["Why the ferry must sail", "Analysis by Ann Poe"], None) == (
        ("Ann Poe",),
        "",
    )
