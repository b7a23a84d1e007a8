"""The lines beside the article of a web page, which say who wrote it, when and for which part."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.formats.page_blocks import PageBlock

__all__ = ["Beside", "lines_beside"]

SHORTEST_PROSE = 60  # characters of a block that is no line beside the article
FEW = 3  # lines beside the article
MOST_ABOVE = 12  # lines between a headline and the first paragraph: byline, day, buttons


@dataclass(frozen=True, slots=True)
class Beside:
    """Lines of the page that stand beside its article, where day, byline and section are said."""

    before: tuple[str, ...]
    """Just above the headline."""
    above: tuple[str, ...]
    """Between the headline and the first paragraph."""
    below: tuple[str, ...]
    """Just below the article."""


def lines_beside(page: Sequence[PageBlock], chosen: Sequence[PageBlock]) -> Beside:
    """Give the lines that stand beside the blocks chosen; none above without a headline."""
    written = {block.words for block in chosen if len(block.words) >= SHORTEST_PROSE}
    told = [number for number, block in enumerate(page) if block.words in written]
    if not told:
        return Beside((), (), ())
    words = [block.words for block in page]
    tops = [i for i in range(told[0] + 1) if page[i].element.tag == "h1"]
    top = tops[-1] if tops else told[0]
    return Beside(
        before=tuple(words[max(0, top - FEW) : top] if tops else ()),
        above=tuple(words[top + 1 : told[0]][:MOST_ABOVE]),
        below=tuple(words[told[-1] + 1 :][:FEW]),
    )
