"""Fit what makes two articles one source family, or related.

    python -m benchmarks.fit_families --data ../shared/data

Fitted on the tune half of the labelled pairs (benchmarks/rewrites.py); the other half is only
reported on, by `python -m benchmarks families`. Writes index/families/rule.json.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.corpus import Corpus, open_corpus
from benchmarks.fitting import fit_logistic
from benchmarks.progress import show_progress
from benchmarks.rewrites import FAMILY, LabelledPair, read_pairs
from index.disk import open_generation
from index.embed import Embedder, Rows
from index.families.alignment import Comparison, Told
from index.families.candidates import Candidate, Judge, related_features
from index.families.comparison import tell
from index.families.find import mean_rows, rewrite_features
from index.families.rule import FamilyRule
from index.file_store import TABLES
from index.logistic import Logistic
from index.tables import Tables
from index.traits import Portrait, make_traits

__all__ = ["main"]

_ROOT = Path(__file__).resolve().parent.parent
_OUT = _ROOT / "index" / "families" / "rule.json"
_AGAINST = frozenset(("own_share", "own_facts", "days"))
_COSINES = np.arange(0.45, 0.75, 0.025)
_ROUNDS = 5  # until it is settled which of two articles is rather the rewrite

Example = tuple[dict[str, float], bool]


@dataclass(frozen=True, slots=True)
class Articles:
    """The labelled articles, by their ids in the benchmark."""

    row_of: dict[str, int]
    portraits: list[Portrait]
    told: list[Told]
    means: Rows


def main(arguments: list[str] | None = None) -> int:
    """Fit on the tune half and write the coefficients."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data")
    parser.add_argument("--work", type=Path, default=_ROOT / "var" / "benchmarks")
    parser.set_defaults(config=_ROOT / "config.toml", preset="")
    options = parser.parse_args(arguments)
    records, pairs = read_pairs(options.data)
    corpus = open_corpus(records, options, show_progress)
    tune = [pair for pair in pairs if pair.part == "tune" and pair.kind != "copy"]
    rule = fit(tune, _read_articles(corpus), corpus.library.embedder)
    _OUT.write_text(json.dumps(asdict(rule), indent=2) + "\n", encoding="utf-8")
    return 0


def fit(pairs: Sequence[LabelledPair], articles: Articles, embedder: Embedder) -> FamilyRule:
    """Fit all judgements, each on what the one before it lets through."""
    unfitted = Logistic(0.0, {})
    rule = FamilyRule(-1.0, unfitted, 0.0, 0.0, unfitted, 0.5, unfitted, 0.5)
    rule = _fit_hint(pairs, articles, rule)
    judge = Judge(articles.portraits, rule)
    judged = [judge(_measure(pair, articles)) for pair in pairs]
    near = [
        item.cosine for item, pair in zip(judged, pairs, strict=True) if pair.label != "unrelated"
    ]
    rule = replace(rule, least_cosine=round(float(min(near)) - 0.005, 2))
    return _fit_related(pairs, articles, _fit_rewrite(pairs, judged, articles, embedder, rule))


def _fit_hint(pairs: Sequence[LabelledPair], articles: Articles, rule: FamilyRule) -> FamilyRule:
    """Fit the first judgement; its limit lets every rewrite of the tune half through."""
    judge = Judge(articles.portraits, rule)
    both = []
    for item in (_measure(pair, articles) for pair in pairs):
        sides = ((item.one, item.other), (item.other, item.one))
        both.append([judge.features(*side, item) for side in sides])
    labels = [pair.label == FAMILY for pair in pairs]
    chosen = [min(sides, key=lambda side: side["own_share"]) for sides in both]
    hint = rule.hint
    for _ in range(_ROUNDS):
        hint = Logistic(*fit_logistic(list(zip(chosen, labels, strict=True)), _AGAINST))
        chosen = [max(sides, key=hint) for sides in both]
    lowest = min(hint(side) for side, label in zip(chosen, labels, strict=True) if label)
    return replace(rule, hint=hint, hint_limit=round(lowest - 0.005, 2))


def _fit_rewrite(
    pairs: Sequence[LabelledPair],
    judged: Sequence[Candidate],
    articles: Articles,
    embedder: Embedder,
    rule: FamilyRule,
) -> FamilyRule:
    """Fit the second judgement, and the cosine at which sentences say the same."""
    kept = [i for i, item in enumerate(judged) if item.hint >= rule.hint_limit]
    vectors = _encode(
        [_compare(judged[i], articles).sentences() for i in kept], embedder
    )  # each sentence once
    best = (np.inf, rule)
    for aligned_cosine in _COSINES:
        examples: list[Example] = []
        for i in kept:
            alignment = _compare(judged[i], articles).align(vectors, float(aligned_cosine))
            features = rewrite_features(judged[i], alignment, articles.portraits)
            examples.append((features, pairs[i].label == FAMILY))
        fitted = Logistic(*fit_logistic(examples, _AGAINST))
        chances = [fitted(features) for features, _ in examples]
        loss = -sum(
            np.log(max(chance if label else 1 - chance, 1e-9))
            for chance, (_, label) in zip(chances, examples, strict=True)
        )
        if loss < best[0]:
            whole = dict(zip(kept, chances, strict=True))
            limit = _best_limit(pairs, [whole.get(i, 0.0) for i in range(len(pairs))], FAMILY)
            cosine = round(float(aligned_cosine), 3)
            best = loss, replace(rule, aligned_cosine=cosine, rewrite=fitted, rewrite_limit=limit)
    return best[1]


def _fit_related(pairs: Sequence[LabelledPair], articles: Articles, rule: FamilyRule) -> FamilyRule:
    """Fit the third judgement; stories of our own have nothing to do with one another."""
    stories = [pair for pair in pairs if pair.kind == "medium"]
    strangers = [
        LabelledPair(a.one, b.other, "unrelated", "strangers", "tune")
        for a, b in combinations(stories, 2)
    ]
    told = [pair for pair in pairs if pair.kind in ("news", "independent", "retold")]
    examples: list[Example] = []
    for pair in (*told, *strangers):
        item = _measure(pair, articles)
        days = (articles.portraits[item.one].day, articles.portraits[item.other].day)
        examples.append((related_features(item.cosine, days), pair.label != "unrelated"))
    related = Logistic(*fit_logistic(examples, _AGAINST))
    chances = [related(features) for features, _ in examples]
    limit = _best_limit([*told, *strangers], chances, "related")
    return replace(rule, related=related, related_limit=limit)


def _best_limit(pairs: Sequence[LabelledPair], chances: Sequence[float], label: str) -> float:
    """Give the limit with the lowest error rate, each kind of pair counting alike."""
    wanted = {FAMILY} if label == FAMILY else {FAMILY, "related"}
    kinds: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for pair, chance in zip(pairs, chances, strict=True):
        kinds[pair.kind, pair.label].append((chance, pair.label in wanted))

    def errors(limit: float) -> float:
        return sum(
            sum((chance >= limit) != is_so for chance, is_so in items) / len(items)
            for items in kinds.values()
        )

    limits = [i / 100 for i in range(5, 96)]
    lowest = min(map(errors, limits))
    best = [limit for limit in limits if errors(limit) <= lowest + 1e-9]
    return best[len(best) // 2]


def _measure(pair: LabelledPair, articles: Articles) -> Candidate:
    """Give a pair by rows, with the cosine of their means and the runs of words they share."""
    one, other = articles.row_of[pair.one], articles.row_of[pair.other]
    mine, theirs = (
        np.frombuffer(articles.portraits[row].traits.runs, "<u4") for row in (one, other)
    )
    cosine = float(articles.means[one] @ articles.means[other])
    return Candidate(one, other, cosine, int(np.isin(mine, theirs).sum()), related=0.0)


def _compare(item: Candidate, articles: Articles) -> Comparison:
    rows = (item.other, item.one) if item.is_reversed else (item.one, item.other)
    return Comparison(articles.told[rows[0]], articles.told[rows[1]])


def _encode(asked: Sequence[Sequence[str]], embedder: Embedder) -> Callable[[Sequence[str]], Rows]:
    texts = list(dict.fromkeys(text for sentences in asked for text in sentences))
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        show_progress("sentences", done, len(texts))

    rows = embedder.encode_passages(texts, advance)
    place = {text: i for i, text in enumerate(texts)}
    return lambda sentences: rows[[place[text] for text in sentences]]


def _read_articles(corpus: Corpus) -> Articles:
    """Read the labelled articles back from their library."""
    library = corpus.library
    folder, _ = open_generation(library.settings.library)
    tables = Tables(folder / TABLES)
    rows = library.files.vectors.rows(np.arange(len(library.files.vectors)))
    told = [tell(tables, rows, article.row) for article in library.articles]
    days = [item.published.day.toordinal() if item.published else 0 for item in library.articles]
    row_of = {corpus.ids[article.id]: article.row for article in library.articles}
    row_of |= {alias: row_of[first] for alias, first in corpus.first_of.items()}
    return Articles(
        row_of,
        [Portrait(make_traits(t.sentences), day) for t, day in zip(told, days, strict=True)],
        told,
        mean_rows(rows, library.files.article_of_passage.tolist(), len(told)),
    )


if __name__ == "__main__":
    sys.exit(main())
