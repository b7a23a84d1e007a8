"""Texts become keywords, each language in its own way; alone knows PyStemmer and simplemma."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from threading import Lock

from index.bm25 import stop_words_of
from index.errors import ConfigError

__all__ = ["SeveralTokenizers", "Tokenize", "Tokenizer", "stemmer_of", "stemmers_of"]

Tokenize = Callable[[str], list[str]]
"""A text -> its keywords, in order, repeats included; a Tokenizer is one."""

ENGLISH = "english"
_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""ISO 639-1 -> the stemmer's name."""

_STOP_WORDS = frozenset(
    """a about am an and any are as at be been being but by can could did do does doing done each
    e.g. etc for from had has have having he her hers herself him himself his how i i.e. if in into
    is it its itself just let may me might must my myself of on or our ours ourselves s shall she
    should so some such t than that the their theirs them themselves then there these they this
    those to too us very was we were what when where which while who whom whose why will with would
    you your yours yourself yourselves""".split()
)
"""English, without "no" and "not": news turns on them."""

_UNITS = {"bn": "billion", "b": "billion", "mn": "million", "m": "million", "tn": "trillion"}

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u201b\uff07\u2032`\u00b4", "'"),
        **dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u0640\u2122\u00ae\u00a9"),
        **dict(zip("øØłŁđĐıħðÐ", "oOlLdDihdD", strict=True)),
        **dict(zip("ßæÆœŒþÞ", ["ss", "ae", "Ae", "oe", "Oe", "th", "Th"], strict=True)),
    }
)
"""Signs written in several ways, signs not read aloud, and letters that hold no accent."""

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670]")
"""Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs; elsewhere marks spell."""

_PER_CENT = re.compile(r"\b[Pp]er(?:\s|-)cent\b")

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"  # Japanese, Chinese
    "\uac00-\ud7a3"  # Korean has spaces, but glues particles to its words
)

_LETTER = rf"(?:[^\W\d_{_UNSPACED}]|[\u0900-\u0963\u0971-\u0dff])"  # Indic vowel signs are no \w

_TOKEN = re.compile(
    rf"""(?P<unspaced>[{_UNSPACED}]+)
    | (?P<acronym>{_LETTER}(?:\.{_LETTER})+(?!{_LETTER}|\d))              # U.S. a.m. J.D.
    | \d+(?:[.,]\d+)*(?P<unit>{_LETTER}*)                                # 11.1bn 1,500 5th
    | (?P<word>{_LETTER}(?:{_LETTER}|\d)*(?:['&-](?:{_LETTER}|\d)+)*)    # Xi's cease-fire AT&T F-16
    """,
    re.VERBOSE,
)

_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_CLITIC = re.compile(r"'(?:s|m|re|ve|ll|d)$", re.IGNORECASE)
_DESIGNATOR = re.compile(r"([A-Z][A-Za-z]{0,2})-?(\d+)s?")
"""F-16, F16s, MiG-29, G7: one name, however it is written."""


def stemmer_of(language: str) -> str:
    """Give the name of the stemmer for a language's ISO code.

    A language without one goes with English, as does an unknown one: its words are indexed, and
    scripts without spaces need none.
    """
    return _STEMMERS.get(language, ENGLISH)


def stemmers_of(languages: Mapping[str, int]) -> list[str]:
    """Give the stemmers that articles of these languages take, one at least, the commonest first.

    Args:
        languages: ISO code -> number of articles.
    """
    counts = Counter[str]()
    for language, count in languages.items():
        counts[stemmer_of(language)] += count
    return [name for name, _ in counts.most_common()] or [stemmer_of("")]


class Tokenizer:
    """Turns text into keywords: normalised, without stop words, stemmed as `language` asks.

    Article and question must go through the same one. Language is a PyStemmer name in lower case.

    Raises:
        ConfigError: PyStemmer does not know the language.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        import Stemmer

        if language not in Stemmer.algorithms():
            known = ", ".join(Stemmer.algorithms())
            raise ConfigError(f'language = "{language}" has no stemmer; choose one of {known}')
        self.language = language
        self._stemmer = Stemmer.Stemmer(language, 0)  # its own cache costs more than it saves here
        self._lock = Lock()  # a stemmer has one buffer
        listed = stop_words_of(language)
        self._stop_words = _STOP_WORDS if language == "english" else frozenset(map(_fold, listed))
        # News repeats its words: nearly every one is found here, and looked at closely only once.
        self._terms = lru_cache(maxsize=1 << 18)(self._look_at)

    def __call__(self, text: str) -> list[str]:
        """Give the keywords in the order of the text, repeats included."""
        text = _PER_CENT.sub("percent", text)
        words = text.split()
        if len(words) > 3 and text.isupper():
            words = text.lower().split()  # shouted: capitals tell no acronym from a word
        return [term for word in words for term in self._terms(word)]

    def _look_at(self, word: str) -> tuple[str, ...]:
        """Give the keywords of what stands between two spaces."""
        folded = _fold(word).replace("%", " percent ")
        return tuple(term for match in _TOKEN.finditer(folded) for term in self._read(match))

    def _read(self, match: re.Match[str]) -> tuple[str, ...]:
        token = match.group()
        if match["unspaced"]:
            return tuple(token[i : i + 2] for i in range(max(len(token) - 1, 1)))
        if match["acronym"]:
            return self._acronym(token.casefold().replace(".", ""))
        if match["word"]:
            return self._word(token)
        number = _THOUSANDS.sub("", token.removesuffix(match["unit"]))
        unit = match["unit"].casefold()
        if unit in _UNITS:
            return (*number.split(","), *self._word(_UNITS[unit]))
        return tuple((number + unit).split(","))

    def _acronym(self, letters: str) -> tuple[str, ...]:
        """U.K. is uk; but U.S. is not the word "us", nor W.H.O. "who"."""
        dotted = ".".join(letters) + "."
        if dotted in self._stop_words:
            return ()
        return (dotted if letters in self._stop_words else letters,)

    def _word(self, word: str) -> tuple[str, ...]:
        if self.language == "english":
            if word[-3:].casefold() == "n't" or word.casefold() == "cannot":
                return ("not",)
            word = _CLITIC.sub("", word)
        if designator := _DESIGNATOR.fullmatch(word):
            return ("".join(designator.groups()).casefold(),)
        parts = word.replace("&", "").replace("'", self._apostrophe).split("-")
        if len(parts) == 1:
            return self._term(parts[0])
        terms = [term for part in parts if len(part) > 1 for term in self._term(part)]
        joined = self._term("".join(parts)) if len(parts) == 2 else ()
        return (*terms, *joined)

    @property
    def _apostrophe(self) -> str:
        """O'Brien is one word, l'homme is two."""
        return "" if self.language == "english" else "-"

    def _term(self, word: str) -> tuple[str, ...]:
        folded = word.casefold()
        if folded in self._stop_words:
            return self._acronym(folded) if word.isupper() and len(word) > 1 else ()
        with self._lock:
            # Capitals are names: Mr Rose did not rise.
            base = self.lemmatize(folded) if word.islower() else folded
            return (str(self._stemmer.stemWord(base.casefold())),)

    def lemmatize(self, word: str) -> str:
        """Met is meet and bought is buy: questions ask "did they meet", articles say "met"."""
        if self.language != "english":
            return word
        from simplemma import lemmatize

        return str(lemmatize(word, lang="en"))


class SeveralTokenizers:
    """Turns words into the keywords of every language that some articles are in.

    Of these, those that stand somewhere; where none does, those of the first language. So a word is
    there if the articles of any language have it, and its rarity is that of a word they have.

    Args:
        tokenizers: of the languages, the commonest first.
        document_frequency: keyword -> number of passages that hold it.
    """

    def __init__(
        self, tokenizers: Sequence[Tokenize], document_frequency: Callable[[str], int]
    ) -> None:
        self._tokenizers = tuple(tokenizers)
        self._keywords = lru_cache(maxsize=1 << 16)(self._look_up)
        self._document_frequency = document_frequency

    def __call__(self, text: str) -> list[str]:
        """Give the keywords word by word, in the order of the text."""
        words = _PER_CENT.sub("percent", text).split()
        return [keyword for word in words for keyword in self._keywords(word)]

    def _look_up(self, word: str) -> tuple[str, ...]:
        found = [tuple(tokenize(word)) for tokenize in self._tokenizers]
        known = (item for keywords in found for item in keywords if self._document_frequency(item))
        return tuple(dict.fromkeys(known)) or found[0]


def _fold(word: str) -> str:
    """Write a word without accents, with plain apostrophes, hyphens and digits."""
    decomposed = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
