"""Fixtures of PostgreSQL servers."""

import os
import shutil
from collections.abc import Iterator
from itertools import count

import pytest

from benchmarks.postgres import Server, make_home
from index.pgvector_settings import PgvectorSettings

_DSN = "ASK_ARTICLES_TEST_DSN"
"""Of the environment: a server to test with, in place of one that is started here."""
_number = count()


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """Give the address of a server whose extension is there for the taking."""
    if os.environ.get(_DSN):
        yield os.environ[_DSN]
        return
    home = make_home()
    server = Server(home, "alone").make().start()
    try:
        yield server.dsn
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def servers(postgres_dsn: str) -> PgvectorSettings:
    """Give settings of a server, with a schema that nothing else uses."""
    return PgvectorSettings(dsn=postgres_dsn, schema=f"test_{os.getpid()}_{next(_number)}")
