"""Whether citations stand in the files on disk, letter for letter."""

from pathlib import Path

from index.articles import Article
from index.formats import extract_all
from index.library import Library
from qa.citations import Citation

__all__ = ["ExactnessCheck"]


class ExactnessCheck:
    """Citation -> whether its file, read anew, holds it where the citation says.

    Two ways at once: the pieces of the original text, as the format's reader alone gives it, are
    the words cited; and the library's text has them at the citation's offsets. Cleaning may put
    blanks where it took something out, so the pieces are compared without white space.

    Args:
        folder: of the article files.
        library: that was made of them.
    """

    def __init__(self, folder: Path, library: Library) -> None:
        self._folder, self._library = folder, library
        self._read: dict[str, tuple[str, Article]] = {}

    def __call__(self, citation: Citation) -> bool:
        original, article = self._article(citation.source.article_id)
        pieces = "".join(original[start:end] for start, end in citation.original)
        return (
            bool(pieces)
            and "".join(pieces.split()) == "".join(citation.text.split())
            and article.text[citation.start : citation.end] == citation.text
        )

    def _article(self, article_id: str) -> tuple[str, Article]:
        if article_id not in self._read:
            whole = self._folder / article_id
            path = whole if whole.exists() else self._folder / article_id.partition("#")[0]
            entry = "" if path == whole else article_id.partition("#")[2]
            parts = extract_all(path, path.read_bytes())
            text = next((part.text for part in parts if part.entry == entry), "")
            # Not cleaned anew: what goes from an article depends on the others of its outlet.
            self._read[article_id] = text, self._library.article(article_id)
        return self._read[article_id]
