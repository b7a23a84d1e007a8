"""Articles that were taken out of the folder: kept beside the library until they are put back."""

import json
import secrets
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.beside import write_beside
from index.errors import FileRefusedError
from index.placing import find_inside, move_file, storage_refusals

__all__ = ["Removed", "Trash"]

NOTE = "removed.json"


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that was taken out of the articles folder."""

    key: str
    """Names it in the trash."""
    path: str
    """It had, relative to the articles folder."""
    removed: datetime
    """Aware, UTC."""


class Trash:
    """Files taken out of one articles folder; each lies in a folder of its own with a note.

    Args:
        folder: of the trash, made when it is needed.
        articles: folder of the articles.
    """

    def __init__(self, folder: Path, articles: Path) -> None:
        self.folder, self._articles = folder, articles

    def remove(self, path: str) -> Removed:
        """Move a file of the articles folder here.

        Raises:
            FileRefusedError: it is not there, lies elsewhere, is one article of several in a file,
                or cannot be moved.
        """
        source = find_inside(self._articles, path)
        if not source.is_symlink() and not source.is_file():
            raise FileRefusedError(self._why_not(path))
        key = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{secrets.token_hex(4)}"
        removed = Removed(key, path, datetime.now(UTC))
        with storage_refusals(self.folder):
            place = self.folder / key
            place.mkdir(parents=True)
            content = {**asdict(removed), "removed": removed.removed.isoformat()}
            write_beside(place / NOTE, json.dumps(content))
            move_file(source, place / source.name)
        return removed

    def restore(self, key: str) -> str:
        """Move a file back to where it was; give its path relative to the articles folder.

        Raises:
            FileRefusedError: another file has its name now, its folder has become a link, or it
                cannot be moved.
        """
        removed = next((item for item in self.listed() if item.key == key), None)
        if removed is None:
            raise FileRefusedError(f"nothing named {key} was removed; it may have been put back")
        target = find_inside(self._articles, removed.path)
        place = self.folder / key
        with storage_refusals(self._articles):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                move_file(place / target.name, target)
            except FileExistsError:
                raise FileRefusedError(
                    f"there is another {removed.path} in the articles folder now; rename that one, "
                    f"or take the removed one from {place}"
                ) from None
            (place / NOTE).unlink()
            place.rmdir()
        return removed.path

    def listed(self) -> list[Removed]:
        """Give what was removed and can be put back, the last removed first."""
        found = [self._read(note) for note in self.folder.glob(f"*/{NOTE}")]
        kept = [item for item in found if item is not None]
        return sorted(kept, key=lambda item: (item.removed, item.key), reverse=True)

    def _read(self, note: Path) -> Removed | None:
        """Give what a note says of the file beside it; None where there is no such file."""
        try:
            content = json.loads(note.read_text(encoding="utf-8"))
            path, removed = str(content["path"]), datetime.fromisoformat(content["removed"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        file = note.parent / Path(path).name
        is_there = file.is_symlink() or file.is_file()
        return Removed(note.parent.name, path, removed) if is_there else None

    def _why_not(self, path: str) -> str:
        holder, mark, _ = path.rpartition("#")
        if mark and find_inside(self._articles, holder).is_file():
            return (
                f"{path} is one of several articles in {holder} and cannot be removed alone; "
                f"remove {holder} to remove all of them"
            )
        return f"{path} is no longer in the articles folder; rebuild the library"
