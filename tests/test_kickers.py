"""An article's section is what it or its page calls it, and nothing that is guessed."""

import pytest

from index.facts.kickers import choose_section, find_kickers


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Opinion", "Why the ferry must sail"], ("Opinion",)),
        (["WORLD | POLITICS", "Why the ferry must sail"], ("WORLD | POLITICS",)),
        (["Why the ferry must sail", "Analysis by Ann Poe", "The ferry left."], ("Analysis",)),
        (["Why the ferry must sail", "Opinion is divided on the ferry."], ()),
        (["Politics of the harbour", "The ferry left."], ()),
        (["a", "b", "c", "d", "Opinion"], ()),
    ],
)
def test_kicker_names_the_section(lines: list[str], expected: tuple[str, ...]) -> None:
    """A line at the head that is only a section's name counts; prose with the word does not."""
    assert find_kickers(lines, "Why the ferry must sail") == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Opinion: the ferry must sail", ("Opinion",)),
        ("Analysis | What the ferry carries", ("Analysis",)),
        ("Opinion polls: who leads", ()),
        ("Opinion", ()),
    ],
)
def test_headline_may_begin_with_its_section(title: str, expected: tuple[str, ...]) -> None:
    """A headline that says what it is before a colon names the section."""
    assert find_kickers([title], title) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["World", "Opinion"], "Opinion"),
        (["Business / Markets"], "Business"),
        (["World > Opinion"], "Opinion"),
        (["OPINION"], "Opinion"),
        (["US"], "US"),
        (["https://wire.example/world", "x" * 80, ""], ""),
        ([], ""),
    ],
)
def test_section_that_tells_most_is_chosen(names: list[str], expected: str) -> None:
    """Opinion and analysis go before the part of the world; addresses are no sections."""
    assert choose_section(names) == expected
