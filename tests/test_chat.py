"""Questions that go on from the chat, over real articles: subject kept, and shown as understood."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from support import write_config

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder
from qa import Answer, Assistant, open_assistant
from qa.__main__ import main
from qa.answer import Status


@pytest.fixture(scope="module")
def sample(sample_config: Path, embedder: Embedder) -> Assistant:
    """Give the assistant over the sample articles."""
    return open_assistant(sample_config, embedder)


def chat(assistant: Assistant, questions: Sequence[str]) -> list[Answer]:
    """Ask questions one after another."""
    answers: list[Answer] = []
    for question in questions:
        answers.append(assistant.ask(question, history=answers))
    return answers


def test_nothing_is_carried_from_a_question_of_other_matters(sample: Assistant) -> None:
    """What no article mentions, and was refused for, is in no question after it."""
    refused = sample.ask("Who won the World Cup?")
    answer = sample.ask("Why did the ferry hit the quay?", history=[refused])

    assert refused.is_refusal
    assert answer.standalone == "Why did the ferry hit the quay?"
    assert answer.citations


def test_the_founding_articles_keep_their_subject_to_the_end(
    tmp_path: Path, founding_articles: Path, embedder: Embedder
) -> None:
    """Five questions, of which each but one goes on from those before."""
    config = write_config(tmp_path, founding_articles)
    build_library(load_index_settings(config), embedder=embedder)
    who, when, said, beans, why = chat(
        open_assistant(config, embedder),
        [
            "Who described Taiwan as the most important issue?",
            "When was the call?",
            "What did he say about arms sales?",
            "What did Trump say about soybeans?",
            "Why do they matter to him?",
        ],
    )

    assert who.short is not None
    assert who.short.text == "Xi Jinping"
    assert "Wednesday" in when.text or "February" in when.text
    assert said.standalone == "What did Xi Jinping say about arms sales?"
    assert "prudent" in said.text
    assert beans.standalone == beans.question
    assert why.standalone == "Why do soybeans matter to Trump?"
    assert "farmers" in why.text


@pytest.mark.parametrize(
    ("questions", "standalone", "expected"),
    [
        (
            ["What will Line 4 cost?", "Who pays for it?", "How long is it?"],
            "How long is Line 4?",
            "7.8-kilometre",
        ),
        (
            ["What did the warm nights study find?", "Who led it?"],
            "Who led the warm nights study?",
            "Åsberg",
        ),
        (
            ["Who was the captain of the ferry?", "How old is he?"],
            "How old is Yann Le Goff?",
            "54",
        ),
    ],
)
def test_a_follow_up_is_answered(
    sample: Assistant, questions: Sequence[str], standalone: str, expected: str
) -> None:
    """The last question means what was spoken of before it."""
    last = chat(sample, questions)[-1]

    assert last.standalone == standalone
    assert expected in last.text


def test_refusal_is_decided_on_fresh_evidence(sample: Assistant) -> None:
    """That the question before was answered says nothing of this one."""
    last = chat(sample, ["What will Line 4 cost?", "Who is the architect of its opera house?"])[-1]

    assert last.status is Status.UNANSWERED


def test_a_question_that_stands_alone_is_answered_as_without_the_chat(sample: Assistant) -> None:
    """What was said before leaves no trace in it."""
    question = "How much do kidney admissions rise after a warm night?"
    alone = sample.ask(question)
    later = chat(sample, ["What did Lai Ching-te say about relations with Washington?", question])

    assert later[-1].standalone == question
    assert later[-1].citations == alone.citations


def test_the_terminal_shows_how_a_follow_up_was_understood(
    sample_config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Questions typed one after another are one chat."""
    monkeypatch.setattr("sys.stdin", io.StringIO("What will Line 4 cost?\nHow long is it?\n\n"))

    assert main(["--config", str(sample_config)]) == 0
    assert "Understood as: How long is Line 4?" in capsys.readouterr().out
