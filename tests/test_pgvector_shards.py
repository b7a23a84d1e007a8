"""A library on shards: what they are asked, what readers see of a rebuild, and shards that die."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from support import HashEmbedder
from support_postgres import make_database

from benchmarks.postgres import Server, make_home
from index.build import build_library
from index.config import IndexSettings
from index.errors import StoreError
from index.library import Library
from index.pgvector import publish
from index.pgvector.connect import Reader
from index.pgvector.driver import read_address
from index.pgvector.schema import TABLES_BY_ARTICLE
from index.pgvector.shard_schema import rows_of
from index.pgvector.writer import Writer
from index.pgvector_settings import PgvectorSettings
from qa.filters import ALL, Filters

ARTICLES = 12
QUESTION = "Which pier is shut?"

Libraries = Mapping[str, Path]

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.xdist_group("shards")]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Libraries:
    """Give the libraries of some articles in files: as they were, with a change, all changed."""
    home = tmp_path_factory.mktemp("shards")
    articles, built = home / "articles", home / "library"
    settings = IndexSettings(articles, built, home / "cache", workers=1)
    kept = {}

    def keep(name: str) -> None:
        build_library(settings, embedder=HashEmbedder())
        kept[name] = Path(shutil.copytree(built, home / name))

    write_articles(articles, ARTICLES)
    keep("shut")
    (articles / "03.txt").write_text("Pier 3\n\nPier 3 is open.")
    (articles / "04.txt").unlink()
    keep("changed")
    write_articles(articles, ARTICLES + 1, "open")
    keep("open")
    return kept


@pytest.fixture
def sharded(servers: PgvectorSettings, shard_dsns: tuple[str, ...]) -> PgvectorSettings:
    """Give settings of a server with two shards, and of a schema that nothing else uses."""
    return replace(servers, shards=shard_dsns, failover_seconds=1)


@pytest.fixture
def settings(tmp_path: Path, sharded: PgvectorSettings, libraries: Libraries) -> IndexSettings:
    """Give settings of a library that is on the shards."""
    publish(sharded, libraries["shut"])
    home, library = tmp_path, libraries["shut"]
    return IndexSettings(home, library, home, backend="pgvector", pgvector=sharded)


def write_articles(folder: Path, count: int, word: str = "shut") -> None:
    """Write so many articles, each of a pier."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:02}.txt").write_text(f"Pier {number}\n\nPier {number} is {word}.")


def open_piers(settings: IndexSettings) -> Library:
    """Open the library on the server."""
    return Library.open(settings, HashEmbedder())


def texts_found(library: Library) -> list[str]:
    """Ask by meaning and by keywords; give the texts of the articles that both find, sorted."""
    store = library.store
    with store.reading():
        rows, _ = store.nearest(library.embedder.encode_question(QUESTION), 50)
        found, _ = store.best_by_keywords("pier", 50)
        assert {*rows.tolist()} == {*found.tolist()}
        return sorted(store.article(row).text for row in store.owners(rows).tolist())


def words_found(library: Library) -> set[str]:
    """Give the last word of each article that is found."""
    return {text.rstrip(".\n").rpartition(" ")[2] for text in texts_found(library)}


def kept_on(settings: PgvectorSettings, shard: str, tables: str) -> dict[str, int]:
    """Give how many rows a shard's tables have."""
    schema, reader = rows_of(tables), Reader(replace(settings, dsn=shard))
    return {
        table: reader.rows(f"SELECT count(*) FROM {schema}.{table}")[0][0]  # noqa: S608  # ours
        for table in TABLES_BY_ARTICLE
    }


def test_all_rows_of_an_article_lie_on_one_shard(settings: IndexSettings) -> None:
    """Every shard has some articles, and of these all passages and keywords."""
    library = open_piers(settings)
    tables = library.store.tables  # type: ignore[attr-defined]
    kept = [kept_on(settings.pgvector, dsn, tables) for dsn in settings.pgvector.shards]

    assert sum(rows["articles"] for rows in kept) == ARTICLES == len(texts_found(library))
    for rows in kept:
        assert 0 < rows["articles"] == rows["article_keywords"] < ARTICLES
        assert rows["passages"] == rows["vectors"] == rows["keywords"] == rows["articles"]


def test_shards_filter_and_rank(settings: IndexSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is nearest, and best by keywords, is told by the shards: filter and order."""
    library = open_piers(settings)
    told: list[str] = []
    ask = Reader.rows

    def explain(self: Reader, statement: str, values: object = None) -> list[tuple[str]]:
        plan = ask(self, f"EXPLAIN (VERBOSE, COSTS OFF) {statement}", values)  # type: ignore[arg-type]
        told.extend(line for (line,) in plan)
        return ask(self, statement, values)  # type: ignore[arg-type]

    monkeypatch.setattr(Reader, "rows", explain)
    exact = replace(settings, pgvector=replace(settings.pgvector, index_method="exact"))
    vector = library.embedder.encode_question(QUESTION)

    def ask_all(filters: Filters) -> list[str]:
        told.clear()
        library.store.nearest(vector, 2, filters)
        library.store.best_by_keywords("pier", 2, filters)
        open_piers(exact).store.nearest(vector, 2, filters)
        return [line for line in told if "Remote SQL" in line and "ORDER BY" in line]

    remote = ask_all(ALL)
    assert len(remote) == 6
    assert sum("halfvec" in line for line in remote) == 2
    assert sum("terms" in line for line in remote) == 2
    assert all("since <= $" in line for line in remote)
    # A filter that seems to leave next to nothing: even then no rows come over to be sorted.
    remote = ask_all(Filters(outlets=("nowhere",)))
    assert len(remote) == 6
    assert all("outlet = ANY" in line for line in remote)


def test_only_changes_are_written(settings: IndexSettings, libraries: Libraries) -> None:
    """One article adds its rows, and leaves nothing of those before; an open page reads on."""
    library = open_piers(settings)
    tables = library.store.tables  # type: ignore[attr-defined]

    sent = publish(settings.pgvector, libraries["changed"]).in_words
    assert sent == "PostgreSQL: 1 articles written, 2 taken out"
    assert words_found(open_piers(settings)) == {"shut", "open"}
    assert len(texts_found(library)) == ARTICLES - 1
    kept = [kept_on(settings.pgvector, dsn, tables) for dsn in settings.pgvector.shards]
    assert sum(rows["vectors"] for rows in kept) == ARTICLES - 1
    assert publish(settings.pgvector, libraries["changed"]).added == 0


def test_a_rebuild_killed_before_the_flip_shows_nothing(
    settings: IndexSettings, libraries: Libraries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though one shard has all of the next revision; the next rebuild puts it right."""
    library = open_piers(settings)
    before = texts_found(library)
    commit = Writer.__exit__
    ended: list[Writer] = []

    def die(self: Writer, kind: object, error: object, trace: object) -> None:
        if "shard_" in self.address["dbname"] and copied(self):
            ended.append(self)
            if len(ended) > 1:
                commit(self, KeyboardInterrupt, KeyboardInterrupt(), None)
                raise KeyboardInterrupt
        commit(self, kind, error, trace)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "__exit__", die)
        with pytest.raises(KeyboardInterrupt):
            publish(settings.pgvector, libraries["open"])

    tables = library.store.tables  # type: ignore[attr-defined]
    kept = [kept_on(settings.pgvector, dsn, tables)["vectors"] for dsn in settings.pgvector.shards]
    assert sum(kept) > ARTICLES  # the next revision is there in part
    assert texts_found(library) == texts_found(open_piers(settings)) == before
    assert library.is_current()
    # Other articles are changed now than were by the one that was killed.
    assert publish(settings.pgvector, libraries["changed"]).added == 1
    texts = texts_found(open_piers(settings))
    assert sum("open" in text for text in texts) == 1
    kept = [kept_on(settings.pgvector, dsn, tables)["vectors"] for dsn in settings.pgvector.shards]
    assert sum(kept) == len(texts) == ARTICLES - 1


def copied(writer: Writer) -> bool:
    """Tell whether a transaction on a shard wrote rows of the next revision."""
    return bool(writer.run("SELECT to_regclass('pg_temp.new_families') IS NOT NULL")[0][0])


def test_a_reader_between_two_shards_sees_one_revision(
    settings: IndexSettings, libraries: Libraries
) -> None:
    """A question that began before a rebuild ends with what it began with, on every shard."""
    library = open_piers(settings)
    with library.store.reading():
        assert library.store.articles.rows_named(["00.txt"])
        publish(settings.pgvector, libraries["open"])
        assert words_found(library) == {"shut"}

    assert words_found(library) == {"open"}


def test_a_shard_that_lost_what_it_kept_is_told(settings: IndexSettings) -> None:
    """As after a backup was restored: no answer from a part, and a rebuild writes all anew."""
    library = open_piers(settings)
    tables = library.store.tables  # type: ignore[attr-defined]
    with Writer(replace(settings.pgvector, dsn=settings.pgvector.shards[1])) as writer:
        writer.run(f"UPDATE {rows_of(tables)}.state SET written = 0")  # noqa: S608  # ours

    with pytest.raises(StoreError, match="rebuild-index"):
        texts_found(library)
    assert publish(settings.pgvector, settings.library).is_new
    assert len(texts_found(open_piers(settings))) == ARTICLES


def test_other_shards_get_all_anew(settings: IndexSettings, postgres_dsn: str) -> None:
    """In another order they are the same; one more, or none, and all is written beside."""
    one, other = settings.pgvector.shards
    turned = replace(settings.pgvector, shards=(other, one))
    assert publish(turned, settings.library).added == 0

    for shards in ((one, other, make_database(postgres_dsn)), ()):
        changed = replace(settings.pgvector, shards=shards)
        assert publish(changed, settings.library).is_new
        assert len(texts_found(open_piers(replace(settings, pgvector=changed)))) == ARTICLES
    with pytest.raises(StoreError, match="name it once"):
        publish(replace(settings.pgvector, shards=(one, one)), settings.library)


def test_a_builder_without_rights_is_told_what_an_administrator_runs(
    settings: IndexSettings,
) -> None:
    """Once that is run, it builds, and who may only read can write on no shard."""
    servers, role = settings.pgvector, f"{settings.pgvector.schema}_builder"
    page = f"{settings.pgvector.schema}_page"
    with Writer(servers) as writer:
        writer.run(f"CREATE ROLE {role} LOGIN; CREATE ROLE {page} LOGIN")
        database = read_address(servers.dsn)["dbname"]
        writer.run(f"GRANT CREATE ON DATABASE {database} TO {role}")
        writer.run(f"GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO {role}")
    for shard in servers.shards:
        with Writer(replace(servers, dsn=shard)) as writer:
            writer.run(f"GRANT CREATE ON DATABASE {read_address(shard)['dbname']} TO {role}")

    def as_role(name: str) -> PgvectorSettings:
        dsns = [
            dsn.replace("user=postgres", f"user={name}") for dsn in (servers.dsn, *servers.shards)
        ]
        schema = f"{servers.schema}_own"
        return replace(servers, dsn=dsns[0], shards=tuple(dsns[1:]), schema=schema, readers=page)

    builder = as_role(role)
    for _ in builder.shards:
        with pytest.raises(StoreError, match="password_required 'false'") as error:
            publish(builder, settings.library)
        with Writer(servers) as writer:
            writer.run(str(error.value).partition("runs once: ")[2])

    assert publish(builder, settings.library).added == ARTICLES
    reading = replace(settings, pgvector=as_role(page))
    library = open_piers(reading)
    assert len(texts_found(library)) == ARTICLES
    tables = library.store.tables  # type: ignore[attr-defined]
    for name in ("vectors", "vectors_0", "all_vectors", "all_vectors_0"):
        with Writer(as_role(page)) as writer, pytest.raises(StoreError, match="denied"):
            writer.run(f"DELETE FROM {tables}.{name}")  # noqa: S608  # ours


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a folder for servers."""
    home = make_home()
    yield home
    shutil.rmtree(home, ignore_errors=True)


def test_a_dead_shard_is_told_and_its_standby_takes_over(
    home: Path, settings: IndexSettings, libraries: Libraries
) -> None:
    """Never an answer from a part; the standby has the last article that was acknowledged."""
    shard = Server(home, "shard").make().start()
    try:
        with Writer(PgvectorSettings(shard.dsn)) as writer:
            writer.run("CREATE EXTENSION vector")
        standby = Server(home, "standby").clone(shard).start()
        try:
            shard.wait_for_standby()
            lose_a_shard(settings, libraries, (shard, standby))
        finally:
            standby.stop()
    finally:
        shard.stop()


def lose_a_shard(
    settings: IndexSettings, libraries: Libraries, servers: tuple[Server, Server]
) -> None:
    """Build, kill the shard, ask, promote, ask, and build on."""
    shard, standby = servers
    both = (
        f"host=127.0.0.1,127.0.0.1 port={shard.port},{standby.port} user=postgres"
        " dbname=postgres target_session_attrs=read-write"
    )
    sharded = replace(settings.pgvector, shards=(settings.pgvector.shards[0], both))
    publish(sharded, libraries["shut"])
    library = open_piers(replace(settings, pgvector=sharded))
    publish(sharded, libraries["changed"])
    assert words_found(library) == {"shut", "open"}

    shard.kill()
    for asked in (texts_found, lambda one: one.store.count_articles()):
        with pytest.raises(StoreError, match=r"a shard of the library .* shards run"):
            asked(library)
    with pytest.raises(StoreError, match="see that the servers"):
        publish(sharded, libraries["open"])
    standby.promote()
    assert words_found(library) == {"shut", "open"}
    assert len(texts_found(library)) == ARTICLES - 1

    assert publish(sharded, libraries["open"]).added == ARTICLES  # one of them was as it is
    assert words_found(library) == {"open"}
