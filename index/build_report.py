"""What a rebuild did, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.disk import Manifest
from index.search_plan import SearchPlan

__all__ = ["BuildReport", "Reused", "make_report"]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a rebuild did."""

    generation: str
    changed: bool
    """False when the library was already what the folder asks for."""
    files: int
    articles: int
    aliases: int
    passages: int
    reused_articles: int
    reused_passages: int
    recleaned: int
    """Unchanged articles that were cleaned anew: other blocks come back in several articles."""
    cut_sentences: int
    skipped: tuple[tuple[str, str], ...]
    """(path, reason) of each file that is not in the library."""
    search: str
    """How it is searched, in words."""
    seconds: float
    sent: str = ""
    """What was written to a server, in words."""

    @property
    def passages_per_second(self) -> float:
        """New passages for each second of the whole rebuild."""
        new = self.passages - self.reused_passages
        return new / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Reused:
    """How much of a library was there before."""

    articles: int
    passages: int
    recleaned: int = 0


def make_report(
    manifest: Manifest,
    skipped: Sequence[tuple[str, str]],
    changed: bool,
    reused: Reused,
) -> BuildReport:
    """Give the report on a library, and how much of it was there before; without its seconds."""
    counts = manifest.counts
    return BuildReport(
        generation=manifest.generation,
        changed=changed,
        files=counts["files"],
        articles=counts["articles"],
        aliases=counts["aliases"],
        passages=counts["passages"],
        reused_articles=reused.articles,
        reused_passages=reused.passages,
        recleaned=reused.recleaned,
        cut_sentences=counts["cut_sentences"],
        skipped=tuple(skipped),
        search=SearchPlan.of(manifest.settings).in_words,
        seconds=0.0,
    )
