"""PDF files become text with whole lines and pages, or one line says why they cannot."""

import logging
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from extraction import SENTENCE, lines_of, read, refusal_of
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index.articles import Metadata, PublishedDate
from index.errors import ArticleError, ConfigError
from index.formats import ReaderOptions, extract_all, find_recognizer
from index.formats.pdf import join_lines


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
    """Title, authors and day of creation come from the document information.

    The day of a change is that of the file, and no update of the article.
    """
    content = rewrite_pdf(
        make_pdf([[SENTENCE]]),
        Title="Ferry leaves",
        Author="Ann Poe; John Roe",
        CreationDate="D:20260205101500+01'00'",
        ModDate="D:20260301101500+01'00'",
    )

    assert read("a.pdf", content).metadata == Metadata(
        "Ferry leaves",
        authors=("Ann Poe", "John Roe"),
        dates=(PublishedDate(date(2026, 2, 5), "PDF metadata", "10:15+01:00"),),
        author_basis="PDF metadata",
    )


def test_impossible_date_of_a_pdf_keeps_the_text() -> None:
    """A PDF whose date is none is read all the same."""
    content = rewrite_pdf(make_pdf([[SENTENCE]]), Title="Ferry leaves", CreationDate="D:x")

    found = read("a.pdf", content)

    assert found.text.strip() == SENTENCE
    assert found.metadata == Metadata("Ferry leaves", authors=found.metadata.authors)


def draw_scan(lines: list[str]) -> bytes:
    """Make a PDF whose one page is a picture of some lines."""
    from pypdfium2 import PdfDocument

    page = PdfDocument(make_pdf([lines]))[0]
    picture = page.render(scale=200 / 72).to_pil()
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.drawInlineImage(picture, 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs the program tesseract")
def test_a_scan_is_read_where_tesseract_is() -> None:
    """Its lines are text like any other's, and a note says that they were recognised."""
    (found,) = extract_all(
        Path("a.pdf"), draw_scan(WRAPPED), ReaderOptions(find_recognizer("auto", "eng"))
    )

    assert "nobody waved" in found.text
    assert lines_of(found)[0] == WRAPPED[0]
    assert [page.number for page in found.pages] == [1]
    assert found.notes == ("1 of 1 pages are scans, read by text recognition, which makes slips",)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs the program tesseract")
def test_an_empty_page_has_nothing_to_recognise() -> None:
    """It is no article, and another cure is no use."""
    with pytest.raises(ArticleError, match="found no text"):
        extract_all(Path("a.pdf"), make_pdf([[]]), ReaderOptions(find_recognizer("auto", "eng")))


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs the program tesseract")
def test_a_language_that_tesseract_lacks_is_named() -> None:
    """With those that it has."""
    with pytest.raises(ConfigError, match=r"names xyz.*it has .*eng"):
        find_recognizer("auto", "eng+xyz")


def test_a_scan_is_named_as_one_where_it_cannot_be_read() -> None:
    """With the program that would read it."""
    with pytest.raises(ArticleError, match=r"no text layer: a scan.*tesseract"):
        extract_all(Path("a.pdf"), draw_scan(WRAPPED), ReaderOptions(find_recognizer("off", "eng")))
