"""One article of the library: what became of its file, its relations, and what to do with it."""

from collections.abc import Mapping
from typing import Any, Protocol

import streamlit as st

from qa import ArticleQAError
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.highlight import split_paragraphs
from ui.opening import Desk
from ui.session import Session
from ui.words import (
    Dated,
    count,
    date_with_basis,
    day_in_words,
    name_some,
    source_line,
    taken_out_in_words,
)

__all__ = ["article_data", "draw_article", "reading_data"]

_KINDS = {
    "copy": "The same text",
    "rewrite": "One was made of the other: both count as one source",
    "related": "Reports the same event, as a source of its own",
}
_MOST_NAMED = 8
_MOST_SAID = 3


class Kept(Protocol):
    """Where an article lies."""

    @property
    def file(self) -> str: ...

    @property
    def aliases(self) -> tuple[str, ...]: ...


class Relation(Protocol):
    """What an article has to do with another."""

    @property
    def kind(self) -> str: ...

    @property
    def chance(self) -> float: ...

    @property
    def share(self) -> float: ...

    @property
    def share_other(self) -> float: ...

    @property
    def only_one(self) -> tuple[str, ...]: ...

    @property
    def only_other(self) -> tuple[str, ...]: ...

    @property
    def said_by_both(self) -> tuple[tuple[str, str], ...]: ...


def draw_article(desk: Desk, session: Session) -> None:
    """Draw the chosen article, and the buttons that do something with it."""
    library = session.library

    def turn(choice: str) -> None:
        library.chosen = choice

    with st.container(key="chosen"):
        data = article_data(desk, library.chosen)
        data["is_fresh"] = library.chosen != library.shown  # else it was there before
        library.shown = library.chosen
        draw_element("article", "article", data, turn)
        with st.container(horizontal=True):
            _draw_buttons(desk, session)


def _draw_buttons(desk: Desk, session: Session) -> None:
    if st.button("Ask about this article", key="ask-article", type="primary"):
        session.asking.article, session.chat.opened = session.library.chosen, None
        if "ask" in session.pages:
            st.switch_page(session.pages["ask"])
    if st.button("Open in the reading view", key="read-article"):
        _read(desk, session.library.chosen)
    if not desk.shelf.is_shared:
        summary = next(item for item in desk.overview.articles if item.id == session.library.chosen)
        others = sum(item.file == summary.file for item in desk.overview.articles) - 1
        name = f"Remove its file, with {count(others, 'other article')}" if others else "Remove"
        st.button(name, key="remove", on_click=_remove, args=(desk, session, summary))


def article_data(desk: Desk, article_id: str) -> dict[str, Any]:
    """Give all that is shown of an article, as plain text ready to be set."""
    by_id = {item.id: item for item in desk.overview.articles}
    summary, article = by_id[article_id], desk.assistant.article(article_id)
    receipt = next(item for item in desk.overview.receipts if item.path == summary.file)
    other_dates = [
        f"{day_in_words(claim.day)}, from its {claim.basis}"
        for claim in article.metadata.dates[1:]
        if claim.day != summary.published
    ]
    facts = [
        ("Published", date_with_basis(summary)),
        ("It also says", "; ".join(other_dates)),
        ("Doubts", "; ".join(article.metadata.doubts)),
        ("Authors", ", ".join(article.metadata.authors)),
        ("Length", f"{count(summary.words, 'word')}, {count(summary.passages, 'passage')}"),
        ("Language", summary.language),
        ("File", article_id),
        ("Copies", ", ".join(summary.aliases)),
        ("Taken out", taken_out_in_words(receipt.edits)),
    ]
    return {
        "title": show_controls(summary.title or article_id),
        "line": show_controls(source_line(summary)),
        "facts": [[name, show_controls(value)] for name, value in facts if value],
        "notes": [show_controls(note) for note in receipt.notes],
        "relations": [
            _relation_data(relation, by_id[relation.article_id], relation.article_id)
            for relation in desk.assistant.relations.of(article_id)
        ],
        "taken_out": [[item.reason, show_controls(item.text)] for item in article.removals],
    }


def _relation_data(relation: Relation, other: Dated, other_id: str) -> dict[str, Any]:
    why = []
    if relation.kind != "copy":
        why.append(f"Sure to {relation.chance:.0%}")
    if relation.said_by_both:
        why.append(
            f"{relation.share:.0%} of this one and {relation.share_other:.0%} of the other is "
            "said by both"
        )
    for whose, named in (("this one", relation.only_one), ("the other", relation.only_other)):
        if named:
            why.append(f"Only in {whose}: {', '.join(named[:_MOST_NAMED])}")
    differing = [(one, other) for one, other in relation.said_by_both if one != other]
    return {
        "choice": other_id,
        "title": show_controls(other.title or other_id),
        "line": show_controls(source_line(other)),
        "kind": _KINDS.get(relation.kind, relation.kind),
        "why": [show_controls(line) for line in why],
        "said": [[show_controls(a), show_controls(b)] for a, b in differing[:_MOST_SAID]],
    }


@st.dialog("Reading view", width="large")
def _read(desk: Desk, article_id: str) -> None:
    draw_element("reading", "reading", reading_data(desk, article_id))


def reading_data(desk: Desk, article_id: str) -> Mapping[str, Any]:
    """Give an article's text from the first to the last paragraph."""
    summary = next(item for item in desk.overview.articles if item.id == article_id)
    article = desk.assistant.article(article_id)
    paragraphs = split_paragraphs(article.text, [], article.headings)
    if paragraphs and paragraphs[0].text == summary.title:
        paragraphs = paragraphs[1:]  # it stands above the text already
    return {
        "title": show_controls(summary.title or article_id),
        "line": show_controls(source_line(summary)),
        "paragraphs": [[show_controls(one.text), one.is_heading] for one in paragraphs],
    }


def _remove(desk: Desk, session: Session, article: Kept) -> None:
    """Take the file of the chosen article out of the folder; a click undoes it."""
    session.library.removed, session.library.trouble = None, ""
    try:
        removed = desk.shelf.folder.remove(article.file)
    except ArticleQAError as error:
        session.library.trouble = str(error)
    else:
        text = f"The file {article.file} can be put back; it answers until the next rebuild."
        if article.aliases:
            text += f" The same text stays in {name_some(article.aliases)}."
        session.library.removed = (removed.key, text)
