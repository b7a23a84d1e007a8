"""A stored run beside the code of today: both are measured now, in turns, on this machine.

Numbers of two days differ by what else the machine did. So the code of the stored run's commit is
taken out of git into a folder of its own and run in the same environment as the code at hand, each
round in the other order, and each number is the best of its rounds, which was disturbed least.
"""

import contextlib
import json
import math
import os
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.metrics import Measure
from benchmarks.report import Report, single
from index.errors import ArticleQAError

__all__ = ["StoredRun", "StoredRunError", "best_of", "compare", "order_of", "read_stored", "report"]

_ROOT = Path(__file__).resolve().parent.parent
_GREATER_IS_BETTER = "_per_second"
_INTERVALS = (".low", ".high")
_NOTES = (
    "then: the stored run's commit, measured now; now: the code at hand, in turns with it. Each is",
    "the best of its rounds. ratio: of now to then. stored: what the file says, of its own day.",
)


class StoredRunError(ArticleQAError):
    """A stored run cannot be repeated."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """What a file of results says."""

    path: Path
    commit: str
    values: Mapping[str, float]
    """`<system>.<metric>` -> number, without intervals."""
    articles: int
    is_clean: bool
    """Whether all that was measured is in the commit."""


def compare(benchmark: str, options: Namespace) -> Report:
    """Repeat a stored run of a benchmark and compare the code at hand with it.

    Raises:
        StoredRunError: the file is of something else, its commit is not there, or a run failed.
    """
    stored = read_stored(options.compare, benchmark)
    measured: dict[str, list[dict[str, Any]]] = {"then": [], "now": []}
    with tempfile.TemporaryDirectory() as home, _take_out(stored, Path(home) / "then") as then:
        folders = {"then": then, "now": _ROOT}
        for name in order_of(options.rounds):
            number = len(measured[name]) + 1
            print(f"{name}, round {number} of {options.rounds}", file=sys.stderr, flush=True)
            measured[name].append(_measure(folders[name], benchmark, options))
    return report(stored, measured)


def read_stored(path: Path, benchmark: str) -> StoredRun:
    """Read a file of results.

    Raises:
        StoredRunError: it holds none, or those of another benchmark.
    """
    cure = f"name one that `python -m benchmarks {benchmark} --json` wrote"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        run = content["run"]
        command, commit = run["command"].split(), run["commit"]
        is_clean, articles = not run["uncommitted_changes"], int(run["articles"])
    except OSError as error:
        raise StoredRunError(f"{path} cannot be read ({error.strerror}); {cure}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoredRunError(f"{path} is no stored run of a benchmark; {cure}") from error
    measured = command[command.index("benchmarks") + 1] if "benchmarks" in command[:-1] else ""
    if measured != benchmark:
        raise StoredRunError(
            f"{path} is of {f'the benchmark {measured}' if measured else 'no benchmark'}; {cure}"
        )
    if not commit:
        raise StoredRunError(f"{path} names no commit, so its code cannot be run again; {cure}")
    return StoredRun(path, commit, _numbers(content), articles, is_clean)


def order_of(rounds: int) -> list[str]:
    """Give whose turn it is: both in each round, every other one backwards."""
    turns = ("then", "now")
    return [
        name for number in range(rounds) for name in (turns if number % 2 == 0 else turns[::-1])
    ]


def best_of(name: str, values: Sequence[float]) -> float:
    """Give the best of some rounds: the highest of a rate, the lowest of all else."""
    return (max if name.endswith(_GREATER_IS_BETTER) else min)(values)


def report(stored: StoredRun, measured: Mapping[str, Sequence[Mapping[str, Any]]]) -> Report:
    """Give a table of both, their ratios and what the file says.

    Args:
        stored: the file.
        measured: "then" and "now" -> what each round gave.
    """
    rounds = {turn: [_numbers(item) for item in items] for turn, items in measured.items()}
    best = {turn: _best(items) for turn, items in rounds.items()}
    both = [name for name in best["now"] if name in best["then"]]
    articles = int(measured["now"][0]["run"]["articles"])
    ratios = {name: _ratio(best["now"][name], best["then"][name]) for name in both}
    columns = {
        "then": {name: single(best["then"][name]) for name in both},
        "now": {name: single(value) for name, value in best["now"].items()},
        "ratio": {name: single(value) for name, value in ratios.items()},
        "stored": _told(stored, articles),
    }
    systems = {name: _shorten(column) for name, column in columns.items()}
    title = f"{stored.commit[:10]} beside the code at hand: {articles} articles"
    facts = {"then": stored.commit, "rounds": rounds, "articles": articles}
    return Report(title, systems, (*_NOTES, *_warn(stored, articles)), facts)


def _told(stored: StoredRun, articles: int) -> dict[str, Measure]:
    """Give what the file says; nothing where it measured other articles."""
    is_same = stored.articles == articles
    return {name: single(value) for name, value in stored.values.items()} if is_same else {}


def _warn(stored: StoredRun, articles: int) -> Iterator[str]:
    if stored.articles != articles:
        yield f"The file is of {stored.articles} articles, so its own numbers are left out."
    if not stored.is_clean:
        yield "It was measured with changes that are not in its commit; these are not run again."


def _shorten(column: Mapping[str, Measure]) -> dict[str, Measure]:
    """Leave out the system of the stored name: there is but one."""
    return {name.partition(".")[2]: measure for name, measure in column.items()}


def _best(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {
        name: best_of(name, [item[name] for item in rounds])
        for name in rounds[0]
        if all(name in item for item in rounds)
    }


def _ratio(now: float, then: float) -> float:
    return now / then if then else math.nan


def _numbers(content: Mapping[str, Any]) -> dict[str, float]:
    return {
        name: float(value)
        for name, value in content.items()
        if name != "run" and not name.endswith(_INTERVALS)
    }


@contextlib.contextmanager
def _take_out(stored: StoredRun, folder: Path) -> Iterator[Path]:
    """Have the code of a commit in a folder for a while."""
    if _git("cat-file", "-e", f"{stored.commit}^{{commit}}").returncode:
        raise StoredRunError(
            f"the commit {stored.commit} of {stored.path} is not in this repository, so its code "
            "cannot be run again; fetch it (git fetch --unshallow), or name another file"
        )
    done = _git("worktree", "add", "--detach", "--force", str(folder), stored.commit)
    if done.returncode:
        raise StoredRunError(f"git cannot take out {stored.commit}: {_last_line(done)}")
    try:
        yield folder
    finally:
        _git("worktree", "remove", "--force", str(folder))


def _git(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = ["git", *arguments]
    try:
        return subprocess.run(  # noqa: S603  # our own words
            command, cwd=_ROOT, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise StoredRunError(f"git cannot be run ({error}); it keeps the stored code") from error


def _measure(folder: Path, benchmark: str, options: Namespace) -> dict[str, Any]:
    """Run the code of one folder."""
    named = {name: getattr(options, name) for name in ("data", "articles", "questions")}
    given = [f"--{name}={Path(path).absolute()}" for name, path in named.items() if path]
    given += [f"--preset={options.preset}"] if options.preset else []
    command = [sys.executable, "-m", "benchmarks", benchmark, "--json", *given]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(  # noqa: S603  # our own words
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StoredRunError(f"{' '.join(command)} failed in {folder}: {_last_line(done)}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _last_line(done: "subprocess.CompletedProcess[str]") -> str:
    return " ".join((done.stderr or done.stdout).strip().splitlines()[-1:])
