"""Every sentence that mentions something: an exact search over all articles."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from index import Library, ListedArticle, Passage
from qa.filters import ALL, Filters
from qa.people import People, find_names
from qa.read import ReadSentence
from qa.retrieve import Hit
from qa.search import Scored

__all__ = ["Mention", "Mentions", "Wanted", "strip_titles", "to_sentences"]

_QUOTED = re.compile(r"[\"“‘'](?P<words>[^\"”]+)[\"”’']")
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|President|Capt|Cllr|Councillor|Mayor)\.?"
_TITLED = re.compile(rf"^(?:{_TITLES} )+")
_RANKS = frozenset("Prince Princess King Queen Pope Sir Dame Lord Lady Saint St".split())
_LEAST_ACRONYM = 2
_ENOUGH = 400
"""Passages that are looked at to tell whose name a word is."""
_OWN = 0.8
"""Of the longer names with a word, how many have to be a person's for it to mean that person."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What has to be mentioned, and what counts as that."""

    text: str
    wordings: tuple[tuple[str, ...], ...]
    """Tokens of each wording; one of them has to stand."""
    in_order: bool
    """Side by side: a name, or words in quotation marks; else anywhere in the sentence."""
    others: tuple[str, ...] = ()
    """Other names for it, as the articles have them."""
    family_name: str = ""
    """The one of these that others bear too."""

    def stands_in(self, tokens: Sequence[str]) -> bool:
        """Tell whether a sentence of these tokens mentions it."""
        if not self.in_order:
            return any(set(wording) <= set(tokens) for wording in self.wordings)
        return any(
            tuple(tokens[i : i + len(wording)]) == wording
            for wording in self.wordings
            for i in range(len(tokens) - len(wording) + 1)
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence that mentions something."""

    row: int
    """Of its passage."""
    article: ListedArticle
    passage: Passage
    span: tuple[int, int]
    is_headline: bool = False


class Mentions:
    """Finds every sentence that mentions something.

    A name counts in every form that the articles give it: its words, the family name alone where
    they say "Mr Trump" and nobody else has it, and the letters that stand in brackets behind it.

    Args:
        library: what is searched.
        people: tells people from other names.
    """

    def __init__(self, library: Library, people: People) -> None:
        self._library, self.people = library, people

    def understand(self, thing: str) -> Wanted:
        """Give what counts as a mention of a thing."""
        tokenize = self._library.tokenize
        if quoted := _QUOTED.fullmatch(thing):
            words = tuple(tokenize(quoted["words"]))
            return Wanted(thing, (words,) if words else (), in_order=True)
        names = [name for name, _ in find_names(thing, tokenize)]
        tokens = tuple(tokenize(thing))
        if names != [thing]:
            return Wanted(thing, (tokens,) if tokens else (), in_order=False)
        family_name = self._family_name(thing) if self._is_whole_person(thing) else ""
        found = dict.fromkeys([*self._find_letters(thing), family_name])
        others = tuple(filter(None, found))
        wordings = [tokens, *(tuple(tokenize(other)) for other in others)]
        return Wanted(thing, tuple(filter(None, wordings)), True, others, family_name)

    def find(self, wanted: Wanted, filters: Filters) -> list[Mention]:
        """Give all mentions, in sentences and headlines, of articles that may answer."""
        found = [
            Mention(row, article, passage, span)
            for row, article, passage in self._read(wanted, filters)
            for span in passage.sentences
            if wanted.stands_in(self._library.tokenize(passage.cut(*span)))
        ]
        found += self._find_headlines(wanted, filters)
        if not wanted.family_name:
            return found
        strangers = {
            article
            for article in {mention.article.id for mention in found}
            if self._means_another(wanted, article)
        }
        return [mention for mention in found if mention.article.id not in strangers]

    def _means_another(self, wanted: Wanted, article_id: str) -> bool:
        """Tell whether an article says a family name, and in full only somebody else's."""
        text = self._library.article(article_id).text
        names = {_TITLED.sub("", name) for name, _ in self._names(text)}
        if any(wanted.text in name for name in names):
            return False
        return any(_is_at_edge(name, wanted.family_name, wanted.text) for name in names)

    def _find_headlines(self, wanted: Wanted, filters: Filters) -> Iterator[Mention]:
        """Give the headlines that mention it, where they stand in the text."""
        store = self._library.store
        # A headline's words are keywords of every passage below it.
        owners = np.unique(store.owners(store.holding(wanted.wordings, filters)))
        for article in self._library.articles.of(owners.tolist()):
            if not wanted.stands_in(self._library.tokenize(article.title)):
                continue
            rows = store.passages_of(article.row, filters)
            place = self._library.article(article.id).text.find(article.title)
            if place >= 0:
                ((_, passage),) = self._library.passages(rows[:1])
                span = (place, place + len(article.title))
                yield Mention(rows[0], article, passage, span, is_headline=True)

    def _read(
        self, wanted: Wanted, filters: Filters
    ) -> Iterator[tuple[int, ListedArticle, Passage]]:
        """Give the passages that hold all words of a wording."""
        rows = self._library.store.holding(wanted.wordings, filters).tolist()
        passages = self._library.passages(rows)
        for row, (article, passage) in zip(rows, passages, strict=True):
            yield row, article, passage

    def _is_whole_person(self, name: str) -> bool:
        return " " in name and self.people.is_person(name)

    def _find_letters(self, name: str) -> Iterator[str]:
        """Give the letters that stand in brackets behind a name, or what letters stand for."""
        whole = re.escape(name)
        texts = [passage.text for _, _, passage in self._read(self._exactly(name), ALL)]
        for text in texts:
            yield from re.findall(rf"\b{whole} \(([A-Z]{{2,}})\)", text)
            if name.isupper() and len(name) >= _LEAST_ACRONYM:
                for before in re.findall(rf"([^().;]+) \({whole}\)", text):
                    yield from [named for named, _ in self._names(before)][-1:]

    def _family_name(self, name: str) -> str:
        """Give the word of a person's name that the articles say alone, and hardly of others."""
        words = name.split(" ")
        if words[0] in _RANKS:
            return ""  # of "Prince Harry", no word is his alone
        for word in reversed(words):
            titled = re.compile(rf"\b{_TITLES} {re.escape(word)}\b(?! [A-ZÀ-Þ])")
            passages = islice(self._read(self._exactly(word), ALL), _ENOUGH)
            texts = [passage.text for _, _, passage in passages]
            said = Counter(
                _TITLED.sub("", other) for text in texts for other, _ in self._names(text)
            )
            own = sum(times for other, times in said.items() if other.endswith(name))
            others = sum(
                times
                for other, times in said.items()
                if times > 1 and name not in other and _is_at_edge(other, word, name)
            )
            is_alone = any(map(titled.search, texts)) or (word == words[-1] and said[word] >= own)
            if is_alone and own >= _OWN * (own + others):
                return word
        return ""

    def _exactly(self, name: str) -> Wanted:
        return Wanted(name, (tuple(self._library.tokenize(name)),), in_order=True)

    def _names(self, text: str) -> Iterator[tuple[str, tuple[int, int]]]:
        return find_names(text, self._library.tokenize)


def to_sentences(library: Library, mentions: Iterable[Mention]) -> list[ReadSentence]:
    """Give the sentences of mentions as ones that were read, so that they can be cited."""
    mentions = [*mentions]
    families = library.relatives([mention.article for mention in mentions])
    return [
        _to_sentence(mention, family) for mention, family in zip(mentions, families, strict=True)
    ]


def _to_sentence(mention: Mention, family: tuple[ListedArticle, ...]) -> ReadSentence:
    hit = Hit(Scored(mention.row, 1.0, 1.0, 0.0), mention.article, mention.passage, (), family)
    text = mention.passage.cut(*mention.span)
    return ReadSentence(hit, *mention.span, text, 1.0, {}, np.empty(0, np.float32))


def strip_titles(name: str) -> str:
    """Give a name without "Mr" or "President" before it."""
    return _TITLED.sub("", name)


def _is_at_edge(other: str, word: str, name: str) -> bool:
    """Tell whether a word stands where it does in a name: the family name last, or first."""
    if name.endswith(word):
        return other.endswith(f" {word}")
    return other.startswith(f"{word} ")
