"""When the articles appeared, and in which outlets: a chart of bars, and the same in words."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from qa import Overview
from ui.controls import show_controls
from ui.words import count, day_in_words

__all__ = ["bars_of", "draw_timeline", "timeline_in_words"]

MOST_OUTLETS = 7
"""That have a colour of their own; more could not be told apart."""
OTHERS = "other outlets"
NAMELESS = "no outlet named"
_HEIGHT = 380

# Told apart in both themes and by the colour-blind (Okabe and Ito 2008), the rest in grey.
_COLOURS = ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#0072b2", "#b3a000", "#8a8a8a"]


def draw_timeline(overview: Overview) -> None:
    """Draw how many articles each outlet had in each day, week, month or year."""
    dated = [(one.published, one.outlet) for one in overview.articles if one.published]
    if not dated:
        st.caption("No article says when it was published.")
        return
    unit, bars = bars_of(dated)
    words = timeline_in_words(overview)
    st.caption(words)
    chart = _chart(unit, [name for name, _ in _rank(dated)], bars)
    st.vega_lite_chart(spec=chart, height=_HEIGHT, alt=words)
    with st.expander("The same as a table"):
        st.dataframe(bars, hide_index=True)


def bars_of(dated: Sequence[tuple[date, str]]) -> tuple[str, list[dict[str, Any]]]:
    """Give the span of a bar, "day", "week", "month" or "year", and how many articles are in each.

    The largest outlets have bars of their own, the others are put together.
    """
    days = [day for day, _ in dated]
    unit, begin = _choose_unit((max(days) - min(days)).days)
    own = {name for name, _ in _rank(dated)}
    counted = Counter((begin(day), _name(outlet, own)) for day, outlet in dated)
    bars = [
        {"from": start.isoformat(), "outlet": outlet, "articles": number}
        for (start, outlet), number in sorted(counted.items())
    ]
    return unit, bars


def timeline_in_words(overview: Overview) -> str:
    """Say from when to when the articles are, where most are from, and how many have no date."""
    first, last = overview.first_day, overview.last_day
    if first is None or last is None:
        return "No article says when it was published."
    dated = [(one.published, one.outlet) for one in overview.articles if one.published]
    days = day_in_words(first)
    days = f"of {days}" if first == last else f"from {days} to {day_in_words(last)}"
    said = f"{count(len(dated), 'dated article')} {days}"
    ranked = [f"{name} {number:,}" for name, number in _rank(dated)[:3] if number > 1]
    most = f"; most in {', '.join(ranked)}" if ranked else ""
    undated = f"; {overview.undated:,} undated, not in the chart" if overview.undated else ""
    return show_controls(f"{said}{most}{undated}.")


def _rank(dated: Sequence[tuple[date, str]]) -> list[tuple[str, int]]:
    counted = Counter(outlet or NAMELESS for _, outlet in dated)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_OUTLETS]


def _name(outlet: str, own: set[str]) -> str:
    name = outlet or NAMELESS
    return show_controls(name) if name in own else OTHERS


def _choose_unit(days: int) -> tuple[str, Callable[[date], date]]:
    """Give a span that makes some tens of bars, and what tells where one begins."""
    if days <= 45:
        return "day", lambda day: day
    if days <= 300:  # Vega's weeks begin on Sunday
        return "week", lambda day: day - timedelta(days=day.isoweekday() % 7)
    if days <= 365 * 15:
        return "month", lambda day: day.replace(day=1)
    return "year", lambda day: day.replace(month=1, day=1)


def _chart(unit: str, outlets: Sequence[str], bars: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the chart in the language of Vega-Lite."""
    order = [show_controls(name) for name in outlets]
    colours = _COLOURS[: len(order)]
    if any(bar["outlet"] == OTHERS for bar in bars):
        order, colours = [*order, OTHERS], [*colours, _COLOURS[-1]]
    unit_of = {"day": "utcyearmonthdate", "week": "utcyearweek", "month": "utcyearmonth"}
    named = [
        {"field": "from", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": "From"},
        {"field": "outlet", "title": "Outlet"},
        {"field": "articles", "title": "Articles"},
    ]
    return {
        "data": {"values": bars},
        "mark": "bar",
        "encoding": {
            "x": {
                "field": "from",
                "type": "temporal",
                "timeUnit": unit_of.get(unit, "utcyear"),
                "title": f"Published, by {unit}",
            },
            "y": {
                "field": "articles",
                "type": "quantitative",
                "aggregate": "sum",
                "title": "Articles",
                "axis": {"tickMinStep": 1},
            },
            "color": {
                "field": "outlet",
                "type": "nominal",
                "title": "Outlet",
                "scale": {"domain": order, "range": colours},
                "legend": {"orient": "bottom", "columns": 2, "labelLimit": 130},
            },
            "tooltip": named,
        },
    }
