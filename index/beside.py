"""Small files that hold the old content or the new, whenever the program ends."""

import os
from pathlib import Path

__all__ = ["write_beside"]


def write_beside(path: Path, text: str) -> None:
    """Write a text file so that it holds the old content or the new, never a part."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
