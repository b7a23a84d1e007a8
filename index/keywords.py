"""Texts become keywords, questions BM25 scores; alone knows bm25s, PyStemmer and simplemma."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bm25 import score_keywords
from index.errors import ConfigError, IndexDamagedError
from index.keyword_rows import ArticleKeywords, KeywordRows

__all__ = ["KeywordIndex", "Tokenize", "Tokenizer"]

Tokenize = Callable[[str], list[str]]
"""A text -> its keywords, in order, repeats included; a Tokenizer is one."""


_K1, _B = 1.2, 0.75
"""Lucene's own defaults: how soon repeats stop counting, how much long texts are held back."""

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


class Tokenizer:
    """Turns text into keywords: normalised, without stop words, stemmed as `language` asks.

    Article and question must go through the same one. Language is a PyStemmer name in lower case.

    Raises:
        ConfigError: PyStemmer does not know the language.
    """

    def __init__(self, language: str = "english") -> None:
        import Stemmer
        from bm25s import stopwords

        if language not in Stemmer.algorithms():
            known = ", ".join(Stemmer.algorithms())
            raise ConfigError(f'language = "{language}" has no stemmer; choose one of {known}')
        self.language = language
        self._stemmer = Stemmer.Stemmer(language, 0)  # its own cache costs more than it saves here
        self._lock = Lock()  # a stemmer has one buffer
        listed = getattr(stopwords, f"STOPWORDS_{language.upper()}", ())
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
            base = self._lemmatize(folded) if word.islower() else folded
            return (str(self._stemmer.stemWord(base.casefold())),)

    def _lemmatize(self, word: str) -> str:
        """Met is meet and bought is buy: questions ask "did they meet", articles say "met"."""
        if self.language != "english":
            return word
        from simplemma import lemmatize

        return str(lemmatize(word, lang="en"))


class KeywordIndex:
    """BM25 scores of texts, one row each; make one with `build` or `load`.

    The score of a question is the sum over its keywords, repeats included; `index.bm25` has the
    formula.
    """

    def __init__(self, index: Any, tokenizer: Tokenize) -> None:
        self._index = index
        self._tokenizer = tokenizer

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], tokenizer: Tokenize) -> "KeywordIndex":
        """Index the keywords of texts, repeats included; row i is the i-th text.

        The tokenizer is the one that made them: questions will go through it.
        """
        counted = KeywordRows()
        counted.add(ArticleKeywords.of(texts))
        return cls.build_rows(counted, tokenizer)

    @classmethod
    def build_rows(cls, counted: KeywordRows, tokenizer: Tokenize) -> "KeywordIndex":
        """Index keywords that have their numbers already.

        The arithmetic is done here, for all texts at once: bm25s does it text by text, which takes
        three times as long. The index it reads, saves and asks is its own.
        """
        from bm25s import BM25

        index = BM25(k1=_K1, b=_B, method="lucene", idf_method="lucene", backend="numpy")
        index.scores = score_keywords(counted, _K1, _B)
        index.vocab_dict, index.nonoccurrence_array = dict(counted.vocabulary), None
        return cls(index, tokenizer)

    def __len__(self) -> int:
        return int(self._index.scores["num_docs"])

    def scores(self, question: str) -> NDArray[np.float32]:
        """Give the score of every row, (n,); 0 where no keyword of the question stands."""
        ids = self._index.get_tokens_ids(self._tokenizer(question))
        if not ids:
            return np.zeros(len(self), np.float32)
        scores: NDArray[np.float32] = self._index.get_scores_from_ids(ids)
        return scores

    def search(
        self, question: str, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Give at most k rows with a score above 0, and the scores; best first, ties by row.

        `allowed`, (n,), narrows the search to the rows where it is true.
        """
        scores = self.scores(question)  # (n,)
        found = scores > 0 if allowed is None else (scores > 0) & allowed
        rows = np.flatnonzero(found).astype(np.int64)
        k = max(k, 0)
        if 0 < k < len(rows):
            least = np.partition(scores[rows], -k)[-k]
            rows = rows[scores[rows] >= least]
        rows = rows[np.lexsort((rows, -scores[rows]))][:k]
        return rows, scores[rows]

    def document_frequency(self, term: str) -> int:
        """Give the number of rows that hold a keyword; 0 for one that stands nowhere."""
        position = self._index.vocab_dict.get(term)
        if position is None:
            return 0
        starts = self._index.scores["indptr"]
        return int(starts[position + 1] - starts[position])

    def idf(self, term: str) -> float:
        """Give how much a keyword tells, above 0; highest for one that stands nowhere."""
        frequency = self.document_frequency(term)
        return math.log(1 + (len(self) - frequency + 0.5) / (frequency + 0.5))

    def save(self, folder: Path) -> None:
        """Write the files that `load` maps into memory; the folder is made where missing.

        Raises:
            OSError: a file cannot be written whole.
        """
        self._index.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, tokenizer: Tokenize) -> "KeywordIndex":
        """Map a saved index; the tokenizer must be like the one it was built with.

        Raises:
            IndexDamagedError: a file is missing, cut short or something else.
        """
        from bm25s import BM25

        try:
            index = BM25.load(folder, mmap=True, show_progress=False)
            parts, words = index.scores, len(index.vocab_dict)
            whole = len(parts["data"]) == len(parts["indices"]) == int(parts["indptr"][-1])
            whole = whole and len(parts["indptr"]) == words + 1
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"the keywords in {folder} cannot be read; run `make rebuild`"
            raise IndexDamagedError(message) from error
        if not whole:
            raise IndexDamagedError(f"the keywords in {folder} do not fit; run `make rebuild`")
        return cls(index, tokenizer)


def _fold(word: str) -> str:
    """Write a word without accents, with plain apostrophes, hyphens and digits."""
    decomposed = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
