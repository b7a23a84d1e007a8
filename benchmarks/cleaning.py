"""How well cleaning tells what serves the site from what was reported, on blocks labelled by hand.

A block is removed when the cleaned article no longer holds it. `precision` is the share of removed
blocks that were labelled so, `recall` the share of blocks labelled so that are removed.
"""

import json
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.blocks import block_hash, fold, read_articles
from benchmarks.metrics import Values, statistic
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report, single
from index.errors import ArticleError
from index.parsing import make_article
from index.reading import SourceFile

__all__ = ["Judged", "judge", "run"]

_LABELS = Path(__file__).resolve().parent / "labels" / "cleaning.jsonl"
_SURE = 40  # characters of a block that is looked for inside longer lines, too


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled block and what became of it."""

    collection: str
    part: str
    """"tune" or "apart"."""
    kind: str
    should_go: bool
    is_gone: bool


def run(options: Namespace) -> Report:
    """Clean every labelled article and count the blocks that went."""
    labels = [json.loads(line) for line in _LABELS.read_text(encoding="utf-8").splitlines()]
    judged = list(judge(labels, options.data))
    systems: dict[str, Metrics] = {}
    for part in ("apart", "tune"):
        items = [item for item in judged if item.part == part]
        systems[part] = _summarise(items)
        for collection in ("news", "reuters", "html"):
            systems[f"{part}-{collection}"] = _summarise(
                [item for item in items if item.collection == collection]
            )
    tuned = [item for item in judged if item.part == "tune"]
    return Report(f"Cleaning: {len(judged)} blocks", systems, (*_count_kinds(tuned),))


def judge(labels: Sequence[dict[str, str]], data: Path) -> Iterator[Judged]:
    """Give what became of each labelled block."""
    wanted: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for label in labels:
        wanted[label["collection"], label["article"]].append(label)
    done = 0
    for collection in sorted({collection for collection, _ in wanted}):
        for id_, name, content, blocks in read_articles(collection, data):
            if found := wanted.get((collection, id_)):
                kept = _clean(name, content)
                texts = {block_hash(block): block for block in blocks}
                for label in found:
                    yield _judge(label, texts[label["block"]], kept)
                done += 1
                show_progress("cleaning", done, len(wanted))


def _clean(name: str, content: bytes) -> str:
    """Give the cleaned text, folded line by line; empty for a page that is skipped."""
    try:
        article = make_article(SourceFile(Path(name), name, len(content), 0), content)
    except ArticleError:
        return ""
    return "\n".join([fold(article.title), *map(fold, article.text.split("\n"))])


def _judge(label: dict[str, str], block: str, kept: str) -> Judged:
    text = fold(block)
    is_kept = text in kept.split("\n") or (len(text) >= _SURE and text in kept)
    return Judged(
        label["collection"], label["part"], label["kind"], label["label"] == "remove", not is_kept
    )


def _summarise(items: Sequence[Judged]) -> Metrics:
    should = [float(item.should_go) for item in items]
    gone = [float(item.is_gone) for item in items]
    both = [a * b for a, b in zip(should, gone, strict=True)]
    return {
        "blocks": single(len(items)),
        "precision": statistic(_share, both, gone),
        "recall": statistic(_share, both, should),
        "kept_rightly": statistic(
            _share,
            [(1 - a) * (1 - b) for a, b in zip(should, gone, strict=True)],
            [1 - a for a in should],
        ),
    }


def _share(parts: Values, wholes: Values) -> float:
    return float(parts.sum() / wholes.sum()) if wholes.any() else float("nan")


def _count_kinds(items: Sequence[Judged]) -> Iterator[str]:
    """Say for each kind how many of its blocks went; of the part for tuning alone."""
    for should_go in (True, False):
        kinds = sorted({item.kind for item in items if item.should_go == should_go})
        for kind in kinds:
            same = [item for item in items if (item.kind, item.should_go) == (kind, should_go)]
            gone = sum(item.is_gone for item in same)
            yield f"{'remove' if should_go else 'keep':6}  {kind:12} {gone:3} of {len(same)} went"
