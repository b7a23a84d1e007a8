"""Statements become questions whether they are so: "It was shut" -> "Was it shut?".

By patterns, so only plain statements do, and some questions come out odd; they train a reader,
which meets odd questions later.
"""

import re
from dataclasses import dataclass

from index.tokenizer import Tokenizer

__all__ = ["Whether", "ask_whether"]

_BE = r"is|are|was|were|has|have|had|can|could|will|would|must|should"
_SUBJECT = (
    r"(?P<subject>(?!(?:There|This|These|That|Those|It|What|If|Why|How|When|Where|Who|Whether|As)\b)"
    r"[A-ZÀ-Þ][\w'’.-]*(?: [\w'’.-]+){0,6}?)"
)
_REST = r"(?P<rest>(?: [^\s,;:()\"“”—]+){2,16})"
_HELPED = re.compile(rf"{_SUBJECT} (?P<verb>{_BE}){_REST}")
_PAST = re.compile(rf"{_SUBJECT} (?P<verb>[a-z]{{2,}}ed)(?! (?:by|in|on|at|as|with)\b){_REST}")
_NO_SUBJECT_END = re.compile(
    r"\b(?:and|or|of|the|a|an|in|on|at|to|for|with|by|from|that|who|which|but|not|as|is|are|was|were"
    r"|has|have|had|be|been|can|could|will|would|most|more|very|his|her|their|its|newly|it|he|she"
    r"|they)$",
    re.IGNORECASE,
)
_NO_SUBJECT_PART = re.compile(
    rf"\b(?:{_BE}|that|who|which|when|while|because|although|if|after|before|said)\b", re.IGNORECASE
)
_LOWERED = frozenset(
    "the a an his her their its our my one two three four five six some many most all both each"
    " every several other another no few people he she they we i".split()
)
_END = re.compile(r"[\s.!?]+$")
_ADDED = re.compile(r" (?:also|however|therefore|thus) ")


@dataclass(frozen=True, slots=True)
class Whether:
    """A question whether a statement is so."""

    text: str
    span: tuple[int, int]
    """Where the text says so: from its verb on."""


def ask_whether(text: str, span: tuple[int, int], tokenize: Tokenizer) -> Whether | None:
    """Make a question of a sentence; None of one that no pattern fits.

    Args:
        text: that holds the sentence.
        span: where it stands.
        tokenize: gives a verb's plain form: launch of launched.
    """
    for pattern, is_helped in ((_HELPED, True), (_PAST, False)):
        found = pattern.match(text, *span)
        if not found or found.end() < span[0] + (span[1] - span[0]) // 3:
            continue
        subject = found["subject"]
        if _NO_SUBJECT_END.search(subject) or _NO_SUBJECT_PART.search(subject):
            continue
        first, _, others = subject.partition(" ")
        if first.casefold() in _LOWERED:
            first = "I" if first == "I" else first.casefold()
        subject = f"{first} {others}".strip()
        rest = _ADDED.sub(" ", _END.sub("", found["rest"]))
        if len(rest.split()) < 2:
            continue
        if is_helped:
            question = f"{found['verb'].capitalize()} {subject}{rest}?"
        else:
            plain = tokenize.lemmatize(found["verb"])
            if plain == found["verb"]:
                continue
            question = f"Did {subject} {plain}{rest}?"
        return Whether(
            question, (found.start("verb"), found.start("rest") + len(_END.sub("", found["rest"])))
        )
    return None
