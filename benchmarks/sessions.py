"""Ten readers at once on one page: how long each waits, what it costs, and that no chat crosses.

The page runs as a person starts it. Each reader is one session of Streamlit's own protocol over
loopback, without a browser: it sends what a browser would send and reads what a browser would be
told to draw.
"""

import json
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.metrics import Measure, percentile, statistic
from benchmarks.report import Report, single
from index.build import build_library
from index.config import load_index_settings
from qa import Chats

__all__ = ["run"]

_ROOT = Path(__file__).resolve().parent.parent
_QUESTIONS = Path(__file__).parent / "labels" / "own_questions.jsonl"
_READERS = 10
_EACH = 8
"""Questions of a reader."""
_PATIENCE = 120.0
"""Seconds."""
_MEGABYTE = 1024**2
_NOTES = (
    "page: from a question sent to the last thing drawn; engine: what the answer says of itself.",
    "crossed: cards and kept answers of another session's questions. fairness: the median of the",
    "reader who waits longest over that of the one who waits least.",
)


class Reader:
    """One session: connects as a browser does, asks, and reads what it is told to draw."""

    def __init__(self, port: int) -> None:
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._socket: ClientConnection = connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None
        )
        self._seen: dict[str, ForwardMsg] = {}
        self._field = ""
        self._query = ""
        self.cards: list[str] = []
        self._run(BackMsg())

    def ask(self, question: str) -> float:
        """Ask, and give the seconds until the page is drawn."""
        message = BackMsg()
        states = message.rerun_script.widget_states.widgets.add(id=self._field)
        states.chat_input_value.data = question
        started = time.perf_counter()
        self._run(message)
        return time.perf_counter() - started

    @property
    def chat_id(self) -> str:
        """Id of the open chat, as it stands in the address."""
        found = re.search(r"chat=([^&]+)", self._query)
        return found[1] if found else ""

    def close(self) -> None:
        """Leave the page."""
        self._socket.close()

    def _run(self, message: BackMsg) -> None:
        message.rerun_script.query_string = self._query
        message.rerun_script.SetInParent()
        self._socket.send(message.SerializeToString())
        self.cards = []
        while True:
            told = self._receive()
            kind = told.WhichOneof("type")
            if kind == "delta":
                self._read(told.delta.new_element)
            elif kind == "page_info_changed":
                self._query = told.page_info_changed.query_string
            elif kind == "script_finished" and told.script_finished == 0:
                return

    def _receive(self) -> ForwardMsg:
        told = ForwardMsg()
        told.ParseFromString(bytes(self._socket.recv(_PATIENCE, decode=False)))
        if told.WhichOneof("type") == "ref_hash":
            return self._seen[told.ref_hash]
        if told.hash:
            self._seen[told.hash] = told
        return told

    def _read(self, element: Any) -> None:
        if element.WhichOneof("type") == "chat_input":
            self._field = element.chat_input.id
        elif element.WhichOneof("type") == "bidi_component":
            drawn = element.bidi_component
            if drawn.component_name == "articles_card":
                self.cards.append(json.loads(drawn.json)["question"])


def run(options: Namespace) -> Report:
    """Ask as one reader, then as ten at once."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    questions = [record["question"] for record in records if record["library"] == "articles"]
    del options
    with TemporaryDirectory() as folder:
        config = _make_config(Path(folder))
        with _serve(config) as (port, page):
            alone = _ask_as(1, port, questions, config)
            before = page.memory_info().rss / _MEGABYTE
            together = _ask_as(_READERS, port, questions, config)
            after = page.memory_info().rss / _MEGABYTE
    together |= {"memory_mb": single(after), "memory_mb_before": single(before)}
    title = f"Sessions: one reader, then {_READERS} at once, {_EACH} questions each"
    return Report(title, {"alone": alone, "together": together}, _NOTES)


def _make_config(folder: Path) -> Path:
    """Build a library of the sample articles."""
    config = folder / "config.toml"
    articles = (_ROOT / "articles").as_posix()
    # To find examples takes the model for seconds; what is measured is asking.
    config.write_text(f'[index]\narticles = "{articles}"\n[ui]\nexamples = 0\n')
    build_library(load_index_settings(config))
    return config


@contextmanager
def _serve(config: Path) -> Iterator[tuple[int, psutil.Process]]:
    """Start the page on a free port, and end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", "ui/app.py", "--server.headless=true"]
    command += [f"--server.port={port}", "--", "--config", str(config)]
    page = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL)  # noqa: S603  # ours
    try:
        _wait_for(port)
        yield port, psutil.Process(page.pid)
    finally:
        page.terminate()
        page.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"the page is not up after {_PATIENCE:.0f} s")


def _ask_as(readers: int, port: int, questions: list[str], config: Path) -> dict[str, Measure]:
    """Ask as so many readers at once, each its own questions."""
    sessions = [Reader(port) for _ in range(readers)]
    asked = [
        [questions[(r * 5 + i) % len(questions)] for i in range(_EACH)] for r in range(readers)
    ]
    waited: list[list[float]] = [[] for _ in sessions]
    ready = threading.Barrier(readers)

    def work(reader: int) -> None:
        ready.wait()
        for question in asked[reader]:
            waited[reader].append(1000 * sessions[reader].ask(question))

    threads = [threading.Thread(target=work, args=(reader,)) for reader in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    chats = Chats.open(config)
    kept = [chats.answers(session.chat_id) for session in sessions]
    crossed = sum(session.cards != own for session, own in zip(sessions, asked, strict=True))
    crossed += sum(
        [answer.question for answer in answers] != own
        for answers, own in zip(kept, asked, strict=True)
    )
    for session in sessions:
        session.close()
    page = [time for times in waited for time in times]
    engine = [1000 * answer.seconds for answers in kept for answer in answers]
    return _summarise(page, engine, waited) | {"crossed": single(crossed)}


def _summarise(
    page: list[float], engine: list[float], waited: list[list[float]]
) -> dict[str, Measure]:
    medians = [statistics.median(times) for times in waited]
    added = [whole - own for whole, own in zip(page, engine, strict=True)]
    return {
        "page_p50_ms": statistic(lambda column: percentile(column, 50), page),
        "page_p95_ms": statistic(lambda column: percentile(column, 95), page),
        "engine_p50_ms": statistic(lambda column: percentile(column, 50), engine),
        "engine_p95_ms": statistic(lambda column: percentile(column, 95), engine),
        "added_p50_ms": statistic(lambda column: percentile(column, 50), added),
        "fairness": single(max(medians) / min(medians)),
    }
