"""The terminal: ask a question, get the cited answer; or ask many, one line each.

    ask-articles "How much is the arms package worth?"      (or: python -m qa "...")
    ask-articles --after 2026-02-01 --outlet "The Independent" "What did Lai say?"
    ask-articles                                             asks until an empty line

Exit status: 0 answered or refused, 1 there is no library or it cannot serve, 2 wrong usage.
"""

import argparse
import dataclasses
import json
import sys
import textwrap
from datetime import date
from pathlib import Path

from qa import (
    Answer,
    ArticleQAError,
    Assistant,
    Citation,
    Filters,
    SectionKind,
    Status,
    open_assistant,
)
from qa.tally import Tally

__all__ = ["main", "render"]

_WIDTH = 96


def main(arguments: list[str] | None = None) -> int:
    """Answer the question on the command line, or those typed one after another."""
    options = _parse(arguments)
    filters = Filters(options.after, options.before, tuple(options.outlet), options.no_analysis)
    try:
        assistant = open_assistant(options.config)
        if options.question is not None:
            _show(assistant.ask(options.question, filters), options.json)
        else:
            _converse(assistant, filters, options.json)
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
    lines += _render_found(answer)
    if answer.status is Status.PARTLY:
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
    parser.add_argument("--json", action="store_true", help="print each answer as a JSON object")
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=Path("config.toml"),
        help="default: %(default)s",
    )
    return parser.parse_args(arguments)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-02-05") from None


def _converse(assistant: Assistant, filters: Filters, as_json: bool) -> None:
    """Ask until an empty line or the end of input; the prompt goes to stderr."""
    chat: list[Answer] = []
    while True:
        print("? ", end="", file=sys.stderr, flush=True)
        question = sys.stdin.readline().strip()
        if not question:
            return
        chat.append(assistant.ask(question, filters, chat))
        _show(chat[-1], as_json)
        print()


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
