"""Numbers in a sentence, in digits and in words, become values, with how exactly they are said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Numeral", "read_numerals", "widen"]

_ONES = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_SMALL = {**_ONES, **_TENS}

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNDER_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[:9])}))?|{'|'.join(_ONES)})"
_WORDED = (
    rf"{_UNDER_100}(?: hundred(?: and {_UNDER_100}\b)?)?"
    rf"|a hundred(?: and {_UNDER_100}\b)?"
)
_BIG = r"hundred|thousand|million|billion|trillion|lakh|crore"
_SCALE = rf"(?:[\s-](?P<big>{_BIG})\b|(?P<brief>bn|tn|mn|m|b|k)\b)"
_NUMBER = re.compile(
    rf"(?<![\w.,/])(?<![A-Za-z]-)(?P<digits>{_DIGITS})(?P<half>[ -]and[ -]a[ -]half)?{_SCALE}?"
    rf"|\b(?:(?P<dozens>{_UNDER_100}|a|an|half a|\d+) )?(?P<dozen>dozen)\b"
    rf"|\b(?P<worded>{_WORDED})\b(?P<worded_half>[ -]and[ -]a[ -]half)?"
    rf"(?:[\s-](?P<worded_big>{_BIG})\b)?"
    rf"|\b(?P<part>half|(?:a )?quarter of) a (?P<part_of>{_BIG})\b"
    r"|\b(?P<half_a>half)(?= an? )"
    rf"|\ba (?P<one_big>hundred|thousand|million|billion|trillion)\b"
    r"|\b(?:(?P<of>dozens|tens|hundreds|thousands) of )?"
    r"(?P<many>dozens|hundreds|thousands|millions|billions)\b(?= of\b|\s+[a-z])",
    re.IGNORECASE,
)
_MANY = {"dozens": 12, "tens": 10, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6}
_MANY |= {"billions": 1e9}

_FRACTION = re.compile(
    rf"\b(?:(?P<count>an?|one|two|three|four|\d)[\s-](?P<part>half|thirds?|quarters?|fifths?|tenths?)"
    r"|(?P<half>half))\b(?! of a[n ])"
    r"(?= (?:of|the|all|its|their|his|her|our|as|on|in|by|from|since|last|this|to|over|after|more"
    r"|less|fewer|are|is|were|was|have|had|say|said|do|did|among|when)\b|\s*[.,;:)—–]|$)"
    rf"|\b(?P<some>one(?= \w+ in\b)|{_UNDER_100}|\d+)(?:(?<=one) \w+)?"
    r" (?:in|out of)(?: every| each)?"
    rf" (?P<all>{_UNDER_100}|\d+|(?:a )?hundred|(?:a )?thousand)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that a text says."""

    start: int
    end: int
    value: float
    step: float
    """Of the last place that is written out: 0.1e9 of "11.1bn", 1000 of "6,000"."""
    most: float = 0.0
    """For "hundreds": the most that it may mean; else 0."""
    is_share: bool = False
    """A half, two thirds, one in five: in percent."""
    is_scaled: bool = False
    """With "million" or its like behind digits."""


def read_numerals(text: str) -> list[Numeral]:
    """Give the numbers of a text in its order, none within another."""
    shares = list(_read_shares(text))
    numbers = (
        _read(match)
        for match in _NUMBER.finditer(text)
        if not any(share.start < match.end() and match.start() < share.end for share in shares)
    )
    return sorted((*shares, *numbers), key=lambda item: item.start)


def widen(number: Numeral, hedge: str) -> tuple[float, float]:
    """Give the least and the most that a number means, with the word before it that hedges.

    A plain one means what is rounded to it, as far as a few in a hundred away.

    Args:
        number: what is said.
        hedge: "about", "over", "least", "nearly", "under", "most", or "" for none.
    """
    value, step = number.value, number.step
    if number.most:
        return value, number.most
    near = min(step * 0.4999, value * _ROUNDED)
    about = max(min(step * 0.5, value * 0.15), value * 0.1)
    ranges = {
        "": (value - near, value + near),
        "about": (value - about, value + about),
        "over": (value, max(value + step, value * 1.1)),
        "least": (value, max(value + step, value * 1.25)),
        "nearly": (value - max(step / 2, value * 0.08), value),
        "under": (value * 0.8, value),
        "most": (value * 0.75, value),
    }
    return ranges[hedge]


_ROUNDED = 0.03
"""How far, of the value, a number that is rounded without saying so may be from the exact one."""


def _read(match: re.Match[str]) -> Numeral:
    if match["many"]:
        return _read_many(match)
    value, step = _read_digits(match) if match["digits"] else _read_words(match)
    return Numeral(match.start(), match.end(), value, step, is_scaled=_is_scaled(match))


def _read_digits(match: re.Match[str]) -> tuple[float, float]:
    digits = match["digits"].replace(",", "")
    scale = _SCALES[(match["big"] or match["brief"] or "").lower()] if _is_scaled(match) else 1.0
    half = 0.5 if match["half"] else 0.0
    _, _, places = digits.partition(".")
    step = 10.0 ** -len(places)
    if half:
        step = 0.5
    elif not places:
        step = _step_of(digits)
    return (float(digits) + half) * scale, step * scale


def _is_scaled(match: re.Match[str]) -> bool:
    return bool(match["big"] or match["brief"])


def _step_of(digits: str) -> float:
    """Give 1000 for 6000: what ends in two noughts or more may be rounded."""
    noughts = len(digits) - len(digits.rstrip("0"))
    return 10.0**noughts if noughts >= 2 else 1.0


def _read_words(match: re.Match[str]) -> tuple[float, float]:
    if match["part_of"]:
        whole = _SCALES[match["part_of"].lower()]
        value = whole * (0.5 if match["part"].lower() == "half" else 0.25)
        return value, value / 5
    if match["half_a"]:
        return 0.5, 0.1
    if match["dozen"]:
        count = (match["dozens"] or "a").lower()
        several = {"a": 1.0, "an": 1.0, "half a": 0.5}.get(count) or _small(count)
        return several * 12, 1.0
    if match["one_big"]:
        value = _SCALES[match["one_big"].lower()]
        return value, value / 10
    value = _small(match["worded"].lower()) + (0.5 if match["worded_half"] else 0.0)
    scale = _SCALES[match["worded_big"].lower()] if match["worded_big"] else 1.0
    return value * scale, scale if value % 100 else value * scale


def _small(words: str) -> float:
    """Give what "two hundred and twelve" comes to."""
    if words.isdigit():
        return float(words)
    hundreds, has_hundreds, rest = words.partition("hundred")
    units = sum(
        _SMALL.get(word, 0) for word in re.split(r"[\s-]+", rest if has_hundreds else words)
    )
    if not has_hundreds:
        return float(units)
    return _SMALL.get(hundreds.strip(), 1) * 100.0 + units


def _whole(words: str) -> float:
    return _SCALES.get(words.removeprefix("a ")) or _small(words)


def _read_many(match: re.Match[str]) -> Numeral:
    """Read hundreds as 200 to 999, tens of thousands as 20,000 to 99,999."""
    value = _MANY[match["many"].lower()] * (_MANY[match["of"].lower()] if match["of"] else 1)
    return Numeral(match.start(), match.end(), value * 2, value, value * 10 - 1)


def _read_shares(text: str) -> Iterator[Numeral]:
    for match in _FRACTION.finditer(text):
        if match["all"]:
            some, whole = _small(match["some"].lower()), _whole(match["all"].lower())
            if not some < whole:
                continue
            value = some / whole
        elif match["half"]:
            value = 0.5
        else:
            count = match["count"].lower()
            part = _PARTS[match["part"].lower().removesuffix("s")]
            value = part * (1 if count in {"a", "an"} else _small(count))
        yield Numeral(match.start(), match.end(), value * 100, 5.0, is_share=True)
