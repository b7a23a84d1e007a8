"""Questions of our own over the sample articles and the founding ones; no weight is fitted on them.

Which of the fitted cautions is the default was chosen with a look at them.

Forty are asked in everyday words and answered by the articles; forty are near misses: the right
people and the wrong event, the right event and a detail that nobody reports. Sixty chats, 24 over
the sample articles and 36 over a year of news, are asked as typed, written out to stand alone, and
as chats; what decides how questions are made to stand alone was looked at on every other one of
them only.
"""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from benchmarks.corpus import need
from benchmarks.metrics import average
from benchmarks.news import open_news
from benchmarks.report import Report
from index.build import build_library
from index.config import load_index_settings
from qa.answer import Answer, Status
from qa.assemble import assemble, open_assistant
from qa.assistant import Assistant

__all__ = ["run"]

_QUESTIONS = Path(__file__).parent / "labels" / "own_questions.jsonl"
_CHATS = {
    "articles": _QUESTIONS.with_name("own_chats.jsonl"),
    "news": _QUESTIONS.with_name("news_chats.jsonl"),
}
_NOTES = (
    "answered: of forty answerable ones, those with an expected wording in the sentences shown.",
    "refused: of the forty near misses. Each mistake stands in the JSON.",
    "right: of the turns of chats, those answered rightly or, if nothing answers, refused.",
)


def run(options: Namespace) -> Report:
    """Ask all eighty of the assistant that ships."""
    records = [json.loads(line) for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]
    folders = {
        "articles": Path(__file__).parent.parent / "articles",
        "founding": need(options.data.parent / "articles"),
    }
    assistants = {name: _open(name, folder, options) for name, folder in folders.items()}
    answered: list[float] = []
    refused: list[float] = []
    mistakes: list[dict[str, Any]] = []
    for record in records:
        answer = assistants[record["library"]].ask(record["question"])
        is_right = _is_right(answer, record["answers"])
        (answered if record["answers"] else refused).append(float(is_right))
        if not is_right:
            mistakes.append(
                {
                    "question": record["question"],
                    "status": answer.status.value,
                    "confidence": round(answer.confidence, 3),
                    "best": max(answer.citations, key=lambda c: c.score).source.article_id
                    if answer.citations
                    else "",
                }
            )
    systems = {"assistant": {"answered": average(answered), "refused": average(refused)}}
    news = open_news(options)
    asked = {"articles": assistants["articles"], "news": assemble(news.library, news.settings)}
    for library, assistant in asked.items():
        chats = [
            json.loads(line)["turns"] for line in _CHATS[library].read_text("utf-8").splitlines()
        ]
        for part, some in (("tune", chats[::2]), ("apart", chats[1::2])):
            for name, right in _ask_chats(assistant, some).items():
                systems[f"chats-{library}-{name}-{part}"] = {"right": average(right)}
    title = f"Own questions: {len(answered)} answerable, {len(refused)} near misses"
    return Report(title, systems, _NOTES, {"mistakes": mistakes})


def _ask_chats(assistant: Assistant, chats: list[list[dict[str, Any]]]) -> dict[str, list[float]]:
    """Give, for each way to ask, whether each turn was answered, or refused, rightly."""
    right: dict[str, list[float]] = {"typed": [], "written_out": [], "chat": []}
    for turns in chats:
        history: list[Answer] = []
        for turn in turns:
            history.append(assistant.ask(turn["question"], history=history))
            answers = {
                "typed": assistant.ask(turn["question"]),
                "written_out": assistant.ask(turn.get("standalone", turn["question"])),
                "chat": history[-1],
            }
            for name, answer in answers.items():
                right[name].append(float(_is_right(answer, turn.get("answer", []))))
    return right


def _is_right(answer: Answer, expected: list[str]) -> bool:
    if not expected:
        return answer.status is Status.UNANSWERED
    return answer.status is not Status.UNANSWERED and any(item in answer.text for item in expected)


def _open(name: str, articles: Path, options: Namespace) -> Assistant:
    preset = options.preset or "best"
    folder = options.work / (f"own-{name}" if preset == "best" else f"own-{name}-{preset}")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.toml"
    settings = f"articles = {json.dumps(str(articles.resolve()))}\npreset = {json.dumps(preset)}"
    config.write_text(f"[index]\n{settings}\n", "utf-8")
    build_library(load_index_settings(config))
    return open_assistant(config)
