"""How well cleaning tells what serves the site from what was reported.

Twice: on blocks labelled by hand, and on boilerplate put into clean articles. A block is removed
when the cleaned article no longer holds it. `precision` is the share of removed blocks that should
go, `recall` the share of blocks that should go that are removed.
"""

import hashlib
import json
import re
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.blocks import block_hash, fold, read_articles
from benchmarks.injected import describe_outcomes, inject, summarise_outcomes
from benchmarks.metrics import Values, statistic
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report, single
from index.articles import Article
from index.errors import ArticleError
from index.parsing import Draft, draft_file, finish_article
from index.reading import SourceFile
from index.repeats import RepeatedBlocks

__all__ = ["Judged", "judge", "run"]

_LABELS = Path(__file__).resolve().parent / "labels" / "cleaning.jsonl"
_SHOWN, _WIDTH = 5, 100  # removals of each reason that are shown, characters of each
_NEARLY = 0.75  # of a block's characters, that a line of it must have to stand for it
_CELLS = re.compile(r"\s*[;|\t]\s*")
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
    """Clean every labelled article and every one with boilerplate put in, and count."""
    labels = [json.loads(line) for line in _LABELS.read_text(encoding="utf-8").splitlines()]
    removals: dict[str, list[str]] = defaultdict(list)
    judged = list(judge(labels, options.data, removals))
    outcomes = list(inject(options.data))
    systems: dict[str, Metrics] = {}
    for part in ("apart", "tune"):
        items = [item for item in judged if item.part == part]
        systems[part] = _summarise(items)
        for collection in ("news", "reuters", "html"):
            systems[f"{part}-{collection}"] = _summarise(
                [item for item in items if item.collection == collection]
            )
        put_in = [outcome for outcome in outcomes if outcome.part == part]
        systems[f"{part}-injected"] = summarise_outcomes(put_in)
    tuned = [item for item in judged if item.part == "tune"]
    missed = [item for item in outcomes if item.part == "tune"]
    notes = (*_count_kinds(tuned), *describe_outcomes(missed), *_show_removals(removals))
    title = f"Cleaning: {len(judged)} labelled blocks, {len(outcomes)} articles with more put in"
    return Report(title, systems, notes)


def judge(
    labels: Sequence[dict[str, str]], data: Path, removals: dict[str, list[str]]
) -> Iterator[Judged]:
    """Give what became of each labelled block.

    Args:
        labels: of blocks, as they stand in the file.
        data: the folder of public data.
        removals: receives all that went from articles of the part "tune", by reason.
    """
    wanted: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for label in labels:
        wanted[label["collection"], label["article"]].append(label)
    done = 0
    for collection in sorted({collection for collection, _ in wanted}):
        repeated = _count_repeats(collection, data)
        for id_, name, content, blocks in read_articles(collection, data):
            if found := wanted.get((collection, id_)):
                article = _clean(name, content, repeated)
                texts = {block_hash(block): block for block in blocks}
                for label in found:
                    yield _judge(label, texts[label["block"]], _fold_lines(article))
                if article and found[0]["part"] == "tune":
                    for edit in article.edits.edits:
                        removals[edit.reason].append(article.original[edit.start : edit.end])
                done += 1
                show_progress("cleaning", done, len(wanted))


def _count_repeats(collection: str, data: Path) -> RepeatedBlocks:
    """Count what comes back in articles of one outlet; pages are of many outlets, one from each."""
    repeated = RepeatedBlocks()
    if collection != "html":
        for _, name, content, _ in read_articles(collection, data):
            repeated.add(_draft(name, content).notes)
    return repeated


def _draft(name: str, content: bytes) -> Draft:
    return draft_file(SourceFile(name, name, len(content), 0), content)[0]


def _clean(name: str, content: bytes, repeated: RepeatedBlocks) -> Article | None:
    """Give the cleaned article; nothing for a page that is skipped."""
    try:
        draft = _draft(name, content)
    except ArticleError:
        return None
    return finish_article(draft, repeated.of(draft.notes))


def _fold_lines(article: Article | None) -> str:
    """Give the cleaned text, folded line by line."""
    if article is None:
        return ""
    return "\n".join([fold(article.title), *map(fold, article.text.split("\n"))])


def _judge(label: dict[str, str], block: str, kept: str) -> Judged:
    should_go = label["label"] == "remove"
    is_gone = not _holds(kept, fold(block))
    return Judged(label["collection"], label["part"], label["kind"], should_go, is_gone)


def _holds(kept: str, block: str) -> bool:
    """Whether a cleaned text has a block: as a line, in a line, as a cell, or nearly all of it."""
    lines = kept.split("\n")
    if block in lines or (len(block) >= _SURE and block in kept):
        return True
    if any(block in _CELLS.split(line) for line in lines if block in line):
        return True
    # A caption and its credit are one block of the page, and may be two lines of the article.
    return any(len(line) >= max(_SURE, _NEARLY * len(block)) and line in block for line in lines)


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


def _show_removals(removals: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Show some of what each rule took out, drawn with a fixed seed."""
    for reason, texts in sorted(removals.items()):
        yield f"{reason}: {len(texts)}"
        shown = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())[:_SHOWN]
        yield from (f"    {' '.join(text.split())[:_WIDTH]}" for text in shown)
