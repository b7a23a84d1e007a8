"""The gate of a shared page is for everybody, and says why it stays shut."""

from pathlib import Path

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from support import ROOT, write_config
from support_access import complaints
from support_browser import Reader, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1", "localhost"])]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the configuration of a page with a password; its library is never opened."""
    page = '[ui]\nshared = true\npassword = "pear tree"'
    return write_config(tmp_path_factory.mktemp("gate"), ROOT / "articles", page)


@pytest.fixture
def greeting() -> str:
    """Nothing is drawn but the field for the password."""
    return ""


@pytest.mark.parametrize("size", [(390, 844)], ids=["phone"], indirect=True)
def test_everybody_can_use_the_gate(reader: Reader) -> None:
    """Closed and after a wrong password, light and dark; Enter sends it, and the page says no."""
    (field,) = wait_for(
        lambda: reader.browser.find_elements(By.CSS_SELECTOR, "input[type=password]"), "the field"
    )
    found = {"closed": complaints(reader)}

    field.send_keys("apple tree", Keys.ENTER)
    assert "not the password" in reader.see(".notice .text")[0].text
    found["refused"] = complaints(reader)

    assert found == {"closed": [], "refused": []}
