"""The files that articles were read from, as they lie on disk now: their bytes, their pages.

A file is anybody's and may have changed: it is read only inside the articles folder and shown only
as long as it is what was read. Pages are drawn in a process of their own, since a damaged file can
hang or crash what draws it.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock, Timer
from weakref import finalize

from index.articles import Article
from index.errors import ArticleError
from index.formats.pdfium import draw_page
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


@dataclass(frozen=True, slots=True)
class PagePart:
    """What of a span of an article stands on the page it begins on."""

    page: int
    """From 1."""
    text: str
    """As it was read from the page, before cleaning."""
    near: float
    """Where on the page it begins, 0 to 1."""
    is_cut: bool
    """The span goes on over the end of the page."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    path: Path
    sha256: str
    part: PagePart


class Originals:
    """Gives files and pages of one articles folder; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawer = Process(_draw_cited)
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

    def page(self, article: Article, start: int, end: int) -> PagePicture:
        """Give the page on which `article.text[start:end]` begins, that span boxed.

        Waits for its turn, and at most some 20 seconds for the page; what was drawn last is
        remembered.
        """
        file, part = self.file(article), find_page_part(article, start, end)
        if file.trouble:
            return PagePicture(part.page, note=file.trouble)
        wanted = _Wanted(file.path, article.sha256, part)
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


def find_page_part(article: Article, start: int, end: int) -> PagePart:
    """Give the part of `article.text[start:end]` that stands on the page it begins on."""
    pieces = article.edits.to_original(start, end) or [(0, 0)]
    number = article.page_of_original(pieces[0][0]) or 1
    first = max((page.start for page in article.pages if page.number == number), default=0)
    following = (page.start for page in article.pages if page.number > number)
    last = min(following, default=len(article.original))
    here = (article.original[a : min(b, last)] for a, b in pieces if a < last)
    return PagePart(
        page=number,
        text=" ".join(here),
        near=(pieces[0][0] - first) / max(last - first, 1),
        is_cut=pieces[-1][1] > last,
    )


def _draw_cited(wanted: _Wanted) -> Iterator[PagePicture]:
    """Draw a page and box a sentence on it; runs in the process that draws."""
    try:
        content = wanted.path.read_bytes()
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror or error}") from error
    if hashlib.sha256(content).hexdigest() != wanted.sha256:
        raise ArticleError("the file has changed since it was read")
    part = wanted.part
    drawn = draw_page(content, part.page)
    runs = find_sentence(drawn.signs, part.text, part.near)
    found = [[box for box in drawn.boxes[start:end] if box] for start, end in runs]
    boxes = tuple(line for run in found for line in join_boxes(run))
    if boxes:
        note = "The sentence goes on on the next page." if part.is_cut else ""
    elif drawn.signs.strip():
        note = "The sentence could not be found on this page; the text view marks it."
    else:
        note = "This page is a picture without text, so the sentence cannot be marked on it."
    yield PagePicture(part.page, drawn.image, drawn.media, drawn.width, drawn.height, boxes, note)
