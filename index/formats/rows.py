"""Tables and records: each row of a .csv file, each line of a .jsonl file is an article."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from index.articles import Extracted, Metadata
from index.columns import Columns
from index.errors import ArticleError
from index.formats.entries import make_body, make_claims, name_entries, note_left_out
from index.formats.plain import decode

__all__ = ["read_csv", "read_json_lines"]

_DELIMITERS = ",;\t|"
_PROBE = 65536  # characters that tell how columns are parted
_LARGEST_CELL = 2**24


def read_csv(content: bytes, columns: Columns) -> list[Extracted]:
    """Give the articles of a table whose first row names its columns.

    Raises:
        ArticleError: no column holds a text, or the table is damaged.
    """
    text = decode(content)
    csv.field_size_limit(_LARGEST_CELL)
    try:
        dialect = csv.Sniffer().sniff(text[:_PROBE], _DELIMITERS)
    except csv.Error:  # one column, or a first row unlike the others
        dialect = csv.excel
    dialect.doublequote = True  # the sniffer only finds it where a cell has quotation marks inside
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), dialect=dialect))
    except csv.Error as error:
        raise ArticleError(f"damaged: not a readable table ({error})") from error
    if not rows:
        raise ArticleError("empty: the table has no rows below its first")
    return _read_records([{**row} for row in rows], columns, "row")


def read_json_lines(content: bytes, columns: Columns) -> list[Extracted]:
    """Give the articles of a file with one JSON object a line.

    Raises:
        ArticleError: a line is no JSON object, or no field holds a text.
    """
    return _read_records(list(_objects(decode(content))), columns, "record")


def _objects(text: str) -> Iterator[dict[str, object]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise ArticleError(f"damaged: line {number} is no JSON ({error})") from error
        if not isinstance(value, dict):
            raise ArticleError(f"damaged: line {number} is no JSON object")
        yield value


def _read_records(
    records: Sequence[Mapping[str, object]], columns: Columns, what: str
) -> list[Extracted]:
    picked = [columns.pick({**record}) for record in records]
    if not any("text" in item for item in picked):
        names = ", ".join(map(str, list(records[0])[:8])) if records else "none"
        raise ArticleError(
            f"no column holds the text of articles (it has {names}); name it in [index.columns] "
            "text in config.toml"
        )
    told = [item for item in picked if _say(item.get("text")).strip()]
    entries = name_entries((_say(item.get("id")), _read_record(item)) for item in told)
    return note_left_out(entries, len(records) - len(told), what)


def _read_record(picked: Mapping[str, object]) -> Extracted:
    body = make_body(_say(picked["text"]))
    updated = make_claims(picked.get("updated"), "table column")
    metadata = Metadata(
        title=_say(picked.get("title")),
        outlet=_say(picked.get("outlet")),
        authors=_names(picked.get("authors")),
        author_basis="table column" if picked.get("authors") else "",
        dates=make_claims(picked.get("date"), "table column"),
        updated=updated[0] if updated else None,
        section=_say(picked.get("section")),
    )
    return Extracted(body.text, metadata, body.headings, body.captions, notes=body.notes)


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_say(item) for item in value)
    return tuple(part.strip() for part in _say(value).split(";") if part.strip())


def _say(value: object) -> str:
    """Give a value as text; a record within a record, such as an author, by its name."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or "")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "\n".join(map(_say, value))
    return str(value)
