"""The page is for everybody: axe-core finds nothing serious in any state of it, light or dark."""

import time
from importlib.resources import files
from pathlib import Path

import pytest
from support_browser import Reader

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1", "localhost"])]

LOOK = """
    const done = arguments[0];
    axe.run(document, { resultTypes: ["violations"] }).then((found) => done(found));
"""
GRAVE = {"serious", "critical"}
# Streamlit's day fields have no number while they are empty, which later rules of axe-core allow.
STREAMLITS_OWN = ("aria-required-attr", 'role="spinbutton" aria-valuetext="Empty"')


@pytest.fixture(scope="module")
def config(sample_config: Path) -> Path:
    """Give the configuration of the sample articles' library."""
    return sample_config


def complaints(reader: Reader) -> list[str]:
    """Give what axe-core finds that is serious, light and dark: the rule and the element."""
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    reader.browser.execute_script(script)
    return [line for scheme in ("light", "dark") for line in complaints_in(reader, scheme)]


def complaints_in(reader: Reader, scheme: str) -> list[str]:
    """Give what axe-core finds that is serious in one colour scheme."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    time.sleep(0.5)  # colours fade into one another
    found = reader.browser.execute_async_script(LOOK)
    assert len(found["passes"]) > 10, "axe-core did not look at the page"
    return [
        f"{scheme}, {violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
        if not (violation["id"] == STREAMLITS_OWN[0] and STREAMLITS_OWN[1] in node["html"])
    ]


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_no_state_of_the_page_keeps_anybody_out(reader: Reader) -> None:
    """Empty, answered, with a source open, counted, refused, and the pages beside."""
    found = {"empty": complaints(reader)}

    reader.ask("How many tonnes of soybeans will China buy?")
    reader.see(".differences")
    found["answered"] = complaints(reader)
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
