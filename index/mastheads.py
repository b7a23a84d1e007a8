"""Mastheads: lines above or below a headline that name the outlet, often with the day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["PRESS_WORDS", "Masthead", "find_masthead", "name_in_header", "split_masthead"]

HEAD_LINES = 4  # a masthead stands above the headline or just below it
LONGEST_LINE = 150  # characters
MOST_WORDS = 18  # of a masthead line, the day and the byline included
LONGEST_HEADLINE = 130  # characters
FEWEST_WORDS = 3  # of a headline
LONGEST_DATE_LINE = 8  # words
LONGEST_SURE_NAME = 3  # words; a longer line may be the headline: "Mayor Sues the Harbour Post"
SHORTEST_LONE_NAME = 6  # letters of a name of one word that says nothing of the press

PRESS_WORDS = (
    "News|Times|Post|Press|Daily|Weekly|Herald|Tribune|Gazette|Journal|Chronicle|Mail|Telegraph"
    "|Observer|Review|Magazine|Radio|TV|Television|Broadcasting|Agency|Network|Media|Today"
    "|Standard|Register|Courier|Globe|Sentinel|Bulletin|Report|Dispatch|Examiner|Wire|Ledger"
    "|Inquirer|Enquirer|Newsletter|Letter|Monthly|Quarterly|Advertiser|Argus|Intelligencer"
)
"""Words that tell the name of an outlet from other names, as alternatives of a pattern."""

# These are common as names of other things: they count after "The" or a word for the time.
_PRESS_AFTER_THE = (
    "Guardian|Independent|Express|Mirror|Star|Sun|Echo|Mercury|Messenger|Advocate|Monitor|Digest"
    "|Spectator|Insider|Reporter|Record|Leader|Packet|Citizen|Clarion|Beacon|Banner|Correspondent"
)
_TIMES = "Daily|Sunday|Morning|Evening|Weekly"
# Papers of other kinds end in these words, and are told apart by what stands before them.
_DOUBTFUL = "Report|Review|Letter|Register|Standard|Agency|Network|Press|Today|News|Media|Bulletin"
_NO_NAMES = frozenset(
    "breaking latest top world local national international special annual interim final progress "
    "status quarterly monthly weekly daily book film music theatre market markets business sport "
    "sports health science travel tech technology political opinion live more related other good "
    "bad fake this that your our my peer literature press news media in and of the for".split()
)
_SECTIONS = frozenset(
    "opinion analysis politics business technology science health sports culture exclusive "
    "explainer explained features feature editorial comment commentary review reviews lifestyle "
    "international national economy environment education entertainment breaking update updates "
    "highlights summary overview staff anonymous interview investigation letters article "
    "transcript newsletter podcast published".split()
)

_WORD = r"[^\W\d_a-z](?:[\w&’'-]|\.(?=\w))*"
_NAME = (
    rf"(?:The\s+|THE\s+)?{_WORD}"
    rf"(?:\s+(?:(?:of|the|and|&|for|on|de|di|OF|AND)\s+){{0,2}}{_WORD}){{0,4}}"
)
_PRESS_NAME = re.compile(
    rf"(?:{PRESS_WORDS})\s+(?:of|for)\s.+|.*\s(?:{PRESS_WORDS})"
    rf"|(?:The|{_TIMES})\s(?:.*\s)?(?:{_PRESS_AFTER_THE})|The\s(?:{PRESS_WORDS})",
    re.IGNORECASE,
)
_DOUBTFUL_END = re.compile(rf"\b(?:{_DOUBTFUL})$", re.IGNORECASE)
_LINE = re.compile(
    rf"(?P<name>{_NAME})(?:\s*(?P<bar>[|·•])\s*|\s+(?P<dash>[–—-])\s+|(?P<comma>,)\s+)(?P<rest>\S.*)"
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?\d{4}"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    rf"|(?:{_MONTHS})[a-z]*\.?\s+\d{{4}})(?!\d)"
)
_DATED = re.compile(rf"\b{_DAY}", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:no|vol|issue|volume|edition|number)\b\.?\s*\d", re.IGNORECASE)
_DATE_FIRST = re.compile(
    rf"(?:published\s+(?:on\s+)?)?(?:[^\W\d_]{{3,10}}\.?,?\s+)?{_DAY}", re.IGNORECASE
)
_ENDS_IN_BYLINE = re.compile(rf"\b[Bb]y\s+{_WORD}(?:\s+{_WORD}){{1,3}}$")
_PUBLISHED = re.compile(r"(?:first\s+)?(?:published|posted)\b", re.IGNORECASE)
_LONE_NAME = re.compile(rf"[^\W\d_a-z][^\W\d_]{{{SHORTEST_LONE_NAME - 1},}}")
_FIELDS = re.compile(r"\s*[|·•\t]\s*|\s+[–—-]\s+|\s{2,}|,\s+")


@dataclass(frozen=True, slots=True)
class Masthead:
    """A line that names the outlet."""

    line: int
    """Its position among the lines."""
    name: str
    rest: str = ""
    """What follows the name on the line: the day, the issue, a byline."""


def find_masthead(lines: Sequence[str]) -> Masthead | None:
    """Give the first masthead of an article's first lines; None for none."""
    for position, line in enumerate(lines[:HEAD_LINES]):
        if len(line) > LONGEST_LINE:
            continue
        name, rest = split_masthead(line)
        others = [*lines[:position], *lines[position + 1 : HEAD_LINES]]
        is_short = len(name.split()) <= LONGEST_SURE_NAME
        if name and (is_short or any(map(_may_be_headline, others))):
            return Masthead(position, _in_title_case(name), rest)
        if _stands_as_masthead(lines, position) or _is_lone_name(lines, position):
            return Masthead(position, _in_title_case(_FIELDS.split(line)[0]))
    return None


def split_masthead(line: str) -> tuple[str, str]:
    """Give the name and what follows it, of a line like "The Harbour Post, 5 February 2026".

    What follows must be a day, an issue or a byline; both are empty where it is not.
    """
    match = _LINE.fullmatch(line)
    if match is None or len(line.split()) > MOST_WORDS or not _is_press_name(match["name"]):
        return "", ""
    rest = match["rest"]
    if match["comma"]:
        follows = _DATE_FIRST.match(rest) or _ISSUE.match(rest)
    else:
        follows = _DATED.search(rest) or _ISSUE.search(rest) or _ENDS_IN_BYLINE.search(rest)
    is_prose = rest[-1] in ".!?" and not rest[:-1][-4:].isdigit()
    return (match["name"], rest) if follows and not is_prose else ("", "")


def name_in_header(line: str) -> str:
    """Give the outlet that a page's header or footer names; "" for none."""
    name, _ = split_masthead(" ".join(line.split()))
    fields = [field for field in _FIELDS.split(line.strip()) if re.fullmatch(_NAME, field)]
    names = (field for field in fields if _is_press_name(field) and not _DOUBTFUL_END.search(field))
    return _in_title_case(name or next(names, ""))


def _is_press_name(name: str) -> bool:
    if not _PRESS_NAME.fullmatch(name):
        return False
    words = name.lower().split()
    says_nothing = all(word in _NO_NAMES for word in words[:-1])
    return not (_DOUBTFUL_END.search(name) and words[0] != "the" and says_nothing)


def _stands_as_masthead(lines: Sequence[str], position: int) -> bool:
    """Whether a line is a name and nothing else, with a date line and a headline beside it."""
    line = lines[position]
    if not re.fullmatch(_NAME, line):
        return False
    is_article_of_capitals = line.isupper() and line.startswith("THE ")
    if not (_is_press_name(line) or is_article_of_capitals):
        return False
    if position == 0:
        return len(lines) > 2 and _is_date_line(lines[1]) and _may_be_headline(lines[2])
    beside = lines[position - 1 : position + 2]
    return any(map(_is_date_line, beside)) and any(map(_may_be_headline, lines[:position]))


def _is_lone_name(lines: Sequence[str], position: int) -> bool:
    """Whether one word stands before "Published" and the day, and nowhere else in the article.

    A place, a section or a person would be told of elsewhere, or is known for what it is.
    """
    fields = [*_FIELDS.split(lines[position]), *lines[position + 1 : position + 2]]
    name = fields[0]
    if not _LONE_NAME.fullmatch(name) or name.lower() in _SECTIONS or len(fields) < 2:
        return False
    is_published = bool(_PUBLISHED.match(fields[1]) and _DATED.search(" ".join(fields[1:])))
    others = " ".join(line for i, line in enumerate(lines) if i != position)
    return is_published and not re.search(rf"\b{name}\b", others, re.IGNORECASE)


def _is_date_line(line: str) -> bool:
    is_short = len(line.split()) <= LONGEST_DATE_LINE
    return is_short and bool(_DATE_FIRST.match(line) or _ISSUE.match(line))


def _may_be_headline(line: str) -> bool:
    is_long_enough = len(line.split()) >= FEWEST_WORDS and len(line) <= LONGEST_HEADLINE
    is_byline = line.lower().startswith("by ")
    return is_long_enough and line[-1] not in ".:;," and not is_byline and not _is_date_line(line)


def _in_title_case(name: str) -> str:
    """A name in capitals as other articles of the outlet write it; "BBC" stays, without vowels."""
    if not name.isupper() or len(name.split()) < 2:
        return name
    words = [
        word if not re.search(r"[AEIOUY]", word) else word.capitalize() for word in name.split()
    ]
    small = {"Of", "And", "For", "On"}
    return " ".join(word.lower() if word in small else word for word in words)
