"""Blocks of an article's original text, with what tells reporting from what serves the site."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from index.articles import blocks_of
from index.edits import Span
from index.repeats import block_key

__all__ = ["ArticleBlocks", "Block", "read_blocks", "words_of"]

FEWEST_PROSE_WORDS = 12  # of a paragraph
SHORTEST_CONTENT_WORD = 5  # letters; shorter words are mostly grammar
FEWEST_TELLING = 3  # paragraphs that tell of a subject
LONGEST_STEM = 6  # letters by which forms of one word are known to be the same

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]\ufeff]*$")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")


@dataclass(frozen=True)
class Block:
    """A line of the original text."""

    span: Span
    text: str
    is_heading: bool = False
    is_repeated: bool = False
    """Other articles of the outlet have it too."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words_of(self.text)

    @cached_property
    def own_text(self) -> str:
        """What is said outside quotation marks."""
        has_quotes = "“" in self.text or '"' in self.text
        return _QUOTED.sub(" ", self.text) if has_quotes else self.text

    @cached_property
    def own_words(self) -> tuple[str, ...]:
        return self.words if self.own_text == self.text else words_of(self.own_text)

    @cached_property
    def is_sentence(self) -> bool:
        return _SENTENCE_END.search(self.text) is not None

    @cached_property
    def is_prose(self) -> bool:
        return len(self.words) >= FEWEST_PROSE_WORDS and self.is_sentence

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of the words long enough to carry the subject."""
        return frozenset(w[:LONGEST_STEM] for w in self.words if len(w) >= SHORTEST_CONTENT_WORD)


class ArticleBlocks:
    """The blocks of one article, and where each stands among its paragraphs."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = tuple(blocks)
        self._before = [0]
        for block in blocks:
            self._before.append(self._before[-1] + block.is_prose)

    @cached_property
    def _holders(self) -> Counter[str]:
        """Stem -> blocks that have it."""
        return Counter(chain.from_iterable(block.stems for block in self.blocks))

    @cached_property
    def _told(self) -> Counter[str]:
        """Stem -> paragraphs that have it."""
        prose = ({word[:LONGEST_STEM] for word in b.words} for b in self.blocks if _tells(b))
        return Counter(chain.from_iterable(prose))

    def __len__(self) -> int:
        return len(self.blocks)

    def __getitem__(self, position: int) -> Block:
        return self.blocks[position]

    @property
    def paragraphs(self) -> int:
        return self._before[-1]

    def paragraphs_above(self, position: int) -> int:
        return self._before[position]

    def paragraphs_below(self, position: int) -> int:
        return self._before[-1] - self._before[position + 1]

    def neighbour(self, position: int, step: int) -> Block | None:
        """Give the block so many places further; None beyond the article's ends."""
        place = position + step
        return self.blocks[place] if 0 <= place < len(self.blocks) else None

    def shared(self, position: int) -> float:
        """Share of a block's content words that another block has too."""
        stems = self.blocks[position].stems
        return sum(self._holders[stem] > 1 for stem in stems) / max(len(stems), 1)

    def told(self, word: str, position: int) -> int:
        """How many paragraphs beside this block have a word, in whatever form."""
        block, stem = self.blocks[position], word[:LONGEST_STEM]
        is_own = _tells(block) and any(own[:LONGEST_STEM] == stem for own in block.words)
        return self._told[stem] - is_own

    def is_subject(self, phrase: str, position: int) -> bool:
        """Whether the longest word of a phrase stands in several other paragraphs."""
        word = max(words_of(phrase), key=len, default="")
        return self.told(word, position) >= FEWEST_TELLING


def _tells(block: Block) -> bool:
    return block.is_prose and not block.is_repeated


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text, case-folded."""
    return tuple(_WORD.findall(text.casefold()))


def read_blocks(
    original: str, headings: Collection[Span], repeated: Collection[int] = ()
) -> list[Block]:
    """Give the blocks of a text.

    Args:
        original: one block per line.
        headings: spans of the original that are headings.
        repeated: keys of blocks that other articles of the outlet have too.
    """
    marked = set(headings)
    blocks = []
    for span in blocks_of(original):
        text = original[slice(*span)]
        is_repeated = bool(repeated) and block_key(text) in repeated
        blocks.append(Block(span, text, span in marked, is_repeated))
    return blocks
