"""What contenders took and found becomes numbers, the same way for each."""

from collections.abc import Mapping, Sequence

from benchmarks.corpus import GoldQuestion
from benchmarks.metrics import (
    Measure,
    average,
    hit_at,
    holds_answer,
    ndcg_at,
    percentile,
    recall_at,
    statistic,
)
from benchmarks.peer_turns import Asked, Built, Found
from benchmarks.report import Metrics, single

__all__ = [
    "choose_articles",
    "find_copies",
    "least_of",
    "most_of",
    "score_answers",
    "score_asking",
    "score_building",
    "score_embedding",
    "score_passages",
]

_SHOWN = 10
"""Passages, or distinct articles, that are looked at."""


def choose_articles(
    articles: Sequence[Mapping[str, str]], gold: set[str], count: int
) -> list[Mapping[str, str]]:
    """Give the articles that answer and the first of the others, `count` together, in order."""
    others = max(count - len(gold), 0)
    chosen = []
    for article in articles:
        if article["id"] in gold:
            chosen.append(article)
        elif others:
            chosen.append(article)
            others -= 1
    return chosen


def find_copies(articles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Give id of an article -> id of the first one with the same text, which is often its own."""
    first: dict[str, str] = {}
    return {item["id"]: first.setdefault(item["text"], item["id"]) for item in articles}


def score_building(built: Sequence[Built], articles: int) -> Metrics:
    """Give what making the index took, in the best of all rounds."""
    return {
        "articles_per_second": most_of([articles / item.work_seconds for item in built]),
        "passages_per_second": most_of([item.passages / item.work_seconds for item in built]),
        "ingest_seconds": least_of([item.whole_seconds for item in built]),
        "passages": most_of([item.passages for item in built]),
        "peak_ingest_mb": most_of([item.peak_mb for item in built]),
        "index_mb": most_of([item.index_mb for item in built]),
    }


def score_asking(asked: Sequence[Asked]) -> Metrics:
    """Give what asking took: the best start, and the times of all answers of all rounds."""
    times = [found.seconds * 1000 for item in asked for found in item.found]
    return {
        "cold_start_seconds": least_of([item.cold_seconds for item in asked]),
        "p50_ms": statistic(lambda column: percentile(column, 50), times),
        "p95_ms": statistic(lambda column: percentile(column, 95), times),
        "peak_asking_mb": most_of([item.peak_mb for item in asked]),
    }


def score_passages(
    found: Sequence[Found], questions: Mapping[str, GoldQuestion], first_of: Mapping[str, str]
) -> Metrics:
    """Give how good ranked passages are; articles count once, where their first passage stands.

    Args:
        found: for each question.
        questions: by id.
        first_of: id of an article -> id of the one that it is a copy of, or its own.
    """
    ranked, gold = [], []
    for item in found:
        ranked.append(tuple(dict.fromkeys(first_of[article] for article, _ in item.passages)))
        gold.append({first_of[article] for article in questions[item.id].gold})
    pairs = list(zip(ranked, gold, strict=True))
    return {
        "hit@1": average([hit_at(articles, right, 1) for articles, right in pairs]),
        "R@10": average([recall_at(articles, right, _SHOWN) for articles, right in pairs]),
        "nDCG@10": average([ndcg_at(articles, right, _SHOWN) for articles, right in pairs]),
        "answer_string_recall@10": average([_holds(item, questions) for item in found]),
        "words_given": average([_count_words(item) for item in found]),
    }


def score_answers(found: Sequence[Found], questions: Mapping[str, GoldQuestion]) -> Metrics:
    """Give how good answers are of which every sentence is given, none where they are refused."""
    return {
        "answer_in_sentence": average([_holds(item, questions) for item in found]),
        "refused": average([float(not item.passages) for item in found]),
        "words_given": average([_count_words(item) for item in found]),
    }


def score_embedding(ours: Sequence[Built], bare: Sequence[Built]) -> tuple[Metrics, Metrics]:
    """Give the share of the bare model's speed that our embedding has, and that speed."""
    length = bare[0].facts["tokens"] / bare[0].passages
    speed = most_of([item.facts["embedding_passages_per_second"] for item in ours])
    tokens = most_of([item.facts["tokens_per_second"] for item in bare])
    ceiling = Measure(*(value / length for value in (tokens.value, tokens.low, tokens.high)))
    metrics = {
        "embedding_passages_per_second": speed,
        "embedding_share_of_bare": single(speed.value / ceiling.value),
    }
    return metrics, {
        "tokens_per_second": tokens,
        "passages_per_second": ceiling,
        "tokens_per_passage": single(length),
    }


def least_of(values: Sequence[float]) -> Measure:
    """Give the least of what was measured in each round, with the least and the most.

    What disturbs a measurement makes it longer, never shorter: the best round is the least wrong.
    """
    return Measure(float(min(values)), float(min(values)), float(max(values)))


def most_of(values: Sequence[float]) -> Measure:
    """Give the most instead: of rates, for the same reason, and of memory, which is a peak."""
    return Measure(float(max(values)), float(min(values)), float(max(values)))


def _holds(found: Found, questions: Mapping[str, GoldQuestion]) -> float:
    answers = questions[found.id].answers
    return float(any(holds_answer(text, answers) for _, text in found.passages[:_SHOWN]))


def _count_words(found: Found) -> float:
    return float(sum(len(text.split()) for _, text in found.passages[:_SHOWN]))
