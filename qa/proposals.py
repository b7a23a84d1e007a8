"""A sentence of an article becomes the questions that it answers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qa.question_forms import DATE, FORMS, NAME, NAME_WORD, PERSON

__all__ = ["Proposal", "propose_questions"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question, and where in its sentence the answer stands."""

    question: str
    kind: str
    """"date", "figure", "reason", "person" or "words"."""
    answer: Span


_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Cllr|President|Capt)\.? ")
_SAID = r"(?:said|told|warned|added|argued|wrote|says|called|described)"
_SPOKEN = re.compile(
    rf"(?P<one>{PERSON}),? {_SAID}\b(?! to)"
    rf"|\b(?:said|added|warned|argued|wrote|says) (?P<other>{PERSON})"
)
_MATTER = re.compile(
    rf"(?<=[a-z,] )(?P<the>the )?(?P<matter>{NAME})(?![\w.])(?! [a-z]+(?:s|nt|er|or)\b)"
)
_NO_MATTER = re.compile(rf"^(?:{DATE}|Mr|Mrs|Ms|Capt|Dr|Prof|St|The)\b|(?:ese|ish|ican|ian)$")
"""Days, titles, and words such as "American", that name nothing by themselves."""
_PLACE = re.compile(
    rf"\b(?:in|at|near|off) (?:the (?:[\w-]+ ){{0,3}})?(?!{DATE}){NAME_WORD}(?: {NAME_WORD})*"
)
_FIRM = re.compile(
    r"\b(?:compan|operator|firm|group|maker|agency|charity|newspaper|party|consultan|bank|publisher"
    r"|cit(?:y|ies)|town|village|country|island|ship|vessel|team|club|band)"
)
"""What is no person's part."""
_TELLING, _ENOUGH_TOLD = 5, 4
"""Of a question that names nothing, how many words have so many letters."""
_POINTING = frozenset(
    "he she it they his her its their this that these those him them there here other others"
    " another also we our us i you your who which both latter former pair same such one".split()
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
    for kind, pattern, ask, group in FORMS:
        found = pattern.search(sentence)
        if found is None:
            continue
        named = found.groupdict().get("name")
        if named and not is_person(_HONORIFIC.split(named)[-1]):
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
    speaker = _HONORIFIC.split(found["one"] or found["other"])[-1]
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
    """Tell a question that says what it asks about, and points at nothing outside itself."""
    words = question.rstrip("?").split()
    told = [word for word in words[2:] if len(word) >= _TELLING]
    points = _POINTING & {word.casefold() for word in words[1:]}
    is_told = _names_something(question) or len(told) >= _ENOUGH_TOLD
    return is_told and 4 <= len(words) <= 16 and not points


def _names_something(question: str) -> bool:
    return any(word[0].isupper() for word in question.split()[1:])
