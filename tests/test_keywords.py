"""Keywords and BM25: the tokenizer by example, the scores against the formula written out."""

import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.errors import ConfigError, IndexDamagedError
from index.keywords import KeywordIndex, Spoken
from index.tokenizer import SeveralTokenizers, Tokenizer, stemmer_of
from index.words import Words, write_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENGLISH = Tokenizer()

TEXTS = [
    "The harbour strike ended on Friday after the port agreed to a 4.5 per cent raise.",
    "Dockers at the harbour voted 1,500 to 300 for the deal; the strike cost $11.1bn.",
    "",
    "An F-16 flew over the parade. Another F-16 stayed behind.",
    "The and of.",
    "Officials in the U.S. said the strike was not over.",
    "strike strike strike",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the U.S. and the US told us", "u.s. u.s. tell"),
        ("WHO staff asked who is in the W.H.O.", "w.h.o. staff ask w.h.o."),
        ("the U.K. and the UK", "uk uk"),
        ("U.S.The talks", "u.s. talk"),
        ("the U.S.'s port", "u.s. port"),
        ("$11.1bn", "11.1 billion"),
        ("11.1bn or 11.1 billion", "11.1 billion 11.1 billion"),
        ("€5m", "5 million"),
        ("No. 5", "no 5"),
        ("1,500 1500", "1500 1500"),
        ("10,11", "10 11"),
        ("2026-02-05", "2026 02 05"),
        ("the 5th of the 1980s", "5th 1980s"),
        ("3.5 per cent 3.5 per-cent 3.5 percent 3.5% 3.5 %", " ".join(["3.5 percent"] * 5)),
        ("an F-16, two F-16s, the F16", "f16 two f16 f16"),
        ("COVID-19", "covid 19 covid19"),
        ("cease-fire ceasefire", "ceas fire ceasefir ceasefir"),
        ("80-year-old", "80 year old yearold"),
        ("state\u2010run state\u2011run state-run", " ".join(["state run staterun"] * 3)),
        ("Mayor\u2019s mayor's mayors\u2019 mayor", "mayor mayor mayor mayor"),
        ("O\u2019Brien O'Brien", "obrien obrien"),
        ("he didn\u2019t, cannot and won't", "not not not"),
        ("no, not so", "no not"),
        ("AT&T", "att"),
        ("caf\u00e9 cafe\u0301 CAFE", "cafe cafe cafe"),
        ("S\u00f8ren of \u0141\u00f3d\u017a", "soren lodz"),
        ("\ufb01nance in \uff21\uff11", "financ a1"),
        ("co\u00adoperate", "cooper"),
        ("WHO WON THE CUP TODAY", "won cup today"),
        ("台湾问题", "台湾 湾问 问题"),
        ("港", "港"),
        ("วันนี้", "วั ัน นน นี ี้"),
        ("부산항", "부산 산항"),
        ("समुद्र में।", "समुद्र में"),
        ("the and of to", ""),
        ("... \u2014 !", ""),
        ("", ""),
    ],
)
def test_text_becomes_keywords(text: str, expected: str) -> None:
    """What news writes in several ways becomes the same keywords."""
    assert expected.split() == ENGLISH(text)


def test_the_stemmer_follows_the_language() -> None:
    """Stop words, stems and elisions are those of the language."""
    french, german = Tokenizer("french"), Tokenizer("german")

    assert "grev homm lhomm longu".split() == french("La grève de l'homme a été longue")
    assert "haf streikt".split() == german("Häfen und streikte")


def test_an_unknown_language_is_named() -> None:
    """A language without a stemmer is a mistake of the settings, and the known ones are listed."""
    with pytest.raises(ConfigError, match=r'"klingon".*english'):
        Tokenizer("klingon")


@given(st.text())
@settings(deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    """No text breaks the tokenizer, no keyword is empty or blank, and reading twice is the same."""
    terms = ENGLISH(text)

    assert all(term and not any(map(str.isspace, term)) for term in terms)
    assert terms == ENGLISH(text)
    assert not {"the", "u"} & {*ENGLISH(f"the {'U.S.'} the")}


def scores_by_hand(texts: list[str], question: str) -> list[float]:
    """The oracle: BM25 as Lucene counts it, k1 = 1.2, b = 0.75."""
    rows = [Counter(ENGLISH(text)) for text in texts]
    average = sum(row.total() for row in rows) / len(rows)
    scores = []
    for row in rows:
        score = 0.0
        for term in ENGLISH(question):
            frequency = sum(term in other for other in rows)
            idf = math.log(1 + (len(rows) - frequency + 0.5) / (frequency + 0.5))
            if row[term]:
                score += idf * row[term] / (row[term] + 1.2 * (0.25 + 0.75 * row.total() / average))
        scores.append(score)
    return scores


@pytest.mark.parametrize(
    "question",
    ["harbour strike", "strike strike", "Was the strike not over?", "F16", "11.1bn 4.5%", "whale"],
)
def test_scores_agree_with_the_formula(question: str) -> None:
    """The score of every row is the one the formula gives, repeats in the question included."""
    scores = KeywordIndex.build(map(ENGLISH, TEXTS), ENGLISH).scores(question)

    assert (len(TEXTS),) == scores.shape
    np.testing.assert_allclose(scores, scores_by_hand(TEXTS, question), atol=1e-5)


@given(
    texts=st.lists(st.text(alphabet="abc ", max_size=12), min_size=1, max_size=8),
    question=st.text(alphabet="abcd ", max_size=8),
    k=st.integers(-1, 9),
    data=st.data(),
)
@settings(deadline=None)
def test_search_gives_the_best_rows(
    texts: list[str], question: str, k: int, data: st.DataObject
) -> None:
    """Rows come best first, ties by row, only allowed ones, and only those with a score."""
    index = KeywordIndex.build(map(ENGLISH, texts), ENGLISH)
    allowed: NDArray[np.bool_] = data.draw(arrays(np.bool_, len(texts)))
    scores = index.scores(question)
    order = sorted(range(len(texts)), key=lambda row: (-scores[row], row))

    rows, found = index.search(question, k, allowed)

    expected = [row for row in order if scores[row] > 0 and allowed[row]][: max(k, 0)]
    assert expected == rows.tolist()
    assert scores[expected].tolist() == found.tolist()
    assert index.search(question, k)[0].tolist() == [r for r in order if scores[r] > 0][: max(k, 0)]


@pytest.mark.parametrize("question", ["", "the of", "whale", "?!"])
def test_a_question_without_known_keywords_finds_nothing(question: str) -> None:
    """No rows come back when no keyword of the question stands in a text."""
    index = KeywordIndex.build(map(ENGLISH, TEXTS), ENGLISH)

    assert list(index.search(question, 5)[0]) == []
    assert not index.scores(question).any()


def test_how_rare_a_keyword_is() -> None:
    """Frequencies count rows, and a keyword that stands nowhere tells the most."""
    index = KeywordIndex.build(map(ENGLISH, TEXTS), ENGLISH)

    assert [index.document_frequency(term) for term in ("strike", "f16", "whale")] == [4, 1, 0]
    assert 0 < index.idf("strike") < index.idf("f16") < index.idf("whale")
    assert math.log(1 + (7 - 1 + 0.5) / 1.5) == index.idf("f16")


NOTHING_TO_FIND = [[], [""], ["", "the"], ["one"], TEXTS]
IDS = ["no texts", "one empty", "no keywords", "one", "several"]


@pytest.mark.parametrize("texts", NOTHING_TO_FIND, ids=IDS)
def test_a_saved_index_answers_as_before(tmp_path: Path, texts: list[str]) -> None:
    """Save, then load, gives equal scores, also where there is nothing to find."""
    built = KeywordIndex.build(map(ENGLISH, texts), ENGLISH)
    built.save(tmp_path / "keywords")

    loaded = KeywordIndex.load(tmp_path / "keywords", ENGLISH)

    assert len(texts) == len(built) == len(loaded)
    for question in ("strike at the harbour", "one", "whale", ""):
        assert built.scores(question).tolist() == loaded.scores(question).tolist()
        assert built.search(question, 3)[0].tolist() == loaded.search(question, 3)[0].tolist()
    assert built.idf("strike") == loaded.idf("strike")


def test_a_loaded_index_is_mapped(tmp_path: Path) -> None:
    """A loaded index reads its scores from the file instead of holding them in memory."""
    KeywordIndex.build(map(ENGLISH, TEXTS), ENGLISH).save(tmp_path)

    loaded = KeywordIndex.load(tmp_path, ENGLISH)

    assert isinstance(loaded._index.scores["data"], np.memmap)


def test_the_same_texts_make_the_same_files(tmp_path: Path) -> None:
    """Two builds of the same texts are equal byte for byte."""
    for name in ("one", "two"):
        KeywordIndex.build(map(Tokenizer(), TEXTS), Tokenizer()).save(tmp_path / name)

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("keep", [None, 0, 20, -3], ids=["missing", "empty", "head", "cut"])
@pytest.mark.parametrize("part", ["data", "indices", "indptr", "words", "params"])
def test_a_damaged_file_is_named(tmp_path: Path, part: str, keep: int | None) -> None:
    """A file that is missing or cut short is a damaged library, not a crash."""
    KeywordIndex.build(map(ENGLISH, TEXTS), ENGLISH).save(tmp_path)
    path = next(tmp_path.glob(f"{part}*"))
    whole = path.read_bytes()
    path.unlink()
    if keep is not None:
        path.write_bytes(whole[:keep])

    with pytest.raises(IndexDamagedError, match="make rebuild"):
        KeywordIndex.load(tmp_path, ENGLISH)


def test_files_of_two_indexes_do_not_mix(tmp_path: Path) -> None:
    """A vocabulary that belongs to other scores is a damaged library."""
    KeywordIndex.build(map(ENGLISH, TEXTS), ENGLISH).save(tmp_path)
    write_words(tmp_path / "words.npy", {"strike": 0})

    with pytest.raises(IndexDamagedError, match="do not fit"):
        KeywordIndex.load(tmp_path, ENGLISH)


@pytest.mark.parametrize(
    ("language", "stemmer"),
    [("de", "german"), ("nb", "norwegian"), ("zh", "english"), ("", "english")],
)
def test_each_language_has_its_stemmer(language: str, stemmer: str) -> None:
    """A language without a stemmer goes with English."""
    assert stemmer_of(language) == stemmer


def test_every_stemmer_named_is_there() -> None:
    """No language is given a stemmer that does not exist."""
    for (
        language
    ) in "ar ca cs da de el es et eu fa fi fr ga hi hu hy id it lt nb ne nl pl pt".split():
        assert Tokenizer(stemmer_of(language)).language != "english"


def test_each_text_is_scored_in_its_own_language() -> None:
    """A text of one language has the score it has by that language's keywords of the question."""
    texts = ["Die Häfen bleiben geschlossen.", "The harbours stay closed.", "Der Hafen am Morgen."]
    german = Tokenizer("german")
    made_by = [german, ENGLISH, german]
    rows = [tokenize(text) for tokenize, text in zip(made_by, texts, strict=True)]
    is_german = np.array([True, False, True])
    plain = KeywordIndex.build(rows, ENGLISH)
    mixed = KeywordIndex(
        plain._index, ENGLISH, [Spoken(german, is_german), Spoken(ENGLISH, ~is_german)]
    )
    question = "Hafen harbour"

    expected = np.where(
        is_german,
        KeywordIndex(plain._index, german).scores(question),
        KeywordIndex(plain._index, ENGLISH).scores(question),
    )

    assert mixed.scores(question).tolist() == expected.tolist()
    assert (mixed.scores("Häfen")[[0, 2]] > 0).all()
    assert set(mixed.search("Hafen", 5)[0].tolist()) == {0, 2}


def test_word_of_several_languages_is_what_stands_somewhere() -> None:
    """A word has the keywords of each language that some text holds, else those of the first."""
    standing = {"haf": 3, "harbour": 2}
    tokenize = SeveralTokenizers([ENGLISH, Tokenizer("german")], lambda word: standing.get(word, 0))

    assert tokenize("Häfen harbours") == ["haf", "harbour"]
    assert tokenize("Kapitäne") == ENGLISH("Kapitäne")


def test_words_are_looked_up_in_a_file(tmp_path: Path) -> None:
    """Each word has the number it was written with, and no other word has any."""
    numbers = {word: number for number, word in enumerate(("strike", "Ñandú", "", "\ud800", "g7"))}
    write_words(tmp_path / "words.npy", numbers)
    words = Words(tmp_path / "words.npy")

    assert {word: words.get(word) for word in numbers} == numbers
    assert len(words) == len(numbers)
    assert [words.get(word) for word in ("strik", "strikes", "nandu")] == [None, None, None]
