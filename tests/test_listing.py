"""Articles listed from columns are those of the tables, however they are asked for."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from support import HashEmbedder, write_config

from index.build import build_library
from index.config import load_index_settings
from index.errors import IndexDamagedError
from index.file_store import LISTING
from index.library import Library
from index.listing import Listing
from index.tables import Tables

ARTICLES = {
    "a.txt": ("Ferry repaired", "2024-03-05", "The ferry Marigold returned to Port Ellery."),
    "b.txt": ("Orchard harvest small", "2024-03-07", "Late frost has killed the apple blossom."),
    "c.txt": ("Ferry repaired", "2024-03-05", "The ferry Marigold returned to Port Ellery."),
    "d.txt": ("Library opens", "", "The library of Marnow opens at night on every Friday."),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Give a library of four articles, of which two say the same."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (title, day, text) in ARTICLES.items():
        told = [title, f"Published {day}" if day else "", f"Source: The {name[0].upper()} Post"]
        (folder / name).write_text("\n\n".join([*filter(None, told), text, text[::-1]]) + "\n")
    settings = load_index_settings(write_config(tmp_path, folder))
    embedder = HashEmbedder()
    build_library(settings, embedder=embedder)
    return Library.open(settings, embedder)


def test_articles_are_found_by_row_and_by_id(library: Library) -> None:
    """One, some, all, backwards or by id: the same articles, in the order asked for."""
    listed = [*library.files.articles]

    assert [item.id for item in listed] == [*ARTICLES]
    assert [item.row for item in listed] == [0, 1, 2, 3]
    assert library.files.articles[1] == listed[1]
    assert library.files.articles[-1] == listed[3]
    assert library.files.articles[1:3] == listed[1:3]
    assert library.files.articles.of([3, 1, 3]) == [listed[3], listed[1], listed[3]]
    assert [*reversed(library.files.articles)] == listed[::-1]
    assert library.files.articles.rows_named(["d.txt", "nowhere.txt", "a.txt"]) == [3, 0]
    with pytest.raises(KeyError):
        library.files.articles.row_of("nowhere.txt")
    with pytest.raises(IndexError):
        library.files.articles[4]


def test_columns_say_what_the_articles_say(library: Library) -> None:
    """Days, outlets, languages, families and passages are counted as by hand."""
    listed, owners = [*library.files.articles], library.files.article_of_passage

    assert [item.passages for item in listed] == np.bincount(owners).tolist()
    assert [item.family for item in listed] == library.files.articles.families.tolist()
    assert library.family(listed[2]) == [item for item in listed if item.family == 0]
    assert library.files.articles.languages.total() == 4
    assert library.files.articles.newest_day == date(2024, 3, 7)
    assert library.files.articles.from_outlets([listed[1].outlet]).tolist() == [
        item.outlet == listed[1].outlet for item in listed
    ]
    days = [item.published.day.toordinal() if item.published else 0 for item in listed]
    assert library.files.articles.days.tolist() == [days, days]


@pytest.mark.parametrize("part", ["day.npy", "names.json"])
def test_damaged_column_is_named(library: Library, part: str) -> None:
    """A column that is gone or cut is a damaged library, with the cure."""
    folder = library.settings.library / "generations" / library.generation
    (folder / LISTING / part).write_bytes(b"{")

    with pytest.raises(IndexDamagedError, match="make rebuild"):
        Listing(folder / LISTING, Tables(folder / "articles.sqlite"))
