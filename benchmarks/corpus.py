"""Articles and questions in JSON lines become a folder of files, a library, and questions."""

import gzip
import hashlib
import json
import re
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from index.bert_embed import load_embedder
from index.build import BuildReport, build_library
from index.config import IndexSettings, load_index_settings, read_table
from index.errors import ArticleQAError
from index.library import Library
from index.survey import Progress
from qa.assemble import preset_of
from qa.coefficients import Coefficients, load_fitted
from qa.filters import ALL, Filters
from qa.settings import AnswerSettings

__all__ = [
    "Corpus",
    "DataMissingError",
    "GoldQuestion",
    "article_text",
    "keep_gold",
    "need",
    "open_corpus",
    "open_own",
    "read_lines",
    "read_questions",
    "read_settings",
]

_IDS = "ids.json"  # written last: a folder with it is whole


class DataMissingError(ArticleQAError):
    """What is to be measured does not lie where it was looked for."""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what is known of its answer."""

    id: str
    text: str
    gold: tuple[str, ...] = ()
    """Ids of the articles that answer it."""
    answers: tuple[str, ...] = ()
    """Every wording that counts."""
    answerable: bool = True
    filters: Filters = ALL
    opinion: str = ""
    """"good" or "bad", of a reader who judged an answer to it; empty where none did."""
    reason: str = ""
    """What the reader found wrong with that answer."""
    shown: tuple[str, ...] = ()
    """Its sentences."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A library with the names its articles have in the benchmark."""

    library: Library
    settings: AnswerSettings
    folder: Path
    """Of the article files."""
    ids: Mapping[str, str]
    """Path of an article, as the library has it -> its id in the benchmark."""
    first_of: Mapping[str, str]
    """Id of an article -> id of the article with the same bytes that stands for it."""
    build: BuildReport

    def fitted(self, has_reader: bool = True) -> Coefficients:
        """Give what is fitted for this library."""
        return load_fitted(preset_of(self.library)).of(has_reader)

    def gold(self, question: GoldQuestion) -> set[str]:
        """Give the ids of a question's articles, copies as the article that stands for them."""
        return {self.first_of.get(id_, id_) for id_ in question.gold}

    def describe(self) -> dict[str, Any]:
        """Give the sizes, and how the library was come by."""
        return {
            "articles": self.build.articles,
            "passages": self.build.passages,
            "skipped": len(self.build.skipped),
            "library_reused": not self.build.changed,
            "passages_reused": self.build.reused_passages,
            "build_seconds": round(self.build.seconds, 2),
            "model": self.library.manifest.settings["model"],
            "precision": self.library.embedder.precision,
            "settings": {
                name: value
                for name in AnswerSettings.__slots__
                if not isinstance(value := getattr(self.settings, name), Path)  # of one machine
            },
        }


def need(path: Path) -> Path:
    """Give a path that is there.

    Raises:
        DataMissingError: it is not.
    """
    if not path.exists():
        raise DataMissingError(
            f"{path.absolute()} is not there; this benchmark measures on it (--data DIR names "
            "another folder of data)"
        )
    return path


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Give the objects of a file of JSON lines, gzipped when its name ends in .gz.

    Raises:
        DataMissingError: the file is not there, or a line is no JSON object.
    """
    content = need(path).read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield dict(json.loads(line))
        except ValueError as error:
            raise DataMissingError(f"{path}, line {number}: is no JSON object ({error})") from error


def read_questions(path: Path) -> list[GoldQuestion]:
    """Give the questions of a file of JSON lines."""
    return [make_question(record, str(i)) for i, record in enumerate(read_lines(path))]


def make_question(record: Mapping[str, Any], id_: str = "") -> GoldQuestion:
    """Give the question that a JSON object holds.

    `answer` is a text or a list of them; `after` and `before` are days, `outlets`, `articles` and
    `without_analysis` the others of the filters. What readers judged has `opinion`, `reason` and
    the sentences `shown`.
    """
    answer = record.get("answer") or ()
    days = [record.get(name) for name in ("after", "before")]
    after, before = (date.fromisoformat(day) if day else None for day in days)
    return GoldQuestion(
        id=str(record.get("id", id_)),
        text=record["question"],
        gold=tuple(map(str, record.get("gold_ids") or ())),
        answers=(answer,) if isinstance(answer, str) else tuple(answer),
        answerable=bool(record.get("answerable", True)),
        filters=Filters(
            after,
            before,
            tuple(record.get("outlets") or ()),
            bool(record.get("without_analysis", False)),
            tuple(record.get("articles") or ()),
        ),
        opinion=record.get("opinion", ""),
        reason=record.get("reason", ""),
        shown=tuple(record.get("shown") or ()),
    )


def read_settings(options: Namespace) -> IndexSettings:
    """Give the settings of the configuration, with the preset of the command line if it has one."""
    settings = load_index_settings(options.config)
    return replace(settings, preset=options.preset, model="") if options.preset else settings


def open_corpus(
    articles: Iterable[Mapping[str, Any]],
    options: Namespace,
    progress: Progress,
    work: Path | None = None,
    passage_words: int = 0,
) -> Corpus:
    """Give the library of some articles; one that was built before is used again.

    Args:
        articles: with `id`, `title`, `date`, `text`.
        options: of the command line; the settings of `config` hold, but for the folders.
        progress: told how far the build is.
        work: where folders of articles, libraries and caches are kept, by hash of the articles,
            where not below `options.work`.
        passage_words: of a passage, where not what the configuration says.
    """
    records = list(articles)
    settings = read_settings(options)
    home = (work or options.work) / _hash(records)
    folder = home / "articles"
    ids = _write_folder(records, folder)
    home = home / settings.preset if settings.preset != "best" else home
    settings = replace(
        settings,
        articles=folder.absolute(),
        library=(home / "library").absolute(),
        # A cache forgets what its last two builds did not use: each corpus has its own.
        cache=(home / "cache").absolute(),
    )
    if passage_words:
        settings = replace(settings, passage_words=passage_words)
    embedder = load_embedder(settings)
    build = build_library(settings, progress, embedder)
    library = Library.open(settings, embedder)
    first_of = {
        ids[alias]: ids[article.id] for article in library.articles for alias in article.aliases
    }
    answering = read_table(options.config, "qa", AnswerSettings)
    return Corpus(library, answering, folder, ids, first_of, build)


def open_own(options: Namespace) -> Corpus:
    """Give the library that a configuration names, as it is: its articles are their own names."""
    settings = read_settings(options)
    embedder = load_embedder(settings)
    library = Library.open(settings, embedder)
    ids = {article.id: article.id for article in library.articles}
    first_of = {alias: item.id for item in library.articles for alias in item.aliases}
    build = BuildReport(
        generation=library.generation,
        changed=False,
        files=library.manifest.counts["files"],
        articles=len(ids),
        aliases=len(first_of),
        passages=len(library.files.article_of_passage),
        reused_articles=len(ids),
        reused_passages=len(library.files.article_of_passage),
        recleaned=0,
        cut_sentences=0,
        skipped=(),
        search=library.search_in_words,
        seconds=0.0,
    )
    folder = Path(library.manifest.articles_folder)
    answering = read_table(options.config, "qa", AnswerSettings)
    return Corpus(library, answering, folder, ids, first_of, build)


def keep_gold(corpus: Corpus, questions: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    """Give the questions that name their articles, as retrieval needs them.

    Raises:
        DataMissingError: none does, or one names an article that is not there.
    """
    asked = [question for question in questions if question.gold]
    known = {*corpus.ids.values()}
    for question in asked:
        unknown = set(question.gold) - known
        if unknown:
            raise DataMissingError(
                f"question {question.id} names articles that are not there: {sorted(unknown)}"
            )
    if not asked:
        raise DataMissingError("no question names its articles in gold_ids")
    return asked


def write_article(record: Mapping[str, Any], path: Path) -> None:
    """Write one article as a text file that says its title and when it was published."""
    path.write_text(article_text(record), encoding="utf-8", errors="replace")


def name_file(position: int) -> str:
    """Give the file name of an article; it says nothing that could be read as title or date."""
    return f"article-{position:06}.txt"


def article_text(record: Mapping[str, Any]) -> str:
    """Give what stands in the file of an article: title, day and text."""
    day = re.sub(r"(?<=\d)/(?=\d)", "-", str(record.get("date") or ""))
    # With a full stop it would be taken for the first sentence.
    title = str(record.get("title") or "").strip().removesuffix(".")
    head = [title, f"Published {day}" if day else ""]
    return "\n\n".join([*filter(None, head), str(record.get("text") or "")]) + "\n"


def _hash(records: Sequence[Mapping[str, Any]]) -> str:
    digest = hashlib.sha256()
    for record in records:
        digest.update(json.dumps([str(record.get("id")), article_text(record)]).encode())
    return digest.hexdigest()[:16]


def _write_folder(records: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, str]:
    """Write every article as a file, unless that was done before; give file name -> id."""
    listing = folder.parent / _IDS
    if listing.exists():
        kept: dict[str, str] = json.loads(listing.read_text(encoding="utf-8"))
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    ids = {}
    for position, record in enumerate(records):
        write_article(record, folder / name_file(position))
        ids[name_file(position)] = str(record["id"])
    listing.write_text(json.dumps(ids), encoding="utf-8")
    return ids
