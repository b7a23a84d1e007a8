"""Lines that say who made an article: bylines, contact lines, notes on authors, bare credits."""

import re

from index.cleaning.blocks import ArticleBlocks, Block
from index.mastheads import PRESS_WORDS

__all__ = ["is_author_note", "is_byline", "is_credit"]

HEAD_BLOCKS = 5  # where bylines stand
LONGEST_BYLINE = 18  # words
LONGEST_NAME = 4
LONGEST_OUTLET = 5
LONGEST_ABBREVIATION = 5  # letters
LONGEST_CREDIT = 12  # words
LONGEST_AGENCY = 5
LONGEST_NOTE = 70
LONGEST_INNER_NOTE = 40  # between paragraphs
LONGEST_CONTACT = 30
LONGEST_HANDLE = 6
FEWEST_HANDLES = 2  # of a line that lists them
EDGE_PARAGRAPHS = 2  # below a note on the author

_PART = r"[^\W\d_a-z][\w.'’-]*"
_NAME = rf"{_PART}(?:\s+(?:(?:de|da|di|van|von|der|al|el|bin)\s+)?{_PART}){{1,3}}"
_ROLE = (
    r"(?:reporter|correspondent|writer|editor|columnist|contributor|journalist|producer"
    r"|photographer|critic|blogger|author|novelist|intern|fellow)s?"
)
_BYLINE = re.compile(
    r"^\W*(?i:(?:words|text|photo(?:graph)?s|story|report|written|reported|produced|compiled"
    r"|edited|posted)?(?: ?by)?):?\s+(?i:our \w+(?: \w+)?$|admin\b|(?:\w+ )?staff\b)"
    rf"|^\W*(?i:(?:words|text|story|report|written|reported|posted)(?: by)?|by):?\s+{_NAME}"
    r"(?:$|\s*[,|;/(]|\s+(?:and|in|for|on|with|at)\b|\s+\d)"
)
_HEAD_CREDIT = re.compile(
    r"^(?i:(?:special|exclusive) (?:to|for) .*|for the .*|from .*\b(?:wire|staff) reports?"
    r"|(?:.* )?(?:wire|staff)(?: and \w+)? (?:reports?|services?)"
    r"|(?:.{0,20}\W)?\d+[ -]min(?:ute)?s? read"
    r"|(?:the )?\w+ (?:press|newsroom|news service|news agency)|(?:[\w.]+ ){1,3}staff"
    rf"|(?:last )?updated?:? .*\b(?:ago|\d{{1,2}}:\d{{2}}).*|(?:\w+ )?{_ROLE})$"
    rf"|^{_NAME}(?:,| and) .*\b(?i:{_ROLE})$"
)
_PRESS = re.compile(rf"\b(?:{PRESS_WORDS})\b", re.IGNORECASE)
_LONE_NAME = re.compile(rf"^{_NAME}$")
_SIGNED = re.compile(rf"^[–—-]+\s*(?:{_NAME}|[A-Z]{{2,5}})(?:,\s.{{2,40}}|\s+in\s.{{2,30}})?$")
_QUOTATION = re.compile(r"^[“\"‘'].*[”\"’'][.,]?$")

_HELPED = re.compile(
    r"^\W*(?i:(?:additional |with )?(?:reporting|contributing|contributors?|editing|edited"
    r"|reviewed|compiled|writing|written|graphics?|research|translated|produced|files))"
    rf"(?::\s*|\s(?i:by|from|in):?\s+)(?:{_NAME}|[A-Z]{{2,}}\b|[Oo]ur\b|[Tt]he\b|[A-Z]\w+\W*$)"
)
_CONTRIBUTED = re.compile(
    r"\b(?:contributed (?:\w+ )?(?:to|reporting)|reported from)\b"
    r".*\bthis (?:report|story|article|piece)"
    r"|^(?:\w+ ){1,3}reported from(?: \w+,?){1,4}\.?$|\. contributing:"
    r"|\bis included in this report\b|\bcontributed (?:to|reporting)\b.{0,12}$|\bcontributed\.?$",
    re.IGNORECASE,
)
_HELPING_WORDS = frozenset("contributed contributing reported included".split())
_SAYING = frozenset("said says told".split())
_HANDLE = re.compile(
    r"(?<![\w.])@\w{2,}|\b[\w.+-]+@[\w-]+\.\w{2,}|\b(?:on|via) twitter\b", re.IGNORECASE
)
_ADDRESSED = re.compile(
    r"(?:^|[.!:]\s+)(?:you can |you may )?(?:contact|follow|reach|e-?mail|tweet|find|call|write to)"
    r"\b|\bcan be reached\b",
    re.IGNORECASE,
)
_TWEETS = re.compile(
    r"\b(?:he|she|they) tweets?\b|\bis on twitter\b|\bon twitter:? @", re.IGNORECASE
)
_WRITES = rf"(?:{_ROLE}|(?:book|novel|column|podcast|newsletter|magazine|essay)s?)"
_LEADS = r"(?:professor|host|president|director|founder|lawyer|attorney|physician)"
_AUTHOR = re.compile(
    rf"^By {_NAME}, (?:an?|the) .{{0,40}}\b{_ROLE}\b"
    rf"|^(?:{_NAME}|[Tt]he (?:author|writer))(?:,? \([^)]*\))?(?:, [^,]{{2,60}},)?\s+"
    r"(?:covers|writes|(?:is|are) (?!to |now |\w+ing )"
    rf"(?:.{{0,60}}\b{_ROLE}|.{{0,60}}\b{_LEADS}\b.*\b{_WRITES}))\b"
)

_CREDIT = re.compile(
    r"^\W*(?:(?:file )?(?:photo(?:graph)?|image|picture|illustration|graphic|screenshot|screengrab"
    r"|video|footage)s?(?: (?:credit|source|courtesy))?s?(?: ?(?:by|from|:|/|,)| [–-] |$)"
    r"|credits?:|courtesy (?:of|:)|via\s|\w+ (?:photo|images|pictures)\b(?:/|$| \|)"
    r"|(?:image|photo) source\b)",
    re.IGNORECASE,
)
_AGENCY_END = re.compile(
    r"\b(?:Shutterstock|Alamy|iStock|Unsplash|[A-Z]\w+ (?:Images|Photos?|Pictures))\W*$"
)
_SLASHED = re.compile(rf"^\(?{_NAME}(?:\s?/\s?(?:{_PART}\s?){{1,4}})+\)?$")


def is_byline(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a line that names who wrote the article, at its head or under a part of it."""
    block = blocks[i]
    if not 0 < len(block.words) <= LONGEST_BYLINE:
        return False
    if _SIGNED.match(block.text):
        above = blocks.neighbour(i, -1)
        return above is None or not _QUOTATION.match(above.text)
    if block.is_sentence and not block.text.endswith(("Jr.", "Sr.")):
        return False
    is_by = _BYLINE.match(block.text) is not None
    if i >= HEAD_BLOCKS or blocks.paragraphs_above(i) > 1:
        return is_by and blocks.paragraphs_below(i) <= EDGE_PARAGRAPHS
    if is_by or _HEAD_CREDIT.match(block.text):
        return True
    return _is_lone_name(blocks, i) or _is_outlet_line(blocks, i)


def _is_lone_name(blocks: ArticleBlocks, i: int) -> bool:
    """Whether a line is the name of a person above who that writes for."""
    block = blocks[i]
    if not _LONE_NAME.match(block.text) or block.text.isupper() or len(block.words) > LONGEST_NAME:
        return False
    below = blocks.neighbour(i, 1)
    if below is None or below.is_prose:
        return False
    is_told_of = any(blocks.told(word, i) for word in block.words)
    return _HEAD_CREDIT.match(below.text) is not None or (_is_outlet(below) and not is_told_of)


def _is_outlet_line(blocks: ArticleBlocks, i: int) -> bool:
    """Whether a line is the name of an outlet under that of a person."""
    above = blocks.neighbour(i, -1)
    return above is not None and _LONE_NAME.match(above.text) is not None and _is_outlet(blocks[i])


def _is_outlet(block: Block) -> bool:
    is_short = len(block.words) <= LONGEST_OUTLET and not block.is_sentence
    is_agency = block.text.isupper() and len(block.text) <= LONGEST_ABBREVIATION
    return is_short and (is_agency or _PRESS.search(block.text) is not None)


def is_author_note(blocks: ArticleBlocks, i: int) -> bool:
    """Tell who the author is, where to write to, and who helped."""
    block = blocks[i]
    if not 0 < len(block.words) <= LONGEST_NOTE:
        return False
    is_foot = blocks.paragraphs_below(i) <= EDGE_PARAGRAPHS
    if _names_helpers(block):
        return is_foot or len(block.words) <= LONGEST_INNER_NOTE
    if "@" in block.text or "twitter" in block.words:
        is_short = len(block.words) <= LONGEST_BYLINE
        if _HANDLE.search(block.own_text) and _ADDRESSED.search(block.own_text):
            return is_foot or is_short or _names_person(block)
        if _TWEETS.search(block.own_text):
            return is_foot or is_short
        handles = len(_HANDLE.findall(block.text))
        if handles >= FEWEST_HANDLES or (handles and len(block.words) <= LONGEST_HANDLE):
            return is_foot
    return is_foot and _AUTHOR.match(block.own_text) is not None and not _is_told_of(blocks, i)


def _names_helpers(block: Block) -> bool:
    if _HELPED.match(block.text):
        return True
    is_worth_reading = not _HELPING_WORDS.isdisjoint(block.words) and _SAYING.isdisjoint(
        block.words
    )
    return is_worth_reading and _CONTRIBUTED.search(block.own_text) is not None


def _names_person(block: Block) -> bool:
    return len(block.words) <= LONGEST_CONTACT and re.search(_NAME, block.text) is not None


def _is_told_of(blocks: ArticleBlocks, i: int) -> bool:
    """Whether the article tells elsewhere of the one whom a note is about."""
    name = re.match(_NAME, blocks[i].text)
    last = name[0].casefold().split()[-1] if name else ""
    return blocks.told(last, i) > 0


def is_credit(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a line that only says whose picture stood there; what tells of the picture stays."""
    block = blocks[i]
    if not 0 < len(block.words) <= LONGEST_CREDIT or block.is_sentence or block.text.isupper():
        return False
    if _CREDIT.match(block.text) or _SLASHED.match(block.text):
        return True
    return len(block.words) <= LONGEST_AGENCY and _AGENCY_END.search(block.text) is not None
