"""Fixtures that several test files share."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest
from support import ROOT, write_config
from support_page import Open

from index.bert_embed import load_embedder
from index.build import build_library
from index.config import IndexSettings, load_index_settings
from index.embed import Embedder

NOWHERE = Path("nowhere")

pytest_plugins = [
    "support_browser",
    "support_chats",
    "support_own",
    "support_postgres",
    "support_ray",
]


def pytest_configure() -> None:
    """Have the processes that tests start stop with Control-C, even where this one does not.

    A shell that runs the tests behind its back has them, and all they start, ignore it. Where
    several test processes share the machine, each model works on one core.
    """
    if _is_one_of_several():
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits longest, and keep together what is costly to start.

    Where several processes run the tests, a file stays in one of them, and the files that ask one
    page of the sample articles do too; in one process these files stand side by side.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=_place)


def pytest_collection_finish(session: pytest.Session) -> None:
    """See that xdist knows the groups: where it does not, every process builds and starts all."""
    if session.items and getattr(session.config.option, "loadgroup", False):
        assert "@" in session.items[0].nodeid, "pytest-xdist does not read the groups of tests"


def _place(item: pytest.Item) -> tuple[bool, str]:
    group = item.get_closest_marker("xdist_group")
    assert group is not None
    return item.get_closest_marker("browser") is None, str(group.args[0])


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """Give the packaged model, loaded once."""
    return load_embedder(IndexSettings(NOWHERE, NOWHERE, NOWHERE))


def _is_one_of_several() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


@pytest.fixture(scope="session")
def sample_config(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Give a configuration whose library is built from the sample articles.

    It is built once; each of several test processes has a copy of its own.
    """
    place = tmp_path_factory.getbasetemp()
    if _is_one_of_several():
        place = place.parent
    built, done = place / "built-once", place / "built-once.done"
    with FileLock(place / "built-once.lock"):
        if not done.exists():
            built.mkdir()
            settings = load_index_settings(write_config(built, ROOT / "articles"))
            build_library(settings, embedder=request.getfixturevalue("embedder"))
            done.touch()
    own = tmp_path_factory.mktemp("sample")
    shutil.copytree(built / "var", own / "var")
    return write_config(own, ROOT / "articles")


@pytest.fixture(scope="session")
def founding_articles() -> Path:
    """Give the folder of the two articles the project began with, where it lies beside."""
    folder = ROOT.parent / "shared" / "articles"
    if not folder.is_dir():
        pytest.skip("the two founding articles do not lie beside this checkout")
    return folder


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Give a way to open the page over a configuration."""

    def open_page(config: Path, chat: str = "") -> AppTest:
        monkeypatch.setenv("ASK_ARTICLES_CONFIG", str(config))
        page = AppTest.from_file(str(ROOT / "ui" / "app.py"), default_timeout=120)
        if chat:
            page.query_params["chat"] = chat
        return page.run()

    return open_page
