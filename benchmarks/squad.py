"""Questions in SQuAD's form become a folder of articles and questions about them."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["AskedQuestion", "read_squad", "write_folder"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, which becomes one article."""

    id: str
    """Name of its file."""
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question about one paragraph."""

    text: str
    paragraph: Paragraph
    answers: tuple[str, ...]
    """Every wording that counts; empty when the paragraph does not answer."""


def read_squad(path: Path) -> Iterator[list[AskedQuestion]]:
    """Give the questions of each of the file's articles, article by article."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    articles = json.loads(content)["data"]
    for i, article in enumerate(articles):
        title = article["title"].replace("_", " ")
        asked = []
        for j, item in enumerate(article["paragraphs"]):
            paragraph = Paragraph(
                f"{path.name.split('.')[0]}-{i:04}-{j:04}.txt", title, item["context"]
            )
            for question in item["qas"]:
                answers = tuple(dict.fromkeys(answer["text"] for answer in question["answers"]))
                impossible = question.get("is_impossible", False)
                asked.append(
                    AskedQuestion(question["question"], paragraph, () if impossible else answers)
                )
        yield asked


def write_folder(questions: Sequence[AskedQuestion], folder: Path) -> None:
    """Write every paragraph that is asked about as an article of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for paragraph in {item.paragraph.id: item.paragraph for item in questions}.values():
        text = f"{paragraph.title}\n\n{paragraph.text}\n"
        (folder / paragraph.id).write_text(text, encoding="utf-8")
