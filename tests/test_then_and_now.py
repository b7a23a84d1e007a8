"""A stored run is read and repeated, and its numbers stand beside those of today."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.then_and_now import (
    StoredRun,
    StoredRunError,
    best_of,
    compare,
    order_of,
    read_stored,
    report,
)

RUN = {
    "command": "python -m benchmarks speed --data D --json",
    "commit": "0" * 40,
    "uncommitted_changes": False,
    "articles": 3,
}
CONTENT = {"assistant.p50_ms": 90.0, "assistant.p50_ms.low": 80.0, "run": RUN}


def write(folder: Path, content: object) -> Path:
    """Write a file of results."""
    path = folder / "speed.json"
    path.write_text(json.dumps(content))
    return path


def measured(seconds: float, rate: float, articles: int = 3) -> dict[str, Any]:
    """Give what one round prints."""
    values = {"assistant.build_seconds": seconds, "assistant.passages_per_second": rate}
    return {**values, "assistant.build_seconds.low": 0.0, "run": {"articles": articles}}


def test_a_stored_run_is_read_without_its_intervals(tmp_path: Path) -> None:
    """Its numbers, its commit and how much it was measured on."""
    path = write(tmp_path, CONTENT)

    expected = StoredRun(path, "0" * 40, {"assistant.p50_ms": 90.0}, 3, is_clean=True)
    assert read_stored(path, "speed") == expected


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({**CONTENT, "run": {**RUN, "command": "python -m benchmarks news"}}, "benchmark news"),
        ({**CONTENT, "run": {**RUN, "commit": ""}}, "names no commit"),
        ({"assistant.p50_ms": 90.0}, "is no stored run"),
        ([1, 2], "is no stored run"),
    ],
)
def test_other_files_are_refused(content: object, told: str, tmp_path: Path) -> None:
    """The error says what the file is and how to come by a right one."""
    with pytest.raises(StoredRunError, match=rf"{told}.*benchmarks speed --json"):
        read_stored(write(tmp_path, content), "speed")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """As any other that cannot be read."""
    with pytest.raises(StoredRunError, match=r"none\.json cannot be read"):
        read_stored(tmp_path / "none.json", "speed")


def test_a_commit_that_is_not_there_is_said_before_anything_is_measured(tmp_path: Path) -> None:
    """With what fetches it."""
    options = Namespace(compare=write(tmp_path, CONTENT), rounds=1)

    with pytest.raises(StoredRunError, match=r"not in this repository.*git fetch"):
        compare("speed", options)


def test_nobody_always_goes_first() -> None:
    """Both have a turn in each round."""
    assert order_of(3) == ["then", "now", "now", "then", "then", "now"]


def test_the_best_round_is_the_fastest() -> None:
    """Of times the shortest, of rates the highest."""
    assert best_of("build_seconds", [3.0, 2.0]) == 2.0
    assert best_of("passages_per_second", [3.0, 2.0]) == 3.0


def test_ratios_are_of_now_to_then(tmp_path: Path) -> None:
    """Of the best rounds; what only one of both measures has no ratio, but is shown."""
    stored = StoredRun(tmp_path, "c" * 40, {"assistant.build_seconds": 9.0}, 3, is_clean=True)
    rounds = {
        "then": [measured(4.0, 10.0), measured(5.0, 12.0)],
        "now": [{**measured(3.0, 15.0), "assistant.new": 1.0}, measured(2.0, 18.0)],
    }
    rounds["now"][1]["assistant.new"] = 2.0
    values = report(stored, rounds).to_json()

    assert (values["then.build_seconds"], values["now.build_seconds"]) == (4.0, 2.0)
    assert (values["ratio.build_seconds"], values["ratio.passages_per_second"]) == (0.5, 1.5)
    assert (values["stored.build_seconds"], values["now.new"]) == (9.0, 1.0)
    assert "ratio.new" not in values
    assert "now.build_seconds.low" not in values


def test_numbers_of_other_articles_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    """And that what was measured is not all in the commit."""
    stored = StoredRun(tmp_path, "c" * 40, {"assistant.build_seconds": 9.0}, 5, is_clean=False)
    found = report(stored, {"then": [measured(4.0, 1.0)], "now": [measured(4.0, 1.0)]})

    assert "stored.build_seconds" not in found.to_json()
    assert "The file is of 5 articles" in found.to_table()
    assert "changes that are not in its commit" in found.to_table()
