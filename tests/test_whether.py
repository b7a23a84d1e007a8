"""Statements become questions whether they are so, and only plain ones do."""

import pytest

from benchmarks.whether import ask_whether
from index.tokenizer import Tokenizer


@pytest.mark.parametrize(
    ("statement", "question", "said"),
    [
        (
            "The harbour bridge was closed to lorries.",
            "Was the harbour bridge closed to lorries?",
            "was closed to lorries",
        ),
        (
            "Captain Tolland launched the second boat himself.",
            "Did Captain Tolland launch the second boat himself?",
            "launched the second boat himself",
        ),
        (
            "Line 4 will also open on Sundays, said the mayor.",
            "Will Line 4 open on Sundays?",
            "will also open on Sundays",
        ),
    ],
)
def test_a_plain_statement_is_asked(statement: str, question: str, said: str) -> None:
    """With its verb in front, or with did; what says so is where it stood."""
    text = f"Nothing else is known. {statement}"

    asked = ask_whether(text, (23, len(text)), Tokenizer())

    assert asked is not None
    assert asked.text == question
    assert text[slice(*asked.span)] == said


@pytest.mark.parametrize(
    "statement",
    [
        "There was nobody on the bridge that night.",
        "The ferry that was built in 1990 sank.",
        "Why the ship turned is not known to anybody.",
        "In May it was closed.",
        "Rain fell on the town.",
    ],
)
def test_other_sentences_are_left(statement: str) -> None:
    """No subject in front of the verb, or more than one verb before it."""
    assert ask_whether(statement, (0, len(statement)), Tokenizer()) is None
