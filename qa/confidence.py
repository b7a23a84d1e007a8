"""How sure we are that the articles answer the question."""

from collections.abc import Callable

from qa.coefficients import Fitted
from qa.question import Question, Term, Tokenize, parse_question
from qa.read import Reading, term_weights
from qa.retrieve import Hit

__all__ = ["Confidence", "tokens_of"]


_SEEN = ("passage_answers", "span_margin")
"""Features of the best sentence where a model has read its passage, as they are."""


class Confidence:
    """Question and reading -> calibrated probability, 0 to 1, that the articles answer.

    Args:
        tokenize: text -> the tokens it is indexed under.
        idf: token -> its weight in the library.
        document_frequency: token -> number of passages that hold it.
        fitted: the judgements over `features`.
    """

    def __init__(
        self,
        tokenize: Tokenize,
        idf: Callable[[str], float],
        document_frequency: Callable[[str], int],
        fitted: Fitted,
    ) -> None:
        self._tokenize, self._idf = tokenize, idf
        self._document_frequency, self._fitted = document_frequency, fitted

    def __call__(self, question: Question, reading: Reading) -> float:
        if not reading.sentences:
            return 0.0
        if not question.is_fitted:
            return self._tell_matter(question, reading)
        judge = self._fitted.of(reading.is_seen).confidence
        return judge(self.features(question, reading))

    def _tell_matter(self, question: Question, reading: Reading) -> float:
        """Give how much of what is named stands in one passage; all names must."""
        best = max(reading.sentences, key=lambda item: item.features["context_coverage"])
        around = tokens_of(best.hit, self._tokenize)
        if any(around.isdisjoint(term.tokens) for term in question.names):
            return 0.0
        return best.features["context_coverage"] if question.terms else 1.0

    def features(self, question: Question, reading: Reading) -> dict[str, float]:
        """Give what the judgement rests on; `reading` holds at least one sentence."""
        best = reading.sentences[0]
        weights = term_weights(question, self._idf)
        absent = self.absent_terms(question)
        around = tokens_of(best.hit, self._tokenize)
        names = question.names
        lost = [term for term in names if around.isdisjoint(term.tokens)]
        seen = {name: best.features[name] for name in _SEEN if name in best.features}
        if reading.is_seen:
            # Of the right matter, and yet no answer: so a near miss looks. Where other words hide
            # the answer from the model, it sees neither.
            near, answers = best.features["passage_near"], best.features["passage_answers"]
            seen["near_unanswered"] = near - answers
        return {
            **seen,
            "best_score": best.score,
            "sentence_cosine": best.features["sentence_cosine"],
            "passage_cosine": max(item.features["passage_cosine"] for item in reading.sentences),
            "coverage": best.features["coverage"],
            "context_coverage": best.features["context_coverage"],
            "kind_missing": best.features["kind_missing"],
            "absent_share": sum(weights[term] for term in absent),
            "name_absent": float(any(term.is_name for term in absent)),
            "names_lost": len(lost) / len(names) if names else 0.0,
        }

    def absent_terms(self, question: Question) -> tuple[Term, ...]:
        """Give the question's terms that no article mentions."""
        return tuple(
            term
            for term in question.terms
            if not any(self._document_frequency(token) for token in term.tokens)
        )

    def is_foreign(self, question: str) -> bool:
        """Tell whether a question names what no article mentions."""
        terms = self.absent_terms(parse_question(question, self._tokenize))
        return any(term.is_name for term in terms)


def tokens_of(hit: Hit, tokenize: Tokenize) -> set[str]:
    """Give what a passage and the headlines above it are indexed under."""
    return set(tokenize(f"{hit.article.title}\n{hit.passage.heading}\n{hit.passage.text}"))
