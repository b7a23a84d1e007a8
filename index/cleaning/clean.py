"""An article's original text loses what is no part of the article; every removal is logged.

Signals decide, not phrases. A block (a line) goes when

- it stands in the article before: the same words, at least twelve of them, or fewer in a run of
  repeated blocks that holds such a one ("repeated block"); lists may repeat a short line;
- it is a heading under which nothing is left ("heading of a repeated block");
- it serves the site and not the story: it speaks to the reader (`appeals`), leads to other stories
  (`links`), says who made it (`credits`) or is a button, a player or a notice (`site_lines`);
- the pages of the file all have it at their head or foot ("page furniture"); a sentence that ran
  over the page break is whole again.

What stood around a block that serves the site is read on. Where a repeat went, nothing is read
across: a story ends there.


In files with pages a word that a line end cut is joined ("hyphenation"), and a line that is part of
a paragraph is no block of its own and stays. Nothing else is touched: taking reporting away is
worse than leaving an appeal.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise

from index.articles import Page, blocks_of
from index.cleaning.appeals import find_address, is_edge_appeal
from index.cleaning.blocks import ArticleBlocks, Block, read_blocks
from index.cleaning.credits import is_author_note, is_byline, is_credit
from index.cleaning.links import find_contents, find_headlines_at_foot, find_links
from index.cleaning.site_lines import is_legal_line, is_player_line, is_sign, is_site_line
from index.edits import Edit, EditMap, Span
from index.furniture import find_furniture_spans
from index.seams import HYPHENATION, Seams, is_cut_sentence

__all__ = ["clean"]

REPEATED = "repeated block"
ORPHANED = "heading of a repeated block"
APPEAL = "appeal"
FURNITURE = "page furniture"
SIGN = "end sign or separator"
LINK = "link to another story"
CONTENTS = "table of contents"

_Rule = Callable[[ArticleBlocks, int], bool]
_RULES: dict[str, _Rule] = {
    SIGN: is_sign,
    "player or gallery": is_player_line,
    "site line": is_site_line,
    "legal line": is_legal_line,
    "byline": is_byline,
    "note on the author": is_author_note,
    "credit": is_credit,
}
_MIN_REPEATED_WORDS = 12
_EDGE_BLOCKS = 4
_EDGE_PARAGRAPHS = 2
_FEWEST_LINE_WORDS = 8  # of a line as wide as a page


def clean(
    original: str,
    headings: Sequence[Span],
    pages: Sequence[Page] = (),
    repeated: Collection[int] = (),
) -> EditMap:
    """Give the edits that turn an article's original text into its cleaned text.

    Args:
        original: what the format's reader extracted, one block per line.
        headings: spans of the original that are headings.
        pages: where each page begins, in formats with pages.
        repeated: keys of blocks that come back in other articles of the outlet.
    """
    furniture = find_furniture_spans(original, pages)
    read = read_blocks(original, headings, repeated)
    blocks = [block for block in read if block.span not in furniture]
    reasons = _find_reasons(blocks, is_wrapped=bool(pages))
    if len(reasons) == len(blocks):  # nothing would be left: then it is what the article is
        reasons = {}
    if not blocks:
        return EditMap()
    edits = [_remove(original, blocks[i].span, reason) for i, reason in reasons.items()]
    if pages:
        removed = {blocks[i].span for i in reasons}
        edits += _mend(original, furniture, removed)
    return EditMap(edits)


def _find_reasons(blocks: Sequence[Block], *, is_wrapped: bool) -> dict[int, str]:
    """Map positions of blocks that are no part of the article to the reason.

    Args:
        blocks: of the article, without page furniture.
        is_wrapped: paragraphs go over several of them, as lines of a page.
    """
    reasons = _find_repeats(blocks)
    parts = _find_parts(blocks) if is_wrapped else frozenset[int]()
    for find in (_find_site_blocks, _find_at_edges):
        kept = [i for i in range(len(blocks)) if i not in reasons]
        for i, reason in find(ArticleBlocks([blocks[i] for i in kept])):
            if kept[i] not in parts:
                reasons.setdefault(kept[i], reason)
    return reasons


def _find_parts(blocks: Sequence[Block]) -> frozenset[int]:
    """Positions of lines that go on from the line above, or go on in the line below."""
    parts: set[int] = set()
    for i, (above, below) in enumerate(pairwise(blocks)):
        is_full = len(above.words) >= _FEWEST_LINE_WORDS and not above.is_sentence
        if is_full or below.text[0].islower():
            parts |= {i, i + 1}
    return frozenset(parts)


def _find_repeats(blocks: Sequence[Block]) -> dict[int, str]:
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


def _find_site_blocks(blocks: ArticleBlocks) -> Iterator[tuple[int, str]]:
    """Give positions of blocks that serve the site, with the reason."""
    for i in range(len(blocks)):
        if reason := _judge(blocks, i):
            yield i, reason
    yield from ((i, LINK) for i in find_links(blocks))
    yield from ((i, CONTENTS) for i in find_contents(blocks))


def _judge(blocks: ArticleBlocks, i: int) -> str:
    """Give the reason for which a block goes by itself; "" where it stays."""
    if i == 0 and blocks[i].is_heading:  # the headline of this story
        return ""
    rule = next((reason for reason, rule in _RULES.items() if rule(blocks, i)), "")
    return rule or find_address(blocks, i)


def _find_at_edges(blocks: ArticleBlocks) -> Iterator[tuple[int, str]]:
    """Give positions of blocks that stand at an edge when those beyond them have gone."""
    positions = range(len(blocks))
    for edge in (positions[:_EDGE_BLOCKS], positions[::-1][:_EDGE_BLOCKS]):
        for i in edge:
            if blocks[i].is_heading:
                continue
            if not is_edge_appeal(blocks, i):
                break
            yield i, APPEAL
    yield from ((i, LINK) for i in find_links(blocks))
    yield from ((i, LINK) for i in find_headlines_at_foot(blocks))
    for i in positions:
        if min(blocks.paragraphs_above(i), blocks.paragraphs_below(i)) <= _EDGE_PARAGRAPHS:
            yield from ((i, reason) for reason in [_judge(blocks, i)] if reason)


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
    """Take a block out with its line break; only a repeat breaks the story it stood in."""
    end = span[1]
    while end < len(original) and original[end] in " \t":
        end += 1
    if end < len(original) and original[end] == "\n":
        end += 1
    return Edit(span[0], end, "", reason, is_barrier=reason in (REPEATED, ORPHANED))
