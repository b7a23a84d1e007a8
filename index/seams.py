"""Seams: where the end of a line or a page has cut a word or a sentence in two."""

import re
from collections import Counter
from collections.abc import Sequence

__all__ = ["ENDS_IN_HYPHEN", "HYPHENATION", "Seams", "is_cut_sentence"]

HYPHENATION = "hyphenation"

LONGEST_HEADING = 110  # characters; a longer block without an end is a sentence cut short
SHORTEST_LINE = 30  # characters; shorter ones are verse or labels

ENDS_IN_HYPHEN = re.compile(r"[^\W_][-\u2010\u00ad]$")
_SENTENCE_END = re.compile(r"[.!?:;…。！？؟।][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010'’][^\W_]+)*")
_BEFORE = re.compile(r"([^\W_]+(?:[-\u2010'’.][^\W_]+)*)[-\u2010\u00ad]$")
_BEGINS = re.compile(r"[^\W_]+")
_SUSPENDED = frozenset("and or to und oder bis y e et ou og och en of".split())
# Halves of compounds that hardly begin a word that is cut.
_FIRST_HALVES = frozenset(
    "well half self twenty thirty forty fifty sixty seventy eighty ninety two three four five six "
    "seven eight nine".split()
)


class Seams:
    """Tells what belongs where a hyphen ends a line, by the words of the rest of the article."""

    def __init__(self, blocks: Sequence[str]) -> None:
        self._blocks = blocks
        self._words: Counter[str] = Counter()
        for i, block in enumerate(blocks):
            words = _WORD.findall(block)
            if ENDS_IN_HYPHEN.search(block):
                words = words[:-1]  # halves are no words
            if i and ENDS_IN_HYPHEN.search(blocks[i - 1]):
                words = words[1:]
            self._words.update(word.casefold() for word in words)

    def read(self, position: int) -> str | None:
        """Give what belongs between the halves that a block and the next one hold.

        Nothing where the hyphen was put in at the line end, "-" where it is the word's own, "- "
        in "pre- and post-war". None where the block does not end inside a word.
        """
        block, following = self._blocks[position : position + 2]
        before, after = _BEFORE.search(block), _BEGINS.match(following)
        if before is None or after is None:
            return None
        if block[-1] == "\u00ad":  # a hyphen that is only there at line ends
            return ""
        if after[0].casefold() in _SUSPENDED:
            return "- "
        return "" if self._is_one_word(before[1], after[0]) else "-"

    def _is_one_word(self, before: str, after: str) -> bool:
        first, second = before.casefold(), after.casefold()
        if self._words[first + second]:
            return True
        is_compound = self._words[f"{first}-{second}"] or first in _FIRST_HALVES
        are_words = self._words[first] and self._words[second]
        is_plain = (before + after).isalpha() and (before + after).islower()
        return is_plain and not is_compound and not are_words


def is_cut_sentence(block: str, following: str) -> bool:
    """Whether the last sentence of a block goes on in the block after it, across a page break."""
    if not following or _SENTENCE_END.search(block) or len(block) < SHORTEST_LINE:
        return False
    return following[0].islower() or (len(block) > LONGEST_HEADING and following[0].isalnum())
