"""A question and its hits become sentences, each with how likely it is to hold the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import Logistic
from qa.question import Question, Term, Tokenize, holds_kind
from qa.retrieve import Hit

__all__ = ["Read", "ReadSentence", "Reading", "SimilarityReader", "term_weights"]

EncodeSentences = Callable[[Sequence[str]], NDArray[np.float32]]
"""Sentences -> (n, dim) unit rows."""

_MAX_SENTENCES = 24
"""How many sentences are compared by meaning; the likeliest by words and passage go first."""


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence of a hit: `article.text[start:end] == text`."""

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    """Probability, 0 to 1, that it holds the answer."""
    features: Mapping[str, float]
    vector: NDArray[np.float32]
    """(dim,), of unit length."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in the hits."""

    sentences: tuple[ReadSentence, ...]
    """Best first."""


Read = Callable[[Question, Sequence[Hit]], Reading]
"""The seam for readers: question and hits in, scored sentences out."""


class SimilarityReader:
    """Reads by likeness of question and sentence, shared words, and the kind of thing asked for.

    Args:
        encode_question: question -> (dim,) unit vector.
        encode_sentences: sentences -> (n, dim) unit rows.
        tokenize: text -> the tokens it is indexed under.
        idf: token -> its weight in the library.
        model: the fitted judgement over the features below.
    """

    def __init__(
        self,
        encode_question: Callable[[str], NDArray[np.float32]],
        encode_sentences: EncodeSentences,
        tokenize: Tokenize,
        idf: Callable[[str], float],
        model: Logistic,
    ) -> None:
        self._encode_question, self._encode_sentences = encode_question, encode_sentences
        self._tokenize, self._idf, self._model = tokenize, idf, model

    def __call__(self, question: Question, hits: Sequence[Hit]) -> Reading:
        weights = term_weights(question, self._idf)
        found = [
            (hit, span, features)
            for hit in hits
            for span, features in self._read_words(question, weights, hit)
        ]
        found.sort(key=lambda item: -(item[2]["passage_score"] + item[2]["coverage"]))
        found = found[:_MAX_SENTENCES]
        if not found:
            return Reading(())
        texts = [_text_of(hit, span) for hit, span, _ in found]
        vectors = self._encode_sentences(texts)  # (n_sentences, dim)
        cosines = vectors @ self._encode_question(question.text)  # (n_sentences,)
        sentences = []
        for i, (hit, span, features) in enumerate(found):
            features["sentence_cosine"] = float(cosines[i])
            score = self._model(features)
            sentences.append(ReadSentence(hit, *span, texts[i], score, features, vectors[i]))
        sentences.sort(key=lambda item: (-item.score, item.hit.article.id, item.start))
        return Reading(tuple(sentences))

    def _read_words(
        self, question: Question, weights: Mapping[Term, float], hit: Hit
    ) -> list[tuple[tuple[int, int], dict[str, float]]]:
        """Give each sentence's span with the features that need no model."""
        around = {
            *self._tokenize(hit.article.title),
            *self._tokenize(hit.passage.heading),
            *self._tokenize(hit.passage.text),
        }
        shared = {
            "passage_cosine": hit.scored.cosine,
            "passage_score": hit.scored.score,
            "context_coverage": _covered(weights, around),
        }
        read = []
        for span in hit.passage.sentences:
            text = _text_of(hit, span)
            held = holds_kind(question, text)
            features = {
                **shared,
                "coverage": _covered(weights, set(self._tokenize(text))),
                "kind_held": float(held is True),
                "kind_missing": float(held is False),
                "is_question": float(text.rstrip("\"”’' ").endswith("?")),
                "brevity": 1.0 / (1 + len(text.split())),
            }
            read.append((span, features))
        return read


def term_weights(question: Question, idf: Callable[[str], float]) -> dict[Term, float]:
    """Give each term's share of the question, by its rarity; the shares add up to 1."""
    weights = {term: max(map(idf, term.tokens)) for term in question.terms}
    total = sum(weights.values()) or 1.0
    return {term: weight / total for term, weight in weights.items()}


def _covered(weights: Mapping[Term, float], tokens: set[str]) -> float:
    return sum(weight for term, weight in weights.items() if not tokens.isdisjoint(term.tokens))


def _text_of(hit: Hit, span: tuple[int, int]) -> str:
    passage = hit.passage
    return passage.text[span[0] - passage.start : span[1] - passage.start]
