"""A refusal names what is missing, in words a person typed."""

from dataclasses import replace

import numpy as np
import pytest

from index.passages import Passage
from index.store import ListedArticle
from index.tokenizer import Tokenizer
from qa.coefficients import load_fitted
from qa.confidence import Confidence
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


def test_a_passage_on_the_matter_that_does_not_answer_speaks_against_an_answer() -> None:
    """So a near miss looks; where the reader sees neither, it may only not know the words."""
    judge = Confidence(TOKENIZE, lambda _: 1.0, lambda _: 1, load_fitted())
    question = parse_question("Who rebuilt the pier at Noll?", TOKENIZE)
    chances = [judge(question, _seen(near=near, answers=-1.0)) for near in (-1.0, 1.0, 3.0)]

    assert 1.0 > chances[0] > chances[1] > chances[2] > 0.0


def _seen(near: float, answers: float) -> Reading:
    """Give a reading of one sentence, with what a model made of its passage."""
    (sentence,) = reading_of("The pier at Noll is being rebuilt.").sentences
    features = {
        "passage_near": near,
        "passage_answers": answers,
        "span_margin": 0.0,
        "sentence_cosine": 0.6,
        "passage_cosine": 0.6,
        "coverage": 1.0,
        "context_coverage": 1.0,
        "kind_missing": 0.0,
    }
    return Reading((replace(sentence, features=features),))
