"""Which blocks of a web page are its article, told by what an extraction found there.

An extraction knows what the article is about, but drops captions, items and rows on its way. The
page's own tree has them, at their place: blocks the extraction found are taken from the page, and
with them what stands among them and is no furniture.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from index.formats.page_blocks import Element, PageBlock, is_hidden

__all__ = ["choose_blocks"]

RUN = 10  # letters compared at a time
LIKE = 0.5  # share of a block's runs that the extraction must have
COVERED = 0.85  # share of the extraction's runs that the blocks of the page must have
MAIN = 0.8  # share of the article's letters that stand in the element that is the article
MOST_LINKED = 0.4  # share of letters inside links, of what the extraction does not have
LONG = 60  # runs of a block that is mostly links and all the same like what was found
LEAST_LEFT = 0.5  # share of the article's letters that are no comments; else they are the article
FEWEST_SHOWN = 0.25  # share of the article's letters; with fewer a script would show the others
NEAR = 4  # elements out from the article's, where no tag says that they hold it

_FURNITURE_TAGS: Final = frozenset(
    "aside nav footer form button dialog menu address fieldset noscript".split()
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:related|shar(?:e|ing)|social|promo\w*|newsletter|subscri\w*|comments?|respond"
    r"|recommend\w*|sidebar|sponsor\w*|advert\w*|ads?|cookie|consent|tags?|breadcrumbs?|by-?line"
    r"|authors?|bio|meta|teaser|popular|trending|paywall|banner|toc|nav\w*|menu|pagination"
    r"|footer|tool(?:s|bar)|editsection|noprint|login|sign-?up|read-?more|outbrain|taboola)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comentarios?|commentaires?|commenti|kommentare?|disqus)(?:$|[\s_-])",
    re.IGNORECASE,
)
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|de[ck]k?|sub-?(?:title|head\w*|line)|lede?|intro\w*|summary|abstract"
    r"|perex|vorspann|teaser-?text|chap[oe]|entradilla|occhiello|sottotitolo|ingress)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:^|[\s_-])(?:article|story|post|entry)(?:$|[\s_-])", re.IGNORECASE)
_LISTS: Final = frozenset("ul ol dl li dd dt".split())


def choose_blocks(page: Sequence[PageBlock], found: Sequence[PageBlock]) -> list[PageBlock]:
    """Give the blocks of the article, in the order of the page.

    Args:
        page: every block of the page, in order.
        found: the blocks of the extraction; given back as they are when the page's own blocks
            are cut otherwise and do not cover them.
    """
    told = _Told(found)
    is_told = [told.holds(block) for block in page]
    if told.covered([block for block, known in zip(page, is_told, strict=True) if known]) < COVERED:
        return list(found)
    chosen = _without_comments(_Article(page, is_told).blocks())
    shown = [block for block in chosen if not _stands_hidden(block.element)]
    return shown if _size(shown) >= FEWEST_SHOWN * _size(chosen) else chosen


class _Told:
    """What an extraction says, to be asked of single blocks."""

    def __init__(self, found: Sequence[PageBlock]) -> None:
        self._wholes = {_letters(block.words) for block in found}
        self._runs = {run for whole in self._wholes for run in _runs(whole)}

    def holds(self, block: PageBlock) -> bool:
        letters = _letters(block.words)
        if letters in self._wholes:
            return True
        runs = _runs(letters)
        is_like = bool(runs) and sum(run in self._runs for run in runs) >= LIKE * len(runs)
        return is_like and (len(runs) >= LONG or _share_of_links(block.element) <= MOST_LINKED)

    def covered(self, blocks: Sequence[PageBlock]) -> float:
        """Give the share of what was found that the blocks have."""
        there = {run for block in blocks for run in _runs(_letters(block.words))}
        return len(self._runs & there) / len(self._runs) if self._runs else 0.0


class _Article:
    """The blocks of a page, some of them known to be the article's."""

    def __init__(self, page: Sequence[PageBlock], is_told: Sequence[bool]) -> None:
        self._page = page
        self._element = _find_article(page, is_told)
        self._around = _reach(self._element)
        self._is_inside = [_stands_in(block.element, self._element) for block in page]
        told = zip(page, is_told, self._is_inside, strict=True)
        inside = {_letters(block.words) for block, known, within in told if known and within}
        told = zip(page, is_told, self._is_inside, strict=True)
        self._is_told = [
            known and (within or _letters(block.words) not in inside)
            for block, known, within in told
        ]
        numbers = [number for number, known in enumerate(self._is_told) if known]
        self._first, self._last = numbers[0], numbers[-1]
        self._parents = {page[number].element.getparent() for number in numbers}
        self._linked = cache(_share_of_links)  # asked once for each item of a list

    def blocks(self) -> list[PageBlock]:
        """Give the article's blocks, each heading once."""
        chosen: list[PageBlock] = []
        headings: set[str] = set()
        for number, block in enumerate(self._page):
            is_repeat = _letters(block.words) in headings or _repeats(block, chosen)
            if is_repeat or not (self._is_told[number] or self._is_missing(number)):
                continue
            chosen.append(block)
            if block.kind == "heading" and len(block.words) >= RUN:
                headings.add(_letters(block.words))
        return chosen

    def _is_missing(self, number: int) -> bool:
        """Whether a block that was not found belongs to the article all the same."""
        block = self._page[number]
        if not _stands_in(block.element, self._around) or self._is_furniture(block.element):
            return False
        if block.kind == "caption":
            return self._is_inside[number] or number < self._last
        if not self._is_inside[number]:
            return number < self._first and _is_standfirst(block, self._around)
        if block.kind == "heading":
            return any(self._is_told[number + 1 : number + 3])
        return self._first < number < self._last and self._stands_beside(block)

    def _stands_beside(self, block: PageBlock) -> bool:
        """Whether something of the article stands beside a block, or beside its list or table."""
        whole = _whole(block)
        if self._linked(whole) > MOST_LINKED:
            return False
        return block.kind == "row" or whole.getparent() in self._parents

    def _is_furniture(self, element: Element) -> bool:
        for around in (element, *element.iterancestors()):
            if around is self._around:
                return False
            if around.tag in _FURNITURE_TAGS or _FURNITURE.search(_names(around)):
                return True
        return False


def _repeats(block: PageBlock, chosen: Sequence[PageBlock]) -> bool:
    """Whether a caption stands there twice, as for small screens and for large ones."""
    return block.kind == "caption" and bool(chosen) and chosen[-1].text == block.text


def _without_comments(chosen: list[PageBlock]) -> list[PageBlock]:
    """Take out what stands among the comments of readers, unless they are all there is."""
    left = [block for block in chosen if not _is_comment(block.element)]
    return left if _size(left) >= LEAST_LEFT * _size(chosen) else chosen


def _is_comment(element: Element) -> bool:
    around = (element, *element.iterancestors())
    return any(other.tag != "body" and _COMMENTS.search(_names(other)) for other in around)


def _find_article(page: Sequence[PageBlock], is_told: Sequence[bool]) -> Element:
    """The innermost element that holds most of what is told."""
    letters: Counter[Element] = Counter()
    told = [block for block, known in zip(page, is_told, strict=True) if known]
    for block in told:
        for around in (block.element, *block.element.iterancestors()):
            letters[around] += len(block.words)
    large = [element for element, size in letters.items() if size >= MAIN * _size(told)]
    return max(large, key=lambda element: sum(1 for _ in element.iterancestors()))


def _reach(element: Element) -> Element:
    """What holds an article with its headline and the pictures beside it."""
    around = [element, *element.iterancestors()]
    marked = (other for other in around if other.tag == "article")
    named = [other for other in around[:NEAR] if _ARTICLE.search(_names(other))]
    return next(marked, named[-1] if named else element)


def _whole(block: PageBlock) -> Element:
    """Of a row its table, of an item the outermost list, of all else what it stands in."""
    if block.kind == "row":
        return next(block.element.iterancestors("table"), block.element)
    element = block.element
    while element.getparent() is not None and element.getparent().tag in _LISTS:
        element = element.getparent()
    return element


def _is_standfirst(block: PageBlock, article: Element) -> bool:
    """Whether a block above the article sums it up: by its class, or in a header."""
    for around in (block.element, *block.element.iterancestors()):
        if around is article:
            return False
        if around.tag == "header" or _STANDFIRST.search(_names(around)):
            return block.kind in ("prose", "heading") and len(block.words.split()) >= 6
    return False


def _stands_in(element: Element, other: Element) -> bool:
    return element is other or any(around is other for around in element.iterancestors())


def _stands_hidden(element: Element) -> bool:
    return any(map(is_hidden, (element, *element.iterancestors())))


def _share_of_links(element: Element) -> float:
    size = len(_letters("".join(element.itertext())))
    linked = sum(len(_letters("".join(link.itertext()))) for link in element.iter("a"))
    return linked / size if size else 0.0


def _size(blocks: Sequence[PageBlock]) -> int:
    return sum(len(block.words) for block in blocks)


def _names(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _runs(letters: str) -> set[str]:
    return {letters[i : i + RUN] for i in range(len(letters) - RUN + 1)}
