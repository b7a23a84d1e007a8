"""Which words of a chat a question leaves out, and a search needs all the same."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from index import Logistic
from qa.people import find_names
from qa.question import Tokenize

__all__ = [
    "CHATTING",
    "FITTED",
    "POINTING",
    "Candidate",
    "Carry",
    "FittedCarry",
    "Source",
    "Turn",
    "describe_question",
    "find_candidates",
]

FITTED = "followups.json"

_MOST = 4
"""Words that are carried, at most."""
_OFTEN = 3
"""Times that a word is counted in one text, at most."""
_MANY = 8
"""Words of a question that are counted, at most."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_GOING_ON = re.compile(r"\s*(?:and|but|so|(?:what|how) about)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
POINTING = re.compile(
    r"\b(?:it|its|he|him|his|she|hers?|they|them|theirs?|this|that|these|those|there|ones?|such)\b",
    re.IGNORECASE,
)
CHATTING = frozenset(
    """another ask awesome bit compare cool could describe else ever example explain find first get
    give go good great guess happen hear hey hmm idea information interest interesting kind
    know learn let like list look lot love make many mean more much need next nice not oh ok
    okay one other please put read really recommend right say second see show so sort sound
    speak sure talk tell thank thanks thing think too try type understand use want way well
    what wonder wow yes
    """.split()
)
"""Words that keep a chat going, whatever it is about."""


@dataclass(frozen=True, slots=True)
class FittedCarry:
    """What is fitted; `benchmarks/fit_followups.py` makes the file."""

    leans: Logistic
    """A question leans on the chat."""
    lean_from: float
    """Probability at which it is taken to."""
    needed: Logistic
    """A word of the chat belongs to a question that does."""
    carry_from: float
    """Probability at which it is carried."""

    @classmethod
    def load(cls) -> "FittedCarry":
        """Read the numbers that ship with this package."""
        kept: dict[str, Any] = json.loads(files("qa").joinpath(FITTED).read_text("utf-8"))
        return cls(
            Logistic(**kept["leans"]),
            kept["lean_from"],
            Logistic(**kept["needed"]),
            kept["carry_from"],
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a chat with what answered it."""

    question: str
    """As typed: what was taken from the chat wrongly is not taken again."""
    standalone: str
    evidence: tuple[str, ...] = ()
    """The sentences shown, the likeliest first."""
    short: str = ""
    """The few words that answer, where there are any."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the chat that words are carried from."""

    text: str
    is_question: bool
    age: int
    """Turns ago, from 0."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the chat that the question does not have."""

    token: str
    source: Source
    """Where it was last, questions before evidence."""
    span: tuple[int, int]
    features: Mapping[str, float]
    chance: float = 0.0
    """Probability that the question needs it."""


class Carry:
    """Tells which questions lean on the chat, and which of its words they need.

    After Kumar and Callan 2020, "Making Information Seeking Easier", and Voskarides et al. 2020,
    "Query Resolution for Conversational Search with Limited Supervision", who choose words of the
    chat one by one; here by a few features and logistic judgements that
    `benchmarks/fit_followups.py` fits.

    Args:
        tokenize: text -> the tokens it is indexed under.
        fitted: the judgements.
    """

    def __init__(self, tokenize: Tokenize, fitted: FittedCarry) -> None:
        self._tokenize, self._fitted = tokenize, fitted

    def leans(self, question: str) -> bool:
        """Tell whether a question needs anything of the chat."""
        features = describe_question(question, self._tokenize)
        return self._fitted.leans(features) >= self._fitted.lean_from

    def rank(self, question: str, turns: Sequence[Turn]) -> list[Candidate]:
        """Give all words that a question could need, the likeliest first."""
        found = find_candidates(question, turns, self._tokenize)
        ranked = [replace(item, chance=self._fitted.needed(item.features)) for item in found]
        return sorted(ranked, key=lambda item: -item.chance)

    def choose(self, ranked: Sequence[Candidate]) -> list[Candidate]:
        """Give the words to carry among those that are ranked."""
        return [item for item in ranked[:_MOST] if item.chance >= self._fitted.carry_from]


def describe_question(question: str, tokenize: Tokenize) -> dict[str, float]:
    """Give what of a question tells whether it leans on the chat.

    Of several sentences, the last one asks.
    """
    last = _SENTENCE.split(question.strip())[-1]
    words = len(set(tokenize(last)) - set(tokenize(" ".join(CHATTING))))
    has_name = any(not _begins(question, start) for _, (start, _) in find_names(question, tokenize))
    return {
        "points": float(POINTING.search(question) is not None),
        "goes_on": float(_GOING_ON.match(question) is not None),
        "has_name": float(has_name),
        "words": min(words, _MANY) / _MANY,
        "brevity": 1.0 / (1 + words),
    }


def _begins(text: str, place: int) -> bool:
    """Tell whether a sentence begins there, where any word has a capital."""
    return text[:place].rstrip(" \"“‘'(")[-1:] in {"", *".?!:"}


def find_candidates(question: str, turns: Sequence[Turn], tokenize: Tokenize) -> list[Candidate]:
    """Give all words of the chat's questions and of its last evidence that a question lacks."""
    if not turns:
        return []
    asked = {*tokenize(question), *tokenize(" ".join(CHATTING))}
    sources = list(_sources(turns))
    places: dict[str, tuple[Source, tuple[int, int]]] = {}
    seen: dict[str, list[tuple[Source, bool]]] = {}
    for source in sources:
        for word in _WORD.finditer(source.text):
            is_name = word[0][0].isupper() and not _begins(source.text, word.start())
            for token in tokenize(word[0]):
                if token not in asked:
                    places.setdefault(token, (source, word.span()))
                    seen.setdefault(token, []).append((source, is_name))
    first = set(tokenize(turns[0].question))
    shape = _Shape.of(question, tokenize)
    return [
        Candidate(
            token,
            *places[token],
            shape.features(found, token in first),
        )
        for token, found in seen.items()
    ]


def _sources(turns: Sequence[Turn]) -> Iterator[Source]:
    """Give the texts of a chat: its questions, the latest first, then the last evidence."""
    for age, turn in enumerate(reversed(turns)):
        yield Source(turn.question, True, age)
    yield Source(" ".join(turns[-1].evidence), False, 0)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a question's shape tells how much it leaves out."""

    points: float
    """1 where a pronoun points back."""
    brevity: float
    """1 / (1 + its words that carry meaning)."""

    @classmethod
    def of(cls, question: str, tokenize: Tokenize) -> "_Shape":
        points = float(POINTING.search(question) is not None)
        return cls(points, 1.0 / (1 + len(tokenize(question))))

    def features(self, found: Sequence[tuple[Source, bool]], is_first: bool) -> dict[str, float]:
        """Give the features of a word from where it stands in the chat."""
        ages = [source.age for source, _ in found if source.is_question]
        evidence = sum(not source.is_question for source, _ in found)
        previous, first = float(0 in ages), float(is_first)
        both = float(bool(ages) and evidence > 0)
        name = float(any(is_name for _, is_name in found))
        return {
            "in_previous": previous,
            "in_first": first,
            "in_question": float(bool(ages)),
            "recent": 1.0 / (1 + min(ages)) if ages else 0.0,
            "asked_often": min(len(ages), _OFTEN) / _OFTEN,
            "in_evidence": min(evidence, _OFTEN) / _OFTEN,
            "in_both": both,
            "name": name,
            "points_previous": self.points * previous,
            "points_first": self.points * first,
            "points_both": self.points * both,
            "points_name": self.points * name,
            "brevity": self.brevity,
            "brevity_previous": self.brevity * previous,
            "brevity_first": self.brevity * first,
            "points": self.points,
        }
