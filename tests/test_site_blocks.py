"""Cleaning tells what serves the site from what is reported, line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import COST, CRACKS, PIER

from index.cleaning.clean import clean
from index.headings import find_headings
from index.repeats import block_key

FEARS = (
    "Fishermen fear that buyers will stay away over the winter, when the southern quay is hard to "
    "reach by lorry and has no cold store of its own."
)
VOTE = (
    "The council will vote in January on a second crane, which would shorten the work by a month "
    "and let the market return before Easter."
)
PARAGRAPHS = (PIER, CRACKS, COST, FEARS, VOTE)
TITLE = "Northern pier closed until spring"


def kept(*blocks: str, repeated: tuple[str, ...] = ()) -> list[str]:
    """Give the blocks that are left of an article."""
    original = "\n\n".join(blocks)
    edits = clean(original, find_headings(original), repeated=[block_key(b) for b in repeated])
    return [line for line in edits.apply(original).split("\n") if line.strip()]


def goes(block: str, place: str) -> bool:
    """Tell whether a block goes from the head, the middle or the foot of an article."""
    position = {"head": 0, "middle": 2, "foot": len(PARAGRAPHS)}[place]
    blocks = [*PARAGRAPHS[:position], block, *PARAGRAPHS[position:]]
    rest = kept(TITLE, *blocks)
    assert set(PARAGRAPHS) <= set(rest)
    return block not in rest


@pytest.mark.parametrize(
    ("place", "block"),
    [
        ("middle", "Sign up for the Quayside newsletter and get our harbour stories by email."),
        ("foot", "Enjoyed this? Subscribe to our weekly letter here."),
        ("foot", "Our reporters need your support: please donate to keep our newsroom open."),
        ("head", "We use cookies to make this site better for you. Accept or manage them here."),
        ("middle", "Share on Facebook"),
        ("foot", "Follow us on Twitter and Instagram"),
        ("middle", "Click here to read the full story"),
        ("middle", "Read more: Ferry line adds a morning boat"),
        ("middle", "More:Harbour master resigns after eleven years"),
        ("middle", "'Nobody warned us':Divers recall the night of the storm"),
        ("middle", "[Read: The long history of the southern quay]"),
        ("foot", "Harbour raises winter fees at northern pier"),
        ("head", "By Ann Poe"),
        ("head", "Ann Poe, Harbour Correspondent"),
        ("foot", "Reporting by Ann Poe; editing by Roe Doe"),
        ("foot", "Roe Doe in Northport contributed to this report."),
        ("foot", "Ann Poe is a freelance writer who lives in Northport."),
        ("foot", "Contact Ann Poe at poe@quay.example or follow her on Twitter @annpoe."),
        ("middle", "- Ann Poe"),
        ("middle", "Advertisement"),
        ("foot", "We may earn a commission if you buy through our links."),
        ("middle", "Watch now: the pier from above 02:13"),
        ("middle", "Photo: Ann Poe"),
        ("middle", "Ann Poe/Harbour Images"),
        ("foot", "© 2026 Quayside Media. All rights reserved."),
        ("foot", "This article may not be reproduced; see our terms of use and privacy policy."),
        ("foot", "Please log in to comment"),
        ("foot", "###"),
        ("foot", "Quaywire"),
        ("head", "Skip to main content"),
        ("foot", "News Sport Business Culture"),
    ],
)
def test_a_block_that_serves_the_site_goes(place: str, block: str) -> None:
    """What sells, links, signs or steers is no part of the article."""
    assert goes(block, place)


@pytest.mark.parametrize(
    ("place", "block"),
    [
        ("middle", "What the divers found"),
        ("middle", "‘We were not warned’"),
        ("middle", "Fishermen: Nobody asked the crews"),
        ("middle", "“Sign up all the cranes you can find for us,” the mayor told the engineers."),
        (
            "middle",
            "Divers may register for the second survey at the harbour office in Quay Street.",
        ),
        ("middle", "The council printed its appeal for donations on Facebook and in a newsletter."),
        (
            "middle",
            "A crane lifts a pillar from the northern pier on Monday. Ann Poe/Harbour Images",
        ),
        ("foot", "Correction: An earlier version gave the wrong number of pillars. It is forty."),
        ("foot", "The market declined to comment."),
        ("foot", "Crews that need a berth can call the harbour office before 5 p.m. on Friday."),
        ("foot", "Her grandfather, who built the pier, is the author of the only book about it."),
        ("middle", "- Birth of the pier: 1911"),
        ("middle", "Pillars repaired: 12, up from 9"),
        ("middle", "5:44 p.m.: Divers come back to the northern pier"),
        ("foot", "But will the fish market ever come back to the northern pier?"),
        ("foot", "NOTE: Prices in the northern harbour are those of last week."),
    ],
)
def test_a_block_that_tells_something_stays(place: str, block: str) -> None:
    """Reporting, quotations, headings, lists, captions, corrections and service stay."""
    assert not goes(block, place)


def test_what_the_article_is_about_is_no_sign_of_a_site() -> None:
    """An article on newsletters may say how to subscribe to one."""
    told = [
        f"The {name} newsletters go out in the harbour every Friday, and whoever subscribes pays "
        "the quay two crowns a month for them."
        for name in ("northern", "southern", "eastern", "western")
    ]
    advice = "Subscribe to your newsletter before the tide turns."

    assert advice in kept(TITLE, *told[:2], advice, *told[2:])
    assert advice not in kept(TITLE, *PARAGRAPHS[:2], advice, *PARAGRAPHS[2:])


def test_headlines_below_an_announcement_go_with_it() -> None:
    """A list of other stories goes whole, and the paragraph behind it stays."""
    links = ["Ferry line adds a morning boat", "Storm closes the schools of Westport"]
    rest = kept(TITLE, *PARAGRAPHS[:3], "Related stories", *links, *PARAGRAPHS[3:])

    assert rest == [TITLE, *PARAGRAPHS]


def test_a_table_of_contents_goes_and_its_headings_stay() -> None:
    """Lines that stand again above their sections are a table of contents."""
    headings = ["What divers found", "What it costs", "Where the market goes"]
    body = [line for pair in zip(headings, PARAGRAPHS, strict=False) for line in pair]

    assert kept(TITLE, *headings, *body) == [TITLE, *body]


def test_an_end_sign_goes_when_what_stood_below_it_has_gone() -> None:
    """Credits below the last paragraph are taken off from the outside in."""
    rest = kept(TITLE, *PARAGRAPHS, "Quaywire", "Share this story", "© 2026 Quayside Media")

    assert rest == [TITLE, *PARAGRAPHS]


def test_only_a_copy_that_went_is_a_barrier() -> None:
    """What stands above and below a byline or a link is one story; not so around a copy."""
    line = "More:Harbour master resigns after eleven years"
    original = "\n\n".join([TITLE, "By Ann Poe", *PARAGRAPHS[:2], line, *PARAGRAPHS[2:], PIER])
    edits = clean(original, find_headings(original))

    assert [edit.is_barrier for edit in edits.edits] == [False, False, True]


def test_the_title_stays() -> None:
    """A headline that reads like a link is still that of this story."""
    title = "Live updates: Northern pier closed until spring"

    assert kept(title, *PARAGRAPHS)[0] == title


def test_a_line_that_comes_back_goes_where_it_speaks_to_the_reader() -> None:
    """Repetition confirms a style; it takes out no reporting by itself."""
    line = "Here is what you need to know before the tide turns."
    background = PARAGRAPHS[1]

    assert line in kept(TITLE, *PARAGRAPHS[:2], line, *PARAGRAPHS[2:])
    rest = kept(TITLE, *PARAGRAPHS[:2], line, *PARAGRAPHS[2:], repeated=(line, background))
    assert rest == [TITLE, *PARAGRAPHS]


def test_a_sentence_that_was_cut_short_stays() -> None:
    """The last line of a text that breaks off is reporting and no headline."""
    cut = "The pilot of the fishing boat had asked the harbour for a mooring on the sou"

    assert kept(TITLE, *PARAGRAPHS, cut)[-1] == cut


SITE_BLOCKS = (
    "Share on Facebook",
    "By Ann Poe",
    "More:Harbour master resigns after eleven years",
    "Sign up for the Quayside newsletter and get our harbour stories by email.",
    "***",
    "© 2026 Quayside Media. All rights reserved.",
)


@given(st.lists(st.sampled_from([*PARAGRAPHS, *SITE_BLOCKS]), max_size=14, unique=True))
def test_reporting_is_kept_and_every_span_leads_back(blocks: list[str]) -> None:
    """Whatever stands between paragraphs, they stay, and the map finds them in the original."""
    original = "\n\n".join(blocks)
    edits = clean(original, find_headings(original))
    text = edits.apply(original)

    for block in set(blocks).intersection(PARAGRAPHS):
        start = text.index(block)
        pieces = edits.to_original(start, start + len(block))
        assert [original[slice(*piece)] for piece in pieces] == [block]
        assert edits.to_cleaned(*pieces[0]) == (start, start + len(block))
