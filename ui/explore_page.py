"""The page to explore on: what the library is about, by topic, on a map and by day."""

from dataclasses import dataclass, field

import streamlit as st

from qa import Citation
from ui.article_map import draw_map
from ui.controls import show_controls
from ui.evidence import draw_element
from ui.explore_address import asked_topic, find_topic, go_to
from ui.explore_words import (
    Numbered,
    map_marks,
    name_topic,
    open_data,
    statements_data,
    topic_data,
    topics_data,
)
from ui.notices import draw_notice, greet_new_library
from ui.opening import Desk
from ui.session import LONGEST_QUESTION, Session
from ui.source_view import View, draw_download, source_data
from ui.words import count

__all__ = ["Exploring", "draw_explore_page"]

_SHOWN = 12
"""Topics that are shown at first, and added by each click on "more"."""
_MARKED = 6
"""Topics that have a colour and a shape of their own on the map."""
_PARTS = 8
"""Elements of the list of topics, at most."""
_OTHERS = "All others"
_NEARNESS = (
    "Each mark is an article; a click opens its topic. Articles lie near one another where their "
    "texts are alike in meaning, as far as two directions can show it: those in which the articles "
    "differ most. Near marks may still tell of different matters, so the list above says which "
    "belong together. Up, down, left and right mean nothing."
)


_NO_TOPIC = (
    "No topic of the library has the name in this page's address. Topics change when articles are "
    "added or removed; those of today are below."
)


@dataclass(slots=True)
class Exploring:
    """What the reader looks at on this page."""

    generation: str = ""
    """Of the library that the rest is of."""
    topic: int | None = None
    """The open one, by its place among all; follows the address."""
    address: str = ""
    """What the address named when it was followed last."""
    shown: int = _SHOWN
    opened: str = ""
    """Key of the citation that lies open; of an article from its beginning, its id behind
    "article:"."""
    view: View = field(default_factory=View)
    """Of the open source."""
    asks: bool = False
    """A question waits to be asked on the other page."""

    def turn(self, topic: int | None) -> None:
        """Open a topic, or the list of all."""
        self.topic = topic
        self.open("")

    def open(self, key: str) -> None:
        """Open a source, or close it when it is the one that lies open."""
        self.opened = "" if key == self.opened else key
        self.view.begin()


def draw_explore_page(desk: Desk, session: Session) -> None:
    """Draw all topics or the open one and, beside it, the open source."""
    greet_new_library(desk.overview, session)
    exploring = _here(desk.overview.generation)
    if session.is_arriving and not asked_topic():
        go_to(desk.assistant.explore, exploring.topic)  # where the reader was before
    _follow_address(desk, exploring)
    if exploring.asks and "ask" in session.pages:
        exploring.asks = False
        st.switch_page(session.pages["ask"])
    cited = Numbered(exploring.opened)
    with st.container(key="explore"):
        page, beside = st.columns(2)
    with page:
        about, asking, below = st.container(), st.container(), st.container()
    if exploring.topic is None:
        with about:
            _draw_library(desk, exploring, cited)
    else:
        with about:
            _draw_topic(desk, exploring, exploring.topic, cited)
            for _ in range(_PARTS):
                st.empty()  # else the list stays below, in grey, until the last question is tried
        with below:
            _draw_statements(desk, exploring, exploring.topic, cited)
    citation = _find(desk, exploring.opened, cited)
    if citation:
        with beside, st.container(key="open"):
            _draw_source(desk, exploring, cited, citation)
    if exploring.topic is not None:
        with asking:  # last, since every question is asked before it is shown
            _draw_questions(desk, session, exploring, exploring.topic)


def _here(generation: str) -> Exploring:
    """Give what is looked at; in a newer library, topics have other places."""
    kept = st.session_state.get("exploring")
    if not isinstance(kept, Exploring) or kept.generation != generation:
        kept = st.session_state["exploring"] = Exploring(generation)
    return kept


def _follow_address(desk: Desk, exploring: Exploring) -> None:
    """Turn to the topic that the address names, or to all of them."""
    wanted = asked_topic()
    if wanted == exploring.address:
        return
    topic = None
    if wanted:
        with st.spinner("Looking through the articles…"):
            topic = find_topic(desk.assistant.explore, wanted)
    exploring.turn(topic)
    exploring.address = wanted


def _draw_library(desk: Desk, exploring: Exploring, cited: Numbered) -> None:
    """Draw what the library is about: its topics, the map, and the timeline of any matter."""

    def choose(choice: str) -> None:
        kind, _, value = choice.partition(":")
        if kind == "topic":
            go_to(explorer, int(value))
        elif kind == "more":
            exploring.shown += _SHOWN
        else:
            exploring.open(choice)

    explorer = desk.assistant.explore
    st.title("Explore", anchor=False)
    if exploring.address:
        draw_notice("topic", "This topic is not there", _NO_TOPIC)
    with st.spinner("Looking through the articles…"):
        data = topics_data(desk.overview, explorer, exploring.shown)
    draw_element("explore", "topics", data | {"opened": exploring.opened}, choose)
    st.subheader("Map of the articles", anchor=False)
    _draw_map(desk, exploring)
    st.caption(_NEARNESS)
    st.subheader("Day by day", anchor=False)
    matter = st.text_input(
        "What the articles say of a matter, by the days they speak of",
        key="matter",
        placeholder="A name or a few words",
        max_chars=LONGEST_QUESTION,
    ).strip()
    if matter:
        data = statements_data(f"On {matter}", explorer.timeline(matter), cited)
        draw_element("explore", "timeline", data, exploring.open)


def _draw_map(desk: Desk, exploring: Exploring) -> None:
    places = desk.assistant.explore.places

    def choose(row: int) -> None:
        topic = places[row].topic
        if topic is None:
            exploring.open(f"article:{places[row].article.id}")
        else:
            go_to(desk.assistant.explore, topic)

    names = (name_topic(desk.assistant.explore, i) for i in range(_MARKED))
    named = [name for name in names if name]
    marks = map_marks(places, named, _OTHERS)
    words = f"A map of {count(len(marks), 'article')}; the topics above say which belong together."
    draw_map(marks, named, words, choose)


def _draw_topic(desk: Desk, exploring: Exploring, number: int, cited: Numbered) -> None:
    """Draw one topic: what its articles open with, and which they are."""

    def choose(choice: str) -> None:
        if choice == "back":
            go_to(explorer, None)
        else:
            exploring.open(choice)

    explorer = desk.assistant.explore
    data = topic_data(desk.overview, explorer, number, cited)
    draw_element("explore", f"topic-{number}", data, choose)


def _draw_statements(desk: Desk, exploring: Exploring, number: int, cited: Numbered) -> None:
    """Draw what the articles of a topic say by day, and what they leave open."""
    explorer = desk.assistant.explore
    data = statements_data("Day by day", explorer.timeline_of(number), cited)
    draw_element("explore", f"timeline-{number}", data, exploring.open)
    if explorer.open_matters(number):
        data = open_data(explorer.open_matters(number), cited)
        draw_element("explore", f"left-open-{number}", data, exploring.open)


def _find(desk: Desk, key: str, cited: Numbered) -> Citation | None:
    """Give the citation that lies open; None where it is not on the page."""
    kind, _, article = key.partition(":")
    if kind == "article":
        return desk.assistant.explore.opening(article)
    return cited.citations.get(key)


def _draw_source(desk: Desk, exploring: Exploring, cited: Numbered, citation: Citation) -> None:
    keys = list(cited.citations)
    place = keys.index(exploring.opened) if exploring.opened in keys else -1

    def act(choice: str) -> None:
        if exploring.view.take(desk, citation, choice):
            return
        if choice == "close":
            exploring.open("")
        else:
            exploring.open(keys[place + (1 if choice == "next" else -1)])

    data = source_data(desk, citation, exploring.view)
    data |= {
        "label": str(place + 1) if place >= 0 else "•",
        "opened": f"explore/{exploring.opened}",
        "has_previous": place > 0,
        "has_next": 0 <= place < len(keys) - 1,
    }
    draw_element("source", "explored", data, act)
    draw_download(desk, citation)


def _draw_questions(desk: Desk, session: Session, exploring: Exploring, number: int) -> None:
    with st.spinner("Trying questions on this…"):
        questions = desk.assistant.explore.questions(number)

    def ask(choice: str) -> None:
        session.asking.reword(questions[int(choice)])
        exploring.asks = True

    if questions:
        shown = [show_controls(question) for question in questions]
        data = {"part": "questions", "title": "Ask about it", "questions": shown}
        draw_element("explore", f"questions-{number}", data, ask)
