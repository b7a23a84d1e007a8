"""Markdown files become text as a renderer shows it, with headings and front matter."""

from datetime import date

import pytest
from extraction import SENTENCE, TABLE_LINES, captions_of, headings_of, lines_of, read

from index.articles import Extracted, Metadata, PublishedDate

MARKDOWN = """---
title: Ferry leaves
date: 2026-02-05
author: [Ann Poe, John Roe]
source: Harbour Wire
---
# Ferry *leaves* harbour

The [ferry](https://example.com "x") left the **old**
harbour ![a picture](x.png) at `noon` &amp; sank.<br>Nobody <b>waved</b>.

Second heading
--------------

1. first
2. second
   - nested

> quoted words

| Goods | Tonnes |
|-------|-------:|
| Grain | 12     |
| Coal  | 7      |

```python
code = 1
    kept = 2
```

<div><!-- hidden --><p>framed &eacute;</p><script>hidden()</script></div>
"""


def test_markdown_is_read_as_it_is_rendered() -> None:
    """Marks, addresses and pictures go; words, items, cells and code stay, a block a line."""
    assert lines_of(read("a.md", MARKDOWN)) == [
        "Ferry leaves harbour",
        "The ferry left the old harbour at noon & sank. Nobody waved.",
        "Second heading",
        "- first",
        "- second",
        "- nested",
        "quoted words",
        *TABLE_LINES,
        "code = 1",
        "    kept = 2",
        "  framed é",
    ]


def test_markdown_headings_are_spans() -> None:
    """Both ways of writing a heading are marked."""
    assert headings_of(read("a.md", MARKDOWN)) == ["Ferry leaves harbour", "Second heading"]


def test_front_matter_is_metadata() -> None:
    """Front matter is read and is no part of the text."""
    assert read("a.markdown", MARKDOWN).metadata == Metadata(
        "Ferry leaves",
        "Harbour Wire",
        ("Ann Poe", "John Roe"),
        (PublishedDate(date(2026, 2, 5), "front matter"),),
        author_basis="front matter",
    )


@pytest.mark.parametrize(
    ("front", "clock"),
    [
        (
            '+++\ntitle = "Ferry"\ndate = 2026-02-05T10:00:00Z\nauthors = ["Ann Poe"]\n+++\n',
            "10:00 UTC",
        ),
        ("---\nTitle: Ferry\npublished: Feb 5, 2026\nauthors:\n- name: Ann Poe\n---\n", ""),
    ],
    ids=["toml", "yaml"],
)
def test_front_matter_has_many_forms(front: str, clock: str) -> None:
    """Keys in other cases, other names, other dates and TOML are understood."""
    found = read("a.md", front + SENTENCE)

    assert found.text.strip() == SENTENCE
    assert (found.metadata.title, found.metadata.authors) == ("Ferry", ("Ann Poe",))
    assert found.metadata.dates == (PublishedDate(date(2026, 2, 5), "front matter", clock),)


@pytest.mark.parametrize(
    "front", ["a: [", "date: 2026-02-31", "- only\n- items", "x: !!python/x 1"]
)
def test_damaged_front_matter_says_nothing(front: str) -> None:
    """Front matter that cannot be read is dropped and the article kept."""
    found = read("a.md", f"---\n{front}\n---\n{SENTENCE}")

    assert found == Extracted(SENTENCE + "\n")


def test_caption_in_markdown_is_marked() -> None:
    """The caption of a figure written as HTML is a block of its own."""
    found = read(
        "a.md",
        f"{SENTENCE}\n\n<figure><img src='x.png'>\n<figcaption>The <b>ferry</b>\nin 1926"
        f"</figcaption></figure>\n\n{SENTENCE}\n",
    )

    assert lines_of(found) == [SENTENCE, "The ferry in 1926", SENTENCE]
    assert captions_of(found) == ["The ferry in 1926"]
