"""The forms of sentences that answer a question, and how each is asked."""

import re
from collections.abc import Callable

from qa.question import MONTH

__all__ = ["DATE", "FORMS", "NAME", "NAME_WORD", "PERSON"]

NAME_WORD = (
    r"(?!(?:But|And|When|While|If|As|After|Before|Since|Then|For|In|On|At|So|Yet|That"
    r"|This|How|Why|It)\b)[A-ZÀ-Þ][\w’'-]*[\w]"
)
NAME = rf"{NAME_WORD}(?: (?:{NAME_WORD}|[A-Z]\.|\d+|de|van|von|al|bin|of the|of))*"
PERSON = rf"{NAME_WORD}(?: (?:{NAME_WORD}|[A-Z]\.|de|van|von|al|bin))+"
_NOUNS = r"(?:[a-z][\w’'-]+ ){0,2}[a-z][\w’'-]+"
_SUBJECT = rf"(?P<subject>(?:[Tt]he |[Aa]n? )(?:(?:{NAME_WORD}|{_NOUNS}) ?){{1,3}}|{NAME})"
_BE = r"(?P<be>was|were|is|are|will|would|has been|have been|had been)"
DATE = (
    rf"(?:\d{{1,2}} {MONTH}(?: \d{{4}})?|{MONTH}(?: \d{{1,2}}\b)?(?:,? \d{{4}})?|(?:19|20)\d\d"
    r"|(?:next |last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:early|late|mid|next|last) \w+)"
)
_NUMBER = (
    r"(?P<number>\d[\d,]*(?:\.\d+)?|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix"
    r"|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
)
_MONEY = r"(?P<money>(?:US|A)?[$€£]\d[\d,.]*\d?(?: ?(?:million|billion|trillion|m|bn|tn)\b)?)"
_ABOUT = r"(?:about |around |over |nearly |almost |more than |at least |some )?"
_REST = r"(?P<rest>[^,;:.\"“”()]{3,70}?)"
_PAST = dict(
    pair.split("/")
    for pair in (
        "opened/open voted/vote approved/approve carried/carry raised/raise died/die rose/rise"
        " fell/fall began/begin won/win made/make took/take found/find led/lead sold/sell"
        " bought/buy paid/pay spent/spend lost/lose grew/grow hit/hit left/leave met/meet"
        " came/come went/go signed/sign launched/launch announced/announce"
        " closed/close moved/move agreed/agree received/receive reached/reach reported/report"
        " arrived/arrive resigned/resign published/publish released/release passed/pass"
        " ordered/order started/start ended/end visited/visit held/hold sent/send built/build"
        " gave/give wrote/write rejected/reject promised/promise offered/offer collected/collect"
        " attended/attend joined/join cut/cut bought/buy drew/draw put/put recorded/record"
        " earned/earn gained/gain scored/score killed/kill earns/earn sank/sink"
    ).split()
)
"""Verbs as they stand, and as they stand behind "did"."""
_DID = rf"(?:,? on {DATE},?)? (?P<did>{'|'.join(_PAST)})"


def _ask_when(found: re.Match[str]) -> str:
    return f"When {_turn(found)} {found['rest'].strip()}?"


def _ask_why(found: re.Match[str]) -> str:
    return f"Why {_turn(found)} {found['rest'].strip()}?"


def _ask_how_many(found: re.Match[str]) -> str:
    return f"How many {found['things']} {found['be']} {found['rest'].strip()}?"


def _ask_when_did(found: re.Match[str]) -> str:
    return f"When did {_lower(found['subject'])} {_PAST[found['did']]} {found['rest'].strip()}?"


def _ask_many_did(found: re.Match[str]) -> str:
    subject, verb = _lower(found["subject"]), _PAST[found["did"]]
    return f"How many {found['things']} did {subject} {verb} {found['rest'] or ''}".strip() + "?"


def _ask_much_did(found: re.Match[str]) -> str:
    subject, verb = _lower(found["subject"]), _PAST[found["did"]]
    return f"How much did {subject} {verb} {found['rest'] or ''}".strip() + "?"


def _ask_cost(found: re.Match[str]) -> str:
    helping = {"cost": "did", "costs": "does"}.get(found["verb"], found["verb"].split()[0])
    return f"How much {helping} {_lower(found['subject'])} cost?"


def _ask_size(found: re.Match[str]) -> str:
    return f"How {found['size']} {found['be']} {_lower(found['subject'])}?"


def _ask_worth(found: re.Match[str]) -> str:
    return f"How much is the {found['thing']} worth?"


def _ask_who_is(found: re.Match[str]) -> str:
    return f"Who is {found['name']}?"


def _ask_who_led(found: re.Match[str]) -> str:
    return f"Who {found['verb']} {_lower(found['subject'])}?"


def _turn(found: re.Match[str]) -> str:
    """Put the verb that helps before the subject: "was the ship", "has the ship been"."""
    first, _, more = found["be"].partition(" ")
    return f"{first} {_lower(found['subject'])}{' ' + more if more else ''}"


def _lower(subject: str) -> str:
    """Write a subject as it stands within a sentence."""
    subject = subject.strip()
    return re.sub(r"^(The|An?)\b", lambda found: found[0].lower(), subject)


_Ask = Callable[[re.Match[str]], str]
FORMS: tuple[tuple[str, re.Pattern[str], _Ask, str], ...] = (
    (
        "date",
        re.compile(rf"^{_SUBJECT}{_DID} {_REST} (?:in|on) (?P<date>{DATE})\b"),
        _ask_when_did,
        "date",
    ),
    (
        "figure",
        re.compile(
            rf"^{_SUBJECT}{_DID} {_ABOUT}{_NUMBER} (?P<things>(?:[a-z]+ )?[a-z]+s|people)\b"
            r"(?: (?P<rest>(?:for|to|from|in|on|of|at) [^,;:.\"“”()]{3,50}))?(?=[,;.])"
        ),
        _ask_many_did,
        "number",
    ),
    (
        "figure",
        re.compile(
            rf"^{_SUBJECT}{_DID} (?:by )?{_ABOUT}(?P<money>[$€£]?\d[\d,.]*\d?"
            r"(?: ?(?:million|billion|trillion|m|bn|per cent|percent)\b|%)?)(?! [a-z]+s\b)"
            r"(?: (?P<rest>(?:for|to|from|in|on) [^,;:.\"“”()]{3,50}))?(?=[,;.])"
        ),
        _ask_much_did,
        "money",
    ),
    (
        "date",
        re.compile(rf"^{_SUBJECT} {_BE} {_REST} (?:in|on|by|until|since) (?P<date>{DATE})\b"),
        _ask_when,
        "date",
    ),
    (
        "figure",
        re.compile(
            rf"(?:^|[,;] |\band |\bthat ){_ABOUT}{_NUMBER}"
            r" (?P<things>(?:[a-z]+ )?[a-z]+s|people|of the [a-z0-9 ]{3,30}?)"
            rf" (?P<be>were|are|have been|had been|will be|[a-z]+ed|{'|'.join(_PAST)})"
            rf" {_REST}(?=[,;.]| and | when | after | on {DATE})"
        ),
        _ask_how_many,
        "number",
    ),
    (
        "figure",
        re.compile(
            rf"^{_SUBJECT},? (?:which )?(?P<be>is|was|will be) {_ABOUT}(?P<number>\d[\d,.]*)"
            r" (?:[a-z]+ )(?P<size>long|wide|high|tall|deep|old)\b"
        ),
        _ask_size,
        "number",
    ),
    (
        "figure",
        re.compile(
            rf"(?:^|, |\bthat ){_SUBJECT} "
            r"(?P<verb>will cost|would cost|costs|(?<!will )(?<!would )cost)"
            rf" {_ABOUT}{_MONEY}"
        ),
        _ask_cost,
        "money",
    ),
    (
        "figure",
        re.compile(
            rf"\b(?:the|an?) (?P<thing>(?:(?:{NAME_WORD}|[a-z][\w-]+) ){{1,3}}?[a-z][\w-]+)"
            rf" (?:of|worth|costing|totall?ing) {_ABOUT}{_MONEY}"
        ),
        _ask_worth,
        "money",
    ),
    (
        "reason",
        re.compile(rf"^{_SUBJECT} {_BE} {_REST} (?P<because>because (?!of\b).+?[.,])"),
        _ask_why,
        "because",
    ),
    (
        "person",
        re.compile(
            rf"(?P<subject>[Tt]he {_NOUNS}(?: {NAME})?),? (?P<verb>led|founded|written|owned|built"
            rf"|headed) by (?P<name>(?:Dr\.? |Prof\.? )?{PERSON})"
        ),
        _ask_who_led,
        "name",
    ),
    (
        "person",
        re.compile(rf"\b(?P<name>{PERSON}), (?P<role>(?:the|an?|its|their) [^,.;:“”\"]{{5,80}}),"),
        _ask_who_is,
        "role",
    ),
)
