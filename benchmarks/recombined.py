"""As many articles as are asked for, recombined from real ones: new texts of the same words.

Paragraphs of several articles are put together, with a title, a day and an outlet, and of their
words every third or so is another of the same form, each name and number the same throughout an
article. So sentences are alike and nowhere equal, as in a real collection, but for some articles
that are copies or rewrites. Number n is the same in every run.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.blocks import read_articles
from benchmarks.corpus import article_text, need, read_lines

__all__ = ["Recombiner", "Source", "read_sources"]

_WORD = re.compile(r"[A-Za-z]{4,}|\d+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"])")
_FUNCTION_WORDS = 150
"""The commonest stay: a sentence keeps its build."""
_SWAPPED, _REWRITTEN = 0.35, 0.12
"""Shares of words that another one takes the place of."""
_COINED = 0.3
"""Share of names that nobody bore before: the words of a collection grow with it."""
_OF_A_FORM = 4096
_ALIASES, _COPIES, _REWRITES = 0.01, 0.03, 0.06
"""Shares of articles, each with those before it: equal files, equal texts, texts told anew."""
_BACK = 2000
"""Articles before it among which that is one of which it is made."""
_FIRST_DAY, _DAYS = date(2013, 1, 1), 3650
_SYLLABLES = (
    "bar den fel gor han jel kar lun mor nar pel rin sol tav vel wen zor mar tis ull".split()
)
_PRESS = "Courier Gazette Herald Ledger Monitor Post Times Tribune".split()
_OUTLETS = 40


@dataclass(frozen=True, slots=True)
class Source:
    """A real article."""

    title: str
    paragraphs: tuple[str, ...]


def read_sources(data: Path) -> list[Source]:
    """Give the articles of a newswire, a broadcaster and a year of news."""
    contents = [content for _, _, content, _ in read_articles("reuters", data)]
    for name in ("bbc", "news"):
        records = read_lines(need(data / name / "articles.jsonl.gz"))
        contents += [f"{item['title'] or ''}\n\n{item['text']}".encode() for item in records]
    return [source for source in map(_as_source, contents) if source.paragraphs]


def _as_source(content: bytes) -> Source:
    title, *blocks = content.decode("utf-8", "replace").split("\n\n")
    paragraphs = [" ".join(block.split()) for block in blocks]
    return Source(title.strip(), tuple(item for item in paragraphs if len(item.split()) >= 8))


class Recombiner:
    """Makes article after article.

    Args:
        sources: real ones.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._words = _Words.of(sources)

    def __call__(self, number: int) -> str:
        """Give the content of an article's file."""
        chance = _chance(number)
        share = chance.random()
        if number == 0 or share >= _REWRITES:
            return self._compose(number)
        model = self(chance.randrange(max(0, number - _BACK), number))
        if share < _ALIASES:
            return model
        title, _, *blocks = model.strip().split("\n\n")
        blocks = [block for block in blocks if not block.startswith("Source: ")]
        if share >= _COPIES:
            title, blocks = self._retell(title, blocks, chance)
        return _lay_out(title, blocks, chance)

    def _compose(self, number: int) -> str:
        """Give an article that none before it is a model of."""
        chance = _chance(-1 - number)
        first = chance.randrange(len(self._sources))
        # Those that stand side by side are of one collection, and often of one day.
        taken = [self._sources[min(first + step, len(self._sources) - 1)] for step in range(4)]
        paragraphs = [text for source in taken for text in source.paragraphs]
        count = min(chance.randint(3, 9), len(paragraphs))
        swap = self._swapper(_SWAPPED, chance)
        blocks = [_WORD.sub(swap, text) for text in chance.sample(paragraphs, count)]
        return _lay_out(_WORD.sub(swap, taken[0].title), blocks, chance)

    def _retell(
        self, title: str, blocks: Sequence[str], chance: random.Random
    ) -> tuple[str, list[str]]:
        """Give a text anew: some sentences gone, some words others."""
        swap = self._swapper(_REWRITTEN, chance)
        told = [
            " ".join(part for part in _SENTENCE.split(block) if chance.random() > 0.2)
            for block in blocks
        ]
        return _WORD.sub(swap, title), [_WORD.sub(swap, text) for text in told if text] or [*blocks]

    def _swapper(self, share: float, chance: random.Random) -> "_Swap":
        return _Swap(self._words, share, chance)


@dataclass(frozen=True, slots=True)
class _Words:
    """What words are replaced by."""

    common: frozenset[str]
    """These stay."""
    forms: dict[tuple[bool, str], list[str]]
    """The others by their form, each as often as it comes."""

    @classmethod
    def of(cls, sources: Sequence[Source]) -> "_Words":
        texts = [text for item in sources[::3] for text in item.paragraphs]
        words = [word for text in texts for word in _find(text)]
        common = frozenset(word for word, _ in Counter(words).most_common(_FUNCTION_WORDS))
        _chance(0).shuffle(words)
        forms: dict[tuple[bool, str], list[str]] = {}
        for word in words:
            members = forms.setdefault(_form(word), [])
            if word not in common and len(members) < _OF_A_FORM:
                members.append(word)
        return cls(common, {form: members for form, members in forms.items() if members})


class _Swap:
    """Gives a word, or another of its form: the same one throughout an article."""

    def __init__(self, words: _Words, share: float, chance: random.Random) -> None:
        self._words, self._share, self._chance = words, share, chance
        self._known: dict[str, str] = {}

    def __call__(self, match: re.Match[str]) -> str:
        word = match[0]
        if word not in self._known:
            self._known[word] = self._choose(word)
        return self._known[word]

    def _choose(self, word: str) -> str:
        draw = self._chance.random()
        if draw >= self._share or word in self._words.common:
            return word
        if word.isdigit():
            return "".join(self._chance.choice("123456789") for _ in word)
        if word[0].isupper() and draw < self._share * _COINED:
            return _coin(self._chance)
        return self._chance.choice(self._words.forms.get(_form(word), [word]))


def _find(text: str) -> Iterator[str]:
    return (match[0] for match in _WORD.finditer(text) if not match[0].isdigit())


def _form(word: str) -> tuple[bool, str]:
    return word[0].isupper(), word[-2:]


def _coin(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()


def _chance(number: int) -> random.Random:
    return random.Random(f"article {number}")  # noqa: S311  # that can be repeated


def _lay_out(title: str, blocks: Sequence[str], chance: random.Random) -> str:
    """Give a file with a title, a day and an outlet of its own."""
    day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    place = _SYLLABLES[chance.randrange(_OUTLETS) % len(_SYLLABLES)].capitalize() + "burg"
    outlet = f"{place} {_PRESS[chance.randrange(2)]}"
    text = "\n\n".join([f"Source: The {outlet}", *blocks])
    return article_text({"title": title or outlet, "date": day.isoformat(), "text": text})
