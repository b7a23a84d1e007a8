"""The source and the card in a real browser: the printed page with its boxes, and filter chips."""

import time

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from support_browser import Reader, wait_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("sample page"),
]


BOXES = """
    const sheet = arguments[0].getBoundingClientRect();
    return [...arguments[0].parentElement.querySelectorAll(".box")].map((found) => {
        const box = found.getBoundingClientRect();
        return [box.left - sheet.left, box.top - sheet.top, box.width, box.height, sheet.width];
    });
"""


def test_the_printed_page_boxes_the_sentence(reader: Reader) -> None:
    """A box for each of its lines lies on the page, in sight; a click shows the page larger."""
    reader.ask("What would the worn seal of the ferry have cost to replace?")
    numbers = reader.see(".sentence button.number")
    names = [number.get_attribute("aria-label") or "" for number in numbers]
    place = next(i for i, name in enumerate(names) if "A worn seal" in name)
    reader.measure("arguments[0].click()", numbers[place])
    mark = reader.see(".panel mark")[0]
    wait_for(lambda: reader.sees(mark), "the marked sentence in view", 10)

    reader.measure("arguments[0].click()", reader.see(".view", 2)[1])
    sheet = reader.see(".sheet")[0]
    wait_for(lambda: reader.measure("return arguments[0].naturalWidth", sheet), "the picture")
    wait_for(lambda: reader.sees(reader.all(".box")[0]), "the box in view", 10)
    boxes = reader.measure(BOXES, sheet)

    assert boxes
    assert all(0 < left < width and 0 < across <= width for left, _, across, _, width in boxes)
    assert [top for _, top, *_ in boxes] == sorted(top for _, top, *_ in boxes)
    reader.measure("arguments[0].click()", reader.see(".frame")[0])
    wait_for(lambda: reader.measure(BOXES, sheet)[0][4] > boxes[0][4], "the page at full size")


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_the_pages_of_a_file_are_leafed_through_by_key(reader: Reader) -> None:
    """An arrow turns to the next page, which is said; a button leads back to the citation's."""
    reader.ask("What would the worn seal of the ferry have cost to replace?")
    names = [number.get_attribute("aria-label") or "" for number in reader.see(".number")]
    place = next(i for i, name in enumerate(names) if "A worn seal" in name)
    reader.measure("arguments[0].click()", reader.all(".number")[place])
    reader.measure("arguments[0].click()", reader.see(".view", 2)[1])
    wait_for(lambda: reader.read(".page-place") == ["Page 1 of 2"], "the first page")
    assert reader.all(".box")

    reader.all(".panel")[0].send_keys(Keys.ARROW_RIGHT)
    wait_for(lambda: reader.read(".page-place") == ["Page 2 of 2"], "the second page")
    wait_for(lambda: "Page 2 of 2. " in reader.read("[role=status]"), "its number said aloud", 10)
    assert not reader.all(".box")
    assert reader.all(".page-turn.later")[0].get_attribute("disabled")

    reader.all(".page-turn.back")[0].click()
    wait_for(lambda: reader.all(".box"), "the citation's page")
    wait_for(lambda: reader.sees(reader.all(".box")[0]), "the box in view", 10)


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_a_filter_is_taken_off_by_its_chip(reader: Reader) -> None:
    """Above the field for the next question, on an answer to ask it again; both are said aloud."""
    toggle = wait_for(
        lambda: reader.browser.find_elements(By.CSS_SELECTOR, "[data-testid=stCheckbox] label"),
        "the switch",
    )
    time.sleep(1)  # for the page to listen to it
    toggle[0].click()
    wait_for(lambda: reader.read(".chip") == ["Without analysis and opinion"], "the chip")
    reader.ask("How much is the arms package worth?")
    wait_for(lambda: len(reader.all(".chip")) == 2, "the chip of the answer")
    assert reader.read("[role=status]")[0].startswith("The articles")

    reader.measure("arguments[0].click()", reader.all(".scope .chip")[0])
    wait_for(lambda: len(reader.all(".asked")) == 2, "the question asked again")
    assert len(reader.all(".scope .chip")) == 1
    next_one = wait_for(
        lambda: [
            chip
            for chip in reader.all(".chip")
            if "take this" in str(chip.get_attribute("aria-label"))
        ],
        "the chip above the field",
    )
    reader.measure("arguments[0].click()", next_one[0])

    wait_for(lambda: len(reader.all(".chip")) == 1, "no filter above the field")
