"""Charts; the only file that knows Altair. Every text in them is drawn as plain text."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

__all__ = ["MapMark", "draw_map"]

_SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-left"]
"""One for each named topic and one for all others: colour alone would leave some readers out."""
_COLOURS = ["#3b6fd4", "#c4572a", "#2f8f6b", "#8f5bb5", "#b3892a", "#c2477f", "#8a8f98"]
_HEIGHT = 420
_MARGIN = 0.06
"""Of the width of all marks, around them."""


@dataclass(frozen=True, slots=True)
class MapMark:
    """An article on the map."""

    row: int
    x: float
    y: float
    title: str
    outlet: str
    day: str
    topic: str
    """Name of its topic, or what stands for all that have no mark of their own."""


def draw_map(
    marks: Sequence[MapMark], topics: Sequence[str], on_choice: Callable[[int], None]
) -> None:
    """Draw articles as marks, by topic in colour and shape; a click gives an article's row.

    Args:
        marks: with texts that are ready to be shown.
        topics: that have a mark of their own, and last what stands for all others.
        on_choice: called with the row of the article that was clicked.
    """
    import altair as alt  # half a second, for this page alone

    key = "map"

    def pass_on() -> None:
        chosen = st.session_state[key]["selection"].get("picked") or []
        if chosen:
            on_choice(int(chosen[0]["row"]))

    used = {mark.topic for mark in marks}
    looks = [*zip(topics[:-1], _COLOURS, _SHAPES, strict=False)]
    looks.append((topics[-1], _COLOURS[-1], _SHAPES[-1]))
    names, colours, shapes = zip(*(look for look in looks if look[0] in used), strict=True)
    legend = alt.Legend(title=None, orient="bottom", columns=2, labelLimit=280, symbolSize=90)
    tooltip = {"title": "Article", "outlet": "Outlet", "day": "Published", "topic": "Topic"}
    chart = (
        alt.Chart(alt.InlineData(values=[asdict(mark) for mark in marks]))
        .mark_point(filled=True, size=110, opacity=0.85)
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=_extent([mark.x for mark in marks]))),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=_extent([mark.y for mark in marks]))),
            color=alt.Color("topic:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
            shape=alt.Shape("topic:N", scale=alt.Scale(domain=names, range=shapes), legend=legend),
            tooltip=[alt.Tooltip(f"{name}:N", title=said) for name, said in tooltip.items()],
        )
        .add_params(alt.selection_point(name="picked", fields=["row"], empty=False))
        .properties(height=_HEIGHT)
        .configure_view(strokeOpacity=0)
    )
    st.altair_chart(chart, key=key, on_select=pass_on, selection_mode="picked", width="stretch")


def _extent(values: Sequence[float]) -> list[float]:
    """Give the first and last value with a margin; the browser may not see any value at first."""
    first, last = min(values, default=0.0), max(values, default=0.0)
    margin = (last - first) * _MARGIN or 1.0
    return [first - margin, last + margin]
