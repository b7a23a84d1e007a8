"""What a benchmark gives back, as a table for people and as an object for programs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.metrics import Measure

__all__ = ["Metrics", "Report", "single"]

_WIDEST = 110  # characters of a line; further systems go into a table of their own

Metrics = Mapping[str, Measure]
"""Metric -> what it came to; a metric without a value is nan."""


@dataclass(frozen=True, slots=True)
class Report:
    """Systems with their metrics."""

    title: str
    systems: Mapping[str, Metrics]
    notes: tuple[str, ...] = ()
    """Sentences below the table."""
    run: Mapping[str, Any] = field(default_factory=dict)
    """Facts about this run that are no metric: sizes, seconds of the build."""

    def to_json(self) -> dict[str, Any]:
        """Give `<system>.<metric>`, with `.low` and `.high` where there is an interval."""
        values: dict[str, Any] = {}
        for system, metrics in self.systems.items():
            for name, measure in metrics.items():
                if math.isnan(measure.value):
                    continue
                values[f"{system}.{name}"] = _round(measure.value)
                if not math.isnan(measure.low):
                    values[f"{system}.{name}.low"] = _round(measure.low)
                    values[f"{system}.{name}.high"] = _round(measure.high)
        return values

    def to_table(self) -> str:
        """Give tables with a row for each metric and a column for each system."""
        blocks, block = [], dict[str, Metrics]()
        for system, metrics in self.systems.items():
            if block and _width({**block, system: metrics}) > _WIDEST:
                blocks.append(block)
                block = {}
            block[system] = metrics
        tables = ["\n".join(_lay_out(block)) for block in [*blocks, block]]
        return "\n\n".join([self.title, *tables, "\n".join(self.notes)]).rstrip()


def single(value: float) -> Measure:
    """Give a number that has no interval: a count, or one measured time."""
    return Measure(float(value), math.nan, math.nan)


def _lay_out(systems: Mapping[str, Metrics]) -> list[str]:
    """Give the lines of one table; metrics that none of its systems has are left out."""
    names = dict.fromkeys(name for metrics in systems.values() for name in metrics)
    rows = [["", *systems]]
    for name in names:
        cells = [_show(metrics.get(name)) for metrics in systems.values()]
        if any(cell != "-" for cell in cells):
            rows.append([name, *cells])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(systems: Mapping[str, Metrics]) -> int:
    return max(map(len, _lay_out(systems)))


def _round(value: float) -> float:
    return round(value, 5)


def _show(measure: Measure | None) -> str:
    if measure is None or math.isnan(measure.value):
        return "-"
    shown = _number(measure.value)
    if math.isnan(measure.low):
        return shown
    return f"{shown} [{_number(measure.low)}, {_number(measure.high)}]"


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 10 and value != int(value) else f"{value:.4g}"
