"""Articles that tell of one matter become a topic, with a name and a place on the map."""

from pathlib import Path

import numpy as np
import pytest

from index.config import load_index_settings
from index.embed import Embedder
from index.library import Library
from qa.clusters import Vectors, group, place
from qa.phrases import Told, name_group
from qa.topics import group_library, make_topic


@pytest.fixture(scope="module")
def sample(sample_config: Path, embedder: Embedder) -> Library:
    """Give the library of the sample articles."""
    return Library.open(load_index_settings(sample_config), embedder)


def unit(*rows: tuple[float, ...]) -> Vectors:
    """Give rows of unit length."""
    made = np.array(rows, np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made


def test_rows_join_while_their_mean_cosine_is_high_enough() -> None:
    """Two pairs of near rows are two groups, and one group where less is asked for."""
    rows = unit((1, 0.1, 0), (1, -0.1, 0), (0.3, 1, 0), (0.3, 1, 0.1))

    first, second, third, fourth = group(rows, 0.8).tolist()

    assert first == second != third == fourth
    assert len(set(group(rows, 0.1).tolist())) == 1
    assert len(set(group(rows, 0.9999).tolist())) == 4


@pytest.mark.parametrize("count", [0, 1])
def test_few_rows_have_groups_and_places(count: int) -> None:
    """No row and a single one are no special case for who asks."""
    rows = np.ones((count, 3), np.float32)

    assert group(rows, 0.5).shape == (count,)
    assert place(rows).shape == (count, 2)


def test_beyond_the_most_a_row_joins_the_nearest_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are not compared with each other join a group that is near, or stay alone."""
    monkeypatch.setattr("qa.clusters._MOST", 3)
    rows = unit((1, 0, 0), (1, 0.1, 0), (0, 1, 0), (1, 0.05, 0), (0, 0, 1), (0, 0.1, 1))

    groups = group(rows, 0.8).tolist()

    assert groups[0] == groups[1] == groups[3]
    assert len({groups[0], groups[2], groups[4], groups[5]}) == 4


def test_the_map_shows_the_widest_directions() -> None:
    """Rows along one line keep their order on the first axis, the farthest of them at the right."""
    rows = np.array([[0, 0, 0], [0, 1, 0.1], [0, 2, -0.1], [0, 5, 0]], np.float32)

    places = place(rows)

    assert np.argsort(places[:, 0]).tolist() == [0, 1, 2, 3]
    assert np.ptp(places[:, 0]) > 5 * np.ptp(places[:, 1])


def test_a_group_is_named_by_what_its_articles_share_and_others_lack() -> None:
    """A name that all say leads, as it is written; what every article has names nothing."""
    told = [
        Told("Ferry hits quay", "A ferry hit the quay of Kermor on Monday, said police.", 0),
        Told("Kermor mourns", "The ferry of Kermor lay at the quay, said police.", 1),
        Told("Inquiry opens", "On Monday an inquiry into the Kermor ferry began, said police.", 2),
    ]
    share = {"kermor": 0.1, "ferry": 0.2, "police": 1.0}

    named = name_group(told, _tokenize, lambda token: share.get(token, 0.6), 3)

    assert named[0] in {"Kermor", "Kermor ferry"}
    assert not {"Monday", "police", "said"} & set(named)


def _tokenize(word: str) -> list[str]:
    return [] if word.casefold() in {"a", "an", "the", "of", "on", "at", "into"} else [word.lower()]


def test_sample_articles_fall_into_their_four_stories(sample: Library) -> None:
    """Every sample article is in the topic of its story, and each topic says what it is of."""
    grouped = group_library(sample)
    topics = [make_topic(sample, articles) for articles in grouped.groups]

    assert not grouped.alone
    assert [len(topic.articles) for topic in topics] == [5, 4, 4, 3]
    assert [
        next(word for word in ("Trump", "ferry", "Line 4", "night") if word in topic.label)
        for topic in topics
    ] == ["Trump", "ferry", "Line 4", "night"]
    days = [[item.published.day for item in one.articles if item.published] for one in topics]
    assert all(found == sorted(found, reverse=True) for found in days)
    assert topics[0].sources == 4  # one of the five is a rewrite


def test_topics_are_the_same_each_time(sample: Library) -> None:
    """Grouping and naming twice gives the same."""
    assert group_library(sample) == group_library(sample)
    first = group_library(sample).groups[0]
    assert make_topic(sample, first) == make_topic(sample, first)
