"""Two articles side by side: which sentences of one say what sentences of the other say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.edits import Span
from index.embed import Rows
from index.traits import find_facts, fold_words

__all__ = ["Alignment", "Comparison", "Told"]

_NEAREST = 2
"""Passages of the other article in which a sentence is looked for: the nearest to its own."""

Encode = Callable[[Sequence[str]], Rows]
"""Sentences -> (n, dim) unit rows."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article as its sentences."""

    sentences: tuple[str, ...]
    spans: tuple[Span, ...]
    """Of the sentences, in the article's text."""
    passages: tuple[int, ...]
    """Of each sentence: the position of its passage in the article."""
    rows: Rows
    """(n_passages, dim)."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """What of one article, in whole or in part a rewrite of another, stands in that other."""

    features: dict[str, float]
    """`covered`: share of its words in sentences that the other says too; `other_covered`: of the
    other's words; `in_order`: how often the next of these comes later in the other, too."""
    shares: tuple[float, float]
    """Of the words of each in sentences that both say."""
    aligned: tuple[tuple[Span, Span, float], ...]
    """Sentence of the one, of the other, and how alike they are, -1 to 1."""
    own: tuple[tuple[str, ...], tuple[str, ...]]
    """Names and numbers of each that the other lacks, sorted."""


class Comparison:
    """One article laid beside another that may hold it.

    Equal sentences need no model. Every other one is looked for in those passages of the other
    that are nearest to its own; only what stands there is encoded.

    Args:
        one: which may be a rewrite of the other, or stand in it.
        other: which may hold it.
    """

    def __init__(self, one: Told, other: Told) -> None:
        self._one, self._other = one, other
        mine, theirs = _fold(one), _fold(other)
        place = {text: i for i, text in reversed(list(enumerate(theirs)))}
        self._equal = {i: place[text] for i, text in enumerate(mine) if text in place}
        self._open = [i for i in range(len(mine)) if i not in self._equal]
        nearest = _nearest(one, other, {one.passages[i] for i in self._open})
        known = set(mine)
        self._candidates = [
            i for i, text in enumerate(theirs) if other.passages[i] in nearest and text not in known
        ]

    def sentences(self) -> list[str]:
        """Give the sentences that have to be encoded."""
        return [
            *(self._one.sentences[i] for i in self._open),
            *(self._other.sentences[i] for i in self._candidates),
        ]

    def align(self, encode: Encode, aligned_cosine: float) -> Alignment:
        """Give what says the same; a sentence does from `aligned_cosine` on."""
        matched = {i: (j, 1.0) for i, j in self._equal.items()}
        rows = encode(self.sentences())
        if self._open and self._candidates:
            cosines = rows[: len(self._open)] @ rows[len(self._open) :].T  # (n_open, n_candidates)
            for i, j in zip(self._open, cosines.argmax(axis=1), strict=True):
                cosine = float(cosines[self._open.index(i), j])
                if cosine >= aligned_cosine:
                    matched[i] = (self._candidates[j], cosine)
        return self._describe(dict(sorted(matched.items())))

    def _describe(self, matched: dict[int, tuple[int, float]]) -> Alignment:
        one, other = self._one, self._other
        targets = [j for j, _ in matched.values()]
        shares = (_share(one, matched), _share(other, set(targets)))
        return Alignment(
            {"covered": shares[0], "other_covered": shares[1], "in_order": _in_order(targets)},
            shares,
            tuple(
                (one.spans[i], other.spans[j], round(cosine, 3))
                for i, (j, cosine) in matched.items()
            ),
            _own_facts(one.sentences, other.sentences),
        )


def _fold(told: Told) -> list[str]:
    return [" ".join(fold_words(sentence)) for sentence in told.sentences]


def _nearest(one: Told, other: Told, passages: set[int]) -> set[int]:
    """Give the passages of the other that are nearest to any of some passages of the one."""
    asked = sorted(passages)
    cosines = one.rows[asked] @ other.rows.T  # (n_asked, n_passages of the other)
    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :_NEAREST]
    return {int(passage) for passage in nearest.ravel()}


def _share(told: Told, chosen: "dict[int, tuple[int, float]] | set[int]") -> float:
    words = [len(sentence.split()) for sentence in told.sentences]
    return sum(words[i] for i in chosen) / max(sum(words), 1)


def _in_order(targets: Sequence[int]) -> float:
    """Give how often the next is no earlier, 0 to 1; a half when there is no next."""
    steps = np.diff(targets)
    return float((steps >= 0).mean()) if len(steps) else 0.5


def _own_facts(one: Sequence[str], other: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    (mine, my_mentions), (theirs, their_mentions) = find_facts(one), find_facts(other)
    return tuple(sorted(mine - their_mentions)), tuple(sorted(theirs - my_mentions))
