"""Pairs of articles of which it is known whether they are one source family.

Rewrites at four strengths: the same story under another masthead and a light edit, both made here
of articles of the data; each sentence re-worded, and condensed, both written for this (stories of
our own). Beside them copies of the BBC's, and news that was labelled by hand.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.corpus import need, read_lines
from index.sentences import split_sentences

__all__ = ["FAMILY", "RELATED", "LabelledPair", "read_pairs"]

FAMILY, RELATED = "family", "related"

_LABELS = Path(__file__).resolve().parent / "labels"
_EDITED = 40  # articles of each collection that are edited here
_WORDS = (120, 900)  # of an article that is edited
_DROPPED = 6  # one of so many sentences is left out
_SYNONYMS = {
    "said": "stated",
    "told": "informed",
    "about": "around",
    "big": "large",
    "also": "too",
    "but": "yet",
    "began": "started",
    "because": "since",
    "while": "as",
    "help": "aid",
    "show": "demonstrate",
    "former": "ex",
    "people": "persons",
    "according": "in line",
}
_WORD = re.compile(r"[A-Za-z]+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-"})

_Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two articles, by id, and what they are to one another."""

    one: str
    other: str
    label: str
    """"family", "related" or "unrelated"."""
    kind: str
    """"copy", "masthead", "light", "medium", "heavy", "independent" or "news"."""
    part: str
    """"tune" or "apart"."""


def read_pairs(data: Path) -> tuple[list[dict[str, Any]], list[LabelledPair]]:
    """Give the articles, as `open_corpus` takes them, and the labelled pairs of them."""
    bbc = _readable(read_lines(need(data / "bbc" / "articles.jsonl.gz")), "bbc")
    news = _readable(read_lines(need(data / "news" / "articles.jsonl.gz")), "news")
    made: list[tuple[_Record, _Record, LabelledPair]] = [
        *_find_copies(bbc),
        *_edit_some(bbc),
        *_edit_some(news),
        *_read_stories(),
        *_read_news({record["id"]: record for record in news}),
    ]
    records = {record["id"]: dict(record) for one, other, _ in made for record in (one, other)}
    return [records[id_] for id_ in sorted(records)], [pair for _, _, pair in made]


def part_of(name: str) -> str:
    """Give the half that a name belongs to; chance decides, and decides the same every time."""
    return "apart" if hashlib.sha256(name.encode()).digest()[0] % 2 else "tune"


def _readable(records: Iterable[_Record], collection: str) -> list[_Record]:
    return [
        {
            "id": f"{collection}-{record['id']}",
            "title": record["title"] or "",
            "date": (record.get("date") or "").replace("/", "-"),
            "text": record["text"],
        }
        for record in records
    ]


def _pair(one: _Record, other: _Record, label: str, kind: str, part: str) -> Any:
    return one, other, LabelledPair(one["id"], other["id"], label, kind, part)


def _find_copies(records: Iterable[_Record]) -> Iterator[Any]:
    """Give the pairs of equal bodies; the second appears a day later, so that its bytes differ."""
    first: dict[str, _Record] = {}
    for record in records:
        known = first.setdefault(record["text"].strip(), record)
        if known is not record:
            one = {**known, "date": "2005-01-01"}
            other = {**record, "date": "2005-01-02"}
            yield _pair(one, other, FAMILY, "copy", part_of(known["id"]))


def _edit_some(records: Iterable[_Record]) -> Iterator[Any]:
    """Give articles beside a light edit, and beside the same under another masthead."""
    low, high = _WORDS
    lengths = ((record, len(record["text"].split())) for record in records)
    fit = [record for record, words in lengths if low <= words <= high]
    fit.sort(key=lambda record: hashlib.sha256(record["text"].encode()).hexdigest())
    for record in fit[:_EDITED]:
        part = part_of(record["id"])
        yield _pair(record, _edit(record), FAMILY, "light", part)
        yield _pair(record, _reprint(record), FAMILY, "masthead", part)


def _edit(record: _Record) -> dict[str, Any]:
    """Give an article with sentences left out, moved and changed by a word here and there."""
    paragraphs = [
        [paragraph[a:b] for a, b in split_sentences(paragraph)]
        for paragraph in record["text"].split("\n")
        if paragraph.strip()
    ]
    if len(paragraphs) > 3:
        paragraphs[1], paragraphs[2] = paragraphs[2], paragraphs[1]
    kept, seen = [], 0
    for sentences in paragraphs:
        numbered = enumerate(sentences, seen)
        seen += len(sentences)
        kept.append(" ".join(_reword(s) for i, s in numbered if i % _DROPPED != _DROPPED - 1))
    headline = " ".join(kept[0].split()[:9])
    return {
        "id": f"{record['id']}-light",
        "title": headline,
        "date": _day_after(record["date"]),
        "text": "\n\n".join(["LONDON -", *filter(None, kept)]),
    }


def _reprint(record: _Record) -> dict[str, Any]:
    """Give an article as another paper prints it: its name, a byline, an appeal at the end."""
    return {
        "id": f"{record['id']}-masthead",
        "title": f"{record['title']} | The Harbour Post",
        "date": _day_after(record["date"]),
        "text": f"THE HARBOUR POST\n\nFrom our agencies\n\n{record['text']}\n\n"
        "Sign up to the Harbour Post's morning newsletter and never miss a story.",
    }


def _reword(sentence: str) -> str:
    def change(match: re.Match[str]) -> str:
        return _SYNONYMS.get(match[0], match[0])

    return _WORD.sub(change, sentence.translate(_QUOTES))


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat() if day else "2005-01-02"


def _read_stories() -> Iterator[Any]:
    """Give our own stories beside their re-wordings, and both beside an independent report."""
    texts = (_LABELS / "stories.txt").read_text(encoding="utf-8")
    stories: dict[str, dict[str, _Record]] = {}
    for told in re.split(r"^@ ", texts, flags=re.MULTILINE)[1:]:
        head, _, body = told.partition("\n")
        story, version = head.split()
        title, _, text = body.strip().partition("\n\n")
        record = {"id": f"story-{story}-{version}", "title": title, "date": "", "text": text}
        stories.setdefault(story, {})[version] = record
    for story, versions in stories.items():
        part, original = part_of(story), versions["original"]
        for version in ("medium", "heavy"):
            yield _pair(original, versions[version], FAMILY, version, part)
            if "independent" in versions:
                yield _pair(versions[version], versions["independent"], RELATED, "retold", part)
        if "independent" in versions:
            yield _pair(original, versions["independent"], RELATED, "independent", part)


def _read_news(records: Mapping[str, _Record]) -> Iterator[Any]:
    lines = (_LABELS / "families.jsonl").read_text(encoding="utf-8").splitlines()
    for label in map(json.loads, lines):
        one, other = (records[f"news-{label[name]}"] for name in ("one", "other"))
        yield _pair(one, other, label["label"], "news", label["part"])
