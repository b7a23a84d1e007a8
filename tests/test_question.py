"""A question is taken apart into terms, names and the kind of answer it wants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokenizer import Tokenizer
from qa.question import holds_kind, is_misfit, parse_question

TOKENIZE = Tokenizer()


@pytest.mark.parametrize(
    ("text", "terms", "names", "kind"),
    [
        ("What did Lai say?", ["Lai"], ["Lai"], ""),
        ("How many tonnes of soybeans?", ["tonnes", "soybeans"], [], "number"),
        ("What was the death toll?", ["death", "toll"], [], "number"),
        ("What’s the ferry’s top speed?", ["ferry", "top", "speed"], [], "number"),
        ("When will Trump visit China?", ["Trump", "visit", "China"], ["Trump", "China"], "date"),
        ("Who is Bonnie Glaser?", ["Bonnie", "Glaser"], ["Bonnie", "Glaser"], "name"),
        ("Where did they meet in 2025?", ["meet", "2025"], ["2025"], "place"),
        ("Taiwan's president?", ["Taiwan", "president"], [], ""),
        ("the of and?", [], [], ""),
        ("", [], [], ""),
        ("What did Ms. Roe say?", ["Roe"], ["Roe"], ""),
        ("What is the Ms in a name?", ["Ms", "name"], ["Ms"], ""),
    ],
)
def test_terms_names_and_kind(text: str, terms: list[str], names: list[str], kind: str) -> None:
    """Words that only ask are no terms; a capital at the start makes no name."""
    question = parse_question(text, TOKENIZE)

    assert terms == [term.text for term in question.terms]
    assert names == [term.text for term in question.names]
    assert kind == question.kind


@pytest.mark.parametrize(
    ("text", "sentence", "expected"),
    [
        ("When will they come?", "They will come in April.", True),
        ("When will they come?", "They will come soon.", False),
        ("How many boats sank?", "Twelve boats sank.", True),
        ("How many boats sank in 2025?", "Boats sank in 2025 near the pier.", False),
        ("Who closed the pier?", "The pier was closed by Ann Lee.", True),
        ("Who closed the pier?", "The pier was closed.", False),
        ("Where did it sink?", "It sank off the coast of Brittany.", True),
        ("Why did it sink?", "It sank in fog.", None),
    ],
)
def test_a_sentence_holds_the_kind_asked_for(
    text: str, sentence: str, expected: bool | None
) -> None:
    """What the question gives itself is no answer to it."""
    assert expected is holds_kind(parse_question(text, TOKENIZE), sentence)


@given(st.text(max_size=200))
def test_any_text_can_be_a_question(text: str) -> None:
    """Nothing typed raises, and every term was typed."""
    question = parse_question(text, TOKENIZE)

    assert all(term.text in text for term in question.terms)
    holds_kind(question, text)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("What was the death toll?", "€38", True),
        ("What was the death toll?", "six", False),
        ("How many people sailed?", "$3 million", True),
        ("How many people sailed?", "3 million", False),
        ("How many euros did a seal cost?", "38 euros", False),
        ("How much did sales rise?", "€38", False),
        ("How much does it cost?", "Track and works", True),
        ("How much does it cost?", "€38", False),
    ],
)
def test_a_price_is_no_count_and_a_word_no_price(text: str, words: str, expected: bool) -> None:
    """What does not fit is not put in large letters."""
    assert expected is is_misfit(parse_question(text, TOKENIZE), words)
