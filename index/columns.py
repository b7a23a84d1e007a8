"""Which column of a table, or field of a record, holds what of an article."""

from dataclasses import dataclass, fields

__all__ = ["Columns"]


@dataclass(frozen=True, slots=True)
class Columns:
    """[index.columns]: names that are looked for in .csv and .jsonl files, the first found counts.

    Capitals, spaces, dashes and underlines make no difference.
    """

    text: tuple[str, ...] = ("text", "body", "content", "article", "full_text", "article_text")
    title: tuple[str, ...] = ("title", "headline", "head", "heading", "subject")
    date: tuple[str, ...] = (
        "published",
        "published_at",
        "publication_date",
        "pub_date",
        "date_published",
        "date",
        "datetime",
    )
    updated: tuple[str, ...] = ("updated", "updated_at", "modified", "date_modified")
    authors: tuple[str, ...] = ("authors", "author", "byline", "by", "creator")
    outlet: tuple[str, ...] = ("outlet", "publisher", "publication", "source", "site", "newspaper")
    section: tuple[str, ...] = ("section", "category", "rubric")
    id: tuple[str, ...] = ("id", "guid", "uuid", "slug", "key")

    def pick(self, record: dict[str, object]) -> dict[str, object]:
        """Give what a record holds, by the names of these fields; without what it lacks."""
        known = {_plain(name): value for name, value in record.items() if value not in (None, "")}
        picked = {}
        for field in fields(self):
            names = map(_plain, getattr(self, field.name))
            found = next((known[name] for name in names if name in known), None)
            if found is not None:
                picked[field.name] = found
        return picked


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, str(name).casefold()))
