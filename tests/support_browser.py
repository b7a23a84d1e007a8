"""A reader before the real page in a real browser, for the tests that drive one.

The page is started as a person starts it, and Chromium is driven over loopback. Every request
that the browser makes is looked at: one that leaves this machine fails the test. A module that
asks for a `reader` may give the configuration of the page, as the fixture `config`.
"""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from support import ROOT

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


@pytest.fixture(scope="session")
def start_page() -> Iterator[Callable[[Path], str]]:
    """Give a way to start the page as a person does: configuration -> its address.

    It runs until one of another configuration is asked for, or the last test has ended.
    """
    last: tuple[Path, str] | None = None
    with ExitStack() as running:

        def start(config: Path) -> str:
            nonlocal last
            if last is None or last[0] != config:
                running.close()
                last = config, running.enter_context(_running_page(config))
            return last[1]

        yield start


@contextmanager
def _running_page(config: Path) -> Iterator[str]:
    """Run the page, what it says beside its configuration, until it is left."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", "ui/app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--", "--config", str(config)]
    with config.with_name("page.log").open("w") as output:
        page = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for(lambda: is_up(address), "the page")
            yield address
        finally:
            page.terminate()
            page.wait()


@pytest.fixture(scope="module")
def config(sample_config: Path) -> Path:
    """Give the configuration that the page is opened with, where a module gives no other."""
    return sample_config


@pytest.fixture(scope="module")
def address(config: Path, start_page: Callable[[Path], str]) -> Iterator[str]:
    """Give the address of the running page, which must not have failed in the end."""
    yield start_page(config)
    assert "Traceback" not in config.with_name("page.log").read_text()


class Reader:
    """A person before the page: types, clicks and looks."""

    def __init__(self, browser: Chrome, address: str, greeting: str = ".purpose") -> None:
        self.browser = browser
        browser.get(address)
        if greeting:
            self.see(greeting)

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

    def go(self, page: str) -> None:
        """Choose another page at the top."""

        def links() -> list[WebElement]:
            found = self.browser.find_elements(By.CSS_SELECTOR, "[data-testid=stTopNavLink]")
            return [link for link in found if link.text.endswith(page)]

        wait_for(links, f"the link to {page}")[0].click()

    def sees(self, element: WebElement) -> bool:
        """Tell whether an element lies wholly inside the window."""
        return bool(self.measure(IN_VIEW, element))

    def measure(self, script: str, *arguments: Any) -> Any:
        """Ask the page for a number or a word."""
        return self.browser.execute_script(script, *arguments)

    def complaints(self) -> list[str]:
        """Give what the browser had to say to the page's own code, advice aside."""
        entries = self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(entry["message"]) for entry in entries if entry["level"] != "DEBUG"]

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
def greeting() -> str:
    """Give what the page shows of our elements once it is there; empty where that is nothing."""
    return ".purpose"


@pytest.fixture
def reader(address: str, tmp_path: Path, size: tuple[int, int], greeting: str) -> Iterator[Reader]:
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
        reader = Reader(browser, address, greeting)
        yield reader
        requests = reader.requests()
        assert any(url.startswith("ws://127.0.0.1") for url in requests)
        assert [url for url in requests if leaves_machine(url)] == []
        assert reader.complaints() == []
    finally:
        browser.quit()
