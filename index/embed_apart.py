"""While a library is built, the model works in a process of its own, and starts ahead of time.

Loading a model takes longer than all else that a small change of the folder asks for; on two
processors both are done at once.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from index.bert_embed import BertEmbedder, load_embedder
from index.config import IndexSettings
from index.embed import (
    PassageEmbedder,
    Rows,
    SentenceEmbedder,
    collect_rows,
    find_model,
    hash_model,
    make_embedder,
)
from index.errors import WorkerError
from index.model_facts import ModelFacts, read_facts, read_static
from index.passages import TokenSpans
from index.processes import EndedError, Process
from index.processor import choose_precision, name_vectors
from index.static_embed import StaticEmbedder

__all__ = ["ApartEmbedder", "open_embedder"]


@contextmanager
def open_embedder(settings: IndexSettings) -> Iterator[PassageEmbedder]:
    """Give the model that config.toml names: in a process of its own, where that can be done.

    Raises:
        ModelMissingError: the model is not on this machine.
        ConfigError: it cannot be loaded.
    """
    folder = find_model(settings.model, settings.models)
    facts, static = read_facts(folder), read_static(folder)
    if static is not None:  # faster here than texts and vectors go to and fro
        yield StaticEmbedder(settings, folder, static)
        return
    if facts is None:
        yield make_embedder(settings)
        return
    embedder = ApartEmbedder(settings, folder, facts)
    try:
        yield embedder
    finally:
        embedder.close()


class ApartEmbedder:
    """A model in another process; encodes as it would in this one, bit by bit."""

    def __init__(self, settings: IndexSettings, folder: Path, facts: ModelFacts) -> None:
        prompts = (settings.question_prompt, settings.passage_prompt)
        self.name = settings.model
        self.precision = choose_precision(settings.precision)
        self.dimension, self.max_tokens = facts.dimension, facts.max_tokens
        self.token_spans: TokenSpans = facts.token_spans
        self.model_hash = hash_model(folder, prompts)
        self.fingerprint = name_vectors(self.model_hash, self.precision)
        self._process = Process(_Encode(settings), partial(_load, settings))
        self._process.start()

    def encode_passages(
        self, texts: Sequence[str], done: Callable[[int], None] = lambda _: None
    ) -> Rows:
        try:
            encoded = self._process.ask(list(texts))
            return collect_rows(len(texts), self.dimension, encoded, done)
        except EndedError as error:
            raise WorkerError(
                f"the process that embeds passages ended ({error}); is there memory left?"
            ) from error

    def close(self) -> None:
        """End the process."""
        self._process.stop()


@dataclass(frozen=True, slots=True)
class _Encode:
    """Texts -> places and rows of one batch after another; what the process is asked."""

    settings: IndexSettings

    def __call__(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Rows]]:
        return _load(self.settings).encode_batches(texts)


@cache
def _load(settings: IndexSettings) -> BertEmbedder | SentenceEmbedder | StaticEmbedder:
    return load_embedder(settings)
