"""Chats on a server: each change is kept once, whatever goes away, and they are private."""

import select
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from support_chats import add_chat_server, answer_to

from index import ConfigError
from index.errors import ExtraMissingError, StoreError
from index.pgvector.writer import Writer
from index.pgvector_settings import PgvectorSettings
from qa import Chats
from qa.kept import Opinion

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def open_as(folder: Path, servers: PgvectorSettings) -> Chats:
    """Open chats of a schema as a page does that has a configuration of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").unlink(missing_ok=True)
    return Chats.open(add_chat_server(folder / "config.toml", servers))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('dsn = "host=a password=secret"', "holds a password"),
        ('dsn = "host=a"\nschema = "a; DROP TABLE b"', "small letters"),
        ('dsn = "host=a"\nconnections = 0', "must be at least 1"),
        ('dsn = "host=a"\nreaders = "ann"', "has no setting 'readers'"),
    ],
)
def test_settings_that_cannot_be_obeyed_are_told(tmp_path: Path, lines: str, told: str) -> None:
    """With the file, the table and the cure."""
    path = tmp_path / "config.toml"
    path.write_text(f"[qa.chat_server]\n{lines}\n")

    with pytest.raises(ConfigError, match=told) as error:
        Chats.open(path)
    assert "[qa.chat_server]" in str(error.value)


def test_without_the_extra_the_message_names_it(
    tmp_path: Path, servers: PgvectorSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a library on a server."""
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(ExtraMissingError, match=r'pip install -e "\.\[pgvector\]"'):
        open_as(tmp_path, servers)


def test_pages_that_begin_together_make_one_set_of_tables(
    tmp_path: Path, servers: PgvectorSettings
) -> None:
    """And what each of them keeps first is there."""
    opened = [open_as(tmp_path / str(number), servers) for number in range(4)]
    with ThreadPoolExecutor(4) as pages:
        kept = list(pages.map(lambda chats: chats.append(answer_to("Who?"), name="ferry"), opened))

    (chat,) = opened[0].listed()
    assert chat.turns == 4
    assert {one.id for one in kept} == {chat.id}
    assert sorted(one.turns for one in kept) == [1, 2, 3, 4]


def test_texts_that_a_server_cannot_hold_do_no_harm(
    tmp_path: Path, servers: PgvectorSettings
) -> None:
    """An address with a NUL is of no chat; answers with half a character come back equal."""
    chats = open_as(tmp_path, servers)
    answer = answer_to("Who said \0 and \ud83d, %(id)s, '; DROP TABLE chat; --?")
    chat = chats.append(answer)

    assert chats.find("\0") is None
    assert chats.answers(f"{chat.id}\0\ud83d") == ()
    assert chats.answers(chat.id) == (answer,)
    chats.judge(chat.id, 1, False, words="no\0 \ud83d")
    assert chats.kept(chat.id)[0].opinion == Opinion(False, None, "no\ufffd ?")


def test_chats_of_a_newer_program_are_left_alone(tmp_path: Path, servers: PgvectorSettings) -> None:
    """They are neither read nor changed, and the error says what to do."""
    open_as(tmp_path / "new", servers).append(answer_to("Who?"))
    with Writer(servers) as writer:
        writer.run(f"UPDATE {servers.schema}.made SET format = 99")  # noqa: S608  # of this test

    with pytest.raises(StoreError, match="newer version"):
        open_as(tmp_path / "old", servers).append(answer_to("When?"))


def make_role(servers: PgvectorSettings, name: str, *rights: str) -> PgvectorSettings:
    """Make a role, give it rights, and give what it connects with."""
    role = f"{servers.schema}_{name}"
    with Writer(servers) as writer:
        writer.run(f"CREATE ROLE {role} LOGIN")
        for right in rights:
            writer.run(right.format(role=role, schema=servers.schema))
    return replace(servers, dsn=servers.dsn.replace("user=postgres", f"user={role}"))


def test_chats_are_as_private_as_their_role(tmp_path: Path, servers: PgvectorSettings) -> None:
    """Who owns a schema has the chats in it, and nobody beside; it has nothing else."""
    library = replace(servers, schema=f"{servers.schema}_library")
    with Writer(servers) as writer:
        writer.run(f"CREATE SCHEMA {library.schema}")
        writer.run(f"CREATE TABLE {library.schema}.current (generation text)")
    reader = make_role(
        servers,
        "page",
        f"GRANT USAGE ON SCHEMA {library.schema} TO {{role}}",
        f"GRANT SELECT ON {library.schema}.current TO {{role}}",
    )
    owner = make_role(servers, "chats", "CREATE SCHEMA {schema} AUTHORIZATION {role}")
    chats = open_as(tmp_path / "own", owner)
    chats.append(answer_to("Who paid the smuggler?"))

    assert len(chats.listed()) == 1
    with pytest.raises(StoreError, match=r"may not do that \(permission denied.*scale-out"):
        open_as(tmp_path / "other", reader).listed()
    for table in ("chat", "turn", "opinion", "change"):
        with Writer(reader) as writer, pytest.raises(StoreError, match="denied"):
            writer.run(f"SELECT * FROM {servers.schema}.{table}")  # noqa: S608  # of this test
    with Writer(owner) as writer, pytest.raises(StoreError, match="denied"):
        writer.run(f"SELECT * FROM {library.schema}.current")  # noqa: S608  # of this test
    with pytest.raises(StoreError, match="may not do that"):
        open_as(tmp_path / "new", replace(owner, schema=f"{servers.schema}_x")).listed()


def test_a_role_that_makes_nothing_keeps_chats(tmp_path: Path, servers: PgvectorSettings) -> None:
    """Where the tables are there, rows of them are all it needs."""
    open_as(tmp_path / "owner", servers).listed()
    page = make_role(
        servers,
        "rows",
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    )
    chats = open_as(tmp_path / "page", page)
    chat = chats.append(answer_to("Who?"), name="ferry")
    chats.rename(chat.id, "boat")
    chats.judge(chat.id, 1, True)
    bring_back = chats.delete(chat.id)
    assert chats.listed() == []
    bring_back()

    assert chats.kept(chat.id)[0].opinion == Opinion(True)
    with Writer(page) as writer, pytest.raises(StoreError, match="owner"):
        writer.run(f"DROP TABLE {servers.schema}.opinion")


def test_a_server_that_only_reads_is_told(tmp_path: Path, servers: PgvectorSettings) -> None:
    """A standby, for example; nothing of a change is kept."""
    chats = open_as(tmp_path / "one", servers)
    chats.append(answer_to("Who?"))
    option = "options='-c default_transaction_read_only=on'"
    away = open_as(tmp_path / "two", replace(servers, dsn=f"{servers.dsn} {option}"))

    assert len(away.listed()) == 1
    with pytest.raises(StoreError, match="read-only"):
        away.append(answer_to("When?"))
    assert chats.listed()[0].turns == 1


class Cutter(ThreadingTCPServer):
    """Stands between a page and its server, and cuts the line when it is told to.

    Args:
        port: of the server.
    """

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), Line)
        self.server_port = port
        self.cuts: list[str] = []
        """"before" or "after" the server has the next COMMIT; taken off as they are done."""

    @property
    def port(self) -> int:
        """Where pages connect."""
        return int(self.socket.getsockname()[1])


class Line(BaseRequestHandler):
    """One connection of a page."""

    server: Cutter

    def handle(self) -> None:
        """Pass on what both say, until one hangs up or the line is cut."""
        page = self.request
        with socket.create_connection(("127.0.0.1", self.server.server_port)) as server:
            while True:
                for end in select.select([page, server], [], [])[0]:
                    data = _receive(end)
                    is_cut = end is page and b"COMMIT" in data and bool(self.server.cuts)
                    if is_cut and self.server.cuts.pop(0) == "after":
                        server.sendall(data)
                        assert server.recv(1 << 16)  # it is kept; the page never hears of it
                    if is_cut or not data:
                        return
                    (server if end is page else page).sendall(data)


def _receive(end: socket.socket) -> bytes:
    try:
        return end.recv(1 << 16)
    except OSError:
        return b""


@pytest.fixture
def cutter(servers: PgvectorSettings) -> Iterator[Cutter]:
    """Give what stands before the server."""
    port = next(part for part in servers.dsn.split() if part.startswith("port="))
    with Cutter(int(port.removeprefix("port="))) as cutter:
        Thread(target=cutter.serve_forever, kwargs={"poll_interval": 0.02}).start()
        yield cutter
        cutter.shutdown()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_server_makes_no_answer_twice(
    tmp_path: Path, servers: PgvectorSettings, cutter: Cutter, when: str
) -> None:
    """Whether the line is cut before the server heard the end of a change, or after it kept it."""
    own = f"port={cutter.port}"
    dsn = " ".join(own if part.startswith("port=") else part for part in servers.dsn.split())
    chats = open_as(tmp_path, replace(servers, dsn=dsn))
    chats.append(answer_to("1"), name="ferry")

    cutter.cuts.append(when)
    kept = chats.append(answer_to("2"), name="ferry")
    assert (kept.turns, cutter.cuts) == (2, [])
    assert [answer.question for answer in chats.answers(kept.id)] == ["1", "2"]
    cutter.cuts.append(when)
    bring_back = chats.delete(kept.id)
    assert chats.listed() == []
    cutter.cuts.append(when)
    bring_back()

    assert [answer.question for answer in chats.answers(kept.id)] == ["1", "2"]
    assert cutter.cuts == []
