"""A rebuild that is killed leaves the old library or the new one, never a mix."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from support import ROOT, HashEmbedder

from index.build import build_library
from index.config import IndexSettings
from index.library import Library
from index.passages import passage_input

ARTICLES = 60
REBUILD = """
import resource
import sys
from pathlib import Path
from support import HashEmbedder
from index.build import build_library
from index.config import IndexSettings
from index.errors import StorageError

root = Path(sys.argv[1])
settings = IndexSettings(root / "articles", root / "library", root / "cache")
if len(sys.argv) > 2:
    most = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
print("ready", flush=True)
try:
    build_library(settings, embedder=HashEmbedder())
except StorageError as error:
    print(error, file=sys.stderr)
    sys.exit(1)
"""


def write_state(folder: Path, state: int) -> None:
    """Write articles that all say which state of the folder they belong to."""
    folder.mkdir(exist_ok=True)
    for n in range(ARTICLES):
        lines = [f"Line {i} of article {n} belongs to state{state} alone." for i in range(40)]
        (folder / f"{n:03}.txt").write_text(f"Article {n}\n\n" + "\n".join(lines))


def state_of(library: Library) -> str:
    """Give the one state that texts, keywords and vectors of a library are all of."""
    found = library.passages(range(len(library.files.vectors)))
    texts = [
        passage_input(article.title, passage.heading, passage.text) for article, passage in found
    ]
    states: set[str] = {word for text in texts for word in re.findall(r"state(\d+)", text)}
    assert len(states) == 1, f"a mix of states: {states}"
    (state,) = states
    (token,) = library.tokenize(f"state{state}")
    assert (
        library.files.keywords.document_frequency(token)
        == len(library.files.keywords)
        == len(texts)
    )
    vectors = library.files.vectors.rows(np.arange(len(texts)))
    assert np.array_equal(vectors, HashEmbedder().encode_passages(texts))
    return state


def start_rebuild(root: Path, *limit: str) -> subprocess.Popen[str]:
    """Start a rebuild in a process of its own and wait until it begins to work."""
    process = subprocess.Popen(
        [sys.executable, "-c", REBUILD, str(root), *limit],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.slow
@pytest.mark.parametrize("kills", [6, 100])
def test_a_killed_rebuild_leaves_a_whole_library(tmp_path: Path, kills: int) -> None:
    """Kills at random moments; after each, one state answers, and a rebuild mends the rest."""
    settings = IndexSettings(tmp_path / "articles", tmp_path / "library", tmp_path / "cache")
    write_state(settings.articles, 0)
    build_library(settings, embedder=HashEmbedder())
    write_state(settings.articles, 1)
    process = start_rebuild(tmp_path)
    started = time.perf_counter()
    process.communicate(timeout=120)
    assert process.returncode == 0
    duration = time.perf_counter() - started
    chance = random.Random(7)  # noqa: S311  # a repeatable draw, no secret

    served, last = [], "1"
    for state in range(2, 2 + kills):
        write_state(settings.articles, state)
        process = start_rebuild(tmp_path)
        time.sleep(chance.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        found = state_of(Library.open(settings, HashEmbedder()))
        assert found in (last, str(state))
        last = found
        served.append(last == str(state))

    assert not all(served), "no kill came in time to prove anything"
    report = build_library(settings, embedder=HashEmbedder())
    assert str(1 + kills) == state_of(Library.open(settings, HashEmbedder()))
    assert not [*(settings.library / "generations").glob(".*")]
    assert report.articles == ARTICLES


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
@pytest.mark.parametrize(
    "most",
    [30_000, *(pytest.param(most, marks=pytest.mark.slow) for most in (4_000, 60_000))],
    ids="{} bytes".format,
)
def test_a_disk_that_fills_up_leaves_the_old_library(tmp_path: Path, most: int) -> None:
    """Files that cannot grow further end the rebuild with one plain line."""
    settings = IndexSettings(tmp_path / "articles", tmp_path / "library", tmp_path / "cache")
    write_state(settings.articles, 0)
    build_library(settings, embedder=HashEmbedder())
    write_state(settings.articles, 1)
    process = start_rebuild(tmp_path, str(most))
    _, said = process.communicate(timeout=120)

    assert process.returncode == 1
    assert said.count("\n") == 1, said
    assert "full" in said
    assert state_of(Library.open(settings, HashEmbedder())) == "0"
