"""The open source: whole articles, folds, pages, files, and articles that changed since."""

import base64
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support import write_config
from support_page import Open, ask, elements, marked, open_source, reading

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder
from qa import Filters
from ui.copies import answer_to_copy
from ui.filter_chips import chips_data, without
from ui.open_source import act
from ui.opening import shared_desk

SAVE = "Save a copy of the file"
LINE = "The lighthouse of Sankt Oda was lit again on Friday, after nine dark years in the fog."
CROWD = "A crowd of two hundred cheered when the lamp turned for the first time since then."
LAMP = f"Lighthouse lit\n\n{LINE}\n\n{CROWD}\n\nPhoto: Jens Holm/Reuters\n\n{LINE}\n"
QUESTION = "When was the lighthouse lit again?"


@pytest.fixture
def build(tmp_path: Path, embedder: Embedder) -> Callable[[str], Path]:
    """Give what writes the article about the lighthouse and builds the library anew."""

    def build(text: str) -> Path:
        (tmp_path / "articles").mkdir(exist_ok=True)
        (tmp_path / "articles" / "lighthouse.txt").write_text(text, encoding="utf-8")
        config = write_config(tmp_path, tmp_path / "articles")
        build_library(load_index_settings(config), embedder=embedder)
        return config

    return build


def said(source: dict[str, object]) -> list[str]:
    """Give the paragraphs of an open source as text, those that are folded in brackets."""
    paragraphs = source["paragraphs"]
    assert isinstance(paragraphs, list)
    texts = [("".join(text for text, _ in item["segments"]), item["fold"]) for item in paragraphs]
    return [f"({fold}: {text})" if fold else text for text, fold in texts]


def test_a_short_article_is_shown_whole_with_what_was_taken_out(
    open_page: Open, build: Callable[[str], Path]
) -> None:
    """Each removed part is folded at the place where it stood; the title is not said twice."""
    page = ask(open_page(build(LAMP)), QUESTION)

    source = open_source(page, "used-0")

    assert marked(source) == LINE
    shown = said(source)
    assert shown[:2] == [LINE, CROWD]
    assert shown[2].endswith(
        f"repeated block, 2 lines taken out: Photo: Jens Holm/Reuters\n{LINE})"
    )
    assert (source["has_earlier"], source["has_later"], source["language"]) == (False, False, "en")


@pytest.mark.slow
def test_a_long_article_grows_as_it_is_read(open_page: Open, build: Callable[[str], Path]) -> None:
    """First what is around the sentence; a button brings what follows, and the mark stays."""
    filler = "Nothing of note was written down by the keeper on that quiet day at sea."
    lines = [f"{filler[:-1]}, page {i}." for i in range(900)]
    text = "\n\n".join(["Keeper's book", *lines[:450], LINE, *lines[450:]])
    config = build(text)
    page = ask(open_page(config), QUESTION)
    before = open_source(page, "used-0")
    assert marked(before) == LINE
    assert before["has_earlier"]
    assert before["has_later"]

    act(shared_desk(config), reading(page).chat, "later")
    after = elements(page.run(), "source")[0]

    assert after["has_earlier"]
    assert len(after["paragraphs"]) > len(before["paragraphs"])
    assert after["paragraphs"][0] == before["paragraphs"][0]


def test_a_quote_that_moved_is_marked_where_it_stands_now(
    open_page: Open, build: Callable[[str], Path]
) -> None:
    """And the reader is told that the article has changed."""
    page = ask(open_page(build(LAMP)), QUESTION)
    build(f"Lighthouse lit\n\n{CROWD}\n\n{LINE}\n")

    source = open_source(page.run(), "used-0")

    assert "has changed" in source["problem"]
    assert "still stands" in source["problem"]
    assert (marked(source), source["kept"]) == (LINE, None)


def test_a_quote_that_is_gone_is_kept_beside_what_the_article_says_now(
    open_page: Open, build: Callable[[str], Path]
) -> None:
    """With the paragraph that comes nearest marked."""
    page = ask(open_page(build(LAMP)), QUESTION)
    now = LINE.replace("Friday", "Sunday")
    build(f"Lighthouse lit\n\n{CROWD}\n\n{now}\n")

    source = open_source(page.run(), "used-0")

    assert "gone from it" in source["problem"]
    assert source["kept"]["text"] == LINE
    assert marked(source) == now


def test_the_file_is_offered_as_long_as_it_is_what_was_read(
    open_page: Open, build: Callable[[str], Path]
) -> None:
    """A file that was changed since is not, and the reader is told."""
    config = build(LAMP)
    page = ask(open_page(config), QUESTION)
    open_source(page, "used-0")
    assert SAVE in [button.proto.label for button in page.get("download_button")]

    (config.parent / "articles" / "lighthouse.txt").write_text("Other words.", encoding="utf-8")
    page.run()

    assert SAVE not in [button.proto.label for button in page.get("download_button")]
    assert elements(page, "source")[0]["problem"] == "The file has changed since it was read."
    assert marked(elements(page, "source")[0]) == LINE


def test_a_pdf_is_shown_as_printed_when_it_is_asked_for(
    open_page: Open, sample_config: Path
) -> None:
    """As a picture, handed over whole, with boxes; an article without pages has no switch."""
    page = ask(open_page(sample_config), "What would the worn seal of the ferry have cost?")
    cited = reading(page).chat.answers[0].citations
    place = next(i for i, one in enumerate(cited) if one.source.article_id.endswith(".pdf"))
    source = open_source(page, f"used-{place}")
    assert (source["views"], source["picture"]) == (["text", "page"], None)

    reading(page).chat.view.is_printed = True
    picture = elements(page.run(), "source")[0]["picture"]

    assert picture["boxes"]
    assert "with the sentence boxed" in picture["alternative"]
    image = base64.b64decode(picture["source"].removeprefix("data:image/png;base64,"))
    assert image.startswith(b"\x89PNG")
    found = reading(page).chat.answers[0].also_found
    source = open_source(page, f"also-{next(i for i, one in enumerate(found) if not one.page)}")
    assert (source["views"], source["picture"]) == ([], None)
    assert marked(source)


def test_an_answer_tells_why_and_can_be_copied(open_page: Open, sample_config: Path) -> None:
    """Each citation has its reasons in words, and plain text with its source line."""
    page = ask(open_page(sample_config), "How much is the arms package worth?")
    (card,) = elements(page, "card")

    quotes = [quote for source in card["sources"] for quote in source["quotes"]]
    assert [quote["key"] for quote in quotes] == [quote["key"] for quote in card["sentences"]]
    told = " ".join(line for quote in quotes for line in quote["why"]["lines"])
    assert "1st of 62 passages compared: " in told
    assert "by meaning" in told
    assert "of 100)" in told
    assert quotes[0]["copy"].startswith("“")
    assert card["copy"] == answer_to_copy(reading(page).chat.answers[0])
    assert card["announcement"].startswith(f"{card['verdict']}. ")
    assert card["is_fresh"]
    assert all(f"[{quote['label']}] " in card["copy"] for quote in quotes)


def test_a_refusal_tells_what_each_passage_lacks(open_page: Open, sample_config: Path) -> None:
    """In the words of the question."""
    (card,) = elements(ask(open_page(sample_config), "Who won the World Cup?"), "card")

    assert all("“Cup”" in nearest["lacking"] for nearest in card["nearest"])


def test_an_answer_of_a_kept_chat_is_not_announced(open_page: Open, sample_config: Path) -> None:
    """It is not new when the chat is opened again."""
    page = ask(open_page(sample_config), "How much is the arms package worth?")

    again = open_page(sample_config, page.query_params["chat"])

    assert [card["is_fresh"] for card in elements(again, "card")] == [False]


def test_an_article_that_alone_may_answer_has_its_chip() -> None:
    """Which asks all again."""
    only = Filters(articles=("ferry.pdf",))

    assert [chip["text"] for chip in chips_data(only)] == ["Only ferry.pdf"]
    assert without(only, "article:ferry.pdf") == Filters()


FILTERS = Filters(date(2026, 1, 5), None, ("The A", "The *B*"), without_analysis=True)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("after", Filters(None, None, ("The A", "The *B*"), without_analysis=True)),
        ("outlet:The A", Filters(date(2026, 1, 5), None, ("The *B*",), without_analysis=True)),
        ("analysis", Filters(date(2026, 1, 5), None, ("The A", "The *B*"))),
    ],
)
def test_a_chip_takes_one_filter_off(name: str, left: Filters) -> None:
    """And leaves the others; each filter has its chip."""
    assert [chip["text"] for chip in chips_data(FILTERS)] == [
        "From 5 January 2026",
        "The A",
        "The *B*",
        "Without analysis and opinion",
    ]
    assert left == without(FILTERS, name)


def test_a_question_is_asked_again_without_a_filter(open_page: Open, sample_config: Path) -> None:
    """Of an answer, by its chip; the filters of the next question stay as they are."""
    page = open_page(sample_config)
    page.toggle(key="without_analysis").set_value(True).run()
    ask(page, "How much is the arms package worth?")
    assert [chip["name"] for chip in elements(page, "card")[0]["chips"]] == ["analysis"]
    assert [chip["name"] for chip in elements(page, "chips")[0]["chips"]] == ["analysis"]

    reading(page).asking.ask_without(reading(page).chat.answers[0], Filters())
    page.run()

    assert elements(page, "card")[1]["chips"] == []
    assert page.toggle(key="without_analysis").value
