"""Filters of the page: which articles may answer, named, and taken off again."""

from datetime import date
from pathlib import Path

from support_page import (
    Open,
    ask,
    elements,
    reading,
)

from ui.cards import choose


def test_filters_limit_the_answer_and_are_named(open_page: Open, sample_config: Path) -> None:
    """With filters on, only allowed articles answer, and page and answer both say so."""
    page = open_page(sample_config)
    page.date_input(key="after").set_value(date(2026, 9, 1))
    page.date_input(key="before").set_value(date(2026, 12, 31))
    page.run()
    assert "filters are on" in page.chat_input[0].placeholder

    ask(page, "How much is the arms package worth?")

    answer = reading(page).chat.answers[0]
    cited = [*answer.citations, *answer.also_found]
    assert cited
    assert all(
        one.source.published is not None and one.source.published.month >= 9 for one in cited
    )
    (card,) = elements(page, "card")
    assert card["scope"] == "Only articles from 1 September to 31 December 2026"
    assert "undated" in card["note"]


def test_filters_are_cleared_by_one_button(open_page: Open, sample_config: Path) -> None:
    """Clear filters takes days and outlets off together."""
    page = open_page(sample_config)
    page.date_input(key="after").set_value(date(2026, 9, 1))
    page.multiselect(key="outlets").select("Meridian Courier").run()

    page.button(key="clear").click().run()

    assert page.date_input(key="after").value is None
    assert page.multiselect(key="outlets").value == []
    assert page.chat_input[0].placeholder == "Ask a question"


def test_days_in_the_wrong_order_are_pointed_out(open_page: Open, sample_config: Path) -> None:
    """A first day after the last day is said plainly."""
    page = open_page(sample_config)
    page.date_input(key="after").set_value(date(2026, 9, 2))
    page.date_input(key="before").set_value(date(2026, 9, 1)).run()

    assert "first day is after the last" in page.warning[0].value


def test_analysis_is_told_and_can_be_left_out(open_page: Open, sample_config: Path) -> None:
    """A sentence of a scenario wears its label; a switch leaves such sentences out."""
    question = "What could the arms sales lead to in the region?"
    page = ask(open_page(sample_config), question)
    (card,) = elements(page, "card")
    told = {item["kind"] for item in (*card["sentences"], *card["nearest"])}
    page = ask(page.toggle(key="without_analysis").set_value(True).run(), question)
    reported = elements(page, "card")[1]

    assert "analysis, not a report" in told
    assert "analysis, not a report" not in {
        item["kind"] for item in (*reported["sentences"], *reported["nearest"])
    }
    assert reported["scope"] == "Without analysis and opinion"


def test_the_days_a_question_names_are_a_chip(open_page: Open, sample_config: Path) -> None:
    """The one to take off beside the others; asked again, the question is of any time."""
    page = open_page(sample_config)
    page.toggle(key="without_analysis").set_value(True).run()
    ask(page, "How many articles mention the ferry in May 2026?")
    (card,) = elements(page, "card")
    assert [chip["text"] for chip in card["chips"]] == [
        "From 1 to 31 May 2026, for “in May 2026”",
        "Without analysis and opinion",
    ]
    assert card["scope"] == ". ".join(chip["text"] for chip in card["chips"])

    choose(reading(page), 0, f"without:{card['chips'][0]['name']}")
    page.run()

    again = elements(page, "card")[1]
    assert again["question"] == card["question"]
    assert [chip["text"] for chip in again["chips"]] == ["Without analysis and opinion"]


def test_days_without_an_answer_are_no_chip(open_page: Open, sample_config: Path) -> None:
    """There is nothing to take off: articles of all days were asked, and a line says so."""
    page = ask(open_page(sample_config), "How much was the arms package worth last week?")

    (card,) = elements(page, "card")
    assert card["chips"] == []
    assert "all were asked" in card["period"]
