"""Files of every format become text, or one line says why they cannot."""

import logging
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index.articles import Extracted, Metadata, PublishedDate
from index.errors import ArticleError
from index.formats import SUFFIXES, extract
from index.formats.pdf import join_lines

SENTENCE = "The ferry left the old harbour in the morning rain, and nobody waved."
TABLE_LINES = ["Goods: Grain; Tonnes: 12", "Goods: Coal; Tonnes: 7"]


def read(name: str, content: str | bytes) -> Extracted:
    """Extract a file of this name and content."""
    return extract(Path(name), content.encode() if isinstance(content, str) else content)


def refusal_of(name: str, content: bytes) -> str:
    """Give the reason a file is refused for, or "read" when it is not."""
    try:
        read(name, content)
    except ArticleError as error:
        return str(error)
    return "read"


def lines_of(extracted: Extracted) -> list[str]:
    """Give the lines of the text that are not blank."""
    return [line for line in extracted.text.split("\n") if line.strip()]


def headings_of(extracted: Extracted) -> list[str]:
    """Give the words of the headings."""
    return [extracted.text[start:end] for start, end in extracted.headings]


def make_pdf(pages: list[list[str]], title: str = "", author: str = "") -> bytes:
    """Draw each line of each page; a page without lines is like a scan."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for lines in pages:
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def rewrite_pdf(content: bytes, lock: str = "", **information: str) -> bytes:
    """Copy a PDF with another document information, and locked when a password `lock` is given."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.metadata = {f"/{key}": value for key, value in information.items()}
    if lock:
        writer.encrypt(lock, algorithm="AES-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def save_word(document: "docx.document.Document") -> bytes:
    """Give the bytes of a Word document."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_known_suffixes() -> None:
    """These endings can be read, whatever their case."""
    assert {".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx"} == SUFFIXES
    assert read("A.TXT", SENTENCE).text == SENTENCE


@pytest.mark.parametrize("name", ["a.xlsx", "a"])
def test_unknown_suffix_names_the_known_ones(name: str) -> None:
    """A file of another format is refused with the formats that can be read."""
    with pytest.raises(ArticleError, match=r"unknown format .*\.docx, .*\.txt"):
        read(name, SENTENCE)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 500], ids=["empty", "noise"])
def test_no_format_reads_nothing_from_nothing(suffix: str, content: bytes) -> None:
    """An empty file and noise are refused in every format."""
    with pytest.raises(ArticleError):
        read(f"a{suffix}", content)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("content", ["\n \n", "12 - 34", "---"])
def test_text_without_letters_is_empty(name: str, content: str) -> None:
    """A text that holds no letter is no article."""
    with pytest.raises(ArticleError, match="empty"):
        read(name, content)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1"]
)
def test_encodings_of_text(encoding: str) -> None:
    """Text reads the same in every common encoding, with no mark of its byte order left."""
    text = "Après l’été, le café était fermé — à cause de la pluie.\nTout était noyé.\n"
    text = text.replace("’", "'").replace("—", "-")
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""

    assert read("a.txt", mark + text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["cp1251", "shift_jis", "gb18030"])
def test_encodings_of_other_scripts(encoding: str) -> None:
    """The encoding of a text in another script is found by its letters."""
    text = {
        "cp1251": "Паром вышел из старой гавани утром под дождём, и никто не махал.",
        "shift_jis": "渡し船は雨の朝に古い港を出ました。誰も手を振りませんでした。",
        "gb18030": "渡轮在雨天的早晨离开了旧港口，没有人挥手。",
    }[encoding] * 4

    assert read("a.txt", text.encode(encoding)).text == text


def test_line_ends_are_one() -> None:
    """Line ends of every system become one sign."""
    assert read("a.txt", b"one\r\ntwo\rthree\nfour\ffive").text == "one\ntwo\nthree\nfour\nfive"


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(1, 32)) * 20, b"MZ\x90\x00\x03words and words"],
)
def test_binary_file_is_no_text(content: bytes) -> None:
    """A binary file under the name of a text is refused."""
    with pytest.raises(ArticleError, match="binary"):
        read("a.txt", content)


def test_control_characters_become_spaces_one_for_one() -> None:
    """Controls become spaces without moving a letter; marks of direction stay to be shown."""
    found = read("a.txt", "one\x07two\x85three\tfour\u202efive" + SENTENCE)

    assert found.text == "one two three\tfour\u202efive" + SENTENCE


def test_half_characters_do_not_survive() -> None:
    """A text can always be written as UTF-8, even when its file holds halves of characters."""
    found = read("a.txt", b"\xff\xfe" + b"\x00\xd8" + "ferry".encode("utf-16-le"))

    assert found.text.encode("utf-8").decode("utf-8").endswith("ferry")


def test_letters_are_not_normalised() -> None:
    """A letter with its accent written apart stays so: offsets are those of the file."""
    assert read("a.txt", "cafe\u0301 ﬁn").text == "cafe\u0301 ﬁn"


MARKDOWN = """---
title: Ferry leaves
date: 2026-02-05
author: [Ann Poe, John Roe]
source: Harbour Wire
---
# Ferry *leaves* harbour

The [ferry](https://example.com "x") left the **old**
harbour ![a picture](x.png) at `noon` &amp; sank.<br>Nobody <b>waved</b>.

Second heading
--------------

1. first
2. second
   - nested

> quoted words

| Goods | Tonnes |
|-------|-------:|
| Grain | 12     |
| Coal  | 7      |

```python
code = 1
    kept = 2
```

<div><!-- hidden --><p>framed &eacute;</p><script>hidden()</script></div>
"""


def test_markdown_is_read_as_it_is_rendered() -> None:
    """Marks, addresses and pictures go; words, items, cells and code stay, a block a line."""
    assert lines_of(read("a.md", MARKDOWN)) == [
        "Ferry leaves harbour",
        "The ferry left the old harbour at noon & sank. Nobody waved.",
        "Second heading",
        "- first",
        "- second",
        "- nested",
        "quoted words",
        *TABLE_LINES,
        "code = 1",
        "    kept = 2",
        "  framed é",
    ]


def test_markdown_headings_are_spans() -> None:
    """Both ways of writing a heading are marked."""
    assert headings_of(read("a.md", MARKDOWN)) == ["Ferry leaves harbour", "Second heading"]


def test_front_matter_is_metadata() -> None:
    """Front matter is read and is no part of the text."""
    assert read("a.markdown", MARKDOWN).metadata == Metadata(
        "Ferry leaves",
        "Harbour Wire",
        ("Ann Poe", "John Roe"),
        (PublishedDate(date(2026, 2, 5), "front matter"),),
    )


@pytest.mark.parametrize(
    "front",
    [
        '+++\ntitle = "Ferry"\ndate = 2026-02-05T10:00:00Z\nauthors = ["Ann Poe"]\n+++\n',
        "---\nTitle: Ferry\npublished: Feb 5, 2026\nauthors:\n- name: Ann Poe\n---\n",
    ],
    ids=["toml", "yaml"],
)
def test_front_matter_has_many_forms(front: str) -> None:
    """Keys in other cases, other names, other dates and TOML are understood."""
    found = read("a.md", front + SENTENCE)

    assert found.text.strip() == SENTENCE
    assert (found.metadata.title, found.metadata.authors) == ("Ferry", ("Ann Poe",))
    assert found.metadata.dates == (PublishedDate(date(2026, 2, 5), "front matter"),)


@pytest.mark.parametrize(
    "front", ["a: [", "date: 2026-02-31", "- only\n- items", "x: !!python/x 1"]
)
def test_damaged_front_matter_says_nothing(front: str) -> None:
    """Front matter that cannot be read is dropped and the article kept."""
    found = read("a.md", f"---\n{front}\n---\n{SENTENCE}")

    assert found == Extracted(SENTENCE + "\n")


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
    assert found.metadata == Metadata("Ferry leaves harbour", "Harbour Wire", ("Ann Poe",))


JSON_LD = (
    '<script type="application/ld+json">{wrap}{{"@graph": [{{"@type": "WebPage", '
    '"datePublished": "2020-01-01"}}, {{"@type": "NewsArticle", "datePublished": '
    '"2026-02-05T23:30:00-05:00", "dateModified": "2026-02-09"}}]}}{end}</script>'
)


@pytest.mark.parametrize(
    ("head", "basis"),
    [
        (JSON_LD.format(wrap="", end=""), "JSON-LD"),
        (JSON_LD.format(wrap="\n//<![CDATA[\n", end="\n//]]>"), "JSON-LD"),
        (
            '<meta property="article:published_time" content="2026-02-05T08:00Z">',
            "web page metadata",
        ),
        ('<meta name="DC.date.issued" content="5 February 2026">', "web page metadata"),
        ('<meta itemprop="datePublished" content="2026-02-05">', "web page metadata"),
        (
            '<link rel="canonical" href="https://wire.example/2026/02/05/ferry">',
            "web page address",
        ),
    ],
    ids=["json-ld", "json-ld in cdata", "open graph", "dublin core", "microdata", "address"],
)
def test_date_of_a_page_has_its_basis(head: str, basis: str) -> None:
    """A date stated in a page is found with what states it."""
    found = read("a.html", page(head))

    assert found.metadata.dates == (PublishedDate(date(2026, 2, 5), basis),)


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


WRAPPED = [
    "Ferry leaves harbour",
    "The ferry left the old harbour in the morning rain while its crew were",
    "singing, and nobody waved. On board were coal, grain and some forty sail-",
    "ors who had never been at sea before that day in the early spring. The",
    "captain slept.",
    "A second paragraph begins here, and it is as long as the first one was, it",
    "goes on.",
]


def test_wrapped_lines_of_a_pdf_are_joined() -> None:
    """Lines of a paragraph become one; a hyphen at a line end stays recognisable."""
    found = read("a.pdf", make_pdf([WRAPPED]))

    assert lines_of(found) == [
        WRAPPED[0],
        f"{WRAPPED[1]} {WRAPPED[2]}",
        f"{WRAPPED[3]} {WRAPPED[4]}",
        f"{WRAPPED[5]} {WRAPPED[6]}",
    ]
    assert "sail-\nors" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one",
        "a rose\nis a rose\nis a rose",
        "\n\n",
        f"{SENTENCE}\n\n{SENTENCE}",
        f"{SENTENCE}\n• x",
    ],
)
def test_lines_that_are_not_wrapped_stay(text: str) -> None:
    """Verse, blocks with a blank line between them and list items are not joined."""
    assert join_lines(text) == text.strip()


def test_pages_of_a_pdf_begin_where_they_say() -> None:
    """Every page is known by where it begins, also one that goes on inside a sentence."""
    first = ["The ferry left the old harbour in the morning rain while its"]
    found = read("a.pdf", make_pdf([first, ["crew were singing."], ["The end came soon."]]))

    assert [page.number for page in found.pages] == [1, 2, 3]
    starts = [found.text[page.start :].split()[0] for page in found.pages]
    assert starts == ["The", "crew", "The"]
    assert lines_of(found) == [f"{first[0]} crew were singing.", "The end came soon."]


@pytest.mark.parametrize("foot", ["Page 1 of 2", "page 1", "Harbour Post | 5 February 2026"])
def test_page_furniture_is_joined_with_nothing(foot: str) -> None:
    """What each page repeats stays on lines of its own, also beside lines that are wrapped."""
    feet = [foot, foot.replace("1", "2")]
    pages = [[*WRAPPED[1:4], feet[0]], [feet[1], "before anybody else had, and he slept."]]
    found = lines_of(read("a.pdf", make_pdf(pages)))

    assert found[-3:] == [*feet, pages[1][1]]


def test_pages_without_text_are_counted() -> None:
    """Scanned pages among others are told, and the numbers of the others stay right."""
    found = read("a.pdf", make_pdf([["One page."], [], ["Another page."], []]))

    assert found.notes == ("2 of 4 pages have no text layer",)
    assert found.text[found.pages[2].start :].startswith("Another page.")


def test_scan_is_refused() -> None:
    """A PDF of pictures alone says what to do."""
    with pytest.raises(ArticleError, match=r"no text layer: a scan\?"):
        read("a.pdf", make_pdf([[], []]))


def test_locked_pdf_is_refused() -> None:
    """A PDF that asks for a password is named so."""
    with pytest.raises(ArticleError, match="encrypted"):
        read("a.pdf", rewrite_pdf(make_pdf([[SENTENCE]]), lock="harbour"))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_damaged_pdf_is_refused(share: float, caplog: pytest.LogCaptureFixture) -> None:
    """A PDF that was cut short or overwritten is refused or read, and nobody is shown a log."""
    content = make_pdf([WRAPPED] * 3)
    kept = int(len(content) * share)

    for damaged in (content[:kept], content[:kept] + b"\xff" * (len(content) - kept)):
        assert refusal_of("a.pdf", damaged).startswith(
            ("damaged", "empty", "no text layer", "read")
        )
    assert caplog.records == []


def test_logger_is_left_as_it_was() -> None:
    """Reading a damaged PDF changes no logger for good."""
    logger = logging.getLogger("pypdf")
    before = (logger.level, logger.propagate, list(logger.handlers))

    with pytest.raises(ArticleError):
        read("a.pdf", b"%PDF-1.7 nothing")

    assert (logger.level, logger.propagate, logger.handlers) == before


def test_pdf_metadata_is_read() -> None:
    """Title, authors and day of creation come from the document information."""
    content = rewrite_pdf(
        make_pdf([[SENTENCE]]),
        Title="Ferry leaves",
        Author="Ann Poe; John Roe",
        CreationDate="D:20260205101500+01'00'",
    )

    assert read("a.pdf", content).metadata == Metadata(
        "Ferry leaves",
        authors=("Ann Poe", "John Roe"),
        dates=(PublishedDate(date(2026, 2, 5), "PDF metadata"),),
    )


def test_impossible_date_of_a_pdf_keeps_the_text() -> None:
    """A PDF whose date is none is read all the same."""
    content = rewrite_pdf(make_pdf([[SENTENCE]]), Title="Ferry leaves", CreationDate="D:x")

    found = read("a.pdf", content)

    assert found.text.strip() == SENTENCE
    assert found.metadata == Metadata("Ferry leaves", authors=found.metadata.authors)


def make_word() -> bytes:
    """Write a Word document with all that is read of one."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author = "Ferry leaves", "Ann Poe; John Roe"
    properties.created = datetime(2026, 2, 5, 10, tzinfo=UTC)
    document.add_heading("Ferry leaves harbour", 0)
    document.add_paragraph(SENTENCE)
    table = document.add_table(3, 2)
    for row, texts in zip(
        table.rows, [("Goods", "Tonnes"), ("Grain", "12"), ("Coal", "7")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_heading("Cargo", 2)
    document.add_paragraph("sailors", style="List Bullet")
    document.add_paragraph("first line\nsecond line")
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "framed words"
    return save_word(document)


def test_word_document_is_read_in_order() -> None:
    """Paragraphs, items and tables come in the order they stand in."""
    found = read("a.docx", make_word())

    assert lines_of(found) == [
        "Ferry leaves harbour",
        SENTENCE,
        *TABLE_LINES,
        "Cargo",
        "- sailors",
        "first line",
        "second line",
        "framed words",
    ]
    assert headings_of(found) == ["Ferry leaves harbour", "Cargo"]


def test_word_properties_are_metadata() -> None:
    """Title, authors and day of creation come from the document's properties."""
    assert read("a.docx", make_word()).metadata == Metadata(
        "Ferry leaves",
        authors=("Ann Poe", "John Roe"),
        dates=(PublishedDate(date(2026, 2, 5), "document properties"),),
    )


@pytest.mark.parametrize("part", ["header", "footer"])
@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("The Harbour Post", "The Harbour Post"),
        ("Harbour Ledger\tpage 3", "Harbour Ledger"),
        ("Coal & Grain Letter | 5 February 2026", "Coal & Grain Letter"),
        ("Draft, confidential", ""),
        ("Annual Report", ""),
        ("Harbour Ferry Report", ""),
    ],
)
def test_page_header_of_a_word_document_names_the_outlet(part: str, line: str, outlet: str) -> None:
    """A name of the press in the header or the footer of the pages is the outlet."""
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    getattr(document.sections[0], part).paragraphs[0].text = line

    assert read("a.docx", save_word(document)).metadata.outlet == outlet


def test_tracked_words_and_content_controls_are_read() -> None:
    """Inserted words and paragraphs inside a content control are read, deleted words are not."""
    document = docx.Document()
    paragraph = document.add_paragraph("The ferry ")
    for tag, text_tag, words in (("w:ins", "w:t", "sailed."), ("w:del", "w:delText", "sank.")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    content.append(document.add_paragraph("A paragraph in a frame.")._p)
    control.append(content)
    document.element.body.insert(1, control)

    found = read("a.docx", save_word(document))

    assert lines_of(found) == ["The ferry sailed.", "A paragraph in a frame."]


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_damaged_word_document_is_refused(share: float) -> None:
    """A Word document that was cut short is named so."""
    content = make_word()

    with pytest.raises(ArticleError, match="damaged"):
        read("a.docx", content[: int(len(content) * share)])


def test_other_archives_are_no_word_documents() -> None:
    """An archive that holds something else is refused."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("note.txt", SENTENCE)

    with pytest.raises(ArticleError, match="damaged"):
        read("a.docx", file.getvalue())


def test_locked_word_document_is_refused() -> None:
    """Office wraps a locked document, as it wrapped all old ones, in another container."""
    with pytest.raises(ArticleError, match="encrypted"):
        read("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))


def test_zip_bomb_is_not_unpacked() -> None:
    """A document that claims to grow beyond all measure is refused by its directory alone."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            with archive.open(f"word/part{number}.xml", "w") as part:
                for _ in range(70):
                    part.write(bytes(2**20))

    with pytest.raises(ArticleError, match="too large: 210 MB when unpacked"):
        read("a.docx", file.getvalue())
