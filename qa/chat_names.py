"""What a chat is called: one line that can be shown, taken from its first question or given."""

from qa.chat_file import ChatsError

__all__ = ["LONGEST_NAME", "check_name", "name_after"]

LONGEST_NAME = 60
"""Characters of a name that is made from a question."""
_LONGEST_GIVEN = 200


def check_name(name: str) -> str:
    """Give a name as it is kept.

    Raises:
        ChatsError: nothing of it can be shown, or it is too long.
    """
    tidy = _tidy(name)
    if not tidy:
        raise ChatsError(f"{name!r} names no chat; use letters or digits")
    if len(tidy) > _LONGEST_GIVEN:
        raise ChatsError(f"a name has at most {_LONGEST_GIVEN} characters; shorten it")
    return tidy


def name_after(question: str) -> str:
    """Name a chat after its first question, cut at the end of a word where one is near."""
    name = _tidy(question) or "Chat"
    if len(name) <= LONGEST_NAME:
        return name
    kept = name[: LONGEST_NAME - 2]
    words, _, _ = kept.rpartition(" ")
    return f"{words if len(words) > LONGEST_NAME // 2 else kept} …"


def _tidy(text: str) -> str:
    """Give a name on one line, without what cannot be shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
