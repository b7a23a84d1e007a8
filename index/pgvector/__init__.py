"""A library in PostgreSQL with pgvector: written by rebuilds, read by any number of pages."""

from index.pgvector.publish import Published, publish
from index.pgvector.store import PgvectorStore

__all__ = ["PgvectorStore", "Published", "publish"]
