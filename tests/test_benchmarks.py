"""The measures against values worked out by hand, and the command line over a tiny collection."""

import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, write_config

from benchmarks.__main__ import main
from benchmarks.blocks import block_hash
from benchmarks.cleaning import judge
from benchmarks.corpus import DataMissingError, make_question, read_lines, write_article
from benchmarks.metrics import (
    average,
)
from benchmarks.report import Report, single
from index.parsing import make_article
from index.reading import SourceFile

ARTICLES: Sequence[Mapping[str, Any]] = (
    {
        "id": "harbour",
        "title": "Harbour ferry returns after repairs",
        "date": "2024/03/05",
        "text": "The blue ferry Marigold returned to Port Ellery on Tuesday. Its engine was "
        "repaired for 40,000 crowns. Captain Ida Brun said the crossing takes 25 minutes.",
    },
    {
        "id": "2024-03-07/orchard",
        "title": "Orchard growers expect a small harvest",
        "date": "2024-03-07",
        "text": "Late frost has killed half of the apple blossom in the Vell valley. Growers "
        "expect 300 tonnes of apples this year. Last year they picked 710 tonnes.",
    },
    {
        "id": "library",
        "title": "Town library opens at night",
        "date": None,
        "text": "The town library of Marnow will stay open until midnight on Fridays. The council "
        "voted for the plan by nine votes to four. Students had asked for it since autumn.",
    },
    {
        "id": "library-copy",
        "title": "Town library opens at night",
        "date": None,
        "text": "The town library of Marnow will stay open until midnight on Fridays. The council "
        "voted for the plan by nine votes to four. Students had asked for it since autumn.",
    },
)
QUESTIONS: Sequence[Mapping[str, Any]] = (
    {
        "id": "1",
        "question": "What did the repair of the ferry Marigold's engine cost?",
        "gold_ids": ["harbour"],
        "answer": "40,000 crowns",
    },
    {
        "id": "2",
        "question": "How many tonnes of apples do growers in the Vell valley expect?",
        "gold_ids": ["2024-03-07/orchard"],
        "answer": ["300 tonnes", "300"],
    },
    {
        "id": "3",
        "question": "Until when does the library of Marnow stay open on Fridays?",
        "gold_ids": ["library-copy"],
        "answer": "midnight",
    },
    {
        "id": "4",
        "question": "Who coaches the volleyball team of Karlsburg?",
        "answerable": False,
    },
)
RETRIEVAL = ("hit@1", "hit@10", "R@5", "R@10", "MRR@10", "nDCG@10", "answer_string_recall@10")


def write_lines(path: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    """Write a file of JSON lines; give its path."""
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> Mapping[str, str]:
    """Give the options that name a tiny collection, its questions and a chat about it."""
    chat = [
        {"question": "Which ferry returned to Port Ellery?", "gold_ids": ["harbour"]},
        {
            "question": "How long does its crossing take?",
            "standalone": "How long does the crossing of the ferry Marigold take?",
            "gold_ids": ["harbour"],
            "answer": "25 minutes",
        },
    ]
    return {
        "articles": str(write_lines(tmp_path / "articles.jsonl", ARTICLES)),
        "questions": str(write_lines(tmp_path / "questions.jsonl", QUESTIONS)),
        "chats": str(write_lines(tmp_path / "chats.jsonl", [{"turns": chat}])),
        "config": str(write_config(tmp_path, tmp_path / "articles")),
        "work": str(tmp_path / "work"),
    }


def measure(
    files: Mapping[str, str], capsys: pytest.CaptureFixture[str], name: str, other: str
) -> dict[str, Any]:
    """Run a benchmark with --json; give its object."""
    options = (f"--{key}={files[key]}" for key in ("articles", other, "config", "work"))
    assert main([name, *options, "--json"]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_report_leaves_out_what_has_no_value() -> None:
    """Nothing but numbers is in the object, and the table says so with a dash."""
    systems = {"one": {"a": single(0.5), "b": single(math.nan)}, "two": {"b": average([1.0])}}
    report = Report("Title", systems)

    assert report.to_json() == {"one.a": 0.5, "two.b": 1.0, "two.b.low": 1.0, "two.b.high": 1.0}
    assert [line.split() for line in report.to_table().splitlines()[2:]] == [
        ["one", "two"],
        ["a", "0.500", "-"],
        ["b", "-", "1", "[1,", "1]"],
    ]


def test_article_file_says_title_and_day(tmp_path: Path) -> None:
    """A record's file is read as an article with its title and its day, and nothing is lost."""
    path = tmp_path / "article-000000.txt"
    write_article(ARTICLES[0], path)
    content = path.read_bytes()
    article = make_article(SourceFile(str(path), path.name, len(content), 0), content)

    assert article.title == ARTICLES[0]["title"]
    assert article.published is not None
    assert article.published.day.isoformat() == "2024-03-05"
    assert str(ARTICLES[0]["text"]) in article.text


def test_question_may_carry_a_filter() -> None:
    """Days beside a question become its filter; an answer may have several wordings."""
    question = make_question(
        {"question": "Who?", "answer": ["A", "B"], "after": "2024-03-01", "before": "2024-03-05"}
    )

    assert question.answers == ("A", "B")
    assert question.filters.after is not None
    assert question.filters.after.isoformat() == "2024-03-01"
    assert not make_question({"question": "Who?"}).filters


def test_broken_line_is_named(tmp_path: Path) -> None:
    """A line that is no JSON object is named by file and number."""
    path = tmp_path / "broken.jsonl"
    path.write_text('{"id": 1}\n\n{"id": ', encoding="utf-8")

    with pytest.raises(DataMissingError, match=r"broken\.jsonl, line 3"):
        list(read_lines(path))


@pytest.mark.slow
def test_retrieval_measures_each_search(
    files: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each system has each metric with its interval; a copy counts as the article it copies."""
    found = measure(files, capsys, "retrieval", "questions")

    for system in ("dense", "keywords", "hybrid"):
        for metric in RETRIEVAL:
            assert found[f"{system}.{metric}"] == 1.0
            assert found[f"{system}.{metric}.low"] == found[f"{system}.{metric}.high"] == 1.0
        assert 0 < found[f"{system}.p50_ms"] <= found[f"{system}.p95_ms"]
    assert found["run"]["articles"] == 3
    assert found["run"]["command"].startswith("python -m benchmarks retrieval --articles=")
    assert found["run"]["machine"]["cores"] >= 1


@pytest.mark.slow
def test_answers_are_measured_before_and_after_refusal(
    files: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Answers hold what was asked, citations are exact, and the stranger is refused."""
    found = measure(files, capsys, "answers", "questions")

    assert found["assistant.answer_in_sentence"] == 1.0
    assert found["assistant.citation_exactness"] == 1.0
    assert found["assistant.auroc"] == found["assistant.auroc_answerable"] == 1.0
    assert found["assistant.refusal_recall"] == 1.0
    for metric in ("first_sentence", "mean_sentences", "em", "f1", "aurc", "ece", "p95_ms"):
        low, high = (found[f"assistant.{metric}.{end}"] for end in ("low", "high"))
        assert low <= found[f"assistant.{metric}"] <= high


@pytest.mark.slow
def test_second_run_uses_the_library_of_the_first(
    files: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Articles that were indexed once are not indexed again; turns are measured in both forms."""
    first = measure(files, capsys, "chats", "chats")
    second = measure(files, capsys, "chats", "chats")

    assert [first["run"]["library_reused"], second["run"]["library_reused"]] == [False, True]
    for system in ("raw", "standalone", "chat"):
        assert first[f"{system}.hit@1"] == second[f"{system}.hit@1"] == 1.0
    assert first["standalone.answer_in_sentence"] == first["chat.answer_in_sentence"] == 1.0


def test_table_is_for_people(files: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json a table has the metrics as rows and the systems as columns."""
    options = (f"--{key}={files[key]}" for key in ("articles", "questions", "config", "work"))

    assert main(["retrieval", *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Retrieval: 3 questions over 3 articles"
    assert lines[2].split() == ["dense", "keywords", "hybrid"]
    assert [line.split()[0] for line in lines[3:]] == [*RETRIEVAL, "p50_ms", "p95_ms"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a folder in the form of the public data, with next to nothing in it."""
    folder = tmp_path / "data"
    for name in ("news", "scifact", "squad2"):
        (folder / name).mkdir(parents=True)
    quiz = [
        {**question, "id": f"20240308_{number}", "date": "2024-03-08", "answer_in_gold": True}
        for number, question in enumerate(QUESTIONS[:3])
    ]
    write_lines(folder / "news" / "questions.jsonl", quiz)
    lines = write_lines(tmp_path / "news.jsonl", ARTICLES).read_bytes()
    (folder / "news" / "articles.jsonl.gz").write_bytes(gzip.compress(lines))
    abstracts = [
        {"doc_id": str(i), "title": item["title"], "abstract": str([item["text"]])}
        for i, item in enumerate(ARTICLES[:3])
    ]
    lines = write_lines(tmp_path / "abstracts.jsonl", abstracts).read_bytes()
    (folder / "scifact" / "corpus.jsonl.gz").write_bytes(gzip.compress(lines))
    claim = {"id": 7, "claim": "Frost killed apple blossom.", "cited_doc_ids": [1]}
    write_lines(folder / "scifact" / "claims_dev.jsonl", [claim])
    squad = [
        {
            "title": article["title"],
            "paragraphs": [{"context": article["text"], "qas": [_squad(question), near_miss]}],
        }
        for article, question in zip(ARTICLES[:3], QUESTIONS[:3], strict=True)
        if (near_miss := {"question": "Who sank it?", "answers": [], "is_impossible": True})
    ]
    # Every fourth article is measured.
    empty = {"title": "Empty", "paragraphs": []}
    text = json.dumps({"data": [item for article in squad for item in (*[empty] * 3, article)]})
    (folder / "squad2" / "dev-v2.0.json").write_text(text, encoding="utf-8")
    return folder


def _squad(question: Mapping[str, Any]) -> dict[str, Any]:
    answer = question["answer"]
    wordings = [answer] if isinstance(answer, str) else answer
    return {"question": question["question"], "answers": [{"text": text} for text in wordings]}


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("scifact", {"dense.hit@1": 1.0, "hybrid.nDCG@10": 1.0}),
        pytest.param(
            "news",
            {
                "hybrid.hit@1": 1.0,
                "hybrid-odd.R@10": 1.0,
                "keywords-all.answer_string_recall@10": 1.0,
                "hybrid-dated-all.R@10": 2 / 3,  # the library's article has no date
                "hybrid-dated-all.reachable": 2 / 3,
                "assistant-odd.answer_in_sentence": 1.0,
                "assistant-foreign.auroc_answerable": None,
                "assistant-removed.auroc_answerable": 1.0,
            },
            marks=pytest.mark.slow,
        ),
        pytest.param(
            "squad2",
            {
                "assistant.auroc_answerable": 1.0,
                "assistant-foreign.refusal_recall": None,
                "assistant-removed.auroc_answerable": 1.0,
            },
            marks=pytest.mark.slow,
        ),
    ],
)
def test_data_feed_the_benchmarks(
    data: Path,
    files: Mapping[str, str],
    capsys: pytest.CaptureFixture[str],
    name: str,
    keys: Mapping[str, float | None],
) -> None:
    """Each folder of data has its systems; None stands for any number."""
    options = (f"--data={data}", *(f"--{key}={files[key]}" for key in ("config", "work")))
    assert main([name, *options, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    for key, value in keys.items():
        assert key in found
        assert value is None or found[key] == pytest.approx(value, abs=1e-5)


@pytest.mark.slow
def test_speed_compares_rebuilds(
    files: Mapping[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Times are there, also of answers while the script runs; ratios are to the first build."""
    found = measure(files, capsys, "speed", "questions")

    for change in ("unchanged", "added"):
        ratio = found[f"assistant.{change}_seconds"] / found["assistant.build_seconds"]
        assert found[f"assistant.{change}_ratio"] == pytest.approx(ratio, abs=0.01)
    for part in ("", "_during_rebuild"):
        assert 0 < found[f"assistant.p50_ms{part}"] <= found[f"assistant.p95_ms{part}"]
    assert found["assistant.peak_build_mb"] > 100
    assert found["run"]["articles"] == 3


@pytest.mark.parametrize(
    "name", ["scifact", "news", "squad2", "cleaning", "html", "pdf", "hostile", "speed", "ablation"]
)
def test_absent_data_are_named(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A benchmark without its data says where it looked for them, and fails."""
    assert main([name, f"--data={tmp_path / 'nowhere'}"]) == 1
    assert str(tmp_path / "nowhere") in capsys.readouterr().err


def test_cleaning_is_judged_block_by_block(tmp_path: Path) -> None:
    """A block is gone when the cleaned article does not hold it, whatever its spacing and case."""
    story = [f"The council of town {n} voted on Monday to repair its old pier." for n in range(4)]
    appeal = (
        "We at the Post need your support: please donate today, since your donation keeps our "
        "newsroom free for you and all our readers."
    )
    record = {"id": "a1", "title": "Piers", "text": "\n\n".join([*story, appeal])}
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "articles.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    labels = [
        {
            "collection": "news",
            "article": "a1",
            "part": "tune",
            "kind": kind,
            "label": label,
            "block": block_hash(f" {block.upper()} "),
        }
        for kind, label, block in (("body", "keep", story[1]), ("appeal", "remove", appeal))
    ]
    removals: dict[str, list[str]] = defaultdict(list)
    judged = list(judge(labels, tmp_path, removals))

    assert [(item.kind, item.should_go, item.is_gone) for item in judged] == [
        ("body", False, False),
        ("appeal", True, True),
    ]
    assert [text.strip() for texts in removals.values() for text in texts] == [appeal]


def test_the_labels_are_whole() -> None:
    """No block has two labels, no article stands in both parts, and no text is given away."""
    lines = (ROOT / "benchmarks" / "labels" / "cleaning.jsonl").read_text().splitlines()
    labels = [json.loads(line) for line in lines]
    blocks = [(label["collection"], label["article"], label["block"]) for label in labels]
    parts = {(label["collection"], label["article"]): label["part"] for label in labels}

    assert len(blocks) == len(set(blocks)) > 400
    assert all(parts[label["collection"], label["article"]] == label["part"] for label in labels)
    assert all(re.fullmatch(r"[0-9a-f]{16}", label["block"]) for label in labels)
    for label in ("remove", "keep"):
        assert sum(item["label"] == label for item in labels) >= 200
