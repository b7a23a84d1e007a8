"""The page: `python -m streamlit run ui/app.py`, then ask."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from qa import ArticleQAError
from ui.ask_page import draw_ask_page
from ui.evidence import page_style
from ui.explore_page import draw_explore_page
from ui.gate import is_admitted
from ui.library_page import draw_library_page, draw_unbuilt
from ui.notices import draw_trouble
from ui.opening import Desk, config_path, read_page_settings, shared_desk, shared_shelf
from ui.session import Session, here


def main() -> None:
    """Draw the chosen page once, as Streamlit asks for after every click."""
    icon = Path(__file__).parent / "frontend" / "icon.svg"
    st.set_page_config(page_title="Ask your articles", page_icon=icon, layout="wide")
    st.html(page_style())
    try:
        if not is_admitted(read_page_settings(config_path(sys.argv[1:], os.environ))):
            return
    except ArticleQAError as error:
        draw_trouble(error, here())
        return
    ask = st.Page(
        _guard(draw_ask_page, draw_trouble, "ask"),
        title="Ask",
        icon=":material/forum:",
        default=True,
    )
    library = st.Page(
        _guard(draw_library_page, draw_unbuilt_page, "library"),
        title="Library",
        icon=":material/library_books:",
        url_path="library",
    )
    explore = st.Page(
        _guard(draw_explore_page, draw_trouble, "explore"),
        title="Explore",
        icon=":material/explore:",
        url_path="explore",
    )
    here().pages = {"ask": ask, "library": library, "explore": explore}
    st.navigation([ask, explore, library], position="top").run()


def _guard(
    draw: Callable[[Desk, Session], None],
    draw_instead: Callable[[ArticleQAError, Session], None],
    name: str,
) -> Callable[[], None]:
    """Give what draws a page over the newest library, or another where that cannot be opened."""

    def draw_guarded() -> None:
        session = here()
        session.chat.is_away = session.chat.is_away or name != "ask"
        session.is_arriving, session.page = name != session.page, name
        try:
            draw(shared_desk(config_path(sys.argv[1:], os.environ)), session)
        except ArticleQAError as error:
            draw_instead(error, session)

    return draw_guarded


def draw_unbuilt_page(error: ArticleQAError, session: Session) -> None:
    """Draw the page of a library that is not there, or why not even its folder is known."""
    try:
        shelf = shared_shelf(config_path(sys.argv[1:], os.environ))
    except ArticleQAError as reason:
        draw_trouble(reason, session)
    else:
        draw_unbuilt(shelf, error, session)


if __name__ == "__main__":
    main()
