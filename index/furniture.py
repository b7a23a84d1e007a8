"""Page furniture: lines that a paged document prints on nearly every page."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product, zip_longest

from index.articles import Page, blocks_of
from index.edits import Span

__all__ = ["find_furniture", "find_furniture_spans"]

EDGE_LINES = 4  # at the head and at the foot of a page, where furniture stands
MOST_NUMBERS = 4  # in one line of furniture; a line with more is a table row
FEWEST_PROSE_WORDS = 16  # of a line as wide as a page
FEWEST_SENTENCE_WORDS = 6  # of a line with the beginning or the end of a sentence
LONGEST_ON_ONE_SIDE = 12  # words that only left or only right pages have
LONGEST_LONE = 3  # digits of a page number that no other page bears out

_NUMBER = re.compile(r"\d+")
_TOTAL = r"(?:\s*(?:of|/|von|de|di|van|av|af|z|из)\s*\d{1,4})?"
_NAMED_NUMBER = re.compile(
    rf"\W*(?:page|pg|p|seite|pagina|página|sida|side|strona|strana|стр)\b\.?\s*\d{{1,4}}{_TOTAL}\W*",
    re.IGNORECASE,
)
_LONE_NUMBER = re.compile(rf"[-–—|(\[\s]*(\d{{1,{LONGEST_LONE}}})[-–—|)\]\s]*")
_SHARE = re.compile(r"\W*(\d{1,4})\s*(?:/|of)\s*(\d{1,4})\W*", re.IGNORECASE)

_Sign = tuple[object, ...]  # the words of a line, and its numbers in one reading


def find_furniture(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """Give for each page the positions of its lines that are furniture.

    Furniture stands near the head or the foot of a page and is a page number, or says the same on
    nearly every page (or on nearly every left or right page), where numbers may move with the page.
    Where nothing else would be left, nothing is furniture.
    """
    found: list[set[int]] = [set() for _ in pages]
    for is_foot in (False, True):
        edges = [_edge(lines, is_foot) for lines in pages]
        for page, line in _find_repeated(pages, edges):
            found[page].add(line)
        for page, edge in enumerate(edges):
            inner = [line for line in edge if line not in found[page]][:1]
            found[page].update(i for i in inner if _is_number(pages[page][i], page, len(pages)))
    is_all = sum(map(len, found)) == sum(bool(line.strip()) for lines in pages for line in lines)
    return [set() for _ in pages] if is_all else found


def find_furniture_spans(text: str, pages: Sequence[Page]) -> frozenset[Span]:
    """Give the spans of the lines of a text that are furniture of its pages."""
    spans_of = []
    for page, following in zip_longest(pages, pages[1:]):
        end = following.start if following else len(text)
        spans = blocks_of(text[page.start : end])
        spans_of.append([(page.start + first, page.start + last) for first, last in spans])
    lines = [[text[slice(*span)] for span in spans] for spans in spans_of]
    found = (
        spans[i]
        for spans, furniture in zip(spans_of, find_furniture(lines), strict=True)
        for i in furniture
    )
    return frozenset(span for span in found if _is_line(text, span))


def _edge(lines: Sequence[str], is_foot: bool) -> list[int]:
    """Positions of the lines nearest to the head or the foot of a page, the outermost first."""
    written = [i for i, line in enumerate(lines) if line.strip()]
    return written[::-1][:EDGE_LINES] if is_foot else written[:EDGE_LINES]


def _find_repeated(
    pages: Sequence[Sequence[str]], edges: Sequence[Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """Page and position of lines that stand at the same edge of most pages."""
    places: dict[_Sign, dict[int, int]] = defaultdict(dict)
    for page, edge in enumerate(edges):
        for line in edge:
            for sign in _signs(pages[page][line], page):
                places[sign].setdefault(page, line)  # the outermost of equal lines
    written = [page for page, edge in enumerate(edges) if edge]
    common: dict[int, dict[int, bool]] = defaultdict(dict)  # page -> line -> whether it moves
    for sign, where in places.items():
        for page, line in where.items() if _is_on_most(sign, list(where), written) else ():
            common[page][line] = common[page].get(line, False) or _is_moving(sign)
    for page, found in common.items():
        # An article that stands there twice repeats more than an edge, or lines of prose.
        is_copy = len(found) == EDGE_LINES or any(_is_prose(pages[page][i]) for i in found)
        yield from ((page, line) for line, moves in found.items() if moves or not is_copy)


def _is_prose(line: str) -> bool:
    """Whether a line reads like one of a paragraph; one that stands twice may be reporting."""
    words = line.split()
    if len(words) >= FEWEST_PROSE_WORDS:
        return True
    is_part = line.strip()[0].islower() or line.rstrip("\"'”’»)] ").endswith((".", "!", "?", "…"))
    return is_part and len(words) >= FEWEST_SENTENCE_WORDS


def _signs(line: str, page: int) -> Iterator[_Sign]:
    """What two lines have in common that are the same furniture of two pages.

    Each number is told twice, as it is and counted from the page it stands on.
    """
    words = " ".join(_NUMBER.sub("#", line.casefold()).split())
    numbers = [int(number) for number in _NUMBER.findall(line)]
    if len(numbers) <= MOST_NUMBERS:
        readings = [(("is", number), ("moves", number - page)) for number in numbers]
        yield from ((words, *reading) for reading in product(*readings))


def _is_on_most(sign: _Sign, pages: Sequence[int], written: Sequence[int]) -> bool:
    """Whether pages are nearly all, or nearly all left or right ones; one page is never enough.

    Half are enough where a number moves with the page, since the other half may count otherwise.
    """
    if len(pages) < 2:
        return False
    spared = len(written) // 2 if _is_moving(sign) else max(1, len(written) // 5)
    if len(pages) >= len(written) - spared:
        return True
    side = [page for page in written if page % 2 == pages[0] % 2]
    is_one_side = all(page % 2 == pages[0] % 2 for page in pages)
    is_short = len(str(sign[0]).split()) <= LONGEST_ON_ONE_SIDE
    return is_one_side and is_short and len(pages) >= len(side) - len(side) // 5


def _is_moving(sign: _Sign) -> bool:
    return any(isinstance(part, tuple) and part[0] == "moves" for part in sign)


def _is_number(line: str, page: int, n_pages: int) -> bool:
    """Whether a line is a page number that needs no other page to bear it out."""
    share = _SHARE.fullmatch(line)
    is_share = share is not None and (int(share[1]), int(share[2])) == (page + 1, n_pages)
    is_lone = n_pages == 1 and _LONE_NUMBER.fullmatch(line) is not None
    return is_share or is_lone or _NAMED_NUMBER.fullmatch(line) is not None


def _is_line(text: str, span: Span) -> bool:
    """Whether a span is all of its line, and no end of a sentence that a page break has cut."""
    before = text[text.rfind("\n", 0, span[0]) + 1 : span[0]]
    line_end = text.find("\n", span[1])
    after = text[span[1] : line_end if line_end >= 0 else len(text)]
    return not before.strip() and not after.strip()
