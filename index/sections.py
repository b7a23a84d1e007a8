"""Kinds of sections: what an article reports, and what in it is of another kind.

A kind comes from the heading a section stands under, from what the article calls itself, from the
credit of a caption and from quotation marks. Analysis and scenarios are what somebody thinks may be
so; they are told apart so that nobody takes them for a report.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.articles import Section, SectionKind, blocks_of
from index.captions import find_captions
from index.edits import Span
from index.quotations import find_quotations

__all__ = ["find_sections"]

LONGEST_POINT = 60  # words of one point of the highlights

_LISTED = re.compile(r"[•▪●◦‣*–—-]\s|\(?\d{1,2}[.)]\s")
_HEADED = {
    SectionKind.HIGHLIGHTS: (
        r"(?:(?:story|key|main|top|article)\s)?(?:highlights|takeaways|points|key\sfacts|findings)"
        r"|key\sfacts|(?:executive\s)?summary|at\sa\sglance|in\sbrief|in\sshort|in\sa\snutshell|tl;?\s?dr"
        r"|the\s(?:gist|essentials|short\sversion)|quick\s(?:read|take)"
        r"|das\swichtigste(?:\sin\skürze)?|zusammenfassung|l['’]essentiel|en\sbref|en\sresumen|in\ssintesi"
    ),
    SectionKind.ANALYSIS: (
        r"(?:scenario\s|expert\s|our\s|my\s)?analysis|(?:possible\s|future\s|scenario\s)?scenarios?"
        r"|scenario\s(?:\d|[a-z]|one|two|three|four)|(?:best|worst|base)[\s-]case(?:\sscenario)?"
        r"|outlook|opinion|commentary|comment|editorial|(?:our|my)\s(?:view|take|opinion|verdict)"
        r"|(?:possible\s|potential\s|wider\s)?implications|why\s(?:it|this|that)\smatters"
        r"|what\s(?:it|this|that)\s(?:all\s)?(?:means|might\smean|could\smean|may\smean)"
        r"|the\sbottom\sline|forecast|(?:analyse|analyses|kommentar|ausblick|szenarien|einordnung)"
        r"|(?:análisis|opinión|analisi|commento|scénarios?)"
    ),
    SectionKind.BACKGROUND: (
        r"(?:the\s|some\s)?(?:background|context|backstory|backdrop)|(?:the\s)?history|timeline"
        r"|(?:the\s)?story\sso\sfar|how\swe\sgot\shere|previously|hintergrund|(?:le\s)?contexte"
        r"|(?:el\s)?contexto|antecedentes|(?:il\s)?contesto"
    ),
}
_HEADINGS = {
    kind: re.compile(rf"(?:{pattern})\s*[:.]?", re.IGNORECASE) for kind, pattern in _HEADED.items()
}
_OPINION = (
    r"(?:opinions?|analysis|commentary|comment|editorials?|op-?ed|columns?|columnists?|perspectives?"
    r"|viewpoints?|guest\sessay|letters?(?:\sto\sthe\seditor)?|kommentar|meinung|tribune|opinión"
    r"|columna|opinioni)"
)
_PREFIX = re.compile(rf"{_OPINION}\s?(?::|\||\s[–—-])\s", re.IGNORECASE)
_NAMED = re.compile(rf"(?:.*\b)?{_OPINION}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Block:
    span: Span
    text: str
    is_heading: bool


def find_sections(
    text: str,
    headings: Sequence[Span],
    captions: Sequence[Span] = (),
    title: str = "",
    named: str = "",
) -> tuple[Section, ...]:
    """Give the sections that are no plain report, ascending; captions and quotations lie inside.

    Args:
        text: as extracted, one block per line.
        headings: its headings.
        captions: spans that the format marks as captions.
        title: of the article.
        named: what the article or its page calls the section it appeared in.
    """
    marked = set(headings)
    blocks = [_Block(span, text[slice(*span)], span in marked) for span in blocks_of(text)]
    whole = SectionKind.ANALYSIS if _is_opinion(title, named) else SectionKind.BODY
    found = _join(zip(blocks, _kinds(blocks, whole), strict=True))
    pictured = set(find_captions(text, captions)) - marked
    found += [Section(*span, SectionKind.CAPTION) for span in sorted(pictured)]
    for block in blocks:
        if block.span not in pictured and not block.is_heading:
            found += _quoted(block)
    return tuple(sorted(found, key=lambda item: (item.start, -item.end)))


def _join(kinds: Iterable[tuple[_Block, SectionKind]]) -> list[Section]:
    """Give a section for each run of blocks of one kind, the body left out."""
    sections = []
    for kind, run in groupby(kinds, key=lambda pair: pair[1]):
        if kind is not SectionKind.BODY:
            spans = [block.span for block, _ in run]
            sections.append(Section(spans[0][0], spans[-1][1], kind))
    return sections


def _kinds(blocks: Sequence[_Block], whole: SectionKind) -> Iterator[SectionKind]:
    """Give the kind of each block: that of the heading it stands under."""
    kind, is_list = whole, False
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block.is_heading or (headed := _kind_of_heading(block.text)) is not None:
            headed = _kind_of_heading(block.text)
            kind = headed or whole
            is_list = following is not None and bool(_LISTED.match(following.text))
        elif kind is SectionKind.HIGHLIGHTS and not _is_point(block.text, is_list):
            kind = whole  # the list is over, and no heading says so
        yield kind


def _kind_of_heading(block: str) -> SectionKind | None:
    for kind, pattern in _HEADINGS.items():
        if pattern.fullmatch(block):
            return kind
    return None


def _is_point(block: str, is_list: bool) -> bool:
    return bool(_LISTED.match(block)) if is_list else len(block.split()) <= LONGEST_POINT


def _is_opinion(title: str, named: str) -> bool:
    return bool(_PREFIX.match(title) or _NAMED.fullmatch(named))


def _quoted(block: _Block) -> Iterator[Section]:
    start = block.span[0]
    for quotation in find_quotations(block.text):
        first, last = quotation.span
        yield Section(start + first, start + last, SectionKind.QUOTE, quotation.speaker)
