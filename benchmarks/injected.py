"""Boilerplate written for this put into clean articles: how much of it cleaning finds again.

Whatever else it takes out of a clean article is an error.
"""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import need, read_lines
from benchmarks.metrics import Values, statistic
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, single
from index.articles import blocks_of
from index.parsing import make_article
from index.reading import SourceFile

__all__ = ["Outcome", "describe_outcomes", "inject", "summarise_outcomes"]

ARTICLES = 150  # of each part
HEAD, MIDDLE, FOOT = (0, 2), (0, 2), (1, 3)  # fewest and most pieces put there
_PIECES = Path(__file__).resolve().parent / "boilerplate.jsonl"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article's blocks."""

    part: str
    injected: int
    found: int
    """Injected blocks that went."""
    harmed: int
    """Blocks of the article itself that went."""
    missed: tuple[str, ...]
    """Kinds of the injected blocks that stayed."""
    wrong: tuple[str, ...]
    """The article's own blocks that went."""


def inject(data: Path) -> Iterator[Outcome]:
    """Put boilerplate into clean articles, clean them, and tell what went.

    Pieces and articles of the part "tune" stay apart from those of "apart".
    """
    pieces = [json.loads(line) for line in _PIECES.read_text(encoding="utf-8").splitlines()]
    articles = _read_clean(data)
    for part in ("apart", "tune"):
        own = [piece for piece in pieces if piece["part"] == part]
        chosen = [article for article in articles if _part_of(article[0]) == part][:ARTICLES]
        for done, (id_, title, paragraphs) in enumerate(chosen):
            chance = random.Random(f"{part}:{id_}")  # noqa: S311 - the same pieces in every run
            lines = list(_lay_out(chance, title, paragraphs, own))
            yield _clean(part, lines)
            show_progress(f"injected, {part}", done + 1, len(chosen))


def _part_of(id_: str) -> str:
    return "apart" if hashlib.sha256(id_.encode()).digest()[0] % 2 else "tune"


def _read_clean(data: Path) -> list[tuple[str, str, list[str]]]:
    """Give id, title and paragraphs of articles in an order of no meaning, equal bodies once."""
    articles = {}
    for record in read_lines(need(data / "bbc" / "articles.jsonl.gz")):
        paragraphs = [line.strip() for line in str(record["text"]).splitlines() if line.strip()]
        articles["\n".join(paragraphs)] = (str(record["id"]), str(record["title"]), paragraphs)
    return sorted(articles.values(), key=lambda item: hashlib.sha256(item[0].encode()).digest())


def _lay_out(
    chance: random.Random,
    title: str,
    paragraphs: Sequence[str],
    pieces: Sequence[Mapping[str, str]],
) -> Iterator[tuple[str, str]]:
    """Give lines with the kind of each, "" for the article's own."""

    def draw(place: str, numbers: tuple[int, int]) -> Iterator[list[tuple[str, str]]]:
        fitting = [piece for piece in pieces if place in piece["place"]]
        for piece in chance.sample(fitting, chance.randint(*numbers)):
            yield [(line, piece["kind"]) for line in piece["text"].split("\n")]

    yield title, ""
    for piece in draw("head", HEAD):
        yield from piece
    middle = {chance.randrange(len(paragraphs)): piece for piece in draw("middle", MIDDLE)}
    for i, paragraph in enumerate(paragraphs):
        yield from middle.get(i, []) if i else []
        yield paragraph, ""
    for piece in draw("foot", FOOT):
        yield from piece


def _clean(part: str, lines: Sequence[tuple[str, str]]) -> Outcome:
    content = "\n\n".join(line for line, _ in lines).encode()
    article = make_article(SourceFile("article.txt", "article.txt", len(content), 0), content)
    spans = blocks_of(article.original)
    gone = [
        any(edit.start <= start and end <= edit.end for edit in article.edits.edits)
        for start, end in spans
    ]
    judged = list(zip(lines, gone, strict=True))
    return Outcome(
        part,
        injected=sum(bool(kind) for _, kind in lines),
        found=sum(bool(kind) and is_gone for (_, kind), is_gone in judged),
        harmed=sum(not kind and is_gone for (_, kind), is_gone in judged),
        missed=tuple(kind for (_, kind), is_gone in judged if kind and not is_gone),
        wrong=tuple(line for (line, kind), is_gone in judged if not kind and is_gone),
    )


def summarise_outcomes(outcomes: Sequence[Outcome]) -> Metrics:
    """Give precision and recall over all blocks; the bootstrap draws articles."""
    found = [float(outcome.found) for outcome in outcomes]
    gone = [float(outcome.found + outcome.harmed) for outcome in outcomes]
    injected = [float(outcome.injected) for outcome in outcomes]
    return {
        "blocks": single(sum(injected)),
        "precision": statistic(_share, found, gone),
        "recall": statistic(_share, found, injected),
    }


def _share(parts: Values, wholes: Values) -> float:
    return float(parts.sum() / wholes.sum()) if wholes.any() else float("nan")


def describe_outcomes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Say which kinds of pieces stayed and which of the articles' own blocks went."""
    for kind, count in sorted(Counter(k for item in outcomes for k in item.missed).items()):
        yield f"put in  {kind:12} {count:3} stayed"
    yield from (f"put in  harmed: {line[:100]}" for item in outcomes for line in item.wrong)
