"""The rebuild as the page shows it: begun by a click, watched in words, stopped by a click."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import streamlit as st

from qa import ArticleQAError
from ui.notices import draw_link, draw_notice, draw_shelf_trouble
from ui.opening import Desk, Shelf
from ui.session import OpenLibrary, Session
from ui.words import count, name_some, span_in_words

__all__ = ["begin_if_due", "draw_rebuild", "progress_in_words", "share_done", "watch_library"]

_FAST, _CALM = 1.0, 5.0  # seconds between two looks while a rebuild runs, and else
_RECENT = 180.0  # seconds for which a result is news

_STEPS = {
    "looking": "looking for files that changed",
    "reading": "reading the files",
    "cleaning": "cleaning the articles",
    "embedding": "learning what the passages mean",
    "comparing": "comparing articles with one another",
    "saving": "saving the library",
}
_SENDING = {
    "copying": "copying the library to the server",
    "indexing": "making the server's indexes",
}
"""Steps where the library is kept on one."""
_OLD_ANSWERS = "Questions are answered from the library as it was, until the new one is there."


class Told(Protocol):
    """How far a rebuild is."""

    @property
    def stage(self) -> str: ...

    @property
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...

    @property
    def seconds_left(self) -> float | None: ...


@st.fragment(run_every="10s")
def watch_library(desk: Desk, session: Session) -> None:
    """Move an idle page to a newer library, and say when its folder has changed since the build."""
    try:
        if not desk.assistant.is_current():
            st.rerun()
        changed = desk.shelf.folder.changed_files()
    except ArticleQAError:
        st.rerun()  # the whole page meets the error again and shows it
    told = desk.shelf.folder.progress()
    is_running = told is not None and told.is_running
    if is_running:
        draw_notice("changed", "The library is being rebuilt", _OLD_ANSWERS)
    elif changed:
        _draw_changed(changed)
        draw_shelf_trouble(session.library)
    else:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if not is_running and not desk.shelf.is_shared:
            st.button(
                "Rebuild the library", key="rebuild", on_click=_begin(desk.shelf, session.library)
            )
        draw_link(session, "library", "Open the library")


def draw_rebuild(
    shelf: Shelf, library: OpenLibrary, is_current: Callable[[], bool] | None = None
) -> None:
    """Draw how the library stands to its folder, and the rebuild, kept up to date.

    Args:
        shelf: the folder.
        library: that keeps why a rebuild could not begin.
        is_current: tells whether the page shows the newest library; None where it shows none.
    """
    if is_current is not None:  # a first library is begun by hand, once all is there
        begin_if_due(shelf, library)
    told = shelf.folder.progress()
    was_running = told is not None and told.is_running

    def draw() -> None:
        told = shelf.folder.progress()
        is_running = told is not None and told.is_running
        if is_running != was_running or (is_current is not None and not is_current()):
            st.rerun()
        _draw_state(shelf, library, is_current is not None)

    st.fragment(draw, run_every=_FAST if was_running else _CALM)()


def begin_if_due(shelf: Shelf, library: OpenLibrary) -> None:
    """Begin the rebuild that takes added files in; while another runs, wait for its end."""
    told = shelf.folder.progress()
    if not library.is_due or shelf.is_shared or (told is not None and told.is_running):
        return
    library.is_due = False
    if shelf.folder.changed_files():
        _rebuild(shelf, library)


def progress_in_words(told: Told) -> str:
    """Say how far a rebuild is: "Step 2 of 6, reading the files: 40 of 4,919"."""
    steps = _STEPS if told.stage not in _SENDING else _STEPS | _SENDING
    if told.stage not in steps:
        return "Starting…"
    said = f"Step {[*steps].index(told.stage) + 1} of {len(steps)}, {steps[told.stage]}"
    if told.total > 1:
        said += f": {told.done:,} of {told.total:,}"
    if told.seconds_left is not None:
        said += f"; about {span_in_words(told.seconds_left)} left of this step"
    return said


def share_done(told: Told) -> float:
    """Give how much of its step a rebuild has done, 0 to 1."""
    return min(told.done / told.total, 1.0) if told.total else 0.0


def _draw_state(shelf: Shelf, library: OpenLibrary, has_library: bool) -> None:
    told = shelf.folder.progress()
    if told is not None and told.is_running:
        _draw_running(shelf, library, told, has_library)
        return
    if told is not None:
        _draw_end(told.state, told.text, time.time() - told.changed)
    changed = shelf.folder.changed_files() if has_library else ()
    if changed:
        _draw_changed(changed)
    if not shelf.is_shared:
        name = "Rebuild the library" if has_library else "Build the library"
        is_wanted = bool(changed) or not has_library
        st.button(
            name,
            key="rebuild",
            on_click=_begin(shelf, library),
            type="primary" if is_wanted else "secondary",
        )
    draw_shelf_trouble(library)


def _draw_changed(changed: Sequence[str]) -> None:
    title = f"{count(len(changed), 'file')} changed since the library was built"
    draw_notice("changed", title, f"Added, changed or removed: {name_some(changed)}.")


def _begin(shelf: Shelf, library: OpenLibrary) -> Callable[[], None]:
    def begin() -> None:
        """Begin a rebuild, or keep why it cannot begin."""
        library.outcomes, library.is_due = [], False
        _rebuild(shelf, library)

    return begin


def _rebuild(shelf: Shelf, library: OpenLibrary) -> None:
    library.trouble = ""
    try:
        shelf.folder.rebuild()
    except ArticleQAError as error:
        library.trouble = str(error)


def _draw_running(shelf: Shelf, library: OpenLibrary, told: Told, has_library: bool) -> None:
    def stop() -> None:
        """Ask the rebuild to end, and begin no other."""
        library.is_due = False
        shelf.folder.stop()

    title = "The library is being rebuilt" if has_library else "The library is being built"
    draw_notice("running", title, _OLD_ANSWERS if has_library else "It opens here when it is done.")
    st.progress(share_done(told), text=progress_in_words(told))
    if not shelf.is_shared:
        st.button("Stop", key="stop", on_click=stop)


def _draw_end(state: str, text: str, age: float) -> None:
    """Say how the last rebuild ended: a failure until the next, all else while it is news."""
    if state == "failed":
        draw_notice("ended", "The last rebuild did not succeed", text, "trouble")
    elif state == "stopped" and age < _RECENT:
        draw_notice("ended", "The rebuild was stopped", "The library is as it was.")
    elif state == "done" and age < _RECENT:
        draw_notice("ended", "The library is rebuilt", text)
