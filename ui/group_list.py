"""Articles that belong together: copies and rewrites of one source, and reports of one event."""

from typing import Any

import streamlit as st

from ui.controls import show_controls
from ui.evidence import draw_element
from ui.opening import Desk
from ui.session import Session
from ui.words import count, source_line

__all__ = ["draw_groups", "group_data"]

MOST_GROUPS = 100
"""Of a kind that are shown; the largest come first."""

_TITLES = {"source": "One source", "event": "One event"}
_TEXTS = {
    "source": "Copies and rewrites of one another. They count once where an answer counts sources.",
    "event": "Reports of one event, each by a source of its own.",
}


def draw_groups(desk: Desk, session: Session) -> None:
    """Draw the groups; a click on an article chooses it."""

    def choose(choice: str) -> None:
        session.library.chosen = choice

    groups = group_data(desk)
    if not groups:
        st.caption("No two articles are copies, rewrites or reports of one event.")
    for kind, data in groups.items():
        draw_element("groups", f"groups-{kind}", data, choose)


def group_data(desk: Desk) -> dict[str, dict[str, Any]]:
    """Give what is shown of each kind of group, as plain text ready to be set."""
    by_id = {item.id: item for item in desk.overview.articles}
    found: dict[str, list[dict[str, Any]]] = {}
    for group in desk.assistant.relations.groups():
        articles = [by_id[article_id] for article_id in group.articles]
        size = count(len(articles), "article")
        sources = count(group.sources, "independent source")
        found.setdefault(group.kind, []).append(
            {
                "title": show_controls(articles[0].title or articles[0].id),
                "line": size if group.kind == "source" else f"{size} from {sources}",
                "articles": [
                    {
                        "choice": one.id,
                        "title": show_controls(one.title or one.id),
                        "line": show_controls(source_line(one)),
                    }
                    for one in articles
                ],
            }
        )
    return {kind: _titled(kind, rows) for kind, rows in found.items()}


def _titled(kind: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    more = len(rows) - MOST_GROUPS
    return {
        "title": f"{_TITLES[kind]}: {count(len(rows), 'group')}",
        "text": _TEXTS[kind],
        "groups": rows[:MOST_GROUPS],
        "more": f"{more:,} smaller ones are not shown" if more > 0 else "",
    }
