"""A question of a chat is made to stand alone, and one that does already is left as it is."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from index.days import read_period
from index.tokenizer import Tokenizer
from qa.carry import Carry, FittedCarry, Turn
from qa.followups import FollowUps
from qa.people import People, find_names
from qa.periods import Periods

TOKENIZE = Tokenizer()
ARTICLES = (
    "Mayor Ada Penrose said on Monday that the bridge would close. She added that it is old.",
    "“We were told late,” said Tom Hale, who runs the ferry. He wants the council to pay.",
    "In Northport the ferry runs hourly; in Southport it has stopped.",
)
ALIKE = ({"ferry", "tram", "bridge"}, {"Northport", "Southport"}, {"buses", "trains"})


def find_texts(name: str) -> Sequence[str]:
    """Give the articles that hold a name."""
    return [text for text in ARTICLES if name.rsplit(maxsplit=1)[-1] in text]


def encode(words: Sequence[str]) -> NDArray[np.float32]:
    """Give rows in which words of one group are equal, and all others at right angles."""
    rows = np.zeros((len(words), 200), np.float32)
    for row, word in zip(rows, words, strict=True):
        bare = word.removeprefix("the ").removeprefix("on ")
        group = next((i for i, group in enumerate(ALIKE) if bare in group), None)
        row[group if group is not None else 10 + hash(bare) % 190] = 1
    return rows


PERIODS = Periods(read_period, lambda: date(2026, 11, 23))
FOLLOW_UP = FollowUps(
    Carry(TOKENIZE, FittedCarry.load()), People(find_texts), TOKENIZE, encode, PERIODS
)


def turn(question: str, *evidence: str, short: str = "") -> Turn:
    """Give a turn whose question stood alone as typed."""
    return Turn(question, question, evidence, short)


def test_the_first_question_stays_as_typed() -> None:
    """Nothing was said before it."""
    alone = FOLLOW_UP("Why is it late?", ())
    assert alone.text == alone.recalled == "Why is it late?"
    assert not alone.is_follow_up


@pytest.mark.parametrize(
    ("question", "chat", "expected"),
    [
        (
            "How long is it?",
            [turn("What will Line 4 cost?", "Line 4 will cost £447 million.")],
            "How long is Line 4?",
        ),
        (
            "How long is it?",
            [turn("What will Line 4 cost?"), turn("Who pays for it?")],
            "How long is Line 4?",
        ),
        (
            "Why do some doubt it?",
            [turn("What did the warm nights study find?")],
            "Why do some doubt the warm nights study?",
        ),
        (
            "What did she say about the bridge?",
            [turn("What does Ada Penrose want?"), turn("Who is Tom Hale?")],
            "What did Ada Penrose say about the bridge?",
        ),
        (
            "What does he want?",
            [turn("Who runs the ferry?", ARTICLES[1], short="Tom")],
            "What does Tom Hale want?",
        ),
        (
            "What is her view?",
            [turn("Why will the bridge close?", ARTICLES[0])],
            "What is Mayor Ada Penrose’s view?",
        ),
        (
            "Why do they matter to him?",
            [turn("What did Tom Hale say about ferries?")],
            "Why do ferries matter to Tom Hale?",
        ),
        (
            "And Southport?",
            [turn("When does the ferry leave Northport?")],
            "When does the ferry leave Southport?",
        ),
        (
            "What about the tram?",
            [turn("When does the ferry leave Northport?")],
            "When does the tram leave Northport?",
        ),
        ("And Tom Hale?", [turn("What did Ada Penrose say?")], "What did Tom Hale say?"),
        (
            "And the ferry?",
            [turn("How many articles mention Tom Hale?")],
            "How many articles mention ferry?",
        ),
        ("Why?", [turn("Did the bridge close?")], "Why did the bridge close?"),
        ("And when?", [turn("How much did the ferry cost?")], "When did the ferry cost?"),
        ("Why is that?", [turn("Who closed the bridge?")], "Why (closed the bridge)?"),
        (
            "When?",
            [turn("To save waste, which pier will the council close?")],
            "When (To save waste, which pier will the council close)?",
        ),
        (
            "What did he say about it?",
            [turn("Why did Facebook fall on Sunday?")],
            "What did he say about Facebook?",
        ),
        (
            "Why not?",
            [turn("Does the council support the ferry?")],
            "Why does not the council support the ferry?",
        ),
        (
            "When did they sail?",
            [turn("How many boats are in the harbour?")],
            "When did boats sail?",
        ),
    ],
)
def test_a_follow_up_is_made_to_stand_alone(
    question: str, chat: Sequence[Turn], expected: str
) -> None:
    """Pronouns are named, "what about" asks the last question anew."""
    alone = FOLLOW_UP(question, chat)

    assert alone.text == expected
    assert alone.beside.questions == (question,)
    assert set(TOKENIZE(expected)) <= set(TOKENIZE(alone.recalled))


def test_a_question_with_a_time_takes_no_other() -> None:
    """Of the chat it needs the place."""
    alone = FOLLOW_UP("And how many came yesterday?", [turn("Who fell off the ferry last week?")])

    assert "week" not in alone.text
    assert "ferry" in alone.text


def test_it_never_means_a_month() -> None:
    """A month of a year is written like a name."""
    alone = FOLLOW_UP("How heavy is it?", [turn("What was the ferry of April 2022 called?")])

    assert "is April" not in alone.text


def test_her_is_a_person_before_a_small_word() -> None:
    """And whose something is before another."""
    chat = [turn("When was Ada Penrose freed?")]

    assert FOLLOW_UP("Who got her out?", chat).text == "Who got Ada Penrose out?"
    assert FOLLOW_UP("Who drove her car?", chat).text == "Who drove Ada Penrose’s car?"


def test_a_preposition_stands_once() -> None:
    """Where the other thing brings its own."""
    alone = FOLLOW_UP("And on trains?", [turn("Who pays on buses?")])

    assert alone.text == "Who pays on trains?"


@pytest.mark.parametrize(
    ("last", "question", "expected"),
    [
        ("What broke last week?", "And yesterday?", "What broke yesterday?"),
        ("What broke in March?", "What about April?", "What broke in April?"),
        ("What broke in 2025?", "And the year before?", "What broke in 2024?"),
        ("What broke in March?", "And the month before?", "What broke in February 2026?"),
        ("What broke yesterday?", "And the day before?", "What broke on 21 November 2026?"),
        ("What broke on Sunday?", "And on Friday?", "What broke on Friday?"),
        ("What broke in Northport?", "And last year?", "What broke in Northport last year?"),
    ],
)
def test_the_last_question_is_asked_of_another_time(
    last: str, question: str, expected: str
) -> None:
    """What names a time gives way to it; where nothing does, it is put behind."""
    assert FOLLOW_UP(question, [turn(last)]).text == expected


@pytest.mark.parametrize(
    "question",
    [
        "How much does the council of Southport pay for the old bridge?",
        "What did Ada Penrose tell the council of Southport about her plans?",
        "List everyone quoted on warm nights",
    ],
)
def test_a_question_of_its_own_is_left_alone(question: str) -> None:
    """A change of subject takes nothing along."""
    alone = FOLLOW_UP(question, [turn("When does the ferry leave Northport?", ARTICLES[2])])

    assert alone.text == alone.recalled == question
    assert not alone.beside.questions
    assert not alone.beside.evidence


@pytest.mark.parametrize(
    ("question", "asks_of_chat"),
    [
        ("When will the inquiry publish its final report?", False),
        ("Did Southport lose its ferry?", False),
        ("How fast was the ferry going when it hit the quay?", False),
        ("Why did the council shut the hall before it was repaired?", False),
        ("Where was the captain when it hit the quay?", True),
        ("What did the ferry’s passengers do when it hit the quay?", True),
        ("How fast was the ferry when it left its quay?", True),
        ("What did the inquiry say about its ferry?", True),
        ("When will it publish its final report?", True),
        ("When did Ada Penrose sell its ferry?", True),
    ],
)
def test_what_a_subject_does_to_its_own_is_no_question_of_the_chat(
    question: str, asks_of_chat: bool
) -> None:
    """Words of the chat are looked for with it, and not asked for."""
    chat = [turn("What did Ada Penrose say about the old bridge?")]
    alone = FOLLOW_UP(question, chat)

    assert asks_of_chat is alone.is_follow_up
    assert asks_of_chat or "Penrose" in alone.recalled


def test_what_no_pronoun_stands_for_comes_in_brackets() -> None:
    """The reader sees what was taken from the chat; no sentence is asked to answer it."""
    chat = [turn("How many people were hurt in the ferry accident?", "Six people were hurt.")]
    alone = FOLLOW_UP("Who was the captain?", chat)

    assert alone.text.startswith("Who was the captain (")
    assert alone.text.endswith(")?")
    assert "ferry accident" in alone.text
    assert alone.read == "Who was the captain?"


def test_what_was_taken_wrongly_is_not_taken_again() -> None:
    """Words are chosen from questions as they were typed."""
    wrong = Turn("When does it open?", "When does the xylophone open?")
    alone = FOLLOW_UP("How long is it?", [turn("What will Line 4 cost?"), wrong])

    assert "xylophone" not in alone.recalled
    assert alone.text == "How long is Line 4?"


@pytest.mark.parametrize(
    ("name", "gender", "expected"),
    [
        ("Ada Penrose", "", True),
        ("Penrose", "she", True),
        ("Penrose", "he", False),
        ("Tom Hale", "he", True),
        ("Northport", "", False),
        ("Nobody", "", False),
        ("Line 4", "", False),
    ],
)
def test_people_are_told_from_places(name: str, gender: str, expected: bool) -> None:
    """The articles say "Mayor Penrose" and "in Northport"."""
    assert expected == People(find_texts).is_person(name, gender)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Did Tom Hale close Line 4?", ["Tom Hale", "Line 4"]),
        ("What is Xi’s view on Xi'an?", ["Xi", "Xi'an"]),
        ("What did O’Brien say to Ursula von der Leyen?", ["O’Brien", "Ursula von der Leyen"]),
        ("why?", []),
    ],
)
def test_names_are_runs_of_capitals(text: str, expected: list[str]) -> None:
    """Each is where it stands; a question word is none."""
    found = list(find_names(text, TOKENIZE))

    assert expected == [name for name, _ in found]
    assert all(text[start:end] == name for name, (start, end) in found)
