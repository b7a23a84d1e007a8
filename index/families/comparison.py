"""Pairs of articles of a library are laid side by side, with the cache: each pair once."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.cache import Cache
from index.embed import PassageEmbedder
from index.families.alignment import Alignment, Comparison, Told
from index.families.candidates import Candidate
from index.stored_rows import RowSource
from index.survey import Progress
from index.tables import Tables
from index.traits import Portrait
from index.versions import hash_program

__all__ = ["Comparer", "tell"]

_AT_ONCE = 64
"""Pairs whose sentences are in memory together."""

Pair = tuple[int, int]


class Comparer:
    """Aligns pairs of articles; what was aligned before is found in the cache.

    Args:
        portraits: of the articles, by row.
        rows: (n_passages, dim), of the passages, by row.
        tables: with the articles and passages.
        cache: of alignments made before.
        embedder: makes vectors of sentences.
    """

    def __init__(
        self,
        portraits: Sequence[Portrait],
        rows: RowSource,
        tables: Tables,
        cache: Cache,
        embedder: PassageEmbedder,
    ) -> None:
        self._portraits, self._rows = portraits, rows
        self._cache, self._embedder = cache, embedder
        self._told = lru_cache(maxsize=4 * _AT_ONCE)(lambda row: tell(tables, rows, row))
        self._made_by = f"{hash_program()} {embedder.fingerprint}"

    def align(
        self, pairs: Sequence[Candidate], aligned_cosine: float, progress: Progress
    ) -> dict[Pair, Alignment]:
        """Give the alignment of each pair: of the likelier rewrite with what it is made of."""
        found: dict[Pair, Alignment] = {}
        missing: list[tuple[Candidate, bytes]] = []
        for pair in pairs:
            key = self._key(pair)
            kept = self._cache.find_pair(key)
            if kept:
                found[pair.one, pair.other] = _restore(kept)
            else:
                missing.append((pair, key))
        for start in range(0, len(missing), _AT_ONCE):
            progress("comparing", start, len(missing))
            batch = missing[start : start + _AT_ONCE]
            aligned = self._align([pair for pair, _ in batch], aligned_cosine)
            for (pair, key), alignment in zip(batch, aligned, strict=True):
                self._cache.keep_pair(key, _record(alignment))
                found[pair.one, pair.other] = alignment
        if missing:
            progress("comparing", len(missing), len(missing))
        return found

    def _align(self, pairs: Sequence[Candidate], aligned_cosine: float) -> Iterator[Alignment]:
        """Align some pairs; every sentence among theirs is encoded once."""
        laid = [Comparison(*map(self._told, _in_direction(pair))) for pair in pairs]
        texts = list(dict.fromkeys(text for item in laid for text in item.sentences()))
        vectors = self._cache.encode_sentences(texts, self._embedder)
        place = {text: i for i, text in enumerate(texts)}
        for item in laid:
            yield item.align(lambda asked: vectors[[place[text] for text in asked]], aligned_cosine)

    def _key(self, pair: Candidate) -> bytes:
        digests = [self._portraits[row].traits.digest for row in _in_direction(pair)]
        return hashlib.sha256(b"\0".join([self._made_by.encode(), *digests])).digest()


def _in_direction(pair: Candidate) -> Pair:
    """Give the rows, the likelier rewrite first."""
    return (pair.other, pair.one) if pair.is_reversed else (pair.one, pair.other)


def tell(tables: Tables, rows: RowSource, article: int) -> Told:
    """Give an article as its sentences."""
    sentences, spans, passages = [], [], []
    told = tables.article_passages(article)
    for position, (_, start, text, found) in enumerate(told):
        for a, b in found:
            sentences.append(text[a - start : b - start])
            spans.append((a, b))
            passages.append(position)
    first = told[0][0] if told else 0  # those of an article follow one another
    return Told(tuple(sentences), tuple(spans), tuple(passages), rows[first : first + len(told)])


def _record(alignment: Alignment) -> str:
    parts = [alignment.features, alignment.shares, alignment.aligned, alignment.own]
    return json.dumps(parts, ensure_ascii=False)


def _restore(text: str) -> Alignment:
    features, shares, aligned, own = json.loads(text)
    return Alignment(
        features,
        (shares[0], shares[1]),
        tuple(((a, b), (c, d), cosine) for (a, b), (c, d), cosine in aligned),
        (tuple(own[0]), tuple(own[1])),
    )
