"""Spans of a text become segments that a page can show: marked, or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.windows import find_blocks

__all__ = ["Paragraph", "Segment", "mark_spans", "split_paragraphs"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text that is marked as a whole or not at all."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One non-blank line of an article, without the white space around it."""

    segments: tuple[Segment, ...]
    is_heading: bool
    start: int
    """Where in the article it begins."""

    @property
    def end(self) -> int:
        return self.start + sum(len(segment.text) for segment in self.segments)

    @property
    def is_marked(self) -> bool:
        return any(segment.is_marked for segment in self.segments)

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)


def mark_spans(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut a text at its spans; the segments put together are the text again.

    Spans may overlap, be empty or reach beyond the text; no two neighbours are both marked.
    """
    segments: list[Segment] = []
    position = 0
    for start, end in _merge_spans(len(text), spans):
        if start > position:
            segments.append(Segment(text[position:start], is_marked=False))
        segments.append(Segment(text[start:end], is_marked=True))
        position = end
    if position < len(text):
        segments.append(Segment(text[position:], is_marked=False))
    return tuple(segments)


def _merge_spans(length: int, spans: Iterable[Span]) -> list[Span]:
    """Clip spans to a text of that length, drop the empty ones and join those that touch."""
    merged: list[Span] = []
    for start, end in sorted((max(start, 0), min(end, length)) for start, end in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def split_paragraphs(
    text: str, spans: Sequence[Span], headings: Iterable[Span] = (), window: Span | None = None
) -> tuple[Paragraph, ...]:
    """Cut a text, or a window of it, into its non-blank lines, each with its share of the marks."""
    heading_starts = {start for start, _ in headings}
    return tuple(
        Paragraph(
            mark_spans(text[start:end], [(low - start, high - start) for low, high in spans]),
            start in heading_starts,
            start,
        )
        for start, end in find_blocks(text, window or (0, len(text)))
    )
