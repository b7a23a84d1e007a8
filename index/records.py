"""Drafts, notes on blocks and articles as JSON text, and back."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from index.articles import (
    Article,
    Extracted,
    Metadata,
    Page,
    PublishedDate,
    Section,
    SectionKind,
)
from index.edits import Edit, EditMap, Span
from index.parsing import Draft
from index.repeats import BlockNotes

__all__ = [
    "draft_from_json",
    "draft_to_json",
    "make_article_record",
    "make_spans",
    "notes_from_json",
    "notes_to_json",
    "restore_article",
    "to_json",
]


def draft_to_json(draft: Draft) -> str:
    """Give a draft as JSON text, on one line."""
    extracted = draft.extracted
    return to_json(
        {
            "id": draft.id,
            "sha256": draft.sha256,
            "text": extracted.text,
            "metadata": _metadata_record(draft.metadata),
            "own": _metadata_record(extracted.metadata),
            "marked": extracted.headings,
            "captions": extracted.captions,
            "headings": draft.headings,
            "pages": _pages_record(extracted.pages),
            "notes": extracted.notes,
            "entry": extracted.entry,
        }
    )


def draft_from_json(text: str) -> Draft:
    """Give back what `draft_to_json` was given."""
    kept = json.loads(text)
    extracted = Extracted(
        text=kept["text"],
        metadata=_restore_metadata(kept["own"]),
        headings=make_spans(kept["marked"]),
        captions=make_spans(kept["captions"]),
        pages=tuple(Page(*page) for page in kept["pages"]),
        notes=tuple(kept["notes"]),
        entry=kept["entry"],
    )
    metadata = _restore_metadata(kept["metadata"])
    return Draft(kept["id"], kept["sha256"], extracted, metadata, make_spans(kept["headings"]))


def notes_to_json(notes: BlockNotes) -> str:
    """Give the notes on an article's blocks as JSON text."""
    return to_json([notes.outlet, notes.keys, notes.words])


def notes_from_json(text: str) -> BlockNotes:
    """Give back what `notes_to_json` was given."""
    outlet, keys, words = json.loads(text)
    return BlockNotes(outlet, tuple(keys), tuple(words))


def make_article_record(article: Article) -> str:
    """Give what an article has beside its id, hash, texts and copies."""
    return to_json(
        {
            "metadata": _metadata_record(article.metadata),
            "edits": [
                (edit.start, edit.end, edit.replacement, edit.reason, edit.is_barrier)
                for edit in article.edits.edits
            ],
            "headings": article.headings,
            "pages": _pages_record(article.pages),
            "sections": [
                (item.start, item.end, item.kind, item.speaker) for item in article.sections
            ],
            "notes": article.notes,
        }
    )


def restore_article(
    id_: str, sha256: str, texts: tuple[str, str], record: str, aliases: Sequence[str] = ()
) -> Article:
    """Give back the article of its two texts, cleaned and original, its record and its copies."""
    kept = json.loads(record)
    return Article(
        id=id_,
        sha256=sha256,
        original=texts[1],
        text=texts[0],
        edits=EditMap(Edit(*edit) for edit in kept["edits"]),
        metadata=_restore_metadata(kept["metadata"]),
        headings=make_spans(kept["headings"]),
        pages=tuple(Page(*page) for page in kept["pages"]),
        sections=tuple(
            Section(start, end, SectionKind(kind), speaker)
            for start, end, kind, speaker in kept["sections"]
        ),
        aliases=tuple(aliases),
        notes=tuple(kept["notes"]),
    )


def _metadata_record(metadata: Metadata) -> dict[str, object]:
    return {
        "title": metadata.title,
        "outlet": metadata.outlet,
        "authors": metadata.authors,
        "author_basis": metadata.author_basis,
        "dates": [_claim_parts(item) for item in metadata.dates],
        "updated": _claim_parts(metadata.updated) if metadata.updated else None,
        "section": metadata.section,
        "language": metadata.language,
        "doubts": metadata.doubts,
    }


def _restore_metadata(kept: dict[str, Any]) -> Metadata:
    return Metadata(
        title=kept["title"],
        outlet=kept["outlet"],
        authors=tuple(kept["authors"]),
        author_basis=kept["author_basis"],
        dates=tuple(map(_make_claim, kept["dates"])),
        updated=_make_claim(kept["updated"]) if kept["updated"] else None,
        section=kept["section"],
        language=kept["language"],
        doubts=tuple(kept["doubts"]),
    )


def _claim_parts(claim: PublishedDate) -> tuple[str, str, str]:
    return claim.day.isoformat(), claim.basis, claim.clock


def _make_claim(parts: Sequence[str]) -> PublishedDate:
    day, basis, clock = parts
    return PublishedDate(date.fromisoformat(day), basis, clock)


def _pages_record(pages: Iterable[Page]) -> list[tuple[int, int]]:
    return [(page.number, page.start) for page in pages]


def make_spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    """Give spans, which JSON has no word for."""
    return tuple((start, end) for start, end in pairs)


def to_json(value: object) -> str:
    """Give compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
