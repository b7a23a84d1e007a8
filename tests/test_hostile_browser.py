"""An article that is one line of five megabytes, before a reader in a real browser."""

from pathlib import Path
from time import perf_counter

import pytest
from support import write_config
from support_browser import Reader, wait_for

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1", "localhost"])]

SAID = "The lighthouse of Quill was sold for 310 crowns to Ida Brandt. "
FILLING = "The council of Northport voted on Monday to repair the old pier by next spring. "
HALF = 2_500_000 // len(FILLING)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """Give the configuration of a library of one article: a title and one endless line."""
    folder = tmp_path_factory.mktemp("endless")
    (folder / "articles").mkdir()
    line = FILLING * HALF + SAID + FILLING * HALF
    (folder / "articles" / "endless.txt").write_text(f"Quill\n\n{line}", encoding="utf-8")
    config = write_config(folder, folder / "articles")
    build_library(load_index_settings(config), embedder=embedder)
    return config


@pytest.mark.slow
def test_one_line_of_five_megabytes_opens_at_its_sentence(reader: Reader) -> None:
    """What is around the sentence comes within seconds, and no more of it than can be drawn."""
    reader.ask("For how much was the lighthouse of Quill sold?")
    number = reader.see(".sentence button.number, .nearby button.number")[0]

    start = perf_counter()
    reader.measure("arguments[0].click()", number)
    mark = reader.see(".panel mark")[0]
    wait_for(lambda: reader.sees(mark), "the marked sentence in view", 20)
    took = perf_counter() - start

    assert mark.get_attribute("textContent") == SAID.strip()
    assert took < 20  # about 1 s on an idle machine
    shown = sum(map(len, reader.read(".panel .paragraph")))
    assert 30_000 < shown < 130_000
    assert len(reader.all(".more")) == 2
