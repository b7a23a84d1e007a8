"""The page over each library it can meet: none, a broken one, a changed one, a newer one."""

import shutil
from pathlib import Path

import pytest
from support import ROOT, write_config
from support_own import rebuild
from support_page import (
    Open,
    ask,
    draw_library,
    elements,
    open_source,
    reading,
    trouble,
)

from index.config import load_index_settings
from index.embed import Embedder
from ui.opening import config_path


def test_articles_in_another_language_are_told(own_config: Path, embedder: Embedder) -> None:
    """With the model that would read them and the setting to change; English ones are not."""
    assert elements(draw_library(own_config), "library")[0]["notice"] == ""

    path = own_config.parent / "articles" / "mole.txt"
    path.write_text(
        "Die alte Mole ist gesperrt\n\nDer Rat der Stadt hat am Sonntag die alte Mole geschlossen, "
        "nachdem Taucher in elf von vierzig Pfeilern Risse gefunden hatten. Niemand wurde verletzt."
    )
    notice = elements(draw_library(rebuild(own_config, embedder)), "library")[0]["notice"]
    assert "German" in notice
    assert "config.toml" in notice


def test_the_library_page_lists_its_articles(sample_config: Path) -> None:
    """The list names every article once, below the facts of the library."""
    page = draw_library(sample_config)

    assert ["Articles", "16"] in elements(page, "library")[0]["facts"]
    assert len(page.dataframe[0].value) == 16


def test_a_missing_library_names_the_cure(open_page: Open, tmp_path: Path) -> None:
    """Before the first build the page says which command builds."""
    assert "rebuild" in trouble(open_page(write_config(tmp_path, ROOT / "articles")))


def test_a_broken_config_names_the_key(open_page: Open, tmp_path: Path) -> None:
    """A misspelt key is one readable line."""
    config = write_config(tmp_path, ROOT / "articles", "pasage_words = 100")

    assert "pasage_words" in trouble(open_page(config))


def test_a_stale_library_names_the_cure(open_page: Open, own_config: Path) -> None:
    """A setting that the library was not built with is told, with the command that rebuilds."""
    set_up = own_config.read_text(encoding="utf-8")
    own_config.write_text(
        set_up.replace("[index]", "[index]\npassage_words = 60"), encoding="utf-8"
    )

    assert "rebuild" in trouble(open_page(own_config))


def test_a_damaged_library_names_the_cure(open_page: Open, own_config: Path) -> None:
    """A library with a file missing is told, with the command that rebuilds."""
    library = load_index_settings(own_config).library
    for generation in library.iterdir():
        if generation.is_dir():
            largest = max(generation.rglob("*"), key=lambda path: path.stat().st_size)
            largest.unlink()

    assert "rebuild" in trouble(open_page(own_config))


def test_a_page_opens_once_its_library_is_there(
    open_page: Open, tmp_path: Path, embedder: Embedder
) -> None:
    """After the cure, Try again opens the page."""
    config = write_config(tmp_path, ROOT / "articles")
    page = open_page(config)
    rebuild(config, embedder)

    page.button(key="again").click().run()

    assert elements(page, "welcome")


def test_a_changed_folder_is_noticed(open_page: Open, own_config: Path) -> None:
    """A file added since the build is named, with a button that takes it in."""
    (own_config.parent / "articles" / "later.txt").write_text("Later news.", encoding="utf-8")

    page = open_page(own_config)

    (notice,) = elements(page, "notice")
    assert notice["title"] == "1 file changed since the library was built"
    assert "later.txt" in notice["text"]
    assert page.button(key="rebuild").label == "Rebuild the library"


def test_a_rebuilt_library_is_taken_up(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """An open page moves to the newer library, says so once, and keeps its chat."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    shutil.copy(ROOT / "articles" / "2026-05-15_kermael_ferry.txt", own_config.parent / "articles")
    rebuild(own_config, embedder)

    page.run()

    assert [toast.value for toast in page.toast] == ["The library was rebuilt: 2 articles."]
    assert len(elements(page, "card")) == 1
    assert not page.run().toast


def test_a_source_that_is_gone_is_told(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """An older answer whose article was deleted since says so in place of the article."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    key = "used-0" if reading(page).chat.answers[0].citations else "also-0"
    articles = own_config.parent / "articles"
    (articles / "hostile.txt").unlink()
    shutil.copy(ROOT / "articles" / "2026-05-15_kermael_ferry.txt", articles)
    rebuild(own_config, embedder)

    source = open_source(page.run(), key)

    assert "no longer in the library" in source["problem"]
    assert not source["paragraphs"]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "config.toml"),
        ([], {"ASK_ARTICLES_CONFIG": "a.toml"}, "a.toml"),
        (["--config", "b.toml", "-q"], {"ASK_ARTICLES_CONFIG": "a.toml"}, "b.toml"),
    ],
    ids=["default", "environment", "argument"],
)
def test_the_config_is_named_by_argument_or_environment(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    """The argument wins over the environment, and both over ./config.toml."""
    assert Path(expected) == config_path(arguments, environment)
