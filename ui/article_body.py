"""The body of an open article: its paragraphs, and folded among them captions and what was cut."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from ui.controls import show_controls
from ui.highlight import Paragraph, split_paragraphs
from ui.windows import Span
from ui.words import count

__all__ = ["Mark", "article_paragraphs"]

_CAPTION = "caption"


class _Removal(Protocol):
    """What cleaning took out of an article."""

    @property
    def place(self) -> int: ...

    @property
    def reason(self) -> str: ...

    @property
    def text(self) -> str: ...


class _Section(Protocol):
    """A piece of an article."""

    @property
    def kind(self) -> str: ...


class _Article(Protocol):
    """An article as the library holds it."""

    @property
    def text(self) -> str: ...

    @property
    def headings(self) -> Sequence[Span]: ...

    @property
    def removals(self) -> Sequence[_Removal]: ...

    def section_of(self, start: int, end: int) -> _Section: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked in an article."""

    span: Span
    title: str
    """Stands above the article already, and is not shown once more as its first line."""


def article_paragraphs(article: _Article, mark: Mark, window: Span) -> list[dict[str, Any]]:
    """Give what stands in a window of an article, in order, as plain text ready to be set.

    A caption and what cleaning took out are folded: `fold` says what lies there.
    """
    paragraphs = split_paragraphs(article.text, [mark.span], article.headings, window)
    removals = [item for item in article.removals if window[0] <= item.place <= window[1]]
    if paragraphs and paragraphs[0].text == mark.title and not paragraphs[0].is_marked:
        paragraphs = paragraphs[1:]
    placed: list[tuple[int, dict[str, Any]]] = [
        (paragraph.start, _paragraph_data(article, paragraph)) for paragraph in paragraphs
    ]
    starts = [paragraph.start for paragraph in paragraphs]
    placed += [
        (neighbours[0].place, _removal_data(neighbours))
        for neighbours in _side_by_side(removals, starts)
    ]
    # What was cut out of a line stands below that line; where both begin together, above it.
    return [data for _, data in sorted(placed, key=lambda pair: (pair[0], not pair[1]["is_out"]))]


def _paragraph_data(article: _Article, paragraph: Paragraph) -> dict[str, Any]:
    is_caption = article.section_of(paragraph.start, paragraph.end).kind == _CAPTION
    return {
        "at": paragraph.start,
        "is_heading": paragraph.is_heading,
        "is_out": False,
        "fold": "Caption of a picture" if is_caption and not paragraph.is_marked else "",
        "segments": [[show_controls(part.text), part.is_marked] for part in paragraph.segments],
    }


def _side_by_side(removals: Sequence[_Removal], starts: Sequence[int]) -> list[list[_Removal]]:
    """Give removals with those that no paragraph of the article stands between."""
    runs = groupby(removals, key=lambda removal: bisect_left(starts, removal.place))
    return [list(run) for _, run in runs]


def _removal_data(removals: Sequence[_Removal]) -> dict[str, Any]:
    told = (line.strip() for removal in removals for line in removal.text.split("\n"))
    lines = [line for line in told if line]
    reasons = ", ".join(dict.fromkeys(removal.reason for removal in removals))
    reason = reasons[:1].upper() + reasons[1:]
    return {
        "at": removals[0].place,
        "is_heading": False,
        "is_out": True,
        "fold": f"{show_controls(reason)}, {count(len(lines), 'line')} taken out",
        "segments": [[show_controls("\n".join(lines)), False]],
    }
