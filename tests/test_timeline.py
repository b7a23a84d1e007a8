"""Sentences by the days they speak of, and what articles leave open."""

from datetime import date

import pytest
from support import write_config

from index.build import build_library
from index.config import load_index_settings
from index.embed import Embedder
from qa import Assistant, open_assistant
from qa.open_matters import leaves_open

STORM = """\
Storm closes the harbour of Tarn

Published 12 March 2026

The storm that struck Tarn on Tuesday sank two boats in the inner harbour.

The harbour of Tarn will open again in May, once the wreck has been lifted from its bed.

The mayor of Tarn thanked the volunteers who had carried sand through the night.

The harbour was built in 1911 by the railway company that owned the quarry of Tarn.

It is not yet known who will pay for the damage to the fishing boats.
"""


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """Give a library of a report and another that repeats it word for word a day later."""
    folder = tmp_path_factory.mktemp("storm")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "first.txt").write_text(STORM, encoding="utf-8")
    later = STORM.replace("Published 12", "Published 13").replace("on Tuesday", "on 10 March")
    (articles / "second.txt").write_text(later, encoding="utf-8")
    config = write_config(folder, articles)
    build_library(load_index_settings(config), embedder=embedder)
    return open_assistant(config, embedder)


def test_sentences_stand_by_the_day_they_speak_of(storm: Assistant) -> None:
    """A year, a weekday, a day of the article and a month to come follow one another."""
    timeline = storm.explore.timeline("Tarn")

    told = [(entry.first, entry.words) for entry in timeline.entries]
    assert (date(1911, 1, 1), "1911") == told[0]
    assert (date(2026, 3, 10), "Tuesday") in told
    assert (date(2026, 3, 12), "") in told
    assert (date(2026, 5, 1), "May") == told[-1]
    assert sorted(told) == told


def test_what_a_copy_says_again_is_told_once(storm: Assistant) -> None:
    """Each sentence of two copies stands in the timeline once."""
    texts = [entry.citation.text for entry in storm.explore.timeline_of(0).entries]

    assert len(texts) == len(set(texts))
    assert sum("sank two boats" in text for text in texts) == 1


def test_every_entry_is_cited_to_the_character(storm: Assistant) -> None:
    """The cited span of the article is the sentence, and holds the words that name the day."""
    for entry in storm.explore.timeline_of(0).entries:
        citation = entry.citation
        text = storm.article(citation.source.article_id).text
        assert text[citation.start : citation.end] == citation.text
        assert entry.words in citation.text


def test_a_matter_that_nothing_mentions_has_no_timeline(storm: Assistant) -> None:
    """An unknown name and words that are not indexed give an empty timeline."""
    assert not storm.explore.timeline("Zanzibar").entries
    assert not storm.explore.timeline("the").entries


def test_what_articles_leave_open_is_quoted(storm: Assistant) -> None:
    """The sentence that says what is not known stands for itself, once."""
    (left,) = storm.explore.open_matters(0)

    assert left.text == "It is not yet known who will pay for the damage to the fishing boats."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It remains unclear whether the bridge will be rebuilt before the winter.", True),
        ("The ministry declined to say how many of the tickets had been sold.", True),
        ("She could not say how fast the ferry had been going at the time.", True),
        ("The pilot did not know how to stop the plane on the wet runway.", False),
        ("Why did the bridge fall on the very first day of the fair?", False),
        ("The sky was clear when the bridge was opened to the public in June.", False),
    ],
)
def test_a_sentence_leaves_open_what_it_says_is_not_known(sentence: str, expected: bool) -> None:
    """Whether, why and how many count where somebody does not know or say."""
    assert leaves_open(sentence) is expected
