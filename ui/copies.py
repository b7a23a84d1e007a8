"""What the copy buttons put on the clipboard: plain text, every quote with its source line."""

from qa import Answer, Citation
from ui.words import source_line, verdict

__all__ = ["answer_to_copy", "quote_to_copy"]


def quote_to_copy(citation: Citation) -> str:
    """Give a quote in quotation marks with its source line below, as the article writes it."""
    return f"“{citation.text}”\n{_line(citation)}"


def answer_to_copy(answer: Answer) -> str:
    """Give the question, what the articles say to it, and a numbered line for each source."""
    lines = [answer.standalone, f"{verdict(answer)}."]
    lines += [part for part in (answer.tally.text if answer.tally else "", answer.missing) if part]
    if answer.tally:
        numbered = [f"[{c.number}] “{c.text}” {_line(c)}" for c in answer.citations]
        return "\n".join([*lines, "", *numbered])
    if not answer.citations:
        return "\n".join(lines)
    sources = [f"[{citation.number}] {_line(citation)}" for citation in answer.citations]
    return "\n".join([*lines, "", answer.text, "", *sources])


def _line(citation: Citation) -> str:
    source = citation.source
    page = f", page {citation.page}" if citation.page else ""
    return f"{source.title or source.article_id}, {source_line(source)}{page}"
