"""What a web page says of its article in its head: structured data, metadata, marks and address."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.formats.blocks import fold_space

__all__ = ["Fact", "PageFacts", "read_facts"]

Element = Any  # an lxml element; lxml comes without types

_JSON_LD = './/script[@type="application/ld+json"]'
_WRAPPING = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|\]\]>)\s*(?:\*/)?|^\s*<!--|-->\s*$")
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review")
_TIME_MARKS = ".//body//*[self::time or @class][not(ancestor-or-self::nav or ancestor::aside)]"
_TIME_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date(?:line|time|published)?|time-?stamp|pub-?date|publish(?:ed)?|posted)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"comment|related|recommend|popular|trending|sidebar", re.IGNORECASE)
_LONGEST_MARK = 60  # characters; longer ones hold more than the time
_ADDRESSES = './/link[@rel="canonical"]/@href | .//meta[@property="og:url"]/@content'
_ADDRESS_DATE = re.compile(r"/((?:19|20)\d{2}[/-]\d{2}[/-]\d{2})(?:[/-]|$)")
_LANGUAGES = "/html/@lang | /html/body/@lang | .//meta[@property='og:locale']/@content"
_UPDATE = re.compile(r"updat|modif", re.IGNORECASE)
_MARKED = ".//*[starts-with(@itemprop, 'date')]"
_AUTHOR_MARKS = (
    './/*[@itemprop="author"]//*[@itemprop="name"] | .//*[@itemprop="author"][not(*)]'
    ' | .//a[contains(concat(" ", @rel, " "), " author ")]'
)
_FIRST_MARKS = 3  # further down they belong to other articles
# Values of `name`, `property` and `itemprop`, in lower case.
_META_DATES = frozenset(
    """article:published_time article:published article.published og:published_time datepublished
    date dc.date dc.date.issued dc.date.created dcterms.date dcterms.issued dcterms.created pubdate
    publishdate publish-date publish_date published published-date publication_date dateposted
    parsely-pub-date sailthru.date citation_publication_date citation_date displaydate ptime
    cxenseparse:recs:publishtime originalpublicationdate article_date_original""".split()
)
_META_UPDATES = frozenset(
    """article:modified_time article:modified og:updated_time datemodified dc.date.modified
    dcterms.modified last-modified lastmod revised update_date""".split()
)
_META_SECTIONS = frozenset(("article:section", "articlesection", "parsely-section", "dc.subject"))
_META_AUTHORS = frozenset(
    """author authors article:author byl citation_author creator dc.creator dc:creator
    dcterms.creator parsely-author sailthru.author""".split()
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A phrase of a page with what says it."""

    phrase: str
    basis: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Phrases as the page has them, the most trusted first."""

    published: tuple[Fact, ...]
    updated: tuple[Fact, ...]
    headlines: tuple[str, ...]
    authors: tuple[tuple[str, tuple[str, ...]], ...]
    """What names authors, and the names."""
    sections: tuple[str, ...]
    language: str
    """As the page declares it: "en-GB"."""
    page_title: str
    """What the page calls itself, often with the name of the site."""


def read_facts(tree: Element) -> PageFacts:
    """Give what a parsed page says of its article."""
    things = _structured(tree)
    articles = [thing for thing in things if _is_article(thing)]
    metas, marks = list(_metas(tree, ".//meta[@content]")), list(_metas(tree, _MARKED))
    times = _time_marks(tree)
    return PageFacts(
        published=(
            *_facts(_values(things, "datePublished"), "JSON-LD"),
            *_facts(_named([*metas, *marks], _META_DATES), "web page metadata"),
            *_facts((time for is_update, time in times if not is_update), "web page time mark"),
            *_facts(_address_phrases(tree), "web page address"),
        ),
        updated=(
            *_facts(_values(things, "dateModified"), "JSON-LD"),
            *_facts(_named([*metas, *marks], _META_UPDATES), "web page metadata"),
            *_facts((time for is_update, time in times if is_update), "web page time mark"),
        ),
        headlines=tuple(_values(articles, "headline")),
        authors=(
            *(("JSON-LD", tuple(_names(thing.get("author")))) for thing in articles),
            ("web page metadata", tuple(_named(metas, _META_AUTHORS))),
            ("byline", tuple(_author_marks(tree))),
        ),
        sections=(
            *(name for thing in articles for name in _names(thing.get("articleSection"))),
            *_named(metas, _META_SECTIONS),
        ),
        language=next(filter(None, (value.strip() for value in tree.xpath(_LANGUAGES))), ""),
        page_title=_page_title(tree),
    )


def _facts(phrases: Iterable[str], basis: str) -> list[Fact]:
    return [Fact(phrase, basis) for phrase in phrases]


def _page_title(tree: Element) -> str:
    """Its first title; drawings inside the page have titles too."""
    titles = (fold_space(title.text or "") for title in tree.iter("title"))
    return next(filter(None, titles), "")


def _author_marks(tree: Element) -> list[str]:
    marks = tree.xpath(_AUTHOR_MARKS)[:_FIRST_MARKS]
    return list(dict.fromkeys(fold_space(mark.text_content()) for mark in marks))


def _time_marks(tree: Element) -> list[tuple[bool, str]]:
    """Give the first times that the page marks, and whether each is that of an update."""
    marks = []
    for element in tree.xpath(_TIME_MARKS):
        names = f"{element.get('class', '')} {element.get('itemprop', '')}"
        if element.tag != "time" and not _TIME_CLASS.search(names):
            continue
        words = fold_space(element.text_content())
        phrase = element.get("datetime") or (words if len(words) <= _LONGEST_MARK else "")
        if phrase and not _is_aside(element):
            marks.append((bool(_UPDATE.search(names + words[:_LONGEST_MARK])), phrase))
        if len(marks) == _FIRST_MARKS:
            break
    return marks


def _is_aside(element: Element) -> bool:
    """Whether an element belongs to a comment, to the foot of the page or to another article."""
    return any(
        around.tag == "footer" or _OTHERS.search(around.get("class") or "")
        for around in (element, *element.iterancestors())
    )


def _address_phrases(tree: Element) -> Iterator[str]:
    for address in tree.xpath(_ADDRESSES):
        if match := _ADDRESS_DATE.search(address):
            yield match[1]


def _names(value: object) -> list[str]:
    """The names in a value that may be a name, a person, or several."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return []


def _values(things: list[dict[str, object]], key: str) -> Iterator[str]:
    return (value for thing in things if isinstance(value := thing.get(key), str))


def _structured(tree: Element) -> list[dict[str, object]]:
    """What the structured data tell of, articles before all else."""
    things: list[dict[str, object]] = []
    for script in tree.xpath(_JSON_LD):
        try:
            content = json.loads(_WRAPPING.sub("", script.text or "null"), strict=False)
        except (ValueError, RecursionError):
            continue
        things += _things(content)
    return sorted(things, key=_is_article, reverse=True)


def _is_article(thing: dict[str, object]) -> bool:
    return bool(_ARTICLE_TYPE.search(str(thing.get("@type", ""))))


def _things(content: object) -> Iterator[dict[str, object]]:
    """Every object inside a JSON value, outer ones first."""
    waiting = [content]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _metas(tree: Element, path: str) -> Iterator[tuple[set[str], str]]:
    for element in tree.xpath(path):
        names = {element.get(key, "").lower() for key in ("property", "name", "itemprop")}
        value = element.get("content") or element.get("datetime") or element.text_content()
        yield names, fold_space(value)


def _named(metas: list[tuple[set[str], str]], wanted: frozenset[str]) -> list[str]:
    return [value for names, value in metas if value and not wanted.isdisjoint(names)]
