"""What the wording of a question wants: a fact, yes or no, somebody's words, or a whole matter."""

import re
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Form", "Part", "Wording", "read_wording", "split_question"]

Span = tuple[int, int]


class Form(StrEnum):
    """What would answer a question."""

    FACT = "fact"
    YES_NO = "yes or no"
    """What speaks for it and against it."""
    SPEECH = "speech"
    """What somebody said."""
    ABOUT = "about"
    """What a matter, or the whole library, is about."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question's form, and where in it stands what is looked for."""

    form: Form
    core: Span
    """What is looked for; empty where the whole library is meant."""
    asking: tuple[Span, ...] = ()
    """Words within the core that only ask."""
    speaker: Span | None = None
    """Whose words are asked for."""


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in patterns)


_ASKED = r"(?:who(?:m|se)?|what|when|where|why|how|which|whether|if)\b"
_PREFACE = re.compile(
    r"\s*(?:(?:please|so|and|ok|okay|hey|hi|hello|well|now)\b[\s,!]*)*"
    rf"(?:(?:(?:can|could|would|will) you(?: please)?|please) (?=\S)"
    rf"(?:(?:tell|show|explain to) (?:me|us) (?={_ASKED}))?"
    rf"|(?:do you know|(?:i|we)(?:['’]d like| would like| want) to know|tell (?:me|us))"
    rf" (?={_ASKED})"
    r")?(?:(?:if|whether) )?",
    re.IGNORECASE,
)
_END = re.compile(r"(?:,? please)?[\s?!.…]*$", re.IGNORECASE)
_TEXTS = r"(?:articles?|sources?|reports?|papers?|texts?|stories|story|documents?|news)"
_BE = r"(?:['’]s| is| are| was| were)"
_TOPIC = r"\b\s*(?P<topic>.*)$"
_ABOUT = _compile(
    rf"(?:summari[sz]e|sum up|outline|recap|describe)(?: (?:for )?(?:me|us))?{_TOPIC}",
    r"(?:give|show|write)(?: me| us)? (?:an? |the )?(?:\w+ )?(?:summary|overview|outline|gist)"
    rf"(?: (?:of|on|about))?{_TOPIC}",
    rf"tell (?:me|us)(?: (?:more|something|everything|all))? (?:about|of){_TOPIC}",
    rf"what (?:do|does|did) (?:we|you|(?:the |these |this |my )?{_TEXTS})"
    rf" (?:know|say|report|write|tell (?:me|us)) (?:about|of|on){_TOPIC}",
    rf"what{_BE} (?:known|said|reported|written) (?:about|of|on){_TOPIC}",
    rf"what{_BE} (?:the )?(?:main|key|most important) (?:points?|ideas?|messages?|takeaways?"
    rf"|topics?|themes?|facts?)(?: (?:of|in|on|about))?{_TOPIC}",
    rf"what{_BE} (?:the )?(?:(?:latest|newest) )?(?:news|developments|updates?|latest|new|going on)"
    rf"(?: (?:of|in|on|about|from|with))?{_TOPIC}",
    r"what(?: has| have|['’]s| else)? happened(?P<topic>)$",
    rf"what{_BE} (?P<topic>.+?) (?:all )?about$",
)
_NAMED = re.compile(
    r"[Ww]hat(?:['’]s| is| are| was| were) (?:the |an? )?"
    r"(?P<topic>[A-ZÀ-Þ][\w.'’&-]*(?: (?:(?:of|the|and|for) )*[A-ZÀ-Þ0-9][\w.'’&-]*)*)$"
)
"""A name and nothing of it that is asked for: "What is the KMT?"."""
_WHOLE = re.compile(
    rf"(?:(?:it|this|these|that|those|all|everything|here|of|in|the|my|your|two|both|{_TEXTS}"
    r"|library|folder|collection|files?)\b\W*)*",
    re.IGNORECASE,
)
"""A topic that names nothing but what lies here."""
_YES_NO = re.compile(
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might"
    r"|must)(?:n['’]t)?\b",
    re.IGNORECASE,
)
_SPEECH = _compile(
    r"what (?:else )?(?:did|does|do|has|have|had) (?P<who>.+?) (?P<verb>(?:say|said|says|saying"
    r"|tell|told|think|thought|argued?|claim(?:ed)?|warn(?:ed)?|comment(?:ed)?|reply|replied))\b",
    r"how (?:did|does|do|has|have|had) (?P<who>.+?) (?P<verb>(?:react|respond|comment)(?:ed)?)\b",
)
_HEAD = re.compile(r".+?(?= (?:of|in|at|from|for|on|who|which|that)\b)", re.IGNORECASE)
"""Of "the mayor of Ostermere", who speaks."""
_NOBODY = re.compile(
    rf"(?:it|he|she|they|we|you|i|people|anyone|(?:the |this |these )?{_TEXTS})$", re.IGNORECASE
)


def read_wording(text: str) -> Wording:
    """Tell a question's form by how it begins; one that nothing tells asks for a fact."""
    start = _preface(text)
    end = max(_END.search(text).start(), start)  # type: ignore[union-attr]  # it matches anywhere
    whole = (start, len(text))
    for pattern in (*_ABOUT, _NAMED):
        if found := pattern.match(text, start, end):
            topic = found.span("topic")
            is_whole = _WHOLE.fullmatch(text, *topic) is not None
            return Wording(Form.ABOUT, (topic[0], topic[0]) if is_whole else topic)
    for pattern in _SPEECH:
        found = pattern.match(text, start, end)
        if found and not _NOBODY.match(found["who"]):
            first, last = found.span("who")
            head = _HEAD.match(text, first, last)
            speaker = head.span() if head else (first, last)
            return Wording(Form.SPEECH, whole, (found.span("verb"),), speaker)
    return Wording(Form.YES_NO if _YES_NO.match(text, start) else Form.FACT, whole)


def _preface(text: str) -> int:
    """Give where the question itself begins, after "could you tell me" and the like."""
    found = _PREFACE.match(text)
    return found.end() if found else 0


_SIDES = r"(?P<one>.+?) (?:and|with|to|from|versus|vs\.?|or) (?P<other>.+?)"
_ON = r"(?P<on> (?:on|about|over|regarding|concerning) .+)?$"
_COMPARED_WORDS = re.compile(
    rf"(?:compare|contrast) what {_SIDES} (?:say|says|said|think|thought){_ON}", re.IGNORECASE
)
_COMPARED = _compile(
    rf"(?:compare|contrast) {_SIDES}{_ON}",
    rf"what{_BE} (?:the )?(?:main |key )?(?:differences?|comparison) between {_SIDES}{_ON}",
    rf"how (?:do|does|did) {_SIDES} (?:compare|differ){_ON}",
    rf"how (?:do|does|did) (?P<one>.+?) (?:compare (?:with|to)|differ from) (?P<other>.+?){_ON}",
)
_NEXT = re.compile(
    r"(?<=\?)\s+(?=\S.*\?)|,?\s+and (?=(?:who|whom|what|when|where|why|how|which)\b)", re.IGNORECASE
)
_STARTS = re.compile(rf"(?:{_ASKED}|{_YES_NO.pattern})", re.IGNORECASE)
_FEWEST = 3
"""Words of a part that is a question by itself."""
_LEANING = re.compile(
    r"\b(?:it|he|she|they|him|her|them|his|their|its|this|that|there)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that are asked in one."""

    text: str
    """As typed; for a side that is compared, what is asked of it."""
    context: str = ""
    """The question before it, where it leans on that: what "it" is."""

    @property
    def whole(self) -> str:
        """What is looked for."""
        return f"{self.context}; {self.text}" if self.context else self.text


def split_question(text: str) -> tuple[Part, ...]:
    """Give the questions that are asked in one: two in a row, or of each side that is compared."""
    start = _preface(text)
    plain = text[start : _END.search(text).start()]  # type: ignore[union-attr]  # as above
    if found := _COMPARED_WORDS.match(plain):
        on = found["on"] or ""
        return tuple(Part(f"What did {found[side]} say{on}?") for side in ("one", "other"))
    for pattern in _COMPARED:
        if found := pattern.match(plain):
            on = found["on"] or ""
            return tuple(
                Part(f"What is known about {found[side]}{on}?") for side in ("one", "other")
            )
    parts = [part.strip() for part in _NEXT.split(text)]
    if len(parts) < 2 or not all(map(_is_question, parts)):
        return (Part(text),)
    first = parts[0].rstrip(" ?")
    others = (Part(part, first if _LEANING.search(part) else "") for part in parts[1:])
    return (Part(parts[0]), *others)


def _is_question(text: str) -> bool:
    return len(text.split()) >= _FEWEST and _STARTS.match(text, _preface(text)) is not None
