"""Files are read in other processes, within limits; whatever one does, the others are read."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from support import ROOT, HashEmbedder

from index.article_rows import make_rows, rows_from_json
from index.build import build_library
from index.config import IndexSettings
from index.disk import open_generation
from index.embed import Embedder
from index.errors import ArticleError
from index.parsing import Draft, Parser
from index.reading import SourceFile, find_files
from index.records import draft_from_json, notes_from_json
from index.workers import Limits, Request, WorkerPool

LIMITS = Limits(seconds=6, megabytes=500)  # a new process takes up to 2 of them to get ready
HEAVY = {"torch", "sentence_transformers", "streamlit"}
HANG = """
import sys
from pathlib import Path
from index.reading import find_files
from index.workers import Limits, Request, WorkerPool
from test_workers import SIZES, Misbehave

with WorkerPool(Misbehave(*SIZES), 1, Limits(600, 2000)) as pool:
    (file,) = find_files(Path(sys.argv[1]))
    print("asked", flush=True)
    pool.submit(Request(file)).result()
"""


class Misbehave(Parser):
    """Does what the name of a file says, and reads it when it says nothing else."""

    def draft(self, file: SourceFile, content: bytes) -> list[Draft]:
        misbehave(file.path.stem)
        return super().draft(file, content)


class SayWhatIsImported(Parser):
    """Reads a file through, and then gives the heavy libraries that this process knows."""

    def draft(self, file: SourceFile, content: bytes) -> list[Draft]:
        drafts = super().draft(file, content)
        assert self.parse(drafts[0]).passages
        misbehave("tells")
        return drafts


def misbehave(how: str) -> None:
    """Do what a file is named for."""
    match how:
        case "hangs":
            sys.stderr.write(f"{os.getpid()}\n")
            sys.stderr.flush()
            time.sleep(600)
        case "grows":
            held = [bytearray(b"x") * 2**26 for _ in range(64)]
            time.sleep(600 + len(held))
        case "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leaves":
            os._exit(7)
        case "fails":
            raise ZeroDivisionError("one over nothing")
        case "tells":
            raise ArticleError(",".join(sorted(HEAVY & set(sys.modules))) or "none of them")


SIZES = (120, 254, HashEmbedder().token_spans)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of files that misbehave, between files that do not."""
    for name in ("a", "b", "dies", "fails", "grows", "hangs", "leaves", "m", "z"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"Story {name}\n\nThe council of {name} voted on Monday to go on.")
    return tmp_path


@pytest.mark.parametrize("count", [pytest.param(1, marks=pytest.mark.slow), 3])
def test_one_bad_file_costs_nothing_but_itself(folder: Path, count: int) -> None:
    """What hangs, grows, dies or fails is skipped with its reason; the others are read."""
    started = time.monotonic()
    with WorkerPool(Misbehave(*SIZES), count, LIMITS) as pool:
        asked = [(file.path.stem, pool.submit(Request(file))) for file in find_files(folder)]
        outcomes = {name: future.result() for name, future in asked}

    assert time.monotonic() - started < 60
    reasons = {name: outcome.reason for name, outcome in outcomes.items() if outcome.reason}
    assert [name for name, outcome in outcomes.items() if outcome.made] == ["a", "b", "m", "z"]
    assert "longer than 6 s" in reasons["hangs"]
    assert "more than 500 MB" in reasons["grows"]
    assert "SIGKILL" in reasons["dies"]
    assert "exit status 7" in reasons["leaves"]
    assert "ZeroDivisionError: one over nothing" in reasons["fails"]


def test_a_worker_needs_no_model_and_no_page(tmp_path: Path) -> None:
    """After a file of every format, a process that reads knows neither torch nor streamlit."""
    from docx import Document
    from reportlab.pdfgen.canvas import Canvas

    text = "The council of Northport voted on Monday to repair the old pier by next spring."
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text(text)
    (tmp_path / "c.html").write_text(f"<html><body><article><p>{text}</p></article></body></html>")
    canvas = Canvas(str(tmp_path / "d.pdf"))
    canvas.drawString(72, 720, text)
    canvas.save()
    document = Document()
    document.add_paragraph(text)
    document.save(str(tmp_path / "e.docx"))

    with WorkerPool(SayWhatIsImported(*SIZES), 1, Limits(60, 1000)) as pool:
        asked = [pool.submit(Request(file)) for file in find_files(tmp_path)]
        assert [future.result().reason for future in asked] == ["none of them"] * 5


def test_the_real_tokenizer_travels(embedder: Embedder, tmp_path: Path) -> None:
    """A copy of the model's tokenizer measures passages in another process as it does here."""
    (tmp_path / "a.txt").write_text("Piers\n\n" + "The council voted 7-5 on Monday. " * 80)
    (file,) = find_files(tmp_path)
    parser = Parser(120, embedder.max_tokens, embedder.token_spans)
    (draft,) = parser.draft(file, file.path.read_bytes())
    with WorkerPool(parser, 1, Limits(60, 1000)) as pool:
        drafted = pool.submit(Request(file)).result()
        asked = [pool.submit(Request(file, known, (frozenset(),))) for known in ("", drafted.made)]
        read = [rows_from_json(future.result().made) for future in asked]

    assert draft_from_json(drafted.made) == draft
    assert notes_from_json(drafted.notes) == draft.notes
    assert read == [make_rows(parser.parse(draft))] * 2


@pytest.mark.slow
def test_results_do_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    """Libraries built by one, two and five processes are equal, byte by byte."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for n in range(40):
        lines = [f"Line {i} of article {n} tells of pier {i * n}." for i in range(n)]
        (articles / f"{n:02}.txt").write_text(f"Article {n}\n\n" + "\n".join(lines))
    (articles / "empty.txt").write_bytes(b"")
    files = []
    for count in (1, 2, 5):
        home = tmp_path / str(count)
        settings = IndexSettings(articles, home / "library", home / "cache", workers=count)
        build_library(settings, embedder=HashEmbedder())
        files.append(open_generation(settings.library)[1].files)
        del files[-1]["receipts.sqlite"]  # tells how long it took

    assert files[0] == files[1] == files[2]


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a process whose worker hangs on a file."""
    (tmp_path / "hangs.txt").write_text("A file")
    process = subprocess.Popen(
        [sys.executable, "-c", HANG, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_no_worker_outlives_the_build(hanging: subprocess.Popen[str], name: str) -> None:
    """However a build is stopped, the process that still reads for it ends too."""
    assert hanging.stderr is not None
    worker = psutil.Process(int(hanging.stderr.readline()))
    hanging.send_signal(getattr(signal, name))
    hanging.wait(timeout=20)

    _, alive = psutil.wait_procs([worker], timeout=20)
    assert alive == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows buries the dead at once")
def test_a_parent_that_nobody_buried_is_dead(hanging: subprocess.Popen[str]) -> None:
    """A worker ends with a build that was killed, before anybody asks how the build ended."""
    assert hanging.stderr is not None
    worker = psutil.Process(int(hanging.stderr.readline()))

    os.kill(hanging.pid, signal.SIGKILL)

    _, alive = psutil.wait_procs([worker], timeout=20)
    assert alive == []
