"""Files of the articles folder are read once more, the way a build reads them: one by one.

What is quoted is checked against this, not against what the library keeps of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from index.articles import Article
from index.config import IndexSettings
from index.disk import open_generation
from index.edits import Span
from index.errors import ArticlesMissingError, IndexDamagedError, IndexMissingError
from index.file_store import TABLES
from index.parsing import Draft, Parser, finish_article, make_options
from index.reading import find_files
from index.records import draft_from_json
from index.tables import Tables
from index.workers import Limits, Outcome, Request, WorkerPool

__all__ = ["Reread", "Rereader"]


@dataclass(frozen=True, slots=True)
class Reread:
    """What a file holds now."""

    sha256: str
    """Of its bytes; empty where they cannot be read."""
    article: Article | None
    """None where the file no longer holds an article of that id."""
    reason: str = ""
    """Why there is none, in plain words."""


class Rereader:
    """Article id -> what its file holds now; None where no file is there. A context manager.

    The text is that of the format's own reader. It is cleaned anew, but for an article that the
    library has of the same bytes: what goes from one depends on the others of its outlet.

    Args:
        settings: of config.toml; they name the folder, and how files are read.

    Raises:
        ConfigError: scans cannot be read as the settings ask.
    """

    def __init__(self, settings: IndexSettings) -> None:
        try:
            self._files = {file.id: file for file in find_files(settings.articles)}
        except ArticlesMissingError:
            self._files = {}
        self._tables = _open_tables(settings.library)
        parser = Parser(settings.passage_words, 1, _measure_nothing, make_options(settings))
        limits = Limits(settings.file_seconds, settings.file_megabytes)
        self._pool = WorkerPool(parser, 1, limits)  # what hangs or swells is ended
        self._read: dict[str, Outcome] = {}

    def __enter__(self) -> "Rereader":
        self._pool.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.__exit__(kind, error, trace)
        if self._tables:
            self._tables.close()

    def __call__(self, article_id: str) -> Reread | None:
        name = article_id if article_id in self._files else article_id.partition("#")[0]
        if name not in self._files:  # no path is made of an id: it may name any file
            return None
        if name not in self._read:
            self._read[name] = self._pool.submit(Request(self._files[name])).result()
        outcome = self._read[name]
        if outcome.reason:
            return Reread(outcome.digest or "", None, outcome.reason)
        drafts = map(draft_from_json, outcome.made.split("\n"))
        draft = next((draft for draft in drafts if draft.id == article_id), None)
        if draft is None:
            return Reread(outcome.digest or "", None, "the file has no entry of that name now")
        return Reread(draft.sha256, self._clean(draft))

    def _clean(self, draft: Draft) -> Article:
        if self._tables and draft.id in self._tables.ids_below(draft.id):
            kept = self._tables.article_named(draft.id)
            if (kept.sha256, kept.original) == (draft.sha256, draft.extracted.text):
                return kept
        return finish_article(draft)


def _open_tables(library: Path) -> Tables | None:
    """Open the tables of the library in use, if there is one that can be read."""
    try:
        folder, _ = open_generation(library)
    except (IndexMissingError, IndexDamagedError):
        return None
    return Tables(folder / TABLES)


def _measure_nothing(texts: Sequence[str]) -> list[list[Span]]:
    """Stand in for the model's tokenizer: what is read here is not split."""
    return [[] for _ in texts]
