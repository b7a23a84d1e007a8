"""Which sentences make an answer, and in which order."""

from dataclasses import replace

import numpy as np
import pytest

from index.logistic import Logistic
from index.passages import Passage
from index.store import ListedArticle
from qa.citations import cite_short
from qa.coefficients import Coefficients
from qa.compose import choose_sentences
from qa.question import Question, parse_question
from qa.read import Reading, ReadSentence
from qa.retrieve import Hit
from qa.search import Scored

FLAT = Logistic(0.0, {})
FITTED = Coefficients(FLAT, FLAT, {"normal": 0.5}, 0.6, 2.0, 0.9)


def make_hit(row: int, text: str, *sentences: str) -> Hit:
    """Make a hit whose passage has sentences, in an article and family of its own."""
    spans = tuple((text.index(item), text.index(item) + len(item)) for item in sentences)
    article = ListedArticle(row, f"{row}.txt", "", "", None, 9, 1, (), row)
    passage = Passage(str(row), article.id, 0, len(text), text, "", None, spans)
    return Hit(Scored(row, 0.5, 0.5, 1.0), article, passage)


def read(hit: Hit, sentence: int, score: float, axis: int, margin: float = 5.0) -> ReadSentence:
    """Read a sentence that means what `axis` says, and whose first word is the short answer."""
    start, end = hit.passage.sentences[sentence]
    text = hit.passage.text[start:end]
    features = {"kind_missing": 0.0, "span_margin": margin}
    short = (start, start + len(text.split()[0]))
    return ReadSentence(
        hit, start, end, text, score, features, np.eye(4, dtype=np.float32)[axis], short
    )


def ask(question: str) -> Question:
    """Take a question apart, its words in small letters being its terms."""
    return parse_question(question, lambda text: text.lower().split())


def shown(*sentences: ReadSentence, most: int = 4) -> list[str]:
    """Give the texts that are shown."""
    reading = Reading(tuple(sorted(sentences, key=lambda item: -item.score)))
    return [item.text for item in choose_sentences(reading, FITTED, most)]


@pytest.mark.parametrize("word", ["She", "“They", "It", "This"])
def test_a_pronoun_brings_the_sentence_that_names_it(word: str) -> None:
    """The sentence before it is shown with it, in reading order."""
    later = f"{word} left at noon."
    hit = make_hit(0, f"Ines Calloway spoke. {later}", "Ines Calloway spoke.", later)

    assert shown(read(hit, 1, 0.9, 0)) == ["Ines Calloway spoke.", later]


def test_a_name_needs_nobody() -> None:
    """Nor does a pronoun whose sentence opens the passage, or stands below a heading."""
    named = make_hit(0, "It rained. Ines left.", "It rained.", "Ines left.")
    headed = make_hit(1, "Ines left.\n\nThe day after\n\nShe rested.", "Ines left.", "She rested.")

    assert shown(read(named, 1, 0.9, 0)) == ["Ines left."]
    assert shown(read(named, 0, 0.9, 0)) == ["It rained."]
    assert shown(read(headed, 1, 0.9, 0)) == ["She rested."]


def test_there_is_no_more_than_fits() -> None:
    """What a pronoun brings never pushes an answer out, and nothing is shown twice."""
    hit = make_hit(0, "Ines spoke. She left. He stayed.", "Ines spoke.", "She left.", "He stayed.")
    both = read(hit, 1, 0.9, 0), read(hit, 2, 0.8, 1)

    assert shown(*both, most=2) == ["She left.", "He stayed."]
    assert shown(*both) == ["Ines spoke.", "She left.", "He stayed."]


def test_the_short_answer_is_that_of_the_likeliest_sentence() -> None:
    """Exact in the article, numbered as shown; none where the reader is not clear."""
    hit = make_hit(0, "Ines spoke. Four left.", "Ines spoke.", "Four left.")
    first, second = read(hit, 0, 0.4, 0), read(hit, 1, 0.9, 1)

    short = cite_short([first, second], 2.0, ask("Who left?"))

    assert short is not None
    assert (short.number, short.text) == (2, "Four")
    assert hit.passage.text[short.start : short.end] == "Four"
    assert cite_short([first, second], 6.0, ask("Who left?")) is None
    assert cite_short([], 2.0, ask("Who left?")) is None


def test_a_part_of_them_is_not_how_many_there_are() -> None:
    """Unless the question asks for that part."""
    hit = make_hit(0, "Two of the cranes were red.", "Two of the cranes were red.")
    sentence = read(hit, 0, 0.9, 0)

    assert cite_short([sentence], 2.0, ask("How many cranes stood there?")) is None
    short = cite_short([sentence], 2.0, ask("How many cranes were red?"))
    assert short is not None
    assert short.text == "Two"


def test_a_price_is_a_number() -> None:
    """Words without one are no short answer to what something costs."""
    hit = make_hit(0, "It costs the town dearly. It costs $4.2m.", "It costs the town dearly.")
    sentence = replace(read(hit, 0, 0.9, 0), short=(3, 17))

    assert cite_short([sentence], 2.0, ask("What does the town do?")) is not None
    assert cite_short([sentence], 2.0, ask("What does the pier cost?")) is None
