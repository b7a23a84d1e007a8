"""A library in PostgreSQL: settings, copying, answers, roles, and what readers see of a rebuild."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from support import HashEmbedder, write_config
from support_page import Open, ask, marked, open_source, reading

from index.build import build_library
from index.config import IndexSettings, load_index_settings
from index.embed import Embedder
from index.errors import ConfigError, ExtraMissingError, IndexMissingError, StoreError
from index.library import Library
from index.pgvector import PgvectorStore, publish
from index.pgvector.connect import Reader
from index.pgvector.writer import Writer
from index.pgvector_settings import PgvectorSettings
from index.rebuild import main
from qa import Answer, open_assistant
from qa.assemble import assemble
from qa.filters import ALL
from qa.settings import AnswerSettings

QUESTIONS = (
    "How much is the arms package worth?",
    "Who was injured when the ferry hit the quay?",
    "How many articles mention the tram?",
    "When does Line 4 open?",
    "Who won the World Cup?",
    "What are the articles about?",
    "What happened in May 2026?",
)
ONE, OTHER = "The pier\n\nThe pier was closed in May.", "The pier\n\nThe pier is open again."

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def settings(tmp_path: Path, servers: PgvectorSettings) -> IndexSettings:
    """Give settings of a folder of one article, and of a server that has no library yet."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "pier.txt").write_text(ONE)
    return IndexSettings(
        tmp_path / "articles",
        tmp_path / "library",
        tmp_path / "cache",
        backend="pgvector",
        pgvector=servers,
    )


def open_pier(settings: IndexSettings) -> Library:
    """Open the library in PostgreSQL."""
    return Library.open(settings, HashEmbedder())


def read_pier(library: Library) -> str:
    """Give the text of its article."""
    return library.article("pier.txt").text


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('dsn = ""', "needs the address of a server"),
        ('dsn = "host=a password=secret"', "holds a password"),
        ('dsn = "postgresql://ask:secret@db/articles"', "holds a password"),
        ('dsn = "host=a"\nread_dsn = "postgresql://a:b@db/x"', "holds a password"),
        ('dsn = "host=a"\nschema = "a; DROP TABLE b"', "small letters"),
        ('dsn = "host=a"\nschema = ""', "small letters"),
        ('dsn = "host=a"\nreaders = "Ann"', "small letters"),
        ('dsn = "host=a"\nindex_method = "flat"', 'must be "hnsw" or "exact"'),
        ('dsn = "host=a"\nconnections = 0', "must be at least 1"),
        ('dsn = "host=a"\nef = 1', "has no setting 'ef'"),
    ],
)
def test_settings_that_cannot_be_obeyed_are_told(tmp_path: Path, lines: str, told: str) -> None:
    """With the file, the table and the cure."""
    path = tmp_path / "config.toml"
    path.write_text(f'[index]\nbackend = "pgvector"\n[index.pgvector]\n{lines}\n')

    with pytest.raises(ConfigError, match=told) as error:
        load_index_settings(path)
    assert str(path) in str(error.value)


def test_an_unknown_backend_is_told(tmp_path: Path) -> None:
    """With those that there are."""
    path = tmp_path / "config.toml"
    path.write_text('[index]\nbackend = "milvus"\n')

    with pytest.raises(ConfigError, match='must be "faiss" or "pgvector"'):
        load_index_settings(path)


def test_without_the_extra_the_message_names_it(
    settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading and writing say what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)

    for use in (Reader, Writer):
        with pytest.raises(ExtraMissingError, match=r'pip install -e "\.\[pgvector\]"'):
            use(settings.pgvector)


def test_a_server_that_is_not_there_is_told(settings: IndexSettings) -> None:
    """In a line, with the cure, soon."""
    away = replace(settings.pgvector, dsn="host=127.0.0.1 port=9 user=x", failover_seconds=1)

    with pytest.raises(StoreError, match="see that the servers"):
        PgvectorStore(away)
    with pytest.raises(StoreError, match="see that the servers"):
        Writer(away)


def test_a_server_without_a_library_is_told(settings: IndexSettings) -> None:
    """As a folder without one is."""
    with pytest.raises(IndexMissingError, match="make rebuild"):
        open_pier(settings)


@pytest.fixture(scope="module")
def answers(sample_config: Path, embedder: Embedder) -> dict[str, Answer]:
    """Give what the library in files answers."""
    assistant = open_assistant(sample_config, embedder)
    return {question: assistant.ask(question) for question in QUESTIONS}


def test_a_copied_library_answers_alike(
    sample_config: Path,
    servers: PgvectorSettings,
    embedder: Embedder,
    answers: dict[str, Answer],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`--copy-to` encodes nothing; answers, refusals, counts and citations are the same."""
    (tmp_path / "config.toml").write_text(
        sample_config.read_text()
        + f'\n[index.pgvector]\nschema = "{servers.schema}"\ndsn = "{servers.dsn}"\n'
    )
    shutil.copytree(sample_config.parent / "var", tmp_path / "var")
    command = ["--config", str(tmp_path / "config.toml"), "--copy-to", servers.dsn]

    assert main(command) == 0
    assert "PostgreSQL: all 16 articles written" in capsys.readouterr().err
    assert main(command) == 0
    assert "PostgreSQL: 0 articles written, 0 taken out" in capsys.readouterr().err
    text = (tmp_path / "config.toml").read_text()
    (tmp_path / "config.toml").write_text(
        text.replace("[index]", '[index]\nbackend = "pgvector"', 1)
    )
    assistant = open_assistant(tmp_path / "config.toml", embedder)

    for question, expected in answers.items():
        answer = assistant.ask(question)
        assert answer.status is expected.status, question
        assert answer.confidence == pytest.approx(expected.confidence, abs=1e-3)
        told = [(item.source.article_id, item.start, item.end) for item in answer.citations]
        assert told == [(i.source.article_id, i.start, i.end) for i in expected.citations]
        assert answer.tally == expected.tally


def test_a_search_asks_the_server_as_often_whatever_it_finds(
    sample_config: Path, servers: PgvectorSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server is a way off: each hit, word or family asked for apart would be waited for."""
    settings = load_index_settings(sample_config)
    publish(servers, settings.library)
    library = Library.open(replace(settings, backend="pgvector", pgvector=servers))
    retrieve = assemble(library, AnswerSettings(reader="")).retrieve
    asked: list[str] = []
    rows = Reader.rows

    def count(reader: Reader, statement: str, values: Any = None) -> list[Any]:
        asked.append(statement)
        return rows(reader, statement, values)

    monkeypatch.setattr(Reader, "rows", count)
    told = []
    for question, k in (("Trams?", 1), ("Who was hurt when the ferry hit the stone quay?", 20)):
        asked.clear()
        assert len(retrieve(question, k, ALL).hits) == k
        told.append(len(asked))

    assert told[1] <= told[0] <= 10, told


def test_readers_see_a_rebuild_when_it_is_whole(settings: IndexSettings) -> None:
    """While articles are written the old ones answer; then the page learns of new ones."""
    build_library(settings, embedder=HashEmbedder())
    library = open_pier(settings)
    (settings.articles / "pier.txt").write_text(OTHER)
    build_library(replace(settings, backend="faiss"), embedder=HashEmbedder())
    is_begun, may_end = Event(), Event()

    def wait(stage: str, _done: int, _total: int) -> None:
        if stage == "copying":
            is_begun.set()
            assert may_end.wait(60)

    writing = Thread(target=publish, args=(settings.pgvector, settings.library, wait))
    writing.start()
    try:
        assert is_begun.wait(60)
        assert (read_pier(library), library.is_current()) == (read_pier(open_pier(settings)), True)
        assert "closed" in read_pier(library)
        with library.store.reading():
            assert "closed" in read_pier(library)
            may_end.set()
            writing.join()
            assert "closed" in read_pier(library)  # one state until the question is answered
    finally:
        may_end.set()
        writing.join()

    assert not library.is_current()
    assert "open again" in read_pier(open_pier(settings))


def test_a_new_model_is_written_beside(settings: IndexSettings) -> None:
    """All is written anew, and who has the old library open goes on with it."""
    build_library(settings, embedder=HashEmbedder())
    library = open_pier(settings)
    (settings.articles / "pier.txt").write_text(OTHER)
    other = replace(settings, passage_words=60)

    assert build_library(other, embedder=HashEmbedder()).sent.startswith("PostgreSQL: all 1")
    assert "closed" in read_pier(library)
    assert "open again" in read_pier(open_pier(other))
    exact = replace(other.pgvector, index_method="exact")
    assert publish(exact, other.library).is_new
    assert publish(exact, other.library).added == 0


def test_a_library_with_other_indexes_is_written_anew(settings: IndexSettings) -> None:
    """One of an older version of the program; what it was searched by is no longer right."""
    build_library(settings, embedder=HashEmbedder())
    servers = settings.pgvector
    assert not publish(servers, settings.library).is_new
    with Writer(servers) as writer:
        table = f"{servers.schema}.current"
        writer.run(f"UPDATE {table} SET facts = facts::jsonb - 'indexes'")  # noqa: S608  # our own

    assert publish(servers, settings.library).is_new
    assert not publish(servers, settings.library).is_new


def test_what_fails_half_way_changes_nothing(settings: IndexSettings) -> None:
    """A full disk, a key that is pressed: the old library serves on."""
    build_library(settings, embedder=HashEmbedder())
    (settings.articles / "pier.txt").write_text(OTHER)
    build_library(replace(settings, backend="faiss"), embedder=HashEmbedder())

    def stop(stage: str, _done: int, _total: int) -> None:
        if stage == "copying":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(settings.pgvector, settings.library, stop)
    library = open_pier(settings)
    assert "closed" in read_pier(library)
    assert publish(settings.pgvector, settings.library).added == 1
    assert not library.is_current()


def test_a_page_that_only_reads_cannot_write(settings: IndexSettings) -> None:
    """The role that `readers` names asks, and can change nothing."""
    role = f"{settings.pgvector.schema}_role"
    with Writer(settings.pgvector) as writer:
        writer.run(f"CREATE ROLE {role} LOGIN")
    servers = replace(settings.pgvector, readers=role)
    build_library(replace(settings, pgvector=servers), embedder=HashEmbedder())
    as_reader = replace(servers, dsn=servers.dsn.replace("user=postgres", f"user={role}"))
    store = PgvectorStore(as_reader)

    assert "closed" in store.article(store.articles.row_of("pier.txt")).text
    for table in (f"{servers.schema}.current", f"{store.tables}.articles"):
        with Writer(as_reader) as writer, pytest.raises(StoreError, match="denied"):
            writer.run(f"DELETE FROM {table}")  # noqa: S608  # of this test
    with pytest.raises(StoreError, match="denied"):
        publish(replace(as_reader, schema=f"{servers.schema}_x"), settings.library)


def test_a_page_asks_in_transactions_that_only_read(settings: IndexSettings) -> None:
    """Even where its role may do more."""
    reader = Reader(settings.pgvector)

    with pytest.raises(StoreError, match="read-only"):
        reader.rows("CREATE TABLE public.nothing ()")
    with pytest.raises(StoreError, match="statement_seconds"):
        Reader(replace(settings.pgvector, statement_seconds=1)).rows("SELECT pg_sleep(5)")
    with pytest.raises(StoreError, match="cannot answer"), reader.reading():
        reader.rows("SELECT nonsense")
    assert reader.rows("SELECT 1") == [(1,)]


def test_the_script_writes_to_the_server(
    tmp_path: Path, servers: PgvectorSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    """`rebuild-index` builds as ever and says what it sent; again, it says that nothing changed."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "pier.txt").write_text(ONE)
    config = write_config(tmp_path, tmp_path / "articles")
    text = config.read_text().replace("[index]", '[index]\nbackend = "pgvector"', 1)
    config.write_text(
        f'{text}\n[index.pgvector]\nschema = "{servers.schema}"\ndsn = "{servers.dsn}"\n'
    )

    assert main(["--config", str(config), "--quiet"]) == 0
    assert "PostgreSQL: all 1 articles written" in capsys.readouterr().err
    assert main(["--config", str(config), "--quiet"]) == 0
    assert "nothing changed" in capsys.readouterr().err


def test_a_page_needs_no_folder_of_its_own(
    sample_config: Path, servers: PgvectorSettings, open_page: Open, tmp_path: Path
) -> None:
    """It asks the server, cites, and shows the kept text of a source whose file is elsewhere."""
    built = load_index_settings(sample_config)
    publish(servers, built.library)
    (tmp_path / "config.toml").write_text(
        '[index]\nbackend = "pgvector"\narticles = "nowhere"\nlibrary = "none"\n'
        f'[index.pgvector]\nschema = "{servers.schema}"\ndsn = "{servers.dsn}"\n'
        "[ui]\nexamples = 0\n"
    )

    page = ask(open_page(tmp_path / "config.toml"), "How much is the arms package worth?")

    assert not page.exception
    answer = reading(page).chat.answers[-1]
    assert not answer.is_refusal
    source = open_source(page, "used-0")
    assert "11.1" in marked(source)
