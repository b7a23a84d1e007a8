"""Filters of the page: which articles may answer, named, and taken off again."""

from datetime import date
from pathlib import Path

from support_page import (
    Open,
    ask,
    elements,
    reading,
)


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
