"""The three forms of an export, and the record that each carries, by which it can be checked.

The record is the chat with all its evidence as JSON. Markdown and HTML carry it in a comment at
their end, written so that no comment and no element can end in it.
"""

import json
import re
from enum import StrEnum

from index import ArticleQAError
from qa.answer_json import restore_transcript, transcript_to_plain
from qa.exports.markdown import write_markdown
from qa.exports.outline import lay_out
from qa.exports.page import write_page
from qa.kept import Transcript

__all__ = ["ExportError", "Form", "read_export", "write_export"]

FORMAT = "ask-articles chat"
VERSION = 1
_CLOSING = (
    "Every quote was copied from the file it names. This export holds its own record in a comment "
    "at its end: `ask-articles verify-export FILE` checks each quote against the articles, and "
    "that nothing here was altered."
)
_COMMENT = re.compile(r"^<!-- ask-articles-record (\{.*\}) -->$", re.MULTILINE)


class ExportError(ArticleQAError):
    """A file is no export of a chat, or one that this program cannot read."""


class Form(StrEnum):
    """What an export is written in."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


def write_export(transcript: Transcript, form: Form) -> str:
    """Give a chat as text; the same chat gives the same text."""
    plain = transcript_to_plain(transcript)
    for kept in plain["answers"]:
        del kept["opinion"]
    content = {"format": FORMAT, "version": VERSION, "chat": plain}
    if form is Form.JSON:
        return json.dumps(content, indent=2) + "\n"
    write = {Form.MARKDOWN: write_markdown, Form.HTML: write_page}[form]
    return f"{write(lay_out(transcript), _CLOSING)}\n{_comment(json.dumps(content))}\n"


def read_export(text: str) -> tuple[Transcript, bool]:
    """Give the chat that an export holds, and whether the rest of it is what that chat gives.

    Raises:
        ExportError: it is no export, or one of a newer program.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if text.lstrip().startswith("{"):
        record, form = text, Form.JSON
    else:
        comments = _COMMENT.findall(text)
        if not comments:
            raise ExportError("it holds no record of ask-articles: it is no export, or was cut")
        record = comments[-1]
        form = Form.HTML if text.lstrip().lower().startswith("<!doctype") else Form.MARKDOWN
    content = _parse(record)
    try:
        transcript = restore_transcript(content.get("chat"))
    except ValueError as error:
        raise ExportError(f"its record is no chat ({error}): it was altered") from error
    again = write_export(transcript, form)
    is_whole = json.loads(again) == content if form is Form.JSON else again == text
    return transcript, is_whole


def _parse(record: str) -> dict[str, object]:
    try:
        content = json.loads(record)
    except (ValueError, RecursionError) as error:
        raise ExportError(f"its record is no JSON ({error}): it was altered") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ExportError("it is JSON, but no export of a chat")
    if content.get("version") != VERSION:
        raise ExportError(
            f"it has version {content.get('version')!r}, this program reads {VERSION}; update it"
        )
    return content


def _comment(record: str) -> str:
    """Give a record that no HTML or Markdown reader takes for anything but a comment."""
    # Outside the texts of JSON none of these stands, nor two hyphens in a row.
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("--", "-\\u002d")):
        record = record.replace(sign, code)
    return f"<!-- ask-articles-record {record} -->"
