"""The chats of TREC CAsT 2019 to 2022, with each turn as people wrote it out to stand alone."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpus import need

__all__ = ["CastTurn", "read_cast"]

_FILES = {
    2019: "2019__data__evaluation__evaluation_topics_v1.0.json",
    2020: "2020__2020_manual_evaluation_topics_v1.0.json",
    2021: "2021__2021_manual_evaluation_topics_v1.0.json",
    2022: "2022__2022_evaluation_topics_flattened_duplicated_v1.0.json",
}
_RESOLVED_2019 = "2019__data__evaluation__evaluation_topics_annotated_resolved_v1.0.tsv"


@dataclass(frozen=True, slots=True)
class CastTurn:
    """One turn of a chat."""

    topic: int
    typed: str
    rewritten: str
    """By a person, to stand alone."""
    by_machine: str
    """Rewritten by the model of the track's organisers; empty where there is none."""
    answer: str
    """The passage that answers it; empty where only its number is given."""
    before: tuple["CastTurn", ...]


def read_cast(data: Path, year: int) -> list[CastTurn]:
    """Give the turns of a year's chats; a chat that branches has what its branches share once.

    Raises:
        DataMissingError: the files are not there.
    """
    folder = need(data / "followups")
    topics = json.loads((folder / _FILES[year]).read_text(encoding="utf-8"))
    resolved = _read_resolved(folder / _RESOLVED_2019) if year == 2019 else {}
    found: dict[tuple[int, tuple[str, ...]], CastTurn] = {}
    for topic in topics:
        before: tuple[CastTurn, ...] = ()
        for record in _turns(topic):
            turn = _read_turn(topic["number"], record, before, resolved)
            path = tuple(item.typed for item in (*before, turn))
            turn = found.setdefault((topic["number"], path), turn)
            before = (*before, turn)
    return list(found.values())


def _turns(topic: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give a topic's turns, without those in which the system asks back."""
    yield from (turn for turn in topic["turn"] if turn.get("manual_rewritten_utterance", True))


def _read_turn(
    topic: int,
    record: Mapping[str, Any],
    before: tuple[CastTurn, ...],
    resolved: Mapping[str, str],
) -> CastTurn:
    typed = str(record.get("raw_utterance") or record.get("utterance")).strip()
    rewritten = record.get("manual_rewritten_utterance") or resolved[f"{topic}_{record['number']}"]
    return CastTurn(
        topic=topic,
        typed=typed,
        rewritten=rewritten.strip(),
        by_machine=record.get("automatic_rewritten_utterance", ""),
        answer=record.get("passage") or record.get("response") or "",
        before=before,
    )


def _read_resolved(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line)
