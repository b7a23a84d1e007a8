"""An article becomes passages: runs of whole sentences that a model can read at once.

A passage never reads across a repeat that went and never cuts a sentence, unless that alone is
longer than the model reads. It ends where the kind of section changes, so that no analysis shares
one with a report, and before a heading once it is nearly full; other short sections share one,
since passages of one size are found more fairly than scraps. Every word of the article's text
is in exactly one passage: a heading is part of the passage that its section opens in, but is no
sentence of it.
"""

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.articles import Article, SectionKind, blocks_of
from index.edits import Span
from index.sentences import split_sentences

__all__ = ["Passage", "TokenSpans", "passage_input", "split_article"]

TokenSpans = Callable[[Sequence[str]], list[list[tuple[int, int]]]]
"""Texts -> where each token of each text stands; `Embedder.token_spans` is one."""

_NEARLY_FULL = 0.75
"""Share of its words that a passage has when a heading ends it."""

_MOST_CONTEXT = 0.25
"""Share of the model's window that is kept free for title and heading, at most."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences of one article: `article.text[start:end] == text`."""

    id: str
    """Follows article, text and occurrence: unchanged passages keep theirs."""
    article_id: str
    start: int
    end: int
    text: str
    heading: str
    """The nearest heading above, empty where there is none."""
    page: int | None
    sentences: tuple[Span, ...]
    """In the article's text, ascending."""
    kind: SectionKind = SectionKind.BODY
    """Of the section it is part of; that of a quotation or a caption where it is nothing else."""
    cut_sentences: int = 0
    """Pieces of sentences that were too long for the model to read whole."""

    def cut(self, start: int, end: int) -> str:
        """Give the characters between two places of the article that lie within the passage."""
        return self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    words: int
    tokens: int
    start: int
    """Where a passage starts that this sentence opens: before the headings above it."""
    part: int
    """Of the article, between removed blocks: how many of them stand before it."""
    heading: str
    kind: SectionKind
    is_piece: bool = False


def split_article(
    article: Article, words: int, max_tokens: int, token_spans: TokenSpans
) -> list[Passage]:
    """Give the passages of an article, in reading order.

    Args:
        article: the cleaned article.
        words: how many words a passage aims at.
        max_tokens: how many tokens the model reads.
        token_spans: the model's tokenizer.
    """
    room = max_tokens - _context_tokens(article, max_tokens, token_spans)
    groups: list[list[_Sentence]] = []
    for sentence in _read_sentences(article, room, token_spans):
        if not groups or _ends_before(groups[-1], sentence, words, room):
            groups.append([])
        groups[-1].append(sentence)
    seen: Counter[str] = Counter()
    return [_make_passage(article, group, seen) for group in groups]


def passage_input(title: str, heading: str, text: str) -> str:
    """Give what is embedded and indexed for a passage: title, heading, text, a line each."""
    context = [part for part in (title, heading) if part and part not in text]
    return "\n".join([*dict.fromkeys(context), text])


def _context_tokens(article: Article, max_tokens: int, token_spans: TokenSpans) -> int:
    """Give what title and the longest heading take of the model's window."""
    headings = [article.text[slice(*span)] for span in article.headings]
    title, *others = map(len, token_spans([article.title, *headings]))
    return min(title + max(others, default=0), int(max_tokens * _MOST_CONTEXT))


def _ends_before(group: Sequence[_Sentence], following: _Sentence, words: int, room: int) -> bool:
    """Tell whether a passage is better closed before the sentence that follows."""
    have = sum(sentence.words for sentence in group)
    tokens = sum(sentence.tokens for sentence in group)
    under_heading = following.start < following.span[0]
    return (
        following.part != group[-1].part
        or following.kind is not group[-1].kind
        or tokens + following.tokens > room
        or have + following.words / 2 > words
        or (under_heading and have >= words * _NEARLY_FULL)
    )


def _read_sentences(article: Article, room: int, token_spans: TokenSpans) -> list[_Sentence]:
    """Give the sentences of the body with what stands before each; long ones in pieces."""
    found = _find_sentences(article)
    # The headings above a sentence are read with it.
    counted = token_spans([article.text[item.start : item.span[1]] for item in found])
    sentences = []
    for sentence, tokens in zip(found, counted, strict=True):
        if len(tokens) <= room:
            words = len(article.text[sentence.start : sentence.span[1]].split())
            sentences.append(replace(sentence, words=words, tokens=len(tokens)))
        else:
            sentences += _pieces_of(sentence, article.text, room, token_spans)
    return sentences


def _pieces_of(
    sentence: _Sentence, text: str, room: int, token_spans: TokenSpans
) -> Iterator[_Sentence]:
    """Give a sentence too long for the model in pieces; whole, if it is its headings' fault."""
    (tokens,) = token_spans([text[slice(*sentence.span)]])
    pieces = _cut(text, sentence.span, tokens, room)
    for i, (span, count) in enumerate(pieces):
        yield _Sentence(
            span=span,
            words=len(text[slice(*span)].split()),
            tokens=count,
            start=sentence.start if i == 0 else span[0],
            part=sentence.part,
            heading=sentence.heading,
            kind=sentence.kind,
            is_piece=len(pieces) > 1,
        )


def _find_sentences(article: Article) -> list[_Sentence]:
    """Give the sentences of the body; token counts and pieces come later."""
    text, headings, barriers = article.text, set(article.headings), article.edits.barriers()
    kind_of = _Kinds(article)
    found: list[_Sentence] = []
    waiting: list[Span] = []  # headings that wait for what stands below them
    heading, last_part = "", 0
    for block in blocks_of(text):
        part = bisect_right(barriers, block[0])
        if part != last_part:
            found += _alone(
                waiting, last_part, kind_of
            )  # a removed block stands below: they are all
            waiting = []
        last_part = part
        if block in headings:
            waiting.append(block)
        else:
            heading = text[slice(*waiting[-1])] if waiting else heading
            for span in _sentences_of(text, block):
                start = waiting[0][0] if waiting else span[0]
                found.append(_Sentence(span, 0, 0, start, part, heading, kind_of(span[0])))
                waiting = []
    return found + _alone(waiting, last_part, kind_of)


def _alone(headings: Sequence[Span], part: int, kind_of: "_Kinds") -> list[_Sentence]:
    """Give headings with nothing below them as sentences."""
    return [_Sentence(span, 0, 0, span[0], part, "", kind_of(span[0])) for span in headings]


class _Kinds:
    """Offset -> kind of the section there; captions and quotations are part of what is around."""

    def __init__(self, article: Article) -> None:
        inner = (SectionKind.CAPTION, SectionKind.QUOTE)
        self._sections = [item for item in article.sections if item.kind not in inner]
        self._starts = [item.start for item in self._sections]

    def __call__(self, offset: int) -> SectionKind:
        position = bisect_right(self._starts, offset) - 1
        if position < 0 or offset >= self._sections[position].end:
            return SectionKind.BODY
        return self._sections[position].kind


def _sentences_of(text: str, block: Span) -> list[Span]:
    return [(block[0] + a, block[0] + b) for a, b in split_sentences(text[slice(*block)])]


def _cut(
    text: str, span: Span, tokens: Sequence[tuple[int, int]], room: int
) -> list[tuple[Span, int]]:
    """Cut a sentence into pieces of at most `room` tokens, at white space where there is any."""
    pieces: list[tuple[Span, int]] = []
    first = 0
    while first < len(tokens):
        last = min(first + room, len(tokens))
        while last < len(tokens) and last > first + room // 2:
            if text[span[0] + tokens[last][0] - 1].isspace():
                break
            last -= 1
        else:
            last = min(first + room, len(tokens))
        start = span[0] + tokens[first][0] if first else span[0]
        # A token may end before its word does: combining marks are no token of their own.
        end = span[0] + tokens[last][0] if last < len(tokens) else span[1]
        end = start + len(text[start:end].rstrip())
        pieces.append(((start, end), last - first))
        first = last
    return pieces


def _make_passage(article: Article, group: Sequence[_Sentence], seen: Counter[str]) -> Passage:
    start, end = group[0].start, group[-1].span[1]
    text = article.text[start:end]
    seen[text] += 1
    identity = "\0".join((article.id, text, str(seen[text])))
    return Passage(
        id=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        article_id=article.id,
        start=start,
        end=end,
        text=text,
        heading=group[0].heading,
        page=article.page_of(group[0].span[0]),
        sentences=tuple(sentence.span for sentence in group),
        kind=_kind_of(article, group),
        cut_sentences=sum(sentence.is_piece for sentence in group),
    )


def _kind_of(article: Article, group: Sequence[_Sentence]) -> SectionKind:
    kinds = {article.section_of(*sentence.span).kind for sentence in group}
    inner = (SectionKind.CAPTION, SectionKind.QUOTE)
    return kinds.pop() if len(kinds) == 1 and kinds <= {*inner} else group[0].kind
