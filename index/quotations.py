"""What stands between quotation marks, and who is said to have said it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.edits import Span

__all__ = ["Quotation", "find_quotations"]

FEWEST_WORDS = 4  # fewer are a term or a title, not what somebody said
LONGEST_BRIDGE = 120  # characters between a speaker and the quotation

# Some writers open with a curly mark and close with a straight one.
_CLOSED_BY = {"“": '”"', "„": "“”", "«": "»", '"': '"”'}
_OPENING = re.compile(r"(?<!\w)[“„«\"](?=\S)")

_VERBS = (
    "said|says|told|tells|added|adds|answered|asked|warned|warns|wrote|writes|argued|argues|claimed|claims"
    "|insisted|insists|stressed|explained|explains|recalled|replied|responded|announced|declared"
    "|noted|notes|admitted|acknowledged|continued|concluded|tweeted|posted|testified|remarked"
    "|stated|states|called|calls|described|describes|agreed|joked|urged"
)
_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sir|Lady|Lord|Dame|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|St)\.?\s)?"
)
_NAME_WORD = r"[^\W\d_a-z][\w’'-]*"
_NAME = (
    rf"{_TITLE}(?:The\s)?{_NAME_WORD}(?:\s(?:(?:of|de|van|von|bin|al|der|la|the|for|and)\s){{0,2}}"
    rf"(?:{_NAME_WORD}|[A-Z]\.)){{0,5}}"
)
_OTHER = r"[^“”\"„«».!?;]"
_BEHIND = (  # behind the quotation: "…", said Ann Poe; "…", Ann Poe said; "…", according to Ann Poe
    re.compile(rf"\s*,?\s*according to (?P<name>{_NAME})"),
    re.compile(rf"\s*,?\s*(?:{_VERBS})\s+(?:{_OTHER}{{0,40}}?\s)??(?P<name>{_NAME})"),
    re.compile(rf"\s*,?\s*(?P<name>{_NAME})(?:,{_OTHER}{{1,{LONGEST_BRIDGE}}},)?\s+(?:{_VERBS})\b"),
)
_BEFORE = (  # Ann Poe, the harbour master, said: "…"; according to Ann Poe, "…"
    re.compile(
        rf"(?P<name>{_NAME})(?:,{_OTHER}{{1,{LONGEST_BRIDGE}}},)?\s+(?:\w+ly\s|has\s|had\s)?"
        rf"(?:{_VERBS})\b{_OTHER}{{0,{LONGEST_BRIDGE}}}$"
    ),
    re.compile(rf"\b[Aa]ccording to (?:{_OTHER}{{0,40}}?\s)??(?P<name>{_NAME}){_OTHER}{{0,40}}$"),
)
_QUOTED = re.compile(r"[“„«\"][^“”\"„«»]*[”»\"]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z~])(?<!\bMr\.\s)(?<!\bDr\.\s)(?<!\bMs\.\s)")
_NO_SPEAKER = frozenset(
    "he she they it we i you who that this these those his her their the a an and but in on at for "
    "one some many others when while after before if as then there here what yes no so".split()
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, the marks included."""

    span: Span
    speaker: str
    """The name beside the quotation, as it stands there; empty where a pronoun or nothing does."""


def find_quotations(block: str) -> Iterator[Quotation]:
    """Give the quotations of a block, ascending; one that is never closed runs to its end.

    Newspapers do not close a quotation that goes on in the next paragraph.
    """
    position, speaker = 0, ""
    while match := _OPENING.search(block, position):
        start = match.start()
        marks = (block.find(mark, start + 1) for mark in _CLOSED_BY[match[0]])
        closing = min((place for place in marks if place >= 0), default=-1)
        if closing < 0 and match[0] == '"':
            return  # an odd straight mark: an inch, a slip
        end = len(block) if closing < 0 else closing + 1
        between = block[position:start].rstrip()
        goes_on = position > 0 and between.endswith((".", "?", "!"))
        speaker = _find_speaker(block, start, end) or (speaker if goes_on else "")
        position = end
        if len(block[start:end].split()) >= FEWEST_WORDS:
            yield Quotation((start, end), speaker)


def _find_speaker(block: str, start: int, end: int) -> str:
    """Give the name that a verb of saying ties to a quotation, behind it or before it."""
    if block[end - 2 : end - 1] in ",?!" or block[end : end + 1] == ",":
        for pattern in _BEHIND:
            match = pattern.match(block, end)
            if match and (name := _clean_name(match["name"])):
                return name
    before = _SENTENCE.split(_QUOTED.sub("~", block[:start]))[-1]
    for pattern in _BEFORE:
        match = pattern.search(before)
        if match and (name := _clean_name(match["name"])):
            return name
    return ""


def _clean_name(name: str) -> str:
    """Give the name, or nothing where it is a pronoun or the first word of a sentence."""
    words = name.split()
    while words and words[0].lower() in _NO_SPEAKER:
        words = words[1:]
    return " ".join(words)
