"""The real page in a real browser: from a typed question to the marked sentence, and no further.

The page is started as a person starts it, and Chromium is driven over loopback. Every request
that the browser makes is looked at: one that leaves this machine fails the test.
"""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from support import ROOT, write_config

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1", "localhost"])]

Found = TypeVar("Found")

PATIENCE = 90.0
"""Seconds for the page to start, load its model and draw, on a slow machine that is busy."""
FLAGS = """
    --headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
    --disable-dev-shm-usage
""".split()
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# What a browser loads out of itself, for its own start page and for text drawn as a picture.
INWARD = {"about", "blob", "chrome", "data"}
# Our elements live in shadow trees, which CSS selectors of the page do not reach into.
FIND = """
    const hosts = document.querySelectorAll("[data-testid=stBidiComponentIsolated]");
    const trees = [...hosts].map((host) => host.shadowRoot).filter(Boolean);
    return trees.flatMap((tree) => [...tree.querySelectorAll(arguments[0])]);
"""
READ = f"return (function () {{{FIND}}})(arguments[0]).map((found) => found.textContent);"
IN_VIEW = """
    const box = arguments[0].getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight
        && box.left >= 0 && box.right <= innerWidth;
"""
HOSTILE = """\
The <img src=x onerror="document.title='owned'"> wharf

The wharf toll rose to $7 and then $9, *said* the <b>reeve</b> <script>document.title='owned'\
</script> in [a link](javascript:alert(1)).
"""


def wait_for(look: Callable[[], Found], what: str, seconds: float = PATIENCE) -> Found:
    """Look again until there is something, or fail saying what was not there."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"{what}: not there after {seconds:.0f} s"
        time.sleep(0.1)
    return found


def find_program(*names: str) -> str:
    """Give the path of the first program that is installed."""
    found = [path for path in map(shutil.which, names) if path]
    assert found, f"none of {names} is installed; `make test` leaves these tests out then"
    return found[0]


def free_port() -> int:
    """Give a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_up(address: str) -> bool:
    """Tell whether the page answers."""
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as reply:  # noqa: S310 - loopback
            return bool(reply.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """Give the configuration of a library of the sample articles and a hostile one."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(ROOT / "articles", folder / "articles")
    (folder / "articles" / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    config = write_config(folder, folder / "articles")
    build_library(load_index_settings(config), embedder=embedder)
    return config


@pytest.fixture(scope="module")
def address(config: Path) -> Iterator[str]:
    """Start the page as a person does, and give its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "ui/app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--", "--config", str(config)]
    log = config.with_name("page.log")
    with log.open("w") as output:
        page = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for(lambda: is_up(f"http://127.0.0.1:{port}"), "the page")
            yield f"http://127.0.0.1:{port}"
        finally:
            page.terminate()
            page.wait()
    assert "Traceback" not in log.read_text()


class Reader:
    """A person before the page: types, clicks and looks."""

    def __init__(self, browser: Chrome, address: str) -> None:
        self.browser = browser
        browser.get(address)
        self.see(".example")

    def all(self, selector: str) -> list[WebElement]:
        """Give what our elements show now."""
        found = self.browser.execute_script(FIND, selector)
        assert isinstance(found, list)
        return found

    def see(self, selector: str, count: int = 1) -> list[WebElement]:
        """Wait until our elements show so many of these."""
        wait_for(lambda: len(self.all(selector)) >= count, selector)
        return self.all(selector)

    def read(self, selector: str) -> list[str]:
        """Give the words of what our elements show now, taken all at one moment."""
        found = self.browser.execute_script(READ, selector)
        assert isinstance(found, list)
        return found

    def ask(self, question: str) -> None:
        """Type a question, and wait for what is said to it."""
        asked = len(self.all(".asked"))
        selector = "[data-testid=stChatInput] textarea"
        field = wait_for(
            lambda: self.browser.find_elements(By.CSS_SELECTOR, selector), "the question field"
        )
        field[0].send_keys(question, Keys.ENTER)
        self.see(".asked", asked + 1)
        time.sleep(1)  # the page scrolls to the new answer by itself, away from under a pointer

    def sees(self, element: WebElement) -> bool:
        """Tell whether an element lies wholly inside the window."""
        return bool(self.measure(IN_VIEW, element))

    def measure(self, script: str, *arguments: Any) -> Any:
        """Ask the page for a number or a word."""
        return self.browser.execute_script(script, *arguments)

    def complaints(self) -> list[str]:
        """Give what the browser had to say to the page's own code."""
        entries = self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(entry["message"]) for entry in entries]

    def requests(self) -> list[str]:
        """Give the address of everything the browser has asked for since the last look."""
        entries = self.browser.get_log("performance")  # type: ignore[no-untyped-call]
        messages = [json.loads(entry["message"])["message"] for entry in entries]
        sent = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        return sent + [
            message["params"]["url"]
            for message in messages
            if message["method"] == "Network.webSocketCreated"
        ]


def leaves_machine(url: str) -> bool:
    """Tell whether a request goes anywhere but to this machine."""
    parts = urlsplit(url)
    return parts.scheme not in INWARD and parts.hostname not in LOOPBACK


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["wide", "phone"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Give the width and height of a window."""
    width, height = request.param
    return width, height


@pytest.fixture
def reader(address: str, tmp_path: Path, size: tuple[int, int]) -> Iterator[Reader]:
    """Give a reader before the open page, who must not have left this machine in the end."""
    options = ChromeOptions()
    options.binary_location = find_program("chromium", "chromium-browser", "google-chrome")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    browser = Chrome(options=options, service=Service(find_program("chromedriver")))
    window = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", window)
    try:
        reader = Reader(browser, address)
        yield reader
        requests = reader.requests()
        assert any(url.startswith("ws://127.0.0.1") for url in requests)
        assert [url for url in requests if leaves_machine(url)] == []
        assert reader.complaints() == []
    finally:
        browser.quit()


def test_a_typed_question_leads_to_the_marked_sentence(reader: Reader) -> None:
    """The number inside an answer's sentence opens the article with that sentence in view."""
    reader.ask("How much is the arms package worth?")
    sentence = reader.see(".sentence")[0]
    number = reader.see(".sentence button.number")[0]
    said = sentence.text.removesuffix(number.text).strip()

    number.click()

    mark = reader.see(".panel mark")[0]
    wait_for(lambda: reader.sees(mark), "the marked sentence in view", 10)
    assert mark.text == said
    assert number.get_attribute("aria-expanded") == "true"
    assert sentence.text.removesuffix(number.text).strip() == said


def test_the_page_fits_its_window(reader: Reader) -> None:
    """Nothing is cut off or scrolls sideways, with a source open or not."""
    reader.ask("How much will Line 4 cost?")
    reader.see(".sentence button.number")[0].click()
    reader.see(".panel mark")

    for selector in (".asked", ".sentences", ".panel"):
        left, right, width = reader.measure(
            "const b = arguments[0].getBoundingClientRect(); return [b.left, b.right, innerWidth]",
            reader.see(selector)[0],
        )
        assert left >= 0, selector
        assert right <= width, selector


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_opening_a_source_does_not_move_the_chat(reader: Reader) -> None:
    """The number that was clicked stays under the pointer."""
    reader.ask("How much will Line 4 cost?")
    reader.ask("Who won the World Cup?")
    number = reader.see(".sentence button.number")[0]
    reader.measure("arguments[0].scrollIntoView({ block: 'center' })", number)
    time.sleep(1)
    before = reader.measure("return arguments[0].getBoundingClientRect().top", number)

    number.click()
    reader.see(".panel mark")
    time.sleep(1)

    assert reader.measure("return arguments[0].getBoundingClientRect().top", number) == before


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_the_keyboard_is_enough(reader: Reader) -> None:
    """Enter on a number opens its source, Escape closes it and comes back to the number."""
    reader.ask("How much is the arms package worth?")
    number = reader.see(".sentence button.number")[0]

    number.send_keys(Keys.ENTER)
    panel = reader.see(".panel")[0]
    wait_for(lambda: reader.measure("return arguments[0].matches(':focus')", panel), "focus")
    panel.send_keys(Keys.ESCAPE)

    wait_for(lambda: not reader.all(".panel"), "the chat alone")
    wait_for(lambda: reader.measure("return arguments[0].matches(':focus')", number), "focus")


def test_how_a_follow_up_was_understood_is_corrected_in_place(reader: Reader) -> None:
    """The question is shown standing alone; what the reader makes of it is asked."""
    reader.ask("What will Line 4 cost?")
    reader.ask("How long is it?")
    assert reader.see(".standalone")[0].text == "How long is Line 4?"

    reader.see(".change")[0].send_keys(Keys.ENTER)
    field = reader.see(".field")[0]
    field.clear()
    field.send_keys("How late will Line 4 open?", Keys.ENTER)

    assert reader.see(".asked", 3)[2].text == "How late will Line 4 open?"


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_the_days_of_a_question_are_shown_and_lifted(reader: Reader) -> None:
    """The question is asked again, of articles of any time."""
    reader.ask("How many articles mention the ferry in May 2026?")
    (period,) = reader.read(".period")
    assert period.startswith("Only articles from 1 to 31 May 2026, for “in May 2026”")

    reader.see(".lift")[0].click()

    reader.see(".asked", 2)
    wait_for(lambda: len(reader.read(".tally, .count")) >= 2, "both counts")
    assert len(reader.read(".period")) == 1


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_an_example_is_asked_by_a_click(reader: Reader) -> None:
    """An example of the empty page becomes the first question."""
    example = reader.see(".example")[0]
    question = example.text

    example.click()

    assert [asked.text for asked in reader.see(".asked")] == [question]


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_a_chat_outlives_a_reload_and_is_opened_by_a_click(reader: Reader) -> None:
    """Its address brings it back, and so do its name in the sidebar and the browser's Back."""
    first, second = "How long will Line 4 be in the end?", "Who won the <i>World Cup</i>?"
    reader.ask(first)
    reader.browser.refresh()
    wait_for(lambda: reader.read(".asked") == [first], "the chat after a reload")

    reader.browser.find_element(By.CSS_SELECTOR, ".st-key-new button").click()
    wait_for(lambda: reader.all(".example") and not reader.all(".asked"), "an empty chat")
    reader.ask(second)
    wait_for(lambda: reader.read(".chat .name")[:2] == [second, first], "both chats by name")
    wait_for(lambda: reader.read(".chat[aria-current] .name") == [second], "the open one")

    reader.see(".chat", 2)[1].click()
    wait_for(lambda: reader.read(".asked") == [first], "the chat that was clicked")
    reader.browser.back()
    wait_for(lambda: reader.read(".asked") == [second], "the chat before it")


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_an_article_cannot_write_into_the_page(reader: Reader) -> None:
    """Tags, scripts and links of an article stand on the page as the letters they are."""
    reader.ask("How much is the wharf toll <b>now</b>?")
    reader.see(".sentence button.number, .nearby button.number")[0].click()

    shown = " ".join(mark.text for mark in reader.see(".panel mark"))

    assert "*said* the <b>reeve</b> <script>" in shown
    assert "[a link](javascript:alert(1))" in shown
    assert not reader.all("img, script, b, a")
    assert reader.browser.title == "Ask your articles"


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_an_idle_page_notices_a_rebuilt_library(
    reader: Reader, config: Path, embedder: Embedder
) -> None:
    """Without a click the page moves to the newer library and says so."""
    later = "The ferry pier at Noll opens on 3 May 2026, the harbour master said."
    (config.parent / "articles" / "later.txt").write_text(later, encoding="utf-8")
    build_library(load_index_settings(config), embedder=embedder)

    toast = wait_for(
        lambda: reader.browser.find_elements(By.CSS_SELECTOR, "[data-testid=stToast]"), "a toast"
    )

    assert "The library was rebuilt: 18 articles." in toast[0].text
