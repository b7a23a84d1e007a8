"""Who is compared: each with the file that knows it and an environment of its own libraries."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.progress import show_progress
from index.errors import ArticleQAError

__all__ = ["CONTENDERS", "FOLDER", "Contender", "ContenderError", "find_python", "set_up"]

FOLDER = Path(__file__).resolve().parent / "peers"
_OURS = ""
_TOLD = (
    *("txtai", "haystack-ai", "llama-index-core", "langchain-core", "langchain-community"),
    *("sentence-transformers", "transformers", "torch", "faiss-cpu", "numpy"),
    *("onnxruntime", "openvino"),
)
"""Libraries whose versions stand beside the numbers; the locks have them all."""


class ContenderError(ArticleQAError):
    """A contender cannot be installed or did not end its turn."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One row of the comparison."""

    name: str
    module: str
    """Its file in `FOLDER`."""
    environment: str = _OURS
    """Its lock in `FOLDER`, without the ending; empty for the environment this runs in."""
    variant: str = ""
    asks: str = ""
    """Whose index it asks; empty for its own."""
    answers: bool = False
    """Whether it gives sentences that answer, or nothing, instead of passages."""


CONTENDERS = (
    Contender("ours", "ours"),
    Contender("ours-answers", "ours", variant="answer", asks="ours", answers=True),
    Contender("txtai", "with_txtai", "txtai"),
    Contender("txtai-hybrid", "with_txtai", "txtai", variant="hybrid"),
    Contender("haystack", "with_haystack", "haystack"),
    Contender("llamaindex", "with_llamaindex", "llamaindex"),
    Contender("llamaindex-256", "with_llamaindex", "llamaindex", variant="256"),
    Contender("langchain", "with_langchain", "langchain"),
    Contender("plain", "with_faiss"),
)


def find_python(environment: str, work: Path, benchmark: str = "peers") -> Path:
    """Give the Python of an environment, which a benchmark sets up.

    Raises:
        ContenderError: it has not been set up.
    """
    if environment == _OURS:
        return Path(sys.executable)
    python = _python_of(_home(environment, work))
    if not _is_current(environment, work):
        raise ContenderError(
            f"the libraries of {environment} are not in {work}; install them with "
            f"python -m benchmarks {benchmark} --setup"
        )
    return python


def set_up(work: Path, names: Sequence[str] = ()) -> dict[str, str]:
    """Install what is not installed yet; give environment -> versions of its chief libraries.

    Those of all contenders, where none is named.

    pip looks where it always looks, so its own settings decide which build of torch that is.

    Raises:
        ContenderError: a library cannot be installed.
    """
    names = names or sorted({contender.environment for contender in CONTENDERS} - {_OURS})
    for done, name in enumerate(names):
        show_progress("installing", done, len(names))
        if not _is_current(name, work):
            _install(name, work)
    show_progress("installing", len(names), len(names))
    return {name: " ".join(_chief_pins(name)) for name in names}


def _install(name: str, work: Path) -> None:
    home = _home(name, work)
    _run([sys.executable, "-m", "venv", "--clear", str(home)])
    _run([str(_python_of(home)), "-m", "pip", "install", "--no-input", "-r", str(_lock(name))])
    (home / "installed").write_text(_lock(name).read_text(encoding="utf-8"), encoding="utf-8")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise ContenderError(f"{' '.join(command)} failed: {' '.join(last)}")


def _is_current(name: str, work: Path) -> bool:
    stamp = _home(name, work) / "installed"
    return stamp.exists() and stamp.read_bytes() == _lock(name).read_bytes()


def _chief_pins(name: str) -> list[str]:
    lines = _lock(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.partition("==")[0] in _TOLD]


def _lock(name: str) -> Path:
    return FOLDER / f"{name}.lock"


def _home(name: str, work: Path) -> Path:
    return work / "peers" / "environments" / name


def _python_of(home: Path) -> Path:
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
