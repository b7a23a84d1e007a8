"""Mails: each message of an .eml or .mbox file is an article, newsletters above all."""

import mailbox
import re
import tempfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from index.articles import Extracted, Metadata, PublishedDate
from index.days import clock_of
from index.errors import ArticleError
from index.formats.entries import make_body, name_entries, note_left_out
from index.formats.plain import decode

__all__ = ["read_mailbox", "read_message"]

_NAME = re.compile(r'^\s*"?([^"<@]*?)"?\s*<')
_REPLY = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg|tr)\s*:)+\s*", re.IGNORECASE)


def read_message(content: bytes) -> Extracted:
    """Give the text of one mail, without its attachments.

    Raises:
        ArticleError: it has no text.
    """
    extracted = _read(message_from_bytes(content, policy=policy.default))
    if not extracted.text.strip():
        raise ArticleError("empty: the mail has no text")
    return extracted


def read_mailbox(content: bytes) -> list[Extracted]:
    """Give the mails of a mailbox.

    Raises:
        ArticleError: the file is no mailbox, or no mail has a text.
    """
    if not content.startswith(b"From "):
        raise ArticleError("damaged: not a mailbox, which begins with the word From")
    mails = list(_messages(content))
    told = [(name, mail) for name, mail in mails if mail.text.strip()]
    return note_left_out(name_entries(told), len(mails) - len(told), "mail")


def _messages(content: bytes) -> Iterator[tuple[str, Extracted]]:
    with tempfile.TemporaryDirectory() as folder:  # mailboxes are only read from a file
        path = Path(folder, "box")
        path.write_bytes(content)
        box = mailbox.mbox(path, create=False)
        try:
            for key in box.keys():  # noqa: SIM118  # iterating gives the messages, of another kind
                mail = message_from_bytes(box.get_bytes(key), policy=policy.default)
                yield str(mail.get("Message-ID", "")).strip("<> "), _read(mail)
        finally:
            box.close()


def _read(mail: EmailMessage) -> Extracted:
    """Give a mail's own words: its plain text, or that of its HTML where it has no other."""
    plain, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
    text = _text_of(plain) if plain is not None else ""
    if not text.strip() and page is not None:
        text = _text_of(page)
    body = make_body(text) if text.strip() else Extracted("")
    return Extracted(body.text, _describe(mail), body.headings, body.captions)


def _text_of(part: object) -> str:
    assert isinstance(part, EmailMessage)
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, ValueError):  # it names an encoding that is none
        content = part.get_payload(decode=True)
        return decode(content) if isinstance(content, bytes) else ""


def _describe(mail: EmailMessage) -> Metadata:
    sender = _header(mail, "From")
    name = _NAME.match(sender)
    return Metadata(
        title=_REPLY.sub("", _header(mail, "Subject")),
        outlet=name[1] if name else "",
        dates=_dates(_header(mail, "Date")),
    )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):  # headers that the library trips on
        return ""


def _dates(phrase: str) -> tuple[PublishedDate, ...]:
    try:
        moment = parsedate_to_datetime(phrase)
    except (ValueError, TypeError):
        return ()
    return (PublishedDate(moment.date(), "mail header", clock_of(moment)),)
