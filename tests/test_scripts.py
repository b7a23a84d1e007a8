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


def write(folder: Path, name: str, suffix: str, text: str) -> None:
    """Write an article in a format."""
    path = folder / f"{name}{suffix}"
    if suffix == ".docx":
        document = Document()
        document.add_paragraph(text)
        document.save(str(path))
    elif suffix == ".html":
        page = f"<html dir='auto'><body><article><p>{text}</p></article></body></html>"
        path.write_text(page, encoding="utf-8")
    elif suffix == ".utf16":
        path.with_suffix(".txt").write_text(text, encoding="utf-16")
    else:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".utf16"])
def test_every_script_is_found_and_cited_as_it_stands(tmp_path: Path, suffix: str) -> None:
    """A word of it leads to the article; its sentences hold exactly its characters."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, (text, _) in ARTICLES.items():
        write(folder, name, suffix, text)
    settings = IndexSettings(folder, tmp_path / "library", tmp_path / "cache")
    report = build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    assert (report.articles, report.skipped) == (len(ARTICLES), ())
    for name, (text, word) in ARTICLES.items():
        rows, scores = library.keywords.search(word, 3)
        (listed, passage), *_ = library.passages(rows.tolist())
        assert Path(listed.id).stem == name, (word, scores)
        article = library.article(listed.id)
        assert text in article.text
        sentences = [article.text[a:b] for a, b in passage.sentences]
        assert len(sentences) == SENTENCES[name]
        pieces = article.edits.to_original(passage.start, passage.end)
        assert passage.text == "".join(article.original[a:b] for a, b in pieces)
