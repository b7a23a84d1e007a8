"""The files that articles were read from, as they lie on disk now: their bytes, their pages.

A file is anybody's and may have changed: it is read only inside the articles folder and shown only
as long as it is what was read. Pages are drawn in a process of their own, since a damaged file can
hang or crash what draws it.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock, Timer
from weakref import finalize

from index.articles import Article
from index.errors import ArticleError
from index.formats.pdfium import draw_page
from index.formats.scans import Word, find_words
from index.page_boxes import Box, find_sentence, join_boxes
from index.processes import EndedError, Process

__all__ = ["OriginalFile", "Originals", "PagePart", "PagePicture", "find_page_part"]

DRAW_SECONDS = 20.0
_REMEMBERED = 8  # pictures, of some 250 kB each
_PAGED = ".pdf"


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """The file of an article, or of several; what it says can be read if it has no trouble."""

    path: Path
    name: str
    size: int
    """Bytes; 0 for one that is gone."""
    trouble: str
    """Why it is not shown, in plain words; empty for a file that is what was read."""

    def read(self) -> bytes:
        """Give its bytes.

        Raises:
            ArticleError: it cannot be read any more.
        """
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise ArticleError(f"cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page of a file with boxes around the lines of a sentence; without image if it has none."""

    number: int
    """From 1."""
    image: bytes = b""
    media: str = ""
    """"image/png" or "image/jpeg"."""
    width: int = 0
    """Pixels; so are `height` and the boxes."""
    height: int = 0
    boxes: tuple[Box, ...] = ()
    note: str = ""
    """Why there is no image or no box, or what the boxes leave out; in plain words."""
    pages: int = 0
    """Of the file."""
    cited: int = 0
    """Number of the page that the sentence begins on."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """What of a span of an article stands on one page."""

    page: int
    """From 1."""
    text: str
    """As it was read from the page, before cleaning; empty where nothing of it stands there."""
    near: float
    """Where on the page it begins, 0 to 1."""
    is_begun: bool
    """The span began before the page."""
    is_cut: bool
    """The span goes on over the end of the page."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    path: Path
    sha256: str
    part: PagePart


class Originals:
    """Gives files and pages of one articles folder; safe to share between threads.

    Args:
        folder: of the articles.
        ocr: whether scans are read, as in the settings; to box a sentence one is read once more.
        languages: that scans are in.
    """

    def __init__(self, folder: Path, ocr: str = "off", languages: str = "eng") -> None:
        self._folder = folder
        self._drawer = Process(partial(_draw_cited, ocr, languages))
        finalize(self, self._drawer.stop)  # a library that was replaced leaves none behind
        self._lock = Lock()
        self._drawn: OrderedDict[_Wanted, PagePicture] = OrderedDict()

    def file(self, article: Article) -> OriginalFile:
        """Give the file of an article, with what became of it."""
        # The name of an article within a file of several follows a "#".
        path = self._folder / article.id
        if not path.is_file():
            path = self._folder / article.id.partition("#")[0]
        try:
            status = path.stat()
            is_inside = path.resolve().is_relative_to(self._folder.resolve())
        except OSError:
            return OriginalFile(path, path.name, 0, "The file is no longer in the articles folder.")
        trouble = ""
        if not is_inside or not path.is_file():
            trouble = "The file lies outside the articles folder and is not shown."
        elif _hash(path, status.st_size, status.st_mtime_ns) != article.sha256:
            trouble = "The file has changed since it was read."
        return OriginalFile(path, path.name, status.st_size, trouble)

    def has_pages(self, article: Article) -> bool:
        """Tell whether the pages of an article can be drawn."""
        return bool(article.pages) and article.id.lower().endswith(_PAGED)

    def page(self, article: Article, start: int, end: int, number: int = 0) -> PagePicture:
        """Give a page, boxed what stands there of `article.text[start:end]`.

        Waits for its turn, and at most some 20 seconds for the page; what was drawn last is
        remembered.

        Args:
            article: one with pages.
            start: of the span.
            end: of the span.
            number: of the page; 0, or one that is not there, for the page the span begins on.
        """
        file, cited = self.file(article), find_page_part(article, start, end).page
        pages = max((page.number for page in article.pages), default=1)
        number = number if 1 <= number <= pages else cited
        if file.trouble:
            return PagePicture(number, note=file.trouble, pages=pages, cited=cited)
        part = find_page_part(article, start, end, number)
        picture = self._remembered(_Wanted(file.path, article.sha256, part))
        return replace(picture, pages=pages, cited=cited)

    def _remembered(self, wanted: _Wanted) -> PagePicture:
        with self._lock:
            if wanted in self._drawn:
                self._drawn.move_to_end(wanted)
            else:
                self._drawn[wanted] = self._draw(wanted)
                if len(self._drawn) > _REMEMBERED:
                    self._drawn.popitem(last=False)
            return self._drawn[wanted]

    def _draw(self, wanted: _Wanted) -> PagePicture:
        self._drawer.start()
        patience = Timer(DRAW_SECONDS, self._drawer.kill)
        patience.daemon = True
        patience.start()
        try:
            (picture,) = self._drawer.ask(wanted)
        except ArticleError as error:
            reason = str(error)
            return PagePicture(wanted.part.page, note=f"{reason[:1].upper()}{reason[1:]}.")
        except EndedError:
            return PagePicture(wanted.part.page, note="This page cannot be drawn, or not in time.")
        finally:
            patience.cancel()
        assert isinstance(picture, PagePicture)
        return picture


@lru_cache(maxsize=256)
def _hash(path: Path, size: int, modified: int) -> str:
    """Give the hash of a file; size and time tell when it has to be read again."""
    del size, modified  # only part of the key
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def find_page_part(article: Article, start: int, end: int, number: int = 0) -> PagePart:
    """Give what of `article.text[start:end]` stands on a page; 0 for the one it begins on."""
    pieces = article.edits.to_original(start, end) or [(0, 0)]
    number = number or article.page_of_original(pieces[0][0]) or 1
    first = max((page.start for page in article.pages if page.number == number), default=0)
    following = (page.start for page in article.pages if page.number > number)
    last = min(following, default=len(article.original))
    here = [(max(a, first), min(b, last)) for a, b in pieces if a < last and b > first]
    begin = here[0][0] if here else first
    return PagePart(
        page=number,
        text=" ".join(article.original[a:b] for a, b in here),
        near=(begin - first) / max(last - first, 1),
        is_begun=pieces[0][0] < first,
        is_cut=pieces[-1][1] > last,
    )


def _draw_cited(ocr: str, languages: str, wanted: _Wanted) -> Iterator[PagePicture]:
    """Draw a page and box a sentence on it; runs in the process that draws."""
    try:
        content = wanted.path.read_bytes()
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror or error}") from error
    if hashlib.sha256(content).hexdigest() != wanted.sha256:
        raise ArticleError("the file has changed since it was read")
    part = wanted.part
    drawn = draw_page(content, part.page)
    signs, places, is_scan = drawn.signs, drawn.boxes, not drawn.signs.strip()
    if is_scan and part.text:
        size = (drawn.width, drawn.height)
        signs, places = _join_words(find_words(ocr, languages, content, part.page - 1, size))
    runs = find_sentence(signs, part.text, part.near)
    found = [[box for box in places[start:end] if box] for start, end in runs]
    boxes = tuple(line for run in found for line in join_boxes(run))
    note = _say_where(part, bool(boxes), bool(signs.strip()), is_scan)
    yield PagePicture(part.page, drawn.image, drawn.media, drawn.width, drawn.height, boxes, note)


def _join_words(words: Sequence[Word]) -> tuple[str, tuple[Box | None, ...]]:
    """Give words as signs of a page; each sign has the box of its word."""
    signs = "".join(f"{word} " for word, _ in words)
    return signs, tuple(
        box if place < len(word) else None for word, box in words for place in range(len(word) + 1)
    )


def _say_where(part: PagePart, is_boxed: bool, has_signs: bool, is_scan: bool) -> str:
    """Say what the boxes leave out, or why there are none; nothing of a page without the quote."""
    if not part.text.strip():
        return ""
    if is_boxed:
        notes = (
            ("The sentence begins on the page before.", part.is_begun),
            ("The sentence goes on on the next page.", part.is_cut),
            ("This page is a scan: boxed is where text recognition read the sentence.", is_scan),
        )
        return " ".join(note for note, holds in notes if holds)
    if is_scan and not has_signs:
        return "This page is a picture without text, so the sentence cannot be marked on it."
    return "The sentence could not be found on this page; the text view marks it."
