"""What each part of retrieval is worth: the search that ships, with one part changed at a time."""

import copy
import re
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from benchmarks.corpus import Corpus, GoldQuestion, keep_gold, make_question
from benchmarks.metrics import Measure
from benchmarks.news import is_odd, open_news, read_quiz
from benchmarks.progress import show_progress
from benchmarks.report import Metrics, Report
from benchmarks.retrieval import DEPTH, find, make_searches, summarise
from benchmarks.scifact import open_scifact, read_claims
from index.keywords import KeywordIndex
from index.library import Library
from index.passages import Passage, passage_input
from index.store import ListedArticle
from index.vectors import VectorIndex
from qa.assemble import make_hybrid
from qa.filters import ALL, Filters
from qa.search import EncodeQuestion, Scored, Search
from qa.settings import AnswerSettings

__all__ = ["RankFusion", "run"]

_BATCH = 1000
_LONG = 200  # words of a passage, where 120 ship
_RANK_CONSTANT = 60
_PLAIN_WORD = re.compile(r"\b\w\w+\b")
_NOTES = (
    "scifact: 300 claims of the development part; tuned on the training part.",
    "news: the questions of even ids; tuned on odd ones, which -odd shows.",
    "Other texts and lengths are tried on scifact alone: they must be embedded anew.",
)
_SHOWN = {"scifact": ("nDCG@10", "R@10"), "news": ("hit@1", "R@10"), "news-odd": ("hit@1", "R@10")}

Texts = Callable[[Library], Iterator[str]]


class RankFusion:
    """Reciprocal rank fusion of several searches (Cormack et al. 2009)."""

    def __init__(self, searches: Sequence[Search]) -> None:
        self._searches = searches

    def __call__(self, question: str, k: int, filters: Filters = ALL) -> list[Scored]:
        totals: dict[int, float] = {}
        for search in self._searches:
            for rank, found in enumerate(search(question, DEPTH, filters), 1):
                totals[found.row] = totals.get(found.row, 0.0) + 1 / (_RANK_CONSTANT + rank)
        ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        return [Scored(row, score, 0.0, 0.0) for row, score in ordered[:k]]


def run(options: Namespace) -> Report:
    """Measure every variant on both collections."""
    rows: dict[str, dict[str, Measure]] = {}
    claims = read_claims(options.data / "scifact" / "claims_dev.jsonl")
    corpus = open_scifact(options)
    for name, search in chain(_searches(corpus), _other_texts(corpus)):
        _add(rows, name, "scifact", corpus, search, keep_gold(corpus, claims))
    facts = {"scifact": corpus.describe()}
    other = open_scifact(options, passage_words=_LONG)
    search = make_searches(other)["hybrid"]
    _add(rows, f"passages of {_LONG} words", "scifact", other, search, keep_gold(other, claims))
    quiz = [make_question(record) for record in read_quiz(options)]
    corpus = open_news(options)
    for name, search in _searches(corpus):
        for part, odd in (("news", False), ("news-odd", True)):
            asked = [question for question in keep_gold(corpus, quiz) if is_odd(question) == odd]
            _add(rows, name, part, corpus, search, asked)
    facts["news"] = corpus.describe()
    return Report("What each part of retrieval is worth", _turn(rows), _NOTES, facts)


def _add(
    rows: dict[str, dict[str, Measure]],
    name: str,
    collection: str,
    corpus: Corpus,
    search: Search,
    questions: Sequence[GoldQuestion],
) -> None:
    found: Metrics = summarise(find(corpus, search, questions))
    row = rows.setdefault(name, {})
    row.update({f"{collection}.{metric}": found[metric] for metric in _SHOWN[collection]})


def _turn(rows: dict[str, dict[str, Measure]]) -> dict[str, Metrics]:
    """Give a column for each measure and a row for each variant, without intervals."""
    columns: dict[str, dict[str, Measure]] = {}
    for name, row in rows.items():
        for column, measure in row.items():
            columns.setdefault(column, {})[name] = Measure(measure.value, np.nan, np.nan)
    return dict(columns)


def _searches(corpus: Corpus) -> Iterator[tuple[str, Search]]:
    """Give the search that ships, and what is left when a part of it is taken away or changed."""
    library, settings = corpus.library, corpus.settings
    encode = library.embedder.encode_question
    searches = make_searches(corpus)

    def changed(**values: float) -> Search:
        return make_hybrid(library, encode, replace(settings, **values))  # type: ignore[arg-type]

    yield "as it ships", searches["hybrid"]
    yield "meaning alone", searches["dense"]
    yield "keywords alone", searches["keywords"]
    yield "no article keywords", changed(article_weight=0.0)
    yield "article keywords as heavy as the passage", changed(article_weight=1.0)
    yield "a third of meaning", changed(dense_weight=0.3)
    yield "four fifths of meaning", changed(dense_weight=0.8)
    yield "20 passages from each arm", changed(depth=20)
    yield "reciprocal rank fusion", RankFusion([searches["dense"], searches["keywords"]])
    yield "a plain tokenizer", _with_tokenizer(library, _plain_tokens, encode, settings)


def _other_texts(corpus: Corpus) -> Iterator[tuple[str, Search]]:
    """Give the search over passages whose texts have less in front of them."""
    texts: dict[str, Texts] = {
        "no title and no heading": lambda library: (
            passage_input("", "", passage.text) for _, passage in _all_passages(library)
        ),
    }
    for name, make in texts.items():
        yield name, _with_texts(corpus, name, list(make(corpus.library)))


def _with_texts(corpus: Corpus, name: str, texts: Sequence[str]) -> Search:
    library, settings = _copy(corpus.library), corpus.settings
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        show_progress(name, done, len(texts))

    library.files.vectors = VectorIndex.build(library.embedder.encode_passages(texts, advance))
    library.files.keywords, library.files.article_keywords = _index(
        library, texts, library.tokenize
    )
    return make_hybrid(library, library.embedder.encode_question, settings)


def _with_tokenizer(
    library: Library,
    tokenize: Callable[[str], list[str]],
    encode: EncodeQuestion,
    settings: AnswerSettings,
) -> Search:
    texts = [
        passage_input(article.title, passage.heading, passage.text)
        for article, passage in _all_passages(library)
    ]
    changed = _copy(library)
    changed.files.keywords, changed.files.article_keywords = _index(library, texts, tokenize)
    return make_hybrid(changed, encode, settings)


def _copy(library: Library) -> Library:
    """Give a library whose parts can be exchanged."""
    changed = copy.copy(library)
    changed.store = copy.copy(library.store)
    return changed


def _index(
    library: Library, texts: Sequence[str], tokenize: Callable[[str], list[str]]
) -> tuple[KeywordIndex, KeywordIndex]:
    """Give the keyword index of passages and that of their articles."""
    terms = [tokenize(text) for text in texts]
    articles: list[list[str]] = [[] for _ in library.articles]
    for row, article in enumerate(library.files.article_of_passage):
        articles[article] += terms[row]
    return KeywordIndex.build(terms, tokenize), KeywordIndex.build(articles, tokenize)


def _all_passages(library: Library) -> Iterator[tuple[ListedArticle, Passage]]:
    for start in range(0, len(library.files.vectors), _BATCH):
        yield from library.passages(range(start, min(start + _BATCH, len(library.files.vectors))))


def _plain_tokens(text: str) -> list[str]:
    """Words of two letters or more, in lower case: what bm25s and scikit-learn take by default."""
    return _PLAIN_WORD.findall(text.casefold())
