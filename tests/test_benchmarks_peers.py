"""The comparison with other libraries: what is read, how it is scored, and the tables of it."""

import ast
import json
import math
import re
from pathlib import Path

import pytest
from support import ROOT

from benchmarks.__main__ import main
from benchmarks.abilities import ABILITIES, CONTENDERS_ASKED
from benchmarks.contenders import CONTENDERS, FOLDER, Contender
from benchmarks.corpus import GoldQuestion
from benchmarks.metrics import Measure
from benchmarks.peer_scores import (
    choose_articles,
    find_copies,
    score_answers,
    score_asking,
    score_building,
    score_embedding,
    score_passages,
)
from benchmarks.peer_turns import Asked, Built, Found, read_asked, read_built
from benchmarks.peers.turn import take_turn
from benchmarks.performance import fill, read_results
from index.embed import PACKAGED_MODEL, find_model

QUESTIONS = {
    "1": GoldQuestion("1", "Who?", ("b",), ("Ida Brun",)),
    "2": GoldQuestion("2", "What?", ("c", "d"), ("40,000 crowns",)),
}
FIRST_OF = {"a": "a", "b": "b", "copy of b": "b", "c": "c", "d": "d"}


def built(**changes: float) -> Built:
    """Give what a turn of ten seconds made, but for what is said."""
    values = {"passages": 50, "whole_seconds": 12.0, "work_seconds": 10.0, "peak_mb": 600.0}
    return read_built({**values, **changes}, index_mb=1.5)


def test_articles_that_answer_are_always_chosen() -> None:
    """A smaller collection has every article that answers and the first others, in their order."""
    articles = [{"id": name} for name in "abcdef"]

    assert [item["id"] for item in choose_articles(articles, {"b", "f"}, 4)] == [*"abcf"]
    assert [item["id"] for item in choose_articles(articles, {"b", "f"}, 1)] == [*"bf"]
    assert choose_articles(articles, {"b"}, 9) == articles


def test_copies_count_as_the_first_of_them() -> None:
    """An article with the text of an earlier one is that one, for everybody."""
    articles = [{"id": "a", "text": "x"}, {"id": "b", "text": "y"}, {"id": "c", "text": "x"}]

    assert find_copies(articles) == {"a": "a", "b": "b", "c": "a"}


def test_passages_are_scored_by_distinct_articles() -> None:
    """Ranks are of articles, by their first passage; answers count in the first ten passages."""
    first = Found("1", 0.1, (("copy of b", "Captain Ida  Brun."), ("b", "x"), ("a", "y")))
    late = [("a", "no")] * 10
    second = Found("2", 0.1, (*late, ("d", "It cost 40,000 crowns.")))
    scores = score_passages([first, second], QUESTIONS, FIRST_OF)

    assert scores["hit@1"].value == 0.5
    assert scores["R@10"].value == 0.75
    gained = (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    assert scores["nDCG@10"].value == pytest.approx((1 + gained) / 2)
    assert scores["answer_string_recall@10"].value == 0.5
    assert scores["words_given"].value == (5 + 10) / 2


def test_a_refusal_is_an_answer_without_sentences() -> None:
    """Answers are right when a sentence holds the answer, and refused when there is none."""
    scores = score_answers(
        [Found("1", 0.1, (("b", "Ida Brun said so."),)), Found("2", 0.1, ())], QUESTIONS
    )

    assert scores["answer_in_sentence"].value == 0.5
    assert scores["refused"].value == 0.5
    assert scores["words_given"].value == 2


def test_the_best_round_counts() -> None:
    """Rates leave the start of the process out, seconds do not; all rounds are in the interval."""
    rounds = [built(), built(work_seconds=20.0, whole_seconds=22.0, peak_mb=700.0)]
    scores = score_building(rounds, 20)

    assert scores["articles_per_second"] == Measure(2.0, 1.0, 2.0)
    assert scores["passages_per_second"].value == 5.0
    assert scores["ingest_seconds"] == Measure(12.0, 12.0, 22.0)
    assert scores["peak_ingest_mb"] == Measure(700.0, 600.0, 700.0)
    assert scores["index_mb"].value == 1.5


def test_times_of_all_rounds_are_one_column() -> None:
    """Half of all answers of all rounds are within the median; the best cold start counts."""
    rounds = [
        Asked(start, 500.0, tuple(Found("1", seconds, ()) for seconds in times))
        for start, times in ((7.0, (0.010, 0.020)), (5.0, (0.030,)))
    ]
    scores = score_asking(rounds)

    assert scores["p50_ms"].value == pytest.approx(20)
    assert scores["cold_start_seconds"] == Measure(5.0, 5.0, 7.0)


def test_embedding_is_a_share_of_the_bare_model() -> None:
    """Both embed the same passages: the share is one best rate over the other."""
    ours = [built(embedding_passages_per_second=9.0), built(embedding_passages_per_second=20.0)]
    bare = [
        built(tokens=5000, tokens_per_second=2500.0),
        built(tokens=5000, tokens_per_second=1000.0),
    ]
    mine, ceiling = score_embedding(ours, bare)

    assert mine["embedding_share_of_bare"].value == pytest.approx(20 / 25)
    assert ceiling["passages_per_second"] == Measure(25.0, 10.0, 25.0)


def test_what_a_turn_wrote_is_read() -> None:
    """The cold start runs from the start of the process to its first answer."""
    found = [{"id": "1", "seconds": 0.5, "passages": [["b", "text"]]}]
    record = {"started_at": 100.0, "answered_at": 103.5, "peak_mb": 400, "found": found}

    assert read_asked(record) == Asked(3.5, 400.0, (Found("1", 0.5, (("b", "text"),)),))
    assert built(skipped=1).facts == {"skipped": 1.0}


def test_the_plain_contender_finds_what_it_was_given(tmp_path: Path) -> None:
    """Articles become an index on disk; opened anew, it gives the nearest passage first."""
    texts = {"ferry": "The blue ferry Marigold was repaired.", "frost": "Frost killed the apples."}
    articles, questions = tmp_path / "articles.jsonl", tmp_path / "questions.jsonl"
    articles.write_text(
        "".join(json.dumps({"id": id_, "text": text}) + "\n" for id_, text in texts.items())
    )
    asked = ["What is first?", "Which ferry was repaired?", "What did the frost kill?"]
    questions.write_text(
        "".join(json.dumps({"id": str(i), "question": text}) + "\n" for i, text in enumerate(asked))
    )
    request = {
        "module": "benchmarks.peers.with_faiss",
        "variant": "",
        "model": str(find_model(PACKAGED_MODEL)),
        "articles": str(articles),
        "questions": str(questions),
        "index": str(tmp_path / "index"),
        "count": 100,
    }
    made = take_turn("ingest", request)
    found = take_turn("ask", request)["found"]

    assert made["passages"] == 2
    assert [item["id"] for item in found] == ["1", "2"]
    assert [item["passages"][0] for item in found] == [*texts.items()]


@pytest.mark.parametrize("contender", CONTENDERS, ids=lambda contender: contender.name)
def test_each_contender_has_its_file_and_its_libraries(contender: Contender) -> None:
    """A contender's file is there; its lock pins every library, and torch as ours does."""
    assert (FOLDER / f"{contender.module}.py").is_file()
    if contender.environment:
        lines = (FOLDER / f"{contender.environment}.lock").read_text().splitlines()
        pins = [line for line in lines if not line.startswith("#")]
        assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
        assert "torch==2.13.0" in pins


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_others_are_run_without_us(path: Path) -> None:
    """What runs in the environment of other libraries imports nothing of this project."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    tops = {str(name).partition(".")[0] for name in imported}

    assert path.stem == "ours" or not tops & {"index", "qa", "ui", "benchmarks"}


def test_what_is_missing_is_said_with_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is measured, libraries that are not installed are named."""
    assert main(["peers", f"--work={tmp_path}", f"--data={tmp_path}"]) == 1
    assert "python -m benchmarks peers --setup" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("document", "file", "number"),
    [
        ("performance.md", "peers", "plain.passages"),
        ("scale-out.md", "scale-out-200000", "1 shards.database_mb"),  # of the projection alone
    ],
)
def test_the_tables_are_those_of_the_results(document: str, file: str, number: str) -> None:
    """The documents show what the files in benchmarks/results hold."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    results = read_results()
    changed = {**results[file], number: -1}

    assert fill(text, results) == text
    assert fill(text, {**results, file: changed}) != text


def test_every_fact_has_its_source() -> None:
    """Each ability is told of everybody; where there is something, it is said where."""
    for facts in ABILITIES.values():
        assert tuple(facts) == CONTENDERS_ASKED
        assert {fact.answer for fact in facts.values()} <= {"yes", "part", "no"}
        assert all(fact.source for fact in facts.values() if fact.answer != "no")
        for path in re.findall(r"(?:index|qa)/[\w./]+", facts["ours"].source):
            assert (ROOT / path).exists()
