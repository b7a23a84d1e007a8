"""An answer becomes JSON and comes back equal; the only file that knows pydantic.

What it is made of is read off the types: a new field needs no line here. A record without a field
takes the field's default, and one that has more than this program knows loses nothing but that.
"""

import json
from functools import cache
from typing import TYPE_CHECKING

from qa.answer import Answer

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["restore", "to_json"]


def to_json(answer: Answer) -> str:
    """Give an answer with all its evidence as one line of ASCII."""
    # Ours escapes half a surrogate pair, which a terminal may hand over; pydantic's refuses it.
    return json.dumps(_adapter().dump_python(answer, mode="json"))


def restore(text: str) -> Answer:
    """Give the answer that `to_json` wrote: `restore(to_json(answer)) == answer`.

    Raises:
        ValueError: it is no such answer; the message names the first field that is not.
    """
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(json.loads(text))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "the answer"
        raise ValueError(f"{field}: {first['msg']}") from error


@cache
def _adapter() -> "TypeAdapter[Answer]":
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
