"""Pairs of question and passage to train the reader on, answered and unanswered.

Of every question that a paragraph answers, pairs are made that no longer are: a passage that search
finds in the answer's place, the same paragraph without its answer, the same question with a name, a
number or a word changed so that the paragraph does not say it. Of a paragraph's statements
questions are made whether they are so.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from benchmarks.squad import AskedQuestion, Paragraph
from benchmarks.whether import ask_whether
from index.keywords import KeywordIndex
from index.sentences import split_sentences
from index.tokenizer import Tokenizer

__all__ = ["Pair", "PairMaker"]

_WORDS = 130
"""Of a passage, at most."""
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w.'’-]*(?:\s+(?:of\s+)?[A-ZÀ-Þ][\w.'’-]*)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in (
        "first/last largest/smallest highest/lowest before/after most/least more/fewer best/worst"
        " increase/decrease increased/decreased north/south east/west northern/southern"
        " eastern/western win/lose won/lost early/late earlier/later old/new older/newer"
        " high/low higher/lower long/short longest/shortest big/small bigger/smaller easy/difficult"
        " good/bad better/worse like/dislike liked/disliked love/hate accepted/rejected"
        " allowed/forbidden started/ended start/end began/ended begin/end open/close opened/closed"
        " bought/sold buy/sell gained/lost rise/fall rose/fell support/oppose supported/opposed"
        " oldest/youngest fast/slow cheap/expensive always/never inside/outside male/female"
        " men/women man/woman husband/wife mother/father son/daughter brother/sister true/false"
        " private/public major/minor legal/illegal possible/impossible with/without hot/cold"
        " summer/winter morning/evening above/below left/right enter/leave arrived/departed"
    ).split()
)
_OPPOSITE = {
    one: other for pair in _OPPOSITES for one, other in (pair, pair[::-1])
}  # a word in two pairs keeps its last
_VERB = re.compile(
    r"\b(did|does|do|is|are|was|were|can|could|will|would|has|have)\b", re.IGNORECASE
)
_TAIL = re.compile(
    r",? (?:in|for|during|from|with|by|at|after|before|on|according to)"
    r"(?: (?:the|a|an|his|her|their|its))?(?: [A-ZÀ-Þ0-9][\w.'’-]*)+\s*\?$"
)
"""Where, when or by whom, named at the end of a question."""
_FEWEST = 4
"""Words of a question that is left."""
_QUESTION_WORDS = frozenset("what who whom whose when where which why how in on at".split())


@dataclass(frozen=True, slots=True)
class Pair:
    """A question beside a passage."""

    question: str
    passage: str
    spans: tuple[tuple[int, int], ...]
    """Where each wording of the answer stands in the passage; empty where it does not answer."""
    is_near: bool
    """The passage is about what is asked, whether it answers or not."""
    kind: str
    """Of how it was made."""


class PairMaker:
    """Makes pairs from the questions about some paragraphs.

    Args:
        questions: all of one source.
        has_titles: whether its titles name what the paragraphs are about.
        chance: where every draw comes from.
    """

    def __init__(
        self, questions: Sequence[AskedQuestion], has_titles: bool, chance: random.Random
    ) -> None:
        self._questions, self._has_titles, self._chance = questions, has_titles, chance
        paragraphs = {item.paragraph.id: item.paragraph for item in questions}
        self._paragraphs = list(paragraphs.values())
        self._tokenize = Tokenizer()
        self._index = KeywordIndex.build(
            [self._tokenize(f"{item.title} {item.text}") for item in self._paragraphs],
            self._tokenize,
        )
        self._found: dict[str, list[int]] = {}
        """Question -> the rows of the paragraphs that search finds."""

    def make(self, shares: Mapping[str, float]) -> Iterator[Pair]:
        """Give a pair of every question as it is, and of shares of them as they were changed.

        Args:
            shares: how many "shortened", "keywords", "found", "removed", "name", "opposite",
                "negated" and "whether" pairs there are for each answerable question, as far as it
                gives them.
        """
        made = {
            "shortened": self._shorten,
            "keywords": self._leave_keywords,
            "found": self._find_other,
            "removed": self._remove_answer,
            "name": self._change_name,
            "opposite": self._turn_round,
            "negated": self._negate,
            "whether": self._ask_whether,
        }
        for item in self._questions:
            if not item.answers:
                passage = self._dress(item.paragraph, self._window(item.paragraph.text, ()))
                yield Pair(item.text, passage, (), True, "near miss")
                continue
            yield from self._as_it_is(item)
            for kind, share in shares.items():
                for _ in range(int(share) + (self._chance.random() < share % 1)):
                    yield from made[kind](item)

    def _as_it_is(self, item: AskedQuestion) -> Iterator[Pair]:
        text = self._window(item.paragraph.text, item.answers)
        yield self._answered(item.text, item, text)

    def _answered(
        self, question: str, item: AskedQuestion, text: str, kind: str = "answered"
    ) -> Pair:
        passage = self._dress(item.paragraph, text)
        skipped = len(passage) - len(text)
        spans = tuple(
            (skipped + found.start(), skipped + found.end())
            for answer in item.answers
            for found in [re.search(re.escape(answer), text)]
            if found
        )
        return Pair(question, passage, spans, True, kind)

    def _shorten(self, item: AskedQuestion) -> Iterator[Pair]:
        """Leave out the end of the question, as people do: the passage still answers."""
        tail = _TAIL.search(item.text)
        if tail and len(item.text[: tail.start()].split()) >= _FEWEST:
            question = f"{item.text[: tail.start()]}?"
            text = self._window(item.paragraph.text, item.answers)
            yield self._answered(question, item, text, "shortened")

    def _leave_keywords(self, item: AskedQuestion) -> Iterator[Pair]:
        """Leave out the words that mean nothing by themselves, as people do in a search box."""
        words = [word for word in item.text.rstrip(" ?").split() if self._tokenize(word)]
        if len(words) >= _FEWEST:
            text = self._window(item.paragraph.text, item.answers)
            yield self._answered(" ".join(words), item, text, "keywords")

    def _find_other(self, item: AskedQuestion) -> Iterator[Pair]:
        """Give a passage that search finds and that does not hold the answer."""
        others = self._others(item)
        if others:
            other = others[min(int(self._chance.expovariate(0.5)), len(others) - 1)]
            passage = self._dress(other, self._window(other.text, ()))
            yield Pair(item.text, passage, (), False, "found")

    def _others(self, item: AskedQuestion) -> list[Paragraph]:
        """Give what search finds that does not hold the answer, best first."""
        if item.text not in self._found:
            rows, _ = self._index.search(item.text, 12)
            self._found[item.text] = rows.tolist()
        others = (self._paragraphs[row] for row in self._found[item.text])
        return [
            other
            for other in others
            if other.id != item.paragraph.id and not _holds(other.text, item.answers)
        ]

    def _remove_answer(self, item: AskedQuestion) -> Iterator[Pair]:
        text = item.paragraph.text
        kept = [text[a:b] for a, b in _sentences(text) if not _holds(text[a:b], item.answers)]
        if len(kept) >= 2:
            passage = self._dress(item.paragraph, self._window(" ".join(kept), ()))
            yield Pair(item.text, passage, (), True, "removed")

    def _change_name(self, item: AskedQuestion) -> Iterator[Pair]:
        """Put another name or number of the paragraph, or of another one, into the question."""
        found = [match for match in _names(item.text) if match.start() > 0]
        if not found:
            return
        match = self._chance.choice(found)
        near = self._chance.random() < 0.6
        text = item.paragraph.text if near else self._chance.choice(self._paragraphs).text
        is_number = match[0][0].isdigit()
        names = [
            other[0]
            for other in _names(text)
            if other[0][0].isdigit() == is_number
            and other.start() > 0
            and (is_number or other[0].split()[0].casefold() not in text)
            and not _overlap(other[0], item.text)
            and not any(_overlap(other[0], answer) for answer in item.answers)
        ]
        if names:
            changed = item.text[: match.start()] + self._chance.choice(names)
            yield self._unanswered(changed + item.text[match.end() :], item, "name")

    def _turn_round(self, item: AskedQuestion) -> Iterator[Pair]:
        """Put the opposite of a word into the question."""
        words = [
            match
            for match in re.finditer(r"\w+", item.text)
            if match[0].casefold() in _OPPOSITE
            and _OPPOSITE[match[0].casefold()] not in item.paragraph.text.casefold()
        ]
        if words:
            match = self._chance.choice(words)
            changed = f"{item.text[: match.start()]}{_OPPOSITE[match[0].casefold()]}"
            yield self._unanswered(changed + item.text[match.end() :], item, "opposite")

    def _negate(self, item: AskedQuestion) -> Iterator[Pair]:
        match = _VERB.search(item.text)
        if match and " not " not in item.text and "n't" not in item.text:
            words = item.text[match.end() :].split()
            if len(words) < 2 or item.text.split()[0].casefold() not in _QUESTION_WORDS:
                return
            # "Where did the ship not call": behind the subject, which is mostly short.
            changed = f"{item.text[: match.end()]} {words[0]}"
            rest = words[1:]
            while rest and (words[0].casefold() in {"the", "a", "an"} or rest[0][0].isupper()):
                changed, words, rest = f"{changed} {rest[0]}", rest, rest[1:]
            if rest:
                yield self._unanswered(f"{changed} not {' '.join(rest)}", item, "negated")

    def _ask_whether(self, item: AskedQuestion) -> Iterator[Pair]:
        """Ask whether a statement of the paragraph is so, or its opposite; or take it out."""
        text = item.paragraph.text
        spans = _sentences(text)
        at = self._chance.randrange(len(spans))
        asked = ask_whether(text, spans[at], self._tokenize)
        if asked is None:
            return
        question = asked.text
        turned = [match for match in re.finditer(r"\w+", question) if match[0] in _OPPOSITE]
        if turned and self._chance.random() < 0.5:  # the same place says that it is not so
            match = self._chance.choice(turned)
            question = question[: match.start()] + _OPPOSITE[match[0]] + question[match.end() :]
        said = text[slice(*asked.span)]
        whole = AskedQuestion(question, item.paragraph, (said,))
        if self._chance.random() < 0.6:
            yield self._answered(question, whole, self._window(text, (said,)), "whether")
        else:
            yield from (
                Pair(pair.question, pair.passage, (), pair.is_near, "whether")
                for pair in self._chance.choice((self._remove_answer, self._find_other))(whole)
            )

    def _unanswered(self, question: str, item: AskedQuestion, kind: str) -> Pair:
        text = self._window(item.paragraph.text, item.answers)
        return Pair(question, self._dress(item.paragraph, text), (), True, kind)

    def _dress(self, paragraph: Paragraph, text: str) -> str:
        """Put the title in front, as search does, but not always."""
        if self._has_titles and self._chance.random() < 0.7:
            return f"{paragraph.title}\n{text}"
        return text

    def _window(self, text: str, answers: Sequence[str]) -> str:
        """Give sentences in a row, at most _WORDS words, those of the commonest answer in them."""
        spans = _sentences(text)
        if len(text.split()) <= _WORDS or len(spans) < 2:
            return text
        counts = [len(text[a:b].split()) for a, b in spans]
        at = text.find(Counter(answers).most_common(1)[0][0]) if answers else -1
        if at >= 0:
            holding = [i for i, (_, end) in enumerate(spans) if end > at][:1] or [0]
        else:
            holding = [self._chance.randrange(len(spans))]
        first = last = holding[0]
        total = counts[first]
        while True:
            grow = [
                i
                for i in (first - 1, last + 1)
                if 0 <= i < len(spans) and total + counts[i] <= _WORDS
            ]
            if not grow:
                return text[spans[first][0] : spans[last][1]]
            chosen = self._chance.choice(grow)
            first, last = min(first, chosen), max(last, chosen)
            total += counts[chosen]


@cache
def _sentences(text: str) -> list[tuple[int, int]]:
    return split_sentences(text)


def _names(text: str) -> list[re.Match[str]]:
    return [
        match
        for match in (*_NAME.finditer(text), *_NUMBER.finditer(text))
        if match[0].split()[0].casefold() not in _QUESTION_WORDS
    ]


def _holds(text: str, answers: Sequence[str]) -> bool:
    return any(answer.casefold() in text.casefold() for answer in answers)


def _overlap(one: str, other: str) -> bool:
    return not {word.casefold() for word in one.split()}.isdisjoint(
        word.casefold().strip("?.,") for word in other.split()
    )
