"""Text becomes sentences; the only file that knows nupunkt."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from index.edits import Span

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

__all__ = ["split_sentences"]

_ENDERS = "。！？؟।॥۔።။"  # full stops and marks of scripts nupunkt does not know
_CLOSERS = "”’»\"')\\]」』）"  # quotes and brackets

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev hon pres gov govs sen sens rep reps amb atty supt st jr sr esq messrs"
    " mme mlle sra dra rt gen gens col lt capt cmdr cpl sgt maj adm brig pvt insp det msgr"
    " inc corp co cos ltd bros plc llc assn assoc dept div univ inst intl natl govt mfg"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
    " ave blvd rd hwy mt ft sq apt bldg ste"
    " ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb"
    " nev okla ore pa tenn tex va vt wash wis wyo ont que"
    " vs etc al eg ie cf ca approx est avg pct pop temp incl excl min max in oz lb lbs yrs hrs"
    " no nos vol vols ed eds pp fig figs ch sec art para tel ext prop"
    " bzw usw evtl ggf inkl vgl nr env".split()
)
"""The words that a full stop shortens. nupunkt's own five thousand, learned from scanned law,
hold words that end sentences on every page: "month", "story", "car", "tax"."""

_UNSPLIT = re.compile(
    rf"[{_ENDERS}]+(?:[{_CLOSERS}]+(?=\s|$))?(?![{_ENDERS}{_CLOSERS}])"
    r"|(?<=[a-z][a-z])[.?!](?=[A-Z][a-z]*[ ,'’])"  # "failed.Both": a lost space
    r"|\b(?:no|in|sat|sun|wed|art|ill|mass|wash|miss|pop|prop|max|ore|pa|ark)\."  # not "Sat."
    r"(?=\s+[“‘\"']?[A-Z])"
)
"""Ends of sentences that nupunkt reads across; matches end where the sentence does."""

_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Mme|Mlle|St|Lt|Cmdr|Cllr|Msgr|Spc|Pfc|Gens|Govs|Reps|Sens)\.$"
)
"""A name follows; the ones that nupunkt lacks, or misses behind a quotation mark."""

_MARKER = re.compile(r"\W*(?:\d{1,3}|[A-Za-z])[.)]$")
"""All of a piece that only numbers what follows: "2."."""

_RUNS_ON = re.compile(rf"[?!][{_CLOSERS}]*$")
"""The sentence goes on if a small letter follows: "Never!" shouted the crowd."""


_ENDLESS_WORD = re.compile(r"\S{500,}")
"""No word of a language: nupunkt takes time that grows with the square of its full stops."""


def split_sentences(text: str) -> list[Span]:
    """Give the sentences in order, without the white space around them.

    They do not overlap, hold every character that is not white space, and end with their line.
    """
    spans: list[Span] = []
    start = 0
    for line in text.split("\n"):
        spans += [(start + a, start + b) for a, b in _merge(line, _pieces(line))]
        start += len(line) + 1
    return spans


def _pieces(line: str) -> Iterator[Span]:
    """Cut a line wherever a sentence may end."""
    if not line.strip():
        return
    readable = _ENDLESS_WORD.sub(lambda match: "x" * len(match[0]), line)
    ends = {end for _, (_, end) in _splitter().tokenize_with_spans(readable)}
    ends |= {match.end() for match in _UNSPLIT.finditer(line)} | {len(line)}
    start = 0
    for end in sorted(ends):
        piece = line[start:end]
        if stripped := piece.strip():
            at = start + piece.index(stripped)
            yield at, at + len(stripped)
        start = end


def _merge(line: str, pieces: Iterator[Span]) -> list[Span]:
    """Join pieces that were cut inside a sentence."""
    merged: list[Span] = []
    for start, end in pieces:
        if merged and _goes_on(line, merged[-1], start):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _goes_on(line: str, sentence: Span, start: int) -> bool:
    """Whether the piece that begins at `start` belongs to the sentence before it."""
    before = line[max(sentence[0], sentence[1] - 40) : sentence[1]]  # all the patterns need
    if _TITLE.search(before) or _MARKER.fullmatch(before):
        return True
    return line[start].islower() and _RUNS_ON.search(before) is not None


@cache
def _splitter() -> "PunktSentenceTokenizer":
    from nupunkt import load

    splitter = load("default")
    for entry in splitter.abbreviations - _ABBREVIATIONS:
        if len(entry) > 1 and "." not in entry:  # initials stay, and "p.m"
            splitter.remove_abbreviation(entry)
    return splitter
