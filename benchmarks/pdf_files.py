"""What becomes of a folder of real PDF files, many of them broken, locked or without text."""

import re
import sys
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import DataMissingError, need
from benchmarks.metrics import average
from benchmarks.progress import show_progress
from benchmarks.report import Report, single
from index.errors import ArticleError
from index.formats import extract

__all__ = ["Extraction", "count_reasons", "extract_file", "run"]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What became of one file."""

    name: str
    outcome: str
    """"indexed", "skipped: <reason>", or "crashed: <exception>"."""
    seconds: float


def run(options: Namespace) -> Report:
    """Read every PDF file below the data's folder of them."""
    folder = need(options.data / "pdf")
    paths = sorted(folder.rglob("*.pdf"))
    if not paths:
        raise DataMissingError(f"{folder.absolute()} holds no PDF file")
    read = []
    for number, path in enumerate(paths, 1):
        read.append(extract_file(path, path.read_bytes()))
        show_progress("reading", number, len(paths))
    slowest = max(read, key=lambda item: item.seconds)
    outcomes = count_reasons(item.outcome for item in read)
    notes = (
        *(f"{count:4}  {outcome}" for outcome, count in outcomes.most_common()),
        f"slowest: {slowest.name}, {slowest.seconds:.2f} s",
    )
    kinds = Counter(item.outcome.partition(":")[0] for item in read)
    metrics = {
        "files": single(len(read)),
        **{kind: single(kinds[kind]) for kind in ("indexed", "skipped", "crashed")},
        "seconds": average([item.seconds for item in read]),
        "slowest_seconds": single(slowest.seconds),
    }
    run_facts = {"outcomes": dict(outcomes), "slowest": slowest.name}
    return Report(f"PDF: {len(read)} files", {"reader": metrics}, notes, run_facts)


def extract_file(path: Path, content: bytes) -> Extraction:
    """Read one file as a build does, and say what became of it."""
    started = time.perf_counter()
    try:
        extract(path, content)
        outcome = "indexed"
    except ArticleError as error:
        outcome = f"skipped: {error}"
    except Exception as error:  # noqa: BLE001  # how many there are is what is measured
        outcome = f"crashed: {type(error).__name__}: {error}"
        print(f"{path.name}: {outcome}", file=sys.stderr)
    return Extraction(path.name, outcome, time.perf_counter() - started)


def count_reasons(reasons: Iterable[str]) -> Counter[str]:
    """Count files by what became of them; numbers inside a reason do not set it apart."""
    return Counter(re.sub(r"\d+", "N", reason) for reason in reasons)
