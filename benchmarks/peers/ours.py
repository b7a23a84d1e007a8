"""This project: its build, its search and its assistant; the one contender that may import it.

The variant "answer" gives the sentences of whole answers; without it `ask` gives the passages that
the search finds, which is what the others give. Both ask the same library.
"""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import Library
from index.build import build_library
from index.config import IndexSettings
from qa.assemble import assemble, make_hybrid
from qa.filters import ALL
from qa.settings import AnswerSettings

__all__ = ["load"]

_IDS = "ids.json"


def load(model: str, variant: str) -> "Passages":
    """Give the contender; the packaged model is its own default, so `model` goes unused."""
    del model
    return {"": Passages, "answer": Answers}[variant]()


@dataclass(slots=True)
class EmbeddingTime:
    """Told how far a build is, it keeps when how many passages were embedded."""

    seen: list[tuple[float, int]] = field(default_factory=list)

    def __call__(self, stage: str, done: int, _total: int) -> None:
        if stage == "embedding":
            self.seen.append((time.perf_counter(), done))

    @property
    def passages_per_second(self) -> float:
        """From the end of the first batch on, which may have waited for the model; 0 of one."""
        (began, before), (ended, after) = self.seen[0], self.seen[-1]
        return (after - before) / (ended - began) if after > before else 0.0


class Passages:
    """A library and the search that ships."""

    def ingest(self, articles: list[dict[str, str]], folder: Path) -> dict[str, Any]:
        settings = _settings(folder)
        settings.articles.mkdir()
        ids = {f"article-{place:06}.txt": item["id"] for place, item in enumerate(articles)}
        for name, article in zip(ids, articles, strict=True):
            (settings.articles / name).write_text(article["text"], encoding="utf-8")
        (folder.parent / _IDS).write_text(json.dumps(ids), encoding="utf-8")
        times = EmbeddingTime()
        build = build_library(settings, times)
        return {
            "passages": build.passages,
            "skipped": len(build.skipped),
            "embedding_passages_per_second": times.passages_per_second,
        }

    def open(self, folder: Path) -> None:
        library = Library.open(_settings(folder))
        self._library, self._ids = library, _read_ids(folder)
        # The embedder itself: what a gate remembers would not be timed.
        self._search = make_hybrid(library, library.embedder.encode_question, AnswerSettings())

    def ask(self, question: str, count: int) -> list[tuple[str, str]]:
        rows = [scored.row for scored in self._search(question, count, ALL)]
        found = self._library.passages(rows)
        return [(self._ids[article.id], passage.text) for article, passage in found]


class Answers(Passages):
    """A library and the assistant that ships, reader and refusals included."""

    def open(self, folder: Path) -> None:
        self._ids = _read_ids(folder)
        self._assistant = assemble(Library.open(_settings(folder)), AnswerSettings())

    def ask(self, question: str, count: int) -> list[tuple[str, str]]:
        citations = self._assistant.ask(question).citations[:count]
        return [(self._ids[item.source.article_id], item.text) for item in citations]


def _settings(folder: Path) -> IndexSettings:
    """Give the settings that ship, with the library in one folder and all else beside it."""
    home = folder.parent.absolute()
    return IndexSettings(
        articles=home / "articles", library=home / folder.name, cache=home / "cache"
    )


def _read_ids(folder: Path) -> dict[str, str]:
    ids: dict[str, str] = json.loads((folder.parent / _IDS).read_text(encoding="utf-8"))
    return ids
