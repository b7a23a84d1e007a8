"""The page of the library in a real browser: from a dropped file to a question about it."""

import shutil
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from selenium.webdriver.common.by import By
from support import ROOT, write_config
from support_browser import Reader, wait_for

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1", "localhost"])]

LINES = (
    "The pier at Noll",
    "Published 3 May 2026",
    "The ferry pier at Noll opens on 9 June 2026, the harbour master Ida Brandt said.",
    "Boats to the island of Hask leave every forty minutes in the summer.",
)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """Give the configuration of a library of two articles."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "articles").mkdir()
    for name in ("straitwatch_arms_package_explained.txt", "xi_trump_call_wrenfield.txt"):
        shutil.copy(ROOT / "articles" / name, folder / "articles")
    config = write_config(folder, folder / "articles")
    build_library(load_index_settings(config), embedder=embedder)
    return config


def click(reader: Reader, name: str) -> None:
    """Click Streamlit's own button of that name, or what opens and closes."""
    path = f"//button[normalize-space()='{name}'] | //summary[contains(., '{name}')]"
    found = wait_for(lambda: reader.browser.find_elements(By.XPATH, path), name)
    reader.measure("arguments[0].click()", found[0])


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_a_dropped_file_is_asked_about_once_the_library_is_rebuilt(
    reader: Reader, tmp_path: Path
) -> None:
    """Dropped, said to be added, taken in while questions are answered, and cited."""
    paper = tmp_path / "Noll pier.pdf"
    canvas = Canvas(str(paper))
    for number, line in enumerate(LINES):
        canvas.drawString(72, 780 - 40 * number, line)
    canvas.save()

    reader.go("Library")
    click(reader, "Add articles")
    find = "input[type=file]"
    wait_for(lambda: reader.browser.find_elements(By.CSS_SELECTOR, find), "the field")
    reader.browser.find_element(By.CSS_SELECTOR, find).send_keys(str(paper))
    wait_for(lambda: reader.read(".row .soft") == ["Added."], "what became of the file")
    rebuilt = "The library is being rebuilt"
    wait_for(lambda: rebuilt in reader.read(".notice .title"), "the rebuild")

    reader.go("Ask")
    reader.ask("How many tonnes of soybeans will China buy?")
    wait_for(lambda: "20 million" in " ".join(reader.read(".sentence")), "the answer meanwhile")
    wait_for(lambda: rebuilt not in reader.read(".notice .title"), "the new library")
    reader.ask("When does the ferry pier at Noll open?")

    wait_for(lambda: any("9 June 2026" in one for one in reader.read(".sentence")), "the answer")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(390, 844)], ids=["phone"], indirect=True)
def test_a_chosen_article_comes_into_view_on_a_phone(reader: Reader) -> None:
    """Below the list, with the keyboard on its heading; one click leads back to the list."""
    reader.browser.get(reader.browser.current_url + "library")
    reader.see(".facts")
    click(reader, "Sources and events")
    group = reader.see("details.group")[0]
    reader.measure("arguments[0].open = true", group)
    chosen = reader.see(".choose", 2)[1]
    reader.measure("arguments[0].focus(); arguments[0].click()", chosen)

    has_focus = "return arguments[0].matches(':focus')"
    heading = reader.see(".about .headline")[0]
    wait_for(lambda: reader.sees(heading), "the heading in view", 10)
    wait_for(lambda: reader.measure(has_focus, heading), "focus on it", 10)
    reader.measure("arguments[0].click()", reader.all(".back")[0])

    wait_for(lambda: reader.sees(reader.all("details.group")[0]), "the list in view", 10)
    reader.complaints()  # at this address Streamlit first looks for itself in the wrong place
