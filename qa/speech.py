"""Which sentences tell what somebody said."""

import re
from collections.abc import Sequence

from qa.question import Term, Tokenize

__all__ = ["tells_speech"]

_VERB = re.compile(
    r"(?:sa(?:id|ys?|ying)|t(?:old|ell|ells|elling)|add(?:ed|s|ing)|argu(?:ed|es|ing)|wr(?:ote|ites?)"
    r"|warn(?:ed|s|ing)|claim(?:ed|s|ing)|insist(?:ed|s|ing)|ask(?:ed|s|ing)|call(?:ed|s|ing)"
    r"|describ(?:ed|es|ing)|declar(?:ed|es|ing)|announc(?:ed|es|ing)|stress(?:ed|es|ing)"
    r"|not(?:ed|es|ing)|explain(?:ed|s|ing)|comment(?:ed|s|ing)|respond(?:ed|s|ing)"
    r"|repl(?:ied|ies|ying)|react(?:ed|s|ing)|think(?:s|ing)?|thought|believ(?:ed|es|ing)"
    r"|suggest(?:ed|s|ing)|urg(?:ed|es|ing)|caution(?:ed|s|ing)|pledg(?:ed|es|ing)"
    r"|promis(?:ed|es|ing)|vow(?:ed|s|ing)|reiterat(?:ed|es|ing)|emphasi[sz](?:ed|es|ing)"
    r"|underlin(?:ed|es|ing)|acknowledg(?:ed|es|ing)|admit(?:ted|s|ting)|den(?:ied|ies|ying)"
    r"|conclud(?:ed|es|ing)|estimat(?:ed|es|ing)|found|finds|report(?:ed|s|ing)|post(?:ed|s|ing)"
    r"|affirm(?:ed|s|ing)|highlight(?:ed|s|ing)|downplay(?:ed|s|ing)|criticis(?:ed|es|ing)"
    r"|condemn(?:ed|s|ing)|welcom(?:ed|es|ing)|reject(?:ed|s|ing)|dismiss(?:ed|es|ing)"
    r"|prais(?:ed|es|ing)|blam(?:ed|es|ing)|accus(?:ed|es|ing)|express(?:ed|es|ing))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]?")
_SAID = re.compile(r"sa(?:id|ys)|asked|added|wrote|writes", re.IGNORECASE)
"""Verbs that may stand before who speaks: "said Mr Xi"."""
_GOVERNS = frozenset(
    "to on of in with for from about at by over against into than toward towards between".split()
)
"""Words after which a name is no subject."""
_BEGINS = frozenset("the a an its his her their our my he she it they we i".split())
"""Words that a subject begins with."""
_COMMA = re.compile(r"[,;:–—]")
_DESCRIBED = 4
"""Words before a name that describe it, at most."""
_INTRODUCED = re.compile(r":\s*[“\"„«]")
"""What stands between a speaker and a quotation, whatever the verb: "Mrs Lund puts it so: “..."."""
_BEFORE, _AFTER = 12, 4
"""Words from speaker to verb, "Xi, who spoke on Monday, said", and on from it, "said Mr Xi"."""


def tells_speech(text: str, speaker: Sequence[Term], tokenize: Tokenize) -> bool:
    """Tell whether a sentence says that somebody said, wrote or thinks something.

    Args:
        text: the sentence.
        speaker: the words for who it is; the last of them has to be there.
        tokenize: text -> the tokens it is indexed under.
    """
    told = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)  # a name in a quote says nothing
    found = list(_WORD.finditer(told))
    words = [match[0] for match in found]
    verbs = [i for i, word in enumerate(words) if _VERB.fullmatch(word)]
    if not speaker:
        return False
    wanted = set(speaker[-1].tokens)
    named = [i for i, word in enumerate(words) if not wanted.isdisjoint(tokenize(word))]
    firsts = {i: _first_of_name(told, found, i) for i in named}
    if _INTRODUCED.search(text) and any(_begins(words, first) for first in firsts.values()):
        return True
    return any(_is_source(words, first) for first in firsts.values()) or any(
        _speaks(words, firsts[name], name, verb)
        for verb in verbs
        for name in named
        if not _is_of_another(told, found, name, verb)
    )


def _begins(words: Sequence[str], first: int) -> bool:
    """Tell whether a name begins the sentence, as who speaks in it does."""
    return first == 0 or (first == 1 and words[0].casefold() in _BEGINS)


def _is_of_another(text: str, words: Sequence[re.Match[str]], name: int, verb: int) -> bool:
    """Tell whether a verb has a subject of its own: "The captain was asleep, the Board said"."""
    first = verb
    while (
        first > name + 1
        and _COMMA.search(text, words[first - 1].end(), words[first].start()) is None
    ):
        first -= 1
    clause = [word[0] for word in words[first:verb]]
    is_clause = name + 1 < first < verb
    return is_clause and (clause[0][0].isupper() or clause[0].casefold() in _BEGINS)


def _first_of_name(text: str, words: Sequence[re.Match[str]], last: int) -> int:
    """Give where a name begins that ends at a word: of "President Xi Jinping", the first."""
    first = last
    while (
        first > 0
        and words[first - 1][0][0].isupper()
        and text[words[first - 1].end() : words[first].start()] == " "
    ):
        first -= 1
    return first


def _speaks(words: Sequence[str], first: int, name: int, verb: int) -> bool:
    if verb < name:
        return name - verb <= _AFTER and _SAID.fullmatch(words[verb]) is not None
    is_object = first > 0 and words[first - 1].casefold() in _GOVERNS
    return not is_object and verb - name <= _BEFORE


def _is_source(words: Sequence[str], first: int) -> bool:
    """Tell whether what begins at a word stands behind "according to", "the largest" between."""
    before = [word.casefold() for word in words[max(first - _DESCRIBED - 2, 0) : first]]
    ends = [i for i in range(2, len(before) + 1) if before[i - 2 : i] == ["according", "to"]]
    described = before[ends[-1] :] if ends else ["to"]
    return _GOVERNS.isdisjoint(described) and (not described or described[0] in _BEGINS)
