"""A page that several people share: nobody is let in without the password, or sees other chats."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from support import ROOT
from support_page import Open, ask, elements, reading, trouble

from qa import ArticleQAError, Chats
from ui import gate
from ui.gate import Turnstile
from ui.opening import read_page_settings


@pytest.fixture
def shared_config(sample_config: Path, tmp_path: Path) -> Path:
    """Give a configuration over the sample library, for a page that is shared."""
    library = sample_config.parent / "var" / "library"
    config = tmp_path / "config.toml"
    config.write_text(
        f"[index]\narticles = {str(ROOT / 'articles')!r}\nlibrary = {str(library)!r}\n"
        '[ui]\nshared = true\npassword = "péar tree"\n',
        encoding="utf-8",
    )
    return config


def enter(page: AppTest, password: str) -> AppTest:
    """Type a password and send it."""
    page.text_input(key="typed-password").set_value(password)
    return page.button[0].click().run()


def test_a_shared_page_shows_nothing_before_the_password(
    open_page: Open, shared_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the chat of the address either; with it there is no list, no search, no other chat."""
    monkeypatch.setattr(gate, "_COST", 0.0)
    gate._turnstile.clear()
    chats = Chats.open(shared_config)
    page = open_page(shared_config, chat="whatever")

    assert not page.chat_input
    assert not page.sidebar.button
    assert not elements(page, "chats")
    enter(page, "pear tree")
    assert "not the password" in elements(page, "notice")[0]["text"]
    assert not page.chat_input
    enter(page, "péar tree")
    assert page.chat_input
    ask(page, "What will Line 4 cost?")

    assert elements(page, "chats")[0]["chats"] == []
    assert str(chats.folder) not in elements(page, "chats")[0]["kept"]
    keys = {button.key for button in page.button}
    assert {"new", "delete"} <= keys
    assert "all" not in keys
    assert not [field for field in page.text_input if str(field.key).startswith("name-")]
    (kept,) = chats.listed()
    assert reading(page).chat.id == kept.id
    assert "péar tree" not in repr(page.session_state)


def test_many_wrong_passwords_are_not_looked_at() -> None:
    """Five in a minute, whoever typed them; then the right one has to wait as well."""
    turnstile = Turnstile()
    for second in range(5):
        assert turnstile.wait(second) == 0
        assert not turnstile.admits("guess", "secret", second)

    assert turnstile.wait(10) == 50
    assert turnstile.wait(60) == 0
    assert turnstile.admits("secret", "secret", 60)
    assert not turnstile.admits("guess", "secret", 60)
    assert turnstile.wait(60) == 1


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("shared = true", "needs a password"),
        ('password = "x"', "set shared = true"),
        ("shared = 1", "true or false"),
    ],
)
def test_settings_that_would_leave_a_page_open_are_refused(
    tmp_path: Path, table: str, told: str
) -> None:
    """With the file, the table and the cure; a password is never shown."""
    config = tmp_path / "config.toml"
    config.write_text(f"[ui]\n{table}\n")

    with pytest.raises(ArticleQAError, match=told):
        read_page_settings(config)
    config.write_text('[ui]\nshared = true\npassword = "geheim"\n')
    assert "geheim" not in repr(read_page_settings(config))


def test_a_page_with_an_open_gate_does_not_start(open_page: Open, shared_config: Path) -> None:
    """It says what is missing in the place of the page."""
    text = shared_config.read_text(encoding="utf-8")
    shared_config.write_text(text.replace('password = "péar tree"\n', ""), encoding="utf-8")

    assert "needs a password" in trouble(open_page(shared_config))
