"""What tests of the page share: it is drawn without a browser, and read as it was handed over."""

import json
import time
from pathlib import Path
from typing import Any, Protocol

from streamlit.testing.v1 import AppTest

from ui.session import Opened, Session

_PAGE = """
from pathlib import Path
from ui.{module} import {draw}
from ui.opening import shared_desk
from ui.session import here

{draw}(shared_desk(Path({config!r})), here())
"""


class Open(Protocol):
    """Opens the page over a configuration, at the address of a chat."""

    def __call__(self, config: Path, chat: str = "") -> AppTest: ...


def draw_library(config: Path) -> AppTest:
    """Draw the page of the library, which `AppTest` cannot navigate to."""
    code = _PAGE.format(module="library_page", draw="draw_library_page", config=str(config))
    return AppTest.from_string(code, default_timeout=120).run()


def elements(page: AppTest, kind: str) -> list[dict[str, Any]]:
    """Give what the page hands to its own elements of one kind, in order."""
    protos = [element.proto for element in page.get("bidi_component")]
    return [json.loads(one.json) for one in protos if one.component_name == f"articles_{kind}"]


def ask(page: AppTest, question: str) -> AppTest:
    """Type a question and send it."""
    return page.chat_input[0].set_value(question).run()


def reading(page: AppTest) -> Session:
    """Give what the page remembers."""
    session = page.session_state["reading"]
    assert isinstance(session, Session)
    return session


def open_source(page: AppTest, key: str, answer: int = 0) -> dict[str, Any]:
    """Open a citation as a click on its number does; give what the source then shows."""
    reading(page).chat.toggle(Opened(answer, key))
    page.run()
    return elements(page, "source")[0]


def marked(source: dict[str, Any]) -> str:
    """Give the marked text of an open source."""
    parts = [part for paragraph in source["paragraphs"] for part in paragraph["segments"]]
    return "".join(text for text, is_marked in parts if is_marked)


def trouble(page: AppTest) -> str:
    """Give the one notice of a page that cannot open, once nothing else is wrong with it."""
    assert not page.exception
    assert not page.chat_input
    (notice,) = elements(page, "notice")
    assert notice["tone"] == "trouble"
    return str(notice["text"])


def wait_for_examples(page: AppTest) -> list[str]:
    """Draw the empty page until it offers questions, as an open one does by itself."""
    end = time.monotonic() + 60
    while not (examples := elements(page, "welcome")[0]["examples"]):
        assert time.monotonic() < end, "no examples"
        time.sleep(0.1)
        page.run()
    return [str(example) for example in examples]
