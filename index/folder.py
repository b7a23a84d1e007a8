"""The articles folder and its library, seen from outside: files come and go, a rebuild is watched.

    folder = Folder.open("config.toml")
    folder.add("ferry.pdf", content)
    folder.rebuild()
    folder.progress()

What is added or removed here counts for answers once the library is rebuilt.
"""

import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path

from index.config import IndexSettings, load_index_settings
from index.disk import current_generation, read_origin
from index.errors import ArticlesMissingError
from index.formats import SUFFIXES
from index.placing import storage_refusals
from index.processes import ask_to_end, start_apart
from index.progress import RebuildProgress, read_progress
from index.reading import MAX_BYTES, find_files
from index.survey import files_changed
from index.trash import Removed, Trash
from index.uploads import Added, add_file

__all__ = ["Folder"]

LOG = "rebuild.log"
_FRESH = 4.0  # seconds; looking at some thousand files takes a fraction of one
_NEVER = (-_FRESH, "", ())


class Folder:
    """An articles folder with the library that is built from it; safe to share between threads.

    Args:
        config: the configuration file.
        settings: its table [index].
    """

    suffixes = tuple(sorted(SUFFIXES))
    """Of the files that are read as articles."""
    most_bytes = MAX_BYTES
    """Of a file."""

    def __init__(self, config: Path, settings: IndexSettings) -> None:
        self._config, self._settings = config, settings
        self._begun: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._lock = threading.Lock()
        # When and for which generation it was last looked what changed.
        self._looked: tuple[float, str, tuple[str, ...]] = _NEVER

    @classmethod
    def open(cls, config: Path | str = "config.toml") -> "Folder":
        """Give the folder that a configuration names; needs neither library nor articles.

        Raises:
            ConfigError: the configuration is wrong.
        """
        return cls(Path(config), load_index_settings(Path(config)))

    @property
    def path(self) -> Path:
        """The folder that the library was built from, which need not be the configured one.

        Where another is configured than was when it was built, that one.
        """
        settings = self._settings
        built_from, told = read_origin(settings.library), read_progress(settings.library)
        was_configured = told.configured if told is not None else ""
        if built_from is None or was_configured not in ("", str(settings.articles)):
            return settings.articles
        return built_from

    @property
    def removed(self) -> tuple[Removed, ...]:
        """What was removed and can be put back, the last removed first."""
        return tuple(self._trash().listed())

    def count_files(self) -> int:
        """Count the files that a rebuild would look at; 0 where the folder is missing."""
        try:
            return sum(1 for _ in find_files(self.path))
        except ArticlesMissingError:
            return 0

    def changed_files(self) -> tuple[str, ...]:
        """Give the paths that were added, changed or removed since the library was built.

        What was seen a moment ago is given again, unless something was done here since.
        """
        now, built = time.monotonic(), current_generation(self._settings.library)
        looked, of, changed = self._looked
        if of != built or now - looked > _FRESH:
            changed = files_changed(self._settings.library, self.path)
            self._looked = (now, built, changed)
        return changed

    def add(self, name: str, content: bytes) -> Added:
        """Put a file into the folder under a safe and free name; see `index.uploads.add_file`.

        Raises:
            FileRefusedError: it cannot become an article or cannot be written.
        """
        self._looked = _NEVER
        return add_file(self.path, name, content)

    def remove(self, article_id: str) -> Removed:
        """Take a file out of the folder; it is kept beside the library.

        Raises:
            FileRefusedError: it is not there, is one article of several in a file, or cannot be
                moved.
        """
        self._looked = _NEVER
        return self._trash().remove(article_id)

    def restore(self, key: str) -> str:
        """Put a removed file back to where it was; give its path.

        Raises:
            FileRefusedError: its name is taken now, or it cannot be moved.
        """
        self._looked = _NEVER
        return self._trash().restore(key)

    def rebuild(self) -> None:
        """Begin a rebuild in a process of its own, unless one is running; returns at once.

        Raises:
            FileRefusedError: the library's folder cannot be written.
        """
        with self._lock:
            told = self.progress()
            if told is not None and told.is_running:
                return
            library = self._settings.library
            arguments = ["--config", str(self._config.absolute()), "--quiet"]
            if self.path != self._settings.articles:
                arguments += ["--articles", str(self.path)]
            with storage_refusals(library):
                library.mkdir(parents=True, exist_ok=True)
                self._began = time.time()
                self._begun = start_apart("index.rebuild", arguments, library / LOG)

    def progress(self) -> RebuildProgress | None:
        """Give how far the rebuild is, whoever began it, or how the last one ended; else None."""
        told, begun = read_progress(self._settings.library), self._begun
        if begun is None or (told is not None and told.began >= self._began):
            return told
        if begun.poll() is None:
            return RebuildProgress("running", began=self._began, pid=begun.pid)
        if told is not None and told.is_running:
            return told  # it was there first
        return self._tell_end(begun.returncode)

    def stop(self) -> bool:
        """Ask the rebuild to end, whoever began it; False when none runs or it is not ours to end.

        The library stays as it was.
        """
        told = self.progress()
        if told is None or not told.is_running:
            return False
        begun = self._begun
        if begun is not None and begun.pid == told.pid:
            begun.terminate()
            return True
        return ask_to_end(told.pid, told.process_began)

    def _tell_end(self, status: int) -> RebuildProgress:
        """Tell how a rebuild ended that could not say so itself."""
        told = RebuildProgress("stopped", began=self._began, changed=time.time())
        if status <= 0:
            return told
        try:
            lines = (self._settings.library / LOG).read_text("utf-8", "replace").split("\n")
        except OSError:
            lines = []
        said = next((line for line in reversed(lines) if line.strip()), f"exit status {status}")
        return replace(told, state="failed", text=said.removeprefix("rebuild-index: "))

    def _trash(self) -> Trash:
        library = self._settings.library
        return Trash(library.with_name(f"{library.name}-removed"), self.path)
