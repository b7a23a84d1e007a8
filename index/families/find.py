"""Articles become source families: copies and rewrites of one another count as one source.

Articles that report one event independently stay apart and are related. What leads to a judgement
is kept with it.
"""

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from index.cache import Cache
from index.embed import PassageEmbedder, Rows
from index.families.alignment import Alignment
from index.families.candidates import Candidate, find_candidates
from index.families.comparison import Comparer
from index.families.rule import FamilyRule, fact_features, load_family_rule
from index.family_tables import FamilyPair
from index.stored_rows import RowSource
from index.survey import Progress
from index.tables import Tables
from index.traits import Portrait

__all__ = ["Families", "find_families", "join", "mean_rows", "rewrite_features"]

Pair = tuple[int, int]

_NEIGHBOURS = "neighbours-1.npz"
"""In the folder of the cache; the number changes with what is kept."""
_AT_ONCE = 512
"""Articles whose passages' vectors are in memory together."""


@dataclass(frozen=True, slots=True)
class Families:
    """Which articles are one source."""

    family_of: tuple[int, ...]
    """Of each article, by row: the row of the first article of its family."""
    pairs: Iterator[FamilyPair]
    """Copies, rewrites and related articles, in order of rows; made as they are asked for."""


def find_families(
    path: Path,
    portraits: Sequence[Portrait],
    rows: RowSource,
    cache: Cache,
    embedder: PassageEmbedder,
    progress: Progress,
) -> Families:
    """Find the families of a library's articles.

    Args:
        path: of the tables.
        portraits: of the articles, by row.
        rows: (n_passages, dim), of the passages, by row.
        cache: of comparisons made before.
        embedder: makes vectors of sentences.
        progress: told how far it is.
    """
    with closing(Tables(path)) as tables:
        owners = tables.articles_of_passages()
        comparer = Comparer(portraits, rows, tables, cache, embedder)
        means = mean_rows(rows, owners, len(portraits))
        return _relate(portraits, means, comparer, cache.folder / _NEIGHBOURS, progress)


def _relate(
    portraits: Sequence[Portrait],
    means: Rows,
    comparer: Comparer,
    neighbours: Path,
    progress: Progress,
) -> Families:
    """Find the families of articles of which the means are known, 0 for one without passages.

    The means are overwritten; `neighbours` is the file where neighbours are kept.
    """
    rule = load_family_rule()
    first_of = _find_copies(portraits)
    rows = [row for row, first in enumerate(first_of) if row == first and means[row].any()]
    for place, row in enumerate(rows):  # in place, as they ascend: a copy would be as large again
        means[place] = means[row]
    progress("comparing", 0, 0)
    told = [portraits[row] for row in rows]
    found = [
        replace(item, one=rows[item.one], other=rows[item.other])
        for item in find_candidates(told, means[: len(rows)], rule, neighbours)
    ]
    likely = [item for item in found if item.hint >= rule.hint_limit]
    aligned = comparer.align(likely, rule.aligned_cosine, progress)
    rewritten = {
        (item.one, item.other): rule.rewrite(
            rewrite_features(item, aligned[item.one, item.other], portraits)
        )
        for item in likely
    }
    family_of = join(
        len(portraits), rewritten, _near(found, rewritten, rule.related_limit), rule.rewrite_limit
    )
    pairs = heapq.merge(
        _copy_pairs(first_of),
        _found_pairs(found, rewritten, family_of, aligned, rule),
        key=lambda pair: (pair.one, pair.other),
    )
    return Families(tuple(family_of[first] for first in first_of), pairs)


def _near(found: Sequence[Candidate], compared: Mapping[Pair, float], limit: float) -> set[Pair]:
    """Give the pairs of one event that were not compared, of articles that others were with."""
    rows = {row for pair in compared for row in pair}
    return {
        (item.one, item.other)
        for item in found
        if item.related >= limit and item.one in rows and item.other in rows
    } - compared.keys()


def _copy_pairs(first_of: Sequence[int]) -> Iterator[FamilyPair]:
    copies = sorted((first, row) for row, first in enumerate(first_of) if row != first)
    return (FamilyPair(first, row, "copy", 1.0, 1.0, (1.0, 1.0)) for first, row in copies)


def _found_pairs(
    found: Sequence[Candidate],
    rewritten: Mapping[Pair, float],
    family_of: Sequence[int],
    aligned: Mapping[Pair, Alignment],
    rule: FamilyRule,
) -> Iterator[FamilyPair]:
    """Give what was found, in order of rows, where it is something to one another."""
    for item in found:
        chance = rewritten.get((item.one, item.other), 0.0)
        kind = _name(item, chance, family_of, rule)
        if kind:
            sure = chance if kind == "rewrite" else item.related
            yield _describe(item, kind, sure, aligned.get((item.one, item.other)))


def _name(item: Candidate, chance: float, family_of: Sequence[int], rule: FamilyRule) -> str:
    """Give what two articles are to one another; empty for nothing."""
    if family_of[item.one] == family_of[item.other]:
        return "rewrite"
    # What reads like a rewrite of one article of a family, but not of the others, is near it.
    is_near = item.related >= rule.related_limit or chance >= rule.rewrite_limit
    return "related" if is_near else ""


def mean_rows(rows: RowSource, article_of_passage: ArrayLike, articles: int) -> Rows:
    """Give (articles, dim): the mean of each one's passages, of unit length; 0 without any."""
    owners = np.asarray(article_of_passage, dtype=np.intp)  # (n_passages,), ascending
    means = np.zeros((articles, rows.shape[1]), dtype=np.float32)
    if len(owners):
        present, starts = np.unique(owners, return_index=True)
        bounds = np.append(starts, len(owners))
        for first in range(0, len(present), _AT_ONCE):
            last = min(first + _AT_ONCE, len(present))
            begin, end = int(bounds[first]), int(bounds[last])
            told = np.add.reduceat(rows[begin:end], bounds[first:last] - begin, axis=0)
            means[present[first:last]] = told
    lengths = np.sqrt(np.einsum("ij,ij->i", means, means))  # (articles,)
    means /= np.maximum(lengths, 1e-12)[:, None]
    return means


def rewrite_features(
    candidate: Candidate, alignment: Alignment, portraits: Sequence[Portrait]
) -> dict[str, float]:
    """Give what speaks for one article being a rewrite of the other, once they are aligned."""
    traits = portraits[candidate.other if candidate.is_reversed else candidate.one].traits
    return {
        **alignment.features,
        **fact_features(len(traits.facts) // 4, len(alignment.own[0])),
        "runs": candidate.shared / max(len(traits.runs) // 4, 1),
    }


def _find_copies(portraits: Sequence[Portrait]) -> list[int]:
    """Give for each article the row of the first one that says the same."""
    first: dict[bytes, int] = {}
    return [
        first.setdefault(portrait.traits.words, row) if portrait.traits.runs else row
        for row, portrait in enumerate(portraits)
    ]


def join(
    articles: int, chances: Mapping[Pair, float], near: Collection[Pair], limit: float
) -> list[int]:
    """Give the family of each article: clusters of average linkage, the surest pairs first.

    Two clusters become one while the mean chance between their members is at least `limit`. A
    summary of the week's news has a part of many stories and would else join them all.

    Args:
        articles: how many there are.
        chances: of pairs, the smaller row first, to be a rewrite; 0 for any other pair.
        near: pairs of one event that were not compared, and say nothing for or against.
        limit: for the mean chance.
    """
    family_of = list(range(articles))
    members = {row: [row] for pair in chances for row in pair}
    for (one, other), chance in sorted(chances.items(), key=lambda item: (-item[1], item[0])):
        low, high = sorted((family_of[one], family_of[other]))
        if chance < limit or low == high:
            continue
        between = [(min(a, b), max(a, b)) for a in members[low] for b in members[high]]
        known = [chances.get(pair, 0.0) for pair in between if pair not in near]
        if sum(known) >= limit * len(known):
            for row in members.pop(high):
                family_of[row] = low
                members[low].append(row)
    return family_of


def _describe(item: Candidate, kind: str, chance: float, alignment: Alignment | None) -> FamilyPair:
    plain = FamilyPair(item.one, item.other, kind, round(chance, 4), round(item.cosine, 4))
    if alignment is None:
        return plain
    shares, own, aligned = alignment.shares, alignment.own, alignment.aligned
    if item.is_reversed:
        shares, own = shares[::-1], own[::-1]
        aligned = tuple((other, one, cosine) for one, other, cosine in aligned)
    return replace(
        plain, shares=(round(shares[0], 4), round(shares[1], 4)), own=own, aligned=aligned
    )
