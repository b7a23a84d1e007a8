"""A library and its chats are dumped and restored into a fresh server: it answers as before."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT
from support_chats import answer_to

from benchmarks.postgres import Server, make_home
from index.config import load_index_settings
from index.embed import Embedder
from index.errors import StoreError
from index.pgvector import publish
from index.pgvector.writer import Writer
from index.pgvector_settings import PgvectorSettings
from qa import Answer, Chats, open_assistant

pytestmark = [
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.xdist_group("test_pgvector"),  # which has loaded the model
]

QUESTIONS = ("How much is the arms package worth?", "Who won the World Cup?")
ROLES = ("builder", "page", "chats")


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a folder for servers and dumps."""
    home = make_home()
    home.chmod(0o755)
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def old_and_new(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, Server]]:
    """Give two servers with the roles, the database and the schema of docs/deploy."""
    for role in ROLES:
        monkeypatch.setenv(f"ASK_{role.upper()}_PASSWORD", f"{role}'s own")
    roles = home / "roles.sql"
    shutil.copyfile(ROOT / "docs" / "deploy" / "roles.sql", roles)
    roles.chmod(0o644)
    servers = Server(home, "old"), Server(home, "new")
    for server in servers:
        server.make().start()
        server.run("psql", "-d", server.dsn, "-v", "ON_ERROR_STOP=1", "-f", roles)
    yield servers
    for server in servers:
        server.stop()


def as_role(server: Server, role: str) -> str:
    """Give the address of the database of articles for a role."""
    return f"host=127.0.0.1 port={server.port} dbname=articles user=ask_{role}"


def write_page(folder: Path, server: Server) -> Path:
    """Write the configuration of a page, as docs/deploy has it but for the server's address."""
    text = (ROOT / "docs" / "deploy" / "page.toml").read_text(encoding="utf-8")
    folder.mkdir()
    config = folder / "page.toml"
    config.write_text(text.replace("host=db", f"host=127.0.0.1 port={server.port}"))
    return config


def evidence(answer: Answer) -> list[tuple[str, int, int, str]]:
    """Give where an answer's sentences stand, and what they say."""
    return [(item.source.article_id, item.start, item.end, item.text) for item in answer.citations]


def test_a_restored_server_answers_as_before(
    old_and_new: tuple[Server, Server],
    home: Path,
    sample_config: Path,
    embedder: Embedder,
    tmp_path: Path,
) -> None:
    """The same sentences and refusals, every chat with its opinions, and the same rights."""
    old, new = old_and_new
    builder = PgvectorSettings(as_role(old, "builder"), readers="ask_page")
    publish(builder, load_index_settings(sample_config).library)
    before = write_page(tmp_path / "old", old)
    assistant, chats = open_assistant(before, embedder), Chats.open(before)
    told = [chats.named("kept").ask(assistant, question) for question in QUESTIONS]
    chats.judge(chats.listed()[0].id, 1, False, "incomplete", "by whom?")

    dump = home / "articles.dump"
    old.run("pg_dump", "-Fc", "-f", dump, "-d", f"{old.dsn} dbname=articles")
    old.kill()
    new.run("pg_restore", "--clean", "--if-exists", "-d", f"{new.dsn} dbname=articles", dump)

    after = write_page(tmp_path / "new", new)
    restored, assistant = Chats.open(after), open_assistant(after, embedder)
    assert restored.named("kept").answers == tuple(told)
    assert restored.judged()[0][1].opinion is not None
    answers = [assistant.ask(question) for question in QUESTIONS]
    assert list(map(evidence, answers)) == list(map(evidence, told))
    assert evidence(answers[0])
    assert not evidence(answers[1])
    assert restored.append(answer_to("Who?"), name="kept").turns == len(QUESTIONS) + 1
    for role, table in (("page", "ask_chats.chat"), ("chats", "ask_articles.current")):
        reader = Writer(PgvectorSettings(as_role(new, role)))
        with reader as writer, pytest.raises(StoreError, match="denied"):
            writer.run(f"SELECT * FROM {table}")  # noqa: S608  # of this test
    again = publish(
        PgvectorSettings(as_role(new, "builder"), readers="ask_page"),
        load_index_settings(sample_config).library,
    )
    assert (again.is_new, again.added, again.removed) == (False, 0, 0)
