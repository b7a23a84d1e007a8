"""Answers that a reader judged become questions with what is known of their answers."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from qa.answer import Answer
from qa.kept import ChatSummary, KeptAnswer, Opinion, Reason

__all__ = ["write_questions"]


def write_questions(judged: Iterable[tuple[ChatSummary, KeptAnswer]]) -> str:
    """Give a file of JSON lines that `python -m benchmarks answers` reads, a line for each."""
    lines = (
        json.dumps(_make_record(f"{chat.name}, {kept.number}", kept, kept.opinion))
        for chat, kept in judged
        if kept.opinion
    )
    return "".join(f"{line}\n" for line in lines)


def _make_record(name: str, kept: KeptAnswer, opinion: Opinion) -> dict[str, Any]:
    answer = kept.answer
    quotes = [citation.text for citation in answer.citations]
    record: dict[str, Any] = {
        "id": name,
        # A benchmark asks each question alone.
        "question": answer.standalone,
        "answerable": _is_answerable(answer, opinion),
        **_make_filters(answer),
        "opinion": "good" if opinion.is_good else "bad",
        "reason": opinion.reason or "",
        "words": opinion.words,
        "shown": quotes,
    }
    if opinion.is_good and quotes:
        record["answer"] = [answer.short.text] if answer.short else quotes
        record["gold_ids"] = list(dict.fromkeys(c.source.article_id for c in answer.citations))
    return record


def _is_answerable(answer: Answer, opinion: Opinion) -> bool:
    """Tell whether the articles answer a question, as its reader sees it."""
    if opinion.is_good:
        return not answer.is_refusal
    return opinion.reason is not Reason.SHOULD_REFUSE


def _make_filters(answer: Answer) -> dict[str, Any]:
    """Give the filters that were set by hand; the days that the question names it names again."""
    filters, period = answer.filters, answer.period
    own = not (period and period.is_applied)
    told = {
        "after": _say(filters.after) if own else "",
        "before": _say(filters.before) if own else "",
        "outlets": list(filters.outlets),
        "articles": list(filters.articles),
        "without_analysis": filters.without_analysis,
    }
    return {name: value for name, value in told.items() if value}


def _say(day: date | None) -> str:
    return day.isoformat() if day else ""
