"""The shape of the project: front doors, layers, one home for each library, clean locks."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("index", "qa", "ui")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
# Numbers are everybody's; the page is streamlit from end to end.
SHARED_LIBRARIES = {"numpy", "torch", "streamlit"}
HEAVY = {
    *("torch", "sentence_transformers", "transformers", "sklearn", "huggingface_hub"),
    *("faiss", "bm25s", "streamlit"),
    *("trafilatura", "pypdf", "docx", "dateparser"),
}
NO_HOMES = {"utils", "helpers", "common", "base", "manager", "misc"}


def name_of(path: Path) -> str:
    """Give the path as a person writes it, which is also its test id."""
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> set[str]:
    """Give every module a file imports, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def libraries_of(path: Path) -> set[str]:
    """Give the third-party packages a file imports."""
    own = {*FOLDERS, *sys.stdlib_module_names}
    return {module.partition(".")[0] for module in imports_of(path)} - own


def read_project() -> dict[str, Any]:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normalise(distribution: str) -> str:
    """Write a distribution's name the one way that compares equal."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


@pytest.mark.parametrize("folder", ["index", "qa"])
def test_front_door_is_what_it_names(folder: str) -> None:
    """A front door names ten things or fewer, and each of them is there."""
    door = importlib.import_module(folder)

    assert door.__doc__
    assert 0 < len(door.__all__) <= 10
    assert [name for name in door.__all__ if not hasattr(door, name)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_other_folders_are_entered_by_the_front_door(path: Path) -> None:
    """Only qa/assemble.py reaches past another folder's front door."""
    own = path.relative_to(ROOT).parts[0]
    deep = {
        module
        for module in imports_of(path)
        if module.startswith(tuple(f"{other}." for other in FOLDERS if other != own))
    }

    assert name_of(path) == "qa/assemble.py" or not deep


def test_each_library_has_one_home() -> None:
    """No third-party library is imported in two files."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for library in libraries_of(path) - SHARED_LIBRARIES:
            homes[library].append(name_of(path))

    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_imported_libraries_are_declared() -> None:
    """Whatever is imported stands in pyproject.toml, not only among somebody's dependencies."""
    project = read_project()["project"]
    extras = [lines for name, lines in project["optional-dependencies"].items() if name != "dev"]
    declared = {
        normalise(re.split(r"[\s<>=!~;\[]", line)[0])
        for line in chain(project["dependencies"], *extras)
    }
    distributions = packages_distributions()
    missing = {
        library
        for path in MODULES
        for library in libraries_of(path)
        if not declared & set(map(normalise, distributions.get(library, [library])))
    }

    assert missing == set()


def test_packages_are_the_folders_with_code() -> None:
    """What pyproject.toml packages is what lies on disk."""
    on_disk = {path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in MODULES}

    assert on_disk == set(read_project()["tool"]["setuptools"]["packages"])


def test_nothing_heavy_is_imported_with_a_front_door() -> None:
    """Importing the front doors loads no model library, no reader and no page."""
    program = f"import sys, index, qa; print(*sorted({HEAVY} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_stay_small_and_say_what_they_are(path: Path) -> None:
    """A module opens with its sentence, has a home of its own and fits in 300 lines."""
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert path.stem not in NO_HOMES
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_fit_on_a_screen(path: Path) -> None:
    """No function is longer than 40 lines."""
    functions = (
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )

    assert [f.name for f in functions if f.end_lineno and f.end_lineno - f.lineno >= 40] == []


@pytest.mark.parametrize("name", ["ui/index.py", "ui/qa.py", "tests/index", "tests/qa", "tests/ui"])
def test_nothing_hides_our_packages(name: str) -> None:
    """No file or folder is found by `import index` or `import qa` in our packages' place."""
    assert not (ROOT / name).exists()


def test_no_file_knows_one_machine() -> None:
    """No absolute path of anybody's machine stands in code, settings or docs."""
    patterns = ("*.py", "*.toml", "*.lock", "*.md", "*.css", "*.js", "*.html", "Makefile")
    places = [ROOT, *(ROOT / name for name in (*FOLDERS, ".ci", "tests", "docs", "benchmarks"))]
    files = {
        path
        for place in places
        for pattern in patterns
        for path in (place.glob(pattern) if place == ROOT else place.rglob(pattern))
    }
    machine = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/[\w.]|[A-Z]:\\\\Users")

    assert len(files) > len(MODULES)
    assert [name_of(f) for f in files if machine.search(f.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_installs_anywhere(name: str) -> None:
    """A lock pins every line and names no address, no local build and no CUDA library."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.lstrip().startswith("#")]

    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
    assert [pin for pin in pins if re.match(r"nvidia|cuda|triton", pin)] == []
    assert "torch==2.13.0" in pins
