"""The page to explore on: topics, one of them opened, its sources, and a question to ask."""

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from support_page import elements, marked

from ui.article_map import MapMark, map_chart
from ui.explore_page import Exploring
from ui.words import time_in_words

_PAGE = """
from pathlib import Path
from ui.explore_page import draw_explore_page
from ui.opening import shared_desk
from ui.session import here

draw_explore_page(shared_desk(Path({config!r})), here())
"""


def draw(config: Path, topic: str = "") -> AppTest:
    """Draw the page, which `AppTest` cannot navigate to, at the address of a topic."""
    page = AppTest.from_string(_PAGE.format(config=str(config)), default_timeout=300)
    if topic:
        page.query_params["topic"] = topic
    return page.run()


def address_of(label: str) -> str:
    """Give how the address names a topic: "4. Kermael ferry" as "4-kermael-ferry"."""
    return "-".join(re.findall(r"\w+", label.casefold()))


def looked_at(page: AppTest) -> Exploring:
    """Give what the reader looks at."""
    exploring = page.session_state["exploring"]
    assert isinstance(exploring, Exploring)
    return exploring


def test_a_topic_is_opened_with_its_articles_sources_and_questions(sample_config: Path) -> None:
    """From the list of topics to one of them, and from a number in it to the marked sentence."""
    page = draw(sample_config)
    (listed,) = elements(page, "explore")
    assert not page.exception
    assert "16 articles of 16 tell of 4 topics" in listed["summary"]
    ferry = next(topic for topic in listed["topics"] if "ferry" in topic["label"])
    assert "4 articles" in ferry["facts"]

    page.query_params["topic"] = address_of(ferry["label"])
    page.run()
    looked_at(page).open("lead-0")
    page.run()

    assert not page.exception
    topic, *others = elements(page, "explore")
    assert topic["label"] in ferry["label"]
    assert len(topic["articles"]) == 4
    assert topic["lead"][0]["text"] == marked(elements(page, "source")[0])
    parts = {part["title"]: part for part in others}
    assert parts["Ask about it"]["questions"]
    assert any("“Thursday”" in entry["basis"] for entry in parts["Day by day"]["entries"])
    numbered = [*topic["lead"], *parts["Day by day"]["entries"]]
    labels = [entry["label"] for entry in numbered]
    assert labels == [str(i + 1) for i in range(len(labels))]


def test_an_address_leads_to_its_topic_while_there_is_one(sample_config: Path) -> None:
    """By its name, whatever place it has now; one that is not there is said to be gone."""
    page = draw(sample_config, "1-no-such-matter")
    (gone,) = elements(page, "notice")
    assert gone["title"] == "This topic is not there"
    last = elements(page, "explore")[0]["topics"][-1]["label"]

    _, _, name = address_of(last).partition("-")
    page.query_params["topic"] = f"77-{name}"
    page.run()
    (opened,) = (one for one in elements(page, "explore") if one["part"] == "topic")
    del page.query_params["topic"]
    page.run()

    assert last.endswith(opened["label"])
    assert elements(page, "explore")[0]["part"] == "topics"
    assert not elements(page, "notice")


def test_a_typed_matter_has_its_days(sample_config: Path) -> None:
    """What is typed is looked for in all articles; what nothing mentions is said to be so."""
    page = draw(sample_config)

    page.text_input(key="matter").set_value("soybeans").run()
    found = elements(page, "explore")[1]
    page.text_input(key="matter").set_value("Zanzibar").run()
    missing = elements(page, "explore")[1]

    assert all("soybean" in entry["text"].casefold() for entry in found["entries"])
    assert len(found["entries"]) > 3
    assert missing["about"] == "No article mentions this."


def test_the_map_tells_topics_apart_by_shape_too() -> None:
    """Each topic has a colour and a shape of its own; what has no name shares one."""
    marks = [MapMark(i, i, i, "t", "o", "d", name) for i, name in enumerate(["a", "b", "rest"])]

    encoding = map_chart(marks, ["a", "b", "never"])["encoding"]

    assert encoding["shape"]["scale"]["domain"] == ["a", "b", "rest"]
    assert len(set(encoding["shape"]["scale"]["range"])) == 3
    assert len(set(encoding["color"]["scale"]["range"])) == 3


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-05-14", "2026-05-14", "14 May 2026"),
        ("2026-05-14", "2026-05-18", "14 to 18 May 2026"),
        ("2026-05-01", "2026-05-31", "May 2026"),
        ("1998-01-01", "1998-12-31", "1998"),
        ("2025-11-12", "2026-10-08", "12 November 2025 to 8 October 2026"),
    ],
)
def test_a_span_of_days_is_said_shortly(first: str, last: str, expected: str) -> None:
    """A whole month and a whole year go by their names."""
    assert expected == time_in_words(date.fromisoformat(first), date.fromisoformat(last))
