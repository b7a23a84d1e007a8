"""Chats on the page: begun, renamed, judged, deleted, brought back, and read much later."""

import shutil
from pathlib import Path

import pytest
from support import ROOT
from support_chats import add_chat_server, let_go, start_appending
from support_own import rebuild
from support_page import (
    Open,
    ask,
    elements,
    open_source,
    reading,
)

from index.embed import Embedder
from index.pgvector_settings import PgvectorSettings
from qa import Answer, Chats, open_assistant
from qa.answer import Status


def test_a_new_chat_is_empty(open_page: Open, sample_config: Path) -> None:
    """New chat forgets the answers and closes the source."""
    page = ask(open_page(sample_config), "How much is the arms package worth?")
    open_source(page, "used-0")

    page.button(key="new").click().run()

    assert elements(page, "welcome")
    assert not elements(page, "card")
    assert not elements(page, "source")


def test_a_reload_brings_the_chat_back(open_page: Open, own_config: Path) -> None:
    """The address names the chat; a page opened at it goes on where the other one was."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    address = page.query_params["chat"]
    (before,) = elements(page, "card")

    again = open_page(own_config, address)
    assert [before | {"is_fresh": False}] == elements(again, "card")
    again = ask(again, "How much is the harbour fee, again?")

    assert address == again.query_params["chat"]
    assert [card["question"] for card in elements(page.run(), "card")] == [
        "How much is the harbour fee?",
        "How much is the harbour fee, again?",
    ]


def test_an_address_that_lags_behind_loses_no_chat(open_page: Open, own_config: Path) -> None:
    """A click while the first question is answered brings the old address; a later Back counts."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    address = page.query_params["chat"]

    del page.query_params["chat"]
    assert len(elements(page.run(), "card")) == 1
    assert address == page.query_params["chat"]
    del page.query_params["chat"]
    assert elements(page.run(), "welcome")


def test_a_chat_of_the_terminal_is_opened_in_the_page(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """It is listed by its name with the others; New chat leaves it as it is."""
    asked = Chats.open(own_config).named("harbour <b>*fee*</b>")
    asked.ask(open_assistant(own_config, embedder), "How much is the harbour fee?")
    page = open_page(own_config)
    ((chat,), kept) = (elements(page, "chats")[0][name] for name in ("chats", "kept"))
    assert (chat["name"], chat["is_open"]) == ("harbour <b>*fee*</b>", False)
    assert chat["about"].startswith("1 question, ")
    assert str(own_config.parent / "var" / "chats") in kept

    page.query_params["chat"] = chat["id"]  # as a click on it does
    ask(page.run(), "Who said so?")
    assert len(asked.answers) == len(elements(page, "card")) == 2
    assert elements(page, "chats")[0]["chats"][0]["is_open"]

    page.button(key="new").click().run()
    ask(page, "Who wrote the log?")
    listed = elements(page, "chats")[0]["chats"]
    assert [chat["name"] for chat in listed] == ["Who wrote the log?", "harbour <b>*fee*</b>"]
    assert len(asked.answers) == 2


def test_a_chat_is_renamed_and_judged(open_page: Open, own_config: Path) -> None:
    """A name that is taken is refused with a notice; an opinion is kept, changed and taken back."""
    chats = Chats.open(own_config)
    other = chats.append(Answer("Who?", "Who?", Status.UNANSWERED, 0.1, (), ()))
    page = ask(open_page(own_config), "How much is the harbour fee?")
    chat_id = reading(page).chat.id
    page.text_input(key=f"name-{chat_id}").set_value(other.name).run()
    assert "another chat is called" in elements(page, "notice")[0]["text"]
    page.text_input(key=f"name-{chat_id}").set_value("fees").run()
    assert elements(page, "chats")[0]["chats"][0]["name"] == "fees"

    thumbs = f"opinion-{chat_id}-1"
    page.feedback(key=thumbs).set_value(0).run()
    page.text_input(key=f"{thumbs}-words").set_value("too short").run()
    ((_, kept),) = chats.judged()
    assert kept.opinion
    assert (kept.opinion.is_good, kept.opinion.words) == (False, "too short")
    page.feedback(key=thumbs).set_value(1).run()
    assert not [field for field in page.text_input if field.key == f"{thumbs}-words"]
    assert [kept.opinion.words for _, kept in chats.judged() if kept.opinion] == [""]
    page.feedback(key=thumbs).set_value(None).run()
    assert chats.judged() == []
    assert not page.exception


def test_a_chat_is_deleted_and_brought_back(open_page: Open, own_config: Path) -> None:
    """The open one, by a button; until something else is asked another button undoes it."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    address = page.query_params["chat"]
    page.button(key="delete").click().run()
    assert elements(page, "welcome")
    assert "chat" not in page.query_params
    assert elements(page, "chats")[0]["chats"] == []

    page.button(key="undo").click().run()

    assert len(elements(page, "card")) == 1
    assert address == page.query_params["chat"]
    assert not [button for button in page.button if button.key == "undo"]


def test_an_address_of_a_chat_that_is_gone_is_told(open_page: Open, own_config: Path) -> None:
    """The page is empty, says so, and takes questions."""
    page = open_page(own_config, "nowhere")
    (notice,) = elements(page, "notice")

    assert "was deleted" in notice["text"]
    assert "chat" not in page.query_params
    ask(page, "How much is the harbour fee?")
    assert not elements(page, "notice")
    assert len(Chats.open(own_config).listed()) == 1


def test_damaged_chats_do_not_stop_the_page(open_page: Open, own_config: Path) -> None:
    """What happened is told once; then questions are answered and kept in a new file."""
    path = own_config.parent / "var" / "chats" / "chats.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 1000)
    page = open_page(own_config)
    (notice,) = elements(page, "notice")
    assert "was set aside" in notice["text"]

    ask(page, "How much is the harbour fee?")

    assert not elements(page, "notice")
    assert len(Chats.open(own_config).listed()) == 1


def test_an_answer_that_cannot_be_kept_is_shown(open_page: Open, own_config: Path) -> None:
    """With the reason below it."""
    (own_config.parent / "var" / "chats").write_text("a file in the folder's place")
    page = ask(open_page(own_config), "How much is the harbour fee?")

    assert len(elements(page, "card")) == 1
    assert "config.toml" in elements(page, "notice")[0]["text"]
    assert len(elements(page.run(), "card")) == 1
    assert "chat" not in page.query_params


def test_a_kept_chat_is_read_after_its_articles_are_gone(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """Each sentence stands in it as before; its source says what became of the article."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    address, cards = page.query_params["chat"], elements(page, "card")
    key = "used-0" if reading(page).chat.answers[0].citations else "also-0"
    articles = own_config.parent / "articles"
    shutil.copy(ROOT / "articles" / "2026-05-15_kermael_ferry.txt", articles / "hostile.txt")
    rebuild(own_config, embedder)

    page = open_page(own_config, address)

    assert [card | {"is_fresh": False} for card in cards] == elements(page, "card")
    assert "has changed" in open_source(page, key)["problem"]
    (articles / "hostile.txt").rename(articles / "ferry.txt")
    rebuild(own_config, embedder)
    page = open_page(own_config, address)
    assert "no longer in the library" in open_source(page, key)["problem"]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_page_goes_on_with_what_another_showed(
    own_config: Path, servers: PgvectorSettings, open_page: Open
) -> None:
    """Killed, the other has lost nothing that it said was kept; a third has the answers of both."""
    add_chat_server(own_config, servers)
    other = start_appending(own_config, "other", 100_000)
    let_go(other)
    assert other.stdout
    said = [other.stdout.readline() for _ in range(3)]
    other.kill()
    said += other.stdout.readlines()
    other.communicate(timeout=30)
    confirmed = len([line for line in said if line.endswith("\n")])
    chats = Chats.open(own_config)
    (chat,) = chats.listed()
    assert confirmed <= chat.turns <= confirmed + 1

    page = open_page(own_config, chat=chat.id)
    assert len(elements(page, "card")) == chat.turns
    ask(page, "How much is the harbour fee?")

    assert f"PostgreSQL, schema {servers.schema}" in elements(page, "chats")[0]["kept"]
    kept = Chats.open(own_config).answers(chat.id)
    assert [answer.question[:7] for answer in kept[:-1]] == [
        f"other {n}" for n in range(chat.turns)
    ]
    assert list(kept) == reading(page).chat.answers
