"""What a library knows of its files, as text for a terminal and as plain objects for JSON."""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.articles import Article, PublishedDate
from index.config import IndexSettings
from index.disk import open_generation
from index.errors import FileUnknownError
from index.file_store import RECEIPTS, TABLES
from index.receipts import Receipt, read_receipts
from index.tables import Tables

__all__ = [
    "Explanation",
    "explain",
    "plain",
    "render_explanation",
    "render_receipts",
    "show_receipts",
]

WIDTH = 96
NAMED = 3  # files that are named when a path fits none

Explanation = dict[str, Any]
"""`receipt` of a file, and its `articles`, each with `metadata` and the `edits` that were made."""


def show_receipts(settings: IndexSettings) -> list[Receipt]:
    """Give the receipts of the library in use, the problems first.

    Raises:
        IndexMissingError: there is no library.
        IndexDamagedError: a file of it is missing or changed.
    """
    folder, _ = open_generation(settings.library)
    return read_receipts(folder / RECEIPTS)


def explain(settings: IndexSettings, path: Path) -> Explanation:
    """Give what became of one file: what was read of it, and what went and why.

    Args:
        settings: of config.toml.
        path: of the file, as it is or relative to the articles folder; where the file holds several
            articles, "#" and the name of one may follow.

    Raises:
        FileUnknownError: the library has no such file.
        IndexMissingError: there is no library.
        IndexDamagedError: a file of it is missing or changed.
    """
    folder, manifest = open_generation(settings.library)
    receipts = {receipt.path: receipt for receipt in read_receipts(folder / RECEIPTS)}
    receipt, entry = _find(receipts, path, Path(manifest.articles_folder))
    if receipt.status == "alias":
        receipt = receipts[receipt.reason]
    if receipt.status == "skipped":
        return {"receipt": asdict(receipt), "articles": []}
    with closing(Tables(folder / TABLES)) as tables:
        ids = tables.ids_below(receipt.path)
        named = [id_ for id_ in ids if not entry or id_ == f"{receipt.path}#{entry}"]
        articles = [tables.article_named(id_) for id_ in named]
    return {"receipt": asdict(receipt), "articles": [_explain_article(item) for item in articles]}


def render_receipts(receipts: Sequence[Receipt]) -> str:
    """Give receipts as text, a line or two for each file and the sums below."""
    lines = [line for receipt in receipts for line in _receipt_lines(receipt)]
    indexed = [receipt for receipt in receipts if receipt.status == "indexed"]
    edited = sum(bool(receipt.edits) for receipt in indexed)
    undated = sum(receipt.undated for receipt in indexed)
    articles = sum(receipt.articles for receipt in indexed)
    skipped = sum(receipt.status == "skipped" for receipt in receipts)
    total = (
        f"{_count(len(receipts), 'file')}: {_count(articles, 'article')}, {skipped} skipped, "
        f"{undated} undated; {_count(sum(item.passages for item in indexed), 'passage')}; "
        f"something was taken out of {edited}"
    )
    return "\n".join([*lines, "", total])


def render_explanation(explanation: Explanation) -> str:
    """Give an explanation as text."""
    receipt = explanation["receipt"]
    lines = [plain(receipt["path"])]
    if receipt["status"] == "skipped":
        return "\n".join([*lines, f"  skipped: {receipt['reason']}"])
    facts = [
        ("copies", ", ".join(receipt["copies"])),
        ("notes", "; ".join(receipt["notes"])),
        ("text", f"{receipt['words']} words in {_count(receipt['passages'], 'passage')}"),
        ("read in", f"{receipt['seconds']} s"),
    ]
    lines += [f"  {name:<10} {plain(value)}" for name, value in facts if value]
    for article in explanation["articles"]:
        if article["id"] != receipt["path"]:
            lines += ["", plain(article["id"])]
        lines += _article_lines(article)
    return "\n".join(lines)


def _article_lines(article: Explanation) -> Iterator[str]:
    for name, value in article["metadata"].items():
        if value:
            yield f"  {name:<10} {plain(_say(value))}"
    edits = article["edits"]
    yield ""
    yield f"  {len(edits) or 'nothing'} taken out" + (":" if edits else "")
    for edit in edits:
        where = f"line {edit['line']}" + (f", page {edit['page']}" if edit["page"] else "")
        yield ""
        yield f"  {edit['reason']} ({where}, characters {edit['start']} to {edit['end']})"
        if edit["replacement"].strip():
            yield f"    became: {plain(edit['replacement'])}"
        yield from _quote(edit["text"])


def _find(receipts: dict[str, Receipt], path: Path, folder: Path) -> tuple[Receipt, str]:
    """Give the receipt of a file, and the name of the entry that is asked for, if one is."""
    names = [path.as_posix()]
    if path.absolute().is_relative_to(folder.absolute()):
        names.append(path.absolute().relative_to(folder.absolute()).as_posix())
    for name in names:
        file, _, entry = name.partition("#")
        for known, wanted in ((name, ""), (file, entry)):
            if known in receipts:
                return receipts[known], wanted
    near = [name for name in receipts if Path(name).name == path.name][:NAMED]
    hint = f"did you mean {', '.join(near)}?" if near else "`--receipts` lists all of them"
    raise FileUnknownError(f"the library knows no file {path}; {hint}")


def _explain_article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "metadata": _describe(article),
        "edits": [_describe_edit(article, i) for i in range(len(article.edits.edits))],
    }


def _describe(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "outlet": article.outlet,
        "authors": list(article.metadata.authors),
        "dates": [_say_claim(item) for item in article.metadata.dates],
        "updated": _say_claim(updated) if (updated := article.metadata.updated) else "",
        "section": article.metadata.section,
        "language": article.metadata.language,
        "doubts": list(article.metadata.doubts),
    }


def _say_claim(claim: PublishedDate) -> str:
    clock = f" {claim.clock}" if claim.clock else ""
    return f"{claim.day}{clock} ({claim.basis})"


def _describe_edit(article: Article, position: int) -> dict[str, Any]:
    edit = article.edits.edits[position]
    return {
        **asdict(edit),
        "text": article.original[edit.start : edit.end],
        "line": article.original.count("\n", 0, edit.start) + 1,
        "page": article.page_of_original(edit.start),
    }


def _receipt_lines(receipt: Receipt) -> Iterator[str]:
    path = plain(receipt.path)
    if receipt.status == "skipped":
        yield f"skipped  {path}: {receipt.reason}"
        return
    if receipt.status == "alias":
        yield f"copy     {path}: same bytes as {plain(receipt.reason)}"
        return
    when = f"{receipt.published} ({receipt.basis})" if receipt.published else "undated"
    if receipt.articles > 1:
        when = f"{receipt.articles} articles, {receipt.undated} undated"
    pages = f", {_count(receipt.pages, 'page')}" if receipt.pages else ""
    yield (
        f"article  {path}: {when}, {receipt.words} words{pages}, "
        f"{_count(receipt.passages, 'passage')}, {receipt.seconds:.2f} s"
    )
    taken = ", ".join(f"{count} × {reason}" for reason, count in receipt.edits.items())
    if taken:
        yield f"         taken out: {taken}; {receipt.removed} characters"
    for note in receipt.notes:
        yield f"         {plain(note)}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _say(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _quote(text: str) -> list[str]:
    rows = [
        row
        for line in text.splitlines()
        for row in textwrap.wrap(line, WIDTH - 6, break_on_hyphens=False)
    ]
    return [f"    | {plain(row)}" for row in rows]


def plain(text: str) -> str:
    """Replace what a terminal would obey instead of showing."""
    hidden = ("Cc", "Cf", "Cs")
    return "".join("\ufffd" if unicodedata.category(sign) in hidden else sign for sign in text)
