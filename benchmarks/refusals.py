"""Whether refusals fall on the right questions: strangers, lost answers and near misses apart."""

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.answers import Asked, ask, ask_all, make_assistant, refuse_below, summarise
from benchmarks.citations import ExactnessCheck
from benchmarks.corpus import Corpus, GoldQuestion
from benchmarks.metrics import Measure, auroc, plain, statistic, words_hold_answer
from benchmarks.report import Metrics
from qa.assemble import make_hybrid
from qa.assistant import Assistant
from qa.filters import ALL, Filters
from qa.retrieve import Retriever
from qa.search import NOTHING, Beside, Scored, SearchBeside

__all__ = ["measure_foreign", "measure_passage_similarity", "measure_removed"]


class SearchWithout:
    """A search that sees some articles only.

    Args:
        search: what searches.
    """

    def __init__(self, search: SearchBeside) -> None:
        self._search = search
        self.visible: tuple[str, ...] = ()
        """Ids; empty when all are."""

    def __call__(
        self, question: str, k: int, filters: Filters = ALL, beside: Beside = NOTHING
    ) -> list[Scored]:
        if self.visible:
            named = set(filters.articles or self.visible)
            seen = tuple(id_ for id_ in self.visible if id_ in named)
            filters = replace(filters, articles=seen)
        return self._search(question, k, filters, beside)


def measure_foreign(
    corpus: Corpus, answered: Sequence[Asked], questions: Sequence[GoldQuestion]
) -> Metrics:
    """Measure answers over answerable questions and those that were asked of other articles.

    Args:
        corpus: what is asked.
        answered: its own questions, asked already.
        questions: of other articles.
    """
    strangers = [replace(question, answerable=False) for question in questions]
    asked = ask_all(corpus, make_assistant(corpus), strangers)
    return summarise([*answered, *asked], refuse_below(corpus))


def measure_removed(corpus: Corpus, answered: Sequence[Asked]) -> Metrics:
    """Measure answers over questions as they are, and with every article of the answer hidden.

    Args:
        corpus: what is asked.
        answered: its own questions, asked already, each with its answers.
    """
    assistant, search = _make_assistant(corpus)
    library = corpus.library
    words = [plain(f"{item.title}\n{library.article(item.id).text}") for item in library.articles]
    asked = []
    check = ExactnessCheck(corpus.folder, corpus.library)
    for item in answered:
        search.visible = tuple(
            listed.id
            for listed, text in zip(library.articles, words, strict=True)
            if not words_hold_answer(text, item.question.answers)
        )
        asked.append(ask(assistant, replace(item.question, answerable=False), check))
    return summarise([*answered, *asked], refuse_below(corpus))


def measure_passage_similarity(corpus: Corpus, questions: Sequence[GoldQuestion]) -> Measure:
    """Measure how well the cosine of the best passage tells answerable questions: AUROC."""
    library = corpus.library
    cosines = []
    for question in questions:
        _, found = library.store.nearest(library.embedder.encode_question(question.text), 1)
        cosines.append(float(found[0]) if len(found) else 0.0)
    return statistic(auroc, cosines, [float(question.answerable) for question in questions])


def _make_assistant(corpus: Corpus) -> tuple[Assistant, SearchWithout]:
    library, settings = corpus.library, corpus.settings
    encode = library.embedder.encode_question
    search = SearchWithout(make_hybrid(library, encode, settings))
    assistant = make_assistant(corpus)
    assistant.retrieve = Retriever(library, search, settings.per_article)
    return assistant, search
