"""Highlighting cuts a text at its marks without changing a character of it."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.controls import show_controls
from ui.highlight import Segment, mark_spans, split_paragraphs

SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6)
LINES = st.text(alphabet="ab é\n\t*$<\u202e", max_size=60)


@given(LINES, SPANS)
def test_segments_put_together_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    """No character is lost, doubled or moved, whatever the spans are."""
    assert text == "".join(segment.text for segment in mark_spans(text, spans))


@given(LINES, SPANS)
def test_a_character_is_marked_when_a_span_holds_it(
    text: str, spans: list[tuple[int, int]]
) -> None:
    """The marks of the segments are those that the spans say, character by character."""
    segments = mark_spans(text, spans)

    marks = [segment.is_marked for segment in segments for _ in segment.text]

    assert [any(start <= i < end for start, end in spans) for i in range(len(text))] == marks


@given(LINES, SPANS)
def test_neighbouring_segments_differ(text: str, spans: list[tuple[int, int]]) -> None:
    """Segments are as long as they can be, and none is empty."""
    segments = mark_spans(text, spans)

    assert all(segment.text for segment in segments)
    assert all(one.is_marked != other.is_marked for one, other in pairwise(segments))


def test_overlapping_spans_make_one_mark() -> None:
    """Two spans that share characters become a single marked segment."""
    assert (
        Segment("a", is_marked=False),
        Segment("bcd", is_marked=True),
        Segment("e", is_marked=False),
    ) == mark_spans("abcde", [(1, 3), (2, 4)])


@given(LINES, SPANS)
def test_paragraphs_are_the_lines_that_hold_words(text: str, spans: list[tuple[int, int]]) -> None:
    """Paragraphs are the non-blank lines in order, without the white space around them."""
    paragraphs = split_paragraphs(text, spans)

    assert [line.strip() for line in text.split("\n") if line.strip()] == [
        paragraph.text for paragraph in paragraphs
    ]


def test_a_mark_may_run_over_two_paragraphs() -> None:
    """A span across a line end marks its share of both lines."""
    first, second = split_paragraphs("one two\n\n  three four", [(4, 16)])

    assert (Segment("one ", is_marked=False), Segment("two", is_marked=True)) == first.segments
    assert (Segment("three", is_marked=True), Segment(" four", is_marked=False)) == second.segments


def test_a_heading_is_told_from_a_paragraph() -> None:
    """A line that begins where a heading begins is a heading."""
    paragraphs = split_paragraphs("Head\nBody", [], headings=[(0, 4)])

    assert [paragraph.is_heading for paragraph in paragraphs] == [True, False]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u202c", "a⟦RLO⟧b⟦PDF⟧"),
        ("\u2066x\u2069\u200e\u200f\u061c", "⟦LRI⟧x⟦PDI⟧⟦LRM⟧⟦RLM⟧⟦ALM⟧"),
        ("in\u200bvisible\ufeff", "in⟦ZWSP⟧visible⟦BOM⟧"),
        ("bell\x07", "bell⟦U+0007⟧"),
        ("half \ud800 pair", "half ⟦U+D800⟧ pair"),
        ("a\u200db", "a⟦ZWJ⟧b"),
        ("👩\u200d🚀 می\u200cخواهم", "👩\u200d🚀 می\u200cخواهم"),
        ("$x$ *y* <b> `z`\n\tend", "$x$ *y* <b> `z`\n\tend"),
    ],
    ids=["override", "isolates", "zero width", "bell", "half a pair", "joiner", "emoji", "markup"],
)
def test_invisible_characters_are_labelled(text: str, shown: str) -> None:
    """What has no shape gets a label; joiners that a script needs, and markup, stay as they are."""
    assert shown == show_controls(text)


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_no_direction_control_is_left(text: str) -> None:
    """Nothing that is shown can re-order the text around it, and all of it can be sent."""
    shown = show_controls(text)

    controls = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    assert not controls & {unicodedata.bidirectional(character) for character in shown}
    shown.encode("utf-8")
