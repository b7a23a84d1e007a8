"""The map of articles: a mark for each, near those that are alike; a click gives the article."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

__all__ = ["MapMark", "draw_map", "map_chart"]

# Told apart in both themes and by the colour-blind (Okabe and Ito 2008), the rest in grey.
_LOOKS = (
    ("#0072b2", "circle"),
    ("#d55e00", "square"),
    ("#009e73", "triangle-up"),
    ("#cc79a7", "diamond"),
    ("#e69f00", "cross"),
    ("#56b4e9", "triangle-down"),
)
_OTHER_LOOK = ("#8a8a8a", "triangle-right")
_HEIGHT = 420
_MARGIN = 0.06
"""Of the width of all marks, around them."""


@dataclass(frozen=True, slots=True)
class MapMark:
    """An article on the map, its texts ready to be shown."""

    row: int
    x: float
    y: float
    title: str
    outlet: str
    day: str
    topic: str
    """Name of its topic, or what stands for all that have no look of their own."""


def draw_map(
    marks: Sequence[MapMark], topics: Sequence[str], words: str, on_choice: Callable[[int], None]
) -> None:
    """Draw articles as marks, by topic in colour and in shape.

    Args:
        marks: one for each article.
        topics: that have a look of their own.
        words: what the map shows, for who does not see it.
        on_choice: called with the row of the article that was clicked.
    """
    key = "map"

    def pass_on() -> None:
        chosen = st.session_state[key]["selection"].get("picked") or []
        if chosen:
            on_choice(int(chosen[0]["row"]))

    st.vega_lite_chart(
        spec=map_chart(marks, topics),
        key=key,
        on_select=pass_on,
        selection_mode="picked",
        width="stretch",
        height=_HEIGHT,
        alt=words,
    )


def map_chart(marks: Sequence[MapMark], topics: Sequence[str]) -> dict[str, Any]:
    """Give the chart, for Vega-Lite; only topics that have a mark stand in its legend."""
    look_of = dict(zip(topics, _LOOKS, strict=False))
    named = [*topics, *sorted({mark.topic for mark in marks} - set(topics))]
    used = [name for name in named if any(mark.topic == name for mark in marks)]
    looks = [look_of.get(name, _OTHER_LOOK) for name in used]
    legend = {"title": None, "orient": "bottom", "columns": 2, "labelLimit": 280, "symbolSize": 90}

    def by_topic(place: int) -> dict[str, Any]:
        scale = {"domain": used, "range": [look[place] for look in looks]}
        return {"field": "topic", "type": "nominal", "scale": scale, "legend": legend}

    def place(field: str, values: Sequence[float]) -> dict[str, Any]:
        scale = {"domain": _extent(values)}
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    told = {"title": "Article", "outlet": "Outlet", "day": "Published", "topic": "Topic"}
    return {
        "data": {"values": [asdict(mark) for mark in marks]},
        "params": [{"name": "picked", "select": {"type": "point", "fields": ["row"]}}],
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 0.85},
        "encoding": {
            "x": place("x", [mark.x for mark in marks]),
            "y": place("y", [mark.y for mark in marks]),
            "color": by_topic(0),
            "shape": by_topic(1),
            "tooltip": [
                {"field": name, "type": "nominal", "title": said} for name, said in told.items()
            ],
        },
        "config": {"view": {"strokeOpacity": 0}},
    }


def _extent(values: Sequence[float]) -> list[float]:
    """Give the first and last value with a margin; the browser may not see any value at first."""
    first, last = min(values, default=0.0), max(values, default=0.0)
    margin = (last - first) * _MARGIN or 1.0
    return [first - margin, last + margin]
