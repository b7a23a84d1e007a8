"""Servers are killed while they are asked: nothing acknowledged is lost, and answers go on."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from support import HashEmbedder
from support_chats import add_chat_server, let_go, start_appending

from benchmarks.postgres import Server, make_home
from index.build import build_library
from index.config import IndexSettings
from index.errors import StoreError
from index.library import Library
from index.pgvector.connect import Reader
from index.pgvector.writer import Writer
from index.pgvector_settings import PgvectorSettings
from qa import Chats

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

_PATIENCE = 60
_ANSWERS = 20
"""Of a page, to a chat."""


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a folder for servers."""
    home = make_home()
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    """Give a server of this test's own."""
    server = Server(home, "one").make().start()
    yield server
    server.stop()


@pytest.fixture
def standby(home: Path, server: Server) -> Iterator[Server]:
    """Give a standby that has whatever the server says is kept."""
    with Writer(PgvectorSettings(server.dsn)) as writer:
        writer.run("CREATE EXTENSION vector")
    standby = Server(home, "two").clone(server).start()
    server.wait_for_standby()
    yield standby
    standby.stop()


def build(root: Path, dsn: str, articles: int = 3) -> IndexSettings:
    """Build a library of some articles on a server."""
    (root / "articles").mkdir(exist_ok=True)
    for number in range(articles):
        (root / "articles" / f"{number}.txt").write_text(f"Pier {number}\n\nPier {number} is shut.")
    settings = IndexSettings(
        root / "articles",
        root / "library",
        root / "cache",
        backend="pgvector",
        pgvector=PgvectorSettings(dsn, schema="faults", failover_seconds=_PATIENCE),
    )
    build_library(settings, embedder=HashEmbedder())
    return settings


def ids_found(library: Library) -> list[str]:
    """Ask by meaning and by keywords; give the articles found."""
    store, question = library.store, "Which pier is shut?"
    rows, _ = store.nearest(library.embedder.encode_question(question), 50)
    found, _ = store.best_by_keywords(question, 50)
    assert {*rows.tolist()} == {*found.tolist()}
    return sorted(article.id for article, _ in library.passages(rows.tolist()))


def test_a_server_that_is_killed_keeps_all(server: Server, tmp_path: Path) -> None:
    """It starts again with what it had, and a page that was open asks on."""
    settings = build(tmp_path, server.dsn)
    library = Library.open(settings, HashEmbedder())
    before = ids_found(library)

    server.kill()
    server.start()

    assert ids_found(library) == before == ["0.txt", "1.txt", "2.txt"]
    assert ids_found(Library.open(settings, HashEmbedder())) == before


def test_a_server_that_stays_away_is_told(server: Server, tmp_path: Path) -> None:
    """In a line, after the time that the settings give it; afterwards the page asks on."""
    settings = build(tmp_path, server.dsn)
    soon = replace(settings, pgvector=replace(settings.pgvector, failover_seconds=1))
    library = Library.open(soon, HashEmbedder())
    ids_found(library)

    server.kill()
    with pytest.raises(StoreError, match="see that the servers"):
        ids_found(library)
    with pytest.raises(StoreError, match="see that the servers"), library.store.reading():
        ids_found(library)
    server.start()
    assert len(ids_found(library)) == 3


def test_a_standby_takes_over_under_load(server: Server, standby: Server, tmp_path: Path) -> None:
    """Answers go on after one retry, with the last article that was acknowledged.

    Two pages that append to a chat meanwhile go on, too: each of their answers is kept once.
    """
    both = (
        f"host=127.0.0.1,127.0.0.1 port={server.port},{standby.port} user=postgres"
        " dbname=postgres target_session_attrs=read-write"
    )
    settings = build(tmp_path, both)
    library = Library.open(settings, HashEmbedder())
    counts: list[int] = []
    troubles: list[BaseException] = []
    is_over = Event()

    def ask_on() -> None:
        while not is_over.is_set():
            try:
                with library.store.reading():
                    counts.append(len(ids_found(library)))
            except Exception as error:  # noqa: BLE001  # told below
                troubles.append(error)
                return

    asking = Thread(target=ask_on)
    asking.start()
    try:
        build(tmp_path, both, articles=4)
        wait_until(lambda: 4 in counts)
        chats, pages = begin_chat(tmp_path / "page.toml", both)
        server.kill()
        asked = len(counts)
        standby.promote()
        wait_until(lambda: len(counts) > asked + 5 or bool(troubles))
    finally:
        is_over.set()
        asking.join()

    assert not troubles
    assert counts == sorted(counts)  # nothing that was there goes
    assert counts[-1] == 4
    build(tmp_path, both, articles=5)  # and what is written goes to the new one
    assert len(ids_found(Library.open(settings, HashEmbedder()))) == 5
    check_chat(chats, pages)


def begin_chat(config: Path, dsn: str) -> tuple[Chats, list[subprocess.Popen[str]]]:
    """Have two pages append to a chat on servers, and wait until they are at it."""
    chats = Chats.open(add_chat_server(config, PgvectorSettings(dsn, schema="chats")))
    pages = [start_appending(config, who, _ANSWERS) for who in ("page", "terminal")]
    for page in pages:
        let_go(page)
    wait_until(lambda: sum(chat.turns for chat in chats.listed()) > _ANSWERS // 4)
    return chats, pages


def check_chat(chats: Chats, pages: list[subprocess.Popen[str]]) -> None:
    """See that the pages went on to their end, and that each answer is kept once, in order."""
    numbers = [str(number) for number in range(_ANSWERS)]
    for page in pages:
        assert page.communicate(timeout=_PATIENCE)[0].split() == numbers
    (chat,) = chats.listed()
    asked = [answer.question.split()[:2] for answer in chats.answers(chat.id)]
    assert chat.turns == 2 * _ANSWERS
    for who in ("page", "terminal"):
        assert [number for by, number in asked if by == who] == numbers


def test_a_standby_answers_who_only_reads(server: Server, standby: Server, tmp_path: Path) -> None:
    """`read_dsn` may name a standby, which refuses writes; what is built can be read there."""
    standby.configure("recovery_min_apply_delay", "300ms")
    settings = build(tmp_path, server.dsn)
    servers = replace(settings.pgvector, read_dsn=standby.dsn)
    library = Library.open(replace(settings, pgvector=servers), HashEmbedder())

    assert len(ids_found(library)) == 3
    assert Reader(servers).rows("SELECT pg_is_in_recovery()") == [(True,)]


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something to hold."""
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)
