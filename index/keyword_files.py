"""Both keyword indexes of a library are written while its vectors are made, by another process."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from index.disk import storage_errors
from index.errors import WorkerError
from index.keyword_rows import KeywordRows
from index.keywords import KeywordIndex, Tokenizer
from index.processes import EndedError, Process

__all__ = ["writing_keywords"]


@contextmanager
def writing_keywords(indexes: Mapping[Path, KeywordRows]) -> Iterator[None]:
    """Write an index into each folder, beside what the block does; both are done at its end.

    Raises:
        StorageError: the disk is full or read-only.
        WorkerError: the process ended before it was done.
    """
    process = Process(_write)
    with ThreadPoolExecutor(1, thread_name_prefix="keywords") as threads:
        try:
            written: Future[None] = threads.submit(_ask, process, indexes)
            yield
            written.result()
        finally:
            process.kill()
    process.stop()


def _ask(process: Process, indexes: Mapping[Path, KeywordRows]) -> None:
    try:
        for _ in process.ask(indexes):
            pass
    except EndedError as error:
        raise WorkerError(
            f"the process that indexes keywords ended ({error}); is there memory left?"
        ) from error


def _write(indexes: Mapping[Path, KeywordRows]) -> Iterator[str]:
    for folder, counted in indexes.items():
        with storage_errors(folder):
            KeywordIndex.build_rows(counted, Tokenizer()).save(folder)
        yield folder.name
