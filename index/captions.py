"""Captions: lines below a picture, known by the credit that they end or begin with."""

import re
from collections.abc import Iterator, Sequence

from index.articles import blocks_of
from index.edits import Span

__all__ = ["find_captions"]

MOST_WORDS = 90
FEWEST_WORDS = 4  # with fewer it is the credit alone

_AGENCY = (
    r"(?:AFP|AP|EPA(?:-EFE)?|PA|REX|ANP|ANSA|APA|dpa|TASS|UPI|Xinhua|Kyodo(?:\sNews)?|NurPhoto"
    r"|Reuters|REUTERS|Bloomberg|Shutterstock|Alamy|iStock|Anadolu(?:\sAgency)?|Zuma(?:\sPress)?"
    r"|The\sAssociated\sPress|Associated\sPress|PA\s(?:Wire|Media|Images)|AP\sPhoto|Getty(?:\sImages)?"
    r"|Getty|Unsplash|Pixabay|Pexels|Magnum(?:\sPhotos)?|picture\salliance|Wikimedia\sCommons)"
)
_PERSON = r"[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'.-]*){0,3}"
_CREDIT = (
    rf"(?:{_PERSON}\s?[/,|]\s?|{_PERSON}\s(?:for|via)\s)?{_AGENCY}"
    r"(?:\s?(?:/|via|,|\|)\s?[\w\s/.-]{2,40})?"
)
_LABEL = (
    r"(?:photo(?:graph(?:y|er)?|s)?|pictures?|images?|credit|courtesy(?:\sof)?|illustration|graphic"
    r"|foto|bild|crédit|photographie|imagen)"
)
_ENDS = (
    # ... struck in the harbour (Ann Poe/AFP via Getty Images)
    re.compile(rf"[(\[]\s*(?:{_LABEL}\s?(?:by|:)?\s*)?{_CREDIT}\s*[)\]]\.?$"),
    # ... struck in the harbour. Ann Poe/AFP; behind the full stop there is only the credit
    re.compile(rf"[.!?”\"’)]\s(?:{_LABEL}\s?(?:by|:|/)\s*)?{_CREDIT}\.?$"),
    re.compile(rf"\b(?:{_PERSON}/{_AGENCY}|{_AGENCY}/{_PERSON})\.?$"),
    # ... struck in the harbour. Photograph: Ann Poe; (Photo by Ann Poe)
    re.compile(
        rf"[.!?”\"’)\]|\s][(\[|]?\s*(?i:{_LABEL})\s?(?:by|:)\s?{_PERSON}[\w\s/,.|-]{{0,40}}[)\]]?\.?$"
    ),
)
_BEGINS = re.compile(
    rf"(?:{_LABEL}|caption|pictured|bildunterschrift|légende)(?:\scaption)?\s?:\s"
    r"|FILE\s?(?:PHOTO|PIC)?\s?[:–—-]\s|File\sphoto\s?[:–—-]\s|\(?Pictured\)?\s",
    re.IGNORECASE,
)


def find_captions(text: str, marked: Sequence[Span] = ()) -> Iterator[Span]:
    """Give the spans of captions, ascending.

    Args:
        text: one block per line.
        marked: spans that the format marks as captions.
    """
    known = set(marked)
    for span in blocks_of(text):
        if span in known or _is_caption(text[slice(*span)]):
            yield span


def _is_caption(block: str) -> bool:
    if not FEWEST_WORDS < len(block.split()) <= MOST_WORDS:
        return False
    return bool(_BEGINS.match(block)) or any(pattern.search(block) for pattern in _ENDS)
