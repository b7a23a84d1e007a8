"""Who wrote an article: from its byline, and from what a file gives as names."""

import re
from collections.abc import Iterable

from index.facts.outlets import is_outlet_name
from index.mastheads import Masthead

__all__ = ["clean_names", "read_byline"]

HEAD_BLOCKS = 6  # where a byline stands
LONGEST_BYLINE = 130  # characters
LONGEST_NAME = 60  # characters

_PARTICLE = r"(?:de|da|di|du|la|le|van|von|der|den|ter|bin|al|el|y)"
_WORD = r"[^\W\d_a-z][\w'’.-]*"
_PERSON = rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{1,3}}"
_WHAT = (
    r"(?:(?:written|words|story|report|analysis|opinion|comment|commentary|column|editorial|essay"
    r"|review|perspective|explainer|feature|interview)\s+)?"
)
_BYLINE = re.compile(rf"^{_WHAT}by\s*:?\s+(?P<names>.+)$", re.IGNORECASE)
_LAST_BYLINE = re.compile(rf"\b[Bb]y\s+{_PERSON}(?:\s+and\s+{_PERSON})?\.?$")
_ROLE = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|columnist|staff|chief|bureau|contributor|in)\b.*$",
    re.IGNORECASE,
)

_BY = re.compile(
    rf"^(?:{_WHAT}|posted\s+|published\s+)"
    r"(?:by|von|par|por|di|door|af|av)\b\s*:?\s*",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s*(?:[|•·(]|\s[–—-]\s|\d|https?:|\bon\b|\bedited\s+by\b|\bphotograph|\bupdated\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_MONTH = re.compile(
    r"\s+(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?$",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*[;/&|]\s*|,\s+(?:and\s+)?|\s(?:and|und|et)\s")
_ADDRESS = re.compile(r"://|@|^www\.|^\S+\.[a-z]{2,6}$", re.IGNORECASE)
_NAME_AND_MORE = re.compile(rf"(?P<name>{_PERSON})(?:\s+[^\W\d_A-Z]\w*)+")
_NOBODY = frozenset(
    "admin administrator author authors byline editor editors guest news none null redaktion staff "
    "team undefined unknown user webmaster".split()
)


def clean_names(phrases: Iterable[str], outlet: str = "") -> tuple[str, ...]:
    """Give the names of people in phrases such as "By Ann Poe, Bo Roe | 5 May 2026", each once.

    Addresses, the outlet's own name and words like "admin" are nobody.
    """
    names: dict[str, str] = {}
    for phrase in phrases:
        if _ADDRESS.search(phrase):
            continue
        for part in _APART.split(_BY.sub("", " ".join(phrase.split()))):
            name = _bare_name(part)
            if _is_somebody(name, outlet):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _bare_name(part: str) -> str:
    """A part of a byline without the day and the words that follow the name."""
    name = _AFTER_NAME.sub("", part).strip(" ,.;:-–—")
    if follows := _NAME_AND_MORE.fullmatch(name):
        name = follows["name"]
    return _MONTH.sub("", name) if name.count(" ") > 1 else name


def _is_somebody(name: str, outlet: str) -> bool:
    plain = name.casefold()
    is_outlet = plain.removeprefix("the ") == outlet.casefold().removeprefix("the ")
    is_name = len(name) <= LONGEST_NAME and any(map(str.isalpha, name))
    return is_name and not is_outlet and plain not in _NOBODY


def read_byline(blocks: list[str], masthead: Masthead | None) -> tuple[tuple[str, ...], str]:
    """The authors of a byline and the outlet that follows them; neither when there is none."""
    rest = _LAST_BYLINE.search(masthead.rest) if masthead else None
    for block in [*([rest[0]] if rest else []), *blocks[:HEAD_BLOCKS]]:
        match = _BYLINE.match(block)
        if not match or len(block) > LONGEST_BYLINE or block.endswith("."):
            continue
        names = re.split(r"\s[|·•–—-]\s", match["names"])[0]
        parts = re.split(r"\s*[,;/&]\s*|\s+(?:and|for)\s+", names)
        parts = [_ROLE.sub("", part).strip() for part in parts]
        outlets = [part for part in parts if is_outlet_name(part)]
        people = [part for part in parts if re.fullmatch(_PERSON, part) and part not in outlets]
        if people or outlets:
            return tuple(people), outlets[0] if outlets else ""
    return (), ""
