"""Articles in every script go the whole way: read, split, found, and cited as they stand."""

from pathlib import Path

import pytest
from docx import Document
from support import HashEmbedder

from index.build import build_library
from index.config import IndexSettings
from index.library import Library

ARTICLES = {
    "arabic": ("أغلق المجلس الرصيف القديم يوم الأحد. وجد الغواصون شقوقا في الأعمدة.", "الغواصون"),
    "hebrew": ("המועצה סגרה את הרציף הישן ביום ראשון. צוללנים מצאו סדקים בעמודים.", "צוללנים"),
    "chinese": ("市议会周日关闭了旧码头。潜水员在柱子上发现了裂缝。", "潜水员"),
    "japanese": ("市議会は日曜日に古い桟橋を閉鎖した。ダイバーが柱にひびを見つけた。", "ダイバー"),
    "thai": ("สภาเมืองปิดท่าเรือเก่าเมื่อวันอาทิตย์ นักดำน้ำพบรอยร้าวในเสา", "นักดำน้ำ"),
    "hindi": ("परिषद ने रविवार को पुराना घाट बंद कर दिया। गोताखोरों को खंभों में दरारें मिलीं।", "गोताखोरों"),
    "korean": (
        "시의회는 일요일에 옛 부두를 폐쇄했다. 잠수부들이 기둥에서 균열을 발견했다.",
        "잠수부들이",
    ),
    "russian": (
        "Совет закрыл старый причал в воскресенье. Водолазы нашли трещины в опорах.",
        "Водолазы",
    ),
    "greek": ("Το συμβούλιο έκλεισε την παλιά προβλήτα. Οι δύτες βρήκαν ρωγμές.", "δύτες"),
}
SENTENCES = dict.fromkeys(ARTICLES, 2) | {"thai": 1}  # Thai ends a sentence with a space


FORMATS = {"text": ".txt", "utf16": ".txt", "markdown": ".md", "page": ".html", "word": ".docx"}


def write(folder: Path, name: str, form: str, text: str) -> None:
    """Write an article in a format."""
    path = folder / f"{name}-{form}{FORMATS[form]}"
    match form:
        case "word":
            document = Document()
            document.add_paragraph(text)
            document.save(str(path))
        case "page":
            page = f"<html dir='auto'><body><article><p>{text}</p></article></body></html>"
            path.write_text(page, encoding="utf-8")
        case "utf16":
            path.write_text(text, encoding="utf-16")
        case "markdown":  # equal bytes would be a copy
            path.write_text(f"{text}\n", encoding="utf-8")
        case _:
            path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Give a library of each article in each format."""
    place = tmp_path_factory.mktemp("scripts")
    folder = place / "articles"
    folder.mkdir()
    for name, (text, _) in ARTICLES.items():
        for form in FORMATS:
            write(folder, name, form, text)
    settings = IndexSettings(folder, place / "library", place / "cache")
    report = build_library(settings, embedder=HashEmbedder())
    assert (report.articles, report.skipped) == (len(ARTICLES) * len(FORMATS), ())
    return Library.open(settings, HashEmbedder())


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ARTICLES)
def test_every_script_is_found_and_cited_as_it_stands(
    library: Library, name: str, form: str
) -> None:
    """A word of it leads to the article and to no other; its sentences are its characters."""
    text, word = ARTICLES[name]
    rows, _ = library.files.keywords.search(word, 2 * len(FORMATS))
    found = {listed.id: passage for listed, passage in library.passages(rows.tolist())}
    assert {id_.partition("-")[0] for id_ in list(found)[: len(FORMATS)]} == {name}

    (id_,) = (id_ for id_ in found if id_.startswith(f"{name}-{form}"))
    article, passage = library.article(id_), found[id_]
    assert text in article.text
    assert len([article.text[a:b] for a, b in passage.sentences]) == SENTENCES[name]
    pieces = article.edits.to_original(passage.start, passage.end)
    assert passage.text == "".join(article.original[a:b] for a, b in pieces)
