"""The library: articles, passages, vectors, keywords that were built together, and their model."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.articles import Article, PublishedDate, SectionKind
from index.bert_embed import load_embedder
from index.config import PRESETS, IndexSettings
from index.days import day_here
from index.disk import Manifest, current_generation, open_generation
from index.embed import Embedder
from index.errors import IndexStaleError
from index.facts import foreign_notice
from index.family_tables import FamilyPair, read_families, read_pairs, read_related
from index.keywords import KeywordIndex, Spoken
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
    "RECEIPTS",
    "TABLES",
    "Library",
    "ListedArticle",
    "check_settings",
]

TABLES = "articles.sqlite"
RECEIPTS = "receipts.sqlite"
FAMILIES = "families.sqlite"
KEYWORDS = "keywords"
ARTICLE_KEYWORDS = "article-keywords"
BUILD_SETTINGS = ("model", "question_prompt", "passage_prompt", "passage_words")
"""Settings that a library must have been built with to be served under them."""


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """What a list of articles shows of one."""

    row: int
    id: str
    title: str
    outlet: str
    published: PublishedDate | None
    words: int
    passages: int
    aliases: tuple[str, ...]
    family: int
    """Row of the first article of its source family: copies and rewrites of one another."""
    language: str = ""
    """ISO 639-1; empty where it cannot be told."""
    sha256: str = ""
    """Of the file's bytes, when the library was built."""


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
        self._tables = tables = Tables(folder / TABLES)
        self.articles = _list_articles(tables, read_families(folder / FAMILIES))
        self._members: dict[int, list[ListedArticle]] = {}
        for article in self.articles:
            self._members.setdefault(article.family, []).append(article)
        self._row_of = {article.id: article.row for article in self.articles}
        places = tables.passage_places()
        self.article_of_passage: NDArray[np.int32] = np.array(
            [row for row, _ in places], dtype=np.int32
        )  # (n_passages,)
        self._load_keywords(folder)
        self._is_analysis = np.array([kind == SectionKind.ANALYSIS for _, kind in places])
        self.is_dated = any(item.published for item in self.articles)
        self._outlets = np.array([item.outlet for item in self.articles], dtype=np.str_)

    def _load_keywords(self, folder: Path) -> None:
        """Map the keywords; each language of the articles has its own tokenizer."""
        stemmers = np.array([stemmer_of(article.language) for article in self.articles])
        names = [name for name, _ in Counter(stemmers.tolist()).most_common()] or [stemmer_of("")]
        tokenizers = {name: Tokenizer(name) for name in names}
        spoken, of_articles = [], []
        for name in names if len(names) > 1 else ():
            rows = stemmers == name  # (n_articles,)
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
        return foreign_notice([item.language for item in self.articles]) if is_english else ""

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

    @cached_property
    def _days(self) -> NDArray[np.int32]:
        # Not when the library is opened: reading zones takes a third of a second.
        return _number_days(self.articles)

    @property
    def built(self) -> datetime:
        return datetime.fromisoformat(self.manifest.built).astimezone(UTC)

    def article(self, article_id: str) -> Article:
        """Give one article whole.

        Raises:
            KeyError: no article has this id.
        """
        return self._tables.article(self._row_of[article_id])

    def passages(self, rows: Sequence[int]) -> list[tuple[ListedArticle, Passage]]:
        """Give passages with their articles, in the order asked for."""
        return [(self.articles[row], item) for row, item in self._tables.passages(rows)]

    def receipts(self) -> list[Receipt]:
        """Give what happened to each file, problems first."""
        return read_receipts(self._receipts)

    def family(self, article: ListedArticle) -> list[ListedArticle]:
        """Give the articles of an article's source family, itself among them, by row."""
        return self._members[article.family]

    def family_pairs(self, article_id: str) -> list[FamilyPair]:
        """Give the copies, rewrites and related articles of one article, with what tells so.

        Raises:
            KeyError: no article has this id.
        """
        return read_pairs(self._families, self._row_of[article_id])

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
        right_outlet = np.ones(len(self.articles), dtype=bool)  # (n_articles,)
        if outlets:
            right_outlet = np.isin(self._outlets, list(outlets))
        if article_ids:
            rows = [self._row_of[id_] for id_ in article_ids if id_ in self._row_of]
            right_outlet &= np.isin(np.arange(len(self.articles)), rows)
        allowed = right_outlet.copy()
        undated = 0
        if after is not None or before is not None:
            first, last = (after or date.min).toordinal(), (before or date.max).toordinal()
            undated = int((right_outlet & (self._days[0] == 0)).sum())
            allowed &= ((self._days >= first) & (self._days <= last)).any(axis=0)
        passages = allowed[self.article_of_passage]
        if without_analysis:
            passages &= ~self._is_analysis
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


def _number_days(articles: Sequence[ListedArticle]) -> NDArray[np.int32]:
    """Give (2, n_articles) ordinals of the days of publication: there, and here; 0 for undated."""
    days = [(item.published.day, item.published.clock) for item in articles if item.published]
    numbers = np.zeros((2, len(articles)), dtype=np.int32)
    dated = [item.row for item in articles if item.published]
    numbers[0, dated] = [day.toordinal() for day, _ in days]
    numbers[1, dated] = [day_here(day, clock).toordinal() for day, clock in days]
    return numbers


def _list_articles(tables: Tables, families: Sequence[int]) -> list[ListedArticle]:
    return [
        ListedArticle(
            row=row,
            id=id_,
            title=title,
            outlet=outlet,
            published=PublishedDate(date.fromisoformat(said[0]), *said[1:]) if said else None,
            language=language,
            words=words,
            passages=passages,
            aliases=tuple(aliases),
            family=families[row],
            sha256=sha256,
        )
        for row, id_, title, outlet, said, language, aliases, sha256, words, passages in (
            tables.article_rows()
        )
    ]
