"""The library: articles, passages, vectors, keywords that were built together, and their model."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.articles import Article
from index.bert_embed import load_embedder
from index.config import PRESETS, IndexSettings
from index.disk import Manifest, current_generation, open_generation
from index.embed import Embedder
from index.errors import IndexStaleError
from index.facts import foreign_notice
from index.family_tables import FamilyPair, read_pairs, read_related
from index.keywords import KeywordIndex, Spoken
from index.listing import ListedArticle, Listing
from index.originals import Originals
from index.passages import Passage
from index.receipts import Receipt, read_receipts
from index.search_plan import SearchPlan, open_vectors
from index.survey import files_changed
from index.tables import Tables
from index.tokenizer import SeveralTokenizers, Tokenizer, stemmer_of
from index.versions import hash_tokenizer

__all__ = [
    "ARTICLE_KEYWORDS",
    "BUILD_SETTINGS",
    "FAMILIES",
    "KEYWORDS",
    "LISTING",
    "RECEIPTS",
    "TABLES",
    "Library",
    "ListedArticle",
    "check_settings",
]

TABLES = "articles.sqlite"
RECEIPTS = "receipts.sqlite"
FAMILIES = "families.sqlite"
LISTING = "listing"
KEYWORDS = "keywords"
ARTICLE_KEYWORDS = "article-keywords"
BUILD_SETTINGS = ("model", "question_prompt", "passage_prompt", "passage_words")
"""Settings that a library must have been built with to be served under them."""


class Library:
    """Everything one generation holds, ready to be searched; safe to share between threads.

    Rows of passages run from 0 in order of article and place; vectors and keywords go by the same,
    article keywords by the rows of articles.
    """

    def __init__(
        self, settings: IndexSettings, folder: Path, manifest: Manifest, embedder: Embedder
    ) -> None:
        self.settings = settings
        self.manifest = manifest
        self.embedder = embedder
        folder_of_articles = Path(manifest.articles_folder)
        self.originals = Originals(folder_of_articles, settings.ocr, settings.ocr_languages)
        self.vectors = open_vectors(folder, manifest.settings)
        self._receipts, self._families = folder / RECEIPTS, folder / FAMILIES
        self._tables = Tables(folder / TABLES)
        self.articles = Listing(folder / LISTING, self._tables)
        self.article_of_passage = self.articles.article_of_passage  # (n_passages,)
        self._load_keywords(folder)
        self.is_dated = self.articles.is_dated

    def _load_keywords(self, folder: Path) -> None:
        """Map the keywords; each language of the articles has its own tokenizer."""
        counts = Counter[str]()
        for language, count in self.articles.languages.items():
            counts[stemmer_of(language)] += count
        names = [name for name, _ in counts.most_common()] or [stemmer_of("")]
        tokenizers = {name: Tokenizer(name) for name in names}
        spoken, of_articles = [], []
        for name in names if len(names) > 1 else ():
            written = [item for item in self.articles.languages if stemmer_of(item) == name]
            rows = self.articles.in_languages(written)  # (n_articles,)
            of_articles.append(Spoken(tokenizers[name], rows))
            spoken.append(Spoken(tokenizers[name], rows[self.article_of_passage]))
        first = tokenizers[names[0]]
        self.keywords = KeywordIndex.load(folder / KEYWORDS, first, spoken)
        self.article_keywords = KeywordIndex.load(folder / ARTICLE_KEYWORDS, first, of_articles)
        self.tokenize: Callable[[str], list[str]] = first
        if spoken:
            tokenize = [tokenizers[name] for name in names]
            self.tokenize = SeveralTokenizers(tokenize, self.keywords.document_frequency)

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
        folder, manifest = open_generation(settings.library)
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
        return cls(settings, folder, manifest, embedder)

    @property
    def search_in_words(self) -> str:
        """Say how passages are searched by meaning, and how many of the nearest that finds."""
        return SearchPlan.of(self.manifest.settings).in_words

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
        return self._tables.article(self.articles.row_of(article_id))

    def passages(self, rows: Sequence[int]) -> list[tuple[ListedArticle, Passage]]:
        """Give passages with their articles, in the order asked for."""
        found = self._tables.passages(rows)
        listed = self.articles.of([row for row, _ in found])
        return [(article, item) for article, (_, item) in zip(listed, found, strict=True)]

    def receipts(self) -> list[Receipt]:
        """Give what happened to each file, problems first."""
        return read_receipts(self._receipts)

    def family(self, article: ListedArticle) -> list[ListedArticle]:
        """Give the articles of an article's source family, itself among them, by row."""
        return self.articles.of(self.articles.rows_in_family(article.family))

    def family_pairs(self, article_id: str) -> list[FamilyPair]:
        """Give the copies, rewrites and related articles of one article, with what tells so.

        Raises:
            KeyError: no article has this id.
        """
        return read_pairs(self._families, self.articles.row_of(article_id))

    def related_articles(self) -> list[tuple[int, int]]:
        """Give the rows of each two articles that report one event and are no one source."""
        return read_related(self._families)

    def is_current(self) -> bool:
        """Tell whether this is still the generation in use; reads one small file."""
        return current_generation(self.settings.library) == self.generation

    def changed_files(self) -> tuple[str, ...]:
        """Give paths added, changed or removed since the last rebuild: a hint to rebuild."""
        return files_changed(self.settings.library, Path(self.manifest.articles_folder))

    def allowed_passages(
        self,
        after: date | None,
        before: date | None,
        outlets: Sequence[str],
        without_analysis: bool = False,
        article_ids: Sequence[str] = (),
    ) -> tuple[NDArray[np.bool_], int]:
        """Give a mask (n_passages,) of what the filters allow.

        Give also how many articles it hides only because they are undated. An article whose time
        is said with its zone counts for its day there and for the day it was here.
        """
        articles = self.articles
        right_outlet = np.ones(len(articles), dtype=bool)  # (n_articles,)
        if outlets:
            right_outlet = articles.from_outlets(outlets)
        if article_ids:
            chosen = np.zeros(len(articles), dtype=bool)
            chosen[articles.rows_named(article_ids)] = True
            right_outlet &= chosen
        allowed = right_outlet.copy()
        undated = 0
        if after is not None or before is not None:
            first, last = (after or date.min).toordinal(), (before or date.max).toordinal()
            undated = int((right_outlet & (articles.days[0] == 0)).sum())
            allowed &= ((articles.days >= first) & (articles.days <= last)).any(axis=0)
        passages = allowed[self.article_of_passage]
        if without_analysis:
            passages &= ~articles.is_analysis
        return passages, undated


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
