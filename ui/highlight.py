"""Spans of a text become segments that a page can show: marked, or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Paragraph", "Segment", "Window", "mark_spans", "split_paragraphs", "window_around"]

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

    @property
    def is_marked(self) -> bool:
        return any(segment.is_marked for segment in self.segments)

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Window:
    """The paragraphs to show, and how many are left out on either side."""

    paragraphs: tuple[Paragraph, ...]
    left_out_before: int
    left_out_after: int


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
    text: str, spans: Sequence[Span], headings: Iterable[Span] = ()
) -> tuple[Paragraph, ...]:
    """Cut a text into its non-blank lines, each with its share of the marks."""
    heading_starts = {start for start, _ in headings}
    paragraphs = []
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped)
            shifted = [(low - start, high - start) for low, high in spans]
            is_heading = start in heading_starts
            paragraphs.append(Paragraph(mark_spans(stripped, shifted), is_heading))
        position += len(line) + 1
    return tuple(paragraphs)


def window_around(paragraphs: Sequence[Paragraph], reach: int) -> Window:
    """Keep the marked paragraphs and `reach` on either side; without a mark, the first ones.

    A gap of a single paragraph is not worth a gap: that paragraph is kept.
    """
    marked = [i for i, paragraph in enumerate(paragraphs) if paragraph.is_marked] or [0]
    first, last = marked[0] - reach, marked[-1] + reach + 1
    first = 0 if first <= 1 else first
    last = len(paragraphs) if last >= len(paragraphs) - 1 else last
    return Window(tuple(paragraphs[first:last]), first, len(paragraphs) - last)
