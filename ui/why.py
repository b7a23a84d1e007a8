"""Why a passage was found and how it was judged, in plain words."""

from typing import Any

from qa import Citation
from ui.controls import show_controls
from ui.highlight import mark_spans
from ui.words import count

__all__ = ["lacking_in_words", "why_data"]


def why_data(citation: Citation) -> dict[str, Any] | None:
    """Give the words that question and quote share, and what was made of the passage.

    None for what was not searched for.
    """
    if citation.why.ranks is None:
        return None
    segments = mark_spans(citation.text, citation.why.shared)
    return {
        "segments": [[show_controls(part.text), part.is_marked] for part in segments],
        "lines": [_ranks_in_words(citation), _judgement_in_words(citation)],
    }


def _ranks_in_words(citation: Citation) -> str:
    """Give where each way of searching had the passage."""
    ranks = citation.why.ranks
    assert ranks is not None
    keywords = f"{_ordinal(ranks.keywords)} by keywords" if ranks.keywords else ""
    article = f"{_ordinal(ranks.article)} by the keywords of its article" if ranks.article else ""
    arms = ", ".join(
        part for part in (f"{_ordinal(ranks.meaning)} by meaning", keywords, article) if part
    )
    alone = "" if keywords else "; it shares no keyword with the question"
    place = f"{_ordinal(ranks.fused)} of {count(ranks.compared, 'passage')} compared"
    return f"{place}: {arms}{alone}."


def _judgement_in_words(citation: Citation) -> str:
    """Say what the reader made of it."""
    judged = citation.why.judged
    if judged is None:
        if citation.number:
            return "It stands here for the sentence beside it, which leans on it."
        return "The reader did not look at it closely."
    percent = f"{round(100 * judged)} of 100" if judged >= 0.01 else "less than 1 of 100"
    if judged >= 0.85:
        return f"Read beside the question, it very likely holds the answer ({percent})."
    if judged >= 0.5:
        return f"Read beside the question, it probably holds the answer ({percent})."
    if judged >= 0.2:
        return f"Read beside the question, it may hold the answer ({percent})."
    return f"Read beside the question, it hardly holds the answer ({percent})."


def lacking_in_words(citation: Citation) -> str:
    """Say which words of the question the passage lacks; empty where it has all."""
    words = [f"“{word}”" for word in citation.why.lacking]
    if not words:
        return "It has the words of the question, but no sentence that answers it."
    joined = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    return show_controls(f"It says nothing of {joined}.")


def _ordinal(number: int) -> str:
    """Give "1st", "2nd", "11th"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{'th' if number % 100 in {11, 12, 13} else ending}"
