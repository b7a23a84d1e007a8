"""What an article says of itself: title, outlet, authors and dates, before any cleaning."""

import re
from datetime import date
from pathlib import Path

from index.articles import Extracted, Metadata, blocks_of
from index.days import read_day
from index.facts.bylines import read_byline
from index.facts.dates import date_article
from index.facts.kickers import choose_section, find_kickers
from index.facts.languages import detect_language
from index.facts.outlets import find_outlet, skip_dateline
from index.furniture import find_furniture_spans
from index.mastheads import Masthead, find_masthead, name_in_header

__all__ = ["describe"]

TITLE_BLOCKS = 3  # where a headline that nothing marks stands
LONGEST_TITLE = 300  # characters of a title that the format marks as one
LONGEST_HEADLINE = 130  # characters of a line that may be a headline
LONGEST_OPENING = 250  # likewise, of the very first line, above prose
SHORTEST_FULL_LINE = 30  # characters of the first line of a headline in two
SHORTEST_SENTENCE = 20  # characters; before that a full stop is an abbreviation's
LONGEST_SENTENCE = 90  # characters of a title made from a sentence
SHORTEST_PROSE = 80  # characters of a block that a headline may stand above
FEWEST_WORDS = 3  # in an unmarked headline; fewer may be the name of a section
LONGEST_DATE_LINE = 6  # words of a line that says no more than when
FEWEST_LETTERS = 9  # likewise, in scripts without spaces

_JUNK_TITLE = re.compile(
    r"untitled.*|(?:microsoft|powerpoint|libreoffice)\s.*-.*"
    r"|\S+\.(?:docx?|pdf|indd|qxd|tex|txt|rtf|odt|html?|pptx?|xlsx?|jpe?g|png|tiff?)"
    r"|(?:new\s+)?(?:document|page|title|home|model|slide|scan|draft)\s*\d*|[\W\d_]*",
    re.IGNORECASE,
)
_SITE_TAIL = re.compile(r"\s+[|·•–—-]\s+|\s*::\s*|\s*»\s*")
_TO_READER = re.compile(r"\b(?:you|yours?)\b", re.IGNORECASE)
_SENTENCE = re.compile(rf".{{{SHORTEST_SENTENCE},}}?[.!?。！？][\"'”’»)\]]*(?=\s|$)")
_NO_HEADLINE = re.compile(
    r"^(?:[-–—•*]\s|by\s|https?://|source:|©|copyright\b|published\b|updated\b|sign\s+up\b"
    r"|editor(?:['’]?s|s['’])?\s+note\b)",
    re.IGNORECASE,
)
_PUBLISHED_LINE = re.compile(r"^(?:first\s+)?(?:published|posted)\b", re.IGNORECASE)
_DULL_WORDS = frozenset(
    "article articles doc document file final copy draft scan img image new".split()
)


def describe(extracted: Extracted, path: Path, today: date | None = None) -> Metadata:
    """Give what its format or its text says of a file: title, outlet, authors, dates, section.

    Args:
        extracted: as the format reader gave it; appeals and credits must still be in the text.
        path: its name serves for a title and a date when nothing better does.
        today: later days are no day of publication; by default the day of the call.
    """
    text, own = extracted.text, extracted.metadata
    furniture = find_furniture_spans(text, extracted.pages)
    all_blocks = [text[start:end] for start, end in blocks_of(text)]
    blocks = [text[slice(*span)] for span in blocks_of(text) if span not in furniture]
    masthead = find_masthead(blocks)
    authors, credited = read_byline(blocks, masthead)
    is_domain = "." in own.outlet and " " not in own.outlet  # an address, for want of a name
    names = (
        own.outlet if not is_domain else "",
        masthead.name if masthead else "",
        *(name_in_header(text[slice(*span)]) for span in sorted(furniture)),
        credited,
        find_outlet(all_blocks),
        own.outlet,
    )
    outlet = next(filter(None, names), "")
    title = _find_title(extracted, path, blocks, masthead, outlet)
    dating = date_article(text, path, own, today)
    byline = "byline" if authors else ""
    return Metadata(
        title=title,
        outlet=outlet,
        authors=own.authors or authors,
        dates=dating.dates,
        updated=dating.updated,
        section=choose_section((own.section, *find_kickers(blocks, title))),
        author_basis=own.author_basis if own.authors else byline,
        language=detect_language(text, own.language),
        doubts=dating.doubts,
    )


def _find_title(
    extracted: Extracted, path: Path, blocks: list[str], masthead: Masthead | None, outlet: str
) -> str:
    """The title that is most surely one, from what the format says down to the first sentence."""
    named = blocks[masthead.line] if masthead else ""
    headings = (extracted.text[start:end] for start, end in extracted.headings)
    return (
        _sensible(_without_site(extracted.metadata.title, outlet))
        or next((title for title in map(_sensible, headings) if title not in ("", named)), "")
        or _read_headline(blocks, masthead, is_wrapped=bool(extracted.pages))
        or _words_of_name(path.stem)
        or _make_title(blocks)
        or path.stem
    )


def _read_headline(blocks: list[str], masthead: Masthead | None, *, is_wrapped: bool) -> str:
    """The first line near the top that reads like a headline, with its second line if wrapped."""
    place = masthead.line if masthead else -1
    for i, block in enumerate(blocks[: TITLE_BLOCKS + (masthead is not None)]):
        following = "".join(blocks[i + 1 : i + 2])
        # The first line above a "Published" line is the headline, whatever it says.
        if (
            i == 0
            and place != 0
            and len(block) <= LONGEST_TITLE
            and _PUBLISHED_LINE.match(following)
        ):
            return block
        # One or two words are a headline only at the very top, above prose.
        is_opening = i == 0 and len(following) >= SHORTEST_PROSE
        fewest = 1 if is_opening and not block.isupper() else FEWEST_WORDS
        longest = LONGEST_OPENING if is_opening else LONGEST_HEADLINE
        if len(block) > longest or i == place:
            continue
        if not _is_headline(block, fewest, is_sure=i + 1 == place):
            continue
        is_full = is_wrapped and len(block) >= SHORTEST_FULL_LINE
        goes_on = is_full and following[:1].islower() and _is_second_line(following)
        return f"{block} {following}" if goes_on else block
    return ""


def _is_second_line(block: str) -> bool:
    return len(block) <= LONGEST_HEADLINE and block[-1].isalnum() and ":" not in block


def _sensible(title: str) -> str:
    is_title = len(title) <= LONGEST_TITLE and not _JUNK_TITLE.fullmatch(title)
    return title if is_title and any(map(str.isalpha, title)) else ""


def _without_site(title: str, outlet: str) -> str:
    """Take the outlet's name off the end: "Ships return | The Harbour Post"."""
    parts = list(_SITE_TAIL.finditer(title))
    if not parts or not outlet:
        return title
    head, tail = title[: parts[-1].start()], title[parts[-1].end() :]
    tail_name, outlet_name = _plain(tail), _plain(outlet)
    is_site = bool(tail_name) and (tail_name in outlet_name or outlet_name in tail_name)
    return head if is_site and head else title


def _plain(name: str) -> str:
    return re.sub(r"\W|^the\s", "", name.lower())


def _is_headline(block: str, fewest: int, *, is_sure: bool = False) -> bool:
    """Whether a line that nothing marks reads like a headline.

    Args:
        block: the line.
        fewest: words it must have.
        is_sure: the outlet is named below it; then it may speak to the reader.
    """
    if block[-1] in ".:;,。—–-" or _NO_HEADLINE.match(block):
        return False
    is_date_line = read_day(block) is not None and len(block.split()) <= LONGEST_DATE_LINE
    if is_date_line or (_TO_READER.search(block) and not is_sure):
        return False
    letters = sum(map(str.isalpha, block))
    is_spaced = block.isascii() or " " in block
    return len(block.split()) >= fewest if is_spaced else letters >= FEWEST_LETTERS


def _words_of_name(stem: str) -> str:
    """The file name as a title when it has words: "2026-02-05-ships-return" -> "Ships return"."""
    words = [word for word in re.split(r"[\s_.+-]+", stem) if word]
    while words and any(map(str.isdigit, words[0])):
        words = words[1:]
    while words and any(map(str.isdigit, words[-1])):
        words = words[:-1]
    telling = [word for word in words if len(word) > 2 and word.isalpha()]
    if len(telling) < 2 or all(word.lower() in _DULL_WORDS for word in telling):
        return ""
    title = " ".join(words)
    return title[0].upper() + title[1:]


def _make_title(blocks: list[str]) -> str:
    """The first sentence that does not speak to the reader, cut at a word."""
    # A line that ends in a dash is a dateline; what it begins stands below.
    told = [block for block in blocks if not _NO_HEADLINE.match(block) and block[-1] not in "—–-"]
    prose = [skip_dateline(block) for block in told if not _TO_READER.search(block)]
    block = next((block for block in prose if len(block) >= SHORTEST_SENTENCE), "".join(prose[:1]))
    found = _SENTENCE.match(block)
    sentence = found[0] if found else block
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    cut = sentence[:LONGEST_SENTENCE]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–—-") + "…"
