"""What can be said to `ask-articles` on its command line."""

import argparse
from datetime import date
from pathlib import Path

__all__ = ["parse_options"]

_VERIFY = "verify-export"
_USAGE = """ask-articles [options] ["QUESTION"]
       ask-articles [options] verify-export FILE"""
_EPILOG = """a chat that was exported:
  verify-export FILE    check every quote of an export against the articles; exit status 0 only
                        if all are exact. By itself "verify-export" is a question like any other.

example: ask-articles --after 2026-02-01 "What did Lai say?"
         ask-articles --export ferry --output ferry.html
         ask-articles verify-export ferry.html"""


def parse_options(arguments: list[str] | None) -> argparse.Namespace:
    """Give the options; `question` is None to ask for questions, `verify` a file to check."""
    parser = argparse.ArgumentParser(
        prog="ask-articles",
        usage=_USAGE,
        description="Ask the articles; the answer is made of sentences that stand in them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "words", nargs="*", metavar="QUESTION", help="in quotes; left out: ask until an empty line"
    )
    _add_filters(parser)
    _add_chats(parser)
    parser.add_argument("--json", action="store_true", help="print answers or checks as JSON")
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=Path("config.toml"),
        help="default: %(default)s",
    )
    options = parser.parse_args(arguments)
    _read_words(parser, options)
    if (options.form or options.output) and not (options.export is not None or options.judged):
        parser.error("--as and --output say how --export writes a chat, or where --judged does")
    return options


def _add_filters(parser: argparse.ArgumentParser) -> None:
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


def _add_chats(parser: argparse.ArgumentParser) -> None:
    chats = parser.add_mutually_exclusive_group()
    chats.add_argument("--chat", metavar="NAME", help="go on with this chat, and keep it")
    chats.add_argument("--chats", action="store_true", help="list the chats that are kept")
    chats.add_argument("--search", metavar="WORDS", help="find words in chats that are kept")
    chats.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="rename this chat")
    chats.add_argument("--forget", metavar="NAME", help="delete this chat")
    chats.add_argument("--export", metavar="NAME", help="write this chat with all its evidence")
    chats.add_argument(
        "--judged",
        action="store_true",
        help="write the questions whose answers were judged, for a benchmark",
    )
    parser.add_argument(
        "--as", dest="form", choices=("md", "html", "json"), help="of --export; default: md"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there, and do not print")


def _read_words(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Tell a question from the command that takes a file."""
    words: list[str] = options.words
    options.question = words[0] if words else None
    options.verify = None
    is_command = (
        options.chats
        or options.judged
        or any(
            value is not None
            for value in (options.search, options.rename, options.forget, options.export)
        )
    )
    if words and is_command:
        parser.error("--chats, --search, --rename, --forget, --export, --judged take no question")
    if len(words) == 2 and words[0] == _VERIFY:
        options.question, options.verify = None, Path(words[1])
    elif len(words) > 1:
        parser.error(f'put the question in quotes: ask-articles "{" ".join(words)}"')


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-02-05") from None
