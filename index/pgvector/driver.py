"""The drivers of PostgreSQL and pgvector; the only file that imports them."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ExtraMissingError

__all__ = [
    "dense",
    "first_line",
    "is_of_shard",
    "know_vectors",
    "load_psycopg",
    "quote",
    "read_address",
    "say_gone",
    "sparse",
]

TERMS = 1_000_000_000
"""Dimensions of every sparse vector: pgvector's limit, so that no number of words outgrows them."""
_EXTRA = (
    "config.toml names PostgreSQL servers, for which something is not installed: run "
    '`.venv/bin/pip install -e ".[pgvector]"` in the folder of the program'
)


def load_psycopg() -> Any:
    """Give the module psycopg.

    Raises:
        ExtraMissingError: it is not installed.
    """
    try:
        import psycopg
    except ModuleNotFoundError as error:
        raise ExtraMissingError(_EXTRA) from error
    return psycopg


def know_vectors(connection: Any) -> None:
    """Have a connection know the types of pgvector, where the server has them."""
    from pgvector.psycopg import register_vector

    with suppress(load_psycopg().ProgrammingError):
        register_vector(connection)


def dense(numbers: NDArray[np.float32]) -> Any:
    """Give numbers, (dim,), as pgvector's own."""
    from pgvector import Vector

    return Vector(numbers)


def sparse(numbers: Mapping[int, float]) -> Any:
    """Give number of a term -> weight as pgvector's sparse vector."""
    from pgvector import SparseVector

    return SparseVector(dict(numbers), TERMS)


def quote(text: str) -> str:
    """Give a text as a statement has it, where no value can be passed apart."""
    from psycopg import sql

    return str(sql.quote(text))


def read_address(dsn: str) -> dict[str, str]:
    """Give what a connection string says, by the names of libpq.

    Raises:
        psycopg.ProgrammingError: it is none.
    """
    from psycopg.conninfo import conninfo_to_dict

    return {name: str(value) for name, value in conninfo_to_dict(dsn).items()}


def say_gone(error: Exception, servers: str = "[index.pgvector]") -> str:
    """Say that no server answers; `servers` is the table of config.toml that names them."""
    if is_of_shard(error):
        detail = getattr(error, "diag", None) and error.diag.message_detail  # type: ignore[attr-defined]
        return (
            f"a shard of the library does not answer ({first_line(error)}"
            f"{': ' + detail.strip().partition(chr(10))[0] if detail else ''}); see that the "
            "servers of [index.pgvector] shards run and can be reached from the one of dsn, or "
            "promote the standby of the one that is gone, and ask again"
        )
    return (
        f"PostgreSQL does not answer ({first_line(error)}); see that the servers of "
        f"{servers} dsn run and can be reached, and ask again"
    )


def is_of_shard(error: Exception) -> bool:
    """Tell whether a server says this of one that it asked in turn."""
    return str(getattr(error, "sqlstate", None) or "").startswith("08")


def first_line(error: Exception) -> str:
    """Give the first line of what a server says."""
    return str(error).strip().partition("\n")[0]
