"""A question and its hits become sentences, each with how likely it is to hold the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.coefficients import Fitted
from qa.leaning import leans, sentence_before
from qa.question import Question, Term, Tokenize, holds_kind
from qa.retrieve import Hit
from qa.spans import UNSEEN, PassageRead, ReadPassages
from qa.speech import tells_speech
from qa.wording import Form

__all__ = ["Read", "ReadSentence", "Reading", "SentenceReader", "term_weights"]

EncodeSentences = Callable[[Sequence[str]], NDArray[np.float32]]
"""Sentences -> (n, dim) unit rows."""

_MOST_ALIKE = 24
"""How many sentences are compared by meaning where nothing else reads them: the likeliest by words
and passage."""
_MOST_READ = 10
"""How many are where a model has read them: the likeliest by what it saw."""


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
    short: tuple[int, int] | None = None
    """Where in the article the short answer within the sentence stands, where a model sees one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in the hits."""

    sentences: tuple[ReadSentence, ...]
    """Best first."""
    hits: tuple[Hit, ...] = ()
    """What was read, best first."""

    @property
    def is_seen(self) -> bool:
        """Whether a model has read the passages."""
        return bool(self.sentences) and "passage_answers" in self.sentences[0].features


Read = Callable[[Question, Sequence[Hit]], Reading]
"""The seam for readers: question and hits in, scored sentences out."""


@dataclass(slots=True)
class _Candidate:
    """A sentence on its way to be scored."""

    hit: Hit
    span: tuple[int, int]
    text: str
    features: dict[str, float]
    short: tuple[int, int] | None = None

    @property
    def promise(self) -> float:
        """How likely it is worth a closer look."""
        features = self.features
        if "span_margin" in features:
            return features["span_margin"] + features["passage_answers"]
        return features["passage_score"] + features["coverage"]


class SentenceReader:
    """Reads by likeness of question and sentence, shared words, and the kind of thing asked for.

    Where there is a model that reads, what it sees in each passage counts with these.

    Args:
        encode_question: question -> (dim,) unit vector.
        encode_sentences: sentences -> (n, dim) unit rows.
        tokenize: text -> the tokens it is indexed under.
        idf: token -> its weight in the library.
        fitted: the judgements over the features below.
        read_passages: the model that reads; without one, likeness and words are all there is.
    """

    def __init__(
        self,
        encode_question: Callable[[str], NDArray[np.float32]],
        encode_sentences: EncodeSentences,
        tokenize: Tokenize,
        idf: Callable[[str], float],
        fitted: Fitted,
        read_passages: ReadPassages | None = None,
    ) -> None:
        self._encode_question, self._encode_sentences = encode_question, encode_sentences
        self._tokenize, self._idf, self._fitted = tokenize, idf, fitted
        self._read_passages = read_passages

    def __call__(self, question: Question, hits: Sequence[Hit]) -> Reading:
        weights = term_weights(question, self._idf)
        found = [item for hit in hits for item in self._read_words(question, weights, hit)]
        is_seen = self._read_passages is not None and question.form is not Form.ABOUT
        if is_seen:
            self._look_inside(question, hits, found)
        if question.speaker:
            found = [item for item in found if self._tells_speech(item, question)]
        most = _MOST_READ if is_seen else _MOST_ALIKE
        found = sorted(found, key=lambda item: -item.promise)[:most]
        return Reading(self._score(question, found, is_seen), tuple(hits))

    def _score(
        self, question: Question, found: Sequence[_Candidate], is_seen: bool
    ) -> tuple[ReadSentence, ...]:
        """Give sentences with how likely they are to hold the answer, the likeliest first."""
        if not found:
            return ()
        judge = self._fitted.of(is_seen).sentence
        vectors = self._encode_sentences([item.text for item in found])  # (n_sentences, dim)
        cosines = vectors @ self._encode_question(question.text)  # (n_sentences,)
        sentences = []
        for item, cosine, vector in zip(found, cosines.tolist(), vectors, strict=True):
            item.features["sentence_cosine"] = cosine
            score = judge(item.features)
            sentences.append(
                ReadSentence(
                    item.hit, *item.span, item.text, score, item.features, vector, item.short
                )
            )
        sentences.sort(key=lambda item: (-item.score, item.hit.article.id, item.start))
        return tuple(sentences)

    def _look_inside(
        self, question: Question, hits: Sequence[Hit], found: list[_Candidate]
    ) -> None:
        """Add what the model sees in the passage of each sentence."""
        assert self._read_passages is not None
        texts = [f"{hit.article.title}\n{hit.passage.text}" for hit in hits]
        reads = self._read_passages(question.text, texts)
        by_passage = {hit.passage.id: read for hit, read in zip(hits, reads, strict=True)}
        for item in found:
            _add_read(item, by_passage[item.hit.passage.id])
            if question.form is Form.YES_NO:
                item.short = None  # a few words do not say whether it is so

    def _tells_speech(self, item: _Candidate, question: Question) -> bool:
        """Tell whether a sentence, with the one before it if it leans on that, is somebody's."""
        before = sentence_before(item.hit.passage, item.span[0])
        text = item.text
        if before is not None and leans(text):
            text = f"{item.hit.passage.cut(*before)} {text}"
        return tells_speech(text, question.speaker, self._tokenize)

    def _read_words(
        self, question: Question, weights: Mapping[Term, float], hit: Hit
    ) -> list[_Candidate]:
        """Give each sentence with the features that need no model."""
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
            text = hit.passage.cut(*span)
            held = holds_kind(question, text)
            features = {
                **shared,
                "coverage": _covered(weights, set(self._tokenize(text))),
                "kind_held": float(held is True),
                "kind_missing": float(held is False),
                "is_question": float(text.rstrip("\"”’' ").endswith("?")),
                "brevity": 1.0 / (1 + len(text.split())),
            }
            read.append(_Candidate(hit, span, text, features))
        return read


def _add_read(item: _Candidate, read: PassageRead) -> None:
    """Add what a model saw in a sentence; a title stands above its passage."""
    skipped = len(item.hit.article.title) + 1 - item.hit.passage.start
    start, end = (place + skipped for place in item.span)
    span = read.find(start, end)
    item.features |= {
        "passage_answers": read.answers,
        "passage_near": read.near,
        "span_share": read.share(start, end),
        "span_margin": max(span.margin if span else UNSEEN, UNSEEN),
    }
    if not read.has_spans:
        item.features["span_margin"] = read.answers
    elif span is not None:
        item.short = (span.start - skipped, span.end - skipped)


def term_weights(question: Question, idf: Callable[[str], float]) -> dict[Term, float]:
    """Give each term's share of the question, by its rarity; the shares add up to 1."""
    weights = {term: max(map(idf, term.tokens)) for term in question.terms}
    total = sum(weights.values()) or 1.0
    return {term: weight / total for term, weight in weights.items()}


def _covered(weights: Mapping[Term, float], tokens: set[str]) -> float:
    return sum(weight for term, weight in weights.items() if not tokens.isdisjoint(term.tokens))
