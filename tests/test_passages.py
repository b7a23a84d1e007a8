"""Passages are exact, whole, cut nowhere inside a sentence, and together hold every word."""

import dataclasses
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Metadata, Page, Section, SectionKind
from index.cleaning.clean import clean
from index.headings import find_headings
from index.passages import passage_input, split_article

SENTENCE = "The council of the town voted on Monday to repair the old pier by next spring."
OTHER = "Engineers found cracks in eleven of its forty pillars when divers went down in October."
ANALYSIS = SectionKind.ANALYSIS
WORDS = re.compile(r"\w+")


def word_spans(texts: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Count every word as one token."""
    return [[match.span() for match in re.finditer(r"\S+", text)] for text in texts]


def make_article(original: str, title: str = "", pages: tuple[Page, ...] = ()) -> Article:
    """Make an article of a text as a file's would be."""
    headings = find_headings(original, (), title)
    edits = clean(original, headings)
    kept = [edits.to_cleaned(*span) for span in headings]
    return Article(
        id="a.txt",
        sha256="",
        original=original,
        text=edits.apply(original),
        edits=edits,
        metadata=Metadata(title=title),
        headings=tuple(span for span in kept if span),
        pages=pages,
    )


def test_a_line_that_serves_the_site_parts_nothing() -> None:
    """A byline goes from between the headline and the story, which stay one passage."""
    original = f"Pier closed for good\nBy Ann Poe\n{SENTENCE}\nAdvertisement\n{OTHER}"
    article = make_article(original, "Pier closed for good")
    (passage,) = split_article(article, 120, 254, word_spans)

    assert passage.text == f"Pier closed for good\n{SENTENCE}\n{OTHER}"
    assert [article.text[a:b] for a, b in passage.sentences] == [SENTENCE, OTHER]


def test_analysis_shares_no_passage_with_a_report() -> None:
    """However short either is; the passage says what it is."""
    last = "The works begin in March."
    original = f"{SENTENCE}\nScenario Analysis\n{OTHER}\nThe works\n{last}"
    article = make_article(original)
    section = Section(original.index("Scenario"), original.index("\nThe works"), ANALYSIS)
    article = dataclasses.replace(article, sections=(section,))
    passages = split_article(article, 120, 254, word_spans)

    assert [(item.kind.value, item.text) for item in passages] == [
        ("body", SENTENCE),
        ("analysis", f"Scenario Analysis\n{OTHER}"),
        ("body", f"The works\n{last}"),
    ]


def test_a_passage_of_quotations_is_one() -> None:
    """A passage that holds a caption or a quotation beside other words is not."""
    original = f"{SENTENCE}\n“{OTHER}”"
    article = make_article(original)
    section = Section(len(SENTENCE) + 1, len(original), SectionKind.QUOTE, "Ann Poe")
    article = dataclasses.replace(article, sections=(section,))

    (both,) = split_article(article, 120, 254, word_spans)
    _, quoted = split_article(article, 10, 254, word_spans)
    assert (both.kind, quoted.kind) == (SectionKind.BODY, SectionKind.QUOTE)
    assert article.section_of(*quoted.sentences[0]).speaker == "Ann Poe"


LINES = st.one_of(
    st.sampled_from([SENTENCE, f"{SENTENCE} {SENTENCE}", "A heading", "", "- an item of a list"]),
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r\0"), max_size=80),
)


@given(st.lists(LINES, max_size=15), st.integers(20, 60))
def test_offsets_are_exact_and_every_word_is_in_one_passage(lines: list[str], words: int) -> None:
    """Spans say what they hold, passages follow one another, and no word is lost."""
    article = make_article("\n".join(lines))
    passages = split_article(article, words, 40, word_spans)

    position = 0
    for passage in passages:
        assert passage.start >= position
        assert passage.text == article.text[passage.start : passage.end]
        assert all(passage.start <= a < b <= passage.end for a, b in passage.sentences)
        assert not WORDS.search(article.text[position : passage.start])
        position = passage.end
    assert not WORDS.search(article.text[position:])


def test_a_passage_ends_at_about_the_words_it_aims_at() -> None:
    """Sixty sentences of sixteen words make passages of whole sentences, near 120 words."""
    article = make_article(" ".join([SENTENCE] * 60))
    sizes = [len(passage.text.split()) for passage in split_article(article, 120, 254, word_spans)]

    assert all(size % len(SENTENCE.split()) == 0 for size in sizes)
    assert all(100 <= size <= 130 for size in sizes[:-1])


def test_a_heading_ends_a_passage_that_is_nearly_full() -> None:
    """It opens the next one, and is nothing there that could be an answer."""
    article = make_article(f"{OTHER} {OTHER}\nWhat comes next\n{SENTENCE}\n")
    first, second = split_article(article, 40, 254, word_spans)

    assert (first.text, first.heading) == (f"{OTHER} {OTHER}", "")
    assert second.text == f"What comes next\n{SENTENCE}"
    assert [article.text[a:b] for a, b in second.sentences] == [SENTENCE]
    assert second.heading == "What comes next"


def test_short_sections_share_a_passage() -> None:
    """The heading between them is part of its text, and no sentence either."""
    article = make_article(f"{OTHER}\nWhat comes next\n{SENTENCE}\n")
    (passage,) = split_article(article, 120, 254, word_spans)

    assert passage.text == f"{OTHER}\nWhat comes next\n{SENTENCE}"
    assert [article.text[a:b] for a, b in passage.sentences] == [OTHER, SENTENCE]
    assert passage.heading == ""


@given(st.lists(LINES, max_size=15), st.integers(20, 60))
def test_the_model_reads_every_passage_whole(lines: list[str], words: int) -> None:
    """Title, heading and text together fit into the model's window."""
    article = make_article("\n".join(lines), "Pier closed for good")
    for passage in split_article(article, words, 60, word_spans):
        assert len(passage_input(article.title, passage.heading, passage.text).split()) <= 60


def test_a_title_made_from_the_first_sentence_leaves_it_a_sentence() -> None:
    """An article without a headline can still be answered from its first line."""
    (passage,) = split_article(make_article(f"{SENTENCE}\n{OTHER}", SENTENCE), 120, 254, word_spans)

    assert [passage.text[a:b] for a, b in passage.sentences] == [SENTENCE, OTHER]


def test_no_passage_crosses_a_removed_block() -> None:
    """Where an appeal stood at the end of the first part, the passage ends too."""
    long = [f"{SENTENCE} It costs {n} million and takes {n} years to finish." for n in (3, 4, 5)]
    article = make_article("\n".join([long[0], long[1], long[0], long[2]]))
    passages = split_article(article, 400, 4000, word_spans)

    assert [f"{long[0]}\n{long[1]}", long[2]] == [passage.text.strip() for passage in passages]


def test_no_passage_crosses_a_removed_block_above_a_heading() -> None:
    """The heading below the block opens the next passage, however short the last one is."""
    long = [f"{SENTENCE} It costs {n} million and takes {n} years to finish." for n in (3, 4, 5)]
    article = make_article("\n".join([long[0], long[1], long[0], "What comes next", long[2]]))
    passages = split_article(article, 400, 4000, word_spans)

    assert [passage.text for passage in passages] == [
        f"{long[0]}\n{long[1]}",
        f"What comes next\n{long[2]}",
    ]


def test_a_headline_without_a_body_is_a_passage() -> None:
    """An article that is one line says that line."""
    article = make_article("Pier to stay closed until spring")
    (passage,) = split_article(article, 120, 254, word_spans)

    assert ((0, len(article.text)),) == passage.sentences


def test_a_sentence_longer_than_the_model_reads_is_cut_and_counted() -> None:
    """Only such a sentence is cut, at white space, and its pieces are counted."""
    article = make_article(" ".join(f"word{n}" for n in range(500)) + ".")
    passages = split_article(article, 120, 100, word_spans)

    assert sum(passage.cut_sentences for passage in passages) == len(passages) > 3
    assert article.text.split() == [word for item in passages for word in item.text.split()]


def test_ids_follow_content() -> None:
    """A changed paragraph changes its own passage's id and leaves the others."""
    blocks = [f"{SENTENCE} That is reason number {n} of many. " * 6 for n in range(4)]
    before = split_article(make_article("\n".join(blocks)), 120, 254, word_spans)
    changed = "\n".join([*blocks[:3], blocks[3].replace("many", "several")])
    after = split_article(make_article(changed), 120, 254, word_spans)

    assert [item.id for item in before[:3]] == [item.id for item in after[:3]]
    assert before[-1].id != after[-1].id
    assert len({item.id for item in before}) == len(before)


def test_a_passage_knows_its_page() -> None:
    """The page is that of its first sentence, found through the edit map."""
    first, second = f"{SENTENCE} " * 9, f"{OTHER} " * 9
    text = f"{first}\n{second}"
    pages = (Page(1, 0), Page(2, len(first) + 1))
    passages = split_article(make_article(text, pages=pages), 120, 254, word_spans)

    assert {1, 2} == {passage.page for passage in passages}
    assert passages[-1].page == 2


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Pier closed", f"Pier closed\nNext\n{SENTENCE}"), ("", f"Next\n{SENTENCE}")],
    ids=["with a title", "without"],
)
def test_what_is_embedded_starts_with_title_and_heading(title: str, expected: str) -> None:
    """Context that the passage does not say itself stands in front of it."""
    article = make_article(f"Next\n{SENTENCE}", title)
    (passage,) = split_article(article, 120, 254, word_spans)

    assert expected == passage_input(title, passage.heading, passage.text)
