"""Ways to find the nearest of many vectors: what each finds, how fast, and what it takes."""

import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.metrics import Measure, average, percentile
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report, single
from benchmarks.vector_rows import Asked, fill, get_vectors
from benchmarks.vector_ways import DEEP, WAYS, Way, as_selector, map_rows, one_core
from index.embed import Rows
from index.search_plan import SearchPlan, open_vectors, plan_vectors
from index.stored_rows import StoredRows
from index.vectors import VectorIndex

__all__ = ["measure_all", "run"]

_SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000}
_SHARES = {"": 1.0, "50%": 0.5, "10%": 0.1, "1%": 0.01}
"""What each filter leaves, drawn at random: no lists, no neighbours are left together."""
_NEAR = 10
_ENOUGH = {_NEAR: 0.98, DEEP: 0.95}
_ASKED = 60
_OF_KIND = 100
_NOTES = (
    "Each way takes the least effort, doubled, that finds 98% of the nearest ten and 95% of the",
    "nearest hundred on questions of odd places; ours takes what a rebuild measures on sentences.",
    "Reported are questions of even places: half claims of SciFact, half of a news quiz. A hundred",
    "rows are asked for, on one core; with 50%, 10%, 1%: filters that leave so many at random.",
)
Nearest = Callable[[NDArray[np.float32], NDArray[np.bool_] | None], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked with a filter, and the rows that are nearest."""

    mask: NDArray[np.bool_] | None
    vectors: Rows
    nearest: list[NDArray[np.int64]]


def run(options: Namespace) -> Report:
    """Measure every way over ten thousand vectors, a hundred thousand and a million."""
    vectors = get_vectors(options)
    systems: dict[str, Metrics] = {}
    options.work.mkdir(parents=True, exist_ok=True)
    for name, size in _SIZES.items():
        if size <= options.largest:
            with tempfile.TemporaryDirectory(dir=options.work) as folder:
                for way, metrics in measure_all(vectors, size, Path(folder)):
                    systems[f"{name} {way}"] = metrics
    title = f"Nearest vectors, {vectors.passages.shape[1]} numbers each"
    return Report(title, systems, _NOTES, {"passages": len(vectors.passages)})


def measure_all(vectors: Asked, size: int, folder: Path) -> Iterator[tuple[str, Metrics]]:
    """Give each way's name and what it came to over so many rows, kept in an empty folder."""
    with closing(StoredRows(folder, vectors.passages.shape[1])) as rows:
        fill(rows, vectors.passages, size)
        started = time.perf_counter()
        plan = plan_vectors(rows, folder, lambda: vectors.sentences, 0)
        seconds = time.perf_counter() - started
        flat = map_rows(folder / "vectors.faiss")
        exact = WAYS["exact"](rows, flat)
        assert exact is not None
        chosen_by = _ask(exact, _half(vectors, 0), 1.0)
        asked = {name: _ask(exact, _half(vectors, 1), share) for name, share in _SHARES.items()}
        for done, (name, make) in enumerate(WAYS.items()):
            show_progress(f"{size} rows", done, len(WAYS))
            started = time.perf_counter()
            way = make(rows, flat)
            if way is not None:
                made = time.perf_counter() - started
                effort = _choose(way, chosen_by)
                metrics = _measure(_fix(way, effort), asked, way.filters)
                yield name, {**metrics, **_tell(effort, way.measure_megabytes(), made)}
            del way  # before the next takes memory of its own
        index = open_vectors(folder, {"search": asdict(plan)})
        metrics = _measure(lambda v, mask: index.search(v, DEEP, mask)[0], asked, True)
        metrics |= _measure_kinds(index, plan, exact, vectors)
        yield "ours", {**metrics, **_tell(plan.candidates, _weigh(folder), seconds)}
        show_progress(f"{size} rows", len(WAYS), len(WAYS))


def _measure_kinds(
    index: VectorIndex, plan: SearchPlan, exact: Way, vectors: Asked
) -> dict[str, Measure]:
    """Give what a rebuild measured with sentences, and the same of what people ask and write."""
    metrics = {"recall@10 measured": single(plan.recall_at_10)}
    kinds = {"claims": vectors.claims, "quiz": vectors.questions, "titles": vectors.titles}
    for name, part in kinds.items():
        asked = _ask(exact, part[:_OF_KIND], 1.0)
        found = [index.search(vector, DEEP)[0] for vector in asked.vectors]
        metrics[f"recall@10 {name}"] = average(_recalls(found, asked, _NEAR))
    return metrics


def _tell(effort: int, megabytes: float, seconds: float) -> dict[str, Measure]:
    facts = {"effort": effort, "MB": megabytes, "made_s": seconds}
    return {name: single(value) for name, value in facts.items()}


def _half(vectors: Asked, part: int) -> Rows:
    """Give claims and quiz questions of even places, or of odd ones."""
    most = _ASKED // 2
    return np.concatenate([vectors.claims[part::2][:most], vectors.questions[part::2][:most]])


def _ask(exact: Way, vectors: Rows, share: float) -> _Asked:
    """Give what is nearest where a filter leaves a share of the rows, drawn at random."""
    drawn = np.random.default_rng(0).random(exact.index.ntotal)
    mask = drawn < share if share < 1 else None
    with one_core():
        nearest = [exact.search(vector, as_selector(mask), 0) for vector in vectors]
    return _Asked(mask, vectors, nearest)


def _fix(way: Way, effort: int) -> Nearest:
    return lambda vector, mask: way.search(vector, as_selector(mask), effort)


def _choose(way: Way, asked: _Asked) -> int:
    """Give the least effort that finds enough, the greatest where none does."""
    for effort in way.efforts:
        with one_core():
            found = [way.search(vector, None, effort) for vector in asked.vectors]
        recalls = {deep: float(np.mean(_recalls(found, asked, deep))) for deep in _ENOUGH}
        if all(recalls[deep] >= enough for deep, enough in _ENOUGH.items()):
            return effort
    return way.efforts[-1]


def _measure(search: Nearest, asked: dict[str, _Asked], filters: bool) -> dict[str, Measure]:
    """Give recall and milliseconds, without a filter and with those that can be."""
    metrics: dict[str, Measure] = {}
    for name, part in asked.items() if filters else [("", asked[""])]:
        found, times = [], []
        with one_core():
            for vector in part.vectors:
                started = time.perf_counter()
                found.append(search(vector, part.mask))
                times.append((time.perf_counter() - started) * 1000)
        ending = f" {name}" if name else ""
        metrics[f"recall@10{ending}"] = average(_recalls(found, part, _NEAR))
        if not name:
            metrics[f"recall@{DEEP}"] = average(_recalls(found, part, DEEP))
        metrics[f"p50_ms{ending}"] = single(percentile(np.array(times), 50))
        metrics[f"p95_ms{ending}"] = single(percentile(np.array(times), 95))
    return metrics


def _recalls(found: Sequence[NDArray[np.int64]], asked: _Asked, deep: int) -> list[float]:
    """Give the share of the nearest that was found for each; only so many found count."""
    return [
        float(np.isin(nearest[:deep], rows[:deep]).mean())
        for rows, nearest in zip(found, asked.nearest, strict=True)
    ]


def _weigh(folder: Path) -> float:
    """Give the megabytes that our own search looks through."""
    signs, rows = folder / "signs.faiss", folder / "vectors.faiss"
    return (signs if signs.exists() else rows).stat().st_size / 1e6
