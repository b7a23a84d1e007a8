"""The page is for everybody: axe-core finds nothing serious in any state of it, light or dark."""

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from support_access import complaints
from support_browser import Reader, wait_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.xdist_group("sample page"),
]


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_an_answer_and_its_source_keep_nobody_out(reader: Reader) -> None:
    """What readers see most."""
    reader.ask("How many tonnes of soybeans will China buy?")
    reader.see(".differences")
    reader.measure("arguments[0].click()", reader.see(".sentence button.number")[0])
    reader.see(".panel mark")

    assert complaints(reader) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_no_state_of_the_page_keeps_anybody_out(reader: Reader) -> None:
    """Empty, answered, renamed, with a source open, counted, refused, and the pages beside."""
    found = {"empty": complaints(reader)}

    reader.ask("How many tonnes of soybeans will China buy?")
    reader.see(".differences")
    found["answered"] = complaints(reader)
    reader.browser.find_element(By.CSS_SELECTOR, ".st-key-this-chat button").click()
    name = "[data-testid=stPopoverBody] input"
    (field,) = wait_for(lambda: reader.browser.find_elements(By.CSS_SELECTOR, name), "the name")
    found["renamed"] = complaints(reader)
    field.send_keys(Keys.ESCAPE)
    reader.measure("arguments[0].click()", reader.see(".sentence button.number")[0])
    reader.see(".panel mark")
    found["source"] = complaints(reader)
    reader.ask("Who won the World Cup?")
    reader.see(".nearby")
    found["refused"] = complaints(reader)
    reader.ask("How many articles mention soybeans?")
    reader.see(".tally")
    found["counted"] = complaints(reader)
    reader.go("Explore")
    reader.measure("arguments[0].click()", reader.see(".label")[0])
    reader.see(".statement, .question")
    found["explored"] = complaints(reader)
    reader.go("Library")
    reader.see(".facts")
    found["library"] = complaints(reader)

    assert found == {state: [] for state in found}
