"""The edit map: what a cleaned text was made from, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.edits import Edit, EditMap

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, EditMap]:
    """An original and edits of it, some empty, some touching, some at its ends."""
    original = draw(TEXTS)
    place = st.integers(0, len(original))
    cuts = sorted(draw(st.lists(place, max_size=12)))
    edits = [
        Edit(start, end, draw(st.text(max_size=3)), "reason", draw(st.booleans()))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return original, EditMap(draw(st.permutations(edits)))


def cleaned_by_hand(original: str, edits: EditMap) -> list[tuple[str, int | None]]:
    """Every character of the cleaned text with its place in the original, None where put in."""
    characters: list[tuple[str, int | None]] = []
    position = 0
    for edit in edits.edits:
        characters += [(original[i], i) for i in range(position, edit.start)]
        characters += [(character, None) for character in edit.replacement]
        position = edit.end
    return characters + [(original[i], i) for i in range(position, len(original))]


@given(edited_texts())
def test_apply_keeps_what_no_edit_touches(case: tuple[str, EditMap]) -> None:
    """The cleaned text is the original with each edited span replaced."""
    original, edits = case

    expected = "".join(character for character, _ in cleaned_by_hand(original, edits))

    assert expected == edits.apply(original)


@given(edited_texts(), st.data())
def test_every_span_leads_back_to_its_characters(
    case: tuple[str, EditMap], data: st.DataObject
) -> None:
    """The pieces of a span hold exactly its kept characters, in order."""
    original, edits = case
    characters = cleaned_by_hand(original, edits)
    start = data.draw(st.integers(0, len(characters)))
    end = data.draw(st.integers(start, len(characters)))

    pieces = edits.to_original(start, end)

    expected = [place for _, place in characters[start:end] if place is not None]
    assert expected == [place for piece in pieces for place in range(*piece)]
    assert all(low < high for low, high in pieces)


@given(edited_texts(), st.data())
def test_what_is_left_of_a_span_runs_from_its_first_to_its_last_character(
    case: tuple[str, EditMap], data: st.DataObject
) -> None:
    """In the cleaned text; nothing where no character of it was kept."""
    original, edits = case
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, len(original)))

    kept = [
        i
        for i, (_, place) in enumerate(cleaned_by_hand(original, edits))
        if place is not None and start <= place < end
    ]

    assert edits.left_of(start, end) == ((kept[0], kept[-1] + 1) if kept else None)


@given(edited_texts())
def test_barriers_stand_where_blocks_were_removed(case: tuple[str, EditMap]) -> None:
    """A barrier is the place in the cleaned text where its edit begins."""
    original, edits = case

    expected = tuple(
        len(EditMap(edits.edits[:i]).apply(original[: edit.start]))
        for i, edit in enumerate(edits.edits)
        if edit.is_barrier
    )

    assert expected == edits.barriers()
    assert list(expected) == sorted(expected)


@given(TEXTS)
def test_no_edits_change_nothing(text: str) -> None:
    """An empty map gives the text itself, and each span as it is."""
    edits = EditMap()

    assert text == edits.apply(text)
    assert ([(0, len(text))] if text else []) == edits.to_original(0, len(text))
    assert edits.barriers() == ()


def test_a_removed_block_by_hand() -> None:
    """A span across a removed block has two pieces, without the blank that was put in."""
    original = "Kept one.ADVERTKept two."
    edits = EditMap([Edit(9, 15, " ", "appeal", is_barrier=True)])

    assert edits.apply(original) == "Kept one. Kept two."
    assert edits.to_original(5, 14) == [(5, 9), (15, 19)]
    assert edits.barriers() == (9,)


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([Edit(0, 5, "", "a"), Edit(4, 6, "", "b")], id="overlap"),
        pytest.param([Edit(0, 9, "", "a"), Edit(3, 4, "", "b")], id="one inside another"),
        pytest.param([Edit(5, 2, "", "a")], id="end before start"),
        pytest.param([Edit(-1, 2, "", "a")], id="start before the text"),
    ],
)
def test_impossible_edits_are_refused(edits: list[Edit]) -> None:
    """Edits that overlap or run backwards raise, in whatever order they come."""
    with pytest.raises(ValueError, match="overlaps the one before"):
        EditMap(reversed(edits))


def test_the_order_of_edits_does_not_matter() -> None:
    """Maps of the same edits are equal, and so are their hashes."""
    edits = [Edit(4, 6, "", "b"), Edit(0, 2, "x", "a")]

    assert EditMap(edits) == EditMap(edits[::-1])
    assert hash(EditMap(edits)) == hash(EditMap(edits[::-1]))
