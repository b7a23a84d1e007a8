"""Questions to begin with: drawn from the articles, and kept only if these answer them rightly."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from index import Library, ListedArticle, Passage, SectionKind
from qa.answer import Answer
from qa.next_questions import Known
from qa.people import People
from qa.proposals import Proposal, propose_questions

__all__ = ["Suggest"]

_SURE = 0.4
"""How sure an answer has to be; that it holds the very place that its question was drawn from
says more."""
_KINDS = ("figure", "date", "words", "person", "reason")
"""In turns, the first first."""
_SHORT = ("figure", "date")
"""What a few words answer, and the answer has to show them."""
_NAMED = re.compile(r"(?<=[a-z,] )[A-ZÀ-Þ][\w’'-]+")
"""A word with a capital within a sentence."""
_READ = 4
"""Articles of a group that are read for questions."""
_DRAWN = 3
"""Questions of a kind that are drawn from one article, at most."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A question with the place that answers it."""

    proposal: Proposal
    article: ListedArticle
    start: int
    end: int
    text: str
    """Of the answer."""


class Suggest:
    """Groups of articles -> questions that the library answers from the very sentence they are of.

    Args:
        library: that is asked.
        people: tells people from other names.
    """

    def __init__(self, library: Library, people: People) -> None:
        self._library, self._people = library, people

    def __call__(
        self,
        groups: Sequence[Sequence[ListedArticle]],
        ask: Callable[[str], Answer],
        known: Known | None = None,
    ) -> Iterator[str | None]:
        """Try questions, each group and each kind in turn, none twice about one person.

        Gives after each try the question if it is good, else None.

        Args:
            groups: of articles, the foremost first.
            ask: answers a question.
            known: what needs no asking any more.
        """
        for item in self._take_turns(groups):
            question = item.proposal.question
            if not known or not _is_known(item, known):
                answer = ask(question)
                is_good = self._is_answered(item, answer) and not (known and known.tells(answer))
                yield question if is_good else None

    def _take_turns(self, groups: Sequence[Sequence[ListedArticle]]) -> Iterator[_Drawn]:
        """Give what is drawn from each group in turn, and of a kind that was not just given."""
        waiting = [_sort_kinds(self._draw(group[:_READ]), i) for i, group in enumerate(groups)]
        seen: set[tuple[str, str]] = set()
        while any(waiting):
            for drawn in waiting:
                fresh = next((item for item in drawn if _matter(item) not in seen), None)
                drawn[:] = drawn[drawn.index(fresh) + 1 :] if fresh else []
                if fresh:
                    seen.add(_matter(fresh))
                    yield fresh

    def _draw(self, articles: Iterable[ListedArticle]) -> Iterator[_Drawn]:
        for article in articles:
            rows = self._library.store.passages_of(article.row)
            passages = [passage for _, passage in self._library.passages(rows)]
            names = {name for item in passages for name in _NAMED.findall(item.text)}
            is_name = names.__contains__
            for passage in passages:
                yield from self._draw_from(article, passage, is_name)

    def _draw_from(
        self, article: ListedArticle, passage: Passage, is_name: Callable[[str], bool]
    ) -> Iterator[_Drawn]:
        if passage.kind in (SectionKind.ANALYSIS, SectionKind.CAPTION):
            return
        for start, end in passage.sentences:
            text = passage.cut(start, end)
            for proposal in propose_questions(text, is_name, self._people.is_person):
                first, last = proposal.answer
                yield _Drawn(proposal, article, start + first, start + last, text[first:last])

    def _is_answered(self, drawn: _Drawn, answer: Answer) -> bool:
        """Tell whether the answer is sure and holds the place that the question was drawn from."""
        if answer.is_refusal or answer.is_partial or answer.confidence < _SURE:
            return False
        article = drawn.article.id
        is_cited = any(
            citation.start < drawn.end and drawn.start < citation.end
            for citation in answer.citations
            if citation.source.article_id == article
        )
        short = answer.short
        if not is_cited or short is None:
            return is_cited and drawn.proposal.kind not in _SHORT
        # What is large on the page has to be the answer itself; another article may word it anew.
        if answer.citations[short.number - 1].source.article_id == article:
            return short.start < drawn.end and drawn.start < short.end
        said = set(self._library.tokenize(short.text))
        return drawn.proposal.kind in _SHORT and bool(
            said & set(self._library.tokenize(drawn.text))
        )


def _is_known(drawn: _Drawn, known: Known) -> bool:
    """Tell whether a chat has asked a question already, or shown the place that answers it."""
    return known.has_asked(drawn.proposal.question) or known.has_shown(
        drawn.article.id, drawn.start, drawn.end
    )


def _sort_kinds(drawn: Iterable[_Drawn], turn: int) -> list[_Drawn]:
    """Give one of each kind, then the next of each; groups begin with different kinds."""
    of_kind: dict[str, list[_Drawn]] = {kind: [] for kind in _KINDS}
    for item in drawn:
        of_kind[item.proposal.kind].append(item)
    kinds = [*_KINDS[turn % len(_KINDS) :], *_KINDS[: turn % len(_KINDS)]]
    rounds = [[of_kind[kind][i : i + 1] for kind in kinds] for i in range(_DRAWN * _READ)]
    return [item for one in rounds for found in one for item in found]


def _matter(drawn: _Drawn) -> tuple[str, str]:
    """Give what one question may be asked about: a person, or a name for each other kind."""
    kind, question = drawn.proposal.kind, drawn.proposal.question
    if kind == "words":
        question = question.partition(" say ")[0]
    names = re.findall(r"(?<= )[A-ZÀ-Þ][\w’'-]+", question)
    return "person" if kind == "words" else kind, names[-1] if names else question
