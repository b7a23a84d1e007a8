"""Words that set one figure apart from another of the same thing: first and second, men and women.

Two figures whose sentences stand on different sides are figures of different things, and so are a
whole and its part, an average and a limit.
"""

import re
from collections.abc import Collection

__all__ = ["WHOM", "are_opposed", "read_manner", "read_sides", "read_states"]

_GROUPS = {
    "turn": ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "previous",
             "next", "final"),
    "extent": ("wide width across diameter breadth", "deep depth", "long length",
               "high height tall altitude elevation", "thick thickness"),
    "north": ("north northern", "south southern"),
    "east": ("east eastern", "west western"),
    "sex": ("men man male males", "women woman female females"),
    "age": ("children child minors toddlers babies under-18s", "adults adult grown-ups",
            "pensioners over-65s over-75s"),
    "young": ("boys boy sons son", "girls girl daughters daughter"),
    "elder": ("elder older eldest oldest", "younger youngest"),
    "aboard": ("passengers passenger", "crew"),
    "arms": ("civilians civilian", "soldiers soldier troops", "policemen",
             "militants fighters rebels insurgents"),
    "school": ("pupils students", "teachers lecturers"),
    "care": ("doctors physicians", "nurses"),
    "extreme": ("maximum highest peak daytime", "minimum lowest overnight"),
    "tax": ("gross", "net"),
    "ground": ("urban city-dwellers", "rural countryside"),
    "trade": ("exports exported export", "imports imported import"),
    "reach": ("domestic", "foreign international overseas abroad"),
    "owner": ("public", "private"),
    "account": ("revenue revenues sales turnover takings", "profit profits earnings",
                "loss losses", "debt debts"),
    "spent": ("build building construction", "running operating maintain maintenance"),
    "floor": ("wholesale", "retail"),
    "term": ("sentenced", "served spent"),
    "deal": ("demanded demand demands asking sought seek seeks requested",
             "offered offers offer", "paid"),
    "count": ("seats", "votes"),
    "month": ("daily", "weekly", "monthly", "annual annually yearly"),
}  # fmt: skip
WHOM = frozenset({"sex", "young", "arms", "school", "care"})
"""Groups that tell who is counted: of the thing itself, not of what else a sentence names."""
_SIDE_OF = {
    word: (group, side)
    for group, sides in _GROUPS.items()
    for side, words in enumerate(sides)
    for word in words.split()
}
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NEAR = {
    "average": r"\b(?:average|averag\w+|mean|median|typical(?:ly)?)\b",
    "tested": r"\b(?:tested|screened|examined|sampled|surveyed|polled)\b",
    "peak": r"\bat (?:the height|its peak|one point|first)\b",
    "before": r"^(?:before|until) "
    r"|\b(?:had been|was|were)(?: \w+)? (?:expected|estimated|planned|budgeted)\b"
    r"|\b(?:previous|preceding|the year before|an? \w+ (?:earlier|before)"
    r"|(?<!than )(?<!from )(?<!on )(?<!since )(?<!of )last (?:year|season|time))\b",
    "under way": r"\bso far\b",
    "counted": r"^(?:including|excluding|counting|without|adjusted)\b|\b(?:in|ex)cluded\b"
    r"|\b(?:pre|post)-tax\b|\b(?:before|after|plus) (?:tax|fees|interest|costs)\b",
}
_BEFORE = {
    "more": r"\b(?:another|additional|further|extra)\s+$",
    "limit": r"\b(?:limit|maximum|capacity|ceiling|cap|threshold|room|built|designed)\b[^,;]{0,30}"
    r"\b(?:of|is|was|at|for)\s+$",
    "plan": r"\b(?:target|goal|aim\w*) (?:of|is|was|for)\s+$",
    "each": r"^(?:each|every)\b|\beach\s+$",
    "part": r"\b(?:of|among|including) (?:whom|them|which|those|these)\b[^,;]{0,20}$"
    r"|\bincluding(?: \w+)?\s+$|^of [^,]+,"
    r"|\b(?:\w+ern|first|second|third|final|last|next|initial|early|remaining|opening|closing)"
    r" (?:stretch|section|part|phase|stage|leg|tranche|instalment|batch|round|wave)\b",
}
_AFTER = {
    "some": r" of the (?!\d)",
    "more": r"(?: \w+)? (?:more|others?|additional|extra)\b(?! than)",
    "each": r"(?: \w+)? (?:each|apiece)\b",
    "part": r"(?: \w+)? of (?:them|whom|those|these|which)\b"
    r"|(?: \w+)? (?:on|in) the (?:first|opening) (?:day|night|week|weekend|hours?)\b(?! of)",
}
_MANNERS = [
    [(name, re.compile(words, re.IGNORECASE)) for name, words in table.items()]
    for table in (_NEAR, _BEFORE, _AFTER)
]

_STATES = {
    "dead": "kill die dead death dy fatal victim drown toll bodi corps",
    "hurt": "injur hurt wound casualti",
    "missing": "miss unaccount",
    "held": "arrest detain custodi jail",
    "homeless": "displac homeless evacu flee fled",
    "ill": "sick infect hospit",
    "freed": "free releas rescu",
}
_STATE_OF = {stem: state for state, stems in _STATES.items() for stem in stems.split()}


def read_sides(text: str, without: Collection[str] = ()) -> frozenset[tuple[str, int]]:
    """Give the sides that the words of a text stand on, those of some groups left out."""
    words = (match.group().casefold() for match in _WORD.finditer(text))
    sides = frozenset(_SIDE_OF[word] for word in words if word in _SIDE_OF)
    return frozenset(side for side in sides if side[0] not in without)


def are_opposed(one: frozenset[tuple[str, int]], other: frozenset[tuple[str, int]]) -> bool:
    """Tell whether two texts stand on different sides of something, and share none of it."""
    return any(
        not {side for side in one if side[0] == group} & other
        for group in {side[0] for side in one} & {side[0] for side in other}
    )


def read_manner(near: str, before: str, after: str) -> frozenset[str]:
    """Give what makes a figure no plain one: an average, a limit, a part of the whole, one more.

    Args:
        near: the part of the sentence that it stands in.
        before: all that stands before it.
        after: all that stands behind it.
    """
    around, ahead, behind = _MANNERS
    return frozenset(
        [name for name, pattern in around if pattern.search(near)]
        + [name for name, pattern in ahead if pattern.search(before)]
        + [name for name, pattern in behind if pattern.match(after)]
    )


def read_states(stems: frozenset[str]) -> frozenset[str]:
    """Give what became of those who are counted: "dead", "hurt", "missing"."""
    return frozenset(_STATE_OF[stem] for stem in stems if stem in _STATE_OF)
