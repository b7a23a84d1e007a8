"""What of this program and its libraries decides a result, as hashes.

Results are kept for as long as what made them is the same. Hashing the sources, instead of
numbering them by hand, cannot be forgotten.
"""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["hash_program", "hash_tokenizer", "library_versions"]

_FOLDER = Path(__file__).resolve().parent
_READERS = (
    "charset-normalizer",
    "dateparser",
    "feedparser",
    "lxml",
    "markdown-it-py",
    "nupunkt",
    "py3langid",
    "pypdf",
    "pypdfium2",
    "python-docx",
    "striprtf",
    "trafilatura",
)
_TOKENIZERS = ("PyStemmer", "bm25s", "simplemma")
_MODELS = ("faiss-cpu", "sentence-transformers", "tokenizers", "torch", "transformers")


@cache
def hash_program() -> str:
    """Hash the sources and fitted numbers of this folder, and its libraries' versions."""
    sources = sorted([*_FOLDER.rglob("*.py"), *_FOLDER.rglob("*.json")])
    return _hash(sources, library_versions())


@cache
def hash_tokenizer() -> str:
    """Hash what turns text into keywords: articles and questions must go through the same."""
    return _hash([_FOLDER / "tokenizer.py"], {name: _version(name) for name in _TOKENIZERS})


def library_versions() -> dict[str, str]:
    """Give the version of each library that has a say in a result."""
    return {name: _version(name) for name in (*_MODELS, *_READERS, *_TOKENIZERS)}


def _hash(sources: list[Path], versions: dict[str, str]) -> str:
    total = hashlib.sha256(repr(sorted(versions.items())).encode())
    for path in sources:
        total.update(path.relative_to(_FOLDER).as_posix().encode() + path.read_bytes())
    return total.hexdigest()[:32]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
