"""Where in a passage a reader sees the answer begin and end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["UNSEEN", "PassageRead", "ReadPassages", "SpanFound", "best_span"]

UNSEEN = -20.0
"""Margin, in logits, of what a model did not see: its passage is too long."""
LONGEST = 24
"""Tokens of a short answer, at most."""


@dataclass(frozen=True, slots=True)
class SpanFound:
    """The best short answer in some part of a passage."""

    margin: float
    """How much likelier it is than that the passage does not answer, in logits."""
    start: int
    """Of its first character in the passage."""
    end: int


@dataclass(frozen=True)
class PassageRead:
    """What a reader makes of a question beside a passage."""

    offsets: NDArray[np.int64]
    """(n_tokens, 2): the characters of each token of the passage."""
    logits: NDArray[np.float32]
    """(n_tokens, 2): the answer begins, and ends, at this token."""
    none: float
    """The same two, added up, that there is no answer."""
    answers: float
    """Logit: the passage answers."""
    near: float
    """Logit: the passage is about what is asked, whether it answers or not."""

    @property
    def has_spans(self) -> bool:
        """Whether the model tells where an answer stands."""
        return len(self.logits) > 0

    def find(self, start: int, end: int) -> SpanFound | None:
        """Give the best short answer between two places; None where no token stands there."""
        inside = (self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end)
        places = np.flatnonzero(inside)
        if not len(places):
            return None
        score, first, last = best_span(self.logits[places])
        tokens = self.offsets[places]
        return SpanFound(score - self.none, int(tokens[first, 0]), int(tokens[last, 1]))

    def share(self, start: int, end: int) -> float:
        """Give how much of the answer's beginning, and of its end, stands between two places."""
        inside = (self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end)
        return float(self._chances[inside].sum(axis=0).mean())

    @cached_property
    def _chances(self) -> NDArray[np.float32]:
        """(n_tokens, 2), each column adding up to 1: given that the passage answers."""
        powers = np.exp(self.logits - self.logits.max(axis=0, initial=-1e4))
        chances: NDArray[np.float32] = powers / np.maximum(powers.sum(axis=0), 1e-12)
        return chances


ReadPassages = Callable[[str, Sequence[str]], list[PassageRead]]
"""The seam for models that read: a question beside each of some passages, in their order."""


def best_span(logits: NDArray[np.float32], longest: int = LONGEST) -> tuple[float, int, int]:
    """Give the best answer of at most so many tokens: its score, first and last token.

    `logits` is (n_tokens, 2): begins here, ends here.
    """
    totals = logits[:, :1] + logits[None, :, 1]  # (n_tokens, n_tokens)
    within = np.tri(len(logits), k=longest - 1, dtype=bool) & ~np.tri(len(logits), k=-1, dtype=bool)
    totals = np.where(within, totals, -np.inf)
    start, end = np.unravel_index(int(totals.argmax()), totals.shape)
    return float(totals[start, end]), int(start), int(end)
