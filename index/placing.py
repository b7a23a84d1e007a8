"""Files put into a folder and taken out of it: whole or not at all, never over another one."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from index.errors import FileRefusedError

__all__ = ["find_inside", "move_file", "place", "storage_refusals"]


def find_inside(folder: Path, path: str) -> Path:
    """Give where a path relative to a folder leads, which is below that folder.

    Raises:
        FileRefusedError: it leads out of the folder, by its parts or through a link.
    """
    parts = PurePosixPath(path).parts
    is_plain = bool(parts) and not path.startswith("/") and ".." not in parts
    found = folder.joinpath(*parts) if is_plain else folder
    home = folder.resolve()
    if not is_plain or not found.parent.resolve().is_relative_to(home):
        raise FileRefusedError(f"{path} does not lie in the articles folder {folder}")
    return found


def place(beside: Path, target: Path) -> None:
    """Give a finished file its name, in the same file system.

    Raises:
        FileExistsError: there is something of that name.
    """
    try:
        os.link(beside, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # where there are no links it is looked first
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        beside.rename(target)
    else:
        beside.unlink()


def move_file(source: Path, target: Path) -> None:
    """Move a file or a link, also to another disk.

    Raises:
        FileExistsError: there is something of the target's name.
    """
    try:
        place(source, target)
    except FileExistsError:
        raise
    except OSError:  # another disk
        beside = target.with_name(f".moving-{os.getpid()}{target.suffix}")
        try:
            shutil.copy2(source, beside, follow_symlinks=False)
            place(beside, target)
        finally:
            beside.unlink(missing_ok=True)
        source.unlink()


@contextlib.contextmanager
def storage_refusals(folder: Path) -> Iterator[None]:
    """Translate what a full, read-only or failing disk raises.

    Raises:
        FileRefusedError: with the cure.
    """
    try:
        yield
    except OSError as error:
        raise FileRefusedError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}; see that "
            "the disk has room and that you may write to the folder"
        ) from error
