"""A refusal names what is missing, in words a person typed."""

import numpy as np
import pytest

from index.library import ListedArticle
from index.passages import Passage
from index.tokenizer import Tokenizer
from qa.missing import say_missing
from qa.question import parse_question
from qa.read import Reading, ReadSentence
from qa.retrieve import Hit
from qa.search import Scored

TOKENIZE = Tokenizer()
NOWHERE = np.zeros(3, dtype=np.float32)


def reading_of(*texts: str) -> Reading:
    """Make a reading whose passages are one sentence each."""
    sentences = []
    for row, text in enumerate(texts):
        span = (0, len(text))
        article = ListedArticle(row, f"{row}.txt", "", "", None, 9, 1, (), row)
        passage = Passage(str(row), article.id, *span, text, "", None, (span,))
        hit = Hit(Scored(row, 0.5, 0.5, 1.0), article, passage)
        sentences.append(ReadSentence(hit, *span, text, 0.1, {}, NOWHERE))
    return Reading(tuple(sentences))


def test_who_says_nothing_is_named() -> None:
    """By name, or by the word for who it is."""
    hits = reading_of("A pier.").sentences[0].hit
    for text, who in (
        ("What did Ann Lee say?", "Ann Lee"),
        ("What did the mayor of Ostermere say?", "the “mayor”"),
    ):
        said = say_missing(parse_question(text, TOKENIZE), [], Reading((), (hits,)), TOKENIZE)
        assert said == f"No sentence near the question tells what {who} said."


@pytest.mark.parametrize(
    ("text", "absent", "passages", "expected"),
    [
        ("Who won the World Cup?", ["World", "Cup"], [], "No article mentions World Cup."),
        (
            "What did Xi say about Brazil or Peru?",
            ["Brazil", "Peru"],
            ["Xi spoke."],
            "No article mentions Brazil or Peru.",
        ),
        (
            "What about kayaks?",
            ["kayaks"],
            ["A pier."],
            "No article uses the word “kayaks”, and nothing found answers without.",
        ),
        (
            "What did Xi say about Brazil?",
            [],
            ["Xi spoke.", "Brazil sells beans."],
            "No passage mentions Xi and Brazil together.",
        ),
        (
            "What did Xi say about Brazil?",
            [],
            ["Xi spoke."],
            "No passage near the question mentions Brazil.",
        ),
        (
            "What did Xi say?",
            [],
            ["Xi spoke."],
            "Passages use the words of the question, but no sentence of theirs answers it.",
        ),
        ("the of?", [], [], "The question names nothing that could be looked up."),
        ("What about piers?", [], [], "No article that the filters allow comes near the question."),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    text: str, absent: list[str], passages: list[str], expected: str
) -> None:
    """Names side by side are one; names come before words; what stands apart is said."""
    question = parse_question(text, TOKENIZE)
    terms = [term for term in question.terms if term.text in absent]

    assert expected == say_missing(question, terms, reading_of(*passages), TOKENIZE)
