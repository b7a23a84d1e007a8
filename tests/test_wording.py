"""What the wording of a question wants, and the questions that are asked in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokenizer import Tokenizer
from qa.question import Term, parse_question
from qa.speech import tells_speech
from qa.wording import Form, read_wording, split_question

TOKENIZE = Tokenizer()


@pytest.mark.parametrize(
    ("text", "form", "core"),
    [
        ("When does the ferry leave?", Form.FACT, "When does the ferry leave?"),
        ("Could you tell me when the ferry leaves?", Form.FACT, "when the ferry leaves?"),
        ("Do you know who won?", Form.FACT, "who won?"),
        ("Did the ferry leave?", Form.YES_NO, "Did the ferry leave?"),
        ("Isn't the pier closed?", Form.YES_NO, "Isn't the pier closed?"),
        ("Can the pier be saved?", Form.YES_NO, "Can the pier be saved?"),
        ("Tell me about the pier.", Form.ABOUT, "the pier"),
        ("Please summarise the vote on Line 4", Form.ABOUT, "the vote on Line 4"),
        ("What is the heat study about?", Form.ABOUT, "the heat study"),
        ("What do the articles say about Ines Calloway?", Form.ABOUT, "Ines Calloway"),
        ("What is known about the pier, please?", Form.ABOUT, "the pier"),
        ("What is the KMT?", Form.ABOUT, "KMT"),
        ("What was the Bank of Ostermere?", Form.ABOUT, "Bank of Ostermere"),
        ("What is the KMT party for?", Form.FACT, None),
        ("What is a tropical night?", Form.FACT, None),
        ("What is this article about?", Form.ABOUT, ""),
        ("Summarize these articles", Form.ABOUT, ""),
        ("What are the key points?", Form.ABOUT, ""),
        ("What did Calloway say about the hull?", Form.SPEECH, None),
        ("How did the mayor react to the vote?", Form.SPEECH, None),
        ("What did he say?", Form.FACT, None),
        ("What happened on the pier?", Form.FACT, None),
    ],
)
def test_a_question_wants_what_its_wording_says(text: str, form: Form, core: str | None) -> None:
    """Its form, and what is looked for."""
    wording = read_wording(text)

    assert form is wording.form
    assert (text if core is None else core) == text[slice(*wording.core)]


@pytest.mark.parametrize(
    ("text", "speaker", "terms"),
    [
        ("What did Ines Calloway say about the hull?", ["Ines", "Calloway"], ["hull"]),
        (
            "What did the mayor of Ostermere tell the council?",
            ["mayor"],
            ["Ostermere", "council"],
        ),
        ("What did Anne of Cleves write?", [], ["Anne", "Cleves", "write"]),
        ("What did the Bank of England say?", ["Bank"], ["England"]),
        ("How did the crew react?", ["crew"], []),
        ("What does the crew carry?", [], ["crew", "carry"]),
    ],
)
def test_whose_words_are_asked_for(text: str, speaker: list[str], terms: list[str]) -> None:
    """Names where there are any; the verb that asks is not looked for."""
    question = parse_question(text, TOKENIZE)

    assert speaker == [term.text for term in question.speaker]
    others = [term.text for term in question.terms if term not in question.speaker]
    assert terms == others


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who leads the inquiry?", ["Who leads the inquiry?"]),
        ("Who sank and who swam?", ["Who sank and who swam?"]),
        (
            "Who leads the inquiry and when did Ms Rouxel start?",
            ["Who leads the inquiry", "when did Ms Rouxel start?"],
        ),
        (
            "Who leads the inquiry? When does it report?",
            ["Who leads the inquiry?", "When does it report?"],
        ),
        ("Images came from space. What did they show?", None),
        (
            "Compare Line 3 and Line 4 on cost.",
            ["What is known about Line 3 on cost?", "What is known about Line 4 on cost?"],
        ),
        (
            "What is the difference between the tram and the bus?",
            ["What is known about the tram?", "What is known about the bus?"],
        ),
        (
            "Compare what China and the US said about the call",
            ["What did China say about the call?", "What did the US say about the call?"],
        ),
        ("How did Taiwan react to the call?", None),
        ("How does Line 3 differ from Line 4?", 2),
    ],
)
def test_questions_in_one_are_told_apart(text: str, parts: list[str] | int | None) -> None:
    """A second question that leans on the first keeps it; what is compared is asked for by side."""
    found = split_question(text)

    if isinstance(parts, int):
        assert len(found) == parts
    else:
        assert (parts or [text]) == [part.text for part in found]


def test_a_question_that_leans_is_looked_for_with_the_one_before() -> None:
    """What "it" is stands there; what is said of the part is as typed."""
    first, second = split_question("Who leads the inquiry and when does it report?")

    assert (first.whole, second.text) == ("Who leads the inquiry", "when does it report?")
    assert second.whole == "Who leads the inquiry; when does it report?"


@given(st.text(max_size=200))
def test_any_text_has_a_wording(text: str) -> None:
    """Nothing typed raises; spans lie within the text, and no part is empty unless all is."""
    wording = read_wording(text)

    assert 0 <= wording.core[0] <= wording.core[1] <= len(text)
    assert all(part.text.strip() for part in split_question(text)) or not text.strip()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ms Calloway said the hull was sound.", True),
        ("“The hull is sound,” said harbour master Ines Calloway.", True),
        ("Calloway, who had boarded her on Monday, warned of leaks.", True),
        ("On Thursday, Calloway's deputy Ines Roe said there were none.", True),
        ("According to Calloway, the mayor said nothing.", True),
        ("The hull was sound, according to Ms Calloway.", True),
        ("The hull was sound, according to reports Calloway had.", False),
        ("The hull was sound, according to the new and able Calloway.", True),
        ("The hull was sound, according to a report on Calloway.", False),
        ("Ms Calloway, Hythe's harbour master, told the mayor to wait.", True),
        ("Calloway had been asleep, the mayor said.", False),
        ("Calloway was aboard; Ms Roe told nobody.", False),
        ("The mayor told Calloway to wait.", False),
        ("The mayor complained about Calloway and said so.", False),
        ("“Calloway said it,” the mayor shouted.", False),
        ("Ines Calloway, a harbour master of old, puts it like this: “The hull is sound.”", True),
        ("The mayor had a word for Calloway: “Asleep.”", False),
        ("Calloway boarded the ship.", False),
        ("The mayor said the hull was sound.", False),
    ],
)
def test_a_sentence_tells_what_somebody_said(sentence: str, expected: bool) -> None:
    """Who speaks is the subject of the verb, as far as the words beside the name tell."""
    speaker = [Term("Calloway", tuple(TOKENIZE("Calloway")), True, 3)]

    assert expected is tells_speech(sentence, speaker, TOKENIZE)
