"""The files of the folder, in order, become rows of the tables, keywords and receipts.

In two rounds: all files are read and described; then it is known which blocks come back in several
articles of an outlet, and each article is cleaned with that, split and written down.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from index.article_rows import rows_from_json
from index.cache import Cache
from index.config import PRESETS, IndexSettings
from index.embed import PassageEmbedder
from index.keyword_rows import KeywordRows
from index.listing import ListingWriter
from index.parsing import Parser, make_options
from index.reading import SourceFile
from index.receipts import ReceiptWriter, join_parts
from index.records import notes_from_json
from index.repeats import RepeatedBlocks
from index.survey import Progress, Survey, make_receipt
from index.tables import TableWriter
from index.traits import Portrait
from index.versions import hash_program
from index.workers import Limits, Outcome, Request, WorkerPool, count_cores

__all__ = ["Ingested", "ingest"]

_WORTH_A_WORKER = 8
"""Files."""
_AHEAD = 64
"""Files that are read while the first of them waits for its turn; also bounds what is in memory."""

_Begun = Outcome | Future[Outcome]


@dataclass(slots=True)
class Ingested:
    """What reading the folder gives."""

    tables: Path
    """Where every article is written down; the file is made."""
    keywords: KeywordRows
    """Of every article."""
    receipts: ReceiptWriter
    """Of every file."""
    listing: ListingWriter = field(default_factory=ListingWriter)
    """Of every article."""
    portraits: list[Portrait] = field(default_factory=list)
    """Of every article."""
    recleaned: int = 0
    """Unchanged articles that were cleaned anew, since other blocks come back than before."""

    def skip(self, files: Sequence[SourceFile], reason: str) -> None:
        for file in files:
            self.receipts.add(make_receipt(file, "skipped", reason))


def ingest(
    into: Ingested,
    settings: IndexSettings,
    found: Survey,
    cache: Cache,
    embedder: PassageEmbedder,
    progress: Progress,
) -> None:
    """Read every article in order and write it down with its passages.

    Args:
        into: takes what is read.
        settings: of config.toml.
        found: the folder.
        cache: what was read before.
        embedder: whose tokenizer measures passages.
        progress: told how far it is.

    Raises:
        WorkerError: no process can be started to read in.
    """
    parser = _make_parser(settings, embedder)
    limits = Limits(settings.file_seconds, settings.file_megabytes)
    for receipt in found.skipped:
        into.receipts.add(receipt)
    with (
        WorkerPool(parser, _count_workers(settings, found), limits) as pool,
        TableWriter(into.tables) as writer,
    ):
        files = _Files(found, cache, pool, _describe(parser, embedder))
        readable, repeated = _draft(files, found, into, progress)
        for done, (file, outcome) in enumerate(files.parse(readable, repeated), 1):
            copies = found.aliases.get(file.id, [])
            if outcome.reason:
                into.skip((file, *copies), outcome.reason)
            else:
                _add(file, copies, outcome, writer, into)
            progress("cleaning", done, len(readable))
        writer.add_repeated(repeated)
    into.recleaned = files.recleaned


def _count_workers(settings: IndexSettings, found: Survey) -> int:
    """Give how many processes read files: to start one takes as long as to read a few files."""
    return settings.workers or min(count_cores(), 1 + found.files // _WORTH_A_WORKER)


def _make_parser(settings: IndexSettings, embedder: PassageEmbedder) -> Parser:
    options = make_options(settings)
    is_english = settings.model in PRESETS.values()
    return Parser(
        settings.passage_words, embedder.max_tokens, embedder.token_spans, options, is_english
    )


def _draft(
    files: "_Files", found: Survey, into: Ingested, progress: Progress
) -> tuple[list[SourceFile], RepeatedBlocks]:
    """Draft every file; give those that can be read, and the blocks that come back in them."""
    readable: list[SourceFile] = []
    repeated = RepeatedBlocks()
    for done, (file, outcome) in enumerate(files.draft(), 1):
        if outcome.reason:
            into.skip((file, *found.aliases.get(file.id, [])), outcome.reason)
        else:
            readable.append(file)
            for line in outcome.notes.split("\n"):
                repeated.add(notes_from_json(line))
        progress("reading", done, len(found.articles))
    return readable, repeated


def _add(
    file: SourceFile,
    copies: Sequence[SourceFile],
    outcome: Outcome,
    writer: TableWriter,
    into: Ingested,
) -> None:
    parts = []
    for line in outcome.made.split("\n"):
        rows = rows_from_json(line)
        writer.add_article(rows, [copy.id + rows.id.removeprefix(file.id) for copy in copies])
        into.listing.add(rows)
        into.keywords.add(rows.keywords)
        published = rows.facts["published"]
        day = date.fromisoformat(published).toordinal() if published else 0
        into.portraits.append(Portrait(rows.traits, day))
        parts.append(rows.facts)
    receipt = replace(
        make_receipt(file, "indexed"), **join_parts(parts), seconds=round(outcome.seconds, 3)
    )
    into.receipts.add(replace(receipt, copies=tuple(copy.id for copy in copies)))
    for copy in copies:
        into.receipts.add(make_receipt(copy, "alias", file.id))


class _Files:
    """Gives what became of each file, in order; what was not kept is read, some files ahead.

    Args:
        found: the folder.
        cache: where what a file became is looked for, and kept.
        pool: reads the others.
        program: all that decides, beside a file, what it becomes.
    """

    def __init__(self, found: Survey, cache: Cache, pool: WorkerPool, program: str) -> None:
        self._found, self._cache, self._pool, self._program = found, cache, pool, program
        self._drafted: set[str] = set()
        self._begun: set[str] = set()
        self.recleaned = 0

    def draft(self) -> Iterator[tuple[SourceFile, Outcome]]:
        """Draft all files; of one that is known, its notes are enough."""

        def begin(file: SourceFile) -> _Begun:
            notes = self._cache.find_notes(self._key(file))
            if notes:
                return Outcome(self._found.hashes[file.id], "", "", notes)
            self._drafted.add(file.id)
            return self._pool.submit(Request(file))

        for file, outcome in _in_order(self._found.articles, begin):
            self._note_read(file, outcome)
            if outcome.made:
                self._cache.keep_draft(self._key(file, outcome), outcome.made, outcome.notes)
            yield file, outcome

    def parse(
        self, files: Sequence[SourceFile], repeated: RepeatedBlocks
    ) -> Iterator[tuple[SourceFile, Outcome]]:
        """Clean and split files that were drafted, with the blocks that come back in them."""
        keys: dict[str, bytes] = {}

        def begin(file: SourceFile) -> _Begun:
            draft_key = self._key(file)
            notes = self._cache.find_notes(draft_key)
            blocks = tuple(repeated.of(notes_from_json(line)) for line in notes.split("\n") if line)
            told = [" ".join(map(str, sorted(keys_of))) for keys_of in blocks]
            keys[file.id] = key = _hash(draft_key.hex(), *told)
            kept = self._cache.find_parsed(key)
            if kept:
                seconds, _, parsed = kept.partition(" ")
                return Outcome(self._found.hashes[file.id], parsed, "", seconds=float(seconds))
            self.recleaned += file.id not in self._drafted
            self._begun.add(file.id)
            return self._pool.submit(Request(file, self._cache.find_draft(draft_key), blocks))

        for file, outcome in _in_order(files, begin):
            self._note_read(file, outcome)
            key = keys.pop(file.id)
            is_new = file.id in self._begun and outcome.digest == self._found.hashes[file.id]
            if outcome.made and is_new:
                self._cache.keep_parsed(key, f"{outcome.seconds:.3f} {outcome.made}")
            yield file, outcome

    def _note_read(self, file: SourceFile, outcome: Outcome) -> None:
        if outcome.digest is not None:
            self._found.note_read(file, outcome.digest)

    def _key(self, file: SourceFile, outcome: Outcome | None = None) -> bytes:
        digest = self._found.hashes[file.id] if outcome is None else str(outcome.digest)
        return _hash(self._program, file.id, digest)


def _in_order(
    files: Sequence[SourceFile], begin: Callable[[SourceFile], _Begun]
) -> Iterator[tuple[SourceFile, Outcome]]:
    """Give what became of files in their order, of which some are begun ahead of the others."""
    waiting: deque[tuple[SourceFile, _Begun]] = deque()
    for file in files:
        waiting.append((file, begin(file)))
        if len(waiting) > _AHEAD:
            yield _finish(*waiting.popleft())
    while waiting:
        yield _finish(*waiting.popleft())


def _finish(file: SourceFile, begun: _Begun) -> tuple[SourceFile, Outcome]:
    return file, begun if isinstance(begun, Outcome) else begun.result()


def _hash(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _describe(parser: Parser, embedder: PassageEmbedder) -> str:
    sizes = f"{parser.passage_words} {parser.max_tokens}"
    return f"{hash_program()} {embedder.model_hash} {sizes} {parser.options!r}"
