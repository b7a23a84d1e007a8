"""A sentence is found again among the signs of a page, and boxes are drawn around its lines.

What stands on a page and what was read of it differ in spaces, hyphens, ligatures and accents, as
two programs tell them; so both are compared by their letters and digits alone.
"""

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

__all__ = ["Box", "find_sentence", "join_boxes"]

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels from the upper left corner."""
Span = tuple[int, int]

_FOUND = 0.8
"""Share of a sentence's letters that has to be found where they do not stand in one run."""
_RUN = 8  # letters; shorter runs are alike by chance
_SAME_LINE = 0.4  # share of the lower one's height by which signs of a line overlap
_WIDEST_GAP = 4.0  # heights of a sign between two of a line


def find_sentence(signs: str, sentence: str, near: float = 0.0) -> list[Span]:
    """Give the runs of a page's signs that are a sentence; none where it is not there.

    Args:
        signs: of the page, in its own order.
        sentence: as it was read from the page.
        near: where on the page it stood as it was read, 0 to 1; chooses among several places.
    """
    page, places = _letters(signs)
    wanted, _ = _letters(sentence)
    if not wanted or not page:
        return []
    starts = _occurrences(page, wanted)
    if starts:
        first = min(starts, key=lambda start: abs(start / len(page) - near))
        runs = [(first, first + len(wanted))]
    else:
        runs = _nearly(page, wanted)
    spans = [(places[start], places[end - 1] + 1) for start, end in runs]
    return [_with_signs_around(signs, span, sentence) for span in spans]


def _letters(text: str) -> tuple[str, list[int]]:
    """Give the letters and digits of a text, plainly written, and where each comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = sign if sign.isascii() else unicodedata.normalize("NFKD", sign)
        for letter in plain.casefold():
            if letter.isalnum():
                letters.append(letter)
                places.append(place)
    return "".join(letters), places


def _occurrences(page: str, wanted: str) -> list[int]:
    starts = []
    start = page.find(wanted)
    while start >= 0:
        starts.append(start)
        start = page.find(wanted, start + 1)
    return starts


def _nearly(page: str, wanted: str) -> list[Span]:
    """Give the runs that a sentence and a page have in common; none where they are few.

    A turned page, one in columns or with numbers between its lines is told in another order by
    some, so each run is looked for on the whole page.
    """
    matcher = SequenceMatcher(None, wanted, page, autojunk=False)
    runs: list[tuple[int, Span]] = []
    pending = [(0, len(wanted))]
    while pending:
        first, last = pending.pop()
        run = matcher.find_longest_match(first, last, 0, len(page))
        if run.size >= _RUN:
            runs.append((run.a, (run.b, run.b + run.size)))
            pending += [(first, run.a), (run.a + run.size, last)]
    found = sum(end - start for _, (start, end) in runs)
    return [span for _, span in sorted(runs)] if found >= _FOUND * len(wanted) else []


def _with_signs_around(signs: str, span: Span, sentence: str) -> Span:
    """Take in the quotation mark before and the full stop after, where the sentence has them."""
    start, end = span
    told = sentence.strip()
    while end < len(signs) and unicodedata.category(signs[end])[0] == "M":
        end += 1  # the accent of the last letter
    most = end + 3
    if start and not told[:1].isalnum() and _is_mark(signs[start - 1]):
        start -= 1
    if not told[-1:].isalnum():
        while end < min(len(signs), most) and _is_mark(signs[end]):
            end += 1
    return start, end


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"


def join_boxes(boxes: Sequence[Box]) -> list[Box]:
    """Give one box for each line of some signs' boxes, which come in the order of reading."""
    lines: list[Box] = []
    is_upright = _runs_across(boxes)
    for box in boxes:
        if lines and _goes_on(lines[-1], box, is_upright):
            left, top, right, bottom = lines.pop()
            box = (  # noqa: PLW2901
                min(left, box[0]),
                min(top, box[1]),
                max(right, box[2]),
                max(bottom, box[3]),
            )
        lines.append(box)
    return lines


def _runs_across(boxes: Sequence[Box]) -> bool:
    """Tell signs that follow one another sideways from those of a line that was turned."""
    steps = [abs(two[0] - one[0]) >= abs(two[1] - one[1]) for one, two in pairwise(boxes)]
    return 2 * sum(steps) >= len(steps)


def _goes_on(line: Box, box: Box, is_upright: bool) -> bool:
    along, across = (0, 1) if is_upright else (1, 0)
    overlap = min(line[across + 2], box[across + 2]) - max(line[across], box[across])
    least = max(min(line[across + 2] - line[across], box[across + 2] - box[across]), 1)
    gap = max(box[along] - line[along + 2], line[along] - box[along + 2])
    height = max(line[across + 2] - line[across], 1)
    return overlap >= _SAME_LINE * least and gap <= _WIDEST_GAP * height
