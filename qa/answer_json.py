"""Answers and whole chats become JSON and come back equal; the only file that knows pydantic.

What they are made of is read off the types: a new field needs no line here. A record without a
field takes the field's default, and one that has more than this program knows loses nothing but
that.
"""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from qa.answer import Answer
from qa.kept import Transcript

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["restore", "restore_transcript", "to_json", "transcript_to_plain"]

Kept = TypeVar("Kept", Answer, Transcript)


def to_json(answer: Answer) -> str:
    """Give an answer with all its evidence as one line of ASCII."""
    # Ours escapes half a surrogate pair, which a terminal may hand over; pydantic's refuses it.
    return json.dumps(_answers().dump_python(answer, mode="json"))


def restore(text: str) -> Answer:
    """Give the answer that `to_json` wrote: `restore(to_json(answer)) == answer`.

    Raises:
        ValueError: it is no such answer; the message names the first field that is not.
    """
    return _validate(_answers(), json.loads(text))


def transcript_to_plain(transcript: Transcript) -> dict[str, Any]:
    """Give a chat with all its evidence as plain objects for JSON."""
    content: dict[str, Any] = _transcripts().dump_python(transcript, mode="json")
    return content


def restore_transcript(content: object) -> Transcript:
    """Give the chat that `transcript_to_plain` gave.

    Raises:
        ValueError: it is none; the message names the first field that is not.
    """
    return _validate(_transcripts(), content)


def _validate(adapter: "TypeAdapter[Kept]", content: object) -> Kept:
    from pydantic import ValidationError

    try:
        return adapter.validate_python(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "the answer"
        raise ValueError(f"{field}: {first['msg']}") from error


@cache
def _answers() -> "TypeAdapter[Answer]":
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)


@cache
def _transcripts() -> "TypeAdapter[Transcript]":
    from pydantic import TypeAdapter

    return TypeAdapter(Transcript)
