"""Filters: which articles may answer."""

from dataclasses import dataclass
from datetime import date

__all__ = ["ALL", "Filters"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. Empty means all; days are inclusive."""

    after: date | None = None
    """First day of publication allowed."""
    before: date | None = None
    """Last day of publication allowed."""
    outlets: tuple[str, ...] = ()
    without_analysis: bool = False
    """Leave out opinions, analyses and scenarios: only what is reported may answer."""
    articles: tuple[str, ...] = ()
    """Ids of the only articles allowed; empty for all."""

    def __bool__(self) -> bool:
        return self != ALL


ALL = Filters()
"""Every article may answer."""
