"""The library: what was built together of the articles, the model it was built with, its words."""

import math
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from index.articles import Article
from index.bert_embed import load_embedder
from index.config import PRESETS, IndexSettings
from index.disk import Manifest, open_generation
from index.embed import Embedder
from index.errors import IndexStaleError
from index.facts import foreign_notice
from index.family_tables import FamilyPair
from index.file_store import FileStore
from index.originals import Originals
from index.passages import Passage
from index.pgvector import PgvectorStore
from index.receipts import Receipt
from index.store import ListedArticle, Store
from index.survey import files_changed
from index.tokenizer import SeveralTokenizers, Tokenizer, stemmers_of
from index.versions import hash_tokenizer

__all__ = ["BUILD_SETTINGS", "Library", "check_settings"]

BUILD_SETTINGS = ("model", "question_prompt", "passage_prompt", "passage_words")
"""Settings that a library must have been built with to be served under them."""


class Library:
    """One generation, ready to be searched; safe to share between threads.

    Args:
        settings: of config.toml.
        store: where the generation is kept.
        embedder: the model that it was built with.
    """

    def __init__(self, settings: IndexSettings, store: Store, embedder: Embedder) -> None:
        self.settings, self.store, self.embedder = settings, store, embedder
        self.manifest: Manifest = store.manifest
        self.articles = store.articles
        folder = Path(self.manifest.articles_folder)
        self.originals = Originals(folder, settings.ocr, settings.ocr_languages)
        tokenizers = [Tokenizer(name) for name in stemmers_of(self.articles.languages)]
        self.tokenize: Callable[[str], list[str]] = tokenizers[0]
        if len(tokenizers) > 1:
            self.tokenize = SeveralTokenizers(tokenizers, store.frequency)
        self.is_dated = self.articles.is_dated

    @property
    def foreign_notice(self) -> str:
        """Say which articles the model does not read, and the cure; "" where it reads all."""
        is_english = self.settings.model in PRESETS.values()
        return foreign_notice(self.articles.languages) if is_english else ""

    @classmethod
    def open(cls, settings: IndexSettings, embedder: Embedder | None = None) -> "Library":
        """Open the generation in use, with the model it was built with.

        Args:
            settings: of config.toml; they must ask for what the library was made of.
            embedder: the model, where it is loaded already.

        Raises:
            IndexMissingError: there is no library.
            IndexDamagedError: a file of it is missing or changed.
            IndexStaleError: it was built with other settings or another model.
            ModelMissingError: the model is not on this machine.
        """
        store = _open_store(settings)
        manifest = store.manifest
        check_settings(manifest, settings)
        if manifest.settings.get("tokenizer_hash") != hash_tokenizer():
            raise IndexStaleError(
                f"the library in {settings.library} was built by another version of this program; "
                "run `make rebuild` (or `rebuild-index`)"
            )
        embedder = embedder or load_embedder(settings)
        if embedder.model_hash != manifest.settings.get("model_hash"):
            raise IndexStaleError(
                f"the library in {settings.library} was built with another version of the model "
                f"{settings.model!r}; run `make rebuild` (or `rebuild-index`)"
            )
        return cls(settings, store, embedder)

    @property
    def search_in_words(self) -> str:
        """Say how passages are searched by meaning, and how many of the nearest that finds."""
        return self.store.search_in_words

    @property
    def generation(self) -> str:
        return self.manifest.generation

    @property
    def built(self) -> datetime:
        return datetime.fromisoformat(self.manifest.built).astimezone(UTC)

    def article(self, article_id: str) -> Article:
        """Give one article whole.

        Raises:
            KeyError: no article has this id.
        """
        return self.store.article(self.articles.row_of(article_id))

    def passages(self, rows: Sequence[int]) -> list[tuple[ListedArticle, Passage]]:
        """Give passages with their articles, in the order asked for."""
        found = self.store.passages(rows)
        listed = self.articles.of([row for row, _ in found])
        return [(article, item) for article, (_, item) in zip(listed, found, strict=True)]

    def receipts(self) -> list[Receipt]:
        """Give what happened to each file, problems first."""
        return self.store.receipts()

    def family(self, article: ListedArticle) -> list[ListedArticle]:
        """Give the articles of an article's source family, itself among them, by row."""
        return self._members([article.family])[article.family]

    def relatives(self, articles: Sequence[ListedArticle]) -> list[tuple[ListedArticle, ...]]:
        """Give the other articles of each one's source family."""
        members = self._members({article.family for article in articles})
        return [
            tuple(other for other in members[article.family] if other != article)
            for article in articles
        ]

    def _members(self, families: Collection[int]) -> dict[int, list[ListedArticle]]:
        """Give the articles of each of some families."""
        rows = self.articles.rows_in_families(families)
        listed = iter(self.articles.of([row for found in rows.values() for row in found]))
        return {family: [next(listed) for _ in found] for family, found in rows.items()}

    def family_pairs(self, article_id: str) -> list[FamilyPair]:
        """Give the copies, rewrites and related articles of one article, with what tells so.

        Raises:
            KeyError: no article has this id.
        """
        return self.store.family_pairs(self.articles.row_of(article_id))

    def related_articles(self) -> list[tuple[int, int]]:
        """Give the rows of each two articles that report one event and are no one source."""
        return self.store.related()

    def is_current(self) -> bool:
        """Tell whether this is still the generation in use."""
        return self.store.is_current()

    def changed_files(self) -> tuple[str, ...]:
        """Give paths added, changed or removed since the last rebuild: a hint to rebuild."""
        return files_changed(self.settings.library, Path(self.manifest.articles_folder))

    def idf(self, keyword: str) -> float:
        """Give how much a keyword tells, above 0; highest for one that stands nowhere."""
        count, frequency = self.manifest.counts["passages"], self.store.frequency(keyword)
        return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))

    @property
    def files(self) -> FileStore:
        """The store, where it is files on this machine, for what looks at all that is in it."""
        assert isinstance(self.store, FileStore)
        return self.store


def _open_store(settings: IndexSettings) -> Store:
    if settings.backend == "pgvector":
        return PgvectorStore(settings.pgvector)
    folder, manifest = open_generation(settings.library)
    return FileStore(settings.library, folder, manifest)


def check_settings(manifest: Manifest, settings: IndexSettings) -> None:
    """See that a library was built with the settings that config.toml has now.

    Raises:
        IndexStaleError: it was not; the message names the first that differs.
    """
    for name in BUILD_SETTINGS:
        built, asked = manifest.settings.get(name), getattr(settings, name)
        if built != asked:
            raise IndexStaleError(
                f"the library in {settings.library} was built with {name} = {built!r}, config.toml "
                f"asks for {asked!r}; run `make rebuild` (or `rebuild-index`)"
            )
