"""Articles of a list that were read once, kept for the next time they are asked for."""

from collections.abc import Callable, Sequence

from index.store import ListedArticle

__all__ = ["AT_ONCE", "Remembered"]

AT_ONCE = 1000
"""Articles that are read together, at most."""
_REMEMBERED = 4096
"""Articles that are kept."""


class Remembered:
    """Gives articles by their rows; safe to share between threads.

    Args:
        read: gives the articles of some rows, ascending, by row; of those that are there.
    """

    def __init__(self, read: Callable[[Sequence[int]], dict[int, ListedArticle]]) -> None:
        self._read = read
        self._known: dict[int, ListedArticle] = {}

    def of(self, rows: Sequence[int]) -> list[ListedArticle]:
        """Give the articles of some rows, in the order asked for.

        Raises:
            IndexError: one of them is not there.
        """
        known = self._known
        missing = sorted({int(row) for row in rows if row not in known})
        found: dict[int, ListedArticle] = {}
        for start in range(0, len(missing), AT_ONCE):
            found |= self._read(missing[start : start + AT_ONCE])
        try:
            given = [found[row] if row in found else known[row] for row in rows]
        except KeyError as error:
            raise IndexError(f"no article has row {error}") from error
        if len(known) + len(found) <= _REMEMBERED:
            known.update(found)
        else:  # another dictionary: other threads may be reading this one
            self._known = dict(list(found.items())[:_REMEMBERED])
        return given
