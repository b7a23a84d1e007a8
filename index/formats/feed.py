"""Feeds: each post of a saved RSS or Atom file is an article; alone knows feedparser."""

import calendar
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from index.articles import Extracted, Metadata, PublishedDate
from index.days import clock_of
from index.errors import ArticleError
from index.formats.entries import make_body, make_claims, name_entries, note_left_out

__all__ = ["read_feed"]


def read_feed(content: bytes) -> list[Extracted]:
    """Give the posts of a feed.

    Raises:
        ArticleError: the file is no feed, or no post has a text.
    """
    from feedparser import parse

    # A stream: of anything else it asks whether it is an address or a file.
    found: Any = parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not found.version and not found.entries:
        raise ArticleError("damaged: not a feed (RSS or Atom)")
    outlet = str(found.feed.get("title", ""))
    posts = [dict(entry) for entry in found.entries]  # its own kind of dict invents what is missing
    read = [(_name(post), _read(post, outlet)) for post in posts]
    told = [(name, extracted) for name, extracted in read if extracted.text.strip()]
    entries = name_entries(told)
    return note_left_out(entries, len(found.entries) - len(told), "post")


def _name(post: dict[str, Any]) -> str:
    return str(post.get("id") or post.get("link") or "")


def _text_of(post: dict[str, Any]) -> str:
    """The whole post where the feed has it, else its summary."""
    contents = [str(part.get("value", "")) for part in post.get("content", ())]
    return max([*contents, str(post.get("summary", ""))], key=len)


def _read(post: dict[str, Any], outlet: str) -> Extracted:
    body = make_body(_text_of(post))
    published, updated = (_claim(post, name) for name in ("published", "updated"))
    metadata = Metadata(
        title=str(post.get("title", "")),
        outlet=outlet,
        authors=tuple(str(author.get("name", "")) for author in post.get("authors", ())),
        author_basis="feed" if post.get("authors") else "",
        dates=published or updated,
        updated=updated[0] if published and updated else None,
        section=str(post["tags"][0].get("term") or "") if post.get("tags") else "",
    )
    return Extracted(body.text, metadata, body.headings, body.captions)


def _claim(post: dict[str, Any], name: str) -> tuple[PublishedDate, ...]:
    claims = make_claims(post.get(name), "feed")
    parsed = post.get(f"{name}_parsed")
    if claims or not parsed:
        return claims
    moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    return (PublishedDate(moment.date(), "feed", clock_of(moment)),)
