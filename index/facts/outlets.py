"""The outlet that published an article, from the signs that outlets leave in their texts."""

import re
from collections import Counter

from index.mastheads import PRESS_WORDS

__all__ = ["find_outlet", "is_outlet_name", "skip_dateline"]

EDGE_BLOCKS = 8  # credits stand in the first or the last blocks of an article
LONGEST_NOTE = 200  # characters; a longer block is prose, which may credit anybody
FEWEST_MENTIONS = 2  # of a publisher in its own appeal, as the one who does or is something

_WORD = r"[^\W\d_a-z](?:[\w&’'-]|\.(?=\w))*"
_PLACE = r"(?:[^\W\d_a-z][\w.'’/-]*[\s,]+(?:(?:de|of|la|du|\d{1,2}|\d{4})[\s,]+)?){0,6}"
_NAME = rf"(?:The\s+)?{_WORD}(?:\s+(?:(?:of|the|and|&|for|on|de|di)\s+){{0,2}}{_WORD}){{0,4}}"
_NEWS_WORD = re.compile(
    rf"\b(?:{PRESS_WORDS})\b"
    r"|^[A-Z]{2,5}$|^[A-Z]{3,5}\s[A-Z][a-z]|^The\s|\w\.(?:com|org|net|co\.uk|news)$"
)
_DATELINES = (
    # as in: OSLO, Feb 5 (Harbour Wire) - The ferry left
    re.compile(rf"^(?P<place>{_PLACE})\((?P<name>{_NAME})\)[\w ,]{{0,20}}(?:[-–—]+|:)\s+"),
    # as in: Oslo (HWN) The ferry left; without a dash the name must read like that of an outlet
    re.compile(rf"^(?P<place>{_PLACE})\((?P<name>{_NAME})\)\s+(?=[^\W\d_a-z\s]|[\"'“‘])"),
    # as in: Oslo HWN — The ferry left; after a comma the letters are a country
    re.compile(
        r"^(?P<place>[^\W\d_a-z]\w*[a-z][\w .,'’/-]{0,60}?)(?<!,)\s(?P<name>[A-Z]{3,5})"
        r"\s*[—–](?:\s+|$)"
    ),
)
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|\b[Cc]opyright)\s*(?:©\s*)?(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?,?\s+(?:[Bb]y\s+)?"
    rf"(?P<name>{_NAME})|(?P<early>{_NAME}),?\s+\d{{4}})"
)
_SOURCE = re.compile(rf"^(?:Source|Outlet|Publisher|Publication)\s*:\s*(?P<name>{_NAME})\.?$")
_RIGHTS = re.compile(r"\.?\s*All [Rr]ights.*$|\s(?:Ltd|Inc|LLC|GmbH|plc)\b.*$|[.,\s]+$")

# A publisher that asks its readers for something says "we" and "your support".
_SPEAKS_AS_PUBLISHER = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_ASKS_READER = re.compile(
    r"\byour\s+(?:\w+\s+)?"
    r"(?:support|donations?|contributions?|subscription|membership|gift|help|generosity)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"\b(?P<name>{_NAME})\s+(?:is|has|was|will|would|can|does|relies|depends|needs|believes|brings"
    r"|provides|publishes|reports|covers|remains|stands|offers|works|exists|keeps|aims)\b"
)
_NO_NAMES = frozenset(
    "it this that there here he she we they you i who what which today every each no".split()
)


def find_outlet(blocks: list[str]) -> str:
    """Give the outlet that the blocks of an uncleaned text name as their own; "" for none."""
    edges = list(dict.fromkeys([*blocks[:EDGE_BLOCKS], *blocks[-EDGE_BLOCKS:]]))
    notes = [block for block in edges if len(block) <= LONGEST_NOTE]
    names = (
        *(_split_dateline(block)[0] for block in blocks[:EDGE_BLOCKS]),
        *(_credit(pattern, note) for pattern in (_COPYRIGHT, _SOURCE) for note in notes),
        *map(_own_name, blocks),
    )
    return next(filter(None, names), "")


def skip_dateline(block: str) -> str:
    """Give a block without the place and the agency that its first sentence begins with."""
    return _split_dateline(block)[1]


def is_outlet_name(name: str) -> bool:
    """Whether a name, found where a person's might stand, reads like that of an outlet."""
    return bool(_NEWS_WORD.search(name))


def _split_dateline(block: str) -> tuple[str, str]:
    """The outlet in a block's dateline and the rest of the block; ("", block) without one."""
    for number, pattern in enumerate(_DATELINES):
        match = pattern.match(block)
        if match is None or _is_short_for(match["name"], match["place"]):
            continue
        if number != 1 or is_outlet_name(match["name"]):
            return match["name"], block[match.end() :]
    return "", block


def _is_short_for(letters: str, words: str) -> bool:
    """Whether letters are those of the words before them: "Harbour Safety Board (HSB)"."""
    return letters.isupper() and "".join(re.findall(r"\b[^\W\d_a-z]", words)).endswith(letters)


def _credit(pattern: re.Pattern[str], note: str) -> str:
    match = pattern.search(note)
    found = match.groupdict() if match else {}
    return _RIGHTS.sub("", found.get("name") or found.get("early") or "")


def _own_name(block: str) -> str:
    """The name a publisher gives itself in a block that asks the reader for support."""
    if not (_SPEAKS_AS_PUBLISHER.search(block) and _ASKS_READER.search(block)):
        return ""
    names = Counter(match["name"] for match in _SUBJECT.finditer(block))
    for name, count in names.most_common():
        if count >= FEWEST_MENTIONS and name.lower() not in _NO_NAMES:
            return name
    return ""
