"""One turn of one contender, in the environment of its own libraries; standard library alone.

python turn.py ingest REQUEST.json OUT.json     articles become an index on disk
python turn.py ask REQUEST.json OUT.json        it is opened and asked

A contender is a file beside this one, whose `load(model, variant)` gives an object with
`ingest(articles, folder)`, which gives at least the number of `passages`, `open(folder)` and
`ask(question, count)`, which gives (id of an article, text of a passage), best first.
"""

import json
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["main", "take_turn"]


def main(arguments: list[str]) -> None:
    """Take the turn that the command line names."""
    action, request, out = arguments
    found = take_turn(action, json.loads(Path(request).read_text(encoding="utf-8")))
    Path(out).write_text(json.dumps(found), encoding="utf-8")


def take_turn(action: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """Do what is asked of one contender; give what it took and found.

    Args:
        action: "ingest" or "ask".
        request: `module`, `model`, `variant`, `articles`, `questions`, `index` and `count`.
    """
    return {"ingest": _ingest, "ask": _ask}[action](request)


def _ingest(request: Mapping[str, Any]) -> dict[str, Any]:
    folder = Path(request["index"])
    folder.mkdir(parents=True)
    contender = _load(request)
    started = time.perf_counter()
    made: dict[str, Any] = contender.ingest(_read_lines(request["articles"]), folder)
    return {**made, "work_seconds": time.perf_counter() - started}


def _ask(request: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the first question as soon as can be; time the others one by one."""
    contender = _load(request)
    contender.open(Path(request["index"]))
    first, *others = _read_lines(request["questions"])
    contender.ask(first["question"], request["count"])
    answered_at = time.time()
    found = []
    for question in others:
        started = time.perf_counter()
        passages = contender.ask(question["question"], request["count"])
        seconds = time.perf_counter() - started
        found.append({"id": question["id"], "seconds": seconds, "passages": passages})
    return {"answered_at": answered_at, "found": found}


def _load(request: Mapping[str, Any]) -> Any:  # of whichever library
    module = import_module(request["module"])
    return module.load(request["model"], request["variant"])


def _read_lines(path: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main(sys.argv[1:])
