"""What is in a library: its articles, how fresh it is, and what is not in it."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime

from index import Library, Receipt
from qa.covered import Covered

__all__ = ["ArticleSummary", "Overview", "describe_library"]


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One article of the library, as a list shows it."""

    id: str
    title: str
    outlet: str
    published: date | None
    published_basis: str
    words: int
    passages: int
    aliases: tuple[str, ...]
    language: str = ""
    """ISO 639-1; empty where it cannot be told."""
    file: str = ""
    """That holds it, relative to the articles folder: its receipt's path."""


@dataclass(frozen=True, slots=True)
class Overview(Covered):
    """A library at a glance."""

    generation: str
    built: datetime
    """Aware, UTC."""
    articles: tuple[ArticleSummary, ...]
    passages: int
    model: str
    precision: str
    search: str
    """How passages are searched by meaning, in words."""
    receipts: tuple[Receipt, ...]
    """What happened to each file, the problems first."""
    articles_folder: str
    foreign_notice: str
    """That articles are in languages the model does not read, with the cure; empty if none are."""

    @property
    def skipped(self) -> tuple[tuple[str, str], ...]:
        """(path, reason) of each file that is not in the library."""
        return tuple((r.path, r.reason) for r in self.receipts if r.status == "skipped")

    def origins(self) -> list[tuple[str, date | None]]:
        return [(article.outlet, article.published) for article in self.articles]


def describe_library(library: Library) -> Overview:
    """Give the overview of a library."""
    receipts = tuple(library.receipts())
    files = {receipt.path for receipt in receipts}
    return Overview(
        generation=library.generation,
        built=library.built,
        articles=tuple(
            ArticleSummary(
                id=item.id,
                title=item.title,
                outlet=item.outlet,
                published=item.published.day if item.published else None,
                published_basis=item.published.basis if item.published else "",
                words=item.words,
                passages=item.passages,
                aliases=item.aliases,
                language=item.language,
                file=_file_of(item.id, files),
            )
            for item in library.articles
        ),
        passages=library.manifest.counts["passages"],
        model=library.manifest.settings["model"],
        precision=library.manifest.settings["precision"],
        search=library.search_in_words,
        receipts=receipts,
        articles_folder=library.manifest.articles_folder,
        foreign_notice=library.foreign_notice,
    )


def _file_of(article_id: str, files: Container[str]) -> str:
    """Give the file that holds an article: of its name, or of what stands before a "#" in it."""
    name = article_id
    while name not in files and "#" in name:
        name = name.rpartition("#")[0]
    return name
