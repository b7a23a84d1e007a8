"""What became of each file, the problems first, and the files that were removed."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from qa import ArticleQAError, Overview
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.opening import Shelf
from ui.session import Session
from ui.words import count, taken_out_in_words

__all__ = ["draw_files", "draw_removed", "file_columns", "problem_rows", "put_back"]

_MOST_PROBLEMS = 200
_STATUSES = {"indexed": "in the library", "alias": "a copy", "skipped": "skipped"}


class Receipt(Protocol):
    """What happened to one file."""

    @property
    def path(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def articles(self) -> int: ...

    @property
    def words(self) -> int: ...

    @property
    def size(self) -> int: ...

    @property
    def edits(self) -> Mapping[str, int]: ...

    @property
    def notes(self) -> tuple[str, ...]: ...


def draw_files(overview: Overview) -> None:
    """Draw the problems with what helps, and a table of every file."""
    rows = problem_rows(overview.receipts)
    if rows:
        heading = f"{count(len(rows), 'file')} with something to know"
        if len(rows) > _MOST_PROBLEMS:
            heading += f"; the first {_MOST_PROBLEMS}, the table has all"
        draw_element("rows", "problems", {"heading": heading, "rows": rows[:_MOST_PROBLEMS]})
    else:
        st.caption("Every file was read without a problem.")
    st.dataframe(
        file_columns(overview.receipts),
        hide_index=True,
        alt="What became of each file, one a row, the problems first",
    )


def problem_rows(receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """Give a row for each file that was skipped or has notes, the skipped first."""
    skipped = [(one, one.reason) for one in receipts if one.status == "skipped"]
    noted = [(one, "; ".join(one.notes)) for one in receipts if one.notes]
    return [
        {
            "title": show_controls(receipt.path),
            "line": show_controls(f"Skipped: {text}" if receipt.status == "skipped" else text),
            "is_problem": receipt.status == "skipped",
        }
        for receipt, text in (*skipped, *noted)
    ]


def file_columns(receipts: Sequence[Receipt]) -> Mapping[str, list[Any]]:
    """Give the columns of the table of files."""
    return {
        "File": [show_controls(one.path) for one in receipts],
        "What became of it": [_STATUSES.get(one.status, one.status) for one in receipts],
        "Why": [show_controls(one.reason or "; ".join(one.notes)) for one in receipts],
        "Articles": [one.articles for one in receipts],
        "Words": [one.words for one in receipts],
        "Taken out": [taken_out_in_words(one.edits) for one in receipts],
        "Kilobytes": [round(one.size / 1000, 1) for one in receipts],
    }


def draw_removed(shelf: Shelf, session: Session) -> None:
    """Draw the files that were removed, each with a way back."""
    removed = shelf.folder.removed
    if not removed or shelf.is_shared:
        return

    def bring_back(choice: str) -> None:
        put_back(shelf, session, choice)

    rows = [
        {
            "title": show_controls(one.path),
            "line": f"Removed {one.removed.astimezone():%Y-%m-%d %H:%M}",
            "action": {"choice": one.key, "label": "Put back"},
        }
        for one in removed
    ]
    heading = f"{count(len(rows), 'removed file')}, kept beside the library"
    draw_element("rows", "removed", {"heading": heading, "rows": rows}, bring_back)


def put_back(shelf: Shelf, session: Session, key: str) -> None:
    """Bring a removed file back to where it was, or keep why that cannot be."""
    session.library.removed, session.library.trouble = None, ""
    try:
        shelf.folder.restore(key)
    except ArticleQAError as error:
        session.library.trouble = str(error)
