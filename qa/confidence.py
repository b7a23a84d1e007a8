"""How sure we are that the articles answer the question, and what they lack when they do not."""

from collections.abc import Callable, Sequence

from index import Logistic
from qa.question import Question, Term, Tokenize
from qa.read import Reading, term_weights
from qa.retrieve import Hit

__all__ = ["Confidence", "say_missing"]


_SEEN = ("passage_answers", "passage_near", "span_margin", "span_share")
"""Features of the best sentence where a model has read its passage."""


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
        around = _tokens_of(best.hit, self._tokenize)
        names = question.names
        lost = [term for term in names if around.isdisjoint(term.tokens)]
        seen = {name: best.features[name] for name in _SEEN if name in best.features}
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
    asked = question.names or question.terms
    hits = {sentence.hit.passage.id: sentence.hit for sentence in reading.sentences}
    near = [_tokens_of(hit, tokenize) for hit in hits.values()]
    lost = [term for term in asked if all(tokens.isdisjoint(term.tokens) for tokens in near)]
    if lost:
        return f"No passage near the question mentions {_join(_phrases(question, lost))}."
    together = any(all(not tokens.isdisjoint(term.tokens) for term in asked) for tokens in near)
    if len(asked) > 1 and not together:
        return f"No passage mentions {_join(_phrases(question, asked), 'and')} together."
    return "Passages use the words of the question, but no sentence of theirs answers it."


def _tokens_of(hit: Hit, tokenize: Tokenize) -> set[str]:
    """Give what a passage and the headlines above it are indexed under."""
    return set(tokenize(f"{hit.article.title}\n{hit.passage.heading}\n{hit.passage.text}"))


def _phrases(question: Question, terms: Sequence[Term]) -> list[str]:
    """Give terms as typed; names first, and names side by side as one."""
    runs: list[list[Term]] = []
    for term in question.names:
        if runs and term.place == runs[-1][-1].place + 1:
            runs[-1].append(term)
        else:
            runs.append([term])
    phrases = [
        " ".join(term.text for term in run) for run in runs if any(term in terms for term in run)
    ]
    return phrases or [f"“{term.text}”" for term in terms]


def _join(phrases: Sequence[str], word: str = "or") -> str:
    if len(phrases) == 1:
        return phrases[0]
    return f"{', '.join(phrases[:-1])} {word} {phrases[-1]}"
