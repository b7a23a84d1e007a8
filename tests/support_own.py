"""A small library of its own for a test of the page, which it may change or break."""

import shutil
from pathlib import Path

import pytest
from support import ROOT, write_config

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder

HOSTILE = """\
The <script>alert(1)</script> & $x^2$ *stars* `ticks`

The harbour fee rose to $5 and then $6, *said* the <b>mayor</b> in `code` with \
[a link](javascript:alert(1)) and :material/home: too.

A pilot wrote \u202eright to left\u202c and zero\u200bwidth words into the harbour log.
"""


@pytest.fixture(scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """Give what a build of the small library leaves to be found again."""
    folder = tmp_path_factory.mktemp("once")
    write_own_articles(folder / "articles")
    rebuild(write_config(folder, folder / "articles"), embedder)
    return folder / "var" / "cache"


def write_own_articles(articles: Path) -> None:
    """Write a hostile article and an empty one."""
    articles.mkdir()
    (articles / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (articles / "empty.txt").write_text("", encoding="utf-8")


@pytest.fixture
def own_config(tmp_path: Path, embedder: Embedder, own_cache: Path) -> Path:
    """Give the configuration of a small library that a test may change or break."""
    write_own_articles(tmp_path / "articles")
    shutil.copytree(own_cache, tmp_path / "var" / "cache")
    return rebuild(write_config(tmp_path, tmp_path / "articles"), embedder)


def rebuild(config: Path, embedder: Embedder) -> Path:
    """Build the library that a configuration asks for."""
    build_library(load_index_settings(config), embedder=embedder)
    return config


@pytest.fixture
def exampled_config(sample_config: Path, tmp_path: Path) -> Path:
    """Give a configuration over the sample library with questions to begin with."""
    library = sample_config.parent / "var" / "library"
    return write_config(tmp_path, ROOT / "articles", f"library = {str(library)!r}", examples=2)
