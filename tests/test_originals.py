"""The file of an article is given as it lies on disk, and its pages with the sentence boxed."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from index.articles import Article
from index.formats import ReaderOptions, find_recognizer
from index.formats.pdfium import draw_page, read_boxes, render_scans
from index.originals import Originals, find_page_part
from index.page_boxes import find_sentence, join_boxes
from index.parsing import draft_file, finish_article, make_article
from index.reading import find_files, read_bytes

FIRST = [
    "The ferry left the old harbour in the morning rain while its whole crew were",
    "singing, and nobody waved. On board were coal, grain and some forty sail-",
    "ors who had never been at sea before that day in the early spring, and the",
    "captain of the harbour watched them go. The pilot was the last who left, and",
]
SECOND = ["he did so without a word to those who stood there. It was a cold day at sea."]


def draw_pdf(path: Path, pages: list[list[str]], turn: int = 0) -> None:
    """Draw each line of each page; a page without lines is blank."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for lines in pages:
        canvas.setPageRotation(turn)
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    path.write_bytes(file.getvalue())


def read_article(folder: Path) -> Article:
    """Read the one file of a folder."""
    (file,) = find_files(folder)
    return make_article(file, read_bytes(file))


def span_of(article: Article, words: str) -> tuple[int, int]:
    """Give where words stand in the cleaned text."""
    start = article.text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize("turn", [0, 90])
def test_a_sentence_is_boxed_line_by_line(tmp_path: Path, turn: int) -> None:
    """Across a hyphen at a line end, on an upright page and on a turned one."""
    draw_pdf(tmp_path / "a.pdf", [FIRST], turn)
    article = read_article(tmp_path)
    sentence = "On board were coal, grain and some forty sailors who had never been at sea before"

    picture = Originals(tmp_path).page(article, *span_of(article, sentence))

    assert (picture.number, picture.media, picture.note) == (1, "image/png", "")
    assert len(picture.boxes) == 2
    inside = read_boxes((tmp_path / "a.pdf").read_bytes(), 1, picture.boxes)
    letters = "".join(filter(str.isalpha, "".join(inside)))
    assert len(letters) <= len(sentence)  # hardly a letter of another line
    assert "Onboardwerecoal" in letters
    assert letters.endswith("neverbeenatseabefore")


def test_a_sentence_over_a_page_break_is_boxed_on_its_first_page(tmp_path: Path) -> None:
    """And it is said that it goes on."""
    draw_pdf(tmp_path / "a.pdf", [FIRST, SECOND])
    article = read_article(tmp_path)
    sentence = "The pilot was the last who left, and he did so without a word"
    assert sentence in article.text

    part = find_page_part(article, *span_of(article, sentence))
    picture = Originals(tmp_path).page(article, *span_of(article, sentence))

    assert (part.page, part.text.strip()) == (1, "The pilot was the last who left, and")
    assert len(picture.boxes) == 1
    assert "next page" in picture.note


def test_the_pages_of_a_file_are_leafed_through(tmp_path: Path) -> None:
    """Each is drawn, boxed is what of the sentence stands there; the citation's page is known."""
    draw_pdf(tmp_path / "a.pdf", [FIRST, SECOND, ["Nothing else happened on that day at sea."]])
    article = read_article(tmp_path)
    span = span_of(article, "The pilot was the last who left, and he did so without a word")
    originals = Originals(tmp_path)

    pages = [originals.page(article, *span, number) for number in (1, 2, 3, 4)]

    assert [(one.number, one.pages, one.cited) for one in pages] == [
        (1, 3, 1),
        (2, 3, 1),
        (3, 3, 1),
        (1, 3, 1),
    ]
    assert [len(one.boxes) for one in pages] == [1, 1, 0, 1]
    assert pages[1].note == "The sentence begins on the page before."
    assert pages[2].note == ""
    assert len({one.image for one in pages}) == 3


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs the program tesseract")
def test_a_sentence_of_a_scan_is_boxed_where_it_was_recognised(tmp_path: Path) -> None:
    """Line by line, as on a page with text; where scans are not read, it says there is no box."""
    draw_pdf(tmp_path / "a.pdf", [FIRST])
    picture = next(render_scans((tmp_path / "a.pdf").read_bytes(), [0]))
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawInlineImage(picture, 0, 0, *A4)
    canvas.save()
    (file,) = find_files(tmp_path)
    options = ReaderOptions(find_recognizer("auto", "eng"))
    article = finish_article(draft_file(file, read_bytes(file), options)[0])
    span = span_of(article, "On board were coal, grain and some forty sailors who had never been")

    found = Originals(tmp_path, "auto").page(article, *span)
    unread = Originals(tmp_path, "off").page(article, *span)

    assert "scan" in found.note
    (left, top, right, bottom), second = found.boxes
    scale = found.width / A4[0]  # points of a page to pixels
    baseline = (A4[1] - 780 + 14) * scale
    assert top < baseline <= bottom + 2
    assert bottom - top < 14 * scale
    assert left > found.width / 3
    assert right > second[0]
    assert bottom < second[3] < found.height / 4
    assert (unread.boxes, "without text" in unread.note) == ((), True)


def test_the_right_one_of_two_equal_sentences_is_boxed(tmp_path: Path) -> None:
    """The one that stands where the citation says."""
    lines = ["Nobody waved. It was cold.", *FIRST[:2], "Nobody waved. It was warm."]
    draw_pdf(tmp_path / "a.pdf", [lines])
    article = read_article(tmp_path)
    later = article.text.rindex("Nobody waved")
    originals = Originals(tmp_path)

    first = originals.page(article, *span_of(article, "Nobody waved."))
    last = originals.page(article, later, later + len("Nobody waved."))

    assert first.boxes[0][1] < last.boxes[0][1]


def test_a_page_that_cannot_be_drawn_says_why(tmp_path: Path) -> None:
    """A file that is gone, or is another, is not shown; nor is a page that is not there."""
    draw_pdf(tmp_path / "a.pdf", [FIRST])
    article = read_article(tmp_path)
    originals = Originals(tmp_path)
    assert originals.file(article).trouble == ""
    assert originals.file(article).read().startswith(b"%PDF")

    draw_pdf(tmp_path / "a.pdf", [SECOND])
    changed = originals.page(article, 0, 10)
    (tmp_path / "a.pdf").unlink()
    gone = originals.page(article, 0, 10)

    assert (changed.image, changed.note) == (b"", "The file has changed since it was read.")
    assert (gone.image, gone.note) == (b"", "The file is no longer in the articles folder.")


def test_a_page_without_text_is_shown_without_box(tmp_path: Path) -> None:
    """As a scan is, whose text was recognised."""
    draw_pdf(tmp_path / "a.pdf", [[]])

    assert find_sentence(draw_page((tmp_path / "a.pdf").read_bytes(), 1).signs, FIRST[0]) == []


def test_a_file_outside_the_folder_is_not_given(tmp_path: Path) -> None:
    """Not even through a link inside."""
    outside = tmp_path / "elsewhere.txt"
    outside.write_text("A ferry left the harbour.", encoding="utf-8")
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").symlink_to(outside)

    assert "outside" in Originals(folder).file(read_article(folder)).trouble


@pytest.mark.parametrize(
    ("signs", "sentence", "found"),
    [
        ("The  ferry\r\nleft.", "The ferry left.", ["The  ferry\r\nleft."]),
        ("an of\ufb01ce is open", "office", ["of\ufb01ce"]),
        ("the sail\u00ad\nors sang", "sailors", ["sail\u00ad\nors"]),
        ("He said: “We left.” Then", "“We left.”", ["“We left.”"]),
        ("cafe\u0301 noir", "café", ["cafe\u0301"]),
        ("nothing of the kind", "the ferry left", []),
        ("", "the ferry left", []),
        ("signs alone", "…", []),
        (
            "the ferry left the harbour 12 in the morning rain",
            "The ferry left the harbour in the morning rain",
            ["the ferry left the harbour", "in the morning rain"],
        ),
    ],
    ids="spaces ligature hyphen quotes accents absent blank no-letters apart".split(),
)
def test_a_sentence_is_found_among_the_signs_of_a_page(
    signs: str, sentence: str, found: list[str]
) -> None:
    """However spaces, hyphens, ligatures and accents are told; not where it does not stand."""
    assert found == [signs[slice(*span)].strip() for span in find_sentence(signs, sentence)]


def test_boxes_of_signs_become_one_for_each_line() -> None:
    """Of lines across the page and of lines that run up it."""
    across = [(10, 10, 18, 22), (19, 10, 26, 22), (40, 12, 48, 22), (10, 30, 18, 42)]
    turned = [(y0, x0, y1, x1) for x0, y0, x1, y1 in across]

    assert join_boxes(across) == [(10, 10, 48, 22), (10, 30, 18, 42)]
    assert join_boxes(turned) == [(10, 10, 22, 48), (30, 10, 42, 18)]
    assert join_boxes([]) == []
