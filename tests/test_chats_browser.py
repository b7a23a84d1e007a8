"""Chats in a real browser: judged, exported by a click, found again, and there after a reload."""

from pathlib import Path

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from support import ROOT, write_config
from support_browser import Reader, wait_for

from qa import Chats
from qa.exports import read_export

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
]

QUESTION = "What will <b>Line 4</b> cost?"


@pytest.fixture(scope="module")
def config(sample_config: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a configuration over the sample library, with chats of its own."""
    library = sample_config.parent / "var" / "library"
    folder = tmp_path_factory.mktemp("chats")
    return write_config(folder, ROOT / "articles", f"library = {str(library)!r}")


def find(reader: Reader, selector: str, place: int = 0) -> WebElement:
    """Wait for a part of the page around our elements."""

    def look() -> list[WebElement]:
        found = reader.browser.find_elements(By.CSS_SELECTOR, selector)
        return found if len(found) > place else []

    return wait_for(look, selector)[place]


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_a_chat_is_judged_exported_and_found_again(
    reader: Reader, config: Path, tmp_path: Path
) -> None:
    """Its file is whole; its opinion outlives a reload; a search finds it; undo brings it back."""
    chats, downloads = Chats.open(config), tmp_path / "downloads"
    reader.browser.execute_cdp_cmd(
        "Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
    )
    reader.ask(QUESTION)
    reader.measure("arguments[0].click()", find(reader, ".st-key-judge-0 button", 1))
    reader.measure("arguments[0].click()", find(reader, ".st-key-judge-0 button", 3))
    wait_for(lambda: chats.judged() and chats.judged()[0][1].opinion, "an opinion")
    wait_for(lambda: "incomplete" in chats.questions(), "a reason")

    find(reader, ".st-key-this-chat button").click()
    find(reader, ".st-key-export-html button").click()
    wait_for(lambda: list(downloads.glob("*.html")), "the export")
    transcript, is_whole = read_export((downloads / "chat.html").read_text(encoding="utf-8"))
    assert is_whole
    assert [kept.answer.question for kept in transcript.answers] == [QUESTION]

    reader.browser.refresh()
    wait_for(lambda: reader.read(".asked") == [QUESTION], "the chat after a reload")
    find(reader, ".st-key-judge-0 [data-testid=stTextInput]")
    find(reader, ".st-key-new button").click()
    wait_for(lambda: reader.all(".purpose") and not reader.all(".asked"), "an empty chat")
    find(reader, ".st-key-all button").click()
    find(reader, ".st-key-search-chats input").send_keys("ratepayers cost", Keys.ENTER)
    reader.see(".chat .snippet")[0].click()
    wait_for(lambda: reader.read(".asked") == [QUESTION], "the chat that was found")
    wait_for(lambda: not reader.all(".chat .snippet"), "the list closed")
    has_focus = "return arguments[0].matches(':focus')"
    wait_for(lambda: reader.measure(has_focus, reader.all(".asked")[0]), "the answer found")

    find(reader, ".st-key-all button").click()
    find(reader, ".st-key-ask-delete-all button").click()
    find(reader, ".st-key-delete-all button").click()
    wait_for(lambda: not chats.listed(), "no chats")
    find(reader, ".st-key-undo button").click()
    wait_for(lambda: len(chats.listed()) == 1, "the chat that was brought back")
