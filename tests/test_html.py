"""Web pages become their articles, with what they say of title, outlet and day."""

from datetime import date

import pytest
from extraction import SENTENCE, TABLE_LINES, headings_of, lines_of, read

from index.articles import Metadata, PublishedDate
from index.errors import ArticleError

PAGE = """<!DOCTYPE html><html><head><title>Ferry leaves harbour | Harbour Wire</title>
<meta property="og:site_name" content="Harbour Wire"><meta name="author" content="Ann Poe">{head}
</head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article>
<h1>Ferry leaves harbour</h1><p>{sentence} {sentence}</p><h2>Cargo</h2>
<p>On board were <b>coal</b> and <a href="g">grain</a>.<br>Nobody counted them.</p>
<ul><li>sailors</li><li>goats</li></ul>
<table><tr><th>Goods</th><th>Tonnes</th></tr><tr><td>Grain</td><td>12</td></tr>
<tr><td>Coal</td><td>7</td></tr></table><script>hidden()</script></article>
<div id="comments"><p>A comment of somebody who was there.</p></div>
<footer>Contact us</footer></body></html>"""


def page(head: str = "") -> str:
    """Give a web page with more in its head."""
    return PAGE.format(sentence=SENTENCE, head=head)


def test_web_page_gives_its_article() -> None:
    """The article of a page is read, without menu, comments, scripts and footer."""
    assert lines_of(read("a.html", page())) == [
        "Ferry leaves harbour",
        f"{SENTENCE} {SENTENCE}",
        "Cargo",
        "On board were coal and grain. Nobody counted them.",
        "- sailors",
        "- goats",
        *TABLE_LINES,
    ]


def test_web_page_gives_headings_and_metadata() -> None:
    """Headings are marked; title, site and author are those of the page."""
    found = read("a.htm", page())

    assert headings_of(found) == ["Ferry leaves harbour", "Cargo"]
    assert found.metadata == Metadata(
        "Ferry leaves harbour", "Harbour Wire", ("Ann Poe",), author_basis="web page metadata"
    )


JSON_LD = (
    '<script type="application/ld+json">{wrap}{{"@graph": [{{"@type": "WebPage", '
    '"datePublished": "2020-01-01"}}, {{"@type": "NewsArticle", "datePublished": '
    '"2026-02-05T23:30:00-05:00", "dateModified": "2026-02-09"}}]}}{end}</script>'
)


@pytest.mark.parametrize(
    ("head", "basis", "clock"),
    [
        (JSON_LD.format(wrap="", end=""), "JSON-LD", "23:30-05:00"),
        (JSON_LD.format(wrap="\n//<![CDATA[\n", end="\n//]]>"), "JSON-LD", "23:30-05:00"),
        (
            '<meta property="article:published_time" content="2026-02-05T08:00Z">',
            "web page metadata",
            "08:00 UTC",
        ),
        ('<meta name="DC.date.issued" content="5 February 2026">', "web page metadata", ""),
        ('<meta itemprop="datePublished" content="2026-02-05">', "web page metadata", ""),
        (
            '<link rel="canonical" href="https://wire.example/2026/02/05/ferry">',
            "web page address",
            "",
        ),
    ],
    ids=["json-ld", "json-ld in cdata", "open graph", "dublin core", "microdata", "address"],
)
def test_date_of_a_page_has_its_basis(head: str, basis: str, clock: str) -> None:
    """A date stated in a page is found with what states it."""
    found = read("a.html", page(head))

    assert found.metadata.dates == (PublishedDate(date(2026, 2, 5), basis, clock),)


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<meta property="article:modified_time" content="2026-02-05">',
        '<script type="application/ld+json">{"datePublished": </script>',
        '<script type="application/ld+json">' + "[" * 5000 + "</script>",
        '<meta name="date" content="03/04/2026">',
    ],
    ids=["nothing", "modified", "damaged", "deep", "ambiguous"],
)
def test_page_that_states_no_date_has_none(head: str) -> None:
    """Today is never the date of a page, nor is the day of a change."""
    assert read("a.html", page(head)).metadata.dates == ()


def test_time_mark_gives_the_day() -> None:
    """A time that the page marks counts, unless it is that of an update."""
    marks = (
        '<time class="updated" datetime="2026-02-09">x</time><time datetime="2026-02-05">y</time>'
    )
    found = read("a.html", page().replace("</h1>", f"</h1>{marks}"))

    assert found.metadata.dates == (PublishedDate(date(2026, 2, 5), "web page time mark"),)


def test_site_heading_is_not_the_title() -> None:
    """A heading that the page's own title does not know is not taken for the title."""
    content = page().replace("<h1>Ferry leaves harbour</h1>", "<h1>Hello, I am Ann</h1>")

    assert read("a.html", content).metadata.title == "Ferry leaves harbour | Harbour Wire"


@pytest.mark.parametrize(
    "content",
    [
        "<p>One short line.</p>",
        "One short line.",
        "<body><nav>Menu</nav><div>One <i>short</i> line.</div><script>x()</script></body>",
        '<?xml version="1.0" encoding="latin-1"?><html><body>One short line.</body></html>',
    ],
)
def test_short_page_is_read_whole(content: str) -> None:
    """A page too short to be told from its surroundings gives the text of its body."""
    assert lines_of(read("a.html", content)) == ["One short line."]


@pytest.mark.parametrize(
    "content",
    [
        "<html></html>",
        "<html><body><script>x()</script><noscript>y</noscript></body></html>",
        "<!-- x -->",
    ],
)
def test_page_without_text_is_refused(content: str) -> None:
    """A page of nothing but scripts has no text."""
    with pytest.raises(ArticleError, match="empty"):
        read("a.html", content)


def test_declared_encoding_of_a_page_counts() -> None:
    """A page that is not UTF-8 is read in the encoding it declares."""
    text = "Паром вышел из гавани."
    content = f'<html><head><meta charset="koi8-r"></head><body><p>{text}</p></body></html>'

    assert lines_of(read("a.html", content.encode("koi8-r"))) == [text]


@pytest.mark.parametrize(
    ("head", "basis", "clock"),
    [
        (JSON_LD.format(wrap="", end=""), "JSON-LD", ""),
        (
            '<meta property="article:modified_time" content="2026-02-09T08:00Z">',
            "web page metadata",
            "08:00 UTC",
        ),
    ],
)
def test_update_of_a_page_has_its_basis(head: str, basis: str, clock: str) -> None:
    """The last change that a page states is known with what states it."""
    found = read("a.html", page(head))

    assert found.metadata.updated == PublishedDate(date(2026, 2, 9), basis, clock)


@pytest.mark.parametrize(
    ("head", "section"),
    [
        ('<meta property="article:section" content="Opinion">', "Opinion"),
        (
            (
                '<script type="application/ld+json">{"@type": "NewsArticle", "articleSection":'
                ' ["World", "Harbours"]}</script>'
            ),
            "World",
        ),
        ("", ""),
    ],
)
def test_section_of_a_page_is_read(head: str, section: str) -> None:
    """What the page calls the article's section is known."""
    assert read("a.html", page(head)).metadata.section == section


def test_kicker_above_the_headline_names_the_section() -> None:
    """A section named just above the headline counts, though it is no part of the text."""
    content = page().replace("<h1>", "<span>Analysis</span><h1>")

    assert read("a.html", content).metadata.section == "Analysis"


def test_authors_of_structured_data_come_first() -> None:
    """The names of the article's structured data are the surest, and the site is nobody."""
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"@type":'
        ' "Person", "name": "Bo Roe"}, {"name": "Harbour Wire"}]}</script>'
    )

    found = read("a.html", page(head)).metadata

    assert (found.authors, found.author_basis) == (("Bo Roe",), "JSON-LD")


def test_lines_beside_the_article_tell_day_and_author() -> None:
    """What stands between headline and text tells who wrote it and when, if nothing better does."""
    lines = (
        "</h1><div class='info'><span>By Bo Roe</span></div>"
        "<div class='info'>Published 1:39 PM ET, Thu February 5, 2026</div>"
    )
    content = page().replace("</h1>", lines).replace('<meta name="author" content="Ann Poe">', "")

    found = read("a.html", content).metadata

    assert found.dates == (PublishedDate(date(2026, 2, 5), "line beside the article", "13:39 ET"),)
    assert (found.authors, found.author_basis) == (("Bo Roe",), "byline")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026-02-05 20:52:15 Source: Harbour Wire", 5),
        ("Thu, 5 Feb 2026 20:52 GMT Source: Harbour Wire", 5),
        ("Harbour Wire February 5, 2026 8:52 PM", 5),
        ("2026-02-05 20:52 Source: Bay Wire, updated 2026-02-09 10:15", 5),
        ("Updated by the desk on February 9, 2026 10:15", None),
        ("2026-02-09 10:15 updated by the desk", None),
        ("更新时间：2026-02-09 10:15 Harbour Wire", None),
        ("2026-02-05 Source: Harbour Wire", None),
        ("The pier on February 5, 2026 8:52 PM seen from the sea", None),
    ],
)
def test_minute_beside_the_article_gives_its_day(line: str, day: int | None) -> None:
    """A line above the text that opens or closes with a minute dates it, but not by an update."""
    content = page().replace("</h1>", f"</h1><div class='info'>{line}</div>")

    found = read("a.html", content).metadata.dates

    assert [item.day for item in found] == ([date(2026, 2, day)] if day else [])


def test_minute_beside_the_article_is_believed_last() -> None:
    """What a page states of its own publication is believed before a line beside its text."""
    line = "<div class='info'>2026-02-09 20:52:15 Source: Harbour Wire</div>"
    content = page('<meta itemprop="datePublished" content="2026-02-05">').replace(
        "</h1>", f"</h1>{line}"
    )

    found = read("a.html", content).metadata.dates

    assert [item.day for item in found] == [date(2026, 2, 5), date(2026, 2, 9)]


def test_impossible_day_of_a_page_is_told() -> None:
    """A date that the page states and that is none is in doubt, not lost in silence."""
    found = read("a.html", page('<meta name="date" content="2026-13-05">')).metadata

    assert found.dates == ()
    assert found.doubts == ("web page metadata says 2026-13-05, which is no day: not believed",)


def test_headline_that_the_page_title_knows_is_the_title() -> None:
    """Of several headlines in structured data the one of this page is taken."""
    head = (
        '<script type="application/ld+json">[{"@type": "NewsArticle", "headline": "Goats ashore"},'
        ' {"@type": "NewsArticle", "headline": "Ferry leaves harbour"}]</script>'
    )

    assert read("a.html", page(head)).metadata.title == "Ferry leaves harbour"
