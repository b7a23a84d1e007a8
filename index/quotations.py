"""What stands between quotation marks, and who is said to have said it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.edits import Span

__all__ = ["Quotation", "find_quotations"]

FEWEST_WORDS = 4  # fewer are a term or a title, not what somebody said
LONGEST_BRIDGE = 120  # characters between a speaker and the quotation

REACH = 2_000  # characters before a quotation in which its speaker is looked for

# Some writers open with a curly mark and close with a straight one.
_CLOSING = {
    mark: re.compile(f"[{closing}]")
    for mark, closing in {"“": '”"', "„": "“”", "«": "»", '"': '"”'}.items()
}
_OPENING = re.compile(r"(?<!\w)[“„«\"](?=\S)")

_VERBS = (
    "said|says|told|tells|added|adds|answered|asked|warned|warns|wrote|writes|argued|argues|claimed|claims"
    "|insisted|insists|stressed|explained|explains|recalled|replied|responded|announced|declared"
    "|noted|notes|admitted|acknowledged|continued|concluded|tweeted|posted|testified|remarked"
    "|stated|states|called|calls|described|describes|agreed|joked|urged"
)
_TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sir|Lady|Lord|Dame|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Cllr)"
    r"\.?\s)"
)
_NAME_WORD = r"[^\W\d_a-z][\w’'-]*"
_NAME = (
    rf"{_TITLE}?(?:The\s)?(?:[A-Z]\.(?:[\s-]?[A-Z]\.)*\s)?{_NAME_WORD}"
    rf"(?:\s(?:(?:of|de|van|von|bin|al|der|la|the|for|and)\s){{0,2}}"
    rf"(?:St\.|[A-Z]\.|{_NAME_WORD})){{0,5}}"
)
_OTHER = r"[^“”\"„«».!?;]"
_ROLE = r"(?:^|\s)(?:His|Her|Its|Their|The|An?|[^,~]{1,60}['’]s)\s[^,~]{1,100},\s"
"""What somebody is, ahead of the name: "Its managing director, "."""
_BEHIND = (  # behind the quotation: "…", said Ann Poe; "…", Ann Poe said; "…", according to Ann Poe
    re.compile(rf"\s*,?\s*according to (?P<name>{_NAME})"),
    re.compile(rf"\s*,?\s*(?:{_VERBS})\s+(?:{_OTHER}{{0,40}}?\s)??(?P<name>{_NAME})"),
    re.compile(rf"\s*,?\s*(?P<name>{_NAME})(?:,{_OTHER}{{1,{LONGEST_BRIDGE}}},)?\s+(?:{_VERBS})\b"),
)
_BEFORE = (  # Ann Poe, the harbour master, said: "…"; according to Ann Poe, "…"
    re.compile(
        rf"(?P<name>{_NAME})(?:,{_OTHER}{{1,{LONGEST_BRIDGE}}},)?\s+(?:(?:\w+ly|has|had|now|later)\s)?"
        rf"(?:{_VERBS})\b{_OTHER}{{0,{LONGEST_BRIDGE}}}$"
    ),
    re.compile(
        rf"{_ROLE}(?P<name>{_NAME}),\s+(?:\w+ly\s)?(?:{_VERBS})\b{_OTHER}{{0,{LONGEST_BRIDGE}}}$"
    ),
    re.compile(rf"\b[Aa]ccording to (?:{_OTHER}{{0,40}}?\s)??(?P<name>{_NAME}){_OTHER}{{0,40}}$"),
)
_PRONOUN_BEHIND = re.compile(
    rf"\s*,?\s*(?:(?P<one>he|she)\s+(?:{_VERBS})|(?:{_VERBS})\s+(?P<other>he|she))\b"
)
_PRONOUN_BEFORE = re.compile(
    rf"(?:^|~\s*|\band\s)(?P<one>[Hh]e|[Ss]he)\s+(?:{_VERBS})\b{_OTHER}{{0,{LONGEST_BRIDGE}}}$"
)
_PERSON = re.compile(  # who is spoken of: "Ann Poe told", "Dr. Poe", "Ann Poe, who", "Ann Poe, 45,"
    rf"(?P<name>{_NAME})(?:,{_OTHER}{{1,{LONGEST_BRIDGE}}},)?\s+(?:(?:\w+ly|has|had|now)\s)?(?:{_VERBS})\b"
    rf"|{_ROLE}(?P<after>{_NAME}),\s"
    rf"|(?P<titled>{_TITLE}{_NAME_WORD}(?:\s(?:St\.\s)?{_NAME_WORD}){{0,3}})"
    rf"|(?P<told>{_NAME_WORD}(?:\s(?:St\.\s)?{_NAME_WORD}){{1,3}}),\s(?:who|of|an?|the|its|their|his|her|\d\d)\b"
)
_SOMEBODY = re.compile(rf"{_TITLE}{_NAME_WORD}|{_NAME_WORD}\s{_NAME_WORD}")
_BACK = 3  # sentences in which "he" was named last
_NOT_HER, _NOT_HIS = re.compile(r"(?:Mr|Sir|Lord)\b"), re.compile(r"(?:Mrs|Ms|Lady|Dame)\b")
_QUOTED = re.compile(r"[“„«\"][^“”\"„«»]*[”»\"]")
_SENTENCE = re.compile(
    r"(?<=[.!?])\s+(?=[^\W\d_a-z~])"
    r"(?<!\b[A-Z]\.\s)(?<!\b(?:Mr|Dr|Ms|St)\.\s)(?<!\b(?:Mrs|Sen|Rep|Gov|Gen)\.\s)"
    r"(?<!\b(?:Capt|Prof|Cllr)\.\s)"
)
_NO_SPEAKER = frozenset(
    "he she they it we i you who that this these those his her their the a an and but in on at for "
    "one some many others when while after before if as then there here what yes no so "
    "monday tuesday wednesday thursday friday saturday sunday".split()
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
    quoted = [match.span() for match in _QUOTED.finditer(block)]
    while match := _OPENING.search(block, position):
        start = match.start()
        closing = _CLOSING[match[0]].search(block, start + 1)
        if closing is None and match[0] == '"':
            return  # an odd straight mark: an inch, a slip
        end = closing.end() if closing else len(block)
        between = block[position:start].rstrip()
        goes_on = position > 0 and between.endswith((".", "?", "!"))
        before = _SENTENCE.split(_text_before(block, start, quoted))
        speaker = _find_speaker(block, end, before) or (speaker if goes_on else "")
        position = end
        if len(block[start:end].split()) >= FEWEST_WORDS:
            yield Quotation((start, end), speaker)


def _text_before(block: str, start: int, quoted: Sequence[Span]) -> str:
    """Give the last text before a quotation, with a "~" for each one in it.

    Only so much that a line of any length takes time in proportion to it.
    """
    pieces: list[str] = []
    end, room = start, REACH
    for i in reversed(range(bisect_right(quoted, start, key=lambda span: span[1]))):
        if room <= 0:
            break
        first, last = quoted[i]
        pieces += [block[max(last, end - room) : end], "~"]
        end, room = first, room - (end - last) - 1
    pieces.append(block[max(0, end - max(room, 0)) : end])
    return "".join(reversed(pieces))


def _find_speaker(block: str, end: int, before: Sequence[str]) -> str:
    """Give the name that a verb of saying ties to a quotation, behind it or before it.

    Args:
        block: in which it stands.
        end: of the quotation.
        before: the sentences before it; it stands in the last.
    """
    if block[end - 2 : end - 1] in ",?!" or block[end : end + 1] == ",":
        for pattern in _BEHIND:
            match = pattern.match(block, end)
            if match and (name := _clean_name(match["name"])):
                return name
    for pattern in _BEFORE:
        match = pattern.search(before[-1])
        if match and (name := _clean_name(match["name"])):
            return name
    return _find_named(block, end, before)


def _find_named(block: str, end: int, before: Sequence[str]) -> str:
    """Give whom "he said" or "she said" means: who was spoken of in the sentences before."""
    *sentences, last = before
    found = _PRONOUN_BEHIND.match(block, end) or _PRONOUN_BEFORE.search(last)
    if found is None:
        return ""
    pronoun = next(filter(None, found.groups())).lower()
    wrong = _NOT_HER if pronoun == "she" else _NOT_HIS
    for sentence in reversed([*sentences[-_BACK:], last]):
        for person in _PERSON.finditer(sentence):
            name = _clean_name(next(filter(None, person.groups())))
            if name and not wrong.match(name):
                return name
        if _SOMEBODY.search(sentence):
            return ""  # "he" may be this one
    return ""


def _clean_name(name: str) -> str:
    """Give the name, or nothing where it is a pronoun or the first word of a sentence."""
    words = name.split()
    while words and words[0].lower() in _NO_SPEAKER:
        words = words[1:]
    return " ".join(words)
