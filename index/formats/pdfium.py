"""Pages of PDFs as pictures, with the place of every sign; the only file that knows PDFium.

PDFium is not made for several threads: who calls this calls it from one.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from index.errors import ArticleError
from index.page_boxes import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfBitmap, PdfDocument, PdfPage, PdfTextPage

__all__ = ["DrawnPage", "draw_page", "read_boxes", "render_scans"]

POINTS_PER_INCH = 72
DOTS_PER_INCH = 150  # fine print can be read at full size
LONGEST_SIDE = 2_400  # pixels; plans and posters are drawn smaller
MOST_SIGNS = 60_000  # of one page; a dense page of a newspaper has 20,000
HEAVY_PNG = 800_000  # bytes; a photograph is lighter as JPEG
SCAN_DOTS_PER_INCH = 200  # 300 reads print no better and takes 1.6 of the time


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as a picture, and the signs of its text layer."""

    image: bytes
    media: str
    """"image/png" or "image/jpeg"."""
    width: int
    """Pixels; so is `height`."""
    height: int
    signs: str
    """In the order of the text layer; empty where there is none."""
    boxes: tuple[Box | None, ...]
    """Of each sign; None for one without a place, such as the end of a line."""


def render_scans(content: bytes, pages: Sequence[int]) -> Iterator[Any | None]:
    """Give pages, counted from 0, as grey pictures of PIL; None for one that cannot be drawn."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(content)
    except PdfiumError:
        yield from (None for _ in pages)
        return
    with closing(document):
        for number in pages:
            try:
                scale = SCAN_DOTS_PER_INCH / POINTS_PER_INCH
                yield document[number].render(scale=scale, grayscale=True).to_pil()
            except (PdfiumError, IndexError):
                yield None


def draw_page(content: bytes, number: int) -> DrawnPage:
    """Draw a page, counted from 1.

    Raises:
        ArticleError: PDFium cannot open the file or draw this page.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with closing(PdfDocument(content)) as document:
            return _draw(document, number)
    except PdfiumError as error:
        raise ArticleError(f"this page cannot be drawn ({error})") from error


def _draw(document: "PdfDocument", number: int) -> DrawnPage:
    page = document[number - 1]
    longest = max(*page.get_size(), 1)
    bitmap = page.render(scale=min(DOTS_PER_INCH / POINTS_PER_INCH, LONGEST_SIDE / longest))
    picture = bitmap.to_pil().convert("RGB")
    image, media = BytesIO(), "image/png"
    picture.save(image, "PNG")
    if image.tell() > HEAVY_PNG:
        image, media = BytesIO(), "image/jpeg"
        picture.save(image, "JPEG", quality=80)
    signs, boxes = _read_signs(page, bitmap)
    return DrawnPage(image.getvalue(), media, bitmap.width, bitmap.height, signs, boxes)


def _read_signs(page: "PdfPage", bitmap: "PdfBitmap") -> tuple[str, tuple[Box | None, ...]]:
    from pypdfium2 import raw

    place = bitmap.get_posconv(page)
    with closing(page.get_textpage()) as layer:
        count = min(layer.count_chars(), MOST_SIGNS)
        signs = "".join(_sign(raw.FPDFText_GetUnicode(layer, i)) for i in range(count))
        boxes = tuple(
            None if sign.isspace() else _box(layer, i, place) for i, sign in enumerate(signs)
        )
    return signs, boxes


def _sign(code: int) -> str:
    is_character = 0x20 <= code < 0xD800 or 0xDFFF < code < 0x110000
    return chr(code) if is_character else " "


def _box(layer: "PdfTextPage", number: int, place: Any) -> Box | None:
    """Give where a sign stands on the picture, as high as its font is."""
    from pypdfium2 import PdfiumError

    try:
        left, bottom, right, top = layer.get_charbox(number, loose=True)
        if right <= left or top <= bottom:  # a font that does not tell its height
            left, bottom, right, top = layer.get_charbox(number)
        (x0, y0), (x1, y1) = place.to_bitmap(left, top), place.to_bitmap(right, bottom)
    except PdfiumError:
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] > box[0] and box[3] > box[1] else None


def read_boxes(content: bytes, number: int, boxes: Sequence[Box]) -> list[str]:
    """Give the text that PDFium sees inside boxes of a page that `draw_page` drew: the check."""
    from pypdfium2 import PdfDocument

    with closing(PdfDocument(content)) as document:
        page = document[number - 1]
        longest = max(*page.get_size(), 1)
        scale = min(DOTS_PER_INCH / POINTS_PER_INCH, LONGEST_SIDE / longest)
        place = page.render(scale=scale).get_posconv(page)
        with closing(page.get_textpage()) as layer:
            return [_read_box(layer, box, place) for box in boxes]


def _read_box(layer: "PdfTextPage", box: Box, place: Any) -> str:
    (x0, y0), (x1, y1) = place.to_page(*box[:2]), place.to_page(*box[2:])
    return str(
        layer.get_text_bounded(
            left=min(x0, x1), bottom=min(y0, y1), right=max(x0, x1), top=max(y0, y1)
        )
    )
