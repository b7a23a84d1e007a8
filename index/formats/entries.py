"""Entries of a file that holds several articles: rows, records, mails and posts of a feed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.articles import Extracted, Metadata, PublishedDate
from index.days import read_moment
from index.errors import ArticleError
from index.formats.html import read_html

__all__ = ["MOST_ENTRIES", "make_body", "make_claims", "name_entries", "note_left_out"]

MOST_ENTRIES = 20_000
LONGEST_NAME = 80  # characters of a name taken from the entry itself


def make_body(text: str) -> Extracted:
    """Give the text of an entry, which may be written in HTML; it may turn out to have none."""
    is_page = "</p>" in text or "<br" in text or text.lstrip()[:1] == "<"
    if not is_page:
        return Extracted(text.replace("\r\n", "\n").replace("\r", "\n"))
    page = f"<html><body><article>{text}</article></body></html>"
    try:
        return replace(read_html(page.encode("utf-8", "replace")), metadata=Metadata())
    except ArticleError:  # elements alone
        return Extracted("")


def make_claims(phrase: object, basis: str) -> tuple[PublishedDate, ...]:
    """Give the day that a phrase names, as a claim; none for one that names none."""
    moment = read_moment(str(phrase)) if phrase else None
    return (PublishedDate(moment.day, basis, moment.clock),) if moment else ()


def name_entries(entries: Iterable[tuple[str, Extracted]]) -> list[Extracted]:
    """Give entries under the names they bring along, or their place; each name once."""
    named, seen = [], Counter[str]()
    for position, (name, extracted) in enumerate(entries, 1):
        plain = " ".join(name.split())[:LONGEST_NAME] or str(position)
        seen[plain] += 1
        unique = plain if seen[plain] == 1 else f"{plain} ({seen[plain]})"
        named.append(replace(extracted, entry=unique))
    return named


def note_left_out(entries: Sequence[Extracted], empty: int, what: str) -> list[Extracted]:
    """Say how many entries have no text, beside the first of the others.

    Raises:
        ArticleError: none has any, or there are too many.
    """
    if not entries:
        raise ArticleError(f"empty: none of its {what}s has a text")
    if len(entries) > MOST_ENTRIES:
        raise ArticleError(
            f"too many articles in one file: {len(entries):,}, at most {MOST_ENTRIES:,} are read; "
            "split it"
        )
    if not empty:
        return list(entries)
    note = f"{empty} {what}{'' if empty == 1 else 's'} without a text left out"
    return [replace(entries[0], notes=(*entries[0].notes, note)), *entries[1:]]
