"""What an extraction drops inside an article is taken from the page, and no furniture with it."""

import pytest
from extraction import captions_of, headings_of, lines_of, read

PROSE = [
    "The ferry left the old harbour in the morning rain, and nobody on the quay waved at it.",
    "On the far side of the bay the fishermen had been waiting since long before the dawn.",
    "A second boat, older than the first, was brought out of its shed to carry the mail.",
    "By noon the wind had turned, and the harbour master closed the gate for the day.",
]
PAGE = """<html lang="en"><head><title>Ferry leaves harbour</title></head><body>
<div class="top"><a href="/">Home</a> <a href="/w">World</a></div>
<article><h1>Ferry leaves harbour</h1>{0}<p>{prose[0]}</p>{1}<p>{prose[1]}</p>{2}<p>{prose[2]}</p>
<p>{prose[3]}</p></article><div class="comments"><p>I was there, and it rained on us all.</p></div>
</body></html>"""


def page(*parts: str) -> str:
    """Give a page with more above, inside and below the article's first paragraphs."""
    return PAGE.format(*parts, *[""] * (3 - len(parts)), prose=PROSE)


@pytest.mark.parametrize(
    "figure",
    [
        "<figure><img src='a.jpg'><figcaption>The ferry in 1926. Ann Poe</figcaption></figure>",
        (
            "<figure><img src='a.jpg'><figcaption><p>The ferry in 1926. Ann Poe</p></figcaption>"
            "</figure>"
        ),
        (
            "<div class='wp-caption'><img src='a.jpg'><p class='wp-caption-text'>The ferry in 1926."
            " Ann Poe</p></div>"
        ),
        "<div><img src='a'><span class='photo__caption'>The ferry in 1926. Ann Poe</span></div>",
    ],
    ids=["figure", "paragraph", "class", "span"],
)
def test_caption_keeps_its_place(figure: str) -> None:
    """The words under a picture stand where the picture stands, as a block noted as a caption."""
    found = read("a.html", page("", figure))

    assert lines_of(found)[1:4] == [PROSE[0], "The ferry in 1926. Ann Poe", PROSE[1]]
    assert captions_of(found) == ["The ferry in 1926. Ann Poe"]


def test_caption_above_the_article_is_kept() -> None:
    """The picture between the headline and the first paragraph has its caption."""
    figure = "<figure><img src='a.jpg'><figcaption>The ferry in 1926</figcaption></figure>"

    assert lines_of(read("a.html", page(figure)))[:3] == [
        "Ferry leaves harbour",
        "The ferry in 1926",
        PROSE[0],
    ]


def test_caption_told_twice_is_one() -> None:
    """A caption repeated for small screens is written once."""
    figure = "<figure><figcaption>The ferry in 1926</figcaption></figure>" * 2

    assert captions_of(read("a.html", page("", figure))) == ["The ferry in 1926"]


@pytest.mark.parametrize(
    "aside",
    [
        "<aside><figure><figcaption>Other boats of the bay</figcaption></figure></aside>",
        (
            "<div class='related-stories'><figure><figcaption>Other boats of the bay</figcaption>"
            "</figure></div>"
        ),
        "<div class='share'><p>Tell your friends about the other boats of the bay</p></div>",
        (
            "<ul><li><a href='/a'>Other boats of the bay</a></li>"
            "<li><a href='/b'>More boats</a></li></ul>"
        ),
        "<p hidden>Nobody sees what is told of the boats here, so that it is not read.</p>",
        "<p style='display: none'>Nobody sees what is told of the boats here, so it is gone.</p>",
    ],
    ids=["aside", "related", "share", "links", "hidden", "style"],
)
def test_furniture_stays_out(aside: str) -> None:
    """What stands inside the article's element and serves the site is not restored."""
    assert lines_of(read("a.html", page("", aside))) == ["Ferry leaves harbour", *PROSE]


def test_items_and_rows_are_kept() -> None:
    """Lists keep their items and tables their rows, each with the names of its columns."""
    table = (
        "<table><thead><tr><th>Boat</th><th>Built</th><th>Crew</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>Gull</td><td>1926</td><td>4</td></tr>"
        "<tr><td>1931</td><td>6</td></tr><tr><td colspan='2'>Tern</td><td>9</td></tr></tbody>"
        "</table>"
    )
    found = read("a.html", page("", "<ul><li>nets</li><li>ropes</li></ul>", table))

    assert lines_of(found)[2:9] == [
        "- nets",
        "- ropes",
        PROSE[1],
        "Boat: Gull; Built: 1926; Crew: 4",
        "Boat: Gull; Built: 1931; Crew: 6",
        "Boat: Tern; Crew: 9",
        PROSE[2],
    ]


def test_one_cell_above_a_table_names_no_column() -> None:
    """A heading over all columns is a row of its own, not the name of the first."""
    table = "<table><tr><th colspan='2'>Boats</th></tr><tr><td>Gull</td><td>1926</td></tr></table>"

    assert lines_of(read("a.html", page("", table)))[2:4] == ["Boats", "Gull; 1926"]


def test_standfirst_is_kept() -> None:
    """What sums the article up above its first paragraph is part of it."""
    summary = "<p class='standfirst'>Rain and wind stopped all of the boats on Thursday</p>"

    assert lines_of(read("a.html", page(summary)))[1] == (
        "Rain and wind stopped all of the boats on Thursday"
    )


def test_repeated_paragraphs_are_kept() -> None:
    """An article that says the same twice, as a song does, is read as it stands."""
    assert lines_of(read("a.html", page("", f"<p>{PROSE[0]}</p>")))[1:4] == [
        PROSE[0],
        PROSE[0],
        PROSE[1],
    ]


def test_repeated_headline_is_written_once() -> None:
    """The headline told again, as above a player, is furniture."""
    found = read("a.html", page("", "<h2>Ferry leaves harbour</h2>"))

    assert headings_of(found) == ["Ferry leaves harbour"]


def test_comments_of_readers_stay_out() -> None:
    """What readers wrote below is not the article, in whatever language the page names it."""
    prose = "".join(f"<p>{line}</p>" for line in PROSE)
    comments = "<div class='comentarios'><p>I was there, and it rained on all of us.</p></div>"
    content = f"<html><body><div id='main'>{prose}{comments}</div></body></html>"

    assert lines_of(read("a.html", content)) == PROSE


def test_line_breaks_in_code_are_kept() -> None:
    """Lines of preformatted text part where the page parts them."""
    found = read("a.html", page("", "<pre>one<br>two\n  three</pre>"))

    assert lines_of(found)[2:5] == ["one", "two", "  three"]
