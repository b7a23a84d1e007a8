"""Scans: the text on a picture of a page, where the program tesseract is installed to read it.

The one file that knows tesseract and PDFium. What is read so has slips, and says that it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from index.errors import ConfigError

__all__ = ["Recognize", "Tesseract", "find_recognizer", "recognize_nothing"]

DOTS_PER_INCH = 200  # 300 reads print no better and takes 1.6 of the time
POINTS_PER_INCH = 72
PAGE_SECONDS = 60

Recognize = Callable[[bytes, Sequence[int]], list[str] | None]
"""PDF, page numbers from 0 -> the text on each of these pages; None where scans are not read.

Its `repr` tells it from every other."""


@dataclass(frozen=True, slots=True)
class _Nothing:
    """Reads no scan: what is done where tesseract is missing or switched off."""

    def __call__(self, _content: bytes, _pages: Sequence[int]) -> None:
        return None


recognize_nothing: Recognize = _Nothing()


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Reads scans; can be sent to another process."""

    version: str
    languages: str
    """Names of tesseract's language data, joined by "+"."""

    def __call__(self, content: bytes, pages: Sequence[int]) -> list[str]:
        """Give the text on pages; none for one that PDFium or tesseract cannot make out."""
        from pypdfium2 import PdfDocument, PdfiumError

        try:
            document = PdfDocument(content)
        except PdfiumError:
            return ["" for _ in pages]
        with document:
            return [self._read(document, page) for page in pages]

    def _read(self, document: object, number: int) -> str:
        from pypdfium2 import PdfDocument, PdfiumError
        from pytesseract import TesseractError, image_to_string

        assert isinstance(document, PdfDocument)
        try:
            page = document[number]
            picture = page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, grayscale=True).to_pil()
            return str(image_to_string(picture, self.languages, timeout=PAGE_SECONDS))
        except (PdfiumError, TesseractError, RuntimeError, IndexError):  # RuntimeError: too slow
            return ""


def find_recognizer(ocr: str, languages: str) -> Recognize:
    """Give what reads scans on this machine.

    Args:
        ocr: "auto" to read them where tesseract is installed, "off" to leave them.
        languages: that the scans are in, as tesseract names them.

    Raises:
        ConfigError: tesseract is there and lacks one of the languages.
    """
    version, known = _look_for_tesseract() if ocr == "auto" else ("", ())
    if not version:
        return recognize_nothing
    missing = [name for name in languages.split("+") if name not in known]
    if missing:
        raise ConfigError(
            f'ocr_languages = "{languages}" names {missing[0]}, which tesseract lacks here (it has '
            f"{', '.join(known)}); install it (Debian: apt install tesseract-ocr-{missing[0]}) or "
            'set ocr = "off"'
        )
    return Tesseract(version, languages)


@cache
def _look_for_tesseract() -> tuple[str, tuple[str, ...]]:
    """Give tesseract's version and languages; empty where it is not installed."""
    from pytesseract import TesseractNotFoundError, get_languages, get_tesseract_version

    try:
        version = str(get_tesseract_version())
        return version, tuple(name for name in get_languages() if name != "osd")
    except (TesseractNotFoundError, SystemExit, OSError):
        return "", ()
