"""The shards of a library: the server that is asked learns where they are and how to ask them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.errors import StoreError
from index.pgvector.driver import quote, read_address
from index.pgvector.plans import plan_settings
from index.pgvector.schema import make_base
from index.pgvector.writer import Writer
from index.pgvector_settings import PgvectorSettings

__all__ = ["LEFTOVERS", "Shard", "arrange"]

LEFTOVERS = "leftovers"
"""Table of the schemas whose rows on shards nothing needs, or will need should a rebuild fail."""
_ROWS_AT_ONCE = 500
"""That are fetched of a shard: a search takes some hundreds, and stops there."""
_SEEN = 0.0005
"""Share of the rows in order that is expected to be taken, of which a plan for a shard is made."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A database that holds the rows of some articles."""

    name: str
    """Of the foreign server; it hangs on the database, not on its address."""
    dsn: str


def arrange(settings: PgvectorSettings) -> list[Shard]:
    """Make the shards known to the server of `dsn`, each by what its address now is.

    Raises:
        StoreError: one does not answer, is named twice, or the server cannot ask it.
    """
    named = [_identify(settings, dsn) for dsn in settings.shards]
    shards = [shard for shard, _ in named]
    for name, count in Counter(shard.name for shard in shards).items():
        if count > 1:
            told = " and ".join(shard.dsn for shard in shards if shard.name == name)
            raise StoreError(f"shards of [index.pgvector] are one database: {told}; name it once")
    with Writer(settings) as writer:
        writer.lock()
        make_base(writer, settings.schema)
        writer.run("CREATE EXTENSION IF NOT EXISTS postgres_fdw")
        left = f"{settings.schema}.{LEFTOVERS}"
        writer.run(f"CREATE TABLE IF NOT EXISTS {left} (tables text PRIMARY KEY)")
        for shard, address in named:
            _introduce(writer, settings, shard, address)
    for shard in shards:
        _check(settings, shard)
    return shards


def _identify(settings: PgvectorSettings, dsn: str) -> tuple[Shard, dict[str, str]]:
    """Give a shard by the name that its database keeps, and its address."""
    schema = settings.schema
    with Writer(replace(settings, dsn=dsn)) as writer:
        writer.lock()
        writer.run("CREATE EXTENSION IF NOT EXISTS vector")
        writer.run(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        writer.run(f"CREATE TABLE IF NOT EXISTS {schema}.shard (id text)")
        writer.run(
            f"INSERT INTO {schema}.shard SELECT left(md5(random()::text || clock_timestamp()), 12)"
            f" WHERE NOT EXISTS (SELECT FROM {schema}.shard)"
        )
        ((id_,),) = writer.run(f"SELECT id FROM {schema}.shard")
        return Shard(f"{schema}_{id_}", dsn), {**read_address(dsn), **writer.address}


def _introduce(
    writer: Writer, settings: PgvectorSettings, shard: Shard, address: Mapping[str, str]
) -> None:
    """Make or bring up to date how a shard is asked; what is as it should be is left alone."""
    values = {"name": shard.name}
    found = writer.run("SELECT srvoptions FROM pg_foreign_server WHERE srvname = %(name)s", values)
    wanted = _options(settings, address)
    if not found:
        told = ", ".join(f"{name} {quote(value)}" for name, value in wanted.items())
        kind = "FOREIGN DATA WRAPPER postgres_fdw"
        writer.run(f"CREATE SERVER {shard.name} {kind} OPTIONS ({told})")
    elif changes := _changes(dict(option.split("=", 1) for option in found[0][0]), wanted):
        writer.run(f"ALTER SERVER {shard.name} OPTIONS ({changes})")
    mapped = "SELECT FROM pg_user_mappings WHERE srvname = %(name)s AND usename = current_user"
    if not writer.run(f"SELECT EXISTS ({mapped})", values)[0][0]:
        user = f"OPTIONS (user {quote(address['user'])})"
        writer.run(f"CREATE USER MAPPING FOR CURRENT_USER SERVER {shard.name} {user}")
    writer.run(
        f"CREATE FOREIGN TABLE IF NOT EXISTS {settings.schema}.{shard.name} (id text) SERVER"
        f" {shard.name} OPTIONS (schema_name {quote(settings.schema)}, table_name 'shard')"
    )


def _options(settings: PgvectorSettings, address: Mapping[str, str]) -> dict[str, str]:
    """Give the options of a foreign server; settings of a session do not reach a shard else."""
    asked = {name: value for name, value in address.items() if name != "user"}
    session = {**plan_settings(settings), "cursor_tuple_fraction": _SEEN}
    told = (address.get("options", ""), *(f"-c {name}={value}" for name, value in session.items()))
    return {
        "connect_timeout": "2",
        **asked,
        "options": " ".join(told).strip(),
        "extensions": "vector",
        "async_capable": "true",
        "fetch_size": str(_ROWS_AT_ONCE),
    }


def _changes(known: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Give what of some options has to change, as a statement has it."""
    told = [f"DROP {name}" for name in known if name not in wanted]
    for name, value in wanted.items():
        if known.get(name) != value:
            told.append(f"{'SET' if name in known else 'ADD'} {name} {quote(value)}")
    return ", ".join(told)


def _check(settings: PgvectorSettings, shard: Shard) -> None:
    """See that the server reaches the database that is reached from here.

    Raises:
        StoreError: it does not; the message has what an administrator does about it.
    """
    user, where = "", f"the server of [index.pgvector] dsn cannot ask the shard {shard.dsn!r}"
    try:
        with Writer(settings) as writer:
            user = writer.address["user"]
            found = writer.run(f"SELECT id FROM {settings.schema}.{shard.name}")
    except StoreError as error:
        raise StoreError(
            f"{where} ({error}); see that it reaches it, and that a ~/.pgpass or a certificate of"
            " the user whom PostgreSQL runs as lets it in; its administrator then runs once: "
            f"ALTER USER MAPPING FOR {user} SERVER {shard.name}"
            " OPTIONS (ADD password_required 'false')"
        ) from error
    if found != [(shard.name.removeprefix(f"{settings.schema}_"),)]:
        raise StoreError(f"{where}: by that address it reaches another database than this machine")
