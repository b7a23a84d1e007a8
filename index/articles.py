"""An article: the text a file holds, cleaned, with where it came from and when it appeared."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from index.edits import EditMap, Span

__all__ = [
    "Article",
    "Extracted",
    "Metadata",
    "Page",
    "PublishedDate",
    "Removal",
    "Section",
    "SectionKind",
    "blocks_of",
]


@dataclass(frozen=True, slots=True)
class PublishedDate:
    """A day an article may have appeared on, or was updated on, and what says so."""

    day: date
    """In the zone that its source writes in."""
    basis: str
    """Where it was read, in words a person can check: "Published line", "Updated line",
    "date line", "JSON-LD", "web page metadata", "PDF metadata", "document properties",
    "file name"."""
    clock: str = ""
    """The time, where it is said, with its zone as it is written: "14:05", "14:05 GMT",
    "14:05+08:00"."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself: all of it optional, none of it guessed from file times."""

    title: str = ""
    outlet: str = ""
    authors: tuple[str, ...] = ()
    dates: tuple[PublishedDate, ...] = ()
    """Every date that claims to be the day of publication, the most trusted first."""
    updated: PublishedDate | None = None
    """When the article says that it was updated."""
    section: str = ""
    """What the article or its page calls the part it belongs to: "Opinion", "Business"."""
    author_basis: str = ""
    """What names the authors: "byline", "JSON-LD", "web page metadata", "document properties",
    "PDF metadata", "front matter"."""
    language: str = ""
    """ISO 639-1, of the text; empty where it cannot be told."""
    doubts: tuple[str, ...] = ()
    """What is said of the day and not believed, in plain words."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where one page of a paged format begins in the extracted text."""

    number: int
    start: int


class SectionKind(StrEnum):
    """What a piece of an article is."""

    BODY = "body"
    HIGHLIGHTS = "highlights"
    QUOTE = "quote"
    CAPTION = "caption"
    ANALYSIS = "analysis"
    """Opinions, scenarios and outlooks too."""
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a text that is no plain report."""

    start: int
    end: int
    kind: SectionKind
    speaker: str = ""
    """Of a quotation, where a name stands beside it."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What cleaning took out of an article."""

    place: int
    """Where in the cleaned text it stood."""
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a format reader got out of a file's bytes, before any cleaning.

    Blocks (paragraphs, headings, list items, table rows) stand on lines of their own.
    """

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    headings: tuple[Span, ...] = ()
    """Spans of `text` that the format itself marks as headings, ascending."""
    captions: tuple[Span, ...] = ()
    """Spans of `text` that the format itself marks as the words under a picture, ascending."""
    pages: tuple[Page, ...] = ()
    """Ascending by start; empty for formats without pages. `number` counts from 1."""
    notes: tuple[str, ...] = ()
    """Plain words for the receipt: "2 of 5 pages have no text"."""
    entry: str = ""
    """Its name within a file that holds several articles."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the folder.

    `text` is `edits.apply(original)`. Offsets of passages, sentences and citations are code
    points of `text`; `edits.to_original` leads back to `original`, which never changes.
    """

    id: str
    """Path relative to the articles folder, with forward slashes."""
    sha256: str
    """Of the file's bytes."""
    original: str
    text: str
    edits: EditMap
    metadata: Metadata
    headings: tuple[Span, ...] = ()
    """Spans of `text`, ascending."""
    pages: tuple[Page, ...] = ()
    """With starts in `original`."""
    sections: tuple[Section, ...] = ()
    """In `text`, ascending by start; quotations and captions may lie inside others."""
    aliases: tuple[str, ...] = ()
    """Other paths that hold the same bytes, sorted."""
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.metadata.title

    @property
    def outlet(self) -> str:
        return self.metadata.outlet

    @property
    def published(self) -> PublishedDate | None:
        return self.metadata.dates[0] if self.metadata.dates else None

    @property
    def removals(self) -> tuple[Removal, ...]:
        """What cleaning took out, in order; signs alone are left out."""
        pieces = (
            Removal(place, edit.reason, self.original[edit.start : edit.end].strip())
            for place, edit in zip(self.edits.places(), self.edits.edits, strict=True)
        )
        return tuple(piece for piece in pieces if len(piece.text) > 1)

    def heading_of(self, offset: int) -> str:
        """Give the nearest heading above `text[offset]`, empty where there is none."""
        above = bisect_right(self.headings, (offset, offset)) - 1
        return self.text[slice(*self.headings[above])] if above >= 0 else ""

    def section_of(self, start: int, end: int) -> Section:
        """Give the innermost section that holds more than half of `text[start:end]`.

        One of kind body, as long as the span, where there is none.
        """
        least = (end - start) / 2
        last = bisect_left(self.sections, end, key=lambda section: section.start)
        for section in reversed(self.sections[:last]):
            if min(end, section.end) - max(start, section.start) > least:
                return section
        return Section(start, end, SectionKind.BODY)

    def page_of(self, offset: int) -> int | None:
        """Number of the page that holds `text[offset]`; None in formats without pages."""
        pieces = self.edits.to_original(offset, offset + 1)
        return self.page_of_original(pieces[0][0]) if pieces else None

    def page_of_original(self, offset: int) -> int | None:
        """Number of the page that holds `original[offset]`; None in formats without pages."""
        if not self.pages:
            return None
        page = bisect_right([page.start for page in self.pages], offset) - 1
        return self.pages[max(page, 0)].number


def blocks_of(text: str) -> Iterator[Span]:
    """Spans of the non-blank lines of a text, without the white space around them."""
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped)
            yield start, start + len(stripped)
        position += len(line) + 1
