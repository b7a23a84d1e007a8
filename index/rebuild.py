"""The script: rebuild the library from the articles folder.

    rebuild-index                       (or: python -m index.rebuild)
    rebuild-index --articles ~/news     another folder than config.toml names
    rebuild-index --json                the summary as one JSON object
    rebuild-index --watch               and again whenever an article changes, until Control-C

and, without rebuilding, what the library in use knows:

    rebuild-index --receipts            what happened to each file (--json for all of it)
    rebuild-index --explain FILE        what was read of one file, what was taken out and why
    rebuild-index --families            which articles are one source, which are related, and why
    rebuild-index --copy-to DSN         copy it to a PostgreSQL server, as it is

Exit status: 0 all files are in the library; 3 some were skipped, each named with its reason;
1 nothing was built, the old library still serves; 2 wrong usage; 130 or 143 stopped.
"""

import argparse
import dataclasses
import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from index.build import BuildReport, build_library
from index.config import IndexSettings, load_index_settings
from index.errors import ArticleQAError
from index.families import render_families, show_families
from index.pgvector import publish
from index.progress import ProgressFile
from index.search_plan import EXACT
from index.show import explain, render_explanation, render_receipts, show_receipts
from index.survey import files_changed
from index.watch import watch_folder

__all__ = ["main", "summarise"]

_NICENESS = 10
"""Of the script and the processes it starts: questions that are asked meanwhile go first."""

_SHOWN_SKIPPED = 20


class _Bars:
    """One bar per stage on stderr, with what is done, the rate and the time left."""

    def __init__(self, enabled: bool) -> None:
        self._enabled = enabled
        self._bar: tqdm[NoReturn] | None = None
        self._stage = ""

    def __enter__(self) -> "_Bars":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._close()
            self._stage = stage
            self._bar = tqdm(
                total=total, desc=f"{stage:>10}", disable=not self._enabled, file=sys.stderr
            )
        if self._bar is not None:
            self._bar.total = total  # some stages know it late
            self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def main(arguments: list[str] | None = None) -> int:
    """Rebuild the library and say what was done; give the exit status."""
    options = _parse(arguments)
    if arguments is None and hasattr(os, "nice"):
        os.nice(_NICENESS)
    # A polite kill is an exit like any other: what was begun is tidied away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        settings = load_index_settings(options.config, options.articles)
        if options.copy_to:
            _copy(settings, options)
            return 0
        if options.receipts or options.families or options.explain is not None:
            print(_look_up(settings, options))
            return 0
        status = _rebuild(settings, options)
        if options.watch:
            _keep_rebuilding(settings, options)
        return status
    except ArticleQAError as error:
        _tell(error)
        return 1
    except KeyboardInterrupt:
        print("rebuild-index: stopped; the library is as it was", file=sys.stderr)
        return 130


def _copy(settings: IndexSettings, options: argparse.Namespace) -> None:
    """Copy the library in use to a server, as it is."""
    servers = dataclasses.replace(settings.pgvector, dsn=options.copy_to)
    with _Bars(sys.stderr.isatty() and not options.quiet) as bars:
        print(publish(servers, settings.library, bars).in_words, file=sys.stderr)


def _rebuild(settings: IndexSettings, options: argparse.Namespace) -> int:
    """Rebuild once and say what was done; give the exit status."""
    with (
        _Bars(sys.stderr.isatty() and not options.quiet) as bars,
        ProgressFile(settings.library, load_index_settings(options.config).articles) as told,
    ):

        def tell(stage: str, done: int, total: int) -> None:
            bars(stage, done, total)
            told(stage, done, total)

        report = build_library(settings, tell)
        told.finish(summarise(report))
    if options.json:
        content = {**dataclasses.asdict(report), "passages_per_second": report.passages_per_second}
        print(_to_json(content))
    else:
        print(summarise(report), file=sys.stderr)
    return 3 if report.skipped else 0


def _keep_rebuilding(settings: IndexSettings, options: argparse.Namespace) -> None:
    """Rebuild whenever articles change; what goes wrong once may be right the next time."""
    for changed in watch_folder(settings.articles):
        if not changed:
            print(f"watching {settings.articles}; Control-C ends it", file=sys.stderr)
        if not changed and not files_changed(settings.library, settings.articles):
            continue  # nothing came while the library was built
        try:
            _rebuild(settings, options)
        except ArticleQAError as error:
            _tell(error)


def _tell(error: ArticleQAError) -> None:
    print(f"rebuild-index: {error}", file=sys.stderr)


def _look_up(settings: IndexSettings, options: argparse.Namespace) -> str:
    """Give what the library in use knows of its files."""
    if options.explain is not None:
        explanation = explain(settings, options.explain)
        return _to_json(explanation) if options.json else render_explanation(explanation)
    if options.families:
        families = show_families(settings)
        return _to_json(families) if options.json else render_families(families)
    receipts = show_receipts(settings)
    if options.json:
        return _to_json([dataclasses.asdict(receipt) for receipt in receipts])
    return render_receipts(receipts)


def _to_json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="rebuild-index",
        description="Build the library from a folder of articles; unchanged work is reused.",
        epilog="example: rebuild-index --articles ~/news\n\nexit status: 0 all files are in, "
        "3 some were skipped, 1 nothing was built, 2 wrong usage",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--articles", type=Path, metavar="DIR", help="read this folder, whatever config.toml says"
    )
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=Path("config.toml"),
        help="default: %(default)s",
    )
    _add_others(parser.add_mutually_exclusive_group())
    parser.add_argument("--json", action="store_true", help="print what is said as JSON on stdout")
    parser.add_argument(
        "--watch", action="store_true", help="go on, and rebuild whenever an article changes"
    )
    parser.add_argument("--quiet", action="store_true", help="draw no progress bars")
    return parser.parse_args(arguments)


def _add_others(shown: argparse._MutuallyExclusiveGroup) -> None:
    """Add what is done instead of a rebuild."""
    shown.add_argument(
        "--receipts", action="store_true", help="say what happened to each file; builds nothing"
    )
    shown.add_argument(
        "--explain",
        type=Path,
        metavar="FILE",
        help="say what was read of a file, what was taken out and why; builds nothing",
    )
    shown.add_argument(
        "--families",
        action="store_true",
        help="say which articles are copies or rewrites of one another; builds nothing",
    )
    shown.add_argument(
        "--copy-to",
        metavar="DSN",
        help="copy the library in use to a PostgreSQL server, as it is; builds nothing",
    )


def summarise(report: BuildReport) -> str:
    """Give the closing summary, a few lines."""
    lines = [
        f"{report.articles} articles, {report.passages} passages from {report.files} files"
        + (f" ({report.aliases} copies)" if report.aliases else ""),
        _say_work(report),
    ]
    if report.sent:
        lines.append(report.sent)
    if report.search != EXACT.in_words:
        lines.append(f"search by meaning: {report.search}")
    if report.cut_sentences:
        lines.append(f"{report.cut_sentences} pieces of sentences too long for the model")
    if report.skipped:
        lines.append(f"{len(report.skipped)} skipped:")
        lines += [f"  {path}: {reason}" for path, reason in report.skipped[:_SHOWN_SKIPPED]]
        if len(report.skipped) > _SHOWN_SKIPPED:
            lines.append(f"  and {len(report.skipped) - _SHOWN_SKIPPED} more (--json lists all)")
    return "\n".join(lines)


def _say_work(report: BuildReport) -> str:
    if not report.changed:
        return f"nothing changed; checked in {report.seconds:.1f} s"
    anew = f" ({report.recleaned} cleaned anew)" if report.recleaned else ""
    return (
        f"reused {report.reused_articles} articles{anew} and {report.reused_passages} passages; "
        f"{report.seconds:.1f} s, {report.passages_per_second:.0f} new passages/s"
    )


if __name__ == "__main__":
    sys.exit(main())
