"""The gate of a shared page: nothing is drawn before the password is known."""

import hashlib
import hmac
import math
import secrets
import time
from collections import deque

import streamlit as st

from ui.notices import draw_notice
from ui.settings import PageSettings
from ui.words import count

__all__ = ["Turnstile", "is_admitted"]

_MOST_WRONG = 5
"""Wrong passwords that are looked at, of all readers together, within `_WHILE`."""
_WHILE = 60.0
"""Seconds."""
_COST = 1.0
"""Seconds that a wrong one costs its reader."""
_ADMITTED = "admitted"


class Turnstile:
    """Compares passwords, and stops looking at them where many were wrong; one for all readers."""

    def __init__(self) -> None:
        self._wrong: deque[float] = deque(maxlen=_MOST_WRONG)

    def wait(self, now: float) -> float:
        """Give the seconds until another password is looked at; 0 where one is now."""
        if len(self._wrong) < _MOST_WRONG:
            return 0.0
        return max(0.0, self._wrong[0] + _WHILE - now)

    def admits(self, typed: str, password: str, now: float) -> bool:
        """Tell whether what was typed is the password; how long that takes does not tell."""
        is_right = hmac.compare_digest(_digest(typed), _digest(password))
        if not is_right:
            self._wrong.append(now)
        return is_right


def is_admitted(settings: PageSettings) -> bool:
    """Tell whether this reader may see the page; draws the gate where they may not."""
    if not settings.shared:
        return True
    # Not the password itself: a new one in config.toml shuts out who knew the old one.
    wanted = _digest(settings.password)
    if hmac.compare_digest(st.session_state.get(_ADMITTED, b""), wanted):
        return True
    with st.container(key="gate"):
        with st.form("password", border=False):
            st.title("Ask your articles", anchor=False)
            typed = st.text_input("Password", type="password", key="typed-password")
            is_sent = st.form_submit_button("Open")
        if is_sent and (trouble := _try(typed, settings.password)):
            draw_notice("gate", "Not opened", trouble)
        elif is_sent:
            st.session_state[_ADMITTED] = wanted
            st.rerun()
    return False


def _try(typed: str, password: str) -> str:
    """Look at a password; give why it does not open, or ""."""
    turnstile = _turnstile()
    wait = turnstile.wait(time.monotonic())
    if wait:
        seconds = count(math.ceil(wait), "second")
        return f"Too many wrong passwords were typed. Try again in {seconds}."
    if turnstile.admits(typed, password, time.monotonic()):
        return ""
    time.sleep(_COST)
    return "That is not the password of this page."


@st.cache_resource(show_spinner=False)
def _turnstile() -> Turnstile:
    return Turnstile()


_KEY = secrets.token_bytes(32)


def _digest(text: str) -> bytes:
    return hmac.new(_KEY, text.encode("utf-8", "replace"), hashlib.sha256).digest()
