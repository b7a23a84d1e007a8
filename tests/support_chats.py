"""Chats of a test's own, kept in either of the two places: one set of tests goes over both."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from index.pgvector_settings import PgvectorSettings
from qa import Answer, Chats
from qa.answer import Status

APPEND = """
import sys
from qa import Answer, Chats
from qa.answer import Status

chats = Chats.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    question = f"{sys.argv[2]} {number} " + "x" * 20_000
    chats.append(Answer(question, "?", Status.ANSWERED, 1.0, (), ()), name="ferry")
    print(number, flush=True)
"""
ON_SERVER = '[qa.chat_server]\ndsn = "{dsn}"\nschema = "{schema}"\nfailover_seconds = 60\n'


def add_chat_server(config: Path, servers: PgvectorSettings) -> Path:
    """Have a configuration keep its chats on a server, in a schema of their own."""
    text = config.read_text(encoding="utf-8") if config.exists() else ""
    table = ON_SERVER.format(dsn=servers.dsn, schema=servers.schema)
    config.write_text(f"{text}\n{table}", encoding="utf-8")
    return config


@pytest.fixture(params=["in a file", "on a server"])
def chats_config(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give a configuration whose chats are in one of both places, and a test's own."""
    config = tmp_path / "config.toml"
    config.touch()
    if request.param == "on a server":
        add_chat_server(config, request.getfixturevalue("servers"))
    return config


@pytest.fixture
def chats(chats_config: Path) -> Chats:
    """Give chats that nobody has begun."""
    return Chats.open(chats_config)


def answer_to(question: str) -> Answer:
    """Give a plain refusal."""
    return Answer(question, question, Status.UNANSWERED, 0.1, (), ())


def start_appending(config: Path, who: str, times: int) -> subprocess.Popen[str]:
    """Start a process that appends answers to one chat, and wait until it is ready to."""
    process = subprocess.Popen(
        [sys.executable, "-c", APPEND, str(config), who, str(times)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    """Let a ready process append."""
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()
