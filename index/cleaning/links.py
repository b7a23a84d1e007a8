"""Lines that lead to other stories: "Read more: ...", lists of headlines, tables of contents."""

import re
from collections import defaultdict
from collections.abc import Iterator

from index.cleaning.blocks import ArticleBlocks, Block

__all__ = ["find_contents", "find_headlines_at_foot", "find_links"]

LONGEST_HEADLINE = 30  # words
LONGEST_LABEL = 6  # words, of "Read more on the trial:"
FEWEST_SURE_WORDS = 3  # of a headline behind a label that leads elsewhere
FEWEST_HEADLINE_WORDS = 4
FEWEST_LABELLED_WORDS = 6  # of a headline behind any other label
FEWEST_LONE_WORDS = 7  # of one that nothing announces
SECTION_BLOCKS = 3  # that a sub-heading tells the subject of
MOST_SHARED = 0.2  # of a headline's content words with the section that stands under it
FEWEST_FOOT_WORDS = 5  # of a headline at the foot
MOST_FOOT_WORDS = 18  # of one; a longer line may be a sentence cut short
MOST_AT_FOOT = 6  # headlines; more are the list that the article is
FEWEST_PARAGRAPHS = 3
LONGEST_CONTENTS = 14  # words of a line of a table of contents
FEWEST_CONTENTS = 3  # lines of a table of contents

_ARROW = re.compile(r"^(?:[►▶➤➡→»▸❯]|>>?|\|)\s*|\s*(?:[»→]|>>)$")
_GLUED = re.compile(r"^[^:]{2,70}:(?=[^\W\da-z_]|[\"'“‘.])")
_SAYING = frozenset("said says told asked".split())
# Such a label is followed by another story wherever it stands...
_SURE = (
    r"(?:please |also |must )?(?:read|see|watch)(?: (?:also|more|next|this|the|our|too))?"
    r"|more(?: (?:on|from|in|about|coverage|stories|news|\w+ news))?|related|recommended"
    r"|also (?:read|see|on|in)|don['’]t miss|(?:dig|go) deeper|further reading|explore more"
    r"|from (?:the|our) archives?|in case you missed it|icymi|you (?:might|may) (?:also )?like"
    r"|most (?:read|popular|viewed)|(?:keep|continue) reading|for more\b.*\bsee"
)
_SURE_LABEL = re.compile(rf"^\W*(?:{_SURE})\b", re.IGNORECASE)
# ... and such a one between paragraphs; it may also be a heading's, or that of a list.
_LABEL = re.compile(
    r"^\W*(?:listen|follow|also|trending|(?:up )?next|previous(?:ly)?|earlier"
    r"|in (?:pictures|photos)|photos|gallery|video|live(?: updates?)?|column|opinion|review"
    r"|explainer|fact check|exclusive|quiz|podcast|for subscribers|subscribers only"
    r"|interactive|graphic|map|timeline|background|top stories|what to know|analysis)\b",
    re.IGNORECASE,
)
_GLUED_NUMBER = re.compile(r"^[^:\d]{2,70}:\d+[\s-][^\W\d]")
_LABELLED = re.compile(
    r"(?P<label>.+?)(?P<mark>:|\s[|–—>]+)\s+(?P<headline>[^\W\da-z_].*|[\"'“‘].*|\d+ .*|https?:.*)"
)
_NOTE = re.compile(
    r"^\W*(?:editor\S* )?(?:notes?|n\.?b|corrections?|clarifications?|updates?)\b", re.IGNORECASE
)
_TIMED = re.compile(r"\d\s*[ap]\.?m\b|\d:\d\d|^.$", re.IGNORECASE)
_BRACKETED = re.compile(
    r"^\[\s?(?!(?i:fig|table|chart|map|photo|image|see\b))[^\W\da-z_\]][^\[\]]+\]$"
)
# As in: Is the pier safe? Here's what divers found
_ANSWERED = re.compile(r"[^\W\da-z_].*\?\s[^\W\da-z_][\w'’]*\s.*[^\W_]$")
# Headlines leave these out; sub-headings and sentences that were cut short have them.
_LEFT_OUT = frozenset(
    """a an the is are was were be been has have had will would what why how who when where
    her his their its i""".split()
)
_LISTED = re.compile(r"[-•*●▪·–—]\s|\(?\d+[.)]\s")
_NO_HEADLINE = re.compile(
    r"^(?:(?:but|and|as|since|when|there|then|this|that|it|he|she|they|we|i)\b"
    r"|sources?:)|\.\s|\bsaid\b|^[“\"][^”\"]*$|\b(?:images|photos?|AP|AFP|reuters|EPA)\W*$|/[A-Z]",
    re.IGNORECASE,
)
_ITEM_NUMBER = re.compile(r"^(?:[-•*●▪·]\s*)?(?:\d+(?:\.\d+)*[.)]?\s+)?")


def find_links(blocks: ArticleBlocks) -> Iterator[int]:
    """Give the positions of lines that lead to other stories."""
    is_announced = False
    for i, block in enumerate(blocks.blocks):
        if i == 0 and block.is_heading:  # the headline of this story
            continue
        if _announces(block):
            is_announced = True
            if blocks.paragraphs:
                yield i
        elif is_announced and _is_headline(block) and not _heads_section(blocks, i):
            yield i
        else:
            is_announced = False
            if _is_link(blocks, i):
                yield i
    yield from _find_lone_headlines(blocks)


def _announces(block: Block) -> bool:
    """Whether a line says that other stories follow: "Related stories", "More on the trial:"."""
    if not 0 < len(block.words) <= LONGEST_LABEL or block.text.endswith((".", "?", "!")):
        return False
    match = _SURE_LABEL.match(block.text)
    if match is None:
        return False
    return block.text.endswith(":") or match.end() == len(block.text) or _is_about_stories(block)


def _is_about_stories(block: Block) -> bool:
    return block.words[-1] in (
        "stories",
        "articles",
        "story",
        "news",
        "coverage",
        "reading",
        "links",
    )


def _is_headline(block: Block) -> bool:
    return (
        FEWEST_HEADLINE_WORDS <= len(block.words) <= LONGEST_HEADLINE
        and not block.text.endswith((".", ":", ";", ","))
        and not _LISTED.match(block.text)
        and (block.text[0].isupper() or not block.text[0].isalpha())
    )


def _is_link(blocks: ArticleBlocks, i: int) -> bool:
    """Tell a line that leads elsewhere by its shape: a label with a headline behind it."""
    block = blocks[i]
    if not FEWEST_HEADLINE_WORDS <= len(block.words) <= LONGEST_HEADLINE:
        return False
    if _BRACKETED.match(block.text):
        return True
    if _NOTE.match(block.text):
        return False
    if block.text.endswith((",", ";", ":")):
        return False
    has_arrow = _ARROW.search(block.text) is not None
    text = _ARROW.sub("", block.text)
    if _GLUED.match(text) or (_SURE_LABEL.match(text) and _GLUED_NUMBER.match(text)):
        return _SAYING.isdisjoint(block.words) or not block.is_sentence
    is_open = not block.is_sentence or block.text.endswith(("?", "!", " ...", "…"))
    return is_open and _is_labelled(blocks, i, text, has_arrow)


def _is_labelled(blocks: ArticleBlocks, i: int, text: str, has_arrow: bool) -> bool:
    """Tell "Label: headline of another story" from headings, attributions, speakers and data."""
    match = _LABELLED.match(text)
    if match is None or len(match["label"].split()) > LONGEST_LABEL:
        return False
    label, headline = match["label"], match["headline"]
    words = len(headline.split())
    if _SURE_LABEL.match(label):
        return words >= FEWEST_SURE_WORDS
    if match["mark"] != ":":
        return False
    is_speaker = sum(other.text.startswith(f"{label}:") for other in blocks.blocks) > 1
    if is_speaker or _TIMED.search(label) or not _stands_in_prose(blocks, i):
        return False
    is_known = _LABEL.match(label) or has_arrow or (label.isupper() and " " in label)
    if words >= FEWEST_SURE_WORDS and is_known:
        return True
    # Other labels may be those of a section, as in "The claim: ...".
    is_part = label.split()[0].casefold() in ("the", "our") and len(label.split()) <= 3
    return words >= FEWEST_LABELLED_WORDS and not is_part and not _heads_section(blocks, i)


def _find_lone_headlines(blocks: ArticleBlocks) -> Iterator[int]:
    """Headlines between paragraphs that do not tell of them, in an article without sub-headings.

    Where another line between paragraphs tells of those under it, this one may be a heading too.
    """
    lone = [i for i in range(1, len(blocks) - 1) if _stands_alone(blocks, i)]
    for i in lone:
        is_long_enough = len(blocks[i].words) > FEWEST_LONE_WORDS
        if is_long_enough and _ANSWERED.match(blocks[i].text) and not _heads_section(blocks, i):
            yield i
    if not any(_heads_section(blocks, i) for i in lone):
        yield from (i for i in lone if _may_be_lone(blocks[i]))


def _stands_alone(blocks: ArticleBlocks, i: int) -> bool:
    """Whether a line that could be a heading stands between two paragraphs."""
    block, above, below = blocks[i], blocks[i - 1], blocks[i + 1]
    is_short = len(block.words) <= MOST_FOOT_WORDS and not (block.is_sentence or block.is_prose)
    return is_short and above.is_prose and below.is_prose


def _may_be_lone(block: Block) -> bool:
    is_long_enough = len(block.words) >= FEWEST_LONE_WORDS
    is_terse = _LEFT_OUT.isdisjoint(block.words) and block.text[0].isupper()
    return (
        is_long_enough and is_terse and _is_headline(block) and not _NO_HEADLINE.search(block.text)
    )


def _stands_in_prose(blocks: ArticleBlocks, i: int) -> bool:
    above, below = blocks.neighbour(i, -1), blocks.neighbour(i, 1)
    return (above is None or above.is_prose) or (below is None or below.is_prose)


def _heads_section(blocks: ArticleBlocks, i: int) -> bool:
    """Whether a line tells what the paragraphs under it are about."""
    block = blocks[i]
    under = [below for below in blocks.blocks[i + 1 : i + 1 + SECTION_BLOCKS] if below.is_prose]
    told = frozenset[str]().union(*(below.stems for below in under))
    return bool(under) and len(block.stems & told) > MOST_SHARED * len(block.stems)


def find_headlines_at_foot(blocks: ArticleBlocks) -> Iterator[int]:
    """Headlines behind the last paragraph have nothing under them: they lead elsewhere."""
    foot: list[int] = []
    for i in range(len(blocks) - 1, -1, -1):
        if blocks[i].is_prose or not _may_stand_at_foot(blocks, i):
            break
        foot.append(i)
    above = blocks.neighbour(foot[-1], -1) if foot else None
    is_short = len(foot) <= MOST_AT_FOOT and blocks.paragraphs >= FEWEST_PARAGRAPHS
    is_sure = len(foot) > 1 or (bool(foot) and _LEFT_OUT.isdisjoint(blocks[foot[0]].words))
    if is_short and is_sure and above and above.is_prose:
        yield from foot


def _may_stand_at_foot(blocks: ArticleBlocks, i: int) -> bool:
    """Whether a line is a headline, and no list item, credit or sentence that was cut short."""
    block = blocks[i]
    if not _is_headline(block) or not FEWEST_FOOT_WORDS <= len(block.words) <= MOST_FOOT_WORDS:
        return False
    if block.is_sentence or _NO_HEADLINE.search(block.text):
        return False
    return blocks.told(block.words[-1], i) > 0  # a line cut short ends in a piece of a word


def find_contents(blocks: ArticleBlocks) -> Iterator[int]:
    """Give the positions of a table of contents: a run of lines that are headings further down."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, block in enumerate(blocks.blocks):
        if len(block.words) <= LONGEST_CONTENTS:
            places[_plain(block)].append(i)
    listed = {place[0] for place in places.values() if _is_listed(blocks, place)}
    run: list[int] = []
    for i in range(len(blocks) + 1):
        if i in listed:
            run.append(i)
            continue
        if len(run) >= FEWEST_CONTENTS:
            yield from run
        run = []


def _is_listed(blocks: ArticleBlocks, places: list[int]) -> bool:
    """Whether a line stands near the head and once again, above a paragraph."""
    if len(places) != 2 or places[1] - places[0] < FEWEST_CONTENTS:
        return False
    below = blocks.neighbour(places[1], 1)
    return blocks.paragraphs_above(places[0]) <= 2 and below is not None and below.is_prose


def _plain(block: Block) -> str:
    return " ".join(_ITEM_NUMBER.sub("", block.text).casefold().split())
