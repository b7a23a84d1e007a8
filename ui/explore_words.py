"""What the page to explore on says: topics, dated sentences and open matters as plain text."""

from collections.abc import Iterator, Sequence
from typing import Any

from qa import Citation, Overview
from ui.article_map import MapMark
from ui.controls import show_controls
from ui.explore_shapes import Entry, Explorer, Place, Timeline, Topic
from ui.words import count, day_in_words, source_line, time_in_words

__all__ = [
    "Numbered",
    "map_marks",
    "name_topic",
    "open_data",
    "statements_data",
    "topic_data",
    "topics_data",
]

_MOST_ALONE = 200
"""Articles that stand alone and are listed; the library's own page lists all."""
_MOST_OUTLETS = 4


class Numbered:
    """Numbers the quotes of a page as they are drawn, from 1.

    Args:
        opened: key of the quote whose source lies open.
    """

    def __init__(self, opened: str) -> None:
        self.opened = opened
        self.citations: dict[str, Citation] = {}

    def quote(self, key: str, citation: Citation) -> dict[str, Any]:
        """Give what is shown of a citation."""
        self.citations[key] = citation
        source = citation.source
        title = show_controls(source.title or source.article_id)
        return {
            "key": key,
            "label": str(len(self.citations)),
            "text": show_controls(citation.text),
            "where": f"{title}, {show_controls(source_line(source))}",
        }


def topics_data(overview: Overview, explorer: Explorer, most: int) -> dict[str, Any]:
    """Give the first topics and the articles that stand alone."""
    shown = min(most, explorer.topics)
    left = explorer.topics - shown
    return {
        "part": "topics",
        "summary": _summary(overview, explorer),
        "topics": [_card(explorer, number) for number in range(shown)],
        "more": f"Show more topics ({left:,} left)" if left else "",
        "alone_title": f"{count(len(explorer.alone), 'article')} on a matter of their own",
        "alone": _list_articles(overview, [item.id for item in explorer.alone[:_MOST_ALONE]]),
    }


def _summary(overview: Overview, explorer: Explorer) -> str:
    articles = len(overview.articles)
    if not articles:
        return "There are no articles in the library yet."
    if not explorer.topics:
        return f"{count(articles, 'article')}, each on a matter of its own."
    grouped = count(articles - len(explorer.alone), "article")
    return (
        f"{grouped} of {articles:,} tell of {count(explorer.topics, 'topic')}. A topic is a group "
        "of articles whose texts are alike; its name is made of words and names that they share."
    )


def _card(explorer: Explorer, number: int) -> dict[str, Any]:
    topic = explorer.topic(number)
    lead = explorer.lead(number)[:1]
    return {
        "number": number,
        "label": name_topic(explorer, number),
        "facts": _facts(topic),
        "lead": show_controls(lead[0].text) if lead else "",
        "where": show_controls(source_line(lead[0].source)) if lead else "",
    }


def name_topic(explorer: Explorer, number: int) -> str:
    """Give a topic's name behind its number; empty where there are fewer topics."""
    if number >= explorer.topics:
        return ""
    return f"{number + 1}. {show_controls(explorer.topic(number).label)}"


def _facts(topic: Topic) -> str:
    """Give how many articles and sources, of which days and outlets."""
    articles = count(len(topic.articles), "article")
    if topic.sources < len(topic.articles):
        articles += f" from {count(topic.sources, 'independent source')}"
    facts = [articles]
    if topic.first_day and topic.last_day:
        facts.append(time_in_words(topic.first_day, topic.last_day))
    if topic.undated:
        facts.append(f"{topic.undated:,} undated")
    outlets = [show_controls(outlet) for outlet in topic.outlets]
    if len(outlets) > _MOST_OUTLETS:
        outlets = [*outlets[:_MOST_OUTLETS], f"{len(outlets) - _MOST_OUTLETS:,} more"]
    if outlets:
        facts.append(", ".join(outlets))
    return " · ".join(facts)


def topic_data(
    overview: Overview, explorer: Explorer, number: int, cited: Numbered
) -> dict[str, Any]:
    """Give one topic: its name, what it opens with, and its articles."""
    topic = explorer.topic(number)
    lead = [cited.quote(f"lead-{i}", one) for i, one in enumerate(explorer.lead(number))]
    return {
        "part": "topic",
        "label": show_controls(topic.label),
        "facts": _facts(topic),
        "lead": lead,
        "articles_title": count(len(topic.articles), "article"),
        "articles": _list_articles(overview, [item.id for item in topic.articles]),
        "opened": cited.opened,
    }


def _list_articles(overview: Overview, ids: Sequence[str]) -> list[dict[str, str]]:
    """Give a line for each article; a click opens it from its beginning."""
    articles = {article.id: article for article in overview.articles}
    return [
        {
            "key": f"article:{id_}",
            "title": show_controls(articles[id_].title or id_),
            "line": show_controls(source_line(articles[id_])),
        }
        for id_ in ids
    ]


def statements_data(title: str, timeline: Timeline, cited: Numbered) -> dict[str, Any]:
    """Give dated sentences, each with its day and what says so."""
    entries = [
        cited.quote(f"day-{i}", entry.citation)
        | {"day": time_in_words(entry.first, entry.last), "basis": _basis(entry)}
        for i, entry in enumerate(timeline.entries)
    ]
    return {
        "part": "statements",
        "title": show_controls(title),
        "about": " ".join(_about(timeline)),
        "entries": entries,
        "opened": cited.opened,
    }


def _basis(entry: Entry) -> str:
    return f"says “{show_controls(entry.words)}”" if entry.words else "day of the article"


def _about(timeline: Timeline) -> Iterator[str]:
    """Say what the list is, and what is not in it."""
    if not timeline.entries and not timeline.undated:
        yield "No article mentions this."
        return
    yield (
        "In the order of the days that the sentences speak of; where one names no day, it is the "
        "day its article appeared. What copies and rewrites repeat is left out."
    )
    left = timeline.found - len(timeline.entries)
    if left:
        yield f"Not shown: {count(left, 'sentence')} further down in the articles."
    if timeline.undated:
        yield f"Left out: {count(timeline.undated, 'sentence')} of undated articles."


def open_data(citations: Sequence[Citation], cited: Numbered) -> dict[str, Any]:
    """Give sentences that leave something open, each with the day it was open on."""
    entries = [
        cited.quote(f"open-{i}", citation)
        | {
            "day": day_in_words(citation.source.published)
            if citation.source.published
            else "undated",
            "basis": "",
        }
        for i, citation in enumerate(citations)
    ]
    return {
        "part": "statements",
        "title": "Left open",
        "about": "What articles said was not known on the day they appeared; others may tell it.",
        "entries": entries,
        "opened": cited.opened,
    }


def map_marks(places: Sequence[Place], named: Sequence[str], others: str) -> list[MapMark]:
    """Give the articles as marks; `others` stands for all topics that have no name here."""
    return [
        MapMark(
            row=place.article.row,
            x=place.x,
            y=place.y,
            title=show_controls(place.article.title or place.article.id),
            outlet=show_controls(place.article.outlet) or "not said",
            day=day_in_words(place.article.published.day) if place.article.published else "undated",
            topic=others
            if place.topic is None or place.topic >= len(named)
            else named[place.topic],
        )
        for place in places
    ]
