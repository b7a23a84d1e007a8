"""What all open pages share: one assistant, opened again when its library was rebuilt."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from qa import Assistant, Chats, Overview, open_assistant

__all__ = ["Desk", "config_path", "shared_desk"]


@dataclass(frozen=True, slots=True)
class Desk:
    """An assistant, what the page says of its library on every run, and the chats."""

    assistant: Assistant
    overview: Overview
    examples: tuple[str, ...]
    chats: Chats


def config_path(arguments: Sequence[str], environment: Mapping[str, str]) -> Path:
    """Give the config file: `--config FILE`, else ASK_ARTICLES_CONFIG, else ./config.toml."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--config", default=environment.get("ASK_ARTICLES_CONFIG", "config.toml"))
    known, _ = parser.parse_known_args(list(arguments))
    return Path(known.config)


def shared_desk(config: Path) -> Desk:
    """Give the desk over the newest library.

    Raises:
        ArticleQAError: it cannot be opened; the message names the cure.
    """
    edited = config.stat().st_mtime_ns if config.is_file() else 0
    return _opened(str(config.resolve()), edited)


# Opened again after a change of the config file, or when a newer library lies on disk.
@st.cache_resource(
    show_spinner="Opening the library…",
    max_entries=2,
    validate=lambda desk: desk.assistant.is_current(),
)
def _opened(config: str, edited: int) -> Desk:
    del edited  # only part of the key
    assistant = open_assistant(Path(config))
    return Desk(assistant, assistant.overview(), assistant.examples(), Chats.open(config))
