"""An article's original text loses what is no part of the article; every removal is logged.

Signals decide, not phrases. A block (a line) goes when

- it stands in the article before: the same words, at least twelve of them, or fewer in a run of
  repeated blocks that holds such a one ("repeated block"); lists may repeat a short line;
- it is a heading under which nothing is left ("heading of a repeated block");
- it stands at the head or the foot of the article, speaks to the reader ("you", "your") and for the
  publisher ("we", "our"), and shares few content words with the rest ("speaks to the reader");
- the pages of the file all have it at their head or foot ("page furniture"). What it parted is read
  on: no barrier stands there, and a sentence that ran over the page break is whole again.

In files with pages a word that a line end cut is joined ("hyphenation"). Nothing else is touched:
taking reporting away is worse than leaving an appeal.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.articles import Page, blocks_of
from index.edits import Edit, EditMap, Span
from index.furniture import find_furniture_spans
from index.seams import HYPHENATION, Seams, is_cut_sentence

__all__ = ["clean"]

REPEATED = "repeated block"
ORPHANED = "heading of a repeated block"
APPEAL = "speaks to the reader"
FURNITURE = "page furniture"

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_READER = frozenset("you your yours yourself".split())
_PUBLISHER = frozenset("we our ours us".split())
_MIN_REPEATED_WORDS = 12
_EDGE_BLOCKS = 4
_MIN_SPEAKING_SHARE = 0.035
_MAX_SHARED_WORDS = 0.25


@dataclass(frozen=True, slots=True)
class _Block:
    span: Span
    words: tuple[str, ...]
    is_heading: bool


def clean(original: str, headings: Sequence[Span], pages: Sequence[Page] = ()) -> EditMap:
    """Give the edits that turn an article's original text into its cleaned text.

    Args:
        original: what the format's reader extracted, one block per line.
        headings: spans of the original that are headings.
        pages: where each page begins, in formats with pages.
    """
    furniture = find_furniture_spans(original, pages)
    blocks = [block for block in _read_blocks(original, headings) if block.span not in furniture]
    reasons = _find_repeats(blocks)
    reasons |= _find_appeals(original, blocks, reasons)
    if len(reasons) == len(blocks):  # nothing would be left: then it is what the article is
        reasons = {}
    if not blocks:
        return EditMap()
    edits = [_remove(original, blocks[i].span, reason) for i, reason in reasons.items()]
    if pages:
        removed = {blocks[i].span for i in reasons}
        edits += _mend(original, furniture, removed)
    return EditMap(edits)


def _read_blocks(original: str, headings: Sequence[Span]) -> list[_Block]:
    marked = set(headings)
    blocks = []
    for span in blocks_of(original):
        block = original[slice(*span)]
        words = tuple(word.casefold() for word in _WORD.findall(block))
        blocks.append(_Block(span, words, span in marked))
    return blocks


def _find_repeats(blocks: Sequence[_Block]) -> dict[int, str]:
    """Map positions of repeated blocks, and of headings left without a block, to the reason."""
    first_seen: dict[tuple[str, ...], int] = {}
    seen_before = [
        bool(block.words) and first_seen.setdefault(block.words, i) < i
        for i, block in enumerate(blocks)
    ]
    reasons = {
        i: REPEATED
        for i, block in enumerate(blocks)
        if seen_before[i] and len(block.words) >= _MIN_REPEATED_WORDS
    }
    forwards = range(1, len(blocks))
    for i in forwards:
        if seen_before[i] and i - 1 in reasons:
            reasons.setdefault(i, REPEATED)
    for i in reversed(forwards):
        if i in reasons and seen_before[i - 1]:
            reasons.setdefault(i - 1, REPEATED)
        elif i in reasons and blocks[i - 1].is_heading:
            reasons.setdefault(i - 1, ORPHANED)
    return reasons


def _find_appeals(original: str, blocks: Sequence[_Block], gone: dict[int, str]) -> dict[int, str]:
    """Map positions of blocks at either edge that address the reader to the reason."""
    kept = [i for i in range(len(blocks)) if i not in gone]
    counts = Counter(word for i in kept for word in set(_content(blocks[i])))
    reasons: dict[int, str] = {}
    for edge in (kept[:_EDGE_BLOCKS], kept[::-1][:_EDGE_BLOCKS]):
        for i in edge:
            if blocks[i].is_heading:
                continue
            if not _is_appeal(original[slice(*blocks[i].span)], blocks[i], counts, len(kept)):
                break
            reasons[i] = APPEAL
    return reasons


def _is_appeal(text: str, block: _Block, counts: Counter[str], n_blocks: int) -> bool:
    """Tell a block that speaks to the reader and not about the subject of the article."""
    own_words = [word.casefold() for word in _WORD.findall(_QUOTED.sub(" ", text))]
    if not own_words or n_blocks < 3:
        return False
    reader = sum(word in _READER for word in own_words) / len(own_words)
    publisher = sum(word in _PUBLISHER for word in own_words) / len(own_words)
    content = set(_content(block))
    shared = sum(counts[word] > 1 for word in content) / max(len(content), 1)
    return (
        reader > 0
        and publisher > 0
        and reader + publisher >= _MIN_SPEAKING_SHARE
        and shared <= _MAX_SHARED_WORDS
    )


def _content(block: _Block) -> list[str]:
    """Give words long enough to carry the subject; the short ones are mostly grammar."""
    return [word for word in block.words if len(word) >= 5]


def _mend(original: str, furniture: frozenset[Span], removed: set[Span]) -> Iterator[Edit]:
    """Take out page furniture, and join what it and the line ends inside words have parted."""
    spans = list(blocks_of(original))
    kept = [span for span in spans if span not in furniture and span not in removed]
    joined: set[Span] = set()
    blocks = [original[slice(*span)] for span in kept]
    seams = Seams(blocks)
    position = {span: i for i, span in enumerate(spans)}
    for i, (before, after) in enumerate(pairwise(kept)):
        between = spans[position[before] + 1 : position[after]]
        is_next_line = original.count("\n", before[1], after[0]) == 1
        if not furniture.issuperset(between) or not (between or is_next_line):
            continue
        seam = seams.read(i)
        if seam is None and between and is_cut_sentence(blocks[i], blocks[i + 1]):
            yield Edit(before[1], after[0], " ", FURNITURE)
        elif seam is not None:
            yield from _sew(before[1], after[0], seam, FURNITURE if between else HYPHENATION)
        else:
            continue
        joined.update(between)
    for span in furniture.difference(joined):
        yield _remove(original, span, FURNITURE)


def _sew(end: int, start: int, seam: str, reason: str) -> Iterator[Edit]:
    """Join the halves of a word, of which the first ends at `end` and the second begins at `start`.

    Args:
        end: behind the hyphen.
        start: of the second half.
        seam: what stands between the halves: nothing, the hyphen or the hyphen and a space.
        reason: for what goes beside the hyphen.
    """
    is_split = not seam and reason != HYPHENATION  # what stood between has a reason of its own
    if is_split:
        yield Edit(end - 1, end, "", HYPHENATION)
    first = end if seam or is_split else end - 1
    yield Edit(first, start, " " if seam.endswith(" ") else "", reason)


def _remove(original: str, span: Span, reason: str) -> Edit:
    """Take a block out with its line break, and mark that it stood there unless pages do."""
    end = span[1]
    while end < len(original) and original[end] in " \t":
        end += 1
    if end < len(original) and original[end] == "\n":
        end += 1
    return Edit(span[0], end, "", reason, is_barrier=reason != FURNITURE)
