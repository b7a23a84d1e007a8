"""Word documents (.docx): paragraphs and tables in the order they stand in."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from index.articles import Extracted, Metadata, PublishedDate
from index.days import clock_of
from index.errors import ArticleError
from index.formats.blocks import BlockWriter, describe_rows, fold_space
from index.mastheads import name_in_header

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["read_word"]

MOST_UNPACKED = 200 * 2**20  # bytes; a long report with pictures has less
_DEEPEST_STYLE = 12  # steps up to the style that others are based on; a damaged file has rings
_MOST_COLUMNS = 63  # of one table in Word; a damaged file claims any number
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What opening a damaged file raises, as met among 6,000 files damaged at random; RuntimeError and
# OSError were not met, but zipfile documents them.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,  # compressed data that is none
    EOFError,  # compressed data cut short
    NotImplementedError,  # a way of packing that zipfile does not know
    RuntimeError,  # a part of the archive asks for a password
    SyntaxError,  # lxml's XMLSyntaxError is one
    LookupError,  # a part that another part names is not there
    ValueError,  # another kind of Office file
    TypeError,  # an attribute that every element of its kind has is missing
    AttributeError,  # an element that every document has is missing
    OSError,  # a place before the beginning of the file
)
_ODD_PART = (AttributeError, LookupError, ValueError, TypeError)  # the same, in one part alone
_BLOCKS = "./w:p | ./w:tbl | ./w:sdt/w:sdtContent/w:p | ./w:sdt/w:sdtContent/w:tbl"
# Text boxes stand inside a paragraph, and twice over: the second telling is for old readers.
_PARAGRAPHS = "descendant-or-self::w:p[not(ancestor::*[local-name()='Fallback'])]"
# Deleted text is `w:delText` and so stays out; inserted text is kept, tracked or not.
_RUN_PARTS = ".//w:r/w:t | .//w:r/w:tab | .//w:r/w:br | .//w:r/w:cr | .//w:r/w:noBreakHyphen"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

Element = Any  # an lxml element; lxml comes without types


def read_word(content: bytes) -> Extracted:
    """Give the text of a .docx file with its headings and properties.

    Raises:
        ArticleError: the file is damaged, encrypted, or grows beyond all measure when unpacked.
    """
    if content.startswith(_OLD_OFFICE):
        raise ArticleError("encrypted, or an old .doc: save it as .docx without a password")
    document, blocks = _open(content)
    writer = BlockWriter()
    for block in blocks:
        if block.tag.endswith("}tbl"):
            _write_table(block, writer)
            continue
        for paragraph in block.xpath(_PARAGRAPHS):
            _write_paragraph(paragraph, document, writer)
    return writer.finish(_describe(document))


def _open(content: bytes) -> tuple["Document", list[Element]]:
    """Give the document and its paragraphs and tables in order; what damage raises ends here."""
    from docx import Document

    try:
        _refuse_bomb(content)
        document = Document(BytesIO(content))
        return document, document.element.body.xpath(_BLOCKS)
    except _DAMAGED as error:
        reason = f"{type(error).__name__}: {fold_space(str(error))[:80]}"
        raise ArticleError(f"damaged: not a readable Word document ({reason})") from error


def _refuse_bomb(content: bytes) -> None:
    """Look at the sizes in the archive's directory, before anything is unpacked."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MOST_UNPACKED:
        size, most = unpacked // 2**20, MOST_UNPACKED // 2**20
        raise ArticleError(f"too large: {size} MB when unpacked, the most is {most} MB")


def _write_paragraph(element: Element, document: "Document", writer: BlockWriter) -> None:
    names = _style_names(element, document)
    text = _text_of(element)
    if any(name == "Title" or name.startswith("Heading") for name in names):
        writer.add(text, is_heading=True)
        return
    if "Caption" in names:
        writer.add(text, is_caption=True)
        return
    is_numbered = bool(element.xpath("./w:pPr/w:numPr"))
    is_item = is_numbered or "".join(names[:1]).startswith("List")
    mark = "- " if is_item else ""
    for line in text.splitlines():  # a line break inside a paragraph: an address, a verse
        writer.add(mark + line if line.strip() else "")
        mark = ""


def _style_names(element: Element, document: "Document") -> list[str]:
    """The name of a paragraph's style and of those it is based on; a damaged one has none."""
    from docx.text.paragraph import Paragraph

    names: list[str] = []
    try:
        style: Any = Paragraph(element, document).style
        while style is not None and len(names) < _DEEPEST_STYLE:
            names.append(style.name or "")
            style = style.base_style
    except _ODD_PART:
        return names
    return names


def _write_table(table: Element, writer: BlockWriter) -> None:
    rows = [list(_cells(row)) for row in table.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr")]
    if max(map(len, rows), default=0) <= 1:  # a frame around text, not a table
        for paragraph in table.xpath(_PARAGRAPHS):
            writer.add(_text_of(paragraph))
        return
    has_header = len(rows) > 1 and all(cell.strip() for cell in rows[0])
    header, body = (rows[0], rows[1:]) if has_header else ([], rows)
    for line in describe_rows(header, body):
        writer.add(line)


def _cells(row: Element) -> Iterator[str]:
    """The texts of a row, one for each column: a cell over two columns is followed by nothing."""
    for cell in row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc"):
        yield " ".join(map(_text_of, cell.xpath(_PARAGRAPHS)))
        width = cell.xpath("string(./w:tcPr/w:gridSpan/@w:val)")
        for _ in range(1, min(int(width), _MOST_COLUMNS) if width.isdecimal() else 1):
            yield ""


def _text_of(paragraph: Element) -> str:
    """The words of one paragraph, without those of text boxes inside it."""
    return "".join(
        _SIGNS.get(part.tag.rpartition("}")[2], part.text or "")
        for part in paragraph.xpath(_RUN_PARTS)
        if next(part.iterancestors(paragraph.tag)) is paragraph
    )


def _describe(document: "Document") -> Metadata:
    outlet = _name_in_headers(document)
    try:
        own = document.core_properties
        title, author, created = own.title, own.author, own.created
    except _ODD_PART:  # the text is what matters
        return Metadata(outlet=outlet)
    basis = "document properties"  # that of the last change is the day of any saving
    dates = (PublishedDate(created.date(), basis, clock_of(created)),) if created else ()
    authors = tuple(re.split(r"\s*[;,]\s*", author or ""))
    return Metadata(
        title=title or "",
        outlet=outlet,
        authors=authors,
        dates=dates,
        author_basis=basis if any(authors) else "",
    )


def _name_in_headers(document: "Document") -> str:
    """The outlet that the header or the footer of the pages names."""
    try:
        # Asking a section for a header that it has not would make one.
        parts = [(link.reltype, link) for link in document.part.rels.values()]
        lines = [
            _text_of(paragraph)
            for kind in ("/header", "/footer")
            for name, link in parts
            if name.endswith(kind) and not link.is_external
            for paragraph in link.target_part.element.xpath(_PARAGRAPHS)
        ]
    except _ODD_PART:
        return ""
    return next(filter(None, map(name_in_header, lines)), "")
