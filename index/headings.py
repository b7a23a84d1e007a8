"""Which lines of a text are headlines and cross-headings."""

from collections.abc import Sequence

from index.articles import Page, blocks_of
from index.edits import Span
from index.furniture import find_furniture_spans

__all__ = ["find_headings"]

_MAX_WORDS = 14
_MAX_RUN = 4
_LONGEST_OF_ALL = 160  # characters; no format's own heading longer than this is believed


def find_headings(
    text: str, marked: Sequence[Span] = (), title: str = "", pages: Sequence[Page] = ()
) -> tuple[Span, ...]:
    """Give the spans of headings, ascending.

    A line is a heading where the format says so, where it is the title, or where it is short,
    does not end like a sentence and stands above prose. Short lines in long runs are a list, and
    a text without prose has no headings: its lines are all it says.

    Args:
        text: one block per line.
        marked: spans that the format itself marks as headings.
        title: of the article.
        pages: where each begins; their running headers and page numbers are no headings.
    """
    furniture = find_furniture_spans(text, pages)
    spans = [span for span in blocks_of(text) if span not in furniture]
    known = {span for span in marked if span[1] - span[0] <= _LONGEST_OF_ALL}
    # A text without a headline has its first sentence for a title, which is still a sentence.
    headline = title if title[-1:] not in (".", "。") else ""
    sure = [span in known or text[slice(*span)] == headline for span in spans]
    looks = [sure[i] or _looks_like_heading(text[slice(*span)]) for i, span in enumerate(spans)]
    if all(looks):
        return ()
    headings: list[Span] = []
    run: list[int] = []
    for i, span in enumerate(spans):
        if looks[i]:
            run.append(i)
            continue
        del span
        headings += [spans[j] for j in run if sure[j] or len(run) <= _MAX_RUN]
        run = []
    headings += [spans[j] for j in run if sure[j]]
    return tuple(headings)


def _looks_like_heading(block: str) -> bool:
    words = block.split()
    ends_open = block[-1] not in ".!?:;,…”\"'’。！？؟।"
    return len(words) <= _MAX_WORDS and len(block) <= 110 and ends_open and _begins_plainly(block)


def _begins_plainly(block: str) -> bool:
    """List markers, quotation marks and table rows are no headings."""
    return block[0].isalnum() and "; " not in block
