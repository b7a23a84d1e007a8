"""Sentences become questions, and only those that are answered rightly are suggested."""

import pytest

from qa.proposals import propose_questions


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "The ferry Aurora was launched in Brest in 1998.",
            "When was the ferry Aurora launched in Brest?",
            "1998",
        ),
        (
            "Three people were killed on Monday in the port of Kermor.",
            "How many people were killed in the port of Kermor?",
            "Three",
        ),
        (
            "The new hall of Ostermere will cost £412.6 million, councillors were told.",
            "How much will the new hall of Ostermere cost?",
            "£412.6 million",
        ),
        ("Ann Poe, the harbour master, closed the quay.", "Who is Ann Poe?", "the harbour master"),
        (
            "A concert in Kermor raised €84,300 for the families.",
            "How much did a concert in Kermor raise for the families?",
            "€84,300",
        ),
        (
            "Ann Poe said that the quay of Kermor would stay closed.",
            "What did Ann Poe say about Kermor?",
            "Ann Poe said that the quay of Kermor would stay closed.",
        ),
    ],
)
def test_a_sentence_is_asked_for_what_it_tells(sentence: str, question: str, answer: str) -> None:
    """The question reads as a person would ask, and the answer stands where it says."""
    proposals = list(propose_questions(sentence, lambda _: True, lambda name: name == "Ann Poe"))

    assert (question, answer) in [(one.question, sentence[slice(*one.answer)]) for one in proposals]


@pytest.mark.parametrize(
    "sentence",
    [
        "It was opened on Monday.",
        "He said that she would come to Kermor.",
        "Compagnie Morvane, the operator of the line, is at fault.",
        "Residents were told on Monday.",
    ],
)
def test_what_points_elsewhere_is_not_asked(sentence: str) -> None:
    """Pronouns, companies and what names nothing make no question."""
    assert not list(propose_questions(sentence, lambda _: False, lambda _: True))
