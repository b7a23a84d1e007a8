"""The open source: an article with the cited sentence marked in place, and the file behind it."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, NamedTuple

import streamlit as st

from qa import Citation
from ui.article_body import Mark, article_paragraphs
from ui.controls import show_controls
from ui.copies import quote_to_copy
from ui.opening import Desk
from ui.windows import Span, find_again, find_nearest, open_window, widen
from ui.words import date_with_basis, day_in_words, kind_in_words, name_sources, source_line

__all__ = ["View", "draw_download", "source_data"]

_LOST = "This article is no longer in the library. What was quoted from it is kept:"
_GONE = "This article has changed since the answer was given, and these words are gone from it:"
_MOVED = "This article has changed since the answer was given; the quote still stands in it."


@dataclass(slots=True)
class View:
    """How the reader looks at the open article."""

    window: Span | None = None
    """What is shown of it, where the reader asked for more."""
    is_printed: bool = False
    """Articles with pages are shown as printed; the reader's choice, for all of them."""
    page: int = 0
    """The printed page that was turned to; 0 for that of the citation."""

    def begin(self) -> None:
        """Look at another citation: where it stands."""
        self.window, self.page = None, 0

    def take(self, desk: Desk, citation: Citation, choice: str) -> bool:
        """Do what a button asks for; tell whether it was about the view at all."""
        kind, _, number = choice.partition(":")
        if choice in {"text", "page"}:
            self.is_printed, self.page = choice == "page", 0
        elif kind == "page" and number.isdecimal():
            self.page = int(number)
        elif choice in {"earlier", "later"}:
            self._widen(desk, citation, choice == "earlier")
        else:
            return False
        return True

    def _widen(self, desk: Desk, citation: Citation, is_earlier: bool) -> None:
        """Show more of the article, if it is there still."""
        if _is_there(desk, citation):
            text = desk.assistant.article(citation.source.article_id).text
            window = self.window or open_window(text, _find_mark(text, citation).span)
            self.window = widen(text, window, is_earlier)


def source_data(desk: Desk, citation: Citation, view: View) -> dict[str, Any]:
    """Give all that the source shows, as plain text ready to be set."""
    source = citation.source
    heading: dict[str, Any] = {
        "title": show_controls(source.title or source.article_id),
        "outlet": show_controls(source.outlet),
        "date": show_controls(date_with_basis(source)),
        "other_dates": [],
        "kind": show_controls(kind_in_words(citation)),
        "page": f"page {citation.page}" if citation.page else "",
        "file": show_controls(source.article_id),
        "copies": name_sources(citation.copies),
        "family": name_sources(citation.family),
        "copy": quote_to_copy(citation),
        "language": citation.language,
        "problem": "",
        "kept": None,
        "views": [],
        "picture": None,
        "paragraphs": [],
        "has_earlier": False,
        "has_later": False,
    }
    return heading | _body_data(desk, citation, view)


def _is_there(desk: Desk, citation: Citation) -> bool:
    article_id = citation.source.article_id
    return any(article.id == article_id for article in desk.overview.articles)


class _Shown(NamedTuple):
    """What of an article is marked, and what there is to say of it."""

    span: Span
    problem: str
    is_quoted: bool
    """The marked words are those that were quoted."""


def _find_mark(text: str, citation: Citation) -> _Shown:
    """Find what was quoted in what the article says now."""
    if text[citation.start : citation.end] == citation.text:
        return _Shown((citation.start, citation.end), "", is_quoted=True)
    again = find_again(text, citation.text, citation.start)
    if again:
        return _Shown(again, _MOVED, is_quoted=True)
    place = min(citation.start, len(text))
    window = open_window(text, (place, place))
    nearest = find_nearest(text, window, citation.text) or (place, place)
    return _Shown(nearest, _GONE, is_quoted=False)


def _body_data(desk: Desk, citation: Citation, view: View) -> dict[str, Any]:
    """Give what the article says; a library rebuilt since the answer may have lost it."""
    kept = {
        "text": show_controls(citation.text),
        "line": show_controls(source_line(citation.source)),
    }
    if not _is_there(desk, citation):
        return {"problem": _LOST, "kept": kept}
    article = desk.assistant.article(citation.source.article_id)
    shown = _find_mark(article.text, citation)
    is_paged = not shown.problem and desk.assistant.originals.has_pages(article)
    data = {
        "problem": shown.problem or desk.assistant.originals.file(article).trouble,
        "kept": None if shown.is_quoted else kept,
        "language": article.metadata.language,
        "views": ["text", "page"] if is_paged else [],
        "other_dates": [
            show_controls(f"{day_in_words(other.day)}, from its {other.basis}")
            for other in article.metadata.dates
            if other.day != citation.source.published
        ],
    }
    if is_paged and view.is_printed:
        return data | {"picture": _picture_data(desk, citation, view.page)}
    window = view.window or open_window(article.text, shown.span)
    mark = Mark(shown.span, citation.source.title)
    return data | {
        "paragraphs": article_paragraphs(article, mark, window),
        "has_earlier": window[0] > 0,
        "has_later": window[1] < len(article.text),
    }


def _picture_data(desk: Desk, citation: Citation, number: int) -> dict[str, Any]:
    """Give a page as data of its own: no address is asked for it."""
    article = desk.assistant.article(citation.source.article_id)
    with st.spinner("Drawing the page…"):
        page = desk.assistant.originals.page(article, citation.start, citation.end, number)
    source = f"data:{page.media};base64,{b64encode(page.image).decode()}" if page.image else ""
    is_cited = page.number == page.cited
    where = "with the sentence boxed" if page.boxes else "without a box"
    return {
        "source": source,
        "width": page.width,
        "height": page.height,
        "boxes": [list(box) for box in page.boxes],
        "alternative": f"Page {page.number} as it is printed, {where}",
        "note": show_controls(page.note),
        "number": page.number,
        "place": f"Page {page.number:,} of {page.pages:,}",
        "earlier": page.number - 1,
        "later": page.number + 1 if page.number < page.pages else 0,
        "cited": 0 if is_cited else page.cited,
    }


def draw_download(desk: Desk, citation: Citation) -> None:
    """Offer the file as it lies on disk, which nothing here ever opens or runs."""
    if not _is_there(desk, citation):
        return
    article = desk.assistant.article(citation.source.article_id)
    file = desk.assistant.originals.file(article)
    if not file.trouble:
        st.download_button(
            "Save a copy of the file",
            file.read,  # when it is asked for
            file_name=show_controls(file.name),
            mime="application/octet-stream",  # no browser shows or runs that
            key="original",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )
