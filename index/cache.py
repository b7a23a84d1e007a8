"""Work that need not be done twice: files parsed and vectors made, kept by content.

Nothing here decides a result: every entry is found by the hash of all it depends on, so a library
built with the cache equals one built without it, and the folder may be deleted at any time.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.embed import PassageEmbedder, Rows

__all__ = ["Cache"]

# Pages of 16 kB: what is kept of a file is some 30 kB, and each page is a call to the system.
# What was used is noted for this build alone; what it left lying is few, and noted for the next.
_SCHEMA = """
PRAGMA page_size = 16384;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS drafts (key BLOB PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS notes (key BLOB PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parsed (key BLOB PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pairs (key BLOB PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS unused (key BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE used (key BLOB PRIMARY KEY) WITHOUT ROWID;
"""
_VALUES = ("notes", "parsed", "pairs", "vectors")
"""Tables of what outlives a build."""
_FILE = "cache-7.sqlite"
"""The number changes with the tables, and with the shapes of what is embedded together."""
_LOOKUP = 500
_ENCODE = 1024  # passages between two commits: what a killed rebuild loses at most
_READ = 100  # articles between two commits
_NOTED = 2000  # keys in memory before they are noted as used


class Cache:
    """One SQLite file; a context manager. A damaged file is thrown away and begun anew.

    Only one process may have it open: the caller holds the folder's lock.

    Args:
        folder: where the file lies.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("cache*.sqlite*"):
            if not old.name.startswith(_FILE):  # of another version of this program
                old.unlink()
        self.folder = folder
        self._connection = _open(folder / _FILE)
        self._uncommitted = 0
        self._used: list[bytes] = []
        self.reused_articles = 0
        self.reused_passages = 0

    def __enter__(self) -> "Cache":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.commit()
        self._connection.close()

    def find_draft(self, key: bytes) -> str:
        """Give a file as it was read, before its cleaning; empty once a build is through."""
        return self._find("drafts", key)

    def find_notes(self, key: bytes) -> str:
        """Give the notes on a file's blocks; empty when there are none."""
        return self._find("notes", key)

    def find_parsed(self, key: bytes) -> str:
        """Give what was kept of a file that was parsed; empty when it was not."""
        found = self._find("parsed", key)
        self.reused_articles += bool(found)
        return found

    def find_pair(self, key: bytes) -> str:
        """Give what was kept of two articles laid side by side; empty when they were not."""
        return self._find("pairs", key)

    def keep_draft(self, key: bytes, draft: str, notes: str) -> None:
        """Keep a file as it was read until this build is through, and the notes on it longer."""
        self._keep("drafts", key, draft)
        self._keep("notes", key, notes)

    def keep_parsed(self, key: bytes, value: str) -> None:
        """Keep what a file became."""
        self._keep("parsed", key, value)

    def keep_pair(self, key: bytes, value: str) -> None:
        """Keep what two articles laid side by side gave."""
        self._keep("pairs", key, value)

    def encode(
        self, texts: Sequence[str], embedder: PassageEmbedder, done: Callable[[int], None]
    ) -> Rows:
        """Give (n, dim) rows for passages; only texts without a kept vector are encoded.

        Args:
            texts: what is embedded, in full.
            embedder: its fingerprint is part of every key.
            done: told how many texts are finished, as they are.
        """
        rows, reused = self._encode(texts, embedder, done)
        self.reused_passages += reused
        return rows

    def encode_sentences(self, texts: Sequence[str], embedder: PassageEmbedder) -> Rows:
        """Give (n, dim) rows for sentences; only those without a kept vector are encoded."""
        return self._encode(texts, embedder, lambda _: None)[0]

    def _encode(
        self, texts: Sequence[str], embedder: PassageEmbedder, done: Callable[[int], None]
    ) -> tuple[Rows, int]:
        """Give rows, and how many of them were there; equal texts are encoded once."""
        fingerprint = embedder.fingerprint.encode()
        keys = [hashlib.sha256(fingerprint + text.encode("utf-8")).digest() for text in texts]
        rows = np.empty((len(texts), embedder.dimension), dtype=np.float32)
        missing = self._fill(rows, keys)
        self._note_used(keys)
        first = {keys[i]: i for i in reversed(missing)}
        new = sorted(first.values())
        done(len(texts) - len(new))
        uncommitted = 0
        batches = embedder.encode_batches([texts[i] for i in new]) if new else ()
        for places, encoded in batches:
            batch = [new[place] for place in places]
            rows[batch] = encoded
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                [(keys[i], rows[i].tobytes()) for i in batch],
            )
            done(len(batch))
            uncommitted += len(batch)
            if uncommitted >= _ENCODE:
                self._connection.commit()
                uncommitted = 0
        self._connection.commit()
        rows[missing] = rows[[first[keys[i]] for i in missing]]
        return rows, len(texts) - len(missing)

    def drop_unused(self) -> None:
        """Forget all drafts, and what neither this build nor the one before it used."""
        self._flush_used()
        self._connection.execute("DELETE FROM drafts")
        for table in _VALUES:
            self._connection.execute(
                f"DELETE FROM {table} WHERE key IN (SELECT key FROM unused)"  # noqa: S608
                " AND key NOT IN (SELECT key FROM used)"
            )
        self._connection.execute("DELETE FROM unused")
        for table in _VALUES:
            self._connection.execute(
                f"INSERT OR IGNORE INTO unused SELECT key FROM {table}"  # noqa: S608
                " WHERE key NOT IN (SELECT key FROM used)"
            )
        self._connection.commit()

    def _find(self, table: str, key: bytes) -> str:
        statement = f"SELECT value FROM {table} WHERE key = ?"  # noqa: S608
        found = self._connection.execute(statement, (key,)).fetchone()
        if not found:
            return ""
        self._note_used([key])
        return str(found[0])

    def _keep(self, table: str, key: bytes, value: str) -> None:
        self._note_used([key])
        statement = f"INSERT OR REPLACE INTO {table} VALUES (?, ?)"  # noqa: S608
        self._connection.execute(statement, (key, value))
        self._uncommitted += 1
        if self._uncommitted >= _READ:
            self._connection.commit()
            self._uncommitted = 0

    def _note_used(self, keys: Sequence[bytes]) -> None:
        self._used += keys
        if len(self._used) >= _NOTED:
            self._flush_used()

    def _flush_used(self) -> None:
        keys = ((key,) for key in self._used)
        self._connection.executemany("INSERT OR IGNORE INTO used VALUES (?)", keys)
        self._used.clear()

    def _fill(self, rows: Rows, keys: Sequence[bytes]) -> list[int]:
        """Put kept vectors into `rows`; give the positions that have none."""
        missing = []
        for start in range(0, len(keys), _LOOKUP):
            part = keys[start : start + _LOOKUP]
            marks = ",".join("?" * len(part))
            statement = f"SELECT key, value FROM vectors WHERE key IN ({marks})"  # noqa: S608
            found = dict(self._connection.execute(statement, part).fetchall())
            for i, key in enumerate(part, start):
                if len(found.get(key, b"")) == rows.shape[1] * rows.itemsize:
                    rows[i] = np.frombuffer(found[key], dtype=np.float32)
                else:
                    missing.append(i)
        return missing


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise  # a full disk is no reason to throw anything away
    except sqlite3.DatabaseError:
        for damaged in path.parent.glob(f"{path.name}*"):
            damaged.unlink()
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file, or raise what is wrong with it."""
    connection = sqlite3.connect(path)
    try:
        (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(state)
        connection.executescript(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
