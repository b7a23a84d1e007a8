"""Words around a number that say how exactly it is meant: "about", "over", "nearly", "or more"."""

import re

__all__ = ["read_hedge", "read_hedge_after"]

_WORDS = {
    "over": "over|more than|above|exceed(?:s|ed|ing)?|in excess of|upwards? of|greater than"
    "|topp(?:ed|ing)|surpass(?:ed|es|ing)|north of|beyond|(?:a little|slightly) more than",
    "least": "at least|no fewer than|no less than|not less than|a minimum of|minimum",
    "nearly": "nearly|almost|close to|approaching|just (?:under|short of|below)|(?:just )?shy of"
    "|not quite|(?:a little|slightly) (?:under|less than)|getting on for",
    "under": "under|less than|fewer than|below|short of",
    "most": "up to|as (?:many|much) as|at most|no more than|not more than|a maximum of",
    "about": "about|around|some|roughly|approximately|approx\\.?|circa|an? estimated|estimated"
    "|in the region of|something like|somewhere near|more or less|perhaps|maybe|an average of"
    "|an approximate|almost exactly",
}
_BEFORE = re.compile(
    "(?:"
    + "|".join(
        rf"(?P<{name}>(?<!\w)(?:{words}))"
        for name, words in sorted(
            _WORDS.items(),
            key=lambda item: ["least", "nearly", "most", "over", "under", "about"].index(item[0]),
        )
    )
    + r"|(?P<tilde>~))(?: (?:the|a|an))?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:(?P<over>\+| or more\b|-plus\b| plus\b)|(?P<about>(?:-odd| or so| or thereabouts)\b)"
    r"|(?P<most> or (?:less|fewer)\b)|(?P<least> at least\b))",
    re.IGNORECASE,
)
_MOVED_UP = re.compile(
    r"\b(?:go|goes|went|gone|going|mov\w+|push\w*|put|ris\w+|rose|climb\w*|jump\w*|lift\w*|brought"
    r"|bring\w*|tak\w+|took|rais\w+|add\w*|inch\w*|edg\w+|mark\w*|step\w*|speed\w*|sped|dr[io]v\w+|sen[dt]"
    r"|swell\w*|swollen|pull\w*|bid\w*)(?: [\w’'-]+){0,6} up to $",
    re.IGNORECASE,
)
_LONGEST = 30


def read_hedge(text: str, start: int) -> tuple[str, int]:
    """Give the hedge before a number, "" for none, and where the two begin."""
    begin = max(0, start - _LONGEST)
    match = _BEFORE.search(text[begin:start])
    if match is None or _MOVED_UP.search(text[max(0, start - 60) : start]):
        return "", start
    name = next(name for name, words in match.groupdict().items() if words)
    return ("about" if name == "tilde" else name), begin + match.start()


def read_hedge_after(text: str, end: int) -> tuple[str, int]:
    """Give the hedge that stands behind a number, and where it ends."""
    match = _AFTER.match(text, end)
    if match is None:
        return "", end
    return next(name for name, words in match.groupdict().items() if words), match.end()
