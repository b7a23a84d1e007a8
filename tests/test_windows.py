"""A long article is shown in windows: around the mark first, then further, nothing lost."""

import time

import pytest

from ui.highlight import split_paragraphs
from ui.windows import (
    LONG,
    MOST,
    REACH,
    WHOLE,
    find_again,
    find_blocks,
    find_nearest,
    open_window,
    widen,
)

WORDS = "the ferry left the harbour and nobody waved at all "
LINES = "\n".join(f"{i} {WORDS}" for i in range(20_000))
ONE_LINE = WORDS * 100_000


def test_a_short_article_is_shown_whole() -> None:
    """Whatever is marked in it."""
    text = LINES[:WHOLE]

    assert open_window(text, (40_000, 40_010)) == (0, len(text))


@pytest.mark.parametrize("text", [LINES, ONE_LINE, "x" * 1_000_000], ids=["lines", "line", "word"])
def test_a_long_article_is_walked_from_end_to_end(text: str) -> None:
    """Each window holds the mark or goes on where the one before it ended, and stays small."""
    middle = len(text) // 2
    window = open_window(text, (middle, middle + 10))
    assert window[0] <= middle - REACH
    assert window[1] >= middle + REACH

    seen = [window]
    while seen[-1][1] < len(text):
        seen.append(widen(text, seen[-1], is_earlier=False))
    while seen[-1][0] > 0:
        seen.append(widen(text, seen[-1], is_earlier=True))

    assert all(last - first <= MOST + 2 * LONG for first, last in seen)
    covered = {block for first, last in seen for block in find_blocks(text, (first, last))}
    assert sum(end - start for start, end in covered) >= 0.95 * len(text)
    assert len({start for start, _ in covered}) == len(covered)  # the same pieces in each window


def test_a_text_of_five_megabytes_is_opened_at_once() -> None:
    """Also where it is a single line."""
    started = time.perf_counter()

    window = open_window(ONE_LINE, (4_000_000, 4_000_040))
    paragraphs = split_paragraphs(ONE_LINE, [(4_000_000, 4_000_040)], (), window)

    assert time.perf_counter() - started < 1
    assert sum(len(paragraph.text) for paragraph in paragraphs) < MOST
    marked = [s.text for p in paragraphs for s in p.segments if s.is_marked]
    assert "".join(marked).replace(" ", "") == ONE_LINE[4_000_000:4_000_040].replace(" ", "")


@pytest.mark.parametrize(
    ("text", "near", "found"),
    [
        ("We left. It rained. We left.", 0, "We left.|0"),
        ("We left. It rained. We left.", 25, "We left.|20"),
        ("Then WE\n left. It rained.", 0, "WE\n left.|5"),
        ("They left.", 0, ""),
    ],
    ids=["first", "nearest", "spaces and capitals", "gone"],
)
def test_a_quote_is_found_again(text: str, near: int, found: str) -> None:
    """In a text that has changed since, where it still stands."""
    span = find_again(text, "We left.", near)

    assert found == (f"{text[slice(*span)]}|{span[0]}" if span else "")


def test_what_is_nearest_to_a_quote_that_is_gone_is_found() -> None:
    """The line with most of its words; none where the matter is another."""
    text = "A storm came.\nThe ferry left the harbour at noon.\nNobody waved."

    span = find_nearest(text, (0, len(text)), "The ferry left the harbour at dawn.")
    assert span
    assert text[slice(*span)] == "The ferry left the harbour at noon."
    assert find_nearest(text, (0, len(text)), "Prices rose in every shop.") is None
    assert find_nearest("", (0, 0), "Prices rose.") is None
