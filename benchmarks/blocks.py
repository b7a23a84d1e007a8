"""Blocks of the articles that the labels of cleaning refer to; a label names one by its hash."""

import gzip
import hashlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpus import need, read_lines

__all__ = ["LabelledArticle", "block_hash", "fold", "read_articles"]

LabelledArticle = tuple[str, str, bytes, list[str]]
"""Id, file name, content as a folder would hold it, and blocks."""

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp"
    " small span strike strong sub sup time tt u var wbr g-emoji".split()
)
_SKIPPED = frozenset(
    "script style noscript template head svg iframe object select textarea canvas math".split()
)
_ITEM = re.compile(r'<REUTERS [^>]*?NEWID="(\d+)"[^>]*>(.*?)</REUTERS>', re.DOTALL)
_BODY = re.compile(r"<BODY>(.*?)</BODY>", re.DOTALL)
_TITLE = re.compile(r"<TITLE>(.*?)</TITLE>", re.DOTALL)
_INDENT = re.compile(r"^ {3,}\S")
_END = re.compile(r"^ *reuters?[. ]*$", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?\s*([\w-]+)""", re.IGNORECASE)


def fold(text: str) -> str:
    """Give a text in one case, with one space wherever there is any."""
    return " ".join(text.split()).casefold()


def block_hash(block: str) -> str:
    """Give what a label calls a block."""
    return hashlib.sha256(fold(block).encode()).hexdigest()[:16]


def read_articles(collection: str, data: Path) -> Iterator[LabelledArticle]:
    """Give the articles of "news", "reuters" or "html"."""
    return {"news": _read_news, "reuters": _read_reuters, "html": _read_html}[collection](data)


def _read_news(data: Path) -> Iterator[LabelledArticle]:
    for record in read_lines(need(data / "news" / "articles.jsonl.gz")):
        text, title = str(record["text"]), str(record["title"] or "")
        blocks = [line for line in text.splitlines() if line.strip()]
        yield record["id"], "article.txt", f"{title}\n\n{text}".encode(), blocks


def _read_reuters(data: Path) -> Iterator[LabelledArticle]:
    for path in sorted(need(data / "reuters").iterdir()):
        if ".sgm" not in path.name:
            continue
        raw = path.read_bytes()
        source = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("latin-1")
        for item in _ITEM.finditer(source):
            body, title = _BODY.search(item[2]), _TITLE.search(item[2])
            if body:
                blocks = _paragraphs(body[1])
                head = html.unescape(title[1]) if title else ""
                yield item[1], "article.txt", "\n\n".join([head, *blocks]).encode(), blocks


def _read_html(data: Path) -> Iterator[LabelledArticle]:
    for folder in sorted(need(data / "html_readability").iterdir()):
        for path in sorted(folder.glob("source.html*")) if folder.is_dir() else ():
            content = _unpack(path)
            yield folder.name, "page.html", content, _page_blocks(content)
    for path in sorted(need(data / "html_newspaper" / "html").iterdir()):
        content = _unpack(path)
        yield path.name.split(".html")[0], "page.html", content, _page_blocks(content)


def _unpack(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def _paragraphs(body: str) -> list[str]:
    """Give the paragraphs of a newswire body; an end sign on a line of its own is one."""
    paragraphs: list[list[str]] = []
    is_new = True
    for line in html.unescape(body).replace("\x03", "").split("\n"):
        if not line.strip():
            is_new = True
            continue
        is_end = _END.match(line) is not None
        if is_new or is_end or _INDENT.match(line):
            paragraphs.append([])
        paragraphs[-1].append(line)
        is_new = is_end
    return [" ".join(" ".join(lines).split()) for lines in paragraphs]


def _page_blocks(page: bytes) -> list[str]:
    """Give the text between the edges of block elements, in order; scripts and styles left out."""
    from lxml import html as lxml_html  # type: ignore[import-untyped]

    parser = lxml_html.HTMLParser(encoding=_charset(page), remove_comments=True, remove_pis=True)
    pieces: list[str | None] = []
    _collect(lxml_html.document_fromstring(page, parser=parser), pieces)
    blocks, pending = [], ""
    for piece in [*pieces, None]:
        if piece is not None:
            pending += piece
        else:
            blocks.append(" ".join(pending.split()))
            pending = ""
    return [block for block in blocks if block]


def _collect(element: Any, pieces: list[str | None]) -> None:
    """Add an element's texts, with None where a block begins or ends."""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return
    if element.tag in ("br", "img"):
        pieces.append(" ")
        return
    edge: list[str | None] = [] if element.tag in _INLINE else [None]
    pieces += [*edge, element.text or ""]
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")
    pieces += edge


def _charset(page: bytes) -> str:
    """Give the encoding of a page: UTF-8 where it is valid, or the one it declares."""
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(page[:4096])
        return declared[1].decode("ascii") if declared else "latin-1"
    return "utf-8"
