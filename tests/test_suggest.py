"""Sentences become questions, and only those that are answered rightly are suggested."""

from pathlib import Path

import pytest

from index.embed import Embedder
from qa import Assistant, open_assistant
from qa.next_questions import Known, articles_behind
from qa.proposals import propose_questions
from qa.topics import Grouped


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


@pytest.fixture(scope="module")
def sample(sample_config: Path, embedder: Embedder) -> Assistant:
    """Give an assistant over the sample articles."""
    return open_assistant(sample_config, embedder)


def test_questions_to_go_on_with_are_new_and_answered(sample: Assistant) -> None:
    """From the articles behind the answer; by sentences that the chat has not shown."""
    chat = [sample.ask("How much is the arms package worth?")]
    known = Known(chat, sample.library.tokenize)

    questions = sample.explore.next_questions(chat, most=1)

    assert questions
    answer = sample.ask(questions[0])
    assert not answer.is_refusal
    assert not known.tells(answer)
    assert not known.has_asked(questions[0])
    chat.append(answer)
    assert not set(questions) & set(sample.explore.next_questions(chat, most=1))


def test_nothing_is_looked_for_once_nobody_wants_it(sample: Assistant) -> None:
    """Whoever asks the next question is not kept waiting by questions after the last."""
    chat = [sample.ask("How much is the arms package worth?")]

    assert not sample.explore.next_questions(chat, is_wanted=lambda: False)


def test_a_question_in_other_order_and_fewer_words_was_asked(sample: Assistant) -> None:
    """What only says again what was asked is not offered; what asks for more is."""
    known = Known(
        [sample.ask("How much is the arms package for Taiwan worth?")], sample.library.tokenize
    )

    assert known.has_asked("What is the arms package worth?")
    assert not known.has_asked("When was the arms package announced?")
    shown = known.answers[0].citations[0]
    assert known.has_shown(shown.source.article_id, shown.start, shown.start + 1)
    assert not known.has_shown("other.txt", shown.start, shown.end)


def test_after_a_refusal_nothing_far_away_is_offered(sample: Assistant) -> None:
    """What came nearest is asked about where it has a word of the question at all."""
    far, near = (sample.ask(q) for q in ("Who won the World Cup?", "Who sank the ferry Aurora?"))
    assert far.is_refusal
    assert near.is_refusal
    library = sample.library

    assert not articles_behind(far, library, no_topics)
    assert "ferry" in " ".join(
        one.title.casefold() for one in articles_behind(near, library, no_topics)
    )


def no_topics() -> Grouped:
    """Give no topic."""
    return Grouped((), (), ())
