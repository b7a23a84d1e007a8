"""What the articles lack when they do not answer, in one sentence."""

from collections.abc import Sequence

from qa.confidence import tokens_of
from qa.question import Question, Term, Tokenize
from qa.read import Reading
from qa.wording import Form

__all__ = ["say_missing"]


def say_missing(
    question: Question, absent: Sequence[Term], reading: Reading, tokenize: Tokenize
) -> str:
    """Give one sentence on what the articles lack.

    Args:
        question: that they do not answer, or not whole.
        absent: its terms that no article mentions.
        reading: what came nearest.
        tokenize: text -> the tokens it is indexed under.
    """
    return (
        _say_unnamed(question)
        or _say_absent(question, absent)
        or _say_nothing_near(question, reading)
        or _say_apart(question, reading, tokenize)
        or "Passages use the words of the question, but no sentence of theirs answers it."
    )


def _say_unnamed(question: Question) -> str:
    if question.form is Form.ABOUT and not question.text:
        return "There are too many articles to tell in a few words; name a person, place or matter."
    return "" if question.terms else "The question names nothing that could be looked up."


def _say_absent(question: Question, absent: Sequence[Term]) -> str:
    if not absent:
        return ""
    phrases = _phrases(question, absent)
    if any(term.is_name for term in absent):
        return f"No article mentions {_join(phrases)}."
    plural = "s" if len(phrases) > 1 else ""
    return f"No article uses the word{plural} {_join(phrases)}, and nothing found answers without."


def _say_nothing_near(question: Question, reading: Reading) -> str:
    if reading.sentences:
        return ""
    if question.speaker and reading.hits:
        who = " ".join(term.text for term in question.speaker)
        who = who if question.speaker[0].is_name else f"the “{who}”"
        return f"No sentence near the question tells what {who} said."
    return "No article that the filters allow comes near the question."


def _say_apart(question: Question, reading: Reading, tokenize: Tokenize) -> str:
    """Say which of the things asked about no passage near the question holds, or holds together."""
    asked = question.names or question.terms
    hits = {sentence.hit.passage.id: sentence.hit for sentence in reading.sentences}
    near = [tokens_of(hit, tokenize) for hit in hits.values()]
    lost = [term for term in asked if all(tokens.isdisjoint(term.tokens) for tokens in near)]
    if lost:
        return f"No passage near the question mentions {_join(_phrases(question, lost))}."
    together = any(all(not tokens.isdisjoint(term.tokens) for term in asked) for tokens in near)
    if len(asked) > 1 and not together:
        return f"No passage mentions {_join(_phrases(question, asked), 'and')} together."
    return ""


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
