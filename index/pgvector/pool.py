"""Connections to PostgreSQL that wait to be used again."""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from index.pgvector.driver import load_psycopg

__all__ = ["Address", "Pool"]

_PAUSE = 0.1
"""Seconds between two tries to connect."""


@dataclass(frozen=True, slots=True)
class Address:
    """Which servers are asked, and with how much patience."""

    dsn: str
    connections: int
    """At most, at one time."""
    failover_seconds: int
    """How long a server that is gone is waited for."""


class Pool:
    """Connections that wait to be used again; no thread tends them.

    Args:
        address: of the servers.
        configure: run on each new connection.
    """

    def __init__(self, address: Address, configure: Callable[[Any], None]) -> None:
        self._psycopg = load_psycopg()
        self._address, self._configure = address, configure
        self._idle: deque[Any] = deque()
        self._room = threading.BoundedSemaphore(address.connections)

    def take(self) -> Any:
        """Give a connection that nobody else has, a new one if none waits.

        Raises:
            psycopg.OperationalError: no server answers for as long as the settings wait.
        """
        if not self._room.acquire(timeout=self._address.failover_seconds):
            raise self._psycopg.OperationalError("all connections are in use")
        with suppress(IndexError):
            return self._idle.pop()
        try:
            return self._connect()
        except BaseException:
            self._room.release()
            raise

    def give(self, connection: Any) -> None:
        """Take a connection back."""
        if not connection.closed:
            self._idle.append(connection)
        self._room.release()

    def forget(self) -> None:
        """Close all that wait."""
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _connect(self) -> Any:
        """Connect to the first server that takes part, for as long as the settings wait for one."""
        end = time.monotonic() + self._address.failover_seconds
        while True:
            try:
                connection = self._psycopg.connect(
                    self._address.dsn, autocommit=True, connect_timeout=2
                )
                self._configure(connection)
            except self._psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(_PAUSE)
            else:
                return connection
