"""How sure we are that the articles answer the question, and what they lack when they do not."""

from collections.abc import Callable, Sequence

from qa.logistic import Logistic
from qa.question import Question, Term, Tokenize
from qa.read import Reading, term_weights

__all__ = ["Confidence", "say_missing"]


class Confidence:
    """Question and reading -> calibrated probability, 0 to 1, that the articles answer.

    Args:
        tokenize: text -> the tokens it is indexed under.
        idf: token -> its weight in the library.
        document_frequency: token -> number of passages that hold it.
        model: the fitted judgement over `features`.
    """

    def __init__(
        self,
        tokenize: Tokenize,
        idf: Callable[[str], float],
        document_frequency: Callable[[str], int],
        model: Logistic,
    ) -> None:
        self._tokenize, self._idf = tokenize, idf
        self._document_frequency, self._model = document_frequency, model

    def __call__(self, question: Question, reading: Reading) -> float:
        return self._model(self.features(question, reading)) if reading.sentences else 0.0

    def features(self, question: Question, reading: Reading) -> dict[str, float]:
        """Give what the judgement rests on; `reading` holds at least one sentence."""
        best = reading.sentences[0]
        weights = term_weights(question, self._idf)
        absent = self.absent_terms(question)
        around = self._tokens_around(reading)
        names = question.names
        lost = [term for term in names if around.isdisjoint(term.tokens)]
        return {
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

    def _tokens_around(self, reading: Reading) -> set[str]:
        """Give the tokens of the passage that the best sentence stands in."""
        hit = reading.sentences[0].hit
        return set(
            self._tokenize(f"{hit.article.title}\n{hit.passage.heading}\n{hit.passage.text}")
        )


def say_missing(
    question: Question, absent: Sequence[Term], reading: Reading, tokenize: Tokenize
) -> str:
    """Give one sentence on what the articles lack."""
    if not question.terms:
        return "The question names nothing that could be looked up."
    if absent:
        return f"No article mentions {_join(_phrases(question, absent))}."
    if not reading.sentences:
        return "No article that the filters allow comes near the question."
    hit = reading.sentences[0].hit
    near = set(tokenize(f"{hit.article.title}\n{hit.passage.heading}\n{hit.passage.text}"))
    apart = [term for term in question.terms if near.isdisjoint(term.tokens)]
    if apart:
        return (
            f"The nearest passage does not mention {_join(_phrases(question, apart))}; "
            "nothing near it answers the question."
        )
    return "Passages use the words of the question, but no sentence of theirs answers it."


def _phrases(question: Question, terms: Sequence[Term]) -> list[str]:
    """Give terms as typed; names first, and names side by side as one."""
    phrases: list[str] = []
    run: list[Term] = []
    for term in (*question.terms, None):
        if term is not None and term.is_name:
            run.append(term)
            continue
        if any(item in terms for item in run):
            phrases.append(" ".join(item.text for item in run))
        run = []
    return phrases or [f"“{term.text}”" for term in terms]


def _join(phrases: Sequence[str]) -> str:
    if len(phrases) == 1:
        return phrases[0]
    return f"{', '.join(phrases[:-1])} or {phrases[-1]}"
