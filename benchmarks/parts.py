"""Which questions train the reader, which fit the confidence, and which only measure.

No article is in two parts. Only questions whose licence allows it train or fit: SQuADShifts (CC BY
4.0) and SQuAD 2.0's development half (CC BY-SA 4.0).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from benchmarks.squad import AskedQuestion, read_squad

__all__ = ["Part", "read_shifts", "read_squad2"]

Part = Literal["train", "fit", "kept"]


def read_squad2(data: Path, part: Part) -> list[AskedQuestion]:
    """Give the questions of SQuAD 2.0's articles: of 16, ten train, two fit and four are kept."""
    articles = read_squad(data / "squad2" / "dev-v2.0.json")
    return [item for i, article in enumerate(articles) if _part(i) == part for item in article]


def _part(position: int) -> Part:
    if position % 4 == 3:
        return "kept"
    return "fit" if position % 8 == 1 else "train"


def read_shifts(data: Path, name: str, part: Part) -> list[AskedQuestion]:
    """Give the questions of a part of SQuADShifts; none of them is kept.

    Of every six articles the last fits; comments and reviews are not articles, and all train.
    """
    articles: Sequence[list[AskedQuestion]] = list(read_squad(data / "reading" / f"{name}.json.gz"))
    fits = [name == "new_wiki" and i % 6 == 5 for i in range(len(articles))]
    wanted = part == "fit"
    return [
        item
        for article, is_fit in zip(articles, fits, strict=True)
        if part != "kept" and is_fit == wanted
        for item in article
    ]
