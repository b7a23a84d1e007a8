"""Numbers in a sentence, each with the unit it stands in; those that only name are left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.hedges import read_hedge
from qa.numerals import Numeral, read_numerals
from qa.units import read_unit, read_unit_before

__all__ = ["SMALL_WORDS", "Quantity", "read_quantities"]

SMALL_WORDS = frozenset(
    """a about above after against all also among an and are as at be been before being below
    between both but by can could did do does during each every for from had has have he her his how
    if in including into is it its just may might more must nor not now of off on only or our out
    over per said say says she should since so still than that the their them then there these they
    this those through to under until up upon was we were what when where whether which while who
    whom whose why will with within without would yet you your according because another police
    officials""".split()
)
"""Words that begin or end a phrase, and no name before a number."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `text[start:end]`."""

    number: Numeral
    start: int
    end: int
    unit: str
    """Empty where it counts something."""
    factor: float = 1.0
    """How much of the unit one is: 1000 metres."""

    @property
    def scale(self) -> float:
        """Give a million for "2.5 million"."""
        scales = (scale for scale in (1e12, 1e9, 1e6, 1e3) if self.number.value >= scale)
        return next(scales, 1.0) if self.number.is_scaled else 1.0


_LABELLED = re.compile(
    r"(?:\b(?:no|number|page|chapter|section|article|paragraph|line|route|phase|round|type|class"
    r"|grade|level|stage|category|room|gate|platform|channel|highway|flight|top|game|season"
    r"|episode|figure|table|item|version|step)\.?[ -]|#)$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?P<word>[^\W\d_][\w.'’-]*)[ -]$")
_PLACE = re.compile(r"(?:At|In|Near|From|Around)(?: [A-ZÀ-Þ][\w’'-]*)+ $")
_NO_COUNT = re.compile(
    r"\s*(?:another|that|which|who|day|thing|way|side|hand|could|can|should|might|would|may"
    r"|is|was|has|reason|of (?:the|those|these|our|his|her|its|their)|by one)\b|\s*[.,;:?!]|\s*$",
    re.IGNORECASE,
)
_OLD = re.compile(r"[\s-](?:years?|months?)[\s-]olds?\b", re.IGNORECASE)
_AGED = re.compile(r"\b(?:aged?|age of)\s$", re.IGNORECASE)
_APART = re.compile(r"[^\W\d_](?:, | \()$")
_APART_END = re.compile(r"[,)]")
_METRES = re.compile(r"\s*(?:[.,;)]|$|(?:long|wide|high|deep|tall|away|above|below|of|from|in)\b)")


def read_quantities(text: str) -> Iterator[Quantity]:
    """Give the numbers of a text that are no names, in its order."""
    for number in read_numerals(text):
        if not _is_name(text, number):
            yield _read(text, number)


def _is_name(text: str, number: Numeral) -> bool:
    """Tell a number that only names: Line 4, page 12, and "one" that counts nothing."""
    before, word = text[: number.start], text[number.start : number.end]
    if word.lower() == "one":
        is_no_count = _NO_COUNT.match(text, number.end) is not None
        return is_no_count or before.lower().endswith(("no ", "any ", "this ", "that ", "every "))
    if _LABELLED.search(before):
        return True
    found = _NAME_BEFORE.search(before)
    if found is None or not word.isdigit():
        return False
    name = found["word"]
    is_place = _PLACE.match(before) is not None  # At Elm Road 39 people
    is_plural = is_place or name.endswith("s")  # the Greens 23
    is_small = name.lower() in SMALL_WORDS or read_hedge(text, number.start)[0] != ""
    return name[0].isupper() and not is_plural and not is_small


def _read(text: str, number: Numeral) -> Quantity:
    """Give a number with its unit: the currency before it, or what stands behind it."""
    before = read_unit_before(text, number.start)
    if number.is_share or before:
        unit, start = ("%", number.start) if number.is_share or not before else before
        return Quantity(number, start, number.end, unit)
    if text[number.end - 1] == "m" and _METRES.match(text, number.end):
        return Quantity(number, number.start, number.end, "length", 1e-6)
    if _is_age(text, number):
        return Quantity(number, number.start, number.end, "age")
    after = read_unit(text, number.end)
    (unit, factor), end = after or (("", 1.0), number.end)
    return Quantity(number, number.start, end, unit, factor)


def _is_age(text: str, number: Numeral) -> bool:
    """Tell "54-year-old", "aged 54" and "Yann Le Goff, 54,"."""
    before = text[: number.start]
    is_apart = _APART.search(before) and _APART_END.match(text, number.end)
    return bool(_OLD.match(text, number.end) or _AGED.search(before) or is_apart)
