"""The command line of the benchmarks.

python -m benchmarks scifact --data ../shared/data
python -m benchmarks retrieval --articles A.jsonl.gz --questions Q.jsonl --json
python -m benchmarks answers --questions judged.jsonl      over the library in use
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.machine import describe_run
from benchmarks.report import Report
from index.config import PRESETS
from index.errors import ArticleQAError

__all__ = ["main"]

_ROOT = Path(__file__).resolve().parent.parent
_OVER_FILES = {
    "retrieval": ("how well each search finds the articles that answer", ("articles", "questions")),
    "answers": ("what answers hold and when they are refused", ("articles", "questions")),
    "chats": ("the turns of chats, as typed and standing alone", ("articles", "chats")),
}
_OVER_DATA = {
    "scifact": ("retrieval: scientific claims and the abstracts they cite", "scifact"),
    "news": ("retrieval: a weekly quiz over a year of news", "news"),
    "ablation": ("retrieval: what each part of it is worth", "ablation"),
    "followups": ("retrieval: the turns of chats, TREC CAsT 2021", "followups"),
    "squad2": ("answers and refusals: SQuAD 2.0's development part", "squad2"),
    "own": ("answers and refusals: eighty questions of our own", "own"),
    "cleaning": ("what cleaning takes out and leaves, on blocks labelled by hand", "cleaning"),
    "families": ("which articles count as one source, on labelled pairs", "families"),
    "figures": ("figures that sources tell differently, on labelled pairs", "figures"),
    "topics": ("how articles are grouped into topics, on labelled pairs and subjects", "topics"),
    "html": ("reading saved web pages, beside trafilatura", "html_pages"),
    "pdf": ("reading PDF files, many of them broken", "pdf_files"),
    "boxes": ("boxes around sentences on the pages of PDF files", "page_boxes"),
    "hostile": ("one build over hostile files and broken PDF files", "hostile"),
    "scale": ("building whole collections, and memory as they grow", "scale"),
    "million": ("a library of as many passages as are asked for, and adding to it", "million"),
    "scale-out": (
        "a library in PostgreSQL beside one in files, several readers",
        "scale_out",
    ),
    "sessions": ("ten readers at once on one page, over loopback", "sessions"),
    "speed": ("building, rebuilding and answering, from nothing", "speed"),
    "vectors": ("ways to find the nearest of up to a million vectors", "vectors"),
    "ceiling": ("how near embedding comes to what the processors can do", "ceiling"),
    "peers": ("the same articles and questions through other libraries", "peer_runs"),
}
_OVER_LIBRARIES = {
    *("ablation", "answers", "chats", "families", "followups", "million", "news", "own"),
    *("retrieval", "scale-out", "scifact", "speed", "squad2", "topics", "vectors"),
}
"""Those that take vectors of either preset."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one benchmark and print what it found; 1 when its data are not there."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _make_parser().parse_args(given)
    # Each benchmark loads what it needs, and no other.
    measure: Callable[[argparse.Namespace], Report] = import_module(
        f"benchmarks.{options.module}"
    ).run
    described = describe_run(given)
    try:
        report = measure(options)
    except ArticleQAError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if options.json:
        print(report.to_table(), file=sys.stderr)
        print(json.dumps({**report.to_json(), "run": {**described, **report.run}}, indent=2))
    else:
        print(report.to_table())
    return 0


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure.")
    commands = parser.add_subparsers(required=True, metavar="BENCHMARK")
    for name, (explanation, files) in _OVER_FILES.items():
        command = _add(commands, name, name, explanation)
        for file in files:
            # Questions of one's own, as judged on the page, are of one's own articles.
            is_needed = (name, file) != ("answers", "articles")
            command.add_argument(
                f"--{file}", type=Path, required=is_needed, metavar="FILE.jsonl[.gz]"
            )
    for name, (explanation, module) in _OVER_DATA.items():
        command = _add(commands, name, module, explanation)
        command.add_argument(
            "--data", type=Path, default=_ROOT.parent / "shared" / "data", metavar="DIR"
        )
        if name == "speed":
            _add_speed_options(command)
        if name in ("million", "scale-out"):
            _add_million_options(command, with_shards=name == "scale-out")
        if name == "vectors":
            _add_vector_options(command)
        if name in ("peers", "ceiling"):
            _add_peer_options(command, articles=300 if name == "peers" else 100)
    return parser


def _add_speed_options(command: argparse.ArgumentParser) -> None:
    for file in ("articles", "questions"):
        command.add_argument(f"--{file}", type=Path, metavar="FILE.jsonl[.gz]")
    command.add_argument(
        "--compare",
        type=Path,
        metavar="FILE.json",
        help="an earlier run, whose commit is measured now in turns with this code",
    )
    command.add_argument(
        "--rounds", type=int, default=2, metavar="N", help="of each, with --compare"
    )


def _add_million_options(command: argparse.ArgumentParser, with_shards: bool) -> None:
    if with_shards:
        command.add_argument(
            "--shards",
            type=int,
            nargs="*",
            default=[1, 2],
            metavar="N",
            help="also over so many shards, one after the other (default: 1 2)",
        )
    command.add_argument(
        "--passages", type=int, default=10_000, metavar="N", help="about so many (%(default)s)"
    )
    command.add_argument("--model", type=Path, metavar="FOLDER", help="the embedding model")
    command.add_argument(
        "--no-proof",
        action="store_true",
        help="do not build once more from nothing to compare with what was added to",
    )
    command.add_argument(
        "--built",
        action="store_true",
        help="only open and ask the library that a run before built in --work",
    )


def _add_peer_options(command: argparse.ArgumentParser, articles: int) -> None:
    command.add_argument(
        "--setup", action="store_true", help="install other libraries below --work, and end"
    )
    command.add_argument(
        "--articles",
        type=int,
        default=articles,
        metavar="N",
        help="how many of the news; 0 for all (default: %(default)s)",
    )
    command.add_argument(
        "--rounds", type=int, default=2, metavar="N", help="of everybody (default: %(default)s)"
    )


def _add_vector_options(command: argparse.ArgumentParser) -> None:
    command.set_defaults(preset="fast")
    command.add_argument(
        "--passages",
        type=int,
        default=0,
        metavar="N",
        help="real ones that are embedded; 0 for all, which takes the fast preset half a minute",
    )
    command.add_argument(
        "--largest", type=int, default=1_000_000, metavar="N", help="leave greater sizes out"
    )


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    module: str,
    explanation: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=explanation, description=f"Measure {explanation}.")
    command.set_defaults(module=module)
    command.add_argument("--json", action="store_true", help="one JSON object on standard output")
    command.add_argument("--config", type=Path, default=_ROOT / "config.toml", metavar="FILE")
    command.add_argument(
        "--work",
        type=Path,
        default=_ROOT / "var" / "benchmarks",
        metavar="DIR",
        help="where libraries are kept from run to run",
    )
    command.set_defaults(preset="")
    if name in _OVER_LIBRARIES:
        command.add_argument(
            "--preset", choices=PRESETS, help="instead of the model that the configuration names"
        )
    return command


if __name__ == "__main__":
    sys.exit(main())
