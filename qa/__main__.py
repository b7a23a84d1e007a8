"""The terminal: ask a question, get the cited answer; or ask many, one line each.

    ask-articles "How much is the arms package worth?"      (or: python -m qa "...")
    ask-articles --after 2026-02-01 --outlet "The Independent" "What did Lai say?"
    ask-articles                                             asks until an empty line
    ask-articles --chat ferry "How many were on board?"      goes on with a chat, and keeps it
    ask-articles --export ferry --output ferry.html          writes it with all its evidence
    ask-articles verify-export ferry.html                    checks every quote of that

Exit status: 0 answered or refused, every quote exact; 1 there is no library or it cannot serve;
2 wrong usage; 3 not every quote of an export is exact.
"""

import argparse
import dataclasses
import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterator

from qa import Answer, ArticleQAError, Assistant, Chats, Filters, open_assistant
from qa.chat_commands import (
    check_export,
    export_chat,
    export_questions,
    forget_chat,
    list_chats,
    rename_chat,
    search_chats,
)
from qa.chats import Chat
from qa.exports.visible import show_hidden
from qa.options import parse_options
from qa.printed import WIDTH, render
from qa.tally import say_count

__all__ = ["main", "render"]


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; give the exit status."""
    options = parse_options(arguments)
    try:
        status = _do(options)
        sys.stdout.flush()
    except ArticleQAError as error:
        print(f"ask-articles: {show_hidden(str(error))}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who reads has seen enough: `ask-articles --chats | head`
        # What is left to print would be tried once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    return status


def _do(options: argparse.Namespace) -> int:
    """Check an export, do something with chats, or answer; give the exit status."""
    if options.verify is not None:
        return check_export(options.config, options.verify, options.json)
    commands: list[tuple[bool, Callable[[Chats], None]]] = [
        (options.chats, list_chats),
        (options.search is not None, lambda chats: search_chats(chats, options.search)),
        (options.rename is not None, lambda chats: rename_chat(chats, *options.rename)),
        (options.forget is not None, lambda chats: forget_chat(chats, options.forget)),
        (
            options.export is not None,
            lambda chats: export_chat(chats, options.export, options.form, options.output),
        ),
        (options.judged, lambda chats: export_questions(chats, options.output)),
    ]
    wanted = [command for is_wanted, command in commands if is_wanted]
    if wanted:
        wanted[0](Chats.open(options.config))
    else:
        _answer(options)
    return 0


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
        last = textwrap.shorten(chat.answers[-1].question, WIDTH - 40, placeholder=" …")
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


def _show(answer: Answer, as_json: bool) -> None:
    if as_json:
        content = {**dataclasses.asdict(answer), "text": answer.text}
        print(json.dumps(content, indent=2, ensure_ascii=False, default=str))
    else:
        print(render(answer))


if __name__ == "__main__":
    sys.exit(main())
