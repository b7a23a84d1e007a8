"""A library of as many passages as are asked for: what building, opening, asking and adding take.

python -m benchmarks million --passages 10000 --model FOLDER --json > results/million-10000.json
"""

import json
import random
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.corpus import name_file, need, read_lines
from benchmarks.metrics import Measure, percentile, statistic
from benchmarks.progress import show_progress
from benchmarks.rebuilds import rebuild
from benchmarks.recombined import Recombiner, read_sources
from benchmarks.report import Report, single
from benchmarks.serving import Served, serve
from index.disk import open_generation
from index.file_store import RECEIPTS, TABLES
from index.tables import Tables

__all__ = ["build_home", "run"]

_WORDS = 96
"""Of an article's words, that make a passage: a title is read with each, and few are full."""
_IN_A_FOLDER = 1000
_MEGABYTE = 2**20
_SEARCHED, _ANSWERED, _RANKED = 200, 40, 50
_ADDED = 0.01
_PAUSE = 1.0
"""Seconds between two questions while a library is rebuilt."""
_MEMORY = ("memory_mb", "own_mb")
_NOTES = (
    "Seconds are of the script, from its start to its end, and memory is resident, in megabytes:",
    "own_mb without what is mapped from files. search: hybrid, without the reader; dated: with a",
    "filter on three months of ten years. Added: one article of a hundred, all over the folders.",
    "Serving: a process that has the library open, and is asked, while they are taken out again.",
)

Metrics = dict[str, Measure]


def run(options: Namespace) -> Report:
    """Build, open, ask, add, and compare what came of it with a library built at once."""
    home, recombine, articles = _prepare(options)
    asked = _questions(options.data, recombine, articles)
    systems: dict[str, Metrics] = {}

    def measured(part: str, metrics: Metrics) -> None:
        """Keep a part, and say it: of a run of hours that is ended, what it had is told."""
        systems[part] = metrics
        told = {name: round(measure.value, 3) for name, measure in metrics.items()}
        print(f"{part}: {json.dumps(told)}", file=sys.stderr, flush=True)

    config, built_in = home / "library.toml", 0.0
    if not options.built:
        config = _write_config(options, home, "library")
        build, _ = _build(config, home / "library")
        measured("build", build)
        built_in = build["seconds"].value
    library, counts, files = _measure_disk(home / "library")
    measured("library", library)
    with serve(config) as served:
        measured("opening", _tell(served("open")))
        measured("asking", _ask(served, asked))
        if built_in:
            added = _add(recombine, articles, config)
            added["share"] = single(added["seconds"].value / built_in)
            if not options.no_proof:
                added |= _compare(options, home, asked[:_RANKED])
            measured("added", added)
            measured("serving", _serve(config, served, asked))
    title = f"A library of {counts['passages']} passages of {counts['articles']} articles"
    facts = {"passages": counts["passages"], "articles": counts["articles"], "files": files}
    return Report(title, systems, _NOTES, facts)


def build_home(options: Namespace) -> tuple[Path, list[str]]:
    """Give the configuration of a library of so many passages, built first, and questions."""
    home, recombine, articles = _prepare(options)
    config = home / "library.toml"
    if not options.built:
        config = _write_config(options, home, "library")
        _build(config, home / "library")
    return config, _questions(options.data, recombine, articles)


def _prepare(options: Namespace) -> tuple[Path, Recombiner, int]:
    """Write the articles, unless they are there; give their home, what makes them, how many."""
    home = options.work / f"million-{options.passages}"
    recombine = Recombiner(read_sources(options.data))
    return home, recombine, _write_articles(recombine, options.passages, home / "articles")


def _write_articles(recombine: Recombiner, passages: int, folder: Path) -> int:
    """Write files until they make so many passages, unless that was done; give how many."""
    done = folder.with_name("articles.json")
    if done.exists():
        written = int(json.loads(done.read_text()))
    else:
        shutil.rmtree(folder, ignore_errors=True)
        made = 0.0
        for number in count():
            if made >= passages:
                break
            content = recombine(number)
            _write(folder, number, content)
            made += max(1.0, len(content.split()) / _WORDS)
            show_progress("writing", int(made), passages)
        written = number
        done.write_text(json.dumps(written))
    _remove_added(folder)  # what a run that was ended left
    return written


def _write(folder: Path, number: int, content: str, prefix: str = "") -> None:
    path = folder / f"{number // _IN_A_FOLDER:04}" / f"{prefix}{name_file(number)}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _write_config(options: Namespace, home: Path, name: str) -> Path:
    """Write settings for a library of this name, which is begun anew, with a cache of its own."""
    for part in (name, f"{name}-cache"):
        shutil.rmtree(home / part, ignore_errors=True)
    settings = {"articles": "articles", "library": name, "cache": f"{name}-cache"}
    if options.model:
        settings["model"] = str(options.model.absolute())
    if options.preset:
        settings["preset"] = options.preset
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    path = home / f"{name}.toml"
    path.write_text("\n".join(["[index]", *lines, ""]), encoding="utf-8")
    return path


def _questions(data: Path, recombine: Recombiner, articles: int) -> list[str]:
    """Give those of a quiz, and as many about titles of the articles, by turns."""
    quiz = [line["question"] for line in read_lines(need(data / "news" / "questions.jsonl"))]
    chance = random.Random(0)  # noqa: S311  # that can be repeated
    chance.shuffle(quiz)
    titles = (recombine(chance.randrange(articles)).partition("\n")[0] for _ in quiz)
    pairs = zip(quiz, titles, strict=True)
    return [text for one, title in pairs for text in (one, f"What about {title}?")]


def _build(config: Path, library: Path) -> tuple[Metrics, dict[str, Any]]:
    metrics, summary = rebuild(config, library)
    _need(metrics["exit_status"].value in (0, 3), "the script failed")
    return metrics, summary


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise RuntimeError(what)


def _measure_disk(library: Path) -> tuple[Metrics, dict[str, int], dict[str, int]]:
    """Give megabytes by file of the generation in use and of what lies beside it; what it holds."""
    _, manifest = open_generation(library)
    files = {name: int(told["bytes"]) for name, told in manifest.files.items()}
    cache = sum(path.stat().st_size for path in library.with_name("library-cache").iterdir())
    found = {
        **{name: single(manifest.counts[name]) for name in ("articles", "aliases", "passages")},
        "disk_mb": single(sum(files.values()) / _MEGABYTE),
        "cache_mb": single(cache / _MEGABYTE),
        **{f"{Path(name).as_posix()}_mb": single(size / _MEGABYTE) for name, size in files.items()},
    }
    return found, manifest.counts, files


def _tell(found: Mapping[str, Any]) -> Metrics:
    return {name: single(value) for name, value in found.items()}


def _ask(served: Served, questions: Sequence[str]) -> Metrics:
    """Ask by turns of both kinds, once the first of each have warmed what there is to warm."""
    found: Metrics = {}
    for what, most in (("search", _SEARCHED), ("dated", _SEARCHED), ("answer", _ANSWERED)):
        served(what, questions[-10:])
        told = served(what, questions[:most])
        found |= _summarise(what, told["milliseconds"])
        found[f"{what}_memory_mb"] = single(told["memory_mb"])
        found[f"{what}_own_mb"] = single(told["own_mb"])
    return found


def _summarise(what: str, times: Sequence[float]) -> Metrics:
    return {
        f"{what}_p50_ms": statistic(lambda column: percentile(column, 50), times),
        f"{what}_p95_ms": statistic(lambda column: percentile(column, 95), times),
    }


def _add(recombine: Recombiner, articles: int, config: Path) -> Metrics:
    """Add articles; give what the script took for it, and once more with nothing changed."""
    step = round(1 / _ADDED)
    for number in range(articles // step):
        # In the order of names they come everywhere: rows after them have other numbers.
        _write(config.with_name("articles"), number * step, recombine(articles + number), "added-")
    metrics, summary = _build(config, config.with_name("library"))
    _need(summary["changed"], "nothing was added")
    unchanged, _ = _build(config, config.with_name("library"))
    return {
        **metrics,
        **{name: single(summary[name]) for name in ("articles", "passages", "reused_articles")},
        "unchanged_seconds": unchanged["seconds"],
    }


def _serve(config: Path, served: Served, questions: Sequence[str]) -> Metrics:
    """Ask while what was added is taken out again; give what that costs who has it open."""
    before = served("answer", questions[:1])
    _remove_added(config.with_name("articles"))
    told = []
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(_build, config, config.with_name("library"))
        for turn in count():
            told.append(served("answer", [questions[turn % len(questions)]]))
            if building.done():
                break
            time.sleep(_PAUSE)
        building.result()
    reopened = served("open")
    after = served("answer", questions[:_ANSWERED])
    return {
        **{f"before_{name}": single(before[name]) for name in _MEMORY},
        **{f"during_{name}": single(max(item[name] for item in told)) for name in _MEMORY},
        **{f"after_{name}": single(after[name]) for name in _MEMORY},
        "reopened_seconds": single(reopened["seconds"]),
        **_summarise("during_answer", [item["milliseconds"][0] for item in told]),
    }


def _remove_added(articles: Path) -> None:
    for path in articles.glob("*/added-*.txt"):
        path.unlink()


def _compare(options: Namespace, home: Path, questions: Sequence[str]) -> Metrics:
    """Build the same articles from nothing; give what of it the grown library has as well, 0 or 1.

    Everything is the same but the receipts, which tell how long each file took.
    """
    config = _write_config(options, home, "anew")
    metrics, _ = _build(config, home / "anew")
    ranked = []
    for name in ("library.toml", "anew.toml"):
        with serve(home / name) as served:
            served("open")
            ranked.append(served("rank", questions)["ranked"])
    grown, built = (open_generation(home / name) for name in ("library", "anew"))
    equal: dict[str, Callable[[], bool]] = {
        "same_article_ids": lambda: _same(grown[0], built[0], "SELECT id FROM articles"),
        "same_passage_ids": lambda: _same(grown[0], built[0], "SELECT id FROM passages"),
        "same_rankings": lambda: ranked[0] == ranked[1],
        "same_files": lambda: _hashes(grown[1].files) == _hashes(built[1].files),
    }
    found = {name: single(holds()) for name, holds in equal.items()}
    return {"anew_seconds": metrics["seconds"], **found}


def _same(one: Path, other: Path, statement: str) -> bool:
    """Tell whether a statement gives the same rows of two libraries, in the order of rows."""
    return all(a == b for a, b in zip(_rows(one, statement), _rows(other, statement), strict=True))


def _rows(folder: Path, statement: str) -> Iterator[Any]:
    with closing(Tables(folder / TABLES)) as tables:
        yield from tables.rows(f"{statement} ORDER BY row")


def _hashes(files: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {name: told["sha256"] for name, told in files.items() if name != RECEIPTS}
