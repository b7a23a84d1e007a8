"""Files dropped on the page become files of the articles folder; what became of each is said."""

import streamlit as st

from qa import ArticleQAError
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.opening import Shelf
from ui.session import OpenLibrary, UploadOutcome
from ui.words import count

__all__ = ["add_upload", "draw_upload", "keep_outcomes"]

_MEGABYTE = 2**20


def draw_upload(shelf: Shelf, library: OpenLibrary) -> None:
    """Draw the field that takes files, and what became of the last ones."""
    key = f"upload-{library.uploads}"

    def take() -> None:
        """Add what was dropped, and give the field a new name: it is empty then."""
        files = st.session_state[key] or []
        told = [add_upload(shelf, one.name, one.getvalue()) for one in files]
        keep_outcomes(library, told)

    st.file_uploader(
        "Add articles",
        type=[suffix.removeprefix(".") for suffix in shelf.folder.suffixes],
        accept_multiple_files=True,
        key=key,
        on_change=take,
        max_upload_size=shelf.folder.most_bytes // _MEGABYTE,
        help="They are copied into the articles folder, where a rebuild reads them.",
    )
    if library.outcomes:
        _draw_outcomes(library)


def keep_outcomes(library: OpenLibrary, told: list[UploadOutcome]) -> None:
    """Keep what became of files; where one was added at least, a rebuild is due."""
    library.outcomes, library.uploads = told, library.uploads + 1
    library.is_due = library.is_due or any(one.is_added for one in told)


def add_upload(shelf: Shelf, name: str, content: bytes) -> UploadOutcome:
    """Add one file to the folder, and say what became of it."""
    if shelf.is_shared:
        return UploadOutcome(name, "Not added: this page does not change the library.", True)
    try:
        added = shelf.folder.add(name, content)
    except ArticleQAError as error:
        return UploadOutcome(name, f"Not added: {error}.", True)
    if not added.is_new:
        same = "is in the folder already" if added.path == name else f"is there as {added.path}"
        return UploadOutcome(name, f"The same file {same}; nothing was added.", False)
    renamed = f" as {added.path}" if added.is_renamed else ""
    return UploadOutcome(name, f"Added{renamed}.", False, is_added=True)


def _draw_outcomes(library: OpenLibrary) -> None:
    outcomes = library.outcomes
    rows = [
        {
            "title": show_controls(outcome.name),
            "line": show_controls(outcome.text),
            "is_problem": outcome.is_refused,
        }
        for outcome in sorted(outcomes, key=lambda one: not one.is_refused)
    ]
    heading = f"What became of {count(len(rows), 'file')}"
    draw_element("rows", "uploaded", {"heading": heading, "rows": rows})
