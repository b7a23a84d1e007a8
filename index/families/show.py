"""The source families of a library and what they rest on, for a terminal and as plain objects."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Any

from index.articles import Article
from index.config import IndexSettings
from index.disk import open_generation
from index.family_tables import FamilyPair, read_families, read_pairs
from index.file_store import FAMILIES, TABLES
from index.show import plain
from index.tables import Tables

__all__ = ["render_families", "show_families"]

_SHOWN_RELATED = 20
_SHOWN_OWN = 8  # names and numbers of one article that the other lacks
_SHOWN_ALIGNED = 2  # sentences of each pair
_WIDTH = 96

Shown = Mapping[str, Any]


def show_families(settings: IndexSettings) -> dict[str, Any]:
    """Give `families` (their articles, and the pairs that make them one) and `related` pairs.

    Raises:
        IndexMissingError: there is no library.
        IndexDamagedError: a file of it is missing or changed.
    """
    folder, _ = open_generation(settings.library)
    family_of, pairs = read_families(folder / FAMILIES), read_pairs(folder / FAMILIES)
    with closing(Tables(folder / TABLES)) as tables:
        ids = tables.article_ids()
        families: dict[int, dict[str, list[Any]]] = {}
        for row, family in enumerate(family_of):
            families.setdefault(family, {"articles": [], "pairs": []})["articles"].append(ids[row])
        related: list[dict[str, Any]] = []
        for pair in pairs:
            shown = _as_object(pair, ids, tables)
            is_one_source = pair.kind != "related"
            (families[family_of[pair.one]]["pairs"] if is_one_source else related).append(shown)
    return {
        "articles": len(ids),
        "sources": len(families),
        "families": [family for family in families.values() if len(family["articles"]) > 1],
        "related": related,
    }


def render_families(shown: Shown) -> str:
    """Give families as text, and the surest related pairs below them."""
    lines = []
    for number, family in enumerate(shown["families"], 1):
        lines.append(f"family {number}: {len(family['articles'])} articles, one source")
        lines += [f"  {plain(id_)}" for id_ in family["articles"]]
        for pair in family["pairs"]:
            lines += _pair_lines(pair)
        lines.append("")
    related = shown["related"]
    if related:
        pairs = "1 pair of articles" if len(related) == 1 else f"{len(related)} pairs of articles"
        lines.append(f"related: {pairs} on one event, each with a source of its own")
        for pair in related[:_SHOWN_RELATED]:
            lines += _pair_lines(pair)
        if len(related) > _SHOWN_RELATED:
            lines.append(f"  and {len(related) - _SHOWN_RELATED} more (--json lists all)")
        lines.append("")
    lines.append(f"{shown['articles']} articles from {shown['sources']} independent sources")
    return "\n".join(lines)


def _as_object(pair: FamilyPair, ids: Sequence[str], tables: Tables) -> dict[str, Any]:
    shown = {**asdict(pair), "one": ids[pair.one], "other": ids[pair.other]}
    if pair.aligned:
        one, other = tables.article(pair.one), tables.article(pair.other)
        shown["aligned"] = [_quote(one, other, *spans) for spans in pair.aligned]
    return shown


def _quote(
    one: Article, other: Article, here: tuple[int, int], there: tuple[int, int], cosine: float
) -> dict[str, Any]:
    return {
        "one": {"start": here[0], "end": here[1], "text": one.text[slice(*here)]},
        "other": {"start": there[0], "end": there[1], "text": other.text[slice(*there)]},
        "cosine": cosine,
    }


def _pair_lines(pair: Shown) -> Iterator[str]:
    yield f"  {pair['kind']}: {plain(pair['one'])} and {plain(pair['other'])}"
    if pair["kind"] == "copy":
        yield "    the same words"
        return
    shares = f", {pair['shares'][0]:.0%} and {pair['shares'][1]:.0%} of them said by both"
    likeness = f"    chance {pair['chance']:.2f}, alike {pair['cosine']:.2f}"
    yield likeness + (shares if pair["aligned"] else "")
    for side, own in zip(("first", "second"), pair["own"], strict=True):
        if own:
            more = f" and {len(own) - _SHOWN_OWN} more" if len(own) > _SHOWN_OWN else ""
            named = plain(", ".join(own[:_SHOWN_OWN]))
            yield from _wrap(f"only in the {side}: {named}{more}")
    changed = [item for item in pair["aligned"] if item["one"]["text"] != item["other"]["text"]]
    for item in changed[:_SHOWN_ALIGNED]:
        yield from _wrap(f"- {plain(item['one']['text'])}")
        yield from _wrap(f"  {plain(item['other']['text'])}")


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")
