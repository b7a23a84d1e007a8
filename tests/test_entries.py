"""A file may hold several articles: rows, records, mails, posts of a feed, each under its name."""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest
from support import HashEmbedder, write_config

from index.articles import Extracted
from index.build import build_library
from index.columns import Columns
from index.config import load_index_settings
from index.errors import ArticleError, ConfigError
from index.formats import ReaderOptions, extract_all
from index.library import Library
from index.show import explain, show_receipts

PIER = "The council closed the old pier on Sunday, after divers had found cracks in it."
MARKET = "The fish market moves to the southern quay, and its traders fear for their trade."
RECORDS = [
    {"ID": "a7", "Headline": "Pier closed", "Body": PIER, "Published At": "2026-03-01T14:05Z"},
    {"ID": "a8", "Headline": "Market moves", "Body": MARKET, "Byline": "Ann Poe; Jo Lind"},
]
FEED = f"""<?xml version="1.0"?>
<rss version="2.0"><channel><title>The Quayside Post</title>
<item><title>Pier closed</title><guid>post-1</guid><pubDate>Sun, 01 Mar 2026 14:05:00 GMT</pubDate>
<description>&lt;p&gt;{PIER}&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;</description></item>
<item><title>Empty</title><guid>post-2</guid></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quayside Post</title>
<entry><title>Pier closed</title><id>tag:post,1</id><updated>2026-03-02T08:00:00Z</updated>
<published>2026-03-01T14:05:00Z</published><author><name>Ann Poe</name></author>
<content type="html">&lt;p&gt;{PIER}&lt;/p&gt;</content></entry></feed>"""


def read(name: str, content: str | bytes, columns: Columns | None = None) -> list[Extracted]:
    """Give what a file holds."""
    raw = content.encode() if isinstance(content, str) else content
    return extract_all(Path(name), raw, ReaderOptions(columns=columns or Columns()))


def as_csv(delimiter: str) -> str:
    """Write the records as a table."""
    rows = [["ID", "Headline", "Body", "Published At"]]
    rows += [[item.get(name, "") for name in rows[0]] for item in RECORDS]
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)


def make_mail(subject: str, text: str = "", page: str = "") -> EmailMessage:
    """Write a mail."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = subject, '"The Quayside Post" <post@example.org>'
    mail["Date"], mail["Message-ID"] = "Sun, 01 Mar 2026 14:05:00 +0100", f"<{subject}@example>"
    if text:
        mail.set_content(text)
    if page:
        mail.add_alternative(page, subtype="html")
    return mail


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "\n".join(map(json.dumps, RECORDS))),
        ("a.csv", as_csv(",")),
        ("a.csv", as_csv(";")),
        ("a.tsv", as_csv("\t")),
    ],
)
def test_each_record_is_an_article(name: str, content: str) -> None:
    """Under its own name, with what its columns say of it."""
    pier, market = read(name, content)

    assert (pier.entry, pier.text, pier.metadata.title) == ("a7", PIER, "Pier closed")
    assert (market.entry, market.text) == ("a8", MARKET)
    (claim,) = pier.metadata.dates
    assert (claim.day.isoformat(), claim.basis) == ("2026-03-01", "table column")
    assert market.metadata.dates == ()


def test_columns_can_be_named() -> None:
    """By the settings, where they are called something else."""
    record = json.dumps({"Meldung": PIER, "Kopf": "Pier zu"})
    with pytest.raises(ArticleError, match=r"it has Meldung, Kopf.*\[index.columns\]"):
        read("a.jsonl", record)
    (found,) = read("a.jsonl", record, Columns(text=("meldung",), title=("kopf",)))

    assert (found.entry, found.text, found.metadata.title) == ("1", PIER, "Pier zu")


def test_a_record_may_be_written_in_html_and_in_parts() -> None:
    """Names may be objects, paragraphs a list."""
    records = [
        {"text": f"<p>{PIER}</p><p>Nobody was hurt.</p>", "author": {"name": "Ann Poe"}},
        {"text": [PIER, MARKET]},
    ]
    page, parts = read("a.jsonl", "\n".join(map(json.dumps, records)))

    assert page.text.splitlines() == [PIER, "Nobody was hurt."]
    assert page.metadata.authors == ("Ann Poe",)
    assert parts.text == f"{PIER}\n{MARKET}"


def test_names_are_given_once_and_empty_records_are_counted() -> None:
    """Two records of one name are told apart."""
    records = [{"id": "x", "text": PIER}, {"id": "x", "text": MARKET}, {"id": "y", "text": " "}]
    found = read("a.jsonl", "\n".join(map(json.dumps, records)))

    assert [item.entry for item in found] == ["x", "x (2)"]
    assert found[0].notes == ("1 record without a text left out",)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl", '{"text": "A"}\n{"text": ', "line 2 is no JSON"),
        ("a.jsonl", "[1, 2]", "line 1 is no JSON object"),
        ("a.jsonl", "[" * 100_000, "line 1 is no JSON"),
        ("a.csv", "text\n", "no rows"),
        ("a.csv", "name,age\nAnn,7\n", "no column holds the text"),
        ("a.mbox", "no mail at all", "not a mailbox"),
        ("a.xml", "<note>no feed</note>", "not a feed"),
        ("a.rss", FEED.replace(PIER, "").replace("Nobody was hurt.", ""), "none of its posts"),
        ("a.rtf", "plain words", "not a Rich Text file"),
        ("a.eml", "Subject: nothing\n\n", "the mail has no text"),
    ],
)
def test_what_is_no_such_file_says_so(name: str, content: str, reason: str) -> None:
    """In one line."""
    with pytest.raises(ArticleError, match=reason):
        read(name, content)


def test_a_feed_gives_its_posts() -> None:
    """With the outlet that it is named for, and the day with its time."""
    (pier,) = read("a.rss", FEED)

    assert (pier.entry, pier.metadata.outlet) == ("post-1", "The Quayside Post")
    assert pier.text.splitlines() == [PIER, "Nobody was hurt."]
    (claim,) = pier.metadata.dates
    assert (claim.day.isoformat(), claim.clock, claim.basis) == ("2026-03-01", "14:05 GMT", "feed")
    assert pier.notes == ("1 post without a text left out",)


def test_an_atom_feed_says_when_it_was_updated() -> None:
    """Beside the day of publication."""
    (pier,) = read("a.xml", ATOM)

    assert pier.metadata.dates[0].day.isoformat() == "2026-03-01"
    assert pier.metadata.updated is not None
    assert pier.metadata.updated.day.isoformat() == "2026-03-02"
    assert pier.metadata.authors == ("Ann Poe",)


def test_a_mail_is_its_own_words() -> None:
    """Its plain text, or its page where there is no other; the subject without its Re."""
    (plain,) = read("a.eml", make_mail("Re: Pier closed", PIER, "<p>Buy!</p>").as_bytes())
    (page,) = read("a.eml", make_mail("Pier closed", "", f"<p>{PIER}</p>").as_bytes())

    assert plain.text.strip() == page.text.strip() == PIER
    assert (plain.metadata.title, plain.metadata.outlet) == ("Pier closed", "The Quayside Post")
    (claim,) = plain.metadata.dates
    assert (claim.clock, claim.basis) == ("14:05+01:00", "mail header")


def test_a_mailbox_gives_its_mails() -> None:
    """Each under its message's name."""
    mails = [make_mail("Pier", PIER), make_mail("Market", MARKET)]
    box = b"".join(b"From post@example.org\n" + mail.as_bytes() + b"\n" for mail in mails)
    found = read("a.mbox", box)

    assert [item.entry for item in found] == ["Pier@example", "Market@example"]
    assert [item.text.strip() for item in found] == [PIER, MARKET]


def test_rich_text_gives_its_paragraphs() -> None:
    """Without its fonts; letters written as numbers are letters."""
    text = rf"{{\rtf1\ansi{{\fonttbl\f0 Arial;}}\f0\b Pier closed\b0\par {PIER} \'e9\u8364?\par}}"
    (found,) = read("a.rtf", text)

    assert found.text.splitlines() == ["Pier closed", f"{PIER} é€"]


def test_the_library_holds_every_entry(tmp_path: Path) -> None:
    """One file, one receipt; each article is found, cited and explained under its own id."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("news.jsonl", "same.jsonl"):
        (folder / name).write_text("\n".join(map(json.dumps, RECORDS)), encoding="utf-8")
    (folder / "plain.txt").write_text(f"Ferry\n\n{PIER.replace('pier', 'ferry')}")
    settings = load_index_settings(write_config(tmp_path, folder))
    report = build_library(settings, embedder=HashEmbedder())
    again = build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    assert (report.files, report.articles, report.aliases) == (3, 3, 1)
    assert not again.changed
    assert [item.id for item in library.articles] == ["news.jsonl#a7", "news.jsonl#a8", "plain.txt"]
    assert library.articles[0].aliases == ("same.jsonl#a7",)
    receipts = {receipt.path: receipt for receipt in show_receipts(settings)}
    news = receipts["news.jsonl"]
    assert (news.articles, news.undated, news.passages, news.title) == (2, 1, 2, "")
    assert len(explain(settings, Path("news.jsonl"))["articles"]) == 2
    (pier,) = explain(settings, Path("news.jsonl#a7"))["articles"]
    assert pier["metadata"]["dates"] == ["2026-03-01 14:05 UTC (table column)"]


def test_the_column_map_is_a_table_of_the_settings(tmp_path: Path) -> None:
    """And a name that is none of it is told."""
    folder = tmp_path / "articles"
    config = write_config(tmp_path, folder, '[index.columns]\ntext = ["meldung"]')
    assert load_index_settings(config).columns.text == ("meldung",)

    config = write_config(tmp_path, folder, '[index.columns]\ntxt = ["meldung"]')
    with pytest.raises(ConfigError, match=r"\[index.columns\] has no setting 'txt'"):
        load_index_settings(config)
