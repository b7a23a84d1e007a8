"""Keep a library's warnings about a file off the terminal while that file is read."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

__all__ = ["hush"]

# One at a time: two readers that overlap would each restore what the other had set.
_LOCK = Lock()


@contextmanager
def hush(*names: str) -> Iterator[None]:
    """Drop what these loggers and those below them say; afterwards all is as it was."""
    silent = logging.NullHandler()
    loggers = [logging.getLogger(name) for name in names]
    with _LOCK:
        were_propagated = [logger.propagate for logger in loggers]
        for logger in loggers:
            logger.addHandler(silent)
            logger.propagate = False
        try:
            yield
        finally:
            for logger, was_propagated in zip(loggers, were_propagated, strict=True):
                logger.propagate = was_propagated
                logger.removeHandler(silent)
