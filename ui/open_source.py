"""The source of the citation that lies open, beside its answer."""

from ui.cards import label_of
from ui.evidence import draw_element
from ui.opening import Desk
from ui.session import Session, citation_keys, find_citation
from ui.source_view import draw_download, source_data

__all__ = ["act", "draw_source"]


def draw_source(desk: Desk, session: Session) -> None:
    """Draw the open citation's article; nothing when none is open."""
    if session.opened is None:
        return
    answer = session.answers[session.opened.answer]
    keys = citation_keys(answer)
    place = keys.index(session.opened.key)
    citation = find_citation(answer, keys[place])
    data = source_data(desk, citation, session.view)
    data |= {
        "label": label_of(keys[place]),
        "opened": f"{session.opened.answer}/{keys[place]}",
        "has_previous": place > 0,
        "has_next": place + 1 < len(keys),
    }
    draw_element("source", "source", data, lambda choice: act(desk, session, choice))
    draw_download(desk, citation)


def act(desk: Desk, session: Session, choice: str) -> None:
    """Do what a button of the source asks for."""
    if session.opened is None:
        return
    citation = find_citation(session.answers[session.opened.answer], session.opened.key)
    if session.view.take(desk, citation, choice):
        return
    if choice == "close":
        session.opened = None
    else:
        session.step(1 if choice == "next" else -1)
