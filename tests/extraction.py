"""What the tests of formats share: a file is read, and what came out is put in words."""

from pathlib import Path

from index.articles import Extracted
from index.errors import ArticleError
from index.formats import extract

SENTENCE = "The ferry left the old harbour in the morning rain, and nobody waved."
TABLE_LINES = ["Goods: Grain; Tonnes: 12", "Goods: Coal; Tonnes: 7"]


def read(name: str, content: str | bytes) -> Extracted:
    """Extract a file of this name and content."""
    return extract(Path(name), content.encode() if isinstance(content, str) else content)


def refusal_of(name: str, content: bytes) -> str:
    """Give the reason a file is refused for, or "read" when it is not."""
    try:
        read(name, content)
    except ArticleError as error:
        return str(error)
    return "read"


def lines_of(extracted: Extracted) -> list[str]:
    """Give the lines of the text that are not blank."""
    return [line for line in extracted.text.split("\n") if line.strip()]


def headings_of(extracted: Extracted) -> list[str]:
    """Give the words of the headings."""
    return [extracted.text[start:end] for start, end in extracted.headings]


def captions_of(extracted: Extracted) -> list[str]:
    """Give the words of the captions."""
    return [extracted.text[start:end] for start, end in extracted.captions]
