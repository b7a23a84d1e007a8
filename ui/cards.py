"""The answer card: a question and what the articles say to it, every sentence with its number."""

from dataclasses import replace
from itertools import groupby
from string import ascii_lowercase
from typing import Any

from qa import Answer, Citation, Filters
from ui.controls import show_controls
from ui.copies import answer_to_copy, quote_to_copy
from ui.evidence import draw_element
from ui.filter_chips import chips_data, without
from ui.session import Opened, Session
from ui.why import lacking_in_words, why_data
from ui.words import (
    count,
    filters_in_words,
    kind_in_words,
    likelihood,
    name_sources,
    period_in_words,
    source_line,
    verdict,
)

__all__ = ["card_data", "choose", "draw_card", "label_of"]

_ASK = "ask:"
_WITHOUT = "without:"
_PERIOD = "period"
"""What the chip of the days that a question names is called."""


def draw_card(session: Session, number: int) -> None:
    """Draw the answer of that place in the chat."""
    chat, opened = session.chat, session.chat.opened
    data = card_data(chat.answers[number])
    data |= {
        "opened": opened.key if opened and opened.answer == number else None,
        "is_any_open": opened is not None,
        "is_newest": number == len(chat.answers) - 1 and not chat.sought,
        "is_sought": bool(chat.sought) and chat.numbers[number:][:1] == [chat.sought],
        "is_fresh": number == chat.fresh,
    }
    draw_element("card", f"card-{number}", data, lambda choice: choose(session, number, choice))


def choose(session: Session, number: int, choice: str) -> None:
    """Open or close a citation, or ask what the reader made of a question."""
    answer, asking = session.chat.answers[number], session.asking
    if choice.startswith(_ASK):
        asking.reword(choice.removeprefix(_ASK))
    elif choice == f"{_WITHOUT}{_PERIOD}":
        asking.ask_any_time(answer)
    elif choice.startswith(_WITHOUT):
        filters = without(_without_period(answer), choice.removeprefix(_WITHOUT))
        asking.ask_without(answer, filters)
    else:
        session.chat.toggle(Opened(number, choice))


def card_data(answer: Answer) -> dict[str, Any]:
    """Give all that the card shows, as plain text ready to be set."""
    return {
        "question": show_controls(answer.question),
        "standalone": _standalone(answer),
        "scope": show_controls(_scope(answer)),
        "chips": [*_period_chip(answer), *chips_data(_without_period(answer))],
        "period": _unmet_period(answer),
        "status": answer.status.name.lower(),
        "verdict": verdict(answer),
        "likelihood": "" if answer.is_refusal else likelihood(answer),
        "short": _short(answer),
        "tally": _tally(answer),
        "differences": _differences(answer),
        "missing": show_controls(answer.missing),
        **_found(answer),
        "note": _hidden_note(answer),
        "announcement": _announcement(answer),
        "copy": answer_to_copy(answer),
    }


def _found(answer: Answer) -> dict[str, Any]:
    """Give the sentences with their sources, and below them what else was found."""
    quoted = [_quote(f"used-{i}", c) for i, c in enumerate(answer.citations)]
    if answer.tally:  # all that was counted is a list, not a paragraph
        listed = [
            quote | _about(citation) | {"lacking": ""}
            for quote, citation in zip(quoted, answer.citations, strict=True)
        ]
        title = "What was counted"
        return {"sentences": [], "sources": [], "nearest_title": title, "nearest": listed}
    return {
        "sentences": quoted,
        "sources": _source_lines(answer.citations),
        "nearest_title": "What came nearest" if answer.is_refusal else "Also found",
        "nearest": [_nearest(i, c, answer) for i, c in enumerate(answer.also_found)],
    }


def _announcement(answer: Answer) -> str:
    """Give what a screen reader says when the answer arrives."""
    first = answer.citations[0].text if answer.citations else answer.missing
    told = answer.short.text if answer.short else answer.tally.text if answer.tally else first
    return show_controls(f"{verdict(answer)}. {told}")


def _tally(answer: Answer) -> dict[str, str] | None:
    if answer.tally is None:
        return None
    return {
        "count": answer.tally.text,
        "labels": show_controls("; ".join(answer.tally.labels)),
        "predicate": show_controls(f"{answer.tally.predicate} {answer.tally.scope}"),
    }


def _period_chip(answer: Answer) -> list[dict[str, str]]:
    """Give a chip for the days that the question itself named, where these were obeyed."""
    if answer.period is None or not answer.period.is_applied:
        return []
    return [{"name": _PERIOD, "text": show_controls(period_in_words(answer))}]


def _unmet_period(answer: Answer) -> str:
    """Say why the days that the question named were not obeyed; empty where they were."""
    if answer.period is None or answer.period.is_applied:
        return ""
    return show_controls(period_in_words(answer))


def _scope(answer: Answer) -> str:
    """Give all that the chips say, in one line for who hears it."""
    days = [chip["text"] for chip in _period_chip(answer)]
    return ". ".join(filter(None, [*days, filters_in_words(_without_period(answer))]))


def _without_period(answer: Answer) -> Filters:
    """Give the filters without the days that the question set itself."""
    if answer.period is None or not answer.period.is_applied:
        return answer.filters
    return replace(answer.filters, after=None, before=None)


def _standalone(answer: Answer) -> str:
    """Give how a follow-up was understood; empty for a question that was asked as it stands."""
    is_follow_up = answer.standalone != answer.question
    return show_controls(answer.standalone) if is_follow_up else ""


def label_of(key: str) -> str:
    """Give what the reader sees for a citation's key: 1, 2, ... for used, a, b, ... for others."""
    shelf, _, place = key.partition("-")
    return str(int(place) + 1) if shelf == "used" else _letters(int(place))


def _letters(place: int) -> str:
    rounds, letter = divmod(place, len(ascii_lowercase))
    return ascii_lowercase[letter] * (rounds + 1)


def _quote(key: str, citation: Citation) -> dict[str, Any]:
    title = show_controls(citation.source.title or citation.source.article_id)
    return {
        "key": key,
        "label": label_of(key),
        "text": show_controls(citation.text),
        "kind": show_controls(kind_in_words(citation)),
        "where": f"{title}, {show_controls(source_line(citation.source))}",
        "language": citation.language,
        "why": why_data(citation),
        "copy": quote_to_copy(citation),
    }


def _short(answer: Answer) -> dict[str, Any] | None:
    if answer.short is None:
        return None
    place = answer.short.number - 1
    quote = _quote(f"used-{place}", answer.citations[place])
    return quote | {"text": show_controls(answer.short.text)}


def _differences(answer: Answer) -> list[list[dict[str, Any]]]:
    """Give both sides of each difference: the quote, cut at its figure, and whether it is newer."""
    return [
        [
            _side(answer.citations[figure.number - 1], figure.start, figure.end)
            | {"is_newer": figure.number == difference.newer}
            for figure in (difference.one, difference.other)
        ]
        for difference in answer.differences
    ]


def _side(citation: Citation, start: int, end: int) -> dict[str, Any]:
    start, end = start - citation.start, end - citation.start
    return _quote(f"used-{citation.number - 1}", citation) | {
        "before": show_controls(citation.text[:start]),
        "figure": show_controls(citation.text[start:end]),
        "after": show_controls(citation.text[end:]),
        "line": show_controls(source_line(citation.source)),
    }


def _nearest(place: int, citation: Citation, answer: Answer) -> dict[str, Any]:
    lacking = lacking_in_words(citation) if answer.is_refusal else ""
    return _quote(f"also-{place}", citation) | _about(citation) | {"lacking": lacking}


def _about(citation: Citation) -> dict[str, Any]:
    source = citation.source
    return {
        "title": show_controls(source.title or source.article_id),
        "line": show_controls(source_line(source)),
        "copies": name_sources(citation.copies),
        "family": name_sources(citation.family),
    }


def _source_lines(citations: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Give a line for each article, with the numbers that stand in it; neighbours share one."""
    lines = []
    numbered = list(enumerate(citations))
    for _, run in groupby(numbered, key=lambda pair: (pair[1].source, pair[1].copies)):
        members = list(run)
        first = members[0][1]
        keys = [f"used-{i}" for i, _ in members]
        numbers = [{"key": key, "label": label_of(key)} for key in keys]
        quotes = [_quote(f"used-{i}", citation) for i, citation in members]
        lines.append({"numbers": numbers, "quotes": quotes} | _about(first))
    return lines


def _hidden_note(answer: Answer) -> str:
    if not answer.hidden_undated:
        return ""
    hidden = count(answer.hidden_undated, "undated article")
    verb = "was" if answer.hidden_undated == 1 else "were"
    return f"{hidden} {verb} left out, because a date filter is on."
