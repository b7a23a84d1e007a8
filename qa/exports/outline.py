"""A chat laid out for reading: what an export shows, whatever form it is written in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from qa.answer import Answer
from qa.citations import Citation, Source
from qa.exports.words import (
    say_filters,
    say_kind,
    say_period,
    say_places,
    say_source,
    say_time,
    say_verdict,
)
from qa.kept import KeptAnswer, Transcript
from qa.tally import say_count

__all__ = ["Outline", "Quote", "Section", "Side", "label_of", "lay_out"]

Fact = tuple[str, str]
"""What is told, and what it is: ("File", "articles/pier.txt")."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, with all that leads back to them."""

    label: str
    """1, 2, ... of the answer; a, b, ... of what else was found."""
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: a quote, cut at its figure."""

    label: str
    before: str
    figure: str
    after: str
    line: str


@dataclass(frozen=True, slots=True)
class Section:
    """One question with its answer."""

    number: int
    question: str
    facts: tuple[Fact, ...]
    short: Fact | None
    """Label of the quote that the few words stand in, and they."""
    sentences: tuple[Fact, ...]
    """Label and text of each sentence of the answer, in reading order."""
    differences: tuple[tuple[Side, Side], ...]
    quotes: tuple[Quote, ...]
    nearest_title: str
    nearest: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole chat."""

    title: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]


def lay_out(transcript: Transcript) -> Outline:
    """Give a chat as it is read."""
    asked = say_count(len(transcript.answers), "question")
    facts = (
        ("Begun", say_time(transcript.begun)),
        ("Exported", f"{say_time(transcript.exported)}, {asked}"),
    )
    return Outline(transcript.name, facts, tuple(map(_lay_out_answer, transcript.answers)))


def label_of(citation: Citation, place: int) -> str:
    """Give what the reader sees: 1, 2, ... in an answer, a, b, ... in what else was found."""
    if citation.number:
        return str(citation.number)
    rounds, letter = divmod(place, len(ascii_lowercase))
    return ascii_lowercase[letter] * (rounds + 1)


def _lay_out_answer(kept: KeptAnswer) -> Section:
    answer = kept.answer
    cited = answer.citations
    return Section(
        number=kept.number,
        question=answer.question,
        facts=tuple(_facts_of(kept)),
        short=(str(answer.short.number), answer.short.text) if answer.short else None,
        sentences=() if answer.tally else tuple((str(item.number), item.text) for item in cited),
        differences=tuple(_sides(answer)),
        quotes=_quotes(cited),
        nearest_title="What came nearest" if answer.is_refusal else "Also found",
        nearest=_quotes(answer.also_found),
    )


def _facts_of(kept: KeptAnswer) -> Iterator[Fact]:
    answer = kept.answer
    told = [
        ("Asked", say_time(kept.asked)),
        ("Understood as", answer.standalone if answer.standalone != answer.question else ""),
        ("Time", say_period(answer.period) if answer.period else ""),
        ("Filters", say_filters(answer.filters, answer.hidden_undated)),
        ("Verdict", say_verdict(answer)),
        ("Missing", answer.missing),
        ("Counted", _say_tally(answer)),
        ("Library", answer.library),
    ]
    yield from (fact for fact in told if fact[1])


def _say_tally(answer: Answer) -> str:
    tally = answer.tally
    if not tally:
        return ""
    labels = f": {'; '.join(tally.labels)}" if tally.labels else ""
    return f"{tally.text}{labels}. {tally.predicate} {tally.scope}"


def _sides(answer: Answer) -> Iterator[tuple[Side, Side]]:
    cited = {citation.number: citation for citation in answer.citations}
    for difference in answer.differences:
        sides = []
        for figure in (difference.one, difference.other):
            if figure.number not in cited:  # altered: verifying says so
                continue
            citation = cited[figure.number]
            start, end = figure.start - citation.start, figure.end - citation.start
            newer = " (newer)" if figure.number == difference.newer else ""
            text, line = citation.text, f"{say_source(citation.source)}{newer}"
            side = Side(str(figure.number), text[:start], text[start:end], text[end:], line)
            sides.append(side)
        if len(sides) == 2:
            yield sides[0], sides[1]


def _quotes(citations: Sequence[Citation]) -> tuple[Quote, ...]:
    return tuple(
        Quote(label_of(item, place), item.text, tuple(_facts_of_quote(item)))
        for place, item in enumerate(citations)
    )


def _facts_of_quote(citation: Citation) -> Iterator[Fact]:
    source = citation.source
    told = [
        ("Article", source.title),
        ("Published", say_source(source)),
        ("File", source.article_id),
        ("Page", str(citation.page or "")),
        ("Heading", citation.heading),
        ("Kind", say_kind(citation)),
        ("Characters", say_places(citation)),
        ("Word for word also in", _say_others(citation.copies)),
        ("One source with", _say_others(citation.family)),
        ("SHA-256 of the file", source.sha256 or "not kept with this answer"),
    ]
    yield from (fact for fact in told if fact[1])


def _say_others(sources: Sequence[Source]) -> str:
    return "; ".join(f"{item.article_id} ({say_source(item)})" for item in sources)
