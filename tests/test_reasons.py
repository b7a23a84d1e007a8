"""Every citation knows why it was found, and a kept answer without that can still be read."""

import json
from pathlib import Path

import pytest

from index.tokenizer import Tokenizer
from qa import Assistant, open_assistant
from qa.answer_json import restore, to_json
from qa.reasons import UNEXPLAINED, find_shared_words


@pytest.fixture(scope="module")
def assistant(sample_config: Path) -> Assistant:
    """Give an assistant over the sample articles."""
    return open_assistant(sample_config)


@pytest.mark.parametrize(
    ("question", "text", "shared"),
    [
        ("Who was voting?", "They voted. “Votes” count; a voter's vote.", "voted Votes vote"),
        ("the U.S. army", "Let us see the U.S., now.", "U.S."),
        ("What is it?", "It is what it is.", ""),
        ("11.1bn", "worth $11.1bn (about) and 11", "11.1bn"),
        ("ferry", "— … ferry —", "ferry"),
        ("北京", "我住在北京。", "北京"),
        ("ferry", "", ""),
    ],
    ids="forms acronym stop-words figure punctuation unspaced blank".split(),
)
def test_the_words_that_a_question_shares_are_found(question: str, text: str, shared: str) -> None:
    """In any form that the index takes for the same, without the punctuation around them."""
    tokenize = Tokenizer()

    spans = find_shared_words(text, set(tokenize(question)), tokenize)

    assert shared.split() == [text[start:end] for start, end in spans]


def test_a_citation_tells_its_ranks_and_how_it_was_judged(assistant: Assistant) -> None:
    """Of an answer and of what was also found; the best by all arms is told as the first."""
    answer = assistant.ask("How much is the arms package worth?")
    cited = (*answer.citations, *answer.also_found)

    assert {1} < {one.why.ranks.fused for one in cited if one.why.ranks}
    for one in cited:
        assert one.why.ranks
        assert 1 <= one.why.ranks.meaning <= one.why.ranks.compared <= 62
        assert one.language == "en"
    likeliest = max(answer.citations, key=lambda one: one.score)
    assert likeliest.why.judged == likeliest.score
    words = {likeliest.text[start:end] for start, end in likeliest.why.shared}
    assert "package" in words


def test_what_came_nearest_tells_what_it_lacks(assistant: Assistant) -> None:
    """Of a refusal, the words of the question that no sentence of the passage has."""
    answer = assistant.ask("Who won the World Cup?")

    assert answer.is_refusal
    assert all("Cup" in one.why.lacking for one in answer.also_found)


def test_an_answer_kept_without_reasons_is_read(assistant: Assistant) -> None:
    """As an older one is; and one with reasons comes back equal."""
    answer = assistant.ask("How much is the arms package worth?")
    kept = json.loads(to_json(answer))
    for citation in kept["citations"]:
        del citation["why"], citation["language"]

    older = restore(json.dumps(kept))

    assert restore(to_json(answer)) == answer
    assert {one.why for one in older.citations} == {UNEXPLAINED}
    assert [one.text for one in older.citations] == [one.text for one in answer.citations]


def test_what_was_counted_needs_no_reason(assistant: Assistant) -> None:
    """Every mention is looked up, and none is ranked."""
    answer = assistant.ask("How many articles mention Taiwan?")

    assert answer.tally
    assert {one.why for one in answer.citations} == {UNEXPLAINED}
