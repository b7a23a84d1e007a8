"""Whether the boxes on the page of a PDF lie around the sentence that is cited.

Of each article, up to so many sentences spread over it are boxed, as the page does. The text that
PDFium sees inside the boxes is then compared with the sentence, by letters and digits.
"""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from benchmarks.corpus import DataMissingError, need
from benchmarks.metrics import average
from benchmarks.progress import show_progress
from benchmarks.report import Report, single
from index.articles import Article
from index.errors import ArticleError
from index.formats.pdfium import read_boxes
from index.originals import Originals, find_page_part
from index.parsing import make_article
from index.reading import find_files, read_bytes
from index.sentences import split_sentences

__all__ = ["Boxed", "run"]

_SAMPLED = 12  # sentences of a file
_LEAST_WORDS = 4  # of a sentence; shorter ones are labels of drawings and forms
_RIGHT = 0.9  # likeness of the sentence and what is inside its boxes


@dataclass(frozen=True, slots=True)
class Boxed:
    """One sentence and what is inside its boxes."""

    file: str
    sentence: str
    is_boxed: bool
    likeness: float
    """0 to 1, by letters and digits."""
    note: str


def run(options: Namespace) -> Report:
    """Box sentences of every PDF file below the data's folder of them, and of the samples."""
    samples = Path(__file__).resolve().parent.parent / "articles"
    found = {"samples": list(_box_folder(samples)), "public": []}
    found["public"] = list(_box_folder(need(options.data / "pdf")))
    if not found["public"]:
        raise DataMissingError(f"{options.data / 'pdf'} holds no PDF file")
    systems = {
        name: {
            "files": single(len({item.file for item in items})),
            "sentences": single(len(items)),
            "boxed": average([float(item.is_boxed) for item in items]),
            "right": average([float(item.likeness >= _RIGHT) for item in items]),
            "right_of_boxed": average(
                [float(item.likeness >= _RIGHT) for item in items if item.is_boxed]
            ),
        }
        for name, items in found.items()
    }
    wrong = [item for items in found.values() for item in items if item.likeness < _RIGHT]
    notes = [f"{item.file}: {item.likeness:.2f} {item.note} {item.sentence[:60]}" for item in wrong]
    total = sum(map(len, found.values()))
    return Report(f"Boxes on pages: {total} sentences", systems, tuple(notes))


def _box_folder(folder: Path) -> Iterator[Boxed]:
    originals = Originals(folder)
    files = [file for file in find_files(folder) if file.path.suffix.lower() == ".pdf"]
    for number, file in enumerate(files, 1):
        try:
            content = read_bytes(file)
            article = make_article(file, content)
        except ArticleError:
            continue  # another benchmark counts these
        spans = [
            span for span in split_sentences(article.text) if _words(article, span) >= _LEAST_WORDS
        ]
        for span in spans[:: max(len(spans) // _SAMPLED, 1)][:_SAMPLED]:
            yield _box(originals, article, span, content)
        show_progress("boxing", number, len(files))


def _words(article: Article, span: tuple[int, int]) -> int:
    return len(article.text[slice(*span)].split())


def _box(originals: Originals, article: Article, span: tuple[int, int], content: bytes) -> Boxed:
    picture, part = originals.page(article, *span), find_page_part(article, *span)
    inside = read_boxes(content, picture.number, picture.boxes) if picture.boxes else []
    likeness = SequenceMatcher(
        None, _letters(part.text), _letters(" ".join(inside)), autojunk=False
    ).ratio()
    is_boxed = bool(picture.boxes)
    return Boxed(article.id, part.text, is_boxed, likeness if is_boxed else 0.0, picture.note)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
