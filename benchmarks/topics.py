"""How well articles are grouped: pairs on one story brought together, subjects kept apart.

Two libraries: articles of which pairs are labelled as one story or not, and BBC articles of five
subjects. Each is grouped at several limits.
"""

from argparse import Namespace
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from benchmarks.corpus import Corpus, need, open_corpus, read_lines
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report, single
from benchmarks.rewrites import LabelledPair, read_pairs
from index.library import Library
from qa.clusters import article_vectors, group

__all__ = ["run"]

_LIMITS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6)
_KINDS = {"news", "independent", "retold"}
"""Of pairs: the others are copies, which any limit joins."""
_EVERY = 7
"""One in so many BBC articles is grouped."""


def run(options: Namespace) -> Report:
    """Group both libraries at each limit."""
    records, pairs = read_pairs(options.data)
    pairs = [pair for pair in pairs if pair.kind in _KINDS]
    named = {id_ for pair in pairs for id_ in (pair.one, pair.other)}
    chosen = [record for record in records if record["id"] in named]
    stories = open_corpus(chosen, options, show_progress)
    bbc = [*read_lines(need(options.data / "bbc" / "articles.jsonl.gz"))][::_EVERY]
    subjects = open_corpus(bbc, options, show_progress)
    subject_of = {str(record["id"]): str(record["category"]) for record in bbc}
    systems = {
        f"least {limit}": {
            **_judge_pairs(stories, pairs, limit),
            **_judge_subjects(subjects, subject_of, limit),
        }
        for limit in _LIMITS
    }
    return Report(f"Topics: {len(pairs)} pairs, {len(bbc)} BBC articles", systems, (), {})


def _group(library: Library, limit: float) -> list[int]:
    groups: list[int] = group(article_vectors(library), limit).tolist()
    return groups


def _judge_pairs(corpus: Corpus, pairs: Sequence[LabelledPair], limit: float) -> Metrics:
    """Give how many pairs on one story are in one group, by half, and how many others."""
    groups = _group(corpus.library, limit)
    group_of = {corpus.ids[item.id]: groups[item.row] for item in corpus.library.articles}
    group_of |= {alias: group_of[first] for alias, first in corpus.first_of.items()}
    joined: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        name = "near misses" if pair.label == "unrelated" else pair.part
        joined[name].append(group_of[pair.one] == group_of[pair.other])
    return {
        f"joined, {name}": single(sum(found) / len(found)) for name, found in sorted(joined.items())
    }


def _judge_subjects(corpus: Corpus, subject_of: Mapping[str, str], limit: float) -> Metrics:
    """Give how many articles are in a group, and how many of these in one of their subject."""
    members: dict[int, list[str]] = defaultdict(list)
    groups = _group(corpus.library, limit)
    for item in corpus.library.articles:
        members[groups[item.row]].append(subject_of[corpus.ids[item.id]])
    shared = [subjects for subjects in members.values() if len(subjects) > 1]
    inside = sum(map(len, shared))
    alike = sum(Counter(subjects).most_common(1)[0][1] for subjects in shared)
    return {
        "grouped": single(inside / len(corpus.library.articles)),
        "of one subject": single(alike / max(inside, 1)),
    }
