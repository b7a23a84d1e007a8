"""Questions that count or list articles: what is counted, and of what."""

import re
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Counted", "Unit", "find_counted", "read_counted"]


class Unit(StrEnum):
    """What is counted or listed."""

    ARTICLES = "articles"
    OUTLETS = "outlets"
    MENTIONS = "mentions"
    """Sentences that say it."""
    DATES = "dates"
    """Days on which articles that say it were published."""
    SPEAKERS = "speakers"
    """Those who are named beside a quotation that says it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question counts or lists, over every article."""

    unit: Unit
    things: tuple[str, ...]
    """What has to be mentioned, as typed; words in quotation marks have to stand as they are."""
    needs_all: bool = True
    """Every thing, or any of them."""


_ARTICLES = r"(?:articles?|stories|story|reports?|texts?|documents?|pieces?|files?|sources?)"
_OUTLETS = r"(?:outlets?|newspapers?|papers?|publications?|media)"
_UNIT = rf"(?:(?P<articles>{_ARTICLES})|(?P<outlets>{_OUTLETS}))"
_MENTION = (
    r"(?:(?:that|which) )?(?:(?:have |has |do |did )?(?:mention(?:s|ed)?|nam(?:es?|ed)"
    r"|refer(?:s|red)? to|discuss(?:es|ed)?|cover(?:s|ed)?|talk(?:s|ed)? about"
    r"|(?:speak|speaks|spoke) (?:of|about)|deals? with"
    r"|(?:wrote|writes?|written|report(?:s|ed)?)(?: (?:on|about|of))?"
    r"|(?:say|says|said) (?:something|anything) (?:on|about)|contain(?:s|ed)?|use[sd]?)"
    r"|(?:is |are |was |were )?(?:about|on))(?: the (?:word|words|phrase|name))?"
)
_THING = r"\s+(?P<thing>.+)$"
_NAMED = r"(?:mentioned|named|referred to|discussed|talked about|reported(?: on)?|covered)"
_LIST = r"(?:list|show|give|name|what are)(?: me)?(?: all)?(?: of)?(?: the)?"
_DATES = r"(?P<dates>(?:publication )?dates) (?:of|on which|when)"
_QUOTED_ON = r"quoted(?: as (?:saying (?:something|anything)|speaking))? (?:on|about|of|regarding)"
_PEOPLE = r"(?:people|speakers|persons|politicians|experts|officials|voices)"
_SPEAKERS = rf"who(?: all)?|(?:which|what|how many) {_PEOPLE}"
_BE = r"(?:is|are|was|were)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"how many {_UNIT}(?: (?:are|were) there)? {_MENTION}{_THING}",
        rf"(?:which|what) {_UNIT} {_MENTION}{_THING}",
        rf"{_LIST} {_UNIT} {_MENTION}{_THING}",
        rf"in (?:how many|which|what) {_UNIT} (?:is|are|was|were) (?P<thing>.+?) {_NAMED}$",
        rf"(?P<speakers>{_SPEAKERS}) (?:is|are|was|were|gets?) {_QUOTED_ON}{_THING}",
        rf"{_LIST} (?P<speakers>{_PEOPLE}|everyone|those)(?: who {_BE})? {_QUOTED_ON}{_THING}",
        rf"(?P<mentions>how (?:often|many times)) (?:is|are|was|were) (?P<thing>.+?) {_NAMED}$",
        rf"{_LIST} {_DATES}(?: the| all)?(?: {_ARTICLES})?(?: {_MENTION})?{_THING}",
    )
)
_END = re.compile(r"(?:,? please)?[\s?!.…]*$", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“‘'][^\"”]+[\"”’']")
_JOINED = re.compile(r",? (?P<word>and|or) |, (?=[\"“A-ZÀ-Þ])")
_ARTICLE = re.compile(r"^(?:the|an?) (?=\S)", re.IGNORECASE)


def read_counted(question: str) -> Counted | None:
    """Tell what a question counts or lists; None for one that does neither."""
    plain = question[: _END.search(question).start()].strip()  # type: ignore[union-attr]  # always
    for pattern in _PATTERNS:
        if found := pattern.match(plain):
            given = {name for name, text in found.groupdict().items() if text}
            unit = next(unit for unit in Unit if unit.value in given)
            things, needs_all = _split(found["thing"].strip())
            return Counted(unit, things, needs_all)
    return None


def find_counted(question: str) -> tuple[int, int] | None:
    """Give where the things stand whose mentions a question counts."""
    counted = read_counted(question)
    if counted is None:
        return None
    end = question.rfind(counted.things[-1]) + len(counted.things[-1])
    return question.find(counted.things[0]), end


def _split(thing: str) -> tuple[tuple[str, ...], bool]:
    """Give the things that are joined by "and" or "or", and whether all are needed.

    Only after a name or words in quotation marks: "trial and error" is one thing.
    """
    if _QUOTED.fullmatch(thing) or not (thing[0] in '"“' or thing[0].isupper()):
        return (_ARTICLE.sub("", thing, count=1),), True
    words = {found["word"] for found in _JOINED.finditer(thing)} - {None}
    parts = [part.strip() for part in _JOINED.sub("\n", thing).split("\n")]
    return tuple(_ARTICLE.sub("", part, count=1) for part in parts), words != {"or"}
