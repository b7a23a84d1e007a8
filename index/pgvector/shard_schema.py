"""The tables of a library on shards, and how they look from the server that is asked.

A shard's rows have versions: each belongs to the revisions from `since` to `last`. Which revision
is in use stands in one row on the server that is asked; its views show no other.
"""

from collections.abc import Sequence

from index.pgvector.driver import quote
from index.pgvector.schema import TABLES_BY_ARTICLE, Columns, add_indexes, columns_of, make_tables
from index.pgvector.writer import Writer

__all__ = ["FOREVER", "VERSIONS", "index_rows", "make_parts", "make_rows", "rows_of"]

VERSIONS: Columns = {"since": "int8", "last": "int8"}
FOREVER = (1 << 63) - 1
"""Last revision of a row that nothing has superseded."""
_STATE: Columns = {"cleaned": "int8", "written": "int8"}
"""Of a shard: the first and the last revision that its rows are good for."""


def rows_of(tables: str) -> str:
    """Give the schema that a shard's rows are in: never the one of the server's own tables."""
    return f"{tables}_rows"


def make_rows(writer: Writer, tables: str) -> None:
    """Make the tables of a generation on a shard."""
    schema = rows_of(tables)
    kept = {table: {**columns, **VERSIONS} for table, columns in TABLES_BY_ARTICLE.items()}
    make_tables(writer, schema, {**kept, "state": _STATE})
    writer.run(f"INSERT INTO {schema}.state VALUES (1, 1)")


def index_rows(writer: Writer, tables: str, dimension: int, method: str) -> None:
    """Index a shard's tables, once they are filled."""
    schema = rows_of(tables)
    add_indexes(writer, schema, dimension, method, "since")
    for table in TABLES_BY_ARTICLE:
        writer.run(f"CREATE INDEX ON {schema}.{table} (last) WHERE last < {FOREVER}")
    for table in ("passages", "keywords"):
        writer.run(f"CREATE INDEX ON {schema}.{table} (article)")


def make_parts(writer: Writer, tables: str, servers: Sequence[str]) -> None:
    """Make what the server that is asked has of a generation on shards.

    Args:
        writer: of its transaction.
        tables: schema of the generation.
        servers: names of the shards' foreign servers, in the order of the hash.
    """
    writer.run(f"CREATE TABLE {tables}.revision (number int8 NOT NULL)")
    writer.run(f"INSERT INTO {tables}.revision VALUES (1)")
    for table, columns in TABLES_BY_ARTICLE.items():
        whole = f"{tables}.all_{table}"
        kept = columns_of({**columns, **VERSIONS})
        writer.run(f"CREATE TABLE {whole} ({kept}) PARTITION BY HASH (article)")
        _show(writer, tables, table, "")
        for number, server in enumerate(servers):
            share = f"(MODULUS {len(servers)}, REMAINDER {number})"
            writer.run(
                f"CREATE FOREIGN TABLE {whole}_{number} PARTITION OF {whole} FOR VALUES WITH"
                f" {share} {_of_shard(server, tables, table)}"
            )
            _show(writer, tables, table, f"_{number}")
    for number, server in enumerate(servers):
        kept = f"{tables}.all_state_{number}"
        made = f"{kept} ({columns_of(_STATE)}) {_of_shard(server, tables, 'state')}"
        writer.run(f"CREATE FOREIGN TABLE {made}")
        # A role that reads views asks the shards in the name of their owner, and needs no other.
        writer.run(f"CREATE VIEW {tables}.state_{number} AS SELECT * FROM {kept}")


def _of_shard(server: str, tables: str, table: str) -> str:
    schema = quote(rows_of(tables))
    return f"SERVER {server} OPTIONS (schema_name {schema}, table_name {quote(table)})"


def _show(writer: Writer, tables: str, table: str, part: str) -> None:
    """Show the rows of the revision in use, of all shards or of one."""
    # In a SELECT of its own it is a number by the time that a shard is asked.
    number = f"(SELECT number FROM {tables}.revision)"
    writer.run(
        f"CREATE VIEW {tables}.{table}{part} AS SELECT {', '.join(TABLES_BY_ARTICLE[table])}"
        f" FROM {tables}.all_{table}{part} WHERE since <= {number} AND last >= {number}"
    )
