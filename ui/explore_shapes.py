"""What the page to explore on asks of the objects that it shows."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from qa import Citation

__all__ = ["Entry", "Explorer", "Listed", "Place", "Timeline", "Topic"]


class Published(Protocol):
    """When an article appeared."""

    @property
    def day(self) -> date: ...


class Listed(Protocol):
    """An article in a list."""

    @property
    def row(self) -> int: ...

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def outlet(self) -> str: ...

    @property
    def published(self) -> Published | None: ...


class Topic(Protocol):
    """Articles that tell of one matter."""

    @property
    def label(self) -> str: ...

    @property
    def articles(self) -> Sequence[Listed]: ...

    @property
    def sources(self) -> int: ...

    @property
    def outlets(self) -> Sequence[str]: ...

    @property
    def first_day(self) -> date | None: ...

    @property
    def last_day(self) -> date | None: ...

    @property
    def undated(self) -> int: ...


class Entry(Protocol):
    """A sentence with the days that it speaks of."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...

    @property
    def words(self) -> str: ...

    @property
    def citation(self) -> Citation: ...


class Timeline(Protocol):
    """Sentences by day."""

    @property
    def entries(self) -> Sequence[Entry]: ...

    @property
    def found(self) -> int: ...

    @property
    def undated(self) -> int: ...


class Place(Protocol):
    """An article on the map."""

    @property
    def article(self) -> Listed: ...

    @property
    def x(self) -> float: ...

    @property
    def y(self) -> float: ...

    @property
    def topic(self) -> int | None: ...


class Explorer(Protocol):
    """Gives topics by their place among all."""

    @property
    def topics(self) -> int: ...

    @property
    def alone(self) -> Sequence[Listed]: ...

    def topic(self, number: int, /) -> Topic: ...

    def lead(self, number: int, /) -> Sequence[Citation]: ...
