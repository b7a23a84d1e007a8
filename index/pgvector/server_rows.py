"""The rows of articles in tables of one server, written in the transaction of all the rest."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from index.pgvector.schema import TABLES_BY_ARTICLE, add_indexes, make_tables
from index.pgvector.source import Row
from index.pgvector.writer import Writer

__all__ = ["FAMILIES", "Rows", "ServerRows"]

FAMILIES = {"article": "int8", "family": "int8"}
"""Columns of what says to which family each article belongs."""


class Rows(Protocol):
    """Where the rows of articles are written; a context manager that keeps what it was told."""

    def __enter__(self) -> "Rows": ...

    def __exit__(self, *_: Any) -> None: ...

    @property
    def facts(self) -> dict[str, Any]:
        """What readers have to know of the place."""

    def holds(self, tables: str, facts: dict[str, Any]) -> bool:
        """Tell whether a generation is here, and whole, so that it can be changed."""

    def make(self, tables: str) -> None:
        """Make tables that are empty, to be filled."""

    def change(self) -> None:
        """Begin to change the generation that is held."""

    def remove(self, tables: Iterable[str], articles: Sequence[int] | None) -> None:
        """Take rows of articles out of some tables, all where none are named."""

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Put rows into a table."""

    def set_families(self, families: Iterable[Row]) -> None:
        """Say of all articles to which family each belongs."""

    def index(self, dimension: int, method: str) -> None:
        """Index the tables, once they are filled."""

    def retire(self, tables: str) -> None:
        """Give up a generation that no page has open any more."""

    def finish(self) -> None:
        """Tidy up, once readers see what was written."""


class ServerRows:
    """Rows on the server that is asked.

    Args:
        writer: of the transaction.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer, self._schema = writer, ""
        self.facts = dict[str, Any]()

    def __enter__(self) -> "ServerRows":
        return self

    def __exit__(self, *_: object) -> None:
        """Leave what was written to the transaction."""

    def holds(self, tables: str, facts: dict[str, Any]) -> bool:
        """Tell whether a generation is here."""
        self._schema = tables
        return not facts.get("shards")

    def make(self, tables: str) -> None:
        """Make tables that are empty."""
        self._schema = tables
        make_tables(self._writer, tables, TABLES_BY_ARTICLE)

    def change(self) -> None:
        """Begin: the transaction has begun."""

    def remove(self, tables: Iterable[str], articles: Sequence[int] | None) -> None:
        """Take rows of articles out of some tables."""
        where = "" if articles is None else "WHERE article = ANY(%(rows)s)"
        for table in tables:
            statement = f"DELETE FROM {self._schema}.{table} {where}"
            self._writer.run(statement, None if articles is None else {"rows": [*articles]})

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Put rows into a table."""
        self._writer.copy(f"{self._schema}.{table}", TABLES_BY_ARTICLE[table], rows)

    def set_families(self, families: Iterable[Row]) -> None:
        """Say of all articles to which family each belongs."""
        self._writer.stage("families", FAMILIES, families)
        self._writer.run(
            f"UPDATE {self._schema}.articles a SET family = n.family FROM new_families n"
            " WHERE a.article = n.article AND a.family <> n.family"
        )

    def index(self, dimension: int, method: str) -> None:
        """Index the tables."""
        add_indexes(self._writer, self._schema, dimension, method)

    def retire(self, tables: str) -> None:
        """Give up a generation: its schema goes with all that is in it."""

    def finish(self) -> None:
        """Leave all as it is: nothing is left behind."""
