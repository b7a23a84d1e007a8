"""Lines that say who made an article: bylines, contact lines, notes on authors, bare credits."""

import re

from index.article_blocks import ArticleBlocks, Block
from index.mastheads import PRESS_WORDS

__all__ = ["is_author_note", "is_byline", "is_credit"]

HEAD_BLOCKS = 5  # where bylines stand
LONGEST_BYLINE = 14  # words
LONGEST_CREDIT = 12
LONGEST_NOTE = 70
LONGEST_INNER_NOTE = 40  # between paragraphs
EDGE_PARAGRAPHS = 2  # below a note on the author

_QUOTE_MARKS = "“\"‘'"
_PART = r"[^\W\d_a-z][\w.'’-]*"
_NAME = rf"{_PART}(?:\s+(?:(?:de|da|di|van|von|der|al|el|bin)\s+)?{_PART}){{1,3}}"
_ROLE = (
    r"(?:reporter|correspondent|writer|editor|columnist|contributor|journalist|producer"
    r"|photographer|critic|blogger|author|novelist|intern|fellow)s?"
)
_BYLINE = re.compile(
    r"^\W*(?i:(?:words|text|photo(?:graph)?s|story|report|written|reported|produced|compiled|edited"
    rf"|posted)?(?: ?by)?):?\s+(?i:our \w+(?: \w+)?$|admin\b|(?:\w+ )?staff\b)"
    rf"|^\W*(?i:(?:(?:words|text|story|report|written|reported|posted)(?: by)?|by)):?\s+{_NAME}"
    r"(?:$|\s*[,|;/]|\s+(?:and|in|for|on|with|at)\b)"
)
_HEAD_CREDIT = re.compile(
    r"^(?i:(?:special|exclusive) (?:to|for) .*|for the .*|from .*\b(?:wire|staff) reports?"
    r"|(?:.* )?(?:wire|staff)(?: and \w+)? (?:reports?|services?)|\d+[ -]min(?:ute)?s? read"
    r"|(?:the )?\w+ (?:press|newsroom|news service|news agency|staff)"
    rf"|(?:last )?updated?:? .*\b(?:ago|\d{{1,2}}:\d{{2}}).*|(?:\w+ )?{_ROLE})$"
    rf"|^{_NAME}(?:,| and) .*\b(?i:{_ROLE})$"
)
_PRESS = re.compile(rf"\b(?:{PRESS_WORDS})\b")
_LONE_NAME = re.compile(rf"^{_NAME}$")
_SIGNED = re.compile(rf"^[–—-]+\s*(?:{_NAME}|[A-Z]{{2,5}})(?:,\s.{{2,40}}|\s+in\s.{{2,30}})?$")
_HANDLE = re.compile(
    r"(?<![\w.])@\w{2,}|\b[\w.+-]+@[\w-]+\.\w{2,}|\b(?:on|via) (?:twitter|x)\b", re.IGNORECASE
)
_ADDRESSED = re.compile(
    r"(?:^|[.!:]\s+)(?:you can |you may )?(?:contact|follow|reach|e-?mail|tweet|find|call|write to)"
    r"\b",
    re.IGNORECASE,
)
_TWEETS = re.compile(
    r"\b(?:he|she|they) tweets?\b|\bis on twitter\b|\bon twitter:? @", re.IGNORECASE
)
_CONTRIBUTED = re.compile(
    r"\b(?:contributed (?:\w+ )?(?:to|reporting)|reported from)\b"
    r".*\bthis (?:report|story|article|piece)"
    r"|\bcontributed (?:to|reporting)\b.{0,12}$|\bcontributed\.?$",
    re.IGNORECASE,
)
_HELPED = re.compile(
    r"^\W*(?:additional |with )?(?:(?:reporting|contributing|contributors?|editing|edited|compiled"
    r"|writing|written|graphics?|research|translat\w+|produced|files)(?: (?:by|from|in)\b|:))",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    rf"^(?:{_NAME}|[Tt]he (?:author|writer))(?:,? \([^)]*\))?(?:, [^,]{{2,60}},)?\s+"
    rf"(?:(?:is|are|was)\b.{{0,60}}\b(?:{_ROLE}|professor|host|president|director|founder)\b"
    r"|(?:covers|writes)\b)"
)
_CREDIT = re.compile(
    r"^\W*(?:(?:file )?(?:photo(?:graph)?|image|picture|illustration|graphic|screenshot|screengrab"
    r"|video|footage)s?(?: (?:credit|source|courtesy))?s?(?: ?(?:by|from|:|/|,|-|–)|$)"
    r"|credits?:|courtesy (?:of|:)?|via\s|\w+ (?:photo|images|pictures)\b(?:/|$| \|)"
    r"|(?:image|photo) source\b)",
    re.IGNORECASE,
)
_AGENCY_END = re.compile(
    r"\b(?:shutterstock|alamy|istock|unsplash|[A-Z]\w+ (?:Images|Photos?|Pictures))\W*$"
)
_SLASHED = re.compile(rf"^\(?(?:{_PART}\s?){{1,4}}(?:\s?/\s?(?:{_PART}\s?){{1,4}})+\)?$")


def is_byline(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a line that names who wrote the article, at its head or under a part of it."""
    block = blocks[i]
    if not 0 < len(block.words) <= LONGEST_BYLINE:
        return False
    if _SIGNED.match(block.text):
        above = blocks.neighbour(i, -1)
        return above is None or above.text[0] not in _QUOTE_MARKS
    if block.is_sentence and not block.text.endswith(("Jr.", "Sr.")):
        return False
    is_by = _BYLINE.match(block.text) is not None
    if i < HEAD_BLOCKS and blocks.paragraphs_above(i) <= 1:
        return is_by or _HEAD_CREDIT.match(block.text) is not None or _is_lone_name(blocks, i)
    return is_by and blocks.paragraphs_below(i) <= EDGE_PARAGRAPHS


def _is_lone_name(blocks: ArticleBlocks, i: int) -> bool:
    """Whether a line is a name that the article does not tell of, or an outlet under one."""
    block = blocks[i]
    if not _LONE_NAME.match(block.text) or block.text.isupper() or len(block.words) > 4:
        return False
    below = blocks.neighbour(i, 1)
    if below is None or below.is_prose:
        return False
    is_told_of = any(blocks.told(word, i) for word in block.words)
    is_outlet_below = _PRESS.search(below.text) is not None and not is_told_of
    return _HEAD_CREDIT.match(below.text) is not None or is_outlet_below


def is_author_note(blocks: ArticleBlocks, i: int) -> bool:
    """Tell who the author is, where to write to, and who helped."""
    block = blocks[i]
    if not 0 < len(block.words) <= LONGEST_NOTE:
        return False
    text = block.own_text
    is_foot = blocks.paragraphs_below(i) <= EDGE_PARAGRAPHS
    if _CONTRIBUTED.search(text) or _HELPED.match(text):
        return is_foot or len(block.words) <= LONGEST_INNER_NOTE
    if _HANDLE.search(text) and _ADDRESSED.search(text):
        return is_foot or _names_person(block) or len(block.words) <= LONGEST_BYLINE
    if _TWEETS.search(text):
        return is_foot or len(block.words) <= LONGEST_BYLINE
    return is_foot and _AUTHOR.match(text) is not None and not _is_told_of(blocks, i)


def _names_person(block: Block) -> bool:
    return len(block.words) <= 30 and re.search(_NAME, block.text) is not None


def _is_told_of(blocks: ArticleBlocks, i: int) -> bool:
    """Whether the article tells elsewhere of the one whom a note is about."""
    name = re.match(_NAME, blocks[i].text)
    last = name[0].casefold().split()[-1] if name else ""
    return blocks.told(last, i) > 0


def is_credit(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a line that only says whose picture stood there; what tells of the picture stays."""
    block = blocks[i]
    if not 0 < len(block.words) <= LONGEST_CREDIT or block.is_sentence:
        return False
    is_credit = _CREDIT.match(block.text) or _SLASHED.match(block.text)
    is_agency = len(block.words) <= 5 and _AGENCY_END.search(block.text)
    return bool(is_credit or is_agency)
