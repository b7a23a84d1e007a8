"""What the terminal does with chats: list, search, rename, delete, export, and check an export."""

import json
import secrets
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from index import ArticleQAError
from qa.assemble import open_rereader
from qa.chat_file import ChatsError
from qa.chats import Chats
from qa.exports import Check, ExportError, Verdict, read_export, verify
from qa.exports.visible import show_hidden
from qa.kept import ChatSummary, Transcript
from qa.tally import say_count

__all__ = [
    "check_export",
    "export_chat",
    "export_questions",
    "forget_chat",
    "list_chats",
    "rename_chat",
    "search_chats",
]

_NOT_EXACT = 3
"""Exit status of an export of which not every quote is exact."""
_TOLD = {
    Verdict.EXACT: "exact",
    Verdict.STANDS: "still standing, but not as exported",
    Verdict.CHANGED: "changed",
    Verdict.GONE: "with the file gone",
}


def list_chats(chats: Chats) -> None:
    """Print name, number of questions and last change of each chat, the last changed first."""
    listed = chats.listed()
    for chat in listed:
        print(f"{_when(chat)}  {say_count(chat.turns, 'question'):>13}  {chat.name}")
    if not listed:
        print('No chats are kept. Begin one: ask-articles --chat NAME "..."', file=sys.stderr)


def search_chats(chats: Chats, words: str) -> None:
    """Print where chats hold all of some words."""
    found = chats.search(words)
    for item in found:
        where = f", question {item.number}" if item.number else ""
        source = f" ({item.article})" if item.article else ""
        print(f"{item.chat.name}{where}, {item.place}{source}:")
        print(f"    {show_hidden(' '.join(item.text.split()))}")
    if not found:
        print(f"No chat holds {words!r}.", file=sys.stderr)


def rename_chat(chats: Chats, name: str, wanted: str) -> None:
    """Give a chat another name."""
    chats.rename(_need(chats, name).id, wanted)
    print(f"“{name}” is called “{wanted}” now.")


def forget_chat(chats: Chats, name: str) -> None:
    """Say what is deleted, and delete it."""
    chat = _need(chats, name)
    asked = say_count(chat.turns, "question")
    print(f"Deleting “{chat.name}”: {asked}, last changed {_when(chat)}.")
    chats.delete(chat.id)


def export_chat(chats: Chats, name: str, form: str, output: Path | None) -> None:
    """Write a chat with all its evidence; its form is that of the file's name if none is given."""
    chat = _need(chats, name)
    by_name = {".html": "html", ".htm": "html", ".json": "json"}
    form = form or by_name.get(output.suffix.lower() if output else "", "md")
    _put(chats.export(chat.id, form), output)


def export_questions(chats: Chats, output: Path | None) -> None:
    """Write the questions whose answers were judged."""
    questions = chats.questions()
    _put(questions, output)
    if not questions:
        print("No answer was judged yet; the page asks below each.", file=sys.stderr)


def check_export(config: Path, path: Path, as_json: bool) -> int:
    """Check every quote of an export, say what was found, and give the exit status."""
    transcript, is_whole = _read(path)
    with open_rereader(config) as reread:
        checks = list(verify(transcript, reread))
    if as_json:
        print(json.dumps({"is_whole": is_whole, "quotes": list(map(_describe, checks))}, indent=2))
    else:
        print(
            show_hidden(f"“{transcript.name}”, exported {transcript.exported:%Y-%m-%d %H:%M} UTC")
        )
        print("\n".join([*map(_say_check, checks), "", _sum_up(checks, is_whole)]))
    is_exact = is_whole and all(item.finding.verdict is Verdict.EXACT for item in checks)
    return 0 if is_exact else _NOT_EXACT


def _need(chats: Chats, name: str) -> ChatSummary:
    chat = chats.find(name=name)
    if chat is None:
        raise ChatsError(f"there is no chat called {name!r}; --chats lists those there are")
    return chat


def _when(chat: ChatSummary) -> str:
    return f"{chat.changed.astimezone():%Y-%m-%d %H:%M}"


def _read(path: Path) -> tuple[Transcript, bool]:
    try:
        return read_export(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError(f"{path} cannot be read ({error})") from error
    except ExportError as error:
        raise ExportError(f"{path}: {error}") from error


def _put(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file: beside it first, so that no half of it is left."""
    if output is None:
        print(text, end="")
        return
    beside = output.with_name(f".{output.name}.{secrets.token_hex(4)}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(output)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ArticleQAError(
            f"{output} cannot be written ({error.strerror}); name another with --output"
        ) from error
    print(f"Written to {output}.", file=sys.stderr)


def _describe(check: Check) -> dict[str, object]:
    return {
        "question": check.question,
        "quote": check.label,
        "file": check.citation.source.article_id,
        "text": check.citation.text,
        "verdict": check.finding.verdict,
        "reason": check.finding.reason,
    }


def _say_check(check: Check) -> str:
    citation, finding = check.citation, check.finding
    place = f"{citation.source.article_id}, {citation.start}–{citation.end}"
    line = f"{finding.verdict:<8} question {check.question} [{check.label}] {place}"
    if not finding.reason:
        return show_hidden(line)
    quote = " ".join(citation.text.split())
    return "\n".join(
        show_hidden(row) for row in (line, f"         “{quote}”", f"         {finding.reason}")
    )


def _sum_up(checks: Sequence[Check], is_whole: bool) -> str:
    counts = Counter(check.finding.verdict for check in checks)
    told = ", ".join(f"{counts[kind]} {_TOLD[kind]}" for kind in Verdict if counts[kind])
    quotes = f"{say_count(len(checks), 'quote')}: {told}." if checks else "It quotes nothing."
    if is_whole:
        return quotes
    return (
        f"{quotes}\nThe export is not what its own record gives: it was altered by hand, or made "
        "by another version of this program. Checked was its record."
    )
