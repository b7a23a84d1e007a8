"""Vectors to search: real ones of passages and questions, and as many more as are asked for."""

import re
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

import numpy as np

from benchmarks.blocks import read_articles
from benchmarks.corpus import need, read_lines, read_questions, read_settings
from benchmarks.progress import show_progress
from benchmarks.scifact import read_abstracts, read_claims
from index.bert_embed import load_embedder
from index.embed import Rows
from index.stored_rows import StoredRows

__all__ = ["Asked", "fill", "get_vectors"]

_BLOCK = 4096
_WORDS = 85
"""Of a piece, at least; whole sentences."""
_SHORTEST = 5
"""Words of a sentence that is asked."""
_DRAWN = 256
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_PARTS = ("sentences", "claims", "questions", "titles", "passages")


@dataclass(frozen=True, slots=True)
class Asked:
    """Real vectors, (n, dim) each."""

    passages: Rows
    sentences: Rows
    """A sentence of each of some passages, as a rebuild takes them to measure with."""
    claims: Rows
    """SciFact's, half of them."""
    questions: Rows
    """Of a news quiz."""
    titles: Rows
    """Of some articles."""


def get_vectors(options: Namespace) -> Asked:
    """Give vectors by the model that is set, from the work folder where they have been made."""
    settings = read_settings(options)
    model = load_embedder(settings)
    folder = options.work / "vectors" / f"{model.fingerprint}-{options.passages or 'all'}"
    if not (folder / "passages.npy").is_file():  # saved last: a folder with it is whole
        folder.mkdir(parents=True, exist_ok=True)
        texts = _read_texts(options.data, options.passages)
        for name in _PARTS:
            finished = 0

            def advance(done: int, name: str = name) -> None:
                nonlocal finished
                finished += done
                show_progress(f"embedding {name}", finished, len(texts[name]))

            np.save(folder / f"{name}.npy", model.encode_passages(texts[name], advance))
    return Asked(**{name: np.load(folder / f"{name}.npy") for name in _PARTS})


def fill(stored: StoredRows, passages: Rows, count: int) -> None:
    """Put so many rows into a file: passages, then passages mixed with a little of another.

    Each of the further rows is a passage with a tenth to four tenths of another and some noise, so
    that it lies among real ones, nearer to some than they to one another. One seed: all runs have
    the same.
    """
    stored.add(passages[:count])
    random = np.random.default_rng(0)
    while stored.shape[0] < count:
        size = min(_BLOCK, count - stored.shape[0])
        one, other = random.integers(0, len(passages), (2, size))
        share = random.uniform(0.1, 0.4, (size, 1)).astype(np.float32)
        noise = random.standard_normal((size, passages.shape[1]), dtype=np.float32)
        rows = (1 - share) * passages[one] + share * passages[other]
        rows += np.float32(0.3 / np.sqrt(passages.shape[1])) * noise
        stored.add(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _read_texts(data: Path, count: int) -> dict[str, list[str]]:
    """Give the texts of each part; so many passages, of all collections by turns, 0 for all."""
    articles = list(_read_all(data))
    pieces = chain.from_iterable(_cut(title, text) for title, text in articles)
    passages = list(islice(pieces, count or None))
    random = np.random.default_rng(0)
    drawn = [passages[i] for i in random.permutation(len(passages))[:_DRAWN]]
    sentences = [_draw_sentence(text.partition("\n")[2], random) for text in drawn]
    titles = [title for title, _ in articles if title]
    quiz = read_questions(need(data / "news" / "questions.jsonl"))
    claims = read_claims(need(data / "scifact" / "claims_dev.jsonl"))
    return {
        "passages": passages,
        "sentences": sentences,
        "claims": [claim.text for claim in claims[::2]],
        "questions": [question.text for question in quiz],
        "titles": [titles[i] for i in random.permutation(len(titles))[:_DRAWN]],
    }


def _read_all(data: Path) -> Iterator[tuple[str, str]]:
    """Give title and text of articles of four collections, one of each by turns."""
    scifact = (
        (str(item["title"]), str(item["text"]))
        for item in read_abstracts(need(data / "scifact" / "corpus.jsonl.gz"))
    )
    bbc = (
        (str(item.get("title") or ""), str(item["text"]))
        for item in read_lines(need(data / "bbc" / "articles.jsonl.gz"))
    )
    others = [_split(name, data) for name in ("news", "reuters")]
    for turn in zip_longest(scifact, bbc, *others):
        yield from (article for article in turn if article)


def _split(collection: str, data: Path) -> Iterator[tuple[str, str]]:
    for _, _, content, _ in read_articles(collection, data):
        title, _, text = content.decode().partition("\n\n")
        yield title, text


def _cut(title: str, text: str) -> Iterator[str]:
    """Give pieces of whole sentences behind the title, as passages are embedded."""
    piece: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        piece += sentence.split()
        if len(piece) >= _WORDS:
            yield f"{title}\n{' '.join(piece)}"
            piece = []
    if len(piece) > _SHORTEST:
        yield f"{title}\n{' '.join(piece)}"


def _draw_sentence(text: str, random: np.random.Generator) -> str:
    sentences = [s for s in _SENTENCE_END.split(text) if len(s.split()) >= _SHORTEST]
    return sentences[random.integers(len(sentences))] if sentences else text
