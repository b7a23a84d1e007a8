"""What all open pages share: one assistant, opened again when its library was rebuilt."""

import argparse
import atexit
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread

import streamlit as st

from qa import ArticleQAError, Assistant, Chats, Folder, Overview, open_assistant, read_table
from ui.settings import PageSettings

__all__ = [
    "Desk",
    "Shelf",
    "Sought",
    "config_path",
    "find_meanwhile",
    "read_page_settings",
    "shared_desk",
    "shared_shelf",
]


_AT_THE_END = 5.0
"""Seconds that the end of the page waits for a question being tried, at most."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Questions that are being looked for."""

    found: "Future[tuple[str, ...]]"
    stop: Callable[[], None]
    """Gives up: nobody wants them any more."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An assistant, what the page says of its library on every run, its folder, and the chats."""

    assistant: Assistant
    overview: Overview
    examples: "Future[tuple[str, ...]]"
    """Questions to begin with: each is asked before it is shown, so they come later."""
    offers_questions: bool
    """Whether questions to go on with are looked for as well."""
    chats: Chats
    shelf: "Shelf"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The articles folder, which is there before any library is, and who may change it."""

    folder: Folder
    is_shared: bool
    """Several people use the page: nobody changes the library there."""


def config_path(arguments: Sequence[str], environment: Mapping[str, str]) -> Path:
    """Give the config file: `--config FILE`, else ASK_ARTICLES_CONFIG, else ./config.toml."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--config", default=environment.get("ASK_ARTICLES_CONFIG", "config.toml"))
    known, _ = parser.parse_known_args(list(arguments))
    return Path(known.config)


def read_page_settings(config: Path) -> PageSettings:
    """Give the settings of the page, as they stand in the file now.

    Raises:
        ArticleQAError: they cannot be obeyed; the message names the cure.
    """
    return read_table(config, "ui", PageSettings)


def shared_desk(config: Path) -> Desk:
    """Give the desk over the newest library.

    Raises:
        ArticleQAError: it cannot be opened; the message names the cure.
    """
    return _opened(*_key(config))


def shared_shelf(config: Path) -> Shelf:
    """Give the articles folder; needs no library.

    Raises:
        ArticleQAError: the configuration is wrong.
    """
    return _shelf(*_key(config))


def _key(config: Path) -> tuple[str, int]:
    return str(config.resolve()), config.stat().st_mtime_ns if config.is_file() else 0


# One for all sessions: it knows the rebuild that was begun here before that says so itself.
@st.cache_resource(show_spinner=False, max_entries=2)
def _shelf(config: str, edited: int) -> Shelf:
    del edited  # only part of the key
    return Shelf(Folder.open(config), read_page_settings(Path(config)).shared)


# Opened again after a change of the config file, or when a newer library lies on disk.
@st.cache_resource(
    show_spinner="Opening the library…",
    max_entries=2,
    validate=lambda desk: desk.assistant.is_current(),
)
def _opened(config: str, edited: int) -> Desk:
    shelf = _shelf(config, edited)
    assistant = open_assistant(Path(config))
    wanted = read_page_settings(Path(config)).examples
    examples = find_meanwhile(partial(assistant.explore.examples, wanted)).found
    return Desk(assistant, assistant.overview(), examples, wanted > 0, Chats.open(config), shelf)


def find_meanwhile(find: Callable[[Callable[[], bool]], tuple[str, ...]]) -> Sought:
    """Begin to look for questions beside all else; not even the end of the page waits for it.

    Args:
        find: gives questions; what it is handed tells whether they are wanted still.
    """
    future: Future[tuple[str, ...]] = Future()
    stopped = Event()

    def work() -> None:
        try:
            future.set_result(find(lambda: not stopped.is_set()))
        except ArticleQAError as error:  # the library is damaged: who asks next will hear of it
            logging.getLogger(__name__).warning("no questions to offer: %s", error)
            future.set_result(())
        finally:
            atexit.unregister(end)

    thread = Thread(target=work, daemon=True)

    def end() -> None:
        """Stop before Python takes the models away, which a model at work would not survive."""
        stopped.set()
        thread.join(_AT_THE_END)

    atexit.register(end)
    thread.start()
    return Sought(future, stopped.set)
