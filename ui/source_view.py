"""The open source: an article beside the answer, with the cited sentence marked in place."""

from base64 import b64encode
from typing import Any, NamedTuple

import streamlit as st

from qa import Citation
from ui.article_body import Mark, article_paragraphs
from ui.cards import label_of, name_sources
from ui.controls import show_controls
from ui.copies import quote_to_copy
from ui.evidence import draw_element
from ui.opening import Desk
from ui.session import Session, citation_keys, find_citation
from ui.windows import Span, find_again, find_nearest, open_window, widen
from ui.words import date_with_basis, day_in_words, kind_in_words, source_line

__all__ = ["draw_source", "source_data"]

_LOST = "This article is no longer in the library. What was quoted from it is kept:"
_GONE = "This article has changed since the answer was given, and these words are gone from it:"
_MOVED = "This article has changed since the answer was given; the quote still stands in it."


def draw_source(desk: Desk, session: Session) -> None:
    """Draw the open citation's article; nothing when none is open."""
    if session.opened is None:
        return
    answer = session.answers[session.opened.answer]
    keys = citation_keys(answer)
    place = keys.index(session.opened.key)
    citation = find_citation(answer, keys[place])
    data = source_data(desk, citation, session)
    data |= {
        "label": label_of(keys[place]),
        "opened": f"{session.opened.answer}/{keys[place]}",
        "has_previous": place > 0,
        "has_next": place + 1 < len(keys),
    }
    draw_element("source", "source", data, lambda choice: act(desk, session, choice))
    _draw_download(desk, citation)


def act(desk: Desk, session: Session, choice: str) -> None:
    """Do what a button of the source asks for."""
    if choice == "close":
        session.opened = None
    elif choice in {"text", "page"}:
        session.shows_page = choice == "page"
    elif choice in {"earlier", "later"}:
        _widen(desk, session, is_earlier=choice == "earlier")
    else:
        session.step(1 if choice == "next" else -1)


def _widen(desk: Desk, session: Session, is_earlier: bool) -> None:
    """Show more of the open article, if it is there still."""
    if session.opened is None:
        return
    citation = find_citation(session.answers[session.opened.answer], session.opened.key)
    if _is_there(desk, citation):
        text = desk.assistant.article(citation.source.article_id).text
        shown = _find_mark(text, citation)
        window = session.window or open_window(text, shown.span)
        session.window = widen(text, window, is_earlier)


def source_data(desk: Desk, citation: Citation, session: Session) -> dict[str, Any]:
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
    return heading | _body_data(desk, citation, session)


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


def _body_data(desk: Desk, citation: Citation, session: Session) -> dict[str, Any]:
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
    if is_paged and session.shows_page:
        return data | {"picture": _picture_data(desk, citation)}
    window = session.window or open_window(article.text, shown.span)
    mark = Mark(shown.span, citation.source.title)
    return data | {
        "paragraphs": article_paragraphs(article, mark, window),
        "has_earlier": window[0] > 0,
        "has_later": window[1] < len(article.text),
    }


def _picture_data(desk: Desk, citation: Citation) -> dict[str, Any]:
    """Give the page of a citation as data of its own: no address is asked for it."""
    article = desk.assistant.article(citation.source.article_id)
    with st.spinner("Drawing the page…"):
        page = desk.assistant.originals.page(article, citation.start, citation.end)
    source = f"data:{page.media};base64,{b64encode(page.image).decode()}" if page.image else ""
    where = "with the sentence boxed" if page.boxes else "without a box"
    return {
        "source": source,
        "width": page.width,
        "height": page.height,
        "boxes": [list(box) for box in page.boxes],
        "alternative": f"Page {page.number} as it is printed, {where}",
        "note": show_controls(page.note),
    }


def _draw_download(desk: Desk, citation: Citation) -> None:
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
