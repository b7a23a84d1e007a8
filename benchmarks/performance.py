"""The tables of docs/performance.md and docs/scale-out.md, made from the results that are kept.

python -m benchmarks.performance      writes them into the documents
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.abilities import ABILITIES, CONTENDERS_ASKED
from benchmarks.projection import tell_projection

__all__ = ["fill", "main", "read_results"]

Results = Mapping[str, Mapping[str, Any]]
"""File in `results`, without its ending -> what it holds."""

_ROOT = Path(__file__).resolve().parent.parent
_DOCUMENTS = (_ROOT / "docs" / "performance.md", _ROOT / "docs" / "scale-out.md")
_RESULTS = Path(__file__).resolve().parent / "results"
_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n)(?:\|.*\n)*")

_NAMES = {
    "ours": "**this project**, the search",
    "ours-answers": "**this project**, whole answers",
    "txtai": "txtai",
    "txtai-hybrid": "txtai, hybrid",
    "haystack": "Haystack",
    "llamaindex": "LlamaIndex",
    "llamaindex-256": "LlamaIndex, 256 tokens",
    "langchain": "LangChain",
    "plain": "encode and FAISS",
}
Columns = Sequence[tuple[str, str, str]]
"""(metric, title, format) of each."""


@dataclass(frozen=True, slots=True)
class _Table:
    """One row for each system that has any of the numbers."""

    file: str
    """Of the results, without the ending."""
    rows: Mapping[str, str]
    """System -> how it is called."""
    columns: Columns


_STORES = {
    "files": "in files",
    "pgvector": "one server",
    "1 shards": "and one shard",
    "2 shards": "and two shards",
}
_STORES_TOLD = (
    ("1_readers_p50_ms", "one reader: half within, ms", ".0f"),
    ("1_readers_p95_ms", "95% within, ms", ".0f"),
    ("1_readers_per_second", "questions/s", ".0f"),
    ("2_readers_per_second", "of two", ".0f"),
    ("4_readers_per_second", "of four", ".0f"),
    ("4_readers_p95_ms", "95% within, ms", ".0f"),
    ("recall@10 all", "of the nearest ten", ".3f"),
    ("recall@10 quarter", "in a quarter of a year", ".3f"),
    ("recall@10 week", "in a week", ".3f"),
)
_TABLES = {
    "building": _Table(
        "peers",
        _NAMES,
        (
            ("articles_per_second", "articles/s", ".2f"),
            ("passages_per_second", "passages/s", ".1f"),
            ("passages", "passages", ",.0f"),
            ("ingest_seconds", "from start to end, s", ".0f"),
            ("peak_ingest_mb", "most memory, MB", ",.0f"),
            ("index_mb", "index, MB", ".1f"),
        ),
    ),
    "asking": _Table(
        "peers",
        _NAMES,
        (
            ("cold_start_seconds", "first answer from a cold start, s", ".1f"),
            ("p50_ms", "then half within, ms", ".0f"),
            ("p95_ms", "95% within, ms", ".0f"),
            ("peak_asking_mb", "most memory, MB", ",.0f"),
        ),
    ),
    "finding": _Table(
        "peers",
        _NAMES,
        (
            ("hit@1", "hit@1", ".3f"),
            ("R@10", "R@10", ".3f"),
            ("nDCG@10", "nDCG@10", ".3f"),
            ("answer_string_recall@10", "answer in ten passages", ".3f"),
            ("answer_in_sentence", "answer in a sentence shown", ".3f"),
            ("words_given", "words to read", ",.0f"),
        ),
    ),
    "encoders": _Table(
        "ceiling",
        {
            "float32": "torch, float32",
            "bfloat16": "torch, bfloat16",
            "compiled": "torch.compile",
            "onnxruntime-int8": "onnxruntime, int8",
            "openvino-int8": "OpenVINO, int8",
        },
        (
            ("passages_per_second", "passages/s", ".1f"),
            ("of_multiplying", "of the rate of multiplying", ".2f"),
            ("cosine", "cosine with float32", ".3f"),
            ("nearest_kept", "nearest ten kept", ".3f"),
        ),
    ),
    "stores_20000": _Table("scale-out-20000", _STORES, _STORES_TOLD),
    "stores_200000": _Table("scale-out-200000", _STORES, _STORES_TOLD),
    "vectors": _Table(
        "vectors",
        {
            "1M exact": "all compared",
            "1M fp16": "all, in 16 bits",
            "1M int8": "8 bits, then exactly",
            "1M signs": "signs as they come, then exactly",
            "1M RaBitQ": "RaBitQ, then exactly",
            "1M IVF": "IVF",
            "1M ours": "**this project**",
        },
        (
            ("recall@10", "of the nearest ten", ".3f"),
            ("p50_ms", "half within, ms", ".0f"),
            ("p95_ms", "95% within, ms", ".0f"),
            ("p50_ms 10%", "half, a filter leaves 10%", ".0f"),
            ("p50_ms 1%", "1%", ".0f"),
            ("MB", "looked through, MB", ",.0f"),
        ),
    ),
}
_SIZES = ("million-10000", "million-100000", "million-1000000")
_GROWS = (
    ("library.articles", "articles", ",.0f"),
    ("build.seconds", "built from nothing in, s", ",.0f"),
    ("build.peak_build_mb", "most memory of the build itself, MB", ",.0f"),
    ("library.disk_mb", "on disk, MB", ",.0f"),
    ("opening.seconds", "opened in, s", ".2f"),
    ("asking.search_p50_ms", "search: half within, ms", ",.0f"),
    ("asking.search_p95_ms", "95% within, ms", ",.0f"),
    ("asking.dated_p95_ms", "in three months of ten years: 95% within, ms", ",.0f"),
    ("asking.answer_p50_ms", "whole answer, with the reader: half within, ms", ",.0f"),
    ("asking.answer_p95_ms", "95% within, ms", ",.0f"),
    ("asking.search_own_mb", "memory while searched, without mapped files, MB", ",.0f"),
    ("asking.search_memory_mb", "with them, MB", ",.0f"),
    ("added.seconds", "a rebuild with 1% more, s", ",.0f"),
    ("added.share", "of building from nothing", ".2f"),
    ("added.unchanged_seconds", "a rebuild of nothing changed, s", ",.1f"),
    ("serving.during_own_mb", "memory of who answers meanwhile, without mapped files, MB", ",.0f"),
)
"""(number of `million`, title, format) of each row."""
_SIGNS = {"yes": "yes", "part": "in part", "no": "no"}


def main() -> None:
    """Write the tables into the documents."""
    for document in _DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        document.write_text(fill(text, read_results()), encoding="utf-8")


def read_results() -> Results:
    """Read the results that the tables are made from."""
    files = {path.stem: path for path in _RESULTS.glob("*.json")}
    return {name: json.loads(path.read_text(encoding="utf-8")) for name, path in files.items()}


def fill(text: str, results: Results) -> str:
    """Give a document with each of its tables as the results have it."""
    return _BLOCK.sub(lambda found: found.group(1) + _make_table(found.group(2), results), text)


def _make_table(name: str, results: Results) -> str:
    makers = {
        "abilities": _tell_abilities,
        "sources": _tell_sources,
        "ceiling": _tell_ceiling,
        "growth": _tell_growth,
        "projection": tell_projection,
    }
    rows = makers[name](results) if name in makers else _tell_numbers(_TABLES[name], results)
    rule = ["---"] * len(rows[0])
    return "".join(f"| {' | '.join(row)} |\n" for row in [rows[0], rule, *rows[1:]])


def _tell_numbers(table: _Table, results: Results) -> list[list[str]]:
    """Give a row for each system that has any of the numbers."""
    rows = [["", *(title for _, title, _ in table.columns)]]
    for name, shown in table.rows.items():
        found = results[table.file]
        values = [found.get(f"{name}.{metric}") for metric, _, _ in table.columns]
        if any(value is not None for value in values):
            cells = [
                "" if value is None else format(value, form)
                for value, (_, _, form) in zip(values, table.columns, strict=True)
            ]
            rows.append([shown, *cells])
    return rows


def _tell_ceiling(given: Results) -> list[list[str]]:
    results = given["peers"]
    length = results["bare.tokens_per_passage"]
    speed = results["ours.embedding_passages_per_second"]
    return [
        ["", "tokens/s", "passages/s", "of the model alone"],
        [
            "the model alone",
            f"{results['bare.tokens_per_second']:,.0f}",
            f"{results['bare.passages_per_second']:.1f}",
            "1",
        ],
        [
            "the embedding of a rebuild",
            f"{speed * length:,.0f}",
            f"{speed:.1f}",
            f"{results['ours.embedding_share_of_bare']:.2f}",
        ],
    ]


def _tell_growth(given: Results) -> list[list[str]]:
    """Give a row for each number, and a column for each size of library."""
    columns = [given[size] for size in _SIZES if size in given]
    rows = [
        [title, *(format(column[key], form) if key in column else "" for column in columns)]
        for key, title, form in _GROWS
    ]
    sizes = [f"{column['library.passages']:,.0f} passages" for column in columns]
    return [["", *sizes], *rows]


def _tell_abilities(_results: Results) -> list[list[str]]:
    head = ["", *map(_name_briefly, CONTENDERS_ASKED)]
    return [head] + [
        [ability, *(_SIGNS[facts[name].answer] for name in CONTENDERS_ASKED)]
        for ability, facts in ABILITIES.items()
    ]


def _tell_sources(_results: Results) -> list[list[str]]:
    rows = [["what", "where it is, or what there is of it"]]
    for ability, facts in ABILITIES.items():
        told = [
            f"{_name_briefly(name)}: {facts[name].source}"
            for name in CONTENDERS_ASKED
            if facts[name].source
        ]
        rows.append([ability, "; ".join(told)])
    return rows


def _name_briefly(name: str) -> str:
    """Give a name without what it is a variant of."""
    return _NAMES[name].partition(",")[0].replace("*", "")


if __name__ == "__main__":
    main()
