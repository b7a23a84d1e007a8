"""Real articles, the real model: the right sentence, rightly cited, or a refusal."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest
from support import write_config

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder
from qa import Assistant, Filters, open_assistant
from qa.__main__ import main
from qa.answer import Status


@pytest.fixture(scope="session")
def sample(sample_config: Path, embedder: Embedder) -> Assistant:
    """Give the assistant over the sample articles."""
    return open_assistant(sample_config, embedder)


@pytest.fixture(scope="session")
def founding(
    tmp_path_factory: pytest.TempPathFactory, founding_articles: Path, embedder: Embedder
) -> Assistant:
    """Give the assistant over the two founding articles."""
    config = write_config(tmp_path_factory.mktemp("founding"), founding_articles)
    build_library(load_index_settings(config), embedder=embedder)
    return open_assistant(config, embedder)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many soybeans would China consider buying this season?", "20 million tonnes"),
        ("What did Lai Ching-te say about relations with Washington?", "rock solid"),
        ("When will Trump visit China?", "April"),
        ("How many people were on board the ferry?", "219"),
        ("How fast was the ferry going when it hit the quay?", "9.4 knots"),
        ("How much do kidney admissions rise after a warm night?", "8.7"),
        ("How much is Lindhaven spending on night shelters?", "€12.5m"),
        ("What budget did the council approve for Line 4?", "£412.6 million"),
    ],
)
def test_the_answer_stands_in_the_sentences_shown(
    sample: Assistant, question: str, expected: str
) -> None:
    """The fact asked for is in one of at most four sentences."""
    answer = sample.ask(question)

    assert answer.status is not Status.UNANSWERED
    assert expected in answer.text
    assert 1 <= len(answer.citations) <= 4


@pytest.mark.parametrize(
    "question",
    ["Who won the World Cup?", "How tall is Mount Kilimanjaro?", "What did Xi say about Brazil?"],
)
def test_what_the_articles_do_not_say_is_refused(sample: Assistant, question: str) -> None:
    """A refusal has no sentences, says what is missing, and what came nearest."""
    answer = sample.ask(question)

    assert answer.status is Status.UNANSWERED
    assert answer.citations == ()
    assert "mention" in answer.missing
    assert answer.also_found


def test_a_scenario_is_told_as_one(sample: Assistant, founding: Assistant) -> None:
    """An answer from a scenario says so, and is gone where only reports may answer."""
    question = "What could the arms sales lead to in the region?"
    for assistant in (sample, founding):
        told = assistant.ask(question)
        assert "analysis" in {item.kind.value for item in (*told.citations, *told.also_found)}
        reported = assistant.ask(question, Filters(without_analysis=True))
        kinds = {item.kind.value for item in (*reported.citations, *reported.also_found)}
        assert "analysis" not in kinds


def test_a_caption_is_told_as_one(founding: Assistant) -> None:
    """A picture's caption may answer, under its own name."""
    answer = founding.ask("What was struck in South Korea?")
    kinds = {item.kind.value for item in answer.citations}

    assert "caption" in kinds


def test_every_citation_is_exact(sample: Assistant) -> None:
    """Offsets hold in the cleaned text, and lead to the same words in the original."""
    for question in ("What did Xi say about Taiwan?", "Why did the ferry hit the quay?"):
        answer = sample.ask(question)
        assert answer.citations
        assert [item.number for item in answer.citations] == [
            n + 1 for n in range(len(answer.citations))
        ]
        for citation in (*answer.citations, *answer.also_found):
            article = sample.article(citation.source.article_id)
            assert citation.text == article.text[citation.start : citation.end]
            pieces = "".join(article.original[a:b] for a, b in citation.original)
            assert citation.text.split() == pieces.split()


def test_what_came_near_is_prose_under_one_heading(sample: Assistant) -> None:
    """No heading, title or byline is run into the sentences that are named beside an answer."""
    questions = ("Who is the president of Brazil?", "How long is the new tram line?")
    for citation in (item for text in questions for item in sample.ask(text).also_found):
        headings = sample.article(citation.source.article_id).headings
        assert not [span for span in headings if citation.start <= span[0] < citation.end]


def test_a_citation_names_the_heading_it_stands_under(tmp_path: Path, embedder: Embedder) -> None:
    """Also where short sections share a passage."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "pier.md").write_text(
        "# Pier to be repaired\n\nThe council of Northport voted on Monday to repair the pier.\n\n"
        "## What it costs\n\nThe repair of the pier costs 4.2 million pounds.\n"
    )
    config = write_config(tmp_path, folder)
    build_library(load_index_settings(config), embedder=embedder)
    answer = open_assistant(config, embedder).ask("How much does the repair of the pier cost?")

    headings = {citation.text: citation.heading for citation in answer.citations}
    assert headings["The repair of the pier costs 4.2 million pounds."] == "What it costs"


def test_the_same_question_gets_the_same_answer(sample: Assistant) -> None:
    """Nothing depends on what was asked before, or on the clock."""
    first = sample.ask("What caused the Kermaël ferry crash?")
    sample.ask("Who won the World Cup?")
    second = sample.ask("What caused the Kermaël ferry crash?")

    assert dataclasses.replace(first, seconds=0) == dataclasses.replace(second, seconds=0)


def test_filters_decide_who_answers(sample: Assistant) -> None:
    """A date range leaves only the articles of its days, and says how many undated it hides."""
    days = Filters(after=date(2026, 5, 16), before=date(2026, 5, 31))
    answer = sample.ask("How much did the charity concert raise for the families?", days)

    assert {item.source.published for item in answer.citations} == {date(2026, 5, 18)}
    assert answer.hidden_undated >= 1


def test_a_question_of_stop_words_names_nothing(sample: Assistant) -> None:
    """There is nothing to look up in it, and the answer says so."""
    answer = sample.ask("what is it of the and?")

    assert answer.status is Status.UNANSWERED
    assert "nothing that could be looked up" in answer.missing


def test_examples_are_questions_the_library_answers(sample: Assistant) -> None:
    """Each example was asked before it is offered."""
    examples = sample.examples(3)

    assert len(examples) == len(set(examples)) == 3
    assert all(sample.ask(example).status is Status.ANSWERED for example in examples)


def test_the_overview_counts_what_is_there(sample: Assistant) -> None:
    """Articles, days and outlets agree with the sample folder."""
    overview = sample.overview()

    assert len(overview.articles) == 16
    assert overview.first_day is not None
    assert overview.last_day is not None
    assert date(2025, 11, 1) <= overview.first_day < overview.last_day <= date(2026, 10, 31)
    assert "Meridian Courier" in overview.outlets
    assert overview.undated >= 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is the arms package worth?", ("$11.1bn", "over $11 billion")),
        ("When will Trump visit China?", ("April",)),
        ("How many tonnes of soybeans?", ("20 million", "12 million")),
        ("Where did Trump and Xi last meet in person?", ("South Korea",)),
        ("What did Lai say?", ("rock solid",)),
        ("Who is Bonnie Glaser?", ("head of the Indo-Pacific programme",)),
    ],
)
def test_the_founding_articles_answer(
    founding: Assistant, question: str, expected: tuple[str, ...]
) -> None:
    """The two articles answer what they say, whichever of them says it."""
    answer = founding.ask(question)

    assert all(words in answer.text for words in expected), answer.text
    bodies = [item.text for item in answer.citations]
    assert len(bodies) == len(set(bodies))


@pytest.mark.parametrize("question", ["What did Xi say about Brazil?", "Who won the World Cup?"])
def test_the_founding_articles_refuse(founding: Assistant, question: str) -> None:
    """Names that no article mentions are named in the refusal."""
    answer = founding.ask(question)

    assert answer.status is Status.UNANSWERED
    assert answer.missing in ("No article mentions Brazil.", "No article mentions World Cup.")


def test_the_founding_appeal_is_never_an_answer(founding: Assistant) -> None:
    """No passage of the library holds a word of the donation appeal."""
    library = founding.library
    texts = [passage.text for _, passage in library.passages(range(len(library.files.vectors)))]

    assert not any("donation" in text or "paywall" in text for text in texts)
    for question in ("Who is investigating Elon Musk's PAC?", "Where can I donate?"):
        assert founding.ask(question).status is Status.UNANSWERED


def test_the_founding_articles_are_dated_and_named(founding: Assistant) -> None:
    """Both dates with their basis; the outlet is known though only the appeal names it."""
    by_id = {item.id[:3]: item for item in founding.overview().articles}

    assert {date(2026, 2, 5)} == {item.published for item in by_id.values()}
    assert (by_id["000"].published_basis, by_id["000"].outlet) == ("Published line", "")
    assert (by_id["002"].published_basis, by_id["002"].outlet) == ("date line", "The Independent")


def test_the_terminal_prints_answer_and_sources(
    sample_config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sentences with their numbers on stdout, then a line per source; exit status 0."""
    arguments = ["--config", str(sample_config)]
    assert main([*arguments, "What was the result of the council vote on Line 4?"]) == 0
    printed = capsys.readouterr().out

    assert "[1]" in printed
    assert "ostermere_ledger_tram_budget_vote.docx" in printed

    assert main([*arguments, "--json", "--after", "2026-06-01", "Who won the World Cup?"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert (content["status"], content["citations"]) == ("unanswered", [])


def test_the_terminal_ends_with_one_plain_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a library the cure is named, and the exit status is 1."""
    config = write_config(tmp_path, tmp_path)

    assert main(["--config", str(config), "Anything?"]) == 1
    said = capsys.readouterr().err
    assert "make rebuild" in said
    assert said.count("\n") == 1


def test_a_matter_is_told_from_every_source(sample: Assistant, founding: Assistant) -> None:
    """What something is about comes from several articles; of a small library, from each source."""
    told = sample.ask("Tell me about the ferry crash")
    whole = founding.ask("What are these articles about?")

    assert len({item.source.article_id for item in told.citations}) >= 2
    assert told.status is whole.status is Status.ANSWERED
    assert {item.source.article_id[:3] for item in whole.citations} == {"000", "002"}
    assert sample.ask("What is this all about?").status is Status.UNANSWERED  # sixteen articles
    only = founding.ask("What is this about?", Filters(outlets=("The Independent",)))
    assert {item.source.article_id[:3] for item in only.citations} == {"002"}
    assert sample.ask("Tell me about Zanzibar").missing == "No article mentions Zanzibar."


def test_a_name_is_told_by_sentences_that_say_it(founding: Assistant) -> None:
    """Of a party that is named once in passing, that is all there is."""
    answer = founding.ask("What is the KMT?")

    assert answer.citations
    assert all("KMT" in citation.text for citation in answer.citations)


def test_any_passage_of_a_small_folder_may_answer(founding: Assistant) -> None:
    """The one with the figure is no better by words than others of the same article."""
    assert "20 million tonnes" in founding.ask("How many soybeans will China buy?").text


def test_each_part_of_a_question_is_answered_or_said_to_lack(sample: Assistant) -> None:
    """Two questions in one have the sentences of both, or say which is not answered."""
    both = sample.ask("How many people were on board the ferry and when will Trump visit China?")
    one = sample.ask("How many people were on board the ferry and who mined Zanzibar?")

    assert both.status is Status.ANSWERED
    assert "219" in both.text
    assert "April" in both.text
    assert one.status is Status.PARTLY
    assert "219" in one.text
    assert one.missing == "On “who mined Zanzibar?”: No article mentions Zanzibar."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Did fuel leak into the harbour?", "No fuel reached the harbour"),
        ("Were there children on the ferry?", "seven children"),
        ("Do traders in Castle Street welcome the tram?", "divided"),
    ],
)
def test_whether_it_is_so_is_told_by_a_sentence(
    sample: Assistant, question: str, told: str
) -> None:
    """Also where it is not; no few words stand ahead of it."""
    answer = sample.ask(question)

    assert told in answer.text
    assert answer.short is None


def test_only_who_is_asked_about_speaks(sample: Assistant) -> None:
    """Sentences in which somebody else speaks do not tell what a person said."""
    said = sample.ask("What did Lai Ching-te say?")
    silent = sample.ask("What did Vladimir Putin say?")

    assert said.citations
    assert all("Lai" in item.text or item.score == 0 for item in said.citations)
    assert silent.citations == ()
    assert silent.missing == "No sentence near the question tells what Vladimir Putin said."


def test_a_name_that_no_article_mentions_is_said(sample: Assistant) -> None:
    """What is found is shown as partly answered; a verb that no article uses is no matter."""
    partly = sample.ask(
        "How many people were on board the Étoile de Kermaël when she hit the Quai Sainte-Barbe,"
        " as Zanzibar has it?"
    )
    whole = sample.ask("How large is the contingency that the approved budget comprises?")

    assert (partly.status, partly.missing) == (Status.PARTLY, "No article mentions Zanzibar.")
    assert (whole.status, whole.missing) == (Status.ANSWERED, "")
