"""Web pages: the article without its surroundings, and what the page says of it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from index.articles import Extracted, Metadata, PublishedDate
from index.dates import read_day
from index.errors import ArticleError
from index.formats.blocks import BlockWriter, fold_space
from index.formats.page_blocks import write_tree
from index.formats.plain import decode
from index.formats.quiet import hush

__all__ = ["read_html"]

Element = Any  # an lxml element; lxml comes without types

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ROOT = re.compile(r"<(?:html|body|!doctype)\b", re.IGNORECASE)
_JSON_LD = './/script[@type="application/ld+json"]'
_WRAPPING = re.compile(r"(?://|/\*)?\s*(?:<!\[CDATA\[|\]\]>)\s*(?:\*/)?|^\s*<!--|-->\s*$")
_TIME_MARKS = ".//time[@datetime][not(ancestor::nav or ancestor::aside or ancestor::footer)]"
_DECLARED_TITLES = './/meta[@property="og:title" or @name="title" or @itemprop="headline"]'
_FEWEST_WORDS = 3  # in a page's title that is more than the name of the site
_ADDRESSES = './/link[@rel="canonical"]/@href | .//meta[@property="og:url"]/@content'
_ADDRESS_DATE = re.compile(r"/((?:19|20)\d{2}[/-]\d{2}[/-]\d{2})(?:[/-]|$)")
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review")
_META_DATES = frozenset(  # values of `name`, `property` and `itemprop`, in lower case
    """article:published_time article:published article.published og:published_time datepublished
    date dc.date dc.date.issued dc.date.created dcterms.date dcterms.issued dcterms.created pubdate
    publishdate publish-date publish_date published published-date publication_date dateposted
    parsely-pub-date sailthru.date citation_publication_date citation_date displaydate ptime
    cxenseparse:recs:publishtime originalpublicationdate article_date_original""".split()
)
_FIRST_MARKS = 3  # further down they belong to other articles
# Dates are read here, each with its basis: trafilatura does not tell where it found one.
_NO_GUESSING = {"extensive_search": False, "original_date": True}


def read_html(content: bytes) -> Extracted:
    """Give the article of a web page; menus, comments and scripts are not part of it.

    Raises:
        ArticleError: the page has no text.
    """
    from trafilatura import bare_extraction

    tree = _parse(content)
    dates = tuple(_dates(tree))  # first: the extraction takes scripts out of the tree
    with hush("trafilatura", "htmldate", "courlan"):
        found: Any = bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=_NO_GUESSING,
            prune_xpath="//noscript | //nav",  # else "turn on JavaScript" can pass for an article
        )
    writer = BlockWriter()
    if found is not None:
        write_tree(found.body, writer)
    if writer.is_empty:  # too little for an article to stand out from its surroundings
        body = tree.find(".//body")
        write_tree(tree if body is None else body, writer)
    if writer.is_empty:
        raise ArticleError("empty: the page has no text; was it saved before its scripts ran?")
    return writer.finish(_describe(found, tree, dates))


def _parse(content: bytes) -> Element:
    from trafilatura import load_html

    declared = _CHARSET.search(content[:4096])
    page = decode(content, declared[1].decode("ascii") if declared else "")
    page = _XML_DECLARATION.sub("", page)  # it names an encoding that no longer holds
    if not _ROOT.search(page[:4096]):
        page = f"<html><body>{page}</body></html>"
    with hush("trafilatura"):
        tree = load_html(page)
    if tree is None:
        raise ArticleError("empty: the page has no elements")
    return tree


def _describe(found: Any, tree: Element, dates: tuple[PublishedDate, ...]) -> Metadata:
    if found is None:
        return Metadata(dates=dates)
    authors = tuple((found.author or "").split("; "))
    return Metadata(_find_title(found, tree), found.sitename or "", authors, dates)


def _find_title(found: Any, tree: Element) -> str:
    """The title trafilatura chose, unless it is a heading that the page's own title knows not."""
    title, whole = found.title or "", fold_space(tree.findtext(".//title") or "")
    is_declared = bool(tree.xpath(_DECLARED_TITLES))
    is_other = title.casefold() not in whole.casefold() and len(whole.split()) >= _FEWEST_WORDS
    return whole if is_other and not is_declared else title


def _dates(tree: Element) -> Iterator[PublishedDate]:
    """Give the first day that each part of the page names, and what names it."""
    sources = (
        ("JSON-LD", _structured_phrases(tree)),
        ("web page metadata", _meta_phrases(tree)),
        ("web page time mark", _time_marks(tree)),
        ("web page address", _address_phrases(tree)),
    )
    for basis, phrases in sources:
        day = next(filter(None, map(read_day, phrases)), None)
        if day:
            yield PublishedDate(day, basis)


def _structured_phrases(tree: Element) -> Iterator[str]:
    """The `datePublished` of the page's article, or of whatever else has one."""
    others = []
    for script in tree.xpath(_JSON_LD):
        try:
            content = json.loads(_WRAPPING.sub("", script.text or "null"), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(content):
            phrase = thing.get("datePublished")
            if not isinstance(phrase, str):
                continue
            if _ARTICLE_TYPE.search(str(thing.get("@type", ""))):
                yield phrase
            others.append(phrase)
    yield from others


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


def _meta_phrases(tree: Element) -> Iterator[str]:
    for element in tree.xpath(".//meta[@content]|.//*[@itemprop]"):
        names = (element.get(key, "").lower() for key in ("property", "name", "itemprop"))
        if not _META_DATES.isdisjoint(names):
            yield element.get("content") or element.get("datetime") or element.text_content()


def _time_marks(tree: Element) -> Iterator[str]:
    for element in tree.xpath(_TIME_MARKS)[:_FIRST_MARKS]:
        if not re.search("updat|modif", element.get("class", "") + element.get("itemprop", "")):
            yield element.get("datetime")


def _address_phrases(tree: Element) -> Iterator[str]:
    for address in tree.xpath(_ADDRESSES):
        if match := _ADDRESS_DATE.search(address):
            yield match[1]
