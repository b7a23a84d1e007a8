"""Word documents become text in order, with their properties, or are refused in one line."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from extraction import SENTENCE, TABLE_LINES, captions_of, headings_of, lines_of, read

from index.articles import Metadata, PublishedDate
from index.errors import ArticleError


def save_word(document: "docx.document.Document") -> bytes:
    """Give the bytes of a Word document."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


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
    document.add_paragraph("The ferry in 1926", style="Caption")
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
        "The ferry in 1926",
        "first line",
        "second line",
        "framed words",
    ]
    assert headings_of(found) == ["Ferry leaves harbour", "Cargo"]
    assert captions_of(found) == ["The ferry in 1926"]


def test_word_properties_are_metadata() -> None:
    """Title, authors and day of creation come from the document's properties."""
    assert read("a.docx", make_word()).metadata == Metadata(
        "Ferry leaves",
        authors=("Ann Poe", "John Roe"),
        dates=(PublishedDate(date(2026, 2, 5), "document properties", "10:00 UTC"),),
        author_basis="document properties",
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
