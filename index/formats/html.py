"""Web pages: the article without its surroundings, and what the page says of it."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from index.articles import Extracted, Metadata, PublishedDate
from index.days import misread, read_moment
from index.errors import ArticleError
from index.facts import (
    choose_section,
    clean_names,
    find_kickers,
    note_claims,
    note_updates,
    read_byline,
)
from index.formats.blocks import BlockWriter, fold_space
from index.formats.page_article import choose_blocks
from index.formats.page_blocks import find_blocks, write_blocks
from index.formats.page_facts import Fact, PageFacts, read_facts
from index.formats.page_sides import Beside, lines_beside
from index.formats.plain import decode
from index.formats.quiet import hush

__all__ = ["read_html"]

Element = Any  # an lxml element; lxml comes without types

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ROOT = re.compile(r"<(?:html|body|!doctype)\b", re.IGNORECASE)
_DECLARED_TITLES = './/meta[@property="og:title" or @name="title" or @itemprop="headline"]'
_SHORTEST = 12  # characters of a heading that a page's title may go on after with the site's name
_FEWEST_WORDS = 3  # in a page's title that is more than the name of the site
# Dates are read here, each with its basis: trafilatura does not tell where it found one.
_NO_GUESSING = {"extensive_search": False, "original_date": True}


def read_html(content: bytes) -> Extracted:
    """Give the article of a web page; menus, comments and scripts are not part of it.

    Raises:
        ArticleError: the page has no text.
    """
    from trafilatura import bare_extraction

    tree = _parse(content)
    facts = read_facts(tree)  # first: the extraction takes scripts out of the tree
    body = tree.find(".//body")
    page = list(find_blocks(deepcopy(tree if body is None else body)))
    with hush("trafilatura", "htmldate", "courlan"):
        found: Any = bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=_NO_GUESSING,
            prune_xpath="//noscript | //nav",  # else "turn on JavaScript" can pass for an article
        )
    chosen = choose_blocks(page, list(find_blocks(found.body))) if found is not None else []
    writer = BlockWriter()
    write_blocks(chosen, writer)
    if writer.is_empty:  # too little for an article to stand out from its surroundings
        write_blocks(page, writer)
    if writer.is_empty:
        raise ArticleError("empty: the page has no text; was it saved before its scripts ran?")
    return writer.finish(_describe(found, tree, facts, lines_beside(page, chosen)))


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


def _describe(found: Any, tree: Element, facts: PageFacts, beside: Beside) -> Metadata:
    outlet = (found.sitename or "") if found is not None else ""
    guessed = (found.author or "").split("; ") if found is not None else []
    named = (*facts.authors, ("byline", read_byline(list(beside.above), None)[0]))
    signed = ((basis, clean_names(names, outlet)) for basis, names in (*named, ("byline", guessed)))
    basis, authors = next((item for item in signed if item[1]), ("", ()))
    title = _find_title(found, tree, facts)
    noted = note_updates([*beside.above, *beside.below], "Updated line")
    return Metadata(
        title=title,
        outlet=outlet,
        authors=authors,
        dates=(*_claims(facts.published), *note_claims(beside.above, beside.below)),
        updated=next(iter((*_claims(facts.updated), *noted)), None),
        section=choose_section((*facts.sections, *find_kickers(beside.before[-1:], title))),
        author_basis=basis,
        language=facts.language,
        doubts=tuple(_doubts((*facts.published, *facts.updated))),
    )


def _find_title(found: Any, tree: Element, facts: PageFacts) -> str:
    """The headline that the page's own title knows, else the best that the page has."""
    whole = facts.page_title
    title = (found.title or "") if found is not None else ""
    above = (fold_space(heading.text_content()) for heading in tree.iter("h1"))
    opening = [item for item in above if len(item) >= _SHORTEST and whole.startswith(item)]
    known = [item for item in (*facts.headlines, *opening, title) if _is_known(item, whole)]
    is_declared = bool(tree.xpath(_DECLARED_TITLES))
    if known:
        return known[0]
    is_whole = len(whole.split()) >= _FEWEST_WORDS and not is_declared
    return whole if is_whole else title


def _is_known(title: str, whole: str) -> bool:
    return bool(title) and fold_space(title).casefold() in whole.casefold()


def _claims(facts: Sequence[Fact]) -> Iterator[PublishedDate]:
    """Give the first day that each part of the page names, and what names it."""
    for basis in dict.fromkeys(fact.basis for fact in facts):
        phrases = (fact.phrase for fact in facts if fact.basis == basis)
        moment = next(filter(None, map(read_moment, phrases)), None)
        if moment:
            yield PublishedDate(moment.day, basis, moment.clock)


def _doubts(facts: Sequence[Fact]) -> Iterator[str]:
    for fact in facts:
        if why := misread(fact.phrase):
            yield f"{fact.basis} {why}"
