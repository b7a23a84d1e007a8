"""The articles folder, watched: tells when its articles change; alone knows watchfiles."""

import threading
from collections.abc import Iterator
from pathlib import Path

from index.reading import may_hold_articles

__all__ = ["watch_folder"]

SETTLING = 1500  # milliseconds without a further change, so that a copy is whole before it is read
LONGEST = 60_000  # milliseconds that one change after another may put it off
READY = 200  # milliseconds until it says that it watches


def watch_folder(folder: Path, stop: threading.Event | None = None) -> Iterator[int]:
    """Give 0 once the folder is watched; then how many paths changed, each time it is quiet again.

    What changes while nobody asks is given the next time. Only what may hold articles counts.
    Ends when `stop` is set, or with Control-C.
    """
    from watchfiles import Change, watch

    def counts(_change: Change, path: str) -> bool:
        return may_hold_articles(Path(path), folder)

    changes = watch(
        folder,
        watch_filter=counts,
        debounce=LONGEST,
        step=SETTLING,
        rust_timeout=READY,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    )
    is_watching = False
    for changed in changes:
        if not is_watching:
            is_watching = True
            yield 0
        if changed:
            yield len({path for _, path in changed})
