"""The words and names that tell one group of articles from all others."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from qa.question import MONTH, Tokenize

__all__ = ["Told", "name_group"]

Tokens = tuple[str, ...]
Share = Callable[[str], float]
"""Token -> share of all articles that hold it, above 0."""

_LONGEST = 3
"""Words of a phrase."""
_PIECE = re.compile(r"[^.,;:!?()\[\]\"“”„«»|/\n—–]+|\.(?=\w)")
_WORD = re.compile(r"[^\W_](?:[\w&]|[.’'-](?=\w))*")
_OWNED = re.compile(r"['’]s?$")
_TIME = re.compile(
    rf"(?:{MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tomorrow|tonight)s?$"
)
_WITHIN = re.compile(
    r"(?:day|week|month|year|morning|evening|afternoon|night|hour|minute)s?$|\d.*$",
    re.IGNORECASE,
)
"""What names something only behind another word: "warm nights", "Line 4"."""
_PLAIN = frozenset(
    "said say says saying told tell tells added adds called call calls asked ask asks made"
    " make makes making take takes took taken taking get gets got give gives gave given go"
    " goes going went gone come comes came coming see sees seen saw know known think thinks"
    " want wants need needs use uses used using like look looks keep kept put set let left"
    " found find finds show shows shown help new old first last next second third one two"
    " three four five six seven eight nine ten dozen hundred thousand million billion per cent"
    " percent people person man men woman women thing things way ways time times part parts"
    " according including also still even just only more most much many other others another"
    " mr mrs ms dr prof sir cllr report reports reported story stories article articles read"
    " update updated live top best good better big great little small high low long back right"
    " end ends start starts started began begin begins could would may might must will should"
    " us say latest breaking analysis opinion video picture pictures photo here's what's"
    " there's it's that's file image caption nearly almost least well far largest biggest"
    " highest lowest because so if than when where who why how what".split()
)
"""What the first lines of any article have."""
_LEAST_TOLD = 0.3
"""Of the sources of a group, how many have to say what names it; and two at least."""
_AS_NAME = 1.4
"""How much more a name counts than another word."""
_LONGER = 0.15
"""What each further word of a phrase adds to how much it tells."""
_WHOLE = 0.6
"""Of the sources that say a word, how many say a longer phrase that then stands for it."""
_NEARLY = 0.33
"""Of what the most telling phrase tells, how much another needs to be named beside it."""
_LEAST_LIFT = 0.1
"""What a phrase tells that stands in every article: where all are one group, those name it too."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is read of an article to name its group."""

    title: str
    opening: str
    source: int
    """Its family: copies and rewrites say everything twice."""


@dataclass(slots=True)
class _Phrase:
    """A phrase of a group: how it is written, and by whom."""

    inside: Counter[str] = field(default_factory=Counter)
    """Forms within a sentence."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """Forms where a sentence begins and in headlines, which have capitals of their own."""
    sources: set[int] = field(default_factory=set)
    titled: set[int] = field(default_factory=set)
    """Sources that have it in a headline."""

    @property
    def text(self) -> str:
        """The form that is written most often."""
        forms = self.inside or self.elsewhere
        return max(forms, key=lambda form: (forms[form], form))

    @property
    def is_name(self) -> bool:
        return bool(self.inside) and self.text[0].isupper()


def name_group(
    told: Sequence[Told], tokenize: Tokenize, share: Share, most: int
) -> tuple[str, ...]:
    """Give the phrases that name a group, the most telling first, as its articles write them.

    A phrase tells p log(p / q), what it adds to the divergence of the group from the library,
    where p is the share of the group's openings and headlines that have it, q that of all articles.

    Args:
        told: of its articles.
        tokenize: word -> the tokens it is indexed under; none for "the".
        share: of all articles, how many hold a token.
        most: phrases, at most.
    """
    phrases = _collect(told, tokenize)
    sources = len({item.source for item in told})
    needed = min(max(2, _LEAST_TOLD * sources), sources)
    fit = {tokens: one for tokens, one in phrases.items() if len(one.sources) >= needed}
    telling = {tokens: _weigh(tokens, one, sources, share) for tokens, one in fit.items()}
    best = max(telling.values(), default=0.0)
    chosen: list[Tokens] = []
    for tokens in sorted(telling, key=lambda key: (-telling[key], key)):
        if len(chosen) == most or telling[tokens] < _NEARLY * best:
            break
        whole = _find_whole(tokens, fit)
        if not any(set(whole) & set(other) for other in chosen):
            chosen.append(whole)
    return tuple(fit[tokens].text for tokens in chosen)


def _weigh(tokens: Tokens, phrase: _Phrase, sources: int, share: Share) -> float:
    """Give how well a phrase names a group: said by how many, how rarely elsewhere, as a name."""
    said = (len(phrase.sources) + len(phrase.titled)) / (2 * sources)
    lift = max(math.log(said / min(map(share, tokens))), _LEAST_LIFT)
    longer = 1 + _LONGER * (len(tokens) - 1)
    return said * lift * longer * (_AS_NAME if phrase.is_name else 1)


def _find_whole(tokens: Tokens, phrases: dict[Tokens, _Phrase]) -> Tokens:
    """Give the longest phrase around another that nearly all say who say that one."""
    needed = _WHOLE * len(phrases[tokens].sources)
    around = [
        other
        for other, phrase in phrases.items()
        if len(phrase.sources) >= needed and _holds(other, tokens)
    ]
    return max(around, key=lambda key: (len(key), len(phrases[key].sources), key))


def _holds(whole: Tokens, part: Tokens) -> bool:
    last = len(whole) - len(part) + 1
    return any(whole[i : i + len(part)] == part for i in range(last))


def _collect(told: Sequence[Told], tokenize: Tokenize) -> dict[Tokens, _Phrase]:
    """Give every phrase of some articles, by its tokens."""
    tokens_of = cache(lambda word: tuple(tokenize(word)))
    phrases: dict[Tokens, _Phrase] = {}
    for item in told:
        for text, is_title in ((item.title, True), (item.opening, False)):
            for words, opens in _read_phrases(text, tokens_of, is_title):
                tokens = tuple(token for word in words for token in tokens_of(word))
                phrase = phrases.setdefault(tokens, _Phrase())
                (phrase.elsewhere if opens or is_title else phrase.inside)[" ".join(words)] += 1
                phrase.sources.add(item.source)
                if is_title:
                    phrase.titled.add(item.source)
    return phrases


def _read_phrases(
    text: str, tokens_of: Callable[[str], Tokens], is_title: bool
) -> Iterator[tuple[list[str], bool]]:
    """Give each run of words that may name something, and whether it opens a piece of a sentence.

    "New" is part of a name where it has a capital that no sentence and no headline gives it.
    """
    for piece in _PIECE.finditer(text):
        run: list[str] = []
        for place, found in enumerate(_WORD.finditer(piece[0])):
            word = _OWNED.sub("", found[0])
            is_named = place > 0 and not is_title and word[0].isupper()
            is_silent = not tokens_of(word) or _TIME.match(word) is not None
            if is_silent or (_is_plain(word) and not is_named):
                run = []
                continue
            run = [*run[1 - _LONGEST :], word]
            for first in range(len(run)):
                if _is_phrase(run[first:]):
                    yield run[first:], place + 1 == len(run) - first


def _is_phrase(words: Sequence[str]) -> bool:
    """Tell a name, or plain words, from pieces of either: "lady Jill Biden", "years"."""
    if _WITHIN.match(words[0]) or all(map(_is_plain, words)) or _is_plain(words[-1]):
        return False
    capitals = [word[0].isupper() or word[0].isdigit() for word in words]
    return capitals[0] or not any(word[0].isupper() for word in words)


def _is_plain(word: str) -> bool:
    return (len(word) < 2 and not word.isdigit()) or word.casefold() in _PLAIN
