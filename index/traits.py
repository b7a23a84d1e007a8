"""What is kept of an article to tell its copies, rewrites and fellow reports: runs of words, facts.

The runs follow Broder 1997, "On the resemblance and containment of documents": all runs of a few
words are hashed, and those whose hash is a multiple of `_EVERY` are kept. Unlike a fixed number of
smallest hashes, these also tell how much of a short article stands in a long one.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

__all__ = ["Portrait", "Traits", "find_facts", "fold_words", "make_traits"]

_RUN = 5
"""Words of a run: shared by chance next to never, and shared by most sentences that were copied."""
_EVERY = 8
"""One of so many runs is kept."""

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
_UNIT = "abcdefghijklmnopqrstuvwxyz-'’."  # 11.1bn, 5th, 35-minute: they are written in many ways
_CLITIC = re.compile(r"[’']s$")
_COUNTED = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
    if number > 1  # "one" is rarely a count
} | dict(
    zip(
        "thirty forty fifty sixty seventy eighty ninety".split(),
        "30 40 50 60 70 80 90".split(),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Traits:
    """Of one article; hashes as bytes, so that they are kept and compared cheaply."""

    runs: bytes
    """uint32, ascending: the runs of words that are kept."""
    facts: bytes
    """uint32, ascending: its names and numbers."""
    mentions: bytes
    """uint32, ascending: its facts, and all else that may be one."""
    words: bytes
    """Hash of all its words: articles in which it is equal are copies."""
    digest: bytes
    """Hash of all that comparing it with another article rests on."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """What an article is compared by."""

    traits: Traits
    day: int
    """Of publication, as an ordinal; 0 when undated."""


def make_traits(sentences: Sequence[str], record: str = "") -> Traits:
    """Give the traits of an article.

    Args:
        sentences: of its passages, in order.
        record: all else that is known of it.
    """
    words = [word for sentence in sentences for word in fold_words(sentence)]
    hashes = {crc32(run) for run in _runs(words)}
    facts, mentions = find_facts(sentences)
    return Traits(
        _pack(value for value in hashes if value % _EVERY == 0),
        _pack(crc32(fact.encode("utf-8", "surrogatepass")) for fact in facts),
        _pack(crc32(fact.encode("utf-8", "surrogatepass")) for fact in mentions),
        _hash(" ".join(words)),
        _hash("\0".join((*sentences, record))),
    )


def fold_words(text: str) -> list[str]:
    """Give the words of a text in one case, quotation marks and dashes of all kinds away."""
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def find_facts(sentences: Sequence[str]) -> tuple[set[str], set[str]]:
    """Give the names and numbers of an article, and with them all words that may be names.

    A name is a word with a capital that stands within a sentence and nowhere without its capital.
    """
    names, capitals, plain = set[str](), set[str](), set[str]()
    numbers = set[str]()
    for sentence in sentences:
        for place, word in enumerate(_WORD.findall(sentence)):
            term = _CLITIC.sub("", word).casefold()
            if term[0].isdigit():
                numbers.add(term.replace(",", "").rstrip(_UNIT).lstrip("0") or "0")
            elif term in _COUNTED:
                numbers.add(_COUNTED[term])
            elif not word[0].isupper():
                plain.add(term)
            else:
                (names if place else capitals).add(term)
    names = {name for name in names - plain if len(name) > 1}
    return names | numbers, names | numbers | capitals


def _runs(words: Sequence[str]) -> Iterable[bytes]:
    runs = (" ".join(words[i : i + _RUN]) for i in range(max(len(words) - _RUN + 1, 1)))
    return (run.encode("utf-8", "surrogatepass") for run in runs)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def _pack(hashes: Iterable[int]) -> bytes:
    return np.array(sorted(set(hashes)), dtype="<u4").tobytes()
