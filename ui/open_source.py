"""The source of the citation that lies open, beside its answer."""

from ui.cards import label_of
from ui.evidence import draw_element
from ui.opening import Desk
from ui.session import OpenChat, citation_keys, find_citation
from ui.source_view import draw_download, source_data

__all__ = ["act", "draw_source"]


def draw_source(desk: Desk, chat: OpenChat) -> None:
    """Draw the open citation's article; nothing when none is open."""
    if chat.opened is None:
        return
    answer = chat.answers[chat.opened.answer]
    keys = citation_keys(answer)
    place = keys.index(chat.opened.key)
    citation = find_citation(answer, keys[place])
    data = source_data(desk, citation, chat.view)
    data |= {
        "label": label_of(keys[place]),
        "opened": f"{chat.opened.answer}/{keys[place]}",
        "has_previous": place > 0,
        "has_next": place + 1 < len(keys),
    }
    draw_element("source", "source", data, lambda choice: act(desk, chat, choice))
    draw_download(desk, citation)


def act(desk: Desk, chat: OpenChat, choice: str) -> None:
    """Do what a button of the source asks for."""
    if chat.opened is None:
        return
    citation = find_citation(chat.answers[chat.opened.answer], chat.opened.key)
    if chat.view.take(desk, citation, choice):
        return
    if choice == "close":
        chat.opened = None
    else:
        chat.step(1 if choice == "next" else -1)
