"""Sentences: hard cases of news prose, and what holds for any text."""

from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import split_sentences

CASES = [
    "J. D. Vance met the envoys on Monday.| He left at noon.",
    "The vote was won by J.D. Vance in Ohio.| It was close.",
    "President Lai Ching-te spoke first.| Mr. Xi did not reply.",
    "The U.S. President will travel in April.| No date is set.",
    "They asked for help from the U.S.| The request was refused.",
    "Trade with the U.S.| The Chinese ministry said nothing.",
    "Gov. Gavin Newsom signed it.| Sen. Tim Kaine did not.",
    "It was the No. 5 seed.| No. 4 lost on Feb. 5 in Ohio.",
    "The package is worth $11.1bn.| It is the largest yet.",
    "Prices rose 3.5 per cent in May.| Wages rose 2.1 per cent.",
    "The meeting began at 9 a.m. on Tuesday.| It ended at noon.",
    "The meeting began at 9 a.m.| It ended at noon.",
    "He left in a car.| Beijing took note of it last month.| Seoul did not.",
    "She said no.| Ali went on, past the art.| Rome was near.",
    "Seats cost $5 at avg. rates on Sat. Jan. 3 in Ste. 4 for the Rt. Rev. Ames.| None sold.",
    "Bring papers, e.g. a passport, and wait.| Then sign.",
    "“We will not yield.”| The hall fell silent.",
    "“We will not yield,” he said.| “Not now.”| The hall fell silent.",
    "“Will you go?” he asked.| She did not answer.",
    "“Never!” shouted the crowd.| Police moved in.",
    '"Where is the money?" she asked.| Nobody knew.',
    "He paused... then went on.| The room listened.",
    "He said: “It is done…”| Then he left.",
    "Widget Inc. said sales fell.| Shares of Acme Corp. rose.",
    "The plan — long delayed — is dead.| Few mourned it.",
    "Who pays?| Nobody knows!| That is the point.",
    "习近平说台湾是中国的一部分。|特朗普没有回应。|会谈持续了一小时！",
    "هل سيزور الصين؟| لم يقل الرئيس شيئا.",
    "राष्ट्रपति ने कहा कि वह जाएंगे।| तारीख तय नहीं है।",
    "1. Open the door.| 2. Close it.",
    "See https://example.com/a.b?c=1 for details.| It was updated on Friday.",
    "It is Smith vs. Jones again.| The case opens in June.",
    "He grew up in St. Louis with his aunt.| They were poor.",
    "The talks failed.|Both sides blamed the other.",
    "Lt. Gen. Mark Hertling and Dr. Ann Lee agreed.| Others did not.",
    "He joined the firm of Brown, Inc.| The board approved.",
    "The bill (see Sec. 4) passed.| It takes effect Jan. 1.",
    "She was born in Washington, D.C. and studied law.| She is 50.",
    "“It was awful,” said Maria K. Lopez, 34.| “I ran.”",
    "“The ship sank.”| He paused.",
    "(The company declined to comment.)| The shares fell.",
    "Rep. A. Smith, R-Ala., voted no.| So did Rep. B. Jones, D-Ga.",
    "Yahoo! said it would buy the firm.| The price was not given.",
    "The rate fell to 4.| In May it rose to 5.",
    "At 10 p.m. Mr. Trump arrived.| Gen. Li waited.",
    "He told the U.N. Security Council so.| Russia objected.",
    "The U.K. Prime Minister resigned.| The pound fell.",
    'He said "no."| She said "yes."',
    "The firm, founded in 1990 by John Q. Public Jr., failed.| Its owner, Sam Hill Sr., died.",
    "It rose to approx. 20 million tonnes, i.e. twice as much.| Prices fell.",
    "Maj. Gen. Pat Ryder spoke; Adm. Lisa Franchetti listened.| Col. Lee took notes.",
    "彼は「行かない。」と言った。|そして帰った。",
    "Is it true?!| Yes.",
    "The suspect, 6 ft. 2 in. tall, fled.| Police said so on Sept. 11, 2024.",
    "Ms. Rodriguez v. Texas was argued in Oct. 2023.| The court ruled in May.",
]
"""A bar stands where a sentence ends; the blank after a bar is part of no sentence."""


def sentences(text: str) -> list[str]:
    """The texts of the spans."""
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("case", CASES)
def test_news_prose_is_split_where_sentences_end(case: str) -> None:
    """Initials, titles, abbreviations, decimals, quotes and other scripts do not mislead."""
    expected = [sentence.strip() for sentence in case.split("|")]

    assert expected == sentences(case.replace("|", ""))


def test_a_sentence_ends_with_its_line() -> None:
    """Lines are blocks: headings without a full stop stay apart from what follows."""
    text = "Harbour strike ends\n\n  The port agreed.\tWork resumed\r\non Friday.\n"

    expected = ["Harbour strike ends", "The port agreed.", "Work resumed", "on Friday."]

    assert expected == sentences(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0\t"])
def test_blank_text_has_no_sentences(text: str) -> None:
    """White space alone is no sentence."""
    assert not split_sentences(text)


PROSE = st.lists(
    st.sampled_from([*" \n.?!…\"'”’)(。？」؟।", "Mr", "Lt", "U.S", "No", "1", "He", "said", "中文"])
).map("".join)


@given(PROSE | st.text())
@settings(deadline=None)
def test_sentences_hold_every_character(text: str) -> None:
    """Spans are in order, apart, stripped, within one line, and miss nothing but white space."""
    spans = split_sentences(text)

    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in spans)
    found = [text[start:end] for start, end in spans]
    assert all(sentence == sentence.strip() and "\n" not in sentence for sentence in found)
    assert "".join(text.split()) == "".join("".join(found).split())


@pytest.mark.parametrize("unit", ["?", "x?”", "x.", "Lt. A ", "Yahoo! said ", "1. ", "。", "“"])
def test_hostile_text_takes_no_longer_than_its_length_allows(unit: str) -> None:
    """Endless full stops without a sentence between them do not hang a rebuild."""
    text = unit * (100_000 // len(unit))
    split_sentences("The model is loaded before the clock starts.")

    start = perf_counter()
    split_sentences(text)

    assert perf_counter() - start < 10  # below 1 s on an idle machine; minutes where it is squared


def test_threads_share_one_splitter() -> None:
    """Several threads at once get what one alone gets."""
    texts = [case.replace("|", "") for case in CASES] * 5
    expected = [split_sentences(text) for text in texts]

    with ThreadPoolExecutor(4) as pool:
        assert expected == list(pool.map(split_sentences, texts))
