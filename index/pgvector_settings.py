"""[index.pgvector]: the PostgreSQL servers that keep the library."""

import re
from dataclasses import dataclass

from index.errors import ConfigError

__all__ = ["PgvectorSettings"]

_PASSWORD = re.compile(r"\bpassword\s*=|://[^/@\s]*:[^/@\s]*@")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,29}")
_LEAST = {"ef_search": 10, "statement_seconds": 1, "failover_seconds": 1, "connections": 1}


@dataclass(frozen=True, slots=True)
class PgvectorSettings:
    """[index.pgvector]; passwords and certificates are given libpq's own ways."""

    dsn: str = ""
    """libpq's connection string; of several hosts, the one that takes writes is found."""
    read_dsn: str = ""
    """Of the servers that are asked; `dsn` where empty."""
    schema: str = "ask_articles"
    """Name of the PostgreSQL schema, and what the names of others begin with: these take 22 more
    letters, of the 63 that PostgreSQL reads."""
    readers: str = ""
    """A role that may read the library, and nothing else; none where empty."""
    index_method: str = "hnsw"
    """"hnsw", or "exact" to compare all passages."""
    ef_search: int = 200
    """Passages that HNSW keeps in view."""
    statement_seconds: int = 30
    """What one statement of a question may take."""
    failover_seconds: int = 15
    """How long a server that is gone is waited for."""
    connections: int = 8
    """Of one page, at most."""

    def __post_init__(self) -> None:
        for name in ("dsn", "read_dsn"):
            if _PASSWORD.search(getattr(self, name)):
                raise ConfigError(
                    f"{name} holds a password, which does not belong in a file that is passed on: "
                    "put it into ~/.pgpass or the environment variable PGPASSWORD"
                )
        for name, least in _LEAST.items():
            if getattr(self, name) < least:
                raise ConfigError(f"{name} = {getattr(self, name)} must be at least {least}")
        if self.index_method not in ("hnsw", "exact"):
            raise ConfigError(f'index_method = "{self.index_method}" must be "hnsw" or "exact"')
        self._check_names()

    def _check_names(self) -> None:
        """See that names can stand in a statement as they are."""
        for name in ("schema", "readers"):
            value = getattr(self, name)
            if not _NAME.fullmatch(value) and (value or name == "schema"):
                raise ConfigError(
                    f'{name} = "{value}" must begin with a small letter and be of small letters, '
                    "digits and underlines, 30 at most"
                )
