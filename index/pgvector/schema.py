"""The tables of a library in PostgreSQL; the only file that knows how they are made."""

from collections.abc import Mapping

from index.pgvector.writer import Writer

__all__ = [
    "INDEXES",
    "PAIRS",
    "RECEIPTS",
    "TABLES_BY_ARTICLE",
    "TABLES_OF_ALL",
    "TERMS",
    "Columns",
    "add_indexes",
    "add_indexes_of_all",
    "columns_of",
    "grant",
    "make_base",
    "make_tables",
]

Columns = dict[str, str]
"""Name -> type of PostgreSQL."""

_FILTERED: Columns = {
    "outlet": "text",
    "day": "date",  # of publication, as written; NULL when undated
    "here": "date",  # the same where the library was built, of a time that is said with its zone
    "is_analysis": "bool",
}
"""What filters ask of a passage: beside its vector and its keywords, so that a search can."""
_ARTICLES: Columns = {
    "article": "int8",  # its row: rises in the order that articles came in
    "digest": "bytea",  # of all that is written down of it: what did not change is left alone
    "id": "text",
    "aliases": "text",
    "sha256": "text",
    "title": "text",
    "outlet": "text",
    "published": "text",
    "published_clock": "text",
    "published_basis": "text",
    "language": "text",
    "words": "int4",
    "text": "text",
    "original": "text",
    "record": "text",
    "day": "date",
    "passages": "int4",
    "family": "int8",  # row of the first article of its source family
}
_PASSAGES: Columns = {
    "passage": "int8",  # its row: that of its article, then its place, see `rows`
    "article": "int8",
    "id": "text",
    "start_at": "int4",
    "end_at": "int4",
    "text": "text",
    "heading": "text",
    "kind": "text",
    "page": "int4",
    "sentences": "text",
    "cut_sentences": "int4",
}
_VECTORS: Columns = {"passage": "int8", "article": "int8", **_FILTERED, "vector": "vector"}
_KEYWORDS: Columns = {
    "passage": "int8",
    "article": "int8",
    **_FILTERED,
    "stemmer": "text",
    "terms": "int4[]",
    "weights": "sparsevec",
}
_ARTICLE_KEYWORDS: Columns = {"article": "int8", "stemmer": "text", "weights": "sparsevec"}
TABLES_BY_ARTICLE = {
    "articles": _ARTICLES,
    "passages": _PASSAGES,
    "vectors": _VECTORS,
    "keywords": _KEYWORDS,
    "article_keywords": _ARTICLE_KEYWORDS,
}
"""Every row of them belongs to one article."""
TERMS: Columns = {
    "term": "int4",  # of the sparse vectors
    "word": "text",
    "passages": "int4",  # that hold it
    "articles": "int4",
}
PAIRS: Columns = {
    "one": "int8",
    "other": "int8",
    "kind": "text",
    "chance": "float8",
    "cosine": "float8",
    "share_one": "float8",
    "share_other": "float8",
    "own_one": "text",
    "own_other": "text",
    "aligned": "text",
}
"""As `index.family_tables` has them."""
RECEIPTS: Columns = dict.fromkeys(("path", "status", "reason", "record"), "text")
TABLES_OF_ALL = {"terms": TERMS, "pairs": PAIRS, "receipts": RECEIPTS}
"""Their rows belong to no one article."""

_BASE = """
CREATE SCHEMA IF NOT EXISTS {schema};
CREATE TABLE IF NOT EXISTS {schema}.current (
    is_it bool PRIMARY KEY DEFAULT true CHECK (is_it),
    generation text NOT NULL,
    tables text NOT NULL,           -- schema of the tables in use
    previous text NOT NULL,         -- of those before, for readers that have them open
    manifest text NOT NULL,         -- JSON
    facts text NOT NULL             -- JSON: what every reader would count else
)
"""
INDEXES = 2
"""Version of the indexes below: a library that has others is written anew by the next rebuild."""
_INDEXES = """
CREATE UNIQUE INDEX ON {schema}.articles (article{version});
CREATE UNIQUE INDEX ON {schema}.articles (id{version});
CREATE INDEX ON {schema}.articles (family);
CREATE UNIQUE INDEX ON {schema}.passages (passage{version});
CREATE UNIQUE INDEX ON {schema}.vectors (passage{version});
CREATE INDEX ON {schema}.vectors (day);
CREATE INDEX ON {schema}.vectors (here);
CREATE INDEX ON {schema}.vectors (outlet);
CREATE INDEX ON {schema}.vectors (article);
CREATE UNIQUE INDEX ON {schema}.keywords (passage{version});
CREATE INDEX ON {schema}.keywords USING gin (terms);
CREATE UNIQUE INDEX ON {schema}.article_keywords (article{version});
"""
_GRAPH = "m = 24, ef_construction = 128"
"""Neighbours of each vector, and how many are looked at to choose them: docs/decisions.md."""
_INDEXES_OF_ALL = """
CREATE UNIQUE INDEX ON {schema}.terms (word);
CREATE INDEX ON {schema}.pairs (one);
CREATE INDEX ON {schema}.pairs (other)
"""


def make_base(writer: Writer, schema: str) -> None:
    """Make the schema that says which tables are in use, and pgvector's types, where missing."""
    writer.run("CREATE EXTENSION IF NOT EXISTS vector")
    writer.run(_BASE.format(schema=schema))


def make_tables(writer: Writer, schema: str, tables: Mapping[str, Columns]) -> None:
    """Make tables in a schema, as those of `TABLES_BY_ARTICLE` or `TABLES_OF_ALL`."""
    writer.run(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for table, columns in tables.items():
        writer.run(f"CREATE TABLE {schema}.{table} ({columns_of(columns)})")
    if "vectors" in tables:
        # A vector is read whenever it is compared: beside its row, and as it is.
        writer.run(f"ALTER TABLE {schema}.vectors ALTER vector SET STORAGE plain")


def columns_of(columns: Columns) -> str:
    """Give columns as a table is made of them."""
    # By code points, as Python sorts: another order would hang on the server's system.
    kinds = (kind.replace("text", 'text COLLATE "C"') for kind in columns.values())
    return ", ".join(map(" ".join, zip(columns, kinds, strict=True)))


def add_indexes(
    writer: Writer, schema: str, dimension: int, method: str, version: str = ""
) -> None:
    """Index the tables of articles' rows, once they are filled.

    Args:
        writer: of the transaction.
        schema: of the tables.
        dimension: of the vectors.
        method: "hnsw" or "exact".
        version: column that tells versions of a row apart, where there may be several.
    """
    writer.run("SET LOCAL maintenance_work_mem = '1GB'")
    writer.run(_INDEXES.format(schema=schema, version=version and f", {version}"))
    if method == "hnsw":
        # Half the size in 16 bits; what it finds is compared anew in 32.
        writer.run(
            f"CREATE INDEX ON {schema}.vectors USING hnsw"
            f" ((vector::halfvec({dimension})) halfvec_ip_ops) WITH ({_GRAPH})"
        )
    for table in TABLES_BY_ARTICLE:
        writer.run(f"ANALYZE {schema}.{table}")


def add_indexes_of_all(writer: Writer, schema: str) -> None:
    """Index the other tables, once they are filled."""
    writer.run(_INDEXES_OF_ALL.format(schema=schema))
    for table in ("terms", "pairs"):
        writer.run(f"ANALYZE {schema}.{table}")


def grant(writer: Writer, schema: str, role: str) -> None:
    """Let a role read what is in a schema."""
    writer.run(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    writer.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
