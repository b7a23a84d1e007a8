"""The address of a topic: a link, a reload and the browser's Back lead to it.

The address is the truth: a click only changes it, and each run turns to what it names. It holds the
topic's name, since places change with every library.
"""

import re

import streamlit as st

from ui.explore_shapes import Explorer

__all__ = ["address_of", "asked_topic", "find_topic", "go_to"]

_ADDRESS = "topic"


def asked_topic() -> str:
    """Give the topic that the page's address names; empty for all of them."""
    return str(st.query_params.get(_ADDRESS, ""))


def go_to(explorer: Explorer, number: int | None) -> None:
    """Have the address name a topic, or all."""
    if number is None:
        st.query_params.pop(_ADDRESS, None)
    else:
        st.query_params[_ADDRESS] = address_of(explorer, number)


def address_of(explorer: Explorer, number: int) -> str:
    """Give "4-kermael-ferry": place and name, of letters and digits that need no escape to read."""
    words = re.findall(r"\w+", explorer.topic(number).label.casefold())
    return "-".join((str(number + 1), *words))


def find_topic(explorer: Explorer, address: str) -> int | None:
    """Give the topic of that name, the one in that place if several have it; None for none."""
    place, _, name = address.partition("-")
    first = int(place) - 1 if place.isascii() and place.isdigit() and len(place) < 7 else -1
    places = range(explorer.topics)
    for number in sorted(places, key=lambda number: number != first):
        if address_of(explorer, number).partition("-")[2] == name:
            return number
    return None
