"""Each quote of an export is looked for in its article's file, read once more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from index import Article
from qa.answer import Answer
from qa.citations import Citation, ShortAnswer
from qa.differences import CitedFigure
from qa.exports.outline import label_of
from qa.exports.words import say_spans
from qa.kept import Transcript

__all__ = ["Check", "Finding", "Verdict", "verify"]


class Found(Protocol):
    """What a file holds now."""

    @property
    def sha256(self) -> str: ...

    @property
    def article(self) -> Article | None: ...

    @property
    def reason(self) -> str: ...


Reread = Callable[[str], Found | None]
"""Article id -> what its file holds now; None where there is no such file."""


class Verdict(StrEnum):
    """What became of a quote."""

    EXACT = "exact"
    """The file is the same to the byte, and the quote stands where the export says."""
    STANDS = "stands"
    """The quote stands in the article, but the file or what the export says of it differs."""
    CHANGED = "changed"
    """The words do not stand in the article."""
    GONE = "gone"
    """The file is not there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a quote, and why, in plain words; empty where it is exact."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A quote of an export with what was found of it."""

    question: int
    """Number of the question in the chat."""
    label: str
    """Of the quote in its answer."""
    citation: Citation
    finding: Finding


def verify(transcript: Transcript, reread: Reread) -> Iterator[Check]:
    """Check every quote of a chat, in the order of the export."""
    for kept in transcript.answers:
        faults = _find_faults(kept.answer)
        for shelf in (kept.answer.citations, kept.answer.also_found):
            for place, citation in enumerate(shelf):
                finding = _check(citation, reread)
                fault = faults.get(citation.number, "")
                if citation.number and fault:
                    finding = Finding(Verdict.CHANGED, fault)
                yield Check(kept.number, label_of(citation, place), citation, finding)


def _find_faults(answer: Answer) -> dict[int, str]:
    """Give what an answer says of its own quotes that they do not hold, by their number."""
    cited = {citation.number: citation for citation in answer.citations}
    figures: list[CitedFigure | ShortAnswer] = [answer.short] if answer.short else []
    figures += [side for item in answer.differences for side in (item.one, item.other)]
    faults = {}
    for figure in figures:
        citation = cited.get(figure.number)
        if citation and citation.start <= figure.start <= figure.end <= citation.end:
            place = slice(figure.start - citation.start, figure.end - citation.start)
            if citation.text[place] == figure.text:
                continue
        told = f"“{figure.text}” is not what stands in this quote: the export was altered"
        faults[figure.number if citation else min(cited, default=0)] = told
    return faults


def _check(citation: Citation, reread: Reread) -> Finding:
    found = reread(citation.source.article_id)
    if found is None:
        return Finding(Verdict.GONE, "no such file is in the articles folder")
    article = found.article
    if article is None:
        return Finding(Verdict.CHANGED, f"the file cannot be read: {found.reason}")
    is_same = found.sha256 == citation.source.sha256
    if is_same and _stands(citation, article):
        differing = "; ".join(_differing(citation, article))
        return Finding(Verdict.STANDS if differing else Verdict.EXACT, differing)
    where = _find(citation, article)
    if where:
        return Finding(
            Verdict.STANDS, f"{_say_file(citation, is_same)}; the quote still stands {where}"
        )
    if is_same:
        return Finding(
            Verdict.CHANGED,
            "the file is the same, but does not hold these words: the export was altered",
        )
    return Finding(Verdict.CHANGED, f"{_say_file(citation, False)}, and does not hold these words")


def _stands(citation: Citation, article: Article) -> bool:
    """Tell whether a quote stands in the cleaned text and in the original where it says."""
    start, end = citation.start, citation.end
    if not 0 <= start < end <= len(article.text) or article.text[start:end] != citation.text:
        return False
    # That the pieces are the right words is no proof of their place: a word may stand twice.
    return tuple(article.edits.to_original(start, end)) == citation.original


def _find(citation: Citation, article: Article) -> str:
    """Say where the words of a quote stand, near where they stood; empty where they do not."""
    text = citation.text
    if not text.strip():
        return ""
    for name, whole, old in (
        ("cleaned text", article.text, citation.start),
        ("original text", article.original, min(citation.original, default=(0, 0))[0]),
    ):
        places = list(_places(text, whole))
        if places:
            start = min(places, key=lambda place: abs(place - old))
            return f"at {say_spans([(start, start + len(text))])} of the {name}"
    return ""


def _places(text: str, whole: str) -> Iterator[int]:
    place = whole.find(text)
    while place >= 0:
        yield place
        place = whole.find(text, place + 1)


def _say_file(citation: Citation, is_same: bool) -> str:
    if is_same:
        return "the file is the same, but not the place that the export names"
    if not citation.source.sha256:
        return "no hash of the file was kept with this answer"
    return "the article changed"


def _differing(citation: Citation, article: Article) -> Iterator[str]:
    """Say what an export tells of an exact quote that the article does not."""
    source, published = citation.source, article.published
    section = article.section_of(citation.start, citation.end)
    told: list[tuple[str, object, object]] = [
        ("title", source.title, article.title),
        ("outlet", source.outlet, article.outlet),
        ("day", source.published, published.day if published else None),
        ("basis of the day", source.published_basis, published.basis if published else ""),
        ("page", citation.page, article.page_of(citation.start)),
        ("heading", citation.heading, article.heading_of(citation.start)),
        ("kind", citation.kind, section.kind),
        ("speaker", citation.speaker, section.speaker),
    ]
    for name, said, true in told:
        if said != true:
            yield f"the {name} is {_say(true)}, the export says {_say(said)}"


def _say(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return f"“{value}”" if value else "none"
