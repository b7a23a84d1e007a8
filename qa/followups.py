"""A question of a chat becomes one that stands alone: visible, and for the reader to correct."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from qa.bare import ask_anew, is_bare
from qa.carry import POINTING, Carry, Turn
from qa.counting import find_counted, read_counted
from qa.people import People, find_names
from qa.periods import Periods, cut_words
from qa.pronouns import CLAUSE, EMPTY_IT, IT, NO_IT, OWN, PERSONAL, put_name
from qa.question import Tokenize
from qa.referents import Phrase, join_phrases
from qa.search import NOTHING, Beside

__all__ = ["FollowUps", "Standalone"]

Span = tuple[int, int]

_AGO = 4
"""Turns that are looked through for whom a pronoun means."""
_FEW = 1
"""Words that carry meaning, at most, in a question that is nothing without the one before."""
_CLEARLY = 1.5
"""How many times likelier than another a thing has to be for a pronoun to mean it."""
_ALIKE = 0.35
"""Cosine of two words, at least, for one to take the place of the other."""

_WORD = re.compile(r"[\w’'-]+")
_ASIDE = re.compile(r" \([^()]*\)(?=\W*$)")
"""What an earlier question took of the chat."""
_WHAT_ABOUT = re.compile(
    r"\s*(?:(?:and|but|so|then|ok|okay)\b[\s,]*)*(?:what|how) about (?P<thing>[^?]+?)[\s?]*$"
    r"|\s*(?:and|but|or)\s+(?P<other>[^?]+?)\s*\?+\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should|if)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"\W*(?:(?:and|but|so)\b\W*)?(?:who|which \w+)\b", re.IGNORECASE)
_OWNED = re.compile(r"\b(?:his|her|its|their)\b|['’]s\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no chat to be understood."""

    text: str
    typed: str
    read: str
    """What the sentences are to answer: without the words that are only added."""
    recalled: str = ""
    """What is searched for: the question with all words of the chat that it may need."""
    evidence: str = ""
    """What answered the question before it."""

    @property
    def is_follow_up(self) -> bool:
        return self.text != self.typed

    @property
    def beside(self) -> Beside:
        """What is looked for with it: the question as typed, and what is like the last evidence."""
        return Beside((self.typed,), self.evidence) if self.is_follow_up else NOTHING

    def without(self, words: str) -> "Standalone":
        """Give it without words that need not be looked for."""
        return Standalone(
            text=cut_words(self.text, words),
            typed=cut_words(self.typed, words),
            read=cut_words(self.read, words),
            recalled=cut_words(self.recalled, words),
            evidence=self.evidence,
        )


class FollowUps:
    """Question and chat -> the question, standing alone.

    Pronouns give way to what they mean, "what about X" to the last question about X, and what
    else the question needs of the chat is put behind it in brackets.

    Args:
        carry: chooses the words that a question needs.
        people: tells people from other names.
        tokenize: text -> the tokens it is indexed under.
        encode: words -> (n, dim) unit rows.
        periods: reads times.
    """

    def __init__(
        self,
        carry: Carry,
        people: People,
        tokenize: Tokenize,
        encode: Callable[[Sequence[str]], NDArray[np.float32]],
        periods: Periods,
    ) -> None:
        self._carry, self._people, self._periods = carry, people, periods
        self._tokenize, self._encode = tokenize, encode

    def __call__(self, question: str, turns: Sequence[Turn]) -> Standalone:
        """Give the question with what it takes from the turns; as it is, if it takes nothing."""
        is_whole = self._names_all(question) or self._names_counted(question)
        if not turns or is_whole or not self._carry.leans(question):
            return Standalone(question, question, question, question)
        last = _ASIDE.sub("", turns[-1].standalone)
        ranked = self._carry.rank(question, turns)
        carried = self._carry.choose(ranked)
        is_of_own = self._is_of_own(question)
        text = question if is_of_own else self._ask_of_other(question, last)
        if not text:
            asked = [item for item in ranked if item.source.is_question]
            named = self._name_people(question, turns)
            text = self._name_things(named, join_phrases(asked, self._tokenize))
        read = text
        if text == question and not is_of_own:
            read, text = self._add_words(question, join_phrases(carried, self._tokenize), last)
        held = set(self._tokenize(text))
        others = [item.source.text[slice(*item.span)] for item in carried if item.token not in held]
        recalled, evidence = " ".join([text, *others]), " ".join(turns[-1].evidence)
        return Standalone(text, question, read, recalled, evidence)

    def _names_all(self, question: str) -> bool:
        """Tell whether the question itself says whom each of its pronouns means."""
        pronouns = list(POINTING.finditer(question))
        return bool(pronouns) and all(
            any(
                pattern.fullmatch(question, *found.span()) and self._names_one(question, found, sex)
                for pattern, sex in PERSONAL
            )
            for found in pronouns
        )

    def _is_of_own(self, question: str) -> bool:
        """Tell whether all that a question points at is its own subject, no person: it names all.

        The chat may still tell what else it is about, which is looked for and not asked for.
        """
        if len(POINTING.findall(question)) > 1:
            return False
        if clause := CLAUSE.search(question):
            return NO_IT.search(clause["subject"]) is None
        own = OWN.search(question)
        return own is not None and not self._people.is_person(own["subject"].strip())

    def _names_counted(self, question: str) -> bool:
        """Tell whether a question that counts or lists says itself of what."""
        counted = read_counted(question)
        things = " ".join(counted.things) if counted else ""
        return bool(self._tokenize(things)) and not POINTING.search(things)

    def _names_one(self, question: str, pronoun: re.Match[str], gender: str) -> bool:
        """Tell whether a person of that gender is named before a pronoun."""
        before = find_names(question[: pronoun.start()], self._tokenize)
        return any(self._people.is_person(name, gender) for name, _ in before)

    def _ask_of_other(self, question: str, last: str) -> str:
        """Ask the last question of something else: "and Japan?"; empty where it is not that."""
        found = _WHAT_ABOUT.match(question)
        other = (found["thing"] or found["other"] or "").strip() if found else ""
        if other and (of_other_time := self._periods.put_other(last, other)):
            return of_other_time
        if not other or _CLAUSE.match(other) or _OWNED.search(other) or not self._tokenize(other):
            return ""
        place = find_counted(last) or self._find_place(other, last)
        if place is None:
            return ""
        start, end = place
        bare = re.sub(r"^(?:the|an?) (?=[a-z])", "", other)
        first, _, rest = bare.partition(" ")
        if rest and last[:start].endswith(f" {first} "):  # "and on 5?" after "on 15"
            bare = rest
        return f"{last[:start]}{bare}{last[end:]}"

    def _find_place(self, other: str, last: str) -> Span | None:
        """Give what of the last question something else takes the place of."""
        named = list(find_names(last, self._tokenize))
        if any(other == name for name, _ in find_names(other, self._tokenize)):
            kind = self._people.is_person(other)
            alike = [span for name, span in named if self._people.is_person(name) == kind]
            if len(alike) == 1:
                return alike[0]
            places = alike or [span for _, span in named]
        else:
            places = [
                word.span()
                for word in _WORD.finditer(last)
                if self._tokenize(word[0]) and not any(s <= word.start() < e for _, (s, e) in named)
            ]
        if not places and len(named) == 1:
            return named[0][1]
        if not places:
            return None
        rows = self._encode([other, *(last[slice(*place)] for place in places)])  # (1 + n, dim)
        cosines = rows[1:] @ rows[0]  # (n,)
        best = int(np.argmax(cosines))
        return places[best] if cosines[best] >= _ALIKE else None

    def _name_people(self, question: str, turns: Sequence[Turn]) -> str:
        """Put a person's name in the place of he and she."""
        for pattern, gender in PERSONAL:
            found = pattern.search(question)
            if not found or self._names_one(question, found, gender):
                continue
            if name := self._find_person(question, turns, gender):
                return pattern.sub(partial(put_name, name=name), question)
        return question

    def _find_person(self, question: str, turns: Sequence[Turn], gender: str) -> str:
        """Give the person spoken of last: in a question or as an answer, else in the evidence."""
        asked = set(self._tokenize(question))
        recent = turns[: -_AGO - 1 : -1]
        texts = [text for turn in recent for text in _in_order_of_mind(turn)]
        evidence = [text for turn in recent for text in turn.evidence]
        for text in (*texts, *evidence):
            for name, _ in find_names(text, self._tokenize):
                is_new = asked.isdisjoint(self._tokenize(name))
                if is_new and self._people.is_person(name, gender):
                    return self._whole_name(name, evidence)
        return ""

    def _whole_name(self, name: str, evidence: Sequence[str]) -> str:
        """Give a name as the evidence has it in full: a short answer may end within it."""
        whole = [other for text in evidence for other, _ in find_names(text, self._tokenize)]
        return next((other for other in whole if other.startswith(f"{name} ")), name)

    def _name_things(self, question: str, phrases: Sequence[Phrase]) -> str:
        """Put what was spoken of in the place of it or they."""
        found = IT.search(question)
        if not found or EMPTY_IT.search(question):
            return question
        before = question[: found.start()]
        if re.search(r"[,;:]|\band\b", before) and self._tokenize(before):
            return question  # the clause before says what it means
        is_plural = found[0].casefold().startswith("th")
        asked = set(self._tokenize(question))
        things = [
            phrase
            for phrase in phrases
            if phrase.is_thing
            and (phrase.is_name or phrase.is_plural == is_plural)
            and asked.isdisjoint(phrase.tokens)
            and not self._people.is_person(phrase.text)
        ]
        if not things:
            return question
        best, *others = sorted(things, key=lambda item: (item.age, -item.chance))
        if others and others[0].age == best.age and best.chance < _CLEARLY * others[0].chance:
            return question  # it may as well mean the other one
        return IT.sub(partial(put_name, name=best.text), question, count=1)

    def _add_words(self, question: str, phrases: Sequence[Phrase], last: str) -> tuple[str, str]:
        """Give what is read, and the same with what it needs beside.

        A question without a word of its own has all of the last one in both.
        """
        if is_bare(question) or not self._tokenize(question):
            whole = ask_anew(question, last.rstrip(" ?!."))
            return whole, whole
        if self._periods(question):
            phrases = [phrase for phrase in phrases if not phrase.is_time]  # it has its own
        if not phrases:
            return question, question
        plain = question.rstrip(" ?!.")
        added = ", ".join(item.text for item in phrases)
        return question, f"{plain} ({added}){question[len(plain) :].strip()}"


def _in_order_of_mind(turn: Turn) -> tuple[str, str]:
    """Give question and answer, first what "he" likelier means: who was asked for, if told."""
    if _WHO.match(turn.standalone):
        return turn.short, turn.standalone
    return turn.standalone, turn.short
