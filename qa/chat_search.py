"""Words are looked for in chats: in their names, their questions and the sentences quoted."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qa.kept import ChatSummary, Finding

__all__ = ["find_in_name", "find_in_turns", "fold_words"]

_AROUND = 60
"""Characters that are shown on each side of what was found."""
Field = tuple[str, str, str]
"""Place, title of the article, text."""


def fold_words(text: str) -> list[str]:
    """Give the words to look for, without capitals and accents."""
    return _fold(text).split()


def find_in_name(chat: ChatSummary, words: Sequence[str]) -> Finding | None:
    """Give where the name of a chat holds all the words."""
    return _find([("name", "", chat.name)], words, chat, 0)


def find_in_turns(
    turns: Iterable[tuple[ChatSummary, int, str]], words: Sequence[str]
) -> Iterator[Finding]:
    """Give the best place in each answer that holds all the words, in it or in its question.

    Args:
        turns: chat, number of the answer and the answer as JSON.
        words: as `fold_words` gives them.
    """
    for chat, number, text in turns:
        found = _find(list(_fields(json.loads(text))), words, chat, number)
        if found:
            yield found


def _fields(answer: dict[str, Any]) -> Iterator[Field]:
    """Give what a reader saw of an answer; one that another program kept may lack any of it."""
    yield "question", "", str(answer.get("question") or "")
    if answer.get("standalone") != answer.get("question"):
        yield "question", "", str(answer.get("standalone") or "")
    for shelf in ("citations", "also_found"):
        for citation in answer.get(shelf) or ():
            title = str((citation.get("source") or {}).get("title") or "")
            yield "answer", title, str(citation.get("text") or "")
    yield "answer", "", str(answer.get("missing") or "")


def _find(
    fields: Sequence[Field], words: Sequence[str], chat: ChatSummary, number: int
) -> Finding | None:
    """Give the field that holds most of the words, where all of them stand in some field."""
    folded = [_fold(text) for _, _, text in fields]
    if not words or not all(any(word in text for text in folded) for word in words):
        return None
    held = [sum(word in text for word in words) for text in folded]
    best = held.index(max(held))
    place, article, text = fields[best]
    first, word = min((folded[best].find(w), w) for w in words if w in folded[best])
    start = max(0, first - _AROUND)
    shown = text[start : first + len(word) + _AROUND]
    before, after = "…" * (start > 0), "…" * (start + len(shown) < len(text))
    at = first - start + len(before)
    return Finding(chat, number, place, article, f"{before}{shown}{after}", at, at + len(word))


def _fold(text: str) -> str:
    """Take capitals and accents away, letter by letter, so that every place stays where it is."""
    return text.lower() if text.isascii() else text.translate(_LETTERS)


class _Letters(dict[int, str]):
    """Code of a letter -> the letter without capitals and accents; each is worked out once."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        plain = parts[0] if all(map(unicodedata.combining, parts[1:])) else chr(code)
        lowered = plain.lower()
        self[code] = lowered if len(lowered) == 1 else plain
        return self[code]


_LETTERS = _Letters()
