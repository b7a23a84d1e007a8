"""PDF files: the text layer of each page, its wrapped lines joined into paragraphs."""

import re
import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from index.articles import Extracted, Metadata, PublishedDate
from index.days import clock_of
from index.errors import ArticleError
from index.formats.blocks import BlockWriter, fold_space
from index.formats.quiet import hush
from index.formats.scans import Recognize, recognize_nothing
from index.furniture import find_furniture
from index.seams import ENDS_IN_HYPHEN, is_cut_sentence

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

__all__ = ["join_lines", "read_pdf"]

NARROWEST = 30  # characters; lines all shorter than this are verse or labels, not wrapped prose
NEAR_FULL = 0.75  # share of the full width at which a line looks wrapped
WITHIN_SENTENCE = 0.6  # the same when the next line begins in lower case
FULL = 0.9  # the same when the line ends like a sentence, as the last of a paragraph does
_SENTENCE_END = re.compile(r"[.!?:;。！？][\"'”’»)\]]*$")
_BULLET = re.compile(r"[•▪●◦‣*–—-]\s|\(?\d{1,2}[.)]\s")

_NO_TEXT_LAYER = (
    "no text layer: a scan? install tesseract, which reads scans (Debian: apt install "
    "tesseract-ocr), and rebuild"
)
_NOTHING_ON_SCAN = "no text layer, and text recognition found no text on its pages"

# What pypdf lets through beside its own errors: the first six were met among 46,000 files damaged
# at random, the others are raised by what it stands on.
_LEAKED = (
    ValueError,  # numbers, dates and names that are none; UnicodeDecodeError is one
    LookupError,  # a dictionary without a key that every one must have
    TypeError,  # an object of another kind than stands there in every sound file
    AttributeError,  # likewise
    AssertionError,  # likewise, where pypdf asserts it
    NotImplementedError,  # an encryption or a filter that it does not know
    ArithmeticError,  # sizes of nothing and beyond all measure
    RecursionError,  # pages that contain one another
    zlib.error,  # compressed data cut short
    struct.error,  # fonts cut short
)


def read_pdf(content: bytes, recognize: Recognize = recognize_nothing) -> Extracted:
    """Give the text of a PDF page by page.

    Args:
        content: of the file.
        recognize: reads the pages without a text layer.

    Raises:
        ArticleError: the file is damaged, needs a password, or has no text that can be read.
    """
    layers, metadata = _open(content)
    layers, scans = _read_scans(content, layers, recognize)
    lines = [(layer or "").split("\n") for layer in layers]
    furniture = find_furniture(lines)
    pages = [join_lines(layer or "", apart) for layer, apart in zip(layers, furniture, strict=True)]
    repeated = {lines[i][j].strip() for i, apart in enumerate(furniture) for j in apart}
    unread = layers.count(None)
    blank = sum(not page for page in pages) - unread
    if pages and unread == len(pages):
        raise ArticleError("damaged: none of its pages can be read")
    if blank + unread == len(pages):
        raise ArticleError(_NOTHING_ON_SCAN if scans.were_tried else _NO_TEXT_LAYER)
    writer = BlockWriter()
    for number, page in enumerate(pages, start=1):
        following = pages[number] if number < len(pages) else ""
        writer.add_page(number, page + _page_break(page, following, repeated))
    counts = (
        (scans.found, "are scans, read by text recognition, which makes slips"),
        (blank, "have no text" if scans.were_tried else "have no text layer"),
        (unread, "are damaged and were not read"),
    )
    notes = tuple(f"{count} of {len(pages)} pages {what}" for count, what in counts if count)
    return writer.finish(metadata, notes)


@dataclass(frozen=True, slots=True)
class _Scans:
    were_tried: bool
    found: int


def _read_scans(
    content: bytes, layers: list[str | None], recognize: Recognize
) -> tuple[list[str | None], _Scans]:
    """Give the text layers, with the text on the scans where a page has none."""
    blank = [i for i, layer in enumerate(layers) if layer is not None and not layer.strip()]
    texts = recognize(content, blank) if blank else None
    if texts is None:
        return layers, _Scans(were_tried=False, found=0)
    told = dict(zip(blank, texts, strict=True))
    found = sum(bool(text.strip()) for text in texts)
    return [told.get(i, layer) for i, layer in enumerate(layers)], _Scans(True, found)


def _open(content: bytes) -> tuple[list[str | None], Metadata]:
    """Give the text layer of each page, None for a damaged one; pypdf's errors end here."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, DeprecationError, PyPdfError

    damaged = (PyPdfError, DependencyError, DeprecationError, *_LEAKED)
    with hush("pypdf"):
        try:
            reader = PdfReader(BytesIO(content), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                raise ArticleError("encrypted: save a copy that opens without a password")
            layers = [_text_layer(page, damaged) for page in reader.pages]
        except damaged as error:
            reason = f"{type(error).__name__}: {fold_space(str(error))[:80]}"
            raise ArticleError(f"damaged: not a readable PDF ({reason})") from error
        try:
            return layers, _describe(reader)
        except damaged:  # the text is what matters
            return layers, Metadata()


def _text_layer(page: "PageObject", damaged: tuple[type[Exception], ...]) -> str | None:
    try:
        return page.extract_text()
    except damaged:
        return None


def join_lines(text: str, apart: Collection[int] = ()) -> str:
    """Give a page with one line for each paragraph, where it shows that its lines are wrapped.

    A line that ends in a hyphen keeps its line end: whether the hyphen belongs to the word is
    for the cleaning to say. So does page furniture, for the cleaning to take out.

    Args:
        text: of the page.
        apart: positions of its lines that belong to no paragraph.
    """
    lines = [line.strip() for line in text.split("\n")]
    lengths = sorted(len(line) for i, line in enumerate(lines) if line and i not in apart)
    width = lengths[int(0.8 * (len(lengths) - 1))] if lengths else 0
    pieces: list[str] = []
    for i, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=True)):
        is_apart = i in apart or i + 1 in apart or ENDS_IN_HYPHEN.search(line)
        pieces += [line, "\n" if is_apart or not _goes_on(line, following, width) else " "]
    return "".join(pieces).strip()


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether the paragraph of a line goes on in the line after it."""
    if not line or not following or _BULLET.match(following) or width < NARROWEST:
        return False
    if _SENTENCE_END.search(line):
        return len(line) >= FULL * width
    return len(line) >= (WITHIN_SENTENCE if following[0].islower() else NEAR_FULL) * width


def _page_break(page: str, following: str, furniture: Collection[str]) -> str:
    """A page break inside a sentence is a space; every other one ends the block."""
    last, first = page.rpartition("\n")[2], following.partition("\n")[0]
    is_bare = last not in furniture and first not in furniture and not ENDS_IN_HYPHEN.search(last)
    return " " if is_bare and is_cut_sentence(last, following) else "\n"


def _describe(reader: "PdfReader") -> Metadata:
    own = reader.metadata
    if own is None:
        return Metadata()
    try:
        created = own.creation_date
    except ValueError:  # a date that is none
        created = None
    # The day of a change is that of the file, which is stamped, joined or made smaller long after.
    dates = (PublishedDate(created.date(), "PDF metadata", clock_of(created)),) if created else ()
    authors = tuple(re.split(r"\s*;\s*", str(own.author or "")))
    basis = "PDF metadata" if any(authors) else ""
    return Metadata(title=str(own.title or ""), authors=authors, dates=dates, author_basis=basis)
