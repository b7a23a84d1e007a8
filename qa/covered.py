"""Which outlets and days some articles cover."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date

__all__ = ["Covered"]


class Covered(ABC):
    """What holds articles, and tells how far they reach."""

    __slots__ = ()

    @abstractmethod
    def origins(self) -> Sequence[tuple[str, date | None]]:
        """Give outlet, empty where unknown, and day of publication of each article."""

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(sorted({outlet for outlet, _ in self.origins() if outlet}))

    @property
    def first_day(self) -> date | None:
        return min(self._days, default=None)

    @property
    def last_day(self) -> date | None:
        return max(self._days, default=None)

    @property
    def undated(self) -> int:
        """How many of the articles have no date."""
        return len(self.origins()) - len(self._days)

    @property
    def _days(self) -> list[date]:
        return [day for _, day in self.origins() if day is not None]
