"""What the page says of an answer and of its filters, in plain words."""

from datetime import date

import pytest

from qa import Answer, Filters
from qa.answer import Status
from ui.words import filters_in_words, likelihood, verdict


@pytest.mark.parametrize(
    ("status", "confidence", "words"),
    [
        (Status.ANSWERED, 0.97, "The articles answer this"),
        (Status.ANSWERED, 0.6, "The articles probably answer this"),
        (Status.ANSWERED, 0.3, "The articles may answer this; check the source"),
        (Status.PARTLY, 0.97, "The articles answer part of this"),
        (Status.UNANSWERED, 0.1, "The articles do not say"),
    ],
)
def test_the_verdict_follows_status_and_confidence(
    status: Status, confidence: float, words: str
) -> None:
    """The surer the answer, the plainer the words."""
    assert words == verdict(Answer("?", "?", status, confidence, (), ()))


def test_the_verdict_counts_sources_and_claims_no_probability() -> None:
    """Several independent sources are named; what a matter is about has no likelihood."""
    several = Answer("?", "?", Status.ANSWERED, 0.3, (), (), independent_sources=2)
    told = Answer(
        "?", "?", Status.ANSWERED, 1.0, (), (), independent_sources=1, is_calibrated=False
    )

    assert verdict(several) == (
        "The articles may answer this, from 2 independent sources; check the source"
    )
    assert (verdict(told), likelihood(told)) == ("What the articles tell of it", "")
    assert "0.30" in likelihood(several)


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), ""),
        (Filters(after=date(2026, 2, 5)), "Only articles from 5 February 2026 on"),
        (Filters(before=date(2026, 2, 5)), "Only articles up to 5 February 2026"),
        (Filters(outlets=("The A", "The B")), "Only articles in The A, The B"),
        (Filters(without_analysis=True), "Without analysis and opinion"),
        (
            Filters(before=date(2026, 2, 5), without_analysis=True),
            "Only articles up to 5 February 2026, without analysis",
        ),
    ],
)
def test_filters_are_put_into_words(filters: Filters, words: str) -> None:
    """The card says which articles were allowed to answer."""
    assert words == filters_in_words(filters)
