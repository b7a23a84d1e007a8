"""The terminal: ask a question, get the cited answer; or ask many, one line each.

    ask-articles "How much is the arms package worth?"      (or: python -m qa "...")
    ask-articles --after 2026-02-01 --outlet "The Independent" "What did Lai say?"
    ask-articles                                             asks until an empty line
    ask-articles --chat ferry "How many were on board?"      goes on with a chat, and keeps it

Exit status: 0 answered or refused, 1 there is no library or it cannot serve, 2 wrong usage.
"""

import argparse
import dataclasses
import json
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from index import SectionKind
from qa import (
    Answer,
    ArticleQAError,
    Assistant,
    Chats,
    Citation,
    Filters,
    open_assistant,
)
from qa.chat_file import ChatsError
from qa.chats import Chat
from qa.periods import Period
from qa.tally import Tally, say_count

__all__ = ["main", "render"]

_WIDTH = 96


def main(arguments: list[str] | None = None) -> int:
    """Answer the question on the command line, or those typed one after another."""
    options = _parse(arguments)
    try:
        if options.chats:
            _list_chats(Chats.open(options.config))
        elif options.forget is not None:
            _forget(Chats.open(options.config), options.forget)
        else:
            _answer(options)
    except ArticleQAError as error:
        print(f"ask-articles: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return 0


def render(answer: Answer) -> str:
    """Give an answer as text for a terminal: sentences, then their sources, then what is near."""
    lines: list[str] = []
    if answer.standalone != answer.question:
        lines += [*_wrap(f"Understood as: {answer.standalone}"), ""]
    if answer.period:
        lines += [*_wrap(_say_period(answer.period)), ""]
    lines += _render_found(answer)
    if answer.is_partial:
        lines += ["", *_wrap(f"Partly answered: {answer.missing}")]
    if answer.hidden_undated:
        lines += ["", f"{answer.hidden_undated} undated articles are hidden by the date filter."]
    if answer.also_found:
        heading = "Also found:" if answer.citations else "Nearest:"
        lines += ["", heading]
        for item in answer.also_found:
            lines += [f"  - {textwrap.shorten(item.text, _WIDTH - 4, placeholder=' …')}"]
            lines += [f"    {line}" for line in _wrap(_name(item))]
    return "\n".join(lines)


def _say_period(period: Period) -> str:
    days = f"from {period.after or 'the first day'} to {period.before or 'the last'}"
    if period.is_applied:
        return f"Only articles {days}, for “{period.words}”; --any-time asks all."
    answers = "is" if period.is_empty else "answers this,"
    return f"No article {answers} {days}, for “{period.words}”; all were asked."


def _render_found(answer: Answer) -> list[str]:
    """Give the lines of what answers: a count, sentences with their sources, or that none do."""
    if answer.tally:
        return _render_tally(answer, answer.tally)
    if not answer.citations:
        return _wrap(f"The articles do not say. {answer.missing}")
    short = [f"{answer.short.text} [{answer.short.number}]", ""] if answer.short else []
    sources = [line for item in answer.citations for line in _wrap(_source_line(item), 4)]
    return [*short, *_wrap(answer.text), "", *sources, *_render_differences(answer)]


def _render_differences(answer: Answer) -> list[str]:
    """Give the lines of what sources tell differently: both quotes, and which one is newer."""
    lines = ["", "The sources differ:"] if answer.differences else []
    for item in answer.differences:
        for figure in (item.one, item.other):
            citation = answer.citations[figure.number - 1]
            start, end = figure.start - citation.start, figure.end - citation.start
            quote = f"{citation.text[:start]}**{figure.text}**{citation.text[end:]}"
            lines += [f"  {line}" for line in _wrap(f"[{figure.number}] {quote}", 4)]
            newer = " (newer)" if figure.number == item.newer else ""
            outlet = citation.source.outlet or citation.source.title
            lines += [f"      {outlet}, {citation.source.published or 'undated'}{newer}"]
    return lines


def _render_tally(answer: Answer, tally: Tally) -> list[str]:
    """Give the lines of a count: how many, which, what counts, and each with its source."""
    lines = [tally.text, *_wrap("; ".join(tally.labels)), ""]
    lines += [*_wrap(f"{tally.predicate} {tally.scope}"), ""]
    for item in answer.citations:
        lines += _wrap(f"[{item.number}] {item.text}", 4)
        lines += [f"    {line}" for line in _wrap(_name(item))]
    return lines


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="ask-articles",
        description="Ask the articles; the answer is made of sentences that stand in them.",
        epilog='example: ask-articles --after 2026-02-01 "What did Lai say?"',
    )
    parser.add_argument("question", nargs="?", help="left out: ask until an empty line")
    parser.add_argument("--after", type=_day, metavar="DAY", help="published on this day or later")
    parser.add_argument(
        "--before", type=_day, metavar="DAY", help="published on this day or before"
    )
    parser.add_argument(
        "--outlet", action="append", default=[], metavar="NAME", help="only this one; repeatable"
    )
    parser.add_argument(
        "--no-analysis", action="store_true", help="only reports, no opinion, analysis or scenario"
    )
    parser.add_argument(
        "--any-time", action="store_true", help='"last week" does not narrow the articles'
    )
    chats = parser.add_mutually_exclusive_group()
    chats.add_argument("--chat", metavar="NAME", help="go on with this chat, and keep it")
    chats.add_argument("--chats", action="store_true", help="list the chats that are kept")
    chats.add_argument("--forget", metavar="NAME", help="delete this chat")
    parser.add_argument("--json", action="store_true", help="print each answer as a JSON object")
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=Path("config.toml"),
        help="default: %(default)s",
    )
    options = parser.parse_args(arguments)
    if options.question is not None and (options.chats or options.forget is not None):
        parser.error("--chats and --forget take no question")
    return options


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-02-05") from None


class _Unkept:
    """A chat that nobody gave a name: gone when the terminal is done with it."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def keep(self, answer: Answer) -> None:
        self.answers.append(answer)


def _answer(options: argparse.Namespace) -> None:
    """Answer the one question, or ask until an empty line; with a name, in the chat of it."""
    chat = _Unkept() if options.chat is None else Chats.open(options.config).named(options.chat)
    so_far = len(chat.answers)  # what is wrong with the chats shows before the model is loaded
    assistant = open_assistant(options.config)
    if options.question is not None:
        _ask(assistant, chat, options.question, options)
        return
    if so_far:
        last = textwrap.shorten(chat.answers[-1].question, _WIDTH - 40, placeholder=" …")
        print(f"{say_count(so_far, 'question')} so far, the last: {last}", file=sys.stderr)
    for question in _typed():
        _ask(assistant, chat, question, options)
        print()


def _ask(
    assistant: Assistant, chat: Chat | _Unkept, question: str, options: argparse.Namespace
) -> None:
    """Show an answer, then keep it: each is done where the other cannot be."""
    filters = Filters(options.after, options.before, tuple(options.outlet), options.no_analysis)
    answer = assistant.ask(question, filters, chat.answers, not options.any_time)
    try:
        _show(answer, options.json)
    finally:
        chat.keep(answer)


def _typed() -> Iterator[str]:
    """Give questions until an empty line or the end of input; the prompt goes to stderr."""
    while True:
        print("? ", end="", file=sys.stderr, flush=True)
        question = sys.stdin.readline().strip()
        if not question:
            return
        yield question


def _list_chats(chats: Chats) -> None:
    """Print name, number of questions and last change of each chat, the last changed first."""
    listed = chats.listed()
    for chat in listed:
        changed = f"{chat.changed.astimezone():%Y-%m-%d %H:%M}"
        print(f"{changed}  {say_count(chat.turns, 'question'):>13}  {chat.name}")
    if not listed:
        print('No chats are kept. Begin one: ask-articles --chat NAME "..."', file=sys.stderr)


def _forget(chats: Chats, name: str) -> None:
    """Say what is deleted, and delete it."""
    chat = chats.find(name=name)
    if chat is None:
        raise ChatsError(f"there is no chat called {name!r}; --chats lists those there are")
    changed = f"{chat.changed.astimezone():%Y-%m-%d %H:%M}"
    print(f"Deleting “{chat.name}”: {say_count(chat.turns, 'question')}, last changed {changed}.")
    chats.delete(chat.id)


def _show(answer: Answer, as_json: bool) -> None:
    if as_json:
        content = {**dataclasses.asdict(answer), "text": answer.text}
        print(json.dumps(content, indent=2, ensure_ascii=False, default=str))
    else:
        print(render(answer))


def _wrap(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent=" " * indent, break_long_words=False)


def _source_line(citation: Citation) -> str:
    copies = ", ".join(copy.article_id for copy in citation.copies)
    also = f"; word for word also in {copies}" if copies else ""
    family = ", ".join(other.article_id for other in citation.family)
    also += f"; one source with {family}" if family else ""
    return f"[{citation.number}] {_kind(citation)}{_name(citation)}{also}"


def _kind(citation: Citation) -> str:
    """Say what is no plain report, and who speaks where the sentence does not."""
    if citation.kind is SectionKind.BODY:
        return ""
    who = citation.speaker if citation.speaker not in citation.text else ""
    return f"({citation.kind.value}{': ' if who else ''}{who}) "


def _name(citation: Citation) -> str:
    source = citation.source
    page = f", page {citation.page}" if citation.page else ""
    when = f"{source.published} ({source.published_basis})" if source.published else "undated"
    outlet = f"{source.outlet}, " if source.outlet else ""
    return f"{source.title} — {outlet}{when}{page} — {source.article_id}"


if __name__ == "__main__":
    sys.exit(main())
