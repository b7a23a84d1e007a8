"""The open source: an article beside the answer, with the cited sentence marked in place."""

from typing import Any

from qa import Citation
from ui.cards import label_of, name_sources
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.highlight import Paragraph, split_paragraphs, window_around
from ui.opening import Desk
from ui.session import Session, citation_keys, find_citation
from ui.words import count, date_with_basis, day_in_words, kind_in_words

__all__ = ["draw_source", "source_data"]

SHORT_ARTICLE = 600
"""Words up to which an article is shown whole."""
REACH = 3
"""Paragraphs shown on either side of the marked ones in a longer article."""


def draw_source(desk: Desk, session: Session) -> None:
    """Draw the open citation's article; nothing when none is open."""
    if session.opened is None:
        return
    answer = session.answers[session.opened.answer]
    keys = citation_keys(answer)
    place = keys.index(session.opened.key)
    data = source_data(desk, find_citation(answer, keys[place]), session.shows_whole)
    data |= {
        "label": label_of(keys[place]),
        "opened": f"{session.opened.answer}/{keys[place]}",
        "has_previous": place > 0,
        "has_next": place + 1 < len(keys),
    }
    draw_element("source", "source", data, lambda choice: act(session, choice))


def act(session: Session, choice: str) -> None:
    """Do what a button of the source asks for."""
    if choice == "close":
        session.opened = None
    elif choice == "whole":
        session.shows_whole = True
    else:
        session.step(1 if choice == "next" else -1)


def source_data(desk: Desk, citation: Citation, shows_whole: bool) -> dict[str, Any]:
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
        "problem": "",
    }
    return heading | _body_data(desk, citation, shows_whole)


def _body_data(desk: Desk, citation: Citation, shows_whole: bool) -> dict[str, Any]:
    """Give the paragraphs to show; a library rebuilt since the answer may have lost them."""
    source = citation.source
    if source.article_id not in {article.id for article in desk.overview.articles}:
        return _problem("This article is no longer in the library. Ask again.")
    article = desk.assistant.article(source.article_id)
    if article.text[citation.start : citation.end] != citation.text:
        return _problem("This article has changed since the answer was given. Ask again.")
    marks = [(citation.start, citation.end)]
    paragraphs = split_paragraphs(article.text, marks, article.headings)
    if paragraphs[0].text == source.title and not paragraphs[0].is_marked:
        paragraphs = paragraphs[1:]  # it stands above the article already
    is_short = len(article.text.split()) <= SHORT_ARTICLE
    window = window_around(paragraphs, len(paragraphs) if shows_whole or is_short else REACH)
    return {
        "paragraphs": [_paragraph_data(paragraph) for paragraph in window.paragraphs],
        "before": _left_out(window.left_out_before, "before this"),
        "after": _left_out(window.left_out_after, "after this"),
        "taken_out": [[reason, show_controls(text)] for reason, text in article.removals],
        "other_dates": [
            show_controls(f"{day_in_words(other.day)}, from its {other.basis}")
            for other in article.metadata.dates
            if other.day != source.published
        ],
    }


def _problem(text: str) -> dict[str, Any]:
    return {"problem": text, "paragraphs": [], "before": "", "after": "", "taken_out": []}


def _paragraph_data(paragraph: Paragraph) -> dict[str, Any]:
    segments = [[show_controls(part.text), part.is_marked] for part in paragraph.segments]
    return {"is_heading": paragraph.is_heading, "segments": segments}


def _left_out(number: int, where: str) -> str:
    return f"{count(number, 'paragraph')} {where}" if number else ""
