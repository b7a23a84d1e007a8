"""PostgreSQL servers: those of [index.pgvector] keep the library, others something beside it."""

import re
from dataclasses import dataclass

from index.errors import ConfigError

__all__ = ["PgvectorSettings", "ServerSettings"]

_PASSWORD = re.compile(r"\bpassword\s*=|://[^/@\s]*:[^/@\s]*@")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,29}")
_LEAST = {"ef_search": 10, "statement_seconds": 1, "failover_seconds": 1, "connections": 1}


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Servers that keep small things; passwords and certificates are given libpq's own ways."""

    dsn: str = ""
    """libpq's connection string, of a server that takes writes; empty for no server."""
    schema: str = "ask_chats"
    """Name of the PostgreSQL schema."""
    statement_seconds: int = 30
    """What one statement may take."""
    failover_seconds: int = 15
    """How long a server that is gone is waited for."""
    connections: int = 4
    """Of one process, at most."""

    def __post_init__(self) -> None:
        _check_no_password("dsn", self.dsn)
        for name in ("statement_seconds", "failover_seconds", "connections"):
            _check_least(name, getattr(self, name))
        _check_name("schema", self.schema)


@dataclass(frozen=True, slots=True)
class PgvectorSettings:
    """[index.pgvector]; passwords and certificates are given libpq's own ways."""

    dsn: str = ""
    """libpq's connection string; of several hosts, the one that takes writes is found."""
    read_dsn: str = ""
    """Of the servers that are asked; `dsn` where empty."""
    shards: tuple[str, ...] = ()
    """Connection strings of the databases that share the articles; none where `dsn` has all."""
    schema: str = "ask_articles"
    """Name of the PostgreSQL schema, and what the names of others begin with: these take 22 more
    letters, of the 63 that PostgreSQL reads."""
    readers: str = ""
    """A role that may read the library, and nothing else; none where empty."""
    index_method: str = "hnsw"
    """"hnsw", or "exact" to compare all passages."""
    ef_search: int = 400
    """Passages that HNSW keeps in view."""
    statement_seconds: int = 30
    """What one statement of a question may take."""
    failover_seconds: int = 15
    """How long a server that is gone is waited for."""
    connections: int = 8
    """Of one page, at most."""

    def __post_init__(self) -> None:
        for name, dsns in (("dsn", (self.dsn, self.read_dsn)), ("shards", self.shards)):
            for dsn in dsns:
                _check_no_password(name, dsn)
        for name in _LEAST:
            _check_least(name, getattr(self, name))
        if self.index_method not in ("hnsw", "exact"):
            raise ConfigError(f'index_method = "{self.index_method}" must be "hnsw" or "exact"')
        _check_name("schema", self.schema)
        if self.readers:
            _check_name("readers", self.readers)


def _check_no_password(name: str, dsn: str) -> None:
    if _PASSWORD.search(dsn):
        raise ConfigError(
            f"{name} holds a password, which does not belong in a file that is passed on: "
            "put it into ~/.pgpass or the environment variable PGPASSWORD"
        )


def _check_least(name: str, value: int) -> None:
    if value < _LEAST[name]:
        raise ConfigError(f"{name} = {value} must be at least {_LEAST[name]}")


def _check_name(name: str, value: str) -> None:
    """See that a name can stand in a statement as it is."""
    if not _NAME.fullmatch(value):
        raise ConfigError(
            f'{name} = "{value}" must begin with a small letter and be of small letters, '
            "digits and underlines, 30 at most"
        )
