"""The real page in a real browser: from a typed question to the marked sentence, and no further."""

import shutil
import time
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from support import ROOT, write_config
from support_browser import Reader, wait_for

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1", "localhost"])]

HOSTILE = """\
The <img src=x onerror="document.title='owned'"> wharf

The wharf toll rose to $7 and then $9, *said* the <b>reeve</b> <script>document.title='owned'\
</script> in [a link](javascript:alert(1)).

The price of a \u202eeliforp\u202c berth at Quill is $x$ or $$\\frac{1}{2}$$ of a crown, \
<iframe srcdoc="<script>top.document.title='owned'</script>"></iframe> \
![it](http://192.0.2.1/a.png) \
<style>body { display: none }</style> :material/home: &lt;wrote&gt; \u2066the \u200bclerk\u2069.
"""
SHOWN = HOSTILE.splitlines()[-1].translate(
    {0x202E: "⟦RLO⟧", 0x202C: "⟦PDF⟧", 0x2066: "⟦LRI⟧", 0x2069: "⟦PDI⟧", 0x200B: "⟦ZWSP⟧"}
)
"""What the page makes of its last line: the same signs, with names for those that hide."""


SIDEWAYS = """
    const scrolls = (part) => ["auto", "scroll"].includes(getComputedStyle(part).overflowX);
    const wide = (part) => part.scrollWidth > part.clientWidth && part.clientWidth > 300;
    const found = [...document.querySelectorAll("*")].filter((part) => scrolls(part) && wide(part));
    return found.map((part) => part.outerHTML.slice(0, 120));
"""
"""What of the page can be scrolled sideways, of the width of a phone or more."""


@pytest.fixture(scope="module")
def config(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, sample_config: Path
) -> Path:
    """Give the configuration of a library of the sample articles and a hostile one."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(sample_config.parent / "var" / "cache", folder / "var" / "cache")
    shutil.copytree(ROOT / "articles", folder / "articles")
    (folder / "articles" / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    config = write_config(folder, folder / "articles", examples=2)
    build_library(load_index_settings(config), embedder=embedder)
    return config


def test_a_typed_question_leads_to_the_marked_sentence(reader: Reader) -> None:
    """The number inside an answer's sentence opens the article with that sentence in view."""
    reader.ask("How much is the arms package worth?")
    sentence = reader.see(".sentence")[0]
    number = reader.see(".sentence button.number")[0]
    said = sentence.text.removesuffix(number.text).strip()

    number.click()

    mark = reader.see(".panel mark")[0]
    wait_for(lambda: reader.sees(mark), "the marked sentence in view", 10)
    assert mark.text == said
    assert number.get_attribute("aria-expanded") == "true"
    assert sentence.text.removesuffix(number.text).strip() == said


def test_the_page_fits_its_window(reader: Reader) -> None:
    """Nothing is cut off or scrolls sideways, with a source open or not."""
    reader.ask("How much will Line 4 cost?")
    reader.see(".sentence button.number")[0].click()
    reader.see(".panel mark")

    for selector in (".asked", ".sentences", ".panel", ".tip"):
        if selector == ".tip":  # said of the confidence, once the mark beside it has the focus
            reader.measure("arguments[0].focus({ focusVisible: true })", reader.see(".why")[0])
        assert reader.measure(SIDEWAYS, reader.see(selector)[0]) == []
        left, right, width = reader.measure(
            "const b = arguments[0].getBoundingClientRect(); return [b.left, b.right, innerWidth]",
            reader.see(selector)[0],
        )
        assert right > left >= 0, selector
        assert right <= width, selector


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_opening_a_source_does_not_move_the_chat(reader: Reader) -> None:
    """The number that was clicked stays under the pointer."""
    reader.ask("How much will Line 4 cost?")
    reader.ask("Who won the World Cup?")
    number = reader.see(".sentence button.number")[0]
    reader.measure("arguments[0].scrollIntoView({ block: 'center' })", number)
    time.sleep(1)
    before = reader.measure("return arguments[0].getBoundingClientRect().top", number)

    number.click()
    reader.see(".panel mark")
    time.sleep(1)

    assert reader.measure("return arguments[0].getBoundingClientRect().top", number) == before


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_a_typed_day_narrows_what_may_answer(reader: Reader) -> None:
    """Only later articles answer, any of their citations opens, and the rest is refused."""
    day = reader.browser.find_element(By.CSS_SELECTOR, ".st-key-after [role=spinbutton]")
    day.click()
    typed = ActionChains(reader.browser)
    for part in ("2026", "05", "18"):
        typed = typed.send_keys(part).pause(0.3)
    typed.perform()
    reader.browser.find_element(By.CSS_SELECTOR, "[data-testid=stChatInput] textarea").click()
    wait_for(lambda: reader.read(".chip") == ["From 18 May 2026"], "the chip")

    reader.ask("How many people died in the ferry accident?")
    sources = " ".join(reader.read(".source"))
    assert "2026" in sources
    assert "14 May 2026" not in sources
    number = next(one for one in reader.see(".sentence button.number") if one.text == "2")
    number.click()
    mark = reader.see(".panel mark")[0]
    wait_for(lambda: reader.sees(mark), "the second sentence in view", 10)

    reader.ask("When did Xi Jinping call Donald Trump?")
    assert reader.see(".answer", 2)[1].get_attribute("class") == "answer unanswered"


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_the_keyboard_is_enough(reader: Reader) -> None:
    """Enter on a number opens its source, Escape closes it and comes back to the number."""
    reader.ask("How much is the arms package worth?")
    number = reader.see(".sentence button.number")[0]

    number.send_keys(Keys.ENTER)
    panel = reader.see(".panel")[0]
    wait_for(lambda: reader.measure("return arguments[0].matches(':focus')", panel), "focus")
    panel.send_keys(Keys.ESCAPE)

    wait_for(lambda: not reader.all(".panel"), "the chat alone")
    wait_for(lambda: reader.measure("return arguments[0].matches(':focus')", number), "focus")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_how_a_follow_up_was_understood_is_corrected_in_place(reader: Reader) -> None:
    """The question is shown standing alone; what the reader makes of it is asked."""
    reader.ask("What will Line 4 cost?")
    reader.ask("How long is it?")
    assert reader.see(".standalone")[0].text == "How long is Line 4?"

    reader.see(".change")[0].send_keys(Keys.ENTER)
    field = reader.see(".field")[0]
    field.clear()
    field.send_keys("How late will Line 4 open?", Keys.ENTER)

    assert reader.see(".asked", 3)[2].text == "How late will Line 4 open?"


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_the_days_of_a_question_are_shown_and_lifted(reader: Reader) -> None:
    """The question is asked again, of articles of any time."""
    reader.ask("How many articles mention the ferry in May 2026?")
    assert reader.read(".scope .chip") == ["From 1 to 31 May 2026, for “in May 2026”"]

    reader.see(".scope .chip")[0].click()

    reader.see(".asked", 2)
    wait_for(lambda: len(reader.read(".tally, .count")) >= 2, "both counts")
    assert len(reader.read(".scope .chip")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_an_example_is_asked_by_a_click(reader: Reader) -> None:
    """An example of the empty page becomes the first question."""
    example = reader.see(".example")[0]
    question = example.text

    example.click()

    assert [asked.text for asked in reader.see(".asked")] == [question]


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_a_chat_outlives_a_reload_and_is_opened_by_a_click(reader: Reader) -> None:
    """Its address brings it back, and so do its name in the sidebar and the browser's Back."""
    first, second = "How long will Line 4 be in the end?", "Who won the <i>World Cup</i>?"
    reader.ask(first)
    reader.browser.refresh()
    wait_for(lambda: reader.read(".asked") == [first], "the chat after a reload")

    reader.browser.find_element(By.CSS_SELECTOR, ".st-key-new button").click()
    wait_for(lambda: reader.all(".purpose") and not reader.all(".asked"), "an empty chat")
    reader.ask(second)
    wait_for(lambda: reader.read(".chat .name")[:2] == [second, first], "both chats by name")
    wait_for(lambda: reader.read(".chat[aria-current] .name") == [second], "the open one")

    reader.see(".chat", 2)[1].click()
    wait_for(lambda: reader.read(".asked") == [first], "the chat that was clicked")
    reader.browser.back()
    wait_for(lambda: reader.read(".asked") == [second], "the chat before it")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_the_chat_is_still_there_after_a_look_at_the_library(reader: Reader) -> None:
    """The pages are led to from the top, and the chat keeps its address."""
    question = "How long will Line 4 be in the end?"
    reader.ask(question)
    address = reader.browser.current_url

    reader.go("Library")
    reader.see(".facts")
    reader.go("Ask")

    wait_for(lambda: reader.read(".asked") == [question], "the chat")
    wait_for(lambda: reader.browser.current_url == address, "its address")


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_an_article_cannot_write_into_the_page(reader: Reader) -> None:
    """Tags, scripts and links of an article stand on the page as the letters they are."""
    reader.ask("How much is the wharf toll <b>now</b>?")
    reader.see(".sentence button.number, .nearby button.number")[0].click()

    shown = " ".join(mark.text for mark in reader.see(".panel mark"))

    assert "*said* the <b>reeve</b> <script>" in shown
    assert "[a link](javascript:alert(1))" in shown
    assert not reader.all("img, script, b, a")
    assert reader.browser.title == "Ask your articles"


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_formulas_and_turned_letters_are_shown_as_they_are_written(reader: Reader) -> None:
    """What hides has a name, formulas stay source, and pictures and frames are not asked for."""
    reader.ask("What is the price of a berth at Quill?")
    number = reader.see(".sentence button.number, .nearby button.number")[0]
    said = " ".join(reader.read(".sentence, .nearby"))
    number.click()
    mark = reader.see(".panel mark")[0]
    wait_for(lambda: reader.sees(mark), "the marked sentence in view", 10)

    shown = mark.get_attribute("textContent") or ""
    assert shown
    assert shown in SHOWN
    assert "⟦RLO⟧eliforp⟦PDF⟧ berth at Quill is $x$ or $$\\frac{1}{2}$$ of a crown" in shown
    assert "⟦RLO⟧eliforp⟦PDF⟧" in said
    paragraphs = reader.read(".panel .paragraph")
    assert SHOWN in paragraphs
    assert not reader.all(".root :is(img, script, iframe, style, a, math, .katex)")
    assert not reader.browser.find_elements(By.CSS_SELECTOR, ".stApp .katex, .stApp iframe")
    assert reader.browser.title == "Ask your articles"


@pytest.mark.parametrize("size", [(1440, 900)], ids=["wide"], indirect=True)
def test_an_idle_page_notices_a_rebuilt_library(
    reader: Reader, config: Path, embedder: Embedder
) -> None:
    """Without a click the page moves to the newer library and says so."""
    later = "The ferry pier at Noll opens on 3 May 2026, the harbour master said."
    (config.parent / "articles" / "later.txt").write_text(later, encoding="utf-8")
    build_library(load_index_settings(config), embedder=embedder)

    toast = wait_for(
        lambda: reader.browser.find_elements(By.CSS_SELECTOR, "[data-testid=stToast]"), "a toast"
    )

    assert "The library was rebuilt: 18 articles." in toast[0].text
