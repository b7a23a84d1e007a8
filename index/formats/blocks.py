"""Blocks of an article become lines of one text, with headings, captions and pages noted."""

from collections.abc import Sequence

from index.articles import Extracted, Metadata, Page
from index.edits import Span

__all__ = ["BlockWriter", "describe_rows", "fold_space"]


class BlockWriter:
    """Collects the blocks a format reader meets, in reading order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._headings: list[Span] = []
        self._captions: list[Span] = []
        self._pages: list[Page] = []

    @property
    def is_empty(self) -> bool:
        return not self._length

    def add(self, block: str, *, is_heading: bool = False, is_caption: bool = False) -> None:
        """Put a block on a line of its own, its white space folded; nothing for an empty one."""
        line = fold_space(block)
        if not line:
            return
        start = self._write(line + "\n")
        span = (start, start + len(line))
        if is_heading:
            self._headings.append(span)
        if is_caption:
            self._captions.append(span)

    def add_lines(self, lines: str) -> None:
        """Put each line of a preformatted block on a line of its own, spaces kept."""
        for line in lines.splitlines():
            if line.strip():
                self._write(line.rstrip() + "\n")

    def add_page(self, number: int, text: str) -> None:
        """Write a page as it is and note where it begins."""
        self._pages.append(Page(number, self._write(text)))

    def finish(self, metadata: Metadata, notes: tuple[str, ...] = ()) -> Extracted:
        """Give the text with all that was noted."""
        text = "".join(self._pieces)
        return Extracted(
            text,
            metadata,
            headings=tuple(self._headings),
            captions=tuple(self._captions),
            pages=tuple(self._pages),
            notes=notes,
        )

    def _write(self, piece: str) -> int:
        start = self._length
        self._pieces.append(piece)
        self._length += len(piece)
        return start


def fold_space(text: str) -> str:
    """Give the text on one line, with single spaces and none at its ends."""
    return " ".join(text.split())


def describe_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Give each row of a table as a line that can be read alone: "Goods: Grain; Tonnes: 12".

    A row knows its columns' names this way even when a passage ends inside the table.
    Cells without a column name stand alone; empty cells are left out.
    """
    names = [fold_space(name).rstrip(":") for name in header]
    lines = []
    for row in rows:
        cells = [fold_space(cell) for cell in row]
        padded = names + [""] * (len(cells) - len(names))
        told = [
            f"{name}: {cell}" if name else cell
            for name, cell in zip(padded, cells, strict=False)
            if cell
        ]
        if told:
            lines.append("; ".join(told))
    return lines
