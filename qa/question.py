"""What a question asks for: its words, its names, and the kind of answer it wants."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.wording import Form, read_wording

__all__ = [
    "MONTH",
    "Question",
    "Term",
    "Tokenize",
    "counts_part",
    "holds_kind",
    "is_misfit",
    "parse_question",
]

Tokenize = Callable[[str], list[str]]
"""Text -> the tokens it is indexed under; `index` has one."""

_WORD = re.compile(r"[^\s\"“”‘(){}\[\]<>|]+")
_EDGES = ".,;:!?'’\"…"
_NAME = re.compile(r"[A-Z0-9$€£¥À-ÖØ-Þ]")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir)\.? (?=[A-ZÀ-ÖØ-Þ])")
"""What stands before a name and need not stand there in the articles."""
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_PRICE = "worth|costs?|price|priced|value|valued"
_MEASURES = (
    "population|height|length|width|depth|weight|age|speed|distance|temperature|turnout|capacity"
)
_KINDS = (
    (
        "money",
        re.compile(
            rf"\bhow much\b(?=.{{,200}}\b(?:{_PRICE}|pay|paid|spend|spent|earn|earned|money)\b)"
            rf"|\bwhat (?=.{{,200}}\b(?:{_PRICE})\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|old|long|far|big|large|high|often|fast)\b|"
            r"\bwhat (?:percentage|number|share|proportion|amount)\b|"
            r"\bwhat(?=(?:'s|’s| is| was| are| were) the (?:[\w'’-]+ ){0,2}"
            rf"(?:{_MEASURES}|size|toll)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "date",
        re.compile(
            r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time)\b|\bhow long ago\b",
            re.IGNORECASE,
        ),
    ),
    (
        "place",
        re.compile(
            r"\bwhere\b|\b(?:what|which) (?:city|country|place|town|state)\b", re.IGNORECASE
        ),
    ),
    ("name", re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)),
)
_ANSWERS = {
    "money": re.compile(
        r"[$€£¥]\s?\d|\d\s?(?:[$€£¥]|bn\b|tn\b)|\d (?:m|b|tr)illion\b"
        r"|\b(?:dollar|euro|pound|cent)s?\b",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?"
        r"|hundreds?|thousands?|millions?|billions?|half|twice|quarter)\b",
        re.IGNORECASE,
    ),
    "date": re.compile(
        rf"\b{MONTH}\b|\b(?:1[5-9]|20)\d\d\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
        r"|\b(?:yesterday|today|tomorrow|spring|summer|autumn|winter|century|decade)\b"
        r"|\b(?:last|next|this) (?:year|month|week|night)\b"
    ),
    "place": re.compile(
        r"\b(?:in|at|near|from|to|on|of|off|outside|across|around|between)\s+(?:the\s+)?[A-ZÀ-Þ]"
    ),
}

_COUNTED = re.compile(
    r"\bhow (?:many|old|long|far|fast|often)\b"
    rf"|\b(?:{_MEASURES}|death toll)\b",
    re.IGNORECASE,
)
"""Questions for a number that is no price."""
_OF_ALL = re.compile(r"\s+of (?:the|them|those|these|whom|his|her|their|its)\b(?: \w+)?")
_ALIKE = 5
"""Letters that two words of one stem begin with."""
_PRICED = re.compile(r"[$€£¥]|\b(?:dollar|euro|pound|cent)s?\b", re.IGNORECASE)
_ASKED_PRICE = re.compile(_PRICE, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question that carries meaning."""

    text: str
    """As it was typed, without the punctuation around it."""
    tokens: tuple[str, ...]
    """What it is indexed under; one is enough for the word to be there."""
    is_name: bool
    """Capitalised inside the sentence, or a number: it must not be lost."""
    place: int
    """Which word of the question it is, from 0."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart."""

    text: str
    """What is looked for, as typed: without "could you tell me"."""
    terms: tuple[Term, ...]
    kind: str
    """"money", "number", "date", "place", "name", or empty where anything may answer."""
    form: Form = Form.FACT
    speaker: tuple[Term, ...] = ()
    """Whose words are asked for: the names, or all that is said of who it is."""

    @property
    def is_fitted(self) -> bool:
        """Whether a fitted judgement tells if something answers it.

        What a matter is about, and what somebody said of anything at all, is answered wherever the
        matter is named and that person speaks.
        """
        is_any_speech = bool(self.speaker) and set(self.terms) <= set(self.speaker)
        return self.form is not Form.ABOUT and not is_any_speech

    @property
    def names(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_name)


def parse_question(text: str, tokenize: Tokenize) -> Question:
    """Take a question apart; words that are not indexed (the, of, what) are no terms."""
    wording = read_wording(text)
    kind, asking = _read_kind(text)
    silent = (*wording.asking, asking, *(title.span() for title in _TITLE.finditer(text)))
    terms: list[Term] = []
    speaker: list[Term] = []
    for i, match in enumerate(_WORD.finditer(text)):
        word = re.sub(r"['’]s$", "", match.group().strip(_EDGES))
        if not _is_within(match.start(), wording.core) or any(
            _is_within(match.start(), span) for span in silent
        ):
            continue
        if kind == "money" and _ASKED_PRICE.fullmatch(word):
            continue
        tokens = tuple(tokenize(word))
        if tokens:
            # The first word is capitalised whatever it is.
            is_name = bool(_NAME.match(word)) and (i > 0 or not word[0].isalpha() or word.isupper())
            terms.append(Term(word, tokens, is_name, i))
            if wording.speaker and _is_within(match.start(), wording.speaker):
                speaker.append(terms[-1])
    names = tuple(term for term in speaker if term.is_name)
    core = text[slice(*wording.core)]
    return Question(core, tuple(terms), kind, wording.form, names or tuple(speaker))


def _read_kind(text: str) -> tuple[str, tuple[int, int]]:
    """Give the kind of thing asked for, and where the words stand that ask for it."""
    for name, pattern in _KINDS:
        if found := pattern.search(text):
            return name, found.span()
    return "", (0, 0)


def _is_within(place: int, span: tuple[int, int]) -> bool:
    return span[0] <= place < span[1]


def holds_kind(question: Question, sentence: str) -> bool | None:
    """Tell whether a sentence holds the kind of thing asked for; None where anything may answer.

    Names and figures that the question itself gives do not count.
    """
    if not question.kind:
        return None
    asked = {term.text.casefold() for term in question.terms}
    rest = " ".join(word for word in sentence.split() if word.strip(_EDGES).casefold() not in asked)
    if question.kind == "name":
        return re.search(r"(?<=\s)[A-ZÀ-Þ][^\W\d_]+", rest) is not None
    return _ANSWERS[question.kind].search(rest) is not None


def is_misfit(question: Question, words: str) -> bool:
    """Tell whether some words hold no number where a price is asked for, or a price for a count."""
    if question.kind == "number" and _COUNTED.search(question.text):
        return _PRICED.search(words) is not None and _PRICED.search(question.text) is None
    return question.kind == "money" and not _ANSWERS["number"].search(words)


def counts_part(question: Question, after: str) -> bool:
    """Tell whether a number counts a part of what is asked for, by what follows it.

    "Eleven of the injured were in danger" does not say how many were injured, but how many were in
    danger.
    """
    if question.kind != "number" or not _COUNTED.search(question.text):
        return False
    found = _OF_ALL.match(after)
    rest = after[found.end() :].casefold() if found else ""
    told = (term.text.casefold()[:_ALIKE] for term in question.terms)
    return found is not None and not any(start in rest for start in told)
