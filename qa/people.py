"""Which names are people, by how the articles speak of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from qa.question import Tokenize

__all__ = ["People", "find_names"]

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Lady|Lord|(?:Vice[- ])?[Pp]resident"
    r"|[Pp]remier|(?:[Pp]rime |[Ff]irst )?[Mm]inister|[Cc]hancellor|[Ss]ecretary|Sen(?:ator)?|Rep"
    r"|[Mm]ayor|[Gg]overnor|King|Queen|Prince(?:ss)?|Pope|[Jj]udge|[Cc]aptain|[Gg]eneral|Colonel|Cllr"
    r"|[Ss]pokes(?:man|woman|person)|[Ll]eader|[Dd]irector|[Aa]nalyst)\.?"
)
_HIS_TITLE = r"(?:Mr|Sir|Lord|King|Prince|Pope)"
_HER_TITLE = r"(?:Mrs|Ms|Miss|Dame|Lady|Queen|Princess)"
_SAID = r"(?:said|says|told|added|thinks|believes|wrote|argued|warned|posted)"
_INITIAL = "A-ZÀ-ÖØ-Þ"
_NAME = re.compile(
    rf"[{_INITIAL}](?:[\w-]|['’](?!s\b))*"
    rf"(?: (?:(?:de|van|von|der|den|al|bin|du|la) )*[{_INITIAL}](?:[\w-]|['’](?!s\b))*| \d+\b)*"
)
_BODY = re.compile(
    r"(?:Board|Authority|Ministry|Department|Compan(?:y|ies)|Council|Party|Agency|Committee|Bank"
    r"|Commission|University|Institute|Group|Office|Union|Court|House|Press|Post|Times|News"
    r"|Association|Centre|Center|Foundation|Fund|Inc|Ltd|Corp|Police|Army|Navy|Force|Parliament)$"
)
"""Last words of names that are no person's."""


def find_names(text: str, tokenize: Tokenize) -> Iterator[tuple[str, tuple[int, int]]]:
    """Give each run of capitalised words with where it stands; words that only ask are none."""
    for found in _NAME.finditer(text):
        start, end = found.span()
        words = text[start:end].split(" ")
        while words and not tokenize(words[0]):  # "Did Trump": the first word begins the sentence
            start += len(words.pop(0)) + 1
        if words:
            yield " ".join(words), (start, end)


class People:
    """Name -> whether the articles speak of it as of a person, and of which gender.

    Args:
        find_texts: name -> texts that hold it.
    """

    def __init__(self, find_texts: Callable[[str], Sequence[str]]) -> None:
        self._find_texts = find_texts
        self._judged = lru_cache(maxsize=256)(self._judge)

    def is_person(self, name: str, gender: str = "") -> bool:
        """Tell whether a name is a person's.

        Args:
            name: as it is written.
            gender: "he" or "she" where only such a person is looked for.
        """
        found = self._judged(name)
        return found != "" and (gender in {"", found} or found == "any")

    def _judge(self, name: str) -> str:
        """Give "he", "she" or "any" for a person; empty for what is none."""
        last = re.escape(name.rsplit(" ", maxsplit=1)[-1])
        whole = re.escape(name)
        spoken = ""
        if " " in name:  # of single words, companies and days "say" things too: "on Sunday said"
            spoken = rf"|\b{whole},? {_SAID}\b|\b{_SAID} {whole}\b"
        person = re.compile(
            rf"\b{_TITLE} (?:[{_INITIAL}][\w’'.-]+ )*{last}\b|\b{last}, (?:who\b|\d\d,){spoken}"
        )
        place = re.compile(
            rf"\b(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Nn]ear|[Oo]utside|[Ii]nside|[Vv]ia|[Tt]he"
            rf"|[Aa]round) {whole}\b(?!['’]s)"
        )
        texts = self._find_texts(name)
        if _BODY.search(name) or not name[-1].isalpha():
            return ""
        for_person = sum(len(person.findall(text)) for text in texts)
        for_place = sum(len(place.findall(text)) for text in texts)
        if for_person <= for_place:
            return ""
        return _gender(last, texts)


def _gender(name: str, texts: Sequence[str]) -> str:
    """Give the gender of the titles before a name, else of the pronouns that come soon after."""
    he = she = 0
    for titles, gender in ((_HIS_TITLE, "he"), (_HER_TITLE, "she")):
        pattern = re.compile(rf"\b{titles}\.? (?:[{_INITIAL}][\w’'.-]+ )*{name}\b")
        if any(pattern.search(text) for text in texts):
            return gender
    for text in texts:
        for found in re.finditer(rf"\b{name}\b", text):
            after = text[found.end() : found.end() + 200]
            he += len(re.findall(r"\b(?:[Hh]e|[Hh]is|him)\b", after))
            she += len(re.findall(r"\b(?:[Ss]he|[Hh]er)\b", after))
    if he > 2 * she:
        return "he"
    return "she" if she > 2 * he else "any"
