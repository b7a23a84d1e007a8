"""What a search of the chats found leads to the answer, not to the end of its chat."""

from pathlib import Path

from support import ROOT, write_config
from support_page import Open, ask, elements, reading

from qa import Chats
from ui.all_chats import found_chats_data
from ui.session import Session


def test_a_hit_is_scrolled_to_once(open_page: Open, sample_config: Path, tmp_path: Path) -> None:
    """Its answer is told from the newest one, in the run after the click and in no other."""
    library = sample_config.parent / "var" / "library"
    config = write_config(tmp_path, ROOT / "articles", f"library = {str(library)!r}")
    page = ask(open_page(config), "How much is the arms package worth?")
    page = ask(page, "What will Line 4 cost?")
    (hit,) = found_chats_data(Chats.open(config), Session(), "arms package worth")["chats"][:1]
    chat_id, _, number = hit["choice"].partition(":")
    assert (chat_id, number) == (reading(page).chat.id, "0" if "name" in hit["about"] else "1")

    reading(page).chat.sought = 1
    page.run()
    cards = elements(page, "card")
    page.run()

    assert [card["is_sought"] for card in cards] == [True, False]
    assert [card["is_newest"] for card in cards] == [False, False]
    assert [card["is_sought"] for card in elements(page, "card")] == [False, False]
    assert [card["is_newest"] for card in elements(page, "card")] == [False, True]
