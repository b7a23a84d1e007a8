"""Questions that are nothing but a question word: "Why?", "And when was that?"."""

import re

__all__ = ["ask_anew", "is_bare"]

_BARE = re.compile(
    r"\s*(?:(?:and|but|so|ok|okay)\b[\s,]*)*(?P<asking>why|when|where|how|who)"
    r"(?P<not> not)?(?: (?:so|exactly)| (?:is|was) (?:that|this|it))?[\s?!.]*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^\s*(?:who|whom|what|when|where|why|which|how(?: (?:much|many|long|old|far|often))?)\b\s*",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b",
    re.IGNORECASE,
)


def is_bare(question: str) -> bool:
    """Tell whether a question has no word of its own beside the one that asks."""
    return _BARE.fullmatch(question) is not None


def ask_anew(question: str, last: str) -> str:
    """Ask the last question with another question word: "Why?" after "Did the bridge close"."""
    bare = _BARE.fullmatch(question)
    rest = _ASKED.sub("", last, count=1)
    if bare is None or not rest:
        return f"{last}; {question.lstrip()}"
    asking = bare["asking"].capitalize()
    verb = _AUXILIARY.match(rest)
    if verb is None:
        return f"{asking} ({rest})?"
    refused = bare["not"] or ""
    return f"{asking} {verb[0].lower()}{refused}{rest[verb.end() :]}?"
