"""A sentence of an article becomes the questions that it answers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qa.question import MONTH

__all__ = ["Proposal", "propose_questions"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question, and where in its sentence the answer stands."""

    question: str
    kind: str
    """"date", "figure", "reason", "person" or "words"."""
    answer: Span


_NAME_WORD = r"[A-ZÀ-Þ][\w’'-]*[\w]"
_NAME = rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|[A-Z]\.|\d+|de|van|von|al|bin|of the|of))*"
_PERSON = rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|[A-Z]\.|de|van|von|al|bin))+"
_NOUNS = r"(?:[a-z][\w’'-]+ ){0,2}[a-z][\w’'-]+"
_SUBJECT = rf"(?P<subject>(?:[Tt]he |[Aa]n? )(?:(?:{_NAME_WORD}|{_NOUNS}) ?){{1,3}}|{_NAME})"
_BE = r"(?P<be>was|were|is|are|will|would|has been|have been|had been)"
_DATE = (
    rf"(?:\d{{1,2}} {MONTH}(?: \d{{4}})?|{MONTH}(?: \d{{1,2}}\b)?(?:,? \d{{4}})?|(?:19|20)\d\d"
    r"|(?:next |last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:early|late|mid|next|last) \w+)"
)
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
_MONEY = r"(?P<money>(?:US|A)?[$€£]\d[\d,.]*\d?(?: ?(?:million|billion|trillion|m|bn|tn)\b)?)"
_ABOUT = r"(?:about |around |over |nearly |almost |more than |at least |some )?"
_REST = r"(?P<rest>[^,;:.\"“”()]{3,70}?)"
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Cllr|President|Capt)\.? ")
_SAID = r"(?:said|told|warned|added|argued|wrote|says|called|described)"
_SPOKEN = re.compile(
    rf"(?P<one>{_PERSON}),? {_SAID}\b(?! to)|\b(?:said|added|warned|argued|wrote|says) (?P<other>{_PERSON})"
)
_MATTER = re.compile(
    rf"(?<=[a-z,] )(?P<the>the )?(?P<matter>{_NAME})(?![\w.])(?! [a-z]+(?:s|nt|er|or)\b)"
)
_NO_MATTER = re.compile(rf"^(?:{_DATE}|Mr|Mrs|Ms|Capt|Dr|Prof|St|The)\b|(?:ese|ish|ican|ian)$")
"""Days, titles, and words such as "American", that name nothing by themselves."""
_PLACE = re.compile(
    rf"\b(?:in|at|near|off) (?:the (?:[\w-]+ ){{0,3}})?(?!{_DATE}){_NAME_WORD}(?: {_NAME_WORD})*"
)
_FIRM = re.compile(
    r"\b(?:compan|operator|firm|group|maker|agency|charity|newspaper|party|consultan|bank|publisher"
    r"|cit(?:y|ies)|town|village|country|island|ship|vessel|team|club|band)"
)
"""What is no person's part."""
_POINTING = frozenset(
    "he she it they his her its their this that these those him them there here other others another also"
    " we our us i you your who which both latter former same such one".split()
)


def _ask_when(found: re.Match[str]) -> str:
    return f"When {_turn(found)} {found['rest'].strip()}?"


def _ask_why(found: re.Match[str]) -> str:
    return f"Why {_turn(found)} {found['rest'].strip()}?"


def _ask_how_many(found: re.Match[str]) -> str:
    return f"How many {found['things']} {found['be']} {found['rest'].strip()}?"


def _ask_cost(found: re.Match[str]) -> str:
    helping = {"cost": "did", "costs": "does"}.get(found["verb"], found["verb"].split()[0])
    return f"How much {helping} {_lower(found['subject'])} cost?"


def _ask_size(found: re.Match[str]) -> str:
    return f"How {found['size']} {found['be']} {_lower(found['subject'])}?"


def _ask_worth(found: re.Match[str]) -> str:
    return f"How much is the {found['thing']} worth?"


def _ask_who_is(found: re.Match[str]) -> str:
    return f"Who is {found['name']}?"


def _ask_who_led(found: re.Match[str]) -> str:
    return f"Who {found['verb']} {_lower(found['subject'])}?"


def _turn(found: re.Match[str]) -> str:
    """Put the verb that helps before the subject: "was the ship", "has the ship been"."""
    first, _, more = found["be"].partition(" ")
    return f"{first} {_lower(found['subject'])}{' ' + more if more else ''}"


def _lower(subject: str) -> str:
    """Write a subject as it stands within a sentence."""
    subject = subject.strip()
    return re.sub(r"^(The|An?)\b", lambda found: found[0].lower(), subject)


_Ask = Callable[[re.Match[str]], str]
_FORMS: tuple[tuple[str, re.Pattern[str], _Ask, str], ...] = (
    (
        "date",
        re.compile(rf"^{_SUBJECT} {_BE} {_REST} (?:in|on|by|until|since) (?P<date>{_DATE})\b"),
        _ask_when,
        "date",
    ),
    (
        "figure",
        re.compile(
            rf"(?:^|[,;] |\band |\bthat ){_ABOUT}{_NUMBER} (?P<things>(?:[a-z]+ )?[a-z]+s|people)"
            rf" (?P<be>were|are|have been|had been|will be) {_REST}(?=[,;.]| and | when | after )"
        ),
        _ask_how_many,
        "number",
    ),
    (
        "figure",
        re.compile(
            rf"^{_SUBJECT},? (?:which )?(?P<be>is|was|will be) {_ABOUT}(?P<number>\d[\d,.]*)"
            r" (?:[a-z]+ )(?P<size>long|wide|high|tall|deep|old)\b"
        ),
        _ask_size,
        "number",
    ),
    (
        "figure",
        re.compile(
            rf"(?:^|, |\bthat ){_SUBJECT} (?P<verb>will cost|would cost|costs|cost) {_ABOUT}{_MONEY}"
        ),
        _ask_cost,
        "money",
    ),
    (
        "figure",
        re.compile(
            rf"\b(?:the|an?) (?P<thing>(?:(?:{_NAME_WORD}|[a-z][\w-]+) ){{1,3}}?[a-z][\w-]+)"
            rf" (?:of|worth|costing|totall?ing) {_ABOUT}{_MONEY}"
        ),
        _ask_worth,
        "money",
    ),
    (
        "reason",
        re.compile(rf"^{_SUBJECT} {_BE} {_REST} (?P<because>because (?!of\b).+?[.,])"),
        _ask_why,
        "because",
    ),
    (
        "person",
        re.compile(
            rf"(?P<subject>[Tt]he {_NOUNS}(?: {_NAME})?),? (?P<verb>led|founded|written|owned|built"
            rf"|headed) by (?P<name>(?:Dr\.? |Prof\.? )?{_PERSON})"
        ),
        _ask_who_led,
        "name",
    ),
    (
        "person",
        re.compile(rf"\b(?P<name>{_PERSON}), (?P<role>(?:the|an?|its|their) [^,.;:“”\"]{{5,80}}),"),
        _ask_who_is,
        "role",
    ),
)


def propose_questions(
    sentence: str, is_name: Callable[[str], bool], is_person: Callable[[str], bool]
) -> Iterator[Proposal]:
    """Give the questions that a sentence answers, of several kinds where it can.

    Args:
        sentence: of an article.
        is_name: tells whether a word has its capital within sentences too.
        is_person: tells people from other names.
    """
    for kind, pattern, ask, group in _FORMS:
        found = pattern.search(sentence)
        if found is None:
            continue
        named = found.groupdict().get("name")
        if named and not is_person(_HONORIFIC.sub("", named)):
            continue
        if _FIRM.search(found.groupdict().get("role") or ""):
            continue
        subject = found.groupdict().get("subject") or "The"
        if not (re.match(r"(?:The|An?)\b|[a-z]", subject) or is_name(subject.split()[0])):
            continue  # any word has a capital where a sentence begins
        question = _add_place(ask(found), sentence)
        if _is_clear(question):
            yield Proposal(question, kind, found.span(group))
    yield from _ask_words(sentence, is_person)


def _ask_words(sentence: str, is_person: Callable[[str], bool]) -> Iterator[Proposal]:
    """Ask what somebody said of something that is named behind "said"."""
    found = _SPOKEN.search(sentence)
    if found is None:
        return
    speaker = _HONORIFIC.sub("", found["one"] or found["other"])
    quoted = (0, found.start()) if found["other"] else (found.end(), len(sentence))
    for match in _MATTER.finditer(sentence, *quoted):
        matter = re.sub(r"['’]s$", "", match["matter"])
        is_heard = match.start() <= quoted[0] + 1  # "told Ann Poe that"
        is_own = is_heard or set(matter.split()) & set(speaker.split())
        if not is_own and len(matter) > 3 and not _NO_MATTER.search(matter) and is_person(speaker):
            the = "the " if match["the"] else ""
            question = f"What did {speaker} say about {the}{matter}?"
            yield Proposal(question, "words", (0, len(sentence)))
            return


def _add_place(question: str, sentence: str) -> str:
    """Say where, in a question that names nothing: "How many were killed in Kermaël?"."""
    if _names_something(question):
        return question
    found = _PLACE.search(sentence)
    return f"{question[:-1]} {found[0]}?" if found else question


def _is_clear(question: str) -> bool:
    """Tell a question that names what it asks about, and points at nothing outside itself."""
    words = question.rstrip("?").split()
    points = _POINTING & {word.casefold() for word in words[1:]}
    return _names_something(question) and 4 <= len(words) <= 16 and not points


def _names_something(question: str) -> bool:
    return any(word[0].isupper() for word in question.split()[1:])
