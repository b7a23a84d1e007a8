"""Times that a question names narrow which articles may answer: visibly, and never for good."""

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support import write_config

from index.build import build_library
from index.config import load_index_settings
from index.days import day_here, read_period
from index.embed import Embedder
from index.library import Library
from qa import Assistant, Filters, open_assistant
from qa.__main__ import main, render
from qa.periods import Periods, cut_words, narrow
from ui.cards import card_data

MONDAY = date(2026, 11, 23)
READ = Periods(read_period, lambda: MONDAY)


# "(firm)" where an answer of another time would be none.
@pytest.mark.parametrize(
    ("question", "words", "after", "before", "is_firm"),
    [
        ("What did Xi say yesterday?", "yesterday", "2026-11-22", "2026-11-23", True),
        ("What happened last week?", "last week", "2026-11-16", "2026-11-23", True),
        ("What was said last month?", "last month", "2026-10-01", "2026-11-01", True),
        ("What changed this year?", "this year", "2026-01-01", "2026-11-23", False),
        ("Who spoke in February?", "in February", "2026-02-01", "2026-03-01", False),
        ("In December, who spoke?", "In December", "2025-12-01", "2026-01-01", False),
        ("Who spoke in March 2024?", "in March 2024", "2024-03-01", "2024-04-01", False),
        ("How many died in 1998?", "in 1998", "1998-01-01", "1999-01-01", False),
        ("Who was hurt on Sunday?", "on Sunday", "2026-11-22", "2026-11-23", False),
        ("Who was held on 5 May?", "on 5 May", "2026-05-05", "2026-05-06", False),
        ("What came three days ago?", "three days ago", "2026-11-20", "2026-11-21", True),
        ("Who left in the last three days?", "in the last three days", "2026-11-20", MONDAY, True),
        ("What has changed since Monday?", "since Monday", "2026-11-16", None, False),
        ("What came after 4 February?", "after 4 February", "2026-02-05", None, False),
        ("What came before March?", "before March", None, "2026-02-28", False),
        ("Who won from January to March?", "from January to March",
         "2026-01-01", "2026-03-31", False),
        ("Who won between November and February?", "between November and February",
         "2025-11-01", "2026-02-28", False),
        ("What happened the day before yesterday?", "the day before yesterday",
         "2026-11-21", "2026-11-22", True),
        ("What did he do last weekend?", "last weekend", "2026-11-21", "2026-11-23", True),
        # Asked of articles: only those of the time itself.
        ("How many articles mention rain in May?", "in May", "2026-05-01", "2026-05-31", True),
        ("What do the articles from last week say?", "from last week",
         "2026-11-16", "2026-11-22", True),
    ],
)  # fmt: skip
def test_a_time_becomes_the_days_whose_articles_may_answer(
    question: str, words: str, after: str | None, before: str | date | None, is_firm: bool
) -> None:
    """From the first day to the day after the last, since news is told the day after."""
    period = READ(question)

    assert period is not None
    assert period.words == words
    assert (period.after and str(period.after)) == after
    assert (period.before and str(period.before)) == (before and str(before))
    assert period.is_firm == is_firm


@pytest.mark.parametrize(
    "question",
    [
        "Who won the World Cup of 2022?",
        "What did Theresa May say?",
        "What did the Sunday Times write?",
        "What is planned for next year?",
        "What will open in December 2027?",
        "Who won the March 2022 election?",
        "Between 9 and 10 knots, which is it?",
        "How long does it last?",
    ],
)
def test_other_words_name_no_time(question: str) -> None:
    """Names, numbers, and what is still to come."""
    assert READ(question) is None


def test_a_time_is_cut_out_of_a_question() -> None:
    """With the space and the comma beside it."""
    assert cut_words("What did Xi say yesterday?", "yesterday") == "What did Xi say?"
    assert cut_words("In May, who spoke?", "In May") == "who spoke?"
    assert cut_words("Who spoke in May of rain?", "in May") == "Who spoke of rain?"
    assert cut_words("Who spoke?", "in May") == "Who spoke?"


def test_a_period_and_the_filters_both_hold() -> None:
    """The later first day, the earlier last."""
    period = READ("Who spoke in February?")
    assert period is not None

    assert narrow(Filters(after=date(2026, 2, 10)), period).after == date(2026, 2, 10)
    assert narrow(Filters(before=date(2026, 12, 1)), period).before == date(2026, 3, 1)


ARTICLES = {
    "one.md": ("2026-10-05 23:30 UTC", "Mayor Ada Brandt opened the new library in Ostermere."),
    "two.md": ("2026-11-22", "Mayor Ada Brandt closed the old bridge in Ostermere to lorries."),
    "three.md": ("", "Mayor Ada Brandt plans a new park in Ostermere beside the harbour."),
}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """Give three articles, one undated; today is the day of the newest."""
    folder = tmp_path_factory.mktemp("periods")
    articles = folder / "articles"
    articles.mkdir()
    for name, (day, text) in ARTICLES.items():
        front = f"---\ntitle: Ostermere\ndate: {day}\n---\n\n" if day else "# Ostermere\n\n"
        (articles / name).write_text(f"{front}{text}\n", encoding="utf-8")
    config = write_config(folder, articles)
    config.write_text(f'{config.read_text("utf-8")}\n[qa]\nreference_date = "newest"\n', "utf-8")
    build_library(load_index_settings(config), embedder=embedder)
    return config


@pytest.fixture(scope="module")
def assistant(config: Path, embedder: Embedder) -> Assistant:
    """Give the assistant over them."""
    return open_assistant(config, embedder)


def test_only_articles_of_the_time_answer_until_it_is_lifted(assistant: Assistant) -> None:
    """The undated article is hidden, and counted."""
    question = "What did Mayor Ada Brandt open last month?"
    narrowed = assistant.ask(question)
    lifted = assistant.ask(question, reads_time=False)

    assert narrowed.period is not None
    assert narrowed.period.is_applied
    assert {item.source.article_id for item in narrowed.citations} == {"one.md"}
    assert narrowed.hidden_undated == 1
    assert (lifted.period, lifted.hidden_undated) == (None, 0)
    assert not lifted.filters


def test_what_happened_yesterday_is_not_told_by_another_day(assistant: Assistant) -> None:
    """Of a time as near as that, another would be another answer."""
    answer = assistant.ask("What did Mayor Ada Brandt open yesterday?")

    assert answer.period is not None
    assert answer.period.is_applied
    assert all(item.source.article_id == "two.md" for item in answer.citations)


def test_a_time_without_articles_is_said_and_passed_over(assistant: Assistant) -> None:
    """There is nothing to narrow to."""
    answer = assistant.ask("What did Mayor Ada Brandt close in March 2025?")

    assert answer.period is not None
    assert (answer.period.is_applied, answer.period.is_empty) == (False, True)
    assert not answer.filters
    assert "No article is from 2025-03-01" in render(answer)


def test_a_month_that_does_not_answer_is_said_and_passed_over(assistant: Assistant) -> None:
    """Articles of a later month may well tell of it."""
    answer = assistant.ask(
        "Which bridge in Ostermere did Mayor Ada Brandt close to lorries in October?"
    )

    assert answer.period is not None
    assert (answer.period.is_applied, answer.period.is_empty) == (False, False)
    assert {item.source.article_id for item in answer.citations} == {"two.md"}


def test_articles_of_a_time_are_counted(assistant: Assistant) -> None:
    """Of none, there are none."""
    counts = {
        when: assistant.ask(f"How many articles mention Ada Brandt{when}?").tally
        for when in ("", " in October 2026", " in March 2025")
    }

    lifted = assistant.ask("How many articles mention Ada Brandt in May?", reads_time=False)

    assert [tally.count if tally else None for tally in counts.values()] == [3, 1, 0]
    assert lifted.tally is not None
    assert (lifted.tally.count, lifted.standalone) == (3, "How many articles mention Ada Brandt?")


def test_the_newest_articles_tell_the_latest(assistant: Assistant) -> None:
    """From the day before the newest that is about it."""
    answer = assistant.ask("What is the latest news about Mayor Ada Brandt?")

    assert answer.period is not None
    assert answer.period.after == date(2026, 11, 21)
    assert {item.source.article_id for item in answer.citations} == {"two.md"}


def test_the_page_says_the_days_and_offers_to_lift_them(assistant: Assistant) -> None:
    """As a chip beside the question; where nothing was narrowed there is nothing to take off."""
    narrowed = card_data(assistant.ask("What did Mayor Ada Brandt open last month?"))
    passed = card_data(assistant.ask("What did Mayor Ada Brandt close in March 2025?"))

    days = "From 1 October to 1 November 2026, for “last month”"
    assert narrowed["chips"] == [{"name": "period", "text": days}]
    assert narrowed["period"] == ""
    assert narrowed["note"] == "1 undated article was left out, because a date filter is on."
    assert passed["chips"] == []
    assert passed["period"].startswith("No article is from 1 March to 1 April 2025")


def test_the_terminal_lifts_a_time(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a word on the command line."""
    question = "What did Mayor Ada Brandt open last month?"

    assert main(["--config", str(config), question]) == 0
    assert "for “last month”" in capsys.readouterr().out
    assert main(["--config", str(config), "--any-time", question]) == 0
    assert "last month" not in capsys.readouterr().out


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the clocks of this machine show the time of Tokyo."""
    monkeypatch.setitem(os.environ, "TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("tokyo")
@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("23:30 UTC", 6),
        ("23:30+08:00", 6),
        ("09:00 EST", 5),
        ("23:30", 5),
        ("", 5),
        ("23:30 XQZ", 5),
    ],
)
def test_a_time_elsewhere_is_a_day_here(clock: str, day: int) -> None:
    """Where the time is said with a zone that is known."""
    assert day_here(date(2026, 10, 5), clock) == date(2026, 10, day)


@pytest.mark.usefixtures("tokyo")
def test_an_article_counts_for_its_day_there_and_here(config: Path, embedder: Embedder) -> None:
    """Late on the 5th in London is the 6th in Tokyo."""
    library = Library.open(load_index_settings(config), embedder)
    for day, is_allowed in ((4, False), (5, True), (6, True), (7, False)):
        only = date(2026, 10, day)
        filters = Filters(only, only)
        articles = library.store.count_articles(filters)

        assert (articles > 0, library.store.count_undated(filters)) == (is_allowed, 1)
