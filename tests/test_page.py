"""The page in every state: empty, asked, refused, filtered, and each way it can fail to open."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from support import ROOT, write_config
from support_page import (
    Open,
    ask,
    draw_library,
    elements,
    marked,
    open_source,
    reading,
    trouble,
    wait_for_examples,
)

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder
from qa import Answer, Chats, Filters, open_assistant
from qa.answer import Status
from ui.opening import config_path
from ui.session import Opened
from ui.words import filters_in_words, likelihood, verdict

HOSTILE = """\
The <script>alert(1)</script> & $x^2$ *stars* `ticks`

The harbour fee rose to $5 and then $6, *said* the <b>mayor</b> in `code` with \
[a link](javascript:alert(1)) and :material/home: too.

A pilot wrote \u202eright to left\u202c and zero\u200bwidth words into the harbour log.
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """Give what a build of the small library leaves to be found again."""
    folder = tmp_path_factory.mktemp("once")
    write_own_articles(folder / "articles")
    rebuild(write_config(folder, folder / "articles"), embedder)
    return folder / "var" / "cache"


def write_own_articles(articles: Path) -> None:
    """Write a hostile article and an empty one."""
    articles.mkdir()
    (articles / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (articles / "empty.txt").write_text("", encoding="utf-8")


@pytest.fixture
def own_config(tmp_path: Path, embedder: Embedder, cache: Path) -> Path:
    """Give the configuration of a small library that a test may change or break."""
    write_own_articles(tmp_path / "articles")
    shutil.copytree(cache, tmp_path / "var" / "cache")
    return rebuild(write_config(tmp_path, tmp_path / "articles"), embedder)


def rebuild(config: Path, embedder: Embedder) -> Path:
    """Build the library that a configuration asks for."""
    build_library(load_index_settings(config), embedder=embedder)
    return config


@pytest.fixture
def exampled_config(sample_config: Path, tmp_path: Path) -> Path:
    """Give a configuration over the sample library with questions to begin with."""
    library = sample_config.parent / "var" / "library"
    return write_config(tmp_path, ROOT / "articles", f"library = {str(library)!r}", examples=2)


def test_an_empty_page_says_what_it_holds_and_offers_questions(
    open_page: Open, exampled_config: Path
) -> None:
    """Before the first question the page names its articles, outlets and days, and examples."""
    page = open_page(exampled_config)

    (welcome,) = elements(page, "welcome")
    assert "16 articles from" in welcome["facts"]
    assert len(wait_for_examples(page)) == 2
    assert not elements(page, "card")


def test_an_example_is_asked_when_it_is_chosen(open_page: Open, exampled_config: Path) -> None:
    """A chosen example becomes the first question of the chat."""
    page = open_page(exampled_config)
    example = wait_for_examples(page)[0]

    reading(page).asking.ask(example)
    page.run()

    assert [example] == [card["question"] for card in elements(page, "card")]
    assert not elements(page, "welcome")


def test_an_answer_carries_a_number_for_every_sentence(
    open_page: Open, sample_config: Path
) -> None:
    """Sentences are numbered from 1, and every number stands in a source line."""
    page = ask(open_page(sample_config), "How much is the arms package worth?")

    (card,) = elements(page, "card")
    labels = [sentence["label"] for sentence in card["sentences"]]
    assert [str(i + 1) for i in range(len(labels))] == labels
    assert labels == [number["label"] for source in card["sources"] for number in source["numbers"]]
    assert "$11.1" in " ".join(sentence["text"] for sentence in card["sentences"])
    assert card["opened"] is None


def test_a_number_opens_its_source_and_the_chat_stays(open_page: Open, sample_config: Path) -> None:
    """The open source marks exactly the sentence, and the answer beside it is unchanged."""
    page = ask(open_page(sample_config), "How much is the arms package worth?")
    before = elements(page, "card")[0]

    source = open_source(page, "used-0")

    after = elements(page, "card")[0]
    assert before["sentences"][0]["text"] == marked(source)
    assert after["opened"] == "used-0"
    assert before["sentences"] == after["sentences"]
    assert source["title"] == after["sources"][0]["title"]


def test_an_open_source_steps_and_closes(open_page: Open, sample_config: Path) -> None:
    """Next goes to the next citation, previous stops at the first, the same number closes."""
    page = ask(open_page(sample_config), "When will Trump visit China?")
    session = reading(page)
    session.chat.toggle(Opened(0, "used-0"))

    session.chat.step(-1)
    assert Opened(0, "used-0") == session.chat.opened
    session.chat.step(1)
    assert Opened(0, "used-1") == session.chat.opened
    session.chat.toggle(Opened(0, "used-1"))
    page.run()

    assert not elements(page, "source")


def test_a_refusal_says_what_is_missing_and_what_came_nearest(
    open_page: Open, sample_config: Path
) -> None:
    """A question the articles do not answer ends in a plain sentence and openable passages."""
    page = ask(open_page(sample_config), "Who won the World Cup?")

    (card,) = elements(page, "card")
    assert card["verdict"] == "The articles do not say"
    assert not card["sentences"]
    assert card["missing"]
    assert card["nearest_title"] == "What came nearest"
    assert marked(open_source(page, "also-0"))


def test_filters_limit_the_answer_and_are_named(open_page: Open, sample_config: Path) -> None:
    """With filters on, only allowed articles answer, and page and answer both say so."""
    page = open_page(sample_config)
    page.date_input(key="after").set_value(date(2026, 9, 1))
    page.date_input(key="before").set_value(date(2026, 12, 31))
    page.run()
    assert "filters are on" in page.chat_input[0].placeholder

    ask(page, "How much is the arms package worth?")

    answer = reading(page).chat.answers[0]
    cited = [*answer.citations, *answer.also_found]
    assert cited
    assert all(
        one.source.published is not None and one.source.published.month >= 9 for one in cited
    )
    (card,) = elements(page, "card")
    assert card["scope"] == "Only articles from 1 September to 31 December 2026"
    assert "undated" in card["note"]


def test_filters_are_cleared_by_one_button(open_page: Open, sample_config: Path) -> None:
    """Clear filters takes days and outlets off together."""
    page = open_page(sample_config)
    page.date_input(key="after").set_value(date(2026, 9, 1))
    page.multiselect(key="outlets").select("Meridian Courier").run()

    page.button(key="clear").click().run()

    assert page.date_input(key="after").value is None
    assert page.multiselect(key="outlets").value == []
    assert page.chat_input[0].placeholder == "Ask a question"


def test_days_in_the_wrong_order_are_pointed_out(open_page: Open, sample_config: Path) -> None:
    """A first day after the last day is said plainly."""
    page = open_page(sample_config)
    page.date_input(key="after").set_value(date(2026, 9, 2))
    page.date_input(key="before").set_value(date(2026, 9, 1)).run()

    assert "first day is after the last" in page.warning[0].value


def test_hostile_text_is_shown_as_typed(open_page: Open, own_config: Path) -> None:
    """Markup, formulas, links and icons in question and article reach the page as plain text."""
    question = "How much is the *harbour* fee, $x$ <b>?"
    page = ask(open_page(own_config), question)

    source = open_source(page, "used-0" if reading(page).chat.answers[0].citations else "also-0")

    lines = ["".join(text for text, _ in part["segments"]) for part in source["paragraphs"]]
    typed = [line for line in HOSTILE.splitlines() if line]
    assert typed[1] in lines
    assert any("⟦RLO⟧right to left⟦PDF⟧ and zero⟦ZWSP⟧width" in line for line in lines)
    assert question == elements(page, "card")[0]["question"]
    assert not [text for text in page.markdown if "mayor" in text.value or "<b>" in text.value]


def test_articles_in_another_language_are_told(own_config: Path, embedder: Embedder) -> None:
    """With the model that would read them and the setting to change; English ones are not."""
    assert elements(draw_library(own_config), "library")[0]["notice"] == ""

    path = own_config.parent / "articles" / "mole.txt"
    path.write_text(
        "Die alte Mole ist gesperrt\n\nDer Rat der Stadt hat am Sonntag die alte Mole geschlossen, "
        "nachdem Taucher in elf von vierzig Pfeilern Risse gefunden hatten. Niemand wurde verletzt."
    )
    notice = elements(draw_library(rebuild(own_config, embedder)), "library")[0]["notice"]
    assert "German" in notice
    assert "config.toml" in notice


def test_the_library_page_lists_its_articles(sample_config: Path) -> None:
    """The list names every article once, below the facts of the library."""
    page = draw_library(sample_config)

    assert ["Articles", "16"] in elements(page, "library")[0]["facts"]
    assert len(page.dataframe[0].value) == 16


def test_what_was_taken_out_can_be_read(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """Folded in the open source, with the reason; the list of articles counts it."""
    line = "The lighthouse of Sankt Oda was lit again on Friday, after nine dark years in the fog."
    path = own_config.parent / "articles" / "lighthouse.txt"
    path.write_text(f"Lighthouse lit\n\n{line}\n\nA crowd cheered.\n\n{line}\n")
    page = ask(open_page(rebuild(own_config, embedder)), "When was the lighthouse lit again?")

    (folded,) = [item for item in open_source(page, "used-0")["paragraphs"] if item["fold"]]
    assert folded["fold"] == "Repeated block, 1 line taken out"
    assert folded["segments"] == [[line, False]]
    rows = draw_library(own_config).dataframe[0].value
    assert rows[rows["File"] == "lighthouse.txt"]["Taken out"].tolist() == ["repeated block"]


def test_analysis_is_told_and_can_be_left_out(open_page: Open, sample_config: Path) -> None:
    """A sentence of a scenario wears its label; a switch leaves such sentences out."""
    question = "What could the arms sales lead to in the region?"
    page = ask(open_page(sample_config), question)
    (card,) = elements(page, "card")
    told = {item["kind"] for item in (*card["sentences"], *card["nearest"])}
    page = ask(page.toggle(key="without_analysis").set_value(True).run(), question)
    reported = elements(page, "card")[1]

    assert "analysis, not a report" in told
    assert "analysis, not a report" not in {
        item["kind"] for item in (*reported["sentences"], *reported["nearest"])
    }
    assert reported["scope"] == "Without analysis and opinion"


def test_a_blank_question_is_passed_over(open_page: Open, sample_config: Path) -> None:
    """White space is no question."""
    page = ask(open_page(sample_config), "   ")

    assert not page.exception
    assert not elements(page, "card")


def test_a_question_that_is_too_long_is_not_asked(open_page: Open, sample_config: Path) -> None:
    """Over a thousand characters the page says how many there are and how many may be."""
    page = ask(open_page(sample_config), "why " * 300)

    (notice,) = elements(page, "notice")
    assert "1,200 characters" in notice["text"]
    assert "1,000" in notice["text"]
    assert not elements(page, "card")


def test_a_new_chat_is_empty(open_page: Open, sample_config: Path) -> None:
    """New chat forgets the answers and closes the source."""
    page = ask(open_page(sample_config), "How much is the arms package worth?")
    open_source(page, "used-0")

    page.button(key="new").click().run()

    assert elements(page, "welcome")
    assert not elements(page, "card")
    assert not elements(page, "source")


def test_a_follow_up_is_shown_as_understood_and_can_be_corrected(
    open_page: Open, sample_config: Path
) -> None:
    """What the reader makes of it is asked as it stands, whatever was said before."""
    page = ask(ask(open_page(sample_config), "What will Line 4 cost?"), "How long is it?")
    first, second = elements(page, "card")
    assert (first["standalone"], second["standalone"]) == ("", "How long is Line 4?")

    reading(page).asking.reword("How fast was it?")
    page.run()
    card = elements(page, "card")[-1]

    assert (card["question"], card["standalone"]) == ("How fast was it?", "")
    assert not reading(page).asking.waiting.question


def test_a_count_is_shown_with_all_that_was_counted(open_page: Open, sample_config: Path) -> None:
    """The number, what counts, and each article with a number that opens it."""
    page = ask(open_page(sample_config), "Which outlets mention Line 3 or Brazil?")
    (card,) = elements(page, "card")

    assert card["tally"]["count"] == "2 outlets"
    assert card["tally"]["labels"] == "Pacific Grain & Trade Letter; The Larkfield Chronicle"
    assert "Looked through 16 articles" in card["tally"]["predicate"]
    assert [quote["key"] for quote in card["nearest"]] == ["used-0", "used-1"]
    assert not card["sentences"]
    assert "Brazil" in marked(open_source(page, "used-1"))


def test_a_reload_brings_the_chat_back(open_page: Open, own_config: Path) -> None:
    """The address names the chat; a page opened at it goes on where the other one was."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    address = page.query_params["chat"]
    (before,) = elements(page, "card")

    again = open_page(own_config, address)
    assert [before | {"is_fresh": False}] == elements(again, "card")
    again = ask(again, "How much is the harbour fee, again?")

    assert address == again.query_params["chat"]
    assert [card["question"] for card in elements(page.run(), "card")] == [
        "How much is the harbour fee?",
        "How much is the harbour fee, again?",
    ]


def test_an_address_that_lags_behind_loses_no_chat(open_page: Open, own_config: Path) -> None:
    """A click while the first question is answered brings the old address; a later Back counts."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    address = page.query_params["chat"]

    del page.query_params["chat"]
    assert len(elements(page.run(), "card")) == 1
    assert address == page.query_params["chat"]
    del page.query_params["chat"]
    assert elements(page.run(), "welcome")


def test_a_chat_of_the_terminal_is_opened_in_the_page(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """It is listed by its name with the others; New chat leaves it as it is."""
    asked = Chats.open(own_config).named("harbour <b>*fee*</b>")
    asked.ask(open_assistant(own_config, embedder), "How much is the harbour fee?")
    page = open_page(own_config)
    ((chat,), kept) = (elements(page, "chats")[0][name] for name in ("chats", "kept"))
    assert (chat["name"], chat["is_open"]) == ("harbour <b>*fee*</b>", False)
    assert chat["about"].startswith("1 question, ")
    assert str(own_config.parent / "var" / "chats") in kept

    page.query_params["chat"] = chat["id"]  # as a click on it does
    ask(page.run(), "Who said so?")
    assert len(asked.answers) == len(elements(page, "card")) == 2
    assert elements(page, "chats")[0]["chats"][0]["is_open"]

    page.button(key="new").click().run()
    ask(page, "Who wrote the log?")
    listed = elements(page, "chats")[0]["chats"]
    assert [chat["name"] for chat in listed] == ["Who wrote the log?", "harbour <b>*fee*</b>"]
    assert len(asked.answers) == 2


def test_a_chat_is_renamed_and_judged(open_page: Open, own_config: Path) -> None:
    """A name that is taken is refused with a notice; an opinion is kept, changed and taken back."""
    chats = Chats.open(own_config)
    other = chats.append(Answer("Who?", "Who?", Status.UNANSWERED, 0.1, (), ()))
    page = ask(open_page(own_config), "How much is the harbour fee?")
    chat_id = reading(page).chat.id
    page.text_input(key=f"name-{chat_id}").set_value(other.name).run()
    assert "another chat is called" in elements(page, "notice")[0]["text"]
    page.text_input(key=f"name-{chat_id}").set_value("fees").run()
    assert elements(page, "chats")[0]["chats"][0]["name"] == "fees"

    thumbs = f"opinion-{chat_id}-1"
    page.feedback(key=thumbs).set_value(0).run()
    page.text_input(key=f"{thumbs}-words").set_value("too short").run()
    ((_, kept),) = chats.judged()
    assert kept.opinion
    assert (kept.opinion.is_good, kept.opinion.words) == (False, "too short")
    page.feedback(key=thumbs).set_value(1).run()
    assert not [field for field in page.text_input if field.key == f"{thumbs}-words"]
    assert [kept.opinion.words for _, kept in chats.judged() if kept.opinion] == [""]
    page.feedback(key=thumbs).set_value(None).run()
    assert chats.judged() == []
    assert not page.exception


def test_a_chat_is_deleted_and_brought_back(open_page: Open, own_config: Path) -> None:
    """The open one, by a button; until something else is asked another button undoes it."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    address = page.query_params["chat"]
    page.button(key="delete").click().run()
    assert elements(page, "welcome")
    assert "chat" not in page.query_params
    assert elements(page, "chats")[0]["chats"] == []

    page.button(key="undo").click().run()

    assert len(elements(page, "card")) == 1
    assert address == page.query_params["chat"]
    assert not [button for button in page.button if button.key == "undo"]


def test_an_address_of_a_chat_that_is_gone_is_told(open_page: Open, own_config: Path) -> None:
    """The page is empty, says so, and takes questions."""
    page = open_page(own_config, "nowhere")
    (notice,) = elements(page, "notice")

    assert "was deleted" in notice["text"]
    assert "chat" not in page.query_params
    ask(page, "How much is the harbour fee?")
    assert not elements(page, "notice")
    assert len(Chats.open(own_config).listed()) == 1


def test_damaged_chats_do_not_stop_the_page(open_page: Open, own_config: Path) -> None:
    """What happened is told once; then questions are answered and kept in a new file."""
    path = Chats.open(own_config).path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database" * 1000)
    page = open_page(own_config)
    (notice,) = elements(page, "notice")
    assert "was set aside" in notice["text"]

    ask(page, "How much is the harbour fee?")

    assert not elements(page, "notice")
    assert len(Chats.open(own_config).listed()) == 1


def test_an_answer_that_cannot_be_kept_is_shown(open_page: Open, own_config: Path) -> None:
    """With the reason below it."""
    (own_config.parent / "var" / "chats").write_text("a file in the folder's place")
    page = ask(open_page(own_config), "How much is the harbour fee?")

    assert len(elements(page, "card")) == 1
    assert "config.toml" in elements(page, "notice")[0]["text"]
    assert len(elements(page.run(), "card")) == 1
    assert "chat" not in page.query_params


def test_a_kept_chat_is_read_after_its_articles_are_gone(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """Each sentence stands in it as before; its source says what became of the article."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    address, cards = page.query_params["chat"], elements(page, "card")
    key = "used-0" if reading(page).chat.answers[0].citations else "also-0"
    articles = own_config.parent / "articles"
    shutil.copy(ROOT / "articles" / "2026-05-15_kermael_ferry.txt", articles / "hostile.txt")
    rebuild(own_config, embedder)

    page = open_page(own_config, address)

    assert [card | {"is_fresh": False} for card in cards] == elements(page, "card")
    assert "has changed" in open_source(page, key)["problem"]
    (articles / "hostile.txt").rename(articles / "ferry.txt")
    rebuild(own_config, embedder)
    page = open_page(own_config, address)
    assert "no longer in the library" in open_source(page, key)["problem"]


def test_a_missing_library_names_the_cure(open_page: Open, tmp_path: Path) -> None:
    """Before the first build the page says which command builds."""
    assert "rebuild" in trouble(open_page(write_config(tmp_path, ROOT / "articles")))


def test_a_broken_config_names_the_key(open_page: Open, tmp_path: Path) -> None:
    """A misspelt key is one readable line."""
    config = write_config(tmp_path, ROOT / "articles", "pasage_words = 100")

    assert "pasage_words" in trouble(open_page(config))


def test_a_stale_library_names_the_cure(open_page: Open, own_config: Path) -> None:
    """A setting that the library was not built with is told, with the command that rebuilds."""
    set_up = own_config.read_text(encoding="utf-8")
    own_config.write_text(
        set_up.replace("[index]", "[index]\npassage_words = 60"), encoding="utf-8"
    )

    assert "rebuild" in trouble(open_page(own_config))


def test_a_damaged_library_names_the_cure(open_page: Open, own_config: Path) -> None:
    """A library with a file missing is told, with the command that rebuilds."""
    library = load_index_settings(own_config).library
    for generation in library.iterdir():
        if generation.is_dir():
            largest = max(generation.rglob("*"), key=lambda path: path.stat().st_size)
            largest.unlink()

    assert "rebuild" in trouble(open_page(own_config))


def test_a_page_opens_once_its_library_is_there(
    open_page: Open, tmp_path: Path, embedder: Embedder
) -> None:
    """After the cure, Try again opens the page."""
    config = write_config(tmp_path, ROOT / "articles")
    page = open_page(config)
    rebuild(config, embedder)

    page.button(key="again").click().run()

    assert elements(page, "welcome")


def test_a_changed_folder_is_noticed(open_page: Open, own_config: Path) -> None:
    """A file added since the build is named, with a button that takes it in."""
    (own_config.parent / "articles" / "later.txt").write_text("Later news.", encoding="utf-8")

    page = open_page(own_config)

    (notice,) = elements(page, "notice")
    assert notice["title"] == "1 file changed since the library was built"
    assert "later.txt" in notice["text"]
    assert page.button(key="rebuild").label == "Rebuild the library"


def test_a_rebuilt_library_is_taken_up(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """An open page moves to the newer library, says so once, and keeps its chat."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    shutil.copy(ROOT / "articles" / "2026-05-15_kermael_ferry.txt", own_config.parent / "articles")
    rebuild(own_config, embedder)

    page.run()

    assert [toast.value for toast in page.toast] == ["The library was rebuilt: 2 articles."]
    assert len(elements(page, "card")) == 1
    assert not page.run().toast


def test_a_source_that_is_gone_is_told(
    open_page: Open, own_config: Path, embedder: Embedder
) -> None:
    """An older answer whose article was deleted since says so in place of the article."""
    page = ask(open_page(own_config), "How much is the harbour fee?")
    key = "used-0" if reading(page).chat.answers[0].citations else "also-0"
    articles = own_config.parent / "articles"
    (articles / "hostile.txt").unlink()
    shutil.copy(ROOT / "articles" / "2026-05-15_kermael_ferry.txt", articles)
    rebuild(own_config, embedder)

    source = open_source(page.run(), key)

    assert "no longer in the library" in source["problem"]
    assert not source["paragraphs"]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "config.toml"),
        ([], {"ASK_ARTICLES_CONFIG": "a.toml"}, "a.toml"),
        (["--config", "b.toml", "-q"], {"ASK_ARTICLES_CONFIG": "a.toml"}, "b.toml"),
    ],
    ids=["default", "environment", "argument"],
)
def test_the_config_is_named_by_argument_or_environment(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    """The argument wins over the environment, and both over ./config.toml."""
    assert Path(expected) == config_path(arguments, environment)


@pytest.mark.parametrize(
    ("status", "confidence", "words"),
    [
        (Status.ANSWERED, 0.97, "The articles answer this"),
        (Status.ANSWERED, 0.6, "The articles probably answer this"),
        (Status.ANSWERED, 0.3, "The articles may answer this; check the source"),
        (Status.PARTLY, 0.97, "The articles answer part of this"),
        (Status.UNANSWERED, 0.1, "The articles do not say"),
    ],
)
def test_the_verdict_follows_status_and_confidence(
    status: Status, confidence: float, words: str
) -> None:
    """The surer the answer, the plainer the words."""
    assert words == verdict(Answer("?", "?", status, confidence, (), ()))


def test_the_verdict_counts_sources_and_claims_no_probability() -> None:
    """Several independent sources are named; what a matter is about has no likelihood."""
    several = Answer("?", "?", Status.ANSWERED, 0.3, (), (), independent_sources=2)
    told = Answer(
        "?", "?", Status.ANSWERED, 1.0, (), (), independent_sources=1, is_calibrated=False
    )

    assert verdict(several) == (
        "The articles may answer this, from 2 independent sources; check the source"
    )
    assert (verdict(told), likelihood(told)) == ("What the articles tell of it", "")
    assert "0.30" in likelihood(several)


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), ""),
        (Filters(after=date(2026, 2, 5)), "Only articles from 5 February 2026 on"),
        (Filters(before=date(2026, 2, 5)), "Only articles up to 5 February 2026"),
        (Filters(outlets=("The A", "The B")), "Only articles in The A, The B"),
        (Filters(without_analysis=True), "Without analysis and opinion"),
        (
            Filters(before=date(2026, 2, 5), without_analysis=True),
            "Only articles up to 5 February 2026, without analysis",
        ),
    ],
)
def test_filters_are_put_into_words(filters: Filters, words: str) -> None:
    """The card says which articles were allowed to answer."""
    assert words == filters_in_words(filters)
