"""The page asked: empty, answered, refused, with a source open, a count, and hostile words."""

import time
from pathlib import Path

from support_own import HOSTILE, rebuild
from support_page import (
    Open,
    ask,
    draw_library,
    elements,
    marked,
    open_source,
    reading,
    wait_for_examples,
)

from index.embed import Embedder
from ui.session import Opened


def test_an_empty_page_says_what_it_holds_and_offers_questions(
    open_page: Open, exampled_config: Path
) -> None:
    """Before the first question the page names its articles, outlets and days, and examples."""
    page = open_page(exampled_config)

    (welcome,) = elements(page, "welcome")
    assert "16 articles from" in welcome["facts"]
    assert len(wait_for_examples(page)) == 2
    assert not elements(page, "card")


def test_an_example_is_asked_when_it_is_chosen(open_page: Open, exampled_config: Path) -> None:
    """A chosen example becomes the first question of the chat."""
    page = open_page(exampled_config)
    example = wait_for_examples(page)[0]

    reading(page).asking.ask(example)
    page.run()

    assert [example] == [card["question"] for card in elements(page, "card")]
    assert not elements(page, "welcome")


def test_questions_to_go_on_with_stand_below_the_last_answer(
    open_page: Open, exampled_config: Path
) -> None:
    """Once they are found; a chosen one is asked as it stands, and they are gone."""
    page = ask(open_page(exampled_config), "How much is the arms package worth?")
    search = reading(page).chat.onward
    while not elements(page.run(), "next"):
        time.sleep(0.2)
    question = elements(page, "next")[0]["questions"][0]

    reading(page).asking.reword(question)
    page.run()

    assert question == elements(page, "card")[-1]["question"]
    assert not elements(page, "next")
    assert reading(page).chat.onward is not search


def test_an_answer_carries_a_number_for_every_sentence(
    open_page: Open, sample_config: Path
) -> None:
    """Sentences are numbered from 1, and every number stands in a source line."""
    page = ask(open_page(sample_config), "How much is the arms package worth?")

    (card,) = elements(page, "card")
    labels = [sentence["label"] for sentence in card["sentences"]]
    assert [str(i + 1) for i in range(len(labels))] == labels
    assert labels == [number["label"] for source in card["sources"] for number in source["numbers"]]
    assert "$11.1" in " ".join(sentence["text"] for sentence in card["sentences"])
    assert card["opened"] is None


def test_a_number_opens_its_source_and_the_chat_stays(open_page: Open, sample_config: Path) -> None:
    """The open source marks exactly the sentence, and the answer beside it is unchanged."""
    page = ask(open_page(sample_config), "How much is the arms package worth?")
    before = elements(page, "card")[0]

    source = open_source(page, "used-0")

    after = elements(page, "card")[0]
    assert before["sentences"][0]["text"] == marked(source)
    assert after["opened"] == "used-0"
    assert before["sentences"] == after["sentences"]
    assert source["title"] == after["sources"][0]["title"]


def test_an_open_source_steps_and_closes(open_page: Open, sample_config: Path) -> None:
    """Next goes to the next citation, previous stops at the first, the same number closes."""
    page = ask(open_page(sample_config), "When will Trump visit China?")
    session = reading(page)
    session.chat.toggle(Opened(0, "used-0"))

    session.chat.step(-1)
    assert Opened(0, "used-0") == session.chat.opened
    session.chat.step(1)
    assert Opened(0, "used-1") == session.chat.opened
    session.chat.toggle(Opened(0, "used-1"))
    page.run()

    assert not elements(page, "source")


def test_a_refusal_says_what_is_missing_and_what_came_nearest(
    open_page: Open, sample_config: Path
) -> None:
    """A question the articles do not answer ends in a plain sentence and openable passages."""
    page = ask(open_page(sample_config), "Who won the World Cup?")

    (card,) = elements(page, "card")
    assert card["verdict"] == "The articles do not say"
    assert not card["sentences"]
    assert card["missing"]
    assert card["nearest_title"] == "What came nearest"
    assert marked(open_source(page, "also-0"))


def test_hostile_text_is_shown_as_typed(open_page: Open, own_config: Path) -> None:
    """Markup, formulas, links and icons in question and article reach the page as plain text."""
    question = "How much is the *harbour* fee, $x$ <b>?"
    page = ask(open_page(own_config), question)

    source = open_source(page, "used-0" if reading(page).chat.answers[0].citations else "also-0")

    lines = ["".join(text for text, _ in part["segments"]) for part in source["paragraphs"]]
    typed = [line for line in HOSTILE.splitlines() if line]
    assert typed[1] in lines
    assert any("⟦RLO⟧right to left⟦PDF⟧ and zero⟦ZWSP⟧width" in line for line in lines)
    assert question == elements(page, "card")[0]["question"]
    assert not [text for text in page.markdown if "mayor" in text.value or "<b>" in text.value]


def test_what_was_taken_out_can_be_read(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """Folded in the open source, with the reason; the list of articles counts it."""
    line = "The lighthouse of Sankt Oda was lit again on Friday, after nine dark years in the fog."
    path = own_config.parent / "articles" / "lighthouse.txt"
    path.write_text(f"Lighthouse lit\n\n{line}\n\nA crowd cheered.\n\n{line}\n")
    page = ask(open_page(rebuild(own_config, embedder)), "When was the lighthouse lit again?")

    (folded,) = [item for item in open_source(page, "used-0")["paragraphs"] if item["fold"]]
    assert folded["fold"] == "Repeated block, 1 line taken out"
    assert folded["segments"] == [[line, False]]
    rows = draw_library(own_config).dataframe[0].value
    assert rows[rows["File"] == "lighthouse.txt"]["Taken out"].tolist() == ["repeated block"]


def test_a_blank_question_is_passed_over(open_page: Open, sample_config: Path) -> None:
    """White space is no question."""
    page = ask(open_page(sample_config), "   ")

    assert not page.exception
    assert not elements(page, "card")


def test_a_question_that_is_too_long_is_not_asked(open_page: Open, sample_config: Path) -> None:
    """Over a thousand characters the page says how many there are and how many may be."""
    page = ask(open_page(sample_config), "why " * 300)

    (notice,) = elements(page, "notice")
    assert "1,200 characters" in notice["text"]
    assert "1,000" in notice["text"]
    assert not elements(page, "card")


def test_a_follow_up_is_shown_as_understood_and_can_be_corrected(
    open_page: Open, sample_config: Path
) -> None:
    """What the reader makes of it is asked as it stands, whatever was said before."""
    page = ask(ask(open_page(sample_config), "What will Line 4 cost?"), "How long is it?")
    first, second = elements(page, "card")
    assert (first["standalone"], second["standalone"]) == ("", "How long is Line 4?")

    reading(page).asking.reword("How fast was it?")
    page.run()
    card = elements(page, "card")[-1]

    assert (card["question"], card["standalone"]) == ("How fast was it?", "")
    assert not reading(page).asking.waiting.question


def test_a_count_is_shown_with_all_that_was_counted(open_page: Open, sample_config: Path) -> None:
    """The number, what counts, and each article with a number that opens it."""
    page = ask(open_page(sample_config), "Which outlets mention Line 3 or Brazil?")
    (card,) = elements(page, "card")

    assert card["tally"]["count"] == "2 outlets"
    assert card["tally"]["labels"] == "Pacific Grain & Trade Letter; The Larkfield Chronicle"
    assert "Looked through 16 articles" in card["tally"]["predicate"]
    assert [quote["key"] for quote in card["nearest"]] == ["used-0", "used-1"]
    assert not card["sentences"]
    assert "Brazil" in marked(open_source(page, "used-1"))
