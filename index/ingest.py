"""The files of the folder, in order, become rows of the tables, keywords and receipts."""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.cache import Cache
from index.config import IndexSettings
from index.embed import PassageEmbedder
from index.keyword_rows import ArticleKeywords, KeywordRows
from index.parsing import ParsedFile, Parser
from index.reading import SourceFile
from index.records import parsed_from_json
from index.survey import Progress, Survey, make_receipt
from index.tables import Receipt, TableWriter
from index.versions import hash_program
from index.workers import Limits, Outcome, WorkerPool, count_cores

__all__ = ["Ingested", "ingest"]

_AHEAD = 64
"""Files that are read while the first of them waits for its turn; also bounds what is in memory."""


@dataclass(slots=True)
class Ingested:
    """What reading the folder gave beside the tables."""

    receipts: list[Receipt]
    """Of every file."""
    keywords: KeywordRows = field(default_factory=KeywordRows)
    """Of every passage."""
    article_keywords: KeywordRows = field(init=False)
    """Of every article, all that its passages have."""

    def __post_init__(self) -> None:
        self.article_keywords = KeywordRows(self.keywords.vocabulary)

    def add_keywords(self, keywords: ArticleKeywords) -> None:
        self.article_keywords.add_joined(self.keywords.add(keywords))

    def skip(self, files: Sequence[SourceFile], reason: str) -> None:
        self.receipts += [make_receipt(file, "skipped", reason) for file in files]


def ingest(
    path: Path,
    settings: IndexSettings,
    found: Survey,
    cache: Cache,
    embedder: PassageEmbedder,
    progress: Progress,
) -> Ingested:
    """Read every article in order and write it down with its passages.

    Args:
        path: of the tables; the file is made.
        settings: of config.toml.
        found: the folder.
        cache: what was read before.
        embedder: whose tokenizer measures passages.
        progress: told how far it is.

    Raises:
        WorkerError: no process can be started to read in.
    """
    parse = Parser(settings.passage_words, embedder.max_tokens, embedder.token_spans)
    limits = Limits(settings.file_seconds, settings.file_megabytes)
    ingested = Ingested(list(found.skipped))
    with (
        WorkerPool(parse, settings.workers or count_cores(), limits) as pool,
        TableWriter(path) as writer,
    ):
        files = _Files(found, cache, pool, _describe(parse, embedder))
        for i, (file, outcome) in enumerate(files):
            copies = found.aliases.get(file.id, [])
            if outcome.reason:
                ingested.skip((file, *copies), outcome.reason)
            else:
                _add(file, copies, parsed_from_json(outcome.parsed), writer, ingested)
            progress("reading", i + 1, len(found.articles))
        writer.add_receipts(ingested.receipts)
    return ingested


def _add(
    file: SourceFile,
    copies: Sequence[SourceFile],
    parsed: ParsedFile,
    writer: TableWriter,
    ingested: Ingested,
) -> None:
    article = replace(parsed.article, aliases=tuple(copy.id for copy in copies))
    writer.add_article(article, parsed.passages)
    ingested.add_keywords(parsed.keywords)
    receipt = replace(
        make_receipt(file, "indexed"),
        passages=len(parsed.passages),
        cut_sentences=sum(passage.cut_sentences for passage in parsed.passages),
        edits=len(article.edits.edits),
        notes=article.notes,
    )
    ingested.receipts += [receipt, *(make_receipt(copy, "alias", file.id) for copy in copies)]


class _Files:
    """Gives what became of each file, in order; what was not kept is read, some files ahead.

    Args:
        found: the folder.
        cache: where what a file became is looked for, and kept.
        pool: reads the others.
        parser: all that decides, beside a file, what it becomes.
    """

    def __init__(self, found: Survey, cache: Cache, pool: WorkerPool, parser: str) -> None:
        self._found, self._cache, self._pool, self._parser = found, cache, pool, parser

    def __iter__(self) -> Iterator[tuple[SourceFile, Outcome]]:
        waiting: deque[tuple[SourceFile, Outcome | Future[Outcome]]] = deque()
        for file in self._found.articles:
            waiting.append((file, self._begin(file)))
            if len(waiting) > _AHEAD:
                yield self._finish(*waiting.popleft())
        while waiting:
            yield self._finish(*waiting.popleft())

    def _begin(self, file: SourceFile) -> Outcome | Future[Outcome]:
        digest = self._found.hashes[file.id]
        kept = self._cache.find_parsed(self._key(file, digest))
        return Outcome(digest, kept, "") if kept else self._pool.submit(file)

    def _finish(
        self, file: SourceFile, begun: Outcome | Future[Outcome]
    ) -> tuple[SourceFile, Outcome]:
        if isinstance(begun, Outcome):
            return file, begun
        outcome = begun.result()
        if outcome.digest is not None:
            self._found.note_read(file, outcome.digest)
            if outcome.parsed:
                self._cache.keep_parsed(self._key(file, outcome.digest), outcome.parsed)
        return file, outcome

    def _key(self, file: SourceFile, digest: str) -> bytes:
        return hashlib.sha256(f"{self._parser}\0{file.id}\0{digest}".encode()).digest()


def _describe(parse: Parser, embedder: PassageEmbedder) -> str:
    return f"{hash_program()} {embedder.model_hash} {parse.passage_words} {parse.max_tokens}"
