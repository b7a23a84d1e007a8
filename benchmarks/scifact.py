"""Scientific claims and the abstracts they cite: 300 claims over 5,183 abstracts."""

import ast
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus, GoldQuestion, keep_gold, need, open_corpus, read_lines
from benchmarks.progress import show_progress
from benchmarks.report import Report
from benchmarks.retrieval import find, make_searches, summarise

__all__ = ["open_scifact", "read_abstracts", "read_claims", "run"]


def run(options: Namespace) -> Report:
    """Measure retrieval of the cited abstracts for the claims of the development part."""
    need(options.data / "scifact")
    claims = read_claims(options.data / "scifact" / "claims_dev.jsonl")
    corpus = open_scifact(options)
    questions = keep_gold(corpus, claims)
    systems = {
        name: summarise(find(corpus, search, questions))
        for name, search in make_searches(corpus).items()
    }
    title = f"SciFact: {len(questions)} claims over {corpus.build.articles} abstracts"
    return Report(title, systems, run=corpus.describe())


def open_scifact(options: Namespace, passage_words: int = 0) -> Corpus:
    """Give the library of abstracts, in passages of the words that ship or of others."""
    abstracts = read_abstracts(need(options.data / "scifact" / "corpus.jsonl.gz"))
    work = options.work / f"words-{passage_words}" if passage_words else None
    return open_corpus(abstracts, options, show_progress, work, passage_words)


def read_claims(path: Path) -> list[GoldQuestion]:
    """Give claims as questions; the articles that answer one are all that it cites."""
    return [
        GoldQuestion(str(item["id"]), item["claim"], tuple(map(str, item["cited_doc_ids"])))
        for item in read_lines(path)
    ]


def read_abstracts(path: Path) -> Iterator[dict[str, Any]]:
    """Give the abstracts of a file as articles."""
    for item in read_lines(path):
        # A list of sentences, written as Python writes one.
        sentences = item["abstract"]
        if isinstance(sentences, str):
            sentences = ast.literal_eval(sentences)
        text = " ".join(sentence.strip() for sentence in sentences)
        yield {"id": str(item["doc_id"]), "title": item["title"], "text": text}
