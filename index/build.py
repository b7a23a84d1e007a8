"""A folder of articles becomes a generation of the library.

The result depends only on the folder, the settings, the model and this program's versions; what
was read or embedded before is only found again, never changed.
"""

import hashlib
import json
import time
from contextlib import closing, nullcontext
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from index.build_report import BuildReport, Reused, make_report
from index.cache import Cache
from index.config import IndexSettings
from index.disk import (
    FORMAT,
    Manifest,
    hold_lock,
    new_generation,
    open_generation,
    publish,
    storage_errors,
)
from index.embed import Embedder, PassageEmbedder, find_model, hash_model
from index.embed_apart import open_embedder
from index.errors import ArticlesMissingError, IndexDamagedError, IndexMissingError
from index.families import find_families
from index.family_tables import write_families
from index.file_store import ARTICLE_KEYWORDS, FAMILIES, KEYWORDS, LISTING, RECEIPTS, TABLES
from index.ingest import Ingested, ingest
from index.keyword_rows import KeywordRows
from index.keywords import KeywordIndex
from index.library import BUILD_SETTINGS
from index.parsing import make_options
from index.pgvector import publish as send
from index.processor import choose_precision, name_vectors
from index.receipts import ReceiptWriter, read_receipts
from index.search_plan import SearchPlan, draw_sentences, plan_vectors
from index.stored_rows import StoredRows
from index.survey import Progress, Survey, keep_quiet, note_seen, survey_folder
from index.tables import Tables
from index.tokenizer import Tokenizer
from index.versions import hash_program, hash_tokenizer, library_versions

__all__ = ["BuildReport", "Progress", "build_library"]

_LIMITS = ("file_seconds", "file_megabytes")
"""Settings that decide which files are skipped, and nothing else."""


def build_library(
    settings: IndexSettings,
    progress: Progress = keep_quiet,
    embedder: Embedder | None = None,
) -> BuildReport:
    """Build the library that the folder asks for, unless it is there already.

    Args:
        settings: of config.toml.
        progress: told how far each stage is.
        embedder: the model, where it is loaded already.

    Raises:
        ArticlesMissingError: the folder is missing or holds nothing that can be read.
        IndexLockedError: another rebuild is running.
        StorageError: the disk is full or read-only; the old library still serves.
        ModelMissingError: the model is not on this machine.
        WorkerError: no process can be started to read in.
        StoreError: no server takes writes; what was there serves on.
    """
    started = time.perf_counter()
    with hold_lock(settings.library), hold_lock(settings.cache):
        report = _build_in_files(settings, progress, embedder)
        if settings.backend == "pgvector":
            sent = send(settings.pgvector, settings.library, progress)
            report = replace(report, sent=sent.in_words)
        return replace(report, seconds=time.perf_counter() - started)


def _build_in_files(
    settings: IndexSettings, progress: Progress, embedder: Embedder | None
) -> BuildReport:
    """Build the generation that the folder asks for, unless it is in use already."""
    found = survey_folder(settings.articles, progress, settings.library)
    inputs = _hash_inputs(settings, found, embedder)
    previous = _usable_generation(settings.library)
    if previous is not None and previous[1].inputs == inputs:
        folder, manifest = previous
        note_seen(settings.library, found)
        receipts = read_receipts(folder / RECEIPTS)
        skipped = [(item.path, item.reason) for item in receipts if item.status == "skipped"]
        reused = Reused(manifest.counts["articles"], manifest.counts["passages"])
        return make_report(manifest, skipped, False, reused)
    old = previous[1].generation if previous else ""
    with open_embedder(settings) if embedder is None else nullcontext(embedder) as model:
        manifest, skipped, reused = _build_generation(settings, found, inputs, old, model, progress)
    note_seen(settings.library, found)
    return make_report(manifest, skipped, True, reused)


def _build_generation(
    settings: IndexSettings,
    found: Survey,
    inputs: str,
    previous: str,
    embedder: PassageEmbedder,
    progress: Progress,
) -> tuple[Manifest, list[tuple[str, str]], Reused]:
    """Build beside the old library and swap; give also what was skipped, what was there before."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{inputs[:8]}"
    with (
        storage_errors(settings.library, settings.cache),
        new_generation(settings.library) as folder,
        Cache(settings.cache) as cache,
    ):
        with closing(KeywordRows(folder)) as keywords:
            with ReceiptWriter(folder / RECEIPTS) as receipts:
                ingested = Ingested(folder / TABLES, keywords, receipts)
                ingest(ingested, settings, found, cache, embedder, progress)
            _need_articles(receipts, settings.articles)
            _index_keywords(keywords, folder)
            counts = {**_count(receipts), "keywords": keywords.total}
        tables, portraits = ingested.tables, ingested.portraits
        with closing(StoredRows(folder, embedder.dimension)) as rows:
            _encode(ingested, settings.ingest.portion, rows, cache, embedder, progress)
            families = find_families(tables, portraits, rows, cache, embedder, progress)
            progress("saving", 0, 1)
            write_families(folder / FAMILIES, families.family_of, families.pairs)
            ingested.listing.save(folder / LISTING, families.family_of)
            plan = plan_vectors(
                rows, folder, partial(draw_sentences, tables, embedder), settings.exact_up_to
            )
        cache.drop_unused()
        manifest = _describe(name, settings, counts, embedder, plan)
        if found.is_settled:  # files that changed while they were read are read again next time
            manifest = replace(manifest, inputs=inputs)
        manifest = publish(settings.library, folder, manifest, previous)
        progress("saving", 1, 1)
        reused = Reused(cache.reused_articles, cache.reused_passages, ingested.recleaned)
        return manifest, receipts.skipped, reused


def _hash_inputs(settings: IndexSettings, found: Survey, embedder: Embedder | None) -> str:
    """Hash all that the result depends on, without loading the model."""
    prompts = (settings.question_prompt, settings.passage_prompt)
    if embedder is not None:
        fingerprint = embedder.fingerprint
    else:
        folder = find_model(settings.model, settings.models)
        precision = choose_precision(settings.precision)
        executor = settings.ingest.executor
        fingerprint = name_vectors(hash_model(folder, prompts), precision, executor)
    parts = (
        FORMAT,
        hash_program(),
        str(settings.articles),
        [getattr(settings, name) for name in (*BUILD_SETTINGS, *_LIMITS, "exact_up_to")],
        fingerprint,
        repr(make_options(settings)),
        found.hashes,
    )
    text = json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()


def _usable_generation(library: Path) -> tuple[Path, Manifest] | None:
    try:
        return open_generation(library)
    except (IndexMissingError, IndexDamagedError):
        return None


def _need_articles(receipts: ReceiptWriter, folder: Path) -> None:
    if not receipts.statuses["indexed"]:
        reasons = "; ".join(f"{path}: {reason}" for path, reason in receipts.skipped[:3])
        raise ArticlesMissingError(
            f"none of the {receipts.statuses.total()} files in {folder} can be read ({reasons})"
        )


def _index_keywords(keywords: KeywordRows, folder: Path) -> None:
    for part, counted in (
        (KEYWORDS, keywords.of_passages),
        (ARTICLE_KEYWORDS, keywords.of_articles),
    ):
        KeywordIndex.build_counted(counted(), Tokenizer()).save(folder / part)


def _encode(
    ingested: Ingested,
    portion: int,
    rows: StoredRows,
    cache: Cache,
    embedder: PassageEmbedder,
    progress: Progress,
) -> None:
    """Add the vectors of all passages, in order of their rows; so many are asked for together."""
    finished = 0

    def advance(done: int) -> None:
        nonlocal finished
        finished += done
        progress("embedding", finished, ingested.receipts.passages)

    with closing(Tables(ingested.tables)) as tables:
        for texts in tables.passage_inputs(portion):
            rows.add(cache.encode(texts, embedder, advance))


def _count(receipts: ReceiptWriter) -> dict[str, int]:
    return {
        "files": receipts.statuses.total(),
        "articles": receipts.articles,
        "aliases": receipts.statuses["alias"],
        "skipped": receipts.statuses["skipped"],
        "passages": receipts.passages,
        "cut_sentences": receipts.cut_sentences,
    }


def _describe(
    name: str,
    settings: IndexSettings,
    counts: dict[str, int],
    embedder: PassageEmbedder,
    plan: SearchPlan,
) -> Manifest:
    """Give the manifest of a library that nothing is known to be the inputs of."""
    return Manifest(
        format=FORMAT,
        generation=name,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        inputs="",
        articles_folder=str(settings.articles),
        settings={
            **{name: getattr(settings, name) for name in BUILD_SETTINGS},
            "model_hash": embedder.model_hash,
            "tokenizer_hash": hash_tokenizer(),
            "precision": embedder.precision,
            "dimension": embedder.dimension,
            "search": asdict(plan),
        },
        counts=counts,
        versions=library_versions(),
        files={},
    )
