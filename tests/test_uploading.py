"""Files that were added are taken in by a rebuild of its own accord."""

import time
from pathlib import Path

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder
from index.progress import ProgressFile
from qa import Folder
from ui.opening import Shelf
from ui.rebuilding import begin_if_due
from ui.session import OpenLibrary
from ui.uploading import add_upload, keep_outcomes


def test_files_that_were_not_added_begin_nothing(own_config: Path) -> None:
    """Refused, there already, or on a page that several people use."""
    shelf, library = Shelf(Folder.open(own_config), is_shared=False), OpenLibrary()
    shared = Shelf(shelf.folder, is_shared=True)
    kept = (own_config.parent / "articles" / "hostile.txt").read_bytes()

    told = [add_upload(shelf, "pier.exe", b"MZ"), add_upload(shelf, "same.txt", kept)]
    keep_outcomes(library, [*told, add_upload(shared, "more.txt", b"More.")])
    begin_if_due(shelf, library)

    assert not library.is_due
    assert len(library.outcomes) == 3
    assert not is_running(shelf)


def test_an_added_file_waits_for_the_rebuild_that_runs(own_config: Path) -> None:
    """Then a rebuild begins that reads it, in spite of a refused one beside it."""
    shelf, library = Shelf(Folder.open(own_config), is_shared=False), OpenLibrary()
    running = ProgressFile(load_index_settings(own_config).library)
    running("reading", 1, 2)
    told = [add_upload(shelf, name, b"More news.") for name in ("more.txt", "more.exe")]
    keep_outcomes(library, told)

    begin_if_due(shelf, library)
    waits = library.is_due
    running.finish("2 articles")
    begin_if_due(shelf, library)

    assert (waits, library.is_due) == (True, False)
    assert is_running(shelf)
    shelf.folder.stop()
    end = time.monotonic() + 90
    while is_running(shelf):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_another_rebuild_has_read_needs_none(own_config: Path, embedder: Embedder) -> None:
    """Begun in a terminal after the file was added."""
    shelf, library = Shelf(Folder.open(own_config), is_shared=False), OpenLibrary()
    keep_outcomes(library, [add_upload(shelf, "more.txt", b"More news.")])
    build_library(load_index_settings(own_config), embedder=embedder)

    begin_if_due(shelf, library)

    assert not library.is_due
    assert not is_running(shelf)


def is_running(shelf: Shelf) -> bool:
    """Tell whether a rebuild runs."""
    told = shelf.folder.progress()
    return told is not None and told.is_running
