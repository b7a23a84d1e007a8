"""How well copies and rewrites are found to be one source, and independent reports kept apart.

All labelled articles are built into one library; what it says of each labelled pair is counted.
"""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.corpus import Corpus, open_corpus
from benchmarks.metrics import average
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report, single
from benchmarks.rewrites import FAMILY, RELATED, LabelledPair, read_pairs

__all__ = ["Judged", "judge", "run"]

_REWRITES = ("copy", "masthead", "light", "medium", "heavy", "news")


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair and what the library makes of it."""

    pair: LabelledPair
    is_family: bool
    is_related: bool
    """Listed as related, and no family."""


def run(options: Namespace) -> Report:
    """Build the labelled articles and count the pairs that were judged wrongly."""
    records, pairs = read_pairs(options.data)
    corpus = open_corpus(records, options, show_progress)
    judged = judge(pairs, corpus)
    parts = {
        part: [item for item in judged if item.pair.part == part] for part in ("apart", "tune")
    }
    systems = {part: _summarise(items) for part, items in parts.items()}
    notes = [*_count_kinds(parts["apart"])]
    return Report(f"Families: {len(judged)} pairs", systems, (*notes,), corpus.describe())


def judge(pairs: Sequence[LabelledPair], corpus: Corpus) -> list[Judged]:
    """Give what a library makes of each labelled pair."""
    library = corpus.library
    articles = {corpus.ids[article.id]: article for article in library.articles}
    articles |= {alias: articles[first] for alias, first in corpus.first_of.items()}
    judged = []
    for pair in pairs:
        one, other = articles[pair.one], articles[pair.other]
        related = {
            row
            for found in library.family_pairs(one.id)
            if found.kind == "related"
            for row in (found.one, found.other)
        }
        judged.append(Judged(pair, one.family == other.family, other.row in related))
    return judged


def _summarise(items: Sequence[Judged]) -> Metrics:
    """Give the error rates; `missed` are rewrites kept apart, `joined` others taken for one."""

    def share(attribute: str, is_so: bool, *wanted: tuple[str, str]) -> list[float]:
        return [
            float(getattr(item, attribute) == is_so)
            for item in items
            if (item.pair.kind, item.pair.label) in wanted
        ]

    families = [(kind, FAMILY) for kind in _REWRITES]
    apart = [("independent", RELATED), ("retold", RELATED), ("news", RELATED)]
    apart += [("news", "unrelated")]
    return {
        "pairs": single(len(items)),
        "missed": average(share("is_family", False, *families)),
        "joined": average(share("is_family", True, *apart)),
        **{
            f"missed_{kind}": average(share("is_family", False, (kind, FAMILY)))
            for kind in _REWRITES
        },
        "joined_independent": average(share("is_family", True, *apart[:2])),
        "joined_news_related": average(share("is_family", True, apart[2])),
        "joined_news_unrelated": average(share("is_family", True, apart[3])),
        "related_found_independent": average(share("is_related", True, *apart[:2])),
        "related_found_news": average(share("is_related", True, apart[2])),
        "related_wrongly_news": average(share("is_related", True, apart[3])),
    }


def _count_kinds(items: Sequence[Judged]) -> Iterator[str]:
    """Say of each kind and label how many pairs became what."""
    for kind, label in sorted({(item.pair.kind, item.pair.label) for item in items}):
        same = [item for item in items if (item.pair.kind, item.pair.label) == (kind, label)]
        joined, related = sum(i.is_family for i in same), sum(i.is_related for i in same)
        yield f"{label:9}  {kind:11} {len(same):3}: {joined} one family, {related} related"
