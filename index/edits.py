"""An edit map: what was taken out of an article's original text, why, and the way back.

A cleaned text is the original with edits applied. Every span of the cleaned text can be turned
into the pieces of the original it came from, so each removal can be shown and undone.
Offsets are code points, ends are exclusive.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Edit", "EditMap", "Span"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`original[start:end]` was replaced by `replacement`, because of `reason`."""

    start: int
    end: int
    replacement: str
    reason: str
    is_barrier: bool = False
    """A part of the article ended here: nothing may be read across it."""


class EditMap:
    """Edits of one original text, in order and without overlap.

    Raises:
        ValueError: two edits overlap, or one has its end before its start.
    """

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self.edits = tuple(sorted(edits))
        position = 0
        for edit in self.edits:
            if edit.start < position or edit.end < edit.start:
                raise ValueError(f"{edit} overlaps the one before it, which ends at {position}")
            position = edit.end
        starts, originals = [0], [0]  # where each kept piece begins, cleaned and original
        for edit in self.edits:
            kept = edit.start - originals[-1]
            starts.append(starts[-1] + kept + len(edit.replacement))
            originals.append(edit.end)
        self._starts, self._originals = starts, originals

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EditMap) and self.edits == other.edits

    def __hash__(self) -> int:
        return hash(self.edits)

    def __repr__(self) -> str:
        return f"EditMap({list(self.edits)!r})"

    def apply(self, original: str) -> str:
        """Give the cleaned text."""
        pieces, position = [], 0
        for edit in self.edits:
            pieces += [original[position : edit.start], edit.replacement]
            position = edit.end
        return "".join([*pieces, original[position:]])

    def places(self) -> tuple[int, ...]:
        """Offsets in the cleaned text where what each edit took out stood, in order."""
        return tuple(
            start - len(edit.replacement)
            for start, edit in zip(self._starts[1:], self.edits, strict=True)
        )

    def barriers(self) -> tuple[int, ...]:
        """Offsets in the cleaned text where a removed block stood, ascending."""
        placed = zip(self.places(), self.edits, strict=True)
        return tuple(place for place, edit in placed if edit.is_barrier)

    def to_original(self, start: int, end: int) -> list[Span]:
        """Give the pieces of the original that `cleaned[start:end]` was copied from, in order.

        Characters that an edit put in have no original and belong to no piece.
        """
        pieces: list[Span] = []
        first = bisect_right(self._starts, start) - 1
        for i in range(max(first, 0), len(self._starts)):
            piece_start, original_start = self._starts[i], self._originals[i]
            if piece_start >= end:
                break
            piece_end = piece_start + self._kept_length(i, end - piece_start)
            low, high = max(start, piece_start), min(end, piece_end)
            if low < high:
                shift = original_start - piece_start
                pieces.append((low + shift, high + shift))
        return pieces

    def to_cleaned(self, start: int, end: int) -> Span | None:
        """Give where `original[start:end]` stands in the cleaned text; None if any of it went."""
        piece = bisect_right(self._originals, start) - 1
        first = self._originals[piece]
        if end > first + self._kept_length(piece, end - first):
            return None
        shift = self._starts[piece] - first
        return start + shift, end + shift

    def left_of(self, start: int, end: int) -> Span | None:
        """Give where what is left of `original[start:end]` stands in the cleaned text.

        From its first to its last kept character; None if none was kept.
        """
        first = last = None
        for i in range(max(bisect_right(self._originals, start) - 1, 0), len(self._originals)):
            piece = self._originals[i]
            if piece >= end:
                break
            low, high = max(start, piece), min(end, piece + self._kept_length(i, end - piece))
            if low < high:
                shift = self._starts[i] - piece
                first = low + shift if first is None else first
                last = high + shift
        return None if first is None or last is None else (first, last)

    def _kept_length(self, piece: int, unbounded: int) -> int:
        """Length of a kept piece; the last one runs to the end of the text."""
        if piece == len(self.edits):
            return unbounded
        return self.edits[piece].start - self._originals[piece]
