"""Scans: text on a picture of a page, and where it stands, as the program tesseract reads it.

The one file that knows tesseract. What is read so has slips, and says that it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from index.errors import ConfigError
from index.formats.pdfium import render_scans
from index.page_boxes import Box

__all__ = [
    "Recognize",
    "Tesseract",
    "Word",
    "find_recognizer",
    "find_words",
    "recognize_nothing",
]

PAGE_SECONDS = 60
WORDS_SECONDS = 15  # somebody waits for them

Recognize = Callable[[bytes, Sequence[int]], list[str] | None]
"""PDF, page numbers from 0 -> the text on each of these pages; None where scans are not read.

Its `repr` tells it from every other."""
Word = tuple[str, Box]
"""With its place on the page, in pixels of the picture that is asked for."""


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
        from pytesseract import TesseractError, image_to_string

        texts = []
        for picture in render_scans(content, pages):
            try:
                text = (
                    ""
                    if picture is None
                    else image_to_string(picture, self.languages, timeout=PAGE_SECONDS)
                )
            except (TesseractError, RuntimeError):  # RuntimeError: too slow
                text = ""
            texts.append(str(text))
        return texts

    def find_words(self, content: bytes, page: int, size: tuple[int, int]) -> list[Word]:
        """Give what is read on one page, word by word, from the same picture as its text was.

        Args:
            content: of the PDF.
            page: from 0.
            size: width and height that the places are for.
        """
        from pytesseract import Output, TesseractError, image_to_data

        (picture,) = render_scans(content, [page])
        if picture is None:
            return []
        try:
            read = image_to_data(
                picture, self.languages, timeout=WORDS_SECONDS, output_type=Output.DICT
            )
        except (TesseractError, RuntimeError):  # RuntimeError: too slow
            return []
        across, down = size[0] / picture.width, size[1] / picture.height
        places = zip(read["left"], read["top"], read["width"], read["height"], strict=True)
        return [
            (
                word,
                (
                    round(x * across),
                    round(y * down),
                    round((x + w) * across),
                    round((y + h) * down),
                ),
            )
            for word, (x, y, w, h) in zip(read["text"], places, strict=True)
            if word.strip()
        ]


def find_words(
    ocr: str, languages: str, content: bytes, page: int, size: tuple[int, int]
) -> list[Word]:
    """Give the words on a scan, as `Tesseract.find_words`; none where scans are not read here."""
    try:
        recognize = find_recognizer(ocr, languages)
    except ConfigError:  # said where the library is built
        return []
    if not isinstance(recognize, Tesseract):
        return []
    return recognize.find_words(content, page, size)


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
