"""The page of the library: what it lists, adds, removes and rebuilds, and what it does not."""

import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from support import PIER, write_config
from support_page import Open, draw_library, elements, reading

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder
from index.errors import StorageError
from index.folder import Folder
from index.progress import ProgressFile, RebuildProgress
from qa import open_assistant
from ui.article_table import find_articles
from ui.file_list import put_back
from ui.opening import Shelf
from ui.rebuilding import progress_in_words
from ui.session import Session
from ui.timeline import bars_of, timeline_in_words
from ui.uploading import add_upload
from ui.words import name_some, span_in_words

HOSTILE = "The <b>quay</b> of [Ryd](javascript:alert(1))\n\nThe quay \u202ewas sold for $5.\n"
MEADOW = "The meadow at Elm was mown on Friday by nine volunteers, the parish said.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """Give a folder with a small library, its articles and its configuration."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "articles").mkdir()
    (folder / "articles" / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "articles" / "meadow.txt").write_text(MEADOW)
    (folder / "articles" / "empty.txt").write_text("")
    build_library(load_index_settings(write_config(folder, folder / "articles")), embedder=embedder)
    return folder


@pytest.fixture
def own_config(built: Path, tmp_path: Path) -> Path:
    """Give the configuration of a copy of that library, which a test may change."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    for manifest in tmp_path.rglob("manifest.json"):
        text = manifest.read_text(encoding="utf-8")
        manifest.write_text(text.replace(str(built), str(tmp_path)), encoding="utf-8")
    return write_config(tmp_path, tmp_path / "articles")


def notices(page: AppTest) -> dict[str, str]:
    """Give the text of each notice by its title, once nothing else is wrong with the page."""
    assert not page.exception
    return {notice["title"]: notice["text"] for notice in elements(page, "notice")}


def show(page: AppTest, view: str) -> AppTest:
    """Turn to another view of the library."""
    return page.segmented_control(key="view").set_value(view).run()


def choose(page: AppTest, article_id: str) -> dict[str, Any]:
    """Choose an article as a click on its row does; give what is then shown of it."""
    reading(page).library.chosen = article_id
    page.run()
    assert not page.exception
    return elements(page, "article")[0]


def test_articles_are_found_by_all_words_of_title_outlet_and_file(sample_config: Path) -> None:
    """In any order and case; what has not all of them is not shown, and that is said."""
    page = draw_library(sample_config)
    articles = open_assistant(sample_config).overview().articles

    assert [one.id for one in find_articles(articles, "SENTINEL wrenfield")] == [
        "xi_trump_call_wrenfield.txt"
    ]
    page.text_input(key="sought").set_value("ferry").run()
    assert len(page.dataframe[0].value) == len(find_articles(articles, "ferry")) > 1
    page.text_input(key="sought").set_value("ferry soybeans").run()
    assert not page.dataframe
    assert any("No title" in caption.value for caption in page.caption)


def test_an_article_is_data_wherever_it_is_listed(own_config: Path) -> None:
    """What it holds stands in cells and elements as it is, and never in Markdown."""
    page = draw_library(own_config)
    said = choose(page, "hostile.txt")

    assert "[Ryd](javascript:alert(1))" in said["title"]
    assert "<b>quay</b>" in page.dataframe[0].value["Title"][0]
    for kind in ("markdown", "caption", "button", "subheader"):
        assert not [one for one in getattr(page, kind) if "quay" in str(one)]


def test_a_chosen_article_tells_its_relations_with_why(sample_config: Path) -> None:
    """A rewrite says how much both say, with sentences; a report of the same event is no source."""
    said = choose(draw_library(sample_config), "tolland_inquirer_2026-02-07.md")

    assert [name for name, _ in said["facts"] if name == "Length"] == ["Length"]
    by_kind = {relation["kind"]: relation for relation in said["relations"]}
    rewrite = by_kind["One was made of the other: both count as one source"]
    assert rewrite["choice"] == "meridian_courier_taiwan_call.html"
    assert any("is said by both" in line for line in rewrite["why"])
    assert rewrite["said"]
    assert "Reports the same event, as a source of its own" in by_kind


def test_an_article_is_asked_about_alone(open_page: Open, sample_config: Path) -> None:
    """Only its sentences answer, which the page says until all may answer again."""
    page = open_page(sample_config)
    reading(page).asking.article = "straitwatch_arms_package_explained.txt"
    page.run()
    page.chat_input[0].set_value("How much is the arms package worth?").run()

    (answer,) = reading(page).chat.answers
    cited = {one.source.article_id for one in (*answer.citations, *answer.also_found)}
    assert cited == {"straitwatch_arms_package_explained.txt"}
    assert answer.filters.articles == ("straitwatch_arms_package_explained.txt",)
    assert "Only straitwatch" in elements(page, "card")[0]["scope"]
    assert elements(page, "rows")[0]["rows"][0]["action"]["label"] == "Ask all articles"

    reading(page).asking.article = "gone.txt"
    page.run()
    assert not elements(page, "rows")


def test_groups_lead_to_their_articles(sample_config: Path) -> None:
    """One source and one event are told apart, the largest group first."""
    page = show(draw_library(sample_config), "Sources and events")

    source, event = elements(page, "groups")
    assert source["title"] == "One source: 1 group"
    assert event["groups"][0]["line"] == "4 articles from 3 independent sources"
    assert len(event["groups"][0]["articles"]) == 4


def test_files_tell_their_problems_first(own_config: Path) -> None:
    """A skipped file is named with its reason, above a table of all."""
    page = draw_library(own_config)
    assert ["Skipped", "1 file"] in elements(page, "library")[0]["facts"]

    show(page, "Files")

    (problems,) = elements(page, "rows")
    assert [row["title"] for row in problems["rows"]] == ["empty.txt"]
    assert problems["rows"][0]["line"].startswith("Skipped: ")
    assert page.dataframe[0].value["File"].tolist() == ["empty.txt", "hostile.txt", "meadow.txt"]


def test_the_timeline_is_told_in_words(sample_config: Path) -> None:
    """How many, from when to when, and how many have no date; the same stands in a table."""
    page = show(draw_library(sample_config), "Timeline")

    words = timeline_in_words(open_assistant(sample_config).overview())
    assert (
        words
        == "15 dated articles from 12 November 2025 to 8 October 2026; 1 undated, not in the chart."
    )
    assert words in [caption.value for caption in page.caption]
    assert page.dataframe[0].value["articles"].sum() == 15


@pytest.mark.parametrize(
    ("days", "unit", "starts"),
    [
        ((date(2026, 1, 1), date(2026, 1, 31)), "day", ["2026-01-01", "2026-01-31"]),
        ((date(2026, 1, 1), date(2026, 3, 31)), "week", ["2025-12-28", "2026-03-29"]),
        ((date(2024, 1, 15), date(2026, 3, 31)), "month", ["2024-01-01", "2026-03-01"]),
        ((date(1950, 1, 15), date(2026, 3, 31)), "year", ["1950-01-01", "2026-01-01"]),
    ],
)
def test_bars_are_as_wide_as_the_days_ask_for(
    days: tuple[date, date], unit: str, starts: list[str]
) -> None:
    """Days, weeks from Sunday, months or years."""
    chosen, bars = bars_of([(day, "") for day in days])

    assert (chosen, [bar["from"] for bar in bars]) == (unit, starts)


def test_small_outlets_share_a_colour() -> None:
    """Seven have their own, and the numbers add up."""
    dated = [(date(2026, 1, 1), f"outlet {n % 20:02}") for n in range(110)]

    _, bars = bars_of(dated)

    assert len(bars) == 8
    assert sum(bar["articles"] for bar in bars) == 110


def test_uploads_are_told_one_by_one(tmp_path: Path) -> None:
    """Added, added under another name, there already, or refused with what helps."""
    shelf = Shelf(Folder.open(write_config(tmp_path, tmp_path / "articles")), is_shared=False)
    shared = Shelf(shelf.folder, is_shared=True)

    told = [
        add_upload(shelf, "pier.txt", PIER.encode()),
        add_upload(shelf, "../pier.txt", b"Another pier."),
        add_upload(shelf, "copy.txt", PIER.encode()),
        add_upload(shelf, "pier.txt", PIER.encode()),
        add_upload(shelf, "pier.exe", b"MZ"),
        add_upload(shared, "more.txt", b"More."),
    ]

    assert [(one.text.partition(";")[0], one.is_refused) for one in told] == [
        ("Added.", False),
        ("Added as pier (2).txt.", False),
        ("The same file is there as pier.txt", False),
        ("The same file is in the folder already", False),
        ("Not added: files named *.exe are not read as articles", True),
        ("Not added: this page does not change the library.", True),
    ]


def test_a_removal_can_be_undone_on_the_page(own_config: Path) -> None:
    """The file goes to the trash, the page says what that means, and Undo brings it back."""
    page = draw_library(own_config)
    choose(page, "meadow.txt")
    page.button(key="remove").click().run()

    assert not (own_config.parent / "articles" / "meadow.txt").exists()
    told = notices(page)
    assert "can be put back" in told["Removed"]
    assert "meadow.txt" in told["1 file changed since the library was built"]
    notes = page.dataframe[0].value.set_index("File")["Notes"]
    assert notes["meadow.txt"] == "removed; gone with the next rebuild"

    page.button(key="undo").click().run()

    assert (own_config.parent / "articles" / "meadow.txt").read_text() == MEADOW
    assert notices(page) == {}


def test_an_article_of_several_goes_with_its_file(tmp_path: Path, embedder: Embedder) -> None:
    """The button says with how many others, and the file goes whole."""
    folder = Folder.open(write_config(tmp_path, tmp_path / "articles"))
    rows = "\n".join(
        f'{{"id": "{n}", "title": "Elm {n}", "text": "{MEADOW.strip()}"}}' for n in "ab"
    )
    folder.add("rows.jsonl", rows.encode())
    build_library(load_index_settings(tmp_path / "config.toml"), embedder=embedder)
    page = draw_library(tmp_path / "config.toml")
    choose(page, "rows.jsonl#a")

    assert page.button(key="remove").label == "Remove its file, with 1 other article"
    page.button(key="remove").click().run()

    assert [one.path for one in folder.removed] == ["rows.jsonl"]
    assert "rows.jsonl can be put back" in notices(page)["Removed"]


def test_what_cannot_be_put_back_is_said(own_config: Path) -> None:
    """The reason is kept for the page to show, with what helps."""
    folder, session = Folder.open(own_config), Session()
    removed = folder.remove("meadow.txt")
    (own_config.parent / "articles" / "meadow.txt").write_text("Another one.")

    put_back(Shelf(folder, is_shared=False), session, removed.key)

    assert "rename that one" in session.library.trouble


def test_a_rebuild_begun_elsewhere_shows_in_every_session(own_config: Path) -> None:
    """Two pages show how far it is, can stop it, and show how it ended."""
    pages = [draw_library(own_config), draw_library(own_config)]
    library = load_index_settings(own_config).library
    told = ProgressFile(library)
    told("embedding", 20, 80)
    for page in pages:
        page.run()
        assert "The library is being rebuilt" in notices(page)
        assert page.button(key="stop").label == "Stop"
        assert not [button for button in page.button if button.key == "rebuild"]

    told.finish("2 articles, 2 passages")

    for page in pages:
        page.run()
        assert notices(page)["The library is rebuilt"] == "2 articles, 2 passages"


def test_a_failed_rebuild_says_what_helps(own_config: Path) -> None:
    """Until the next one, with the cure."""
    library = load_index_settings(own_config).library
    with pytest.raises(StorageError), ProgressFile(library):
        raise StorageError("the disk is full; free some space")

    told = notices(draw_library(own_config))

    assert told["The last rebuild did not succeed"] == "The disk is full; free some space"


def test_the_library_is_built_from_the_page(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is none, the page says what it would read and builds it at a click."""
    config = write_config(tmp_path, tmp_path / "articles")
    Folder.open(config).add("meadow.txt", MEADOW.encode())
    monkeypatch.setenv("ASK_ARTICLES_CONFIG", str(config))
    page = AppTest.from_string(UNBUILT, default_timeout=120).run()
    told = notices(page)
    assert "make rebuild" in told["There is no library to ask yet"]
    assert told["The articles folder"].startswith("1 file to read in")

    page.button(key="rebuild").click().run()
    assert "The library is being built" in notices(page)
    folder = Folder.open(config)
    wait_until(lambda: (seen := folder.progress()) and seen.state == "done")

    assert elements(open_page(config), "welcome")[0]["facts"] == "1 article; 1 undated"


UNBUILT = """
import os
from pathlib import Path
from qa import ArticleQAError
from ui.library_page import draw_unbuilt
from ui.opening import shared_desk, shared_shelf
from ui.session import here

config = Path(os.environ["ASK_ARTICLES_CONFIG"])
try:
    shared_desk(config)
except ArticleQAError as error:
    draw_unbuilt(shared_shelf(config), error, here())
"""


def wait_until(look: Callable[[], object]) -> None:
    """Look again until it is so."""
    end = time.monotonic() + 90
    while not look():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_shared_page_changes_nothing(own_config: Path) -> None:
    """No upload, no removal, no rebuild; the page says so."""
    set_up = own_config.read_text(encoding="utf-8")
    shared = '[ui]\nshared = true\npassword = "a long pass phrase"'
    own_config.write_text(set_up.replace("[ui]", shared), encoding="utf-8")
    Folder.open(own_config).add("later.txt", b"Later news from the quay.")

    page = draw_library(own_config)
    choose(page, "meadow.txt")

    assert "nothing is added, removed or rebuilt" in notices(page)["To look at only"]
    assert {button.key for button in page.button} == {"ask-article", "read-article"}
    assert not page.get("file_uploader")


@pytest.mark.parametrize(
    ("stage", "done", "left", "words"),
    [
        ("starting", 0, None, "Starting…"),
        ("reading", 40, None, "Step 2 of 6, reading the files: 40 of 4,919"),
        ("copying", 7, None, "Step 7 of 8, copying the library to the server: 7 of 4,919"),
        (
            *("embedding", 4_000, 130.0),
            "Step 4 of 6, learning what the passages mean: 4,000 of 4,919; about 2 minutes left",
        ),
    ],
)
def test_progress_is_told_in_words(stage: str, done: int, left: float | None, words: str) -> None:
    """Which step, how far, and how long where that can be told."""
    told = RebuildProgress("running", stage, done, 4_919, left)

    assert progress_in_words(told).removesuffix(" of this step") == words


def test_spans_and_names_are_rounded() -> None:
    """To what is worth telling."""
    spans = [span_in_words(seconds) for seconds in (1, 42, 100, 3_500, 9_000)]

    assert spans == ["5 seconds", "40 seconds", "2 minutes", "1 hour", "2 hours"]
    assert name_some(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert name_some(["a"]) == "a"
