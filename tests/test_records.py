"""What is kept of an article as JSON comes back as it was."""

from datetime import date

from index.articles import Article, Extracted, Metadata, Page, PublishedDate
from index.edits import EditMap
from index.parsing import Draft
from index.records import draft_from_json, draft_to_json, make_article_record, restore_article


def test_record_keeps_all_metadata() -> None:
    """No part of what a file says of itself is lost on the way through the record."""
    metadata = Metadata(
        title="Ferry leaves",
        outlet="Harbour Wire",
        authors=("Ann Poe",),
        dates=(PublishedDate(date(2026, 2, 5), "JSON-LD", "14:05+08:00"),),
        updated=PublishedDate(date(2026, 2, 6), "Updated line", "10:00 GMT"),
        section="Opinion",
        author_basis="byline",
        language="en",
        doubts=("JSON-LD says 3 May 2031, which has not come: not believed",),
    )
    article = Article("a.txt", "0" * 64, "The ferry.", "The ferry.", EditMap(()), metadata)

    assert (
        restore_article(
            "a.txt", "0" * 64, ("The ferry.", "The ferry."), make_article_record(article)
        )
        == article
    )


def test_record_keeps_pages_and_headings() -> None:
    """Spans come back as spans, pages as pages."""
    article = Article(
        "a.pdf",
        "0" * 64,
        "One.\nTwo.",
        "One.\nTwo.",
        EditMap(()),
        Metadata(),
        headings=((0, 4),),
        pages=(Page(1, 0), Page(2, 5)),
        aliases=("b.pdf",),
        notes=("x",),
    )

    assert (
        restore_article(
            "a.pdf",
            "0" * 64,
            ("One.\nTwo.", "One.\nTwo."),
            make_article_record(article),
            article.aliases,
        )
        == article
    )


def test_draft_keeps_what_its_format_marks() -> None:
    """Headings, captions and pages that the format marks come back as spans."""
    extracted = Extracted(
        "One.\nTwo.\n",
        Metadata(title="One", section="Opinion"),
        headings=((0, 4),),
        captions=((5, 9),),
        pages=(Page(1, 0),),
        notes=("x",),
    )
    draft = Draft("a.html", "0" * 64, extracted, Metadata(title="One"), ((0, 4),))

    assert draft_from_json(draft_to_json(draft)) == draft
