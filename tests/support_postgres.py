"""Fixtures of PostgreSQL servers."""

import os
import shutil
from collections.abc import Iterator
from itertools import count

import pytest

from benchmarks.postgres import Server, make_home
from index.pgvector.driver import load_psycopg
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


@pytest.fixture(scope="session")
def shard_dsns(postgres_dsn: str) -> tuple[str, ...]:
    """Give the addresses of two databases that share the articles, on the same server."""
    return tuple(make_database(postgres_dsn) for _ in range(2))


def make_database(dsn: str) -> str:
    """Make a database of its own on a server; give its address."""
    name = f"shard_{os.getpid()}_{next(_number)}"
    psycopg = load_psycopg()
    with psycopg.connect(dsn, autocommit=True) as connection:  # which no transaction may do
        connection.execute(f"CREATE DATABASE {name}")
    return str(psycopg.conninfo.make_conninfo(dsn, dbname=name))


@pytest.fixture
def servers(postgres_dsn: str) -> PgvectorSettings:
    """Give settings of a server, with a schema that nothing else uses."""
    return PgvectorSettings(dsn=postgres_dsn, schema=f"test_{os.getpid()}_{next(_number)}")
