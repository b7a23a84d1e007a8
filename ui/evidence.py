"""The page's own elements: small pieces of browser code, fed with data and never with HTML.

Streamlit draws text as Markdown, in which an article could write a link, a formula or an icon.
Whatever comes out of an article is handed to one of these as data and set as plain text.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

__all__ = ["draw_element", "page_style"]

_FRONTEND = Path(__file__).parent / "frontend"


def draw_element(
    kind: str, key: str, data: Mapping[str, Any], on_choice: Callable[[str], None] | None = None
) -> None:
    """Draw the element `frontend/<kind>.js`; a click in it calls `on_choice` with its value."""

    def pass_on() -> None:
        choice = st.session_state[key].get("choice")
        if on_choice and choice is not None:
            on_choice(str(choice))

    _element(kind)(key=key, data=dict(data), on_choice_change=pass_on)


def page_style() -> Path:
    """Give the style sheet of the page around the elements."""
    return _FRONTEND / "page.css"


@cache
def _element(kind: str) -> ComponentRenderer:
    script = _read("dom.js") + _read_parts(kind, "js") + _read(f"{kind}.js")
    style = _read("base.css") + _read(f"{kind}.css") + _read_parts(kind, "css")
    html = '<div class="root"></div>'
    return st.components.v2.component(f"articles_{kind}", html=html, css=style, js=script)


def _read_parts(kind: str, suffix: str) -> str:
    """Give what is set apart of a large element, in `frontend/<kind>_<part>.<suffix>`."""
    names = sorted(path.name for path in _FRONTEND.glob(f"{kind}_*.{suffix}"))
    return "".join(map(_read, names))


def _read(name: str) -> str:
    return (_FRONTEND / name).read_text(encoding="utf-8")
