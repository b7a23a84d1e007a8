"""What an outlet prints in several articles is found; what copies share is not."""

from index.repeats import RepeatedBlocks, block_key, note_blocks

APPEAL = "Like what you read? Tell a friend about the Quayside Post."
BODIES = [
    f"The {thing} of Northport was {event} on Monday, the council said.\n"
    f"Nobody could say when the {thing} would be as it was before it was {event}."
    for thing, event in [("pier", "closed"), ("market", "moved"), ("ferry", "sold")]
]


def find(*articles: tuple[str, str]) -> list[frozenset[int]]:
    """Give what comes back in each of some articles, (outlet, text)."""
    noted = [note_blocks(*article) for article in articles]
    repeated = RepeatedBlocks()
    for notes in noted:
        repeated.add(notes)
    return [repeated.of(notes) for notes in noted]


def test_a_block_of_three_articles_comes_back() -> None:
    """In each of them, whatever its case and its dashes."""
    lines = [APPEAL, APPEAL.upper(), f"— {APPEAL}"]
    found = find(*(("Post", f"{body}\n{line}") for body, line in zip(BODIES, lines, strict=True)))

    assert found == [frozenset({block_key(APPEAL)})] * 3


def test_two_articles_are_too_few() -> None:
    """A block may stand in two articles by chance."""
    assert find(*(("Post", f"{body}\n{APPEAL}") for body in BODIES[:2])) == [frozenset()] * 2


def test_another_outlet_counts_apart() -> None:
    """What three outlets print once each is news from one agency rather than an appeal."""
    outlets = ["Post", "Herald", ""]
    found = find(*((name, f"{body}\n{APPEAL}") for name, body in zip(outlets, BODIES, strict=True)))

    assert found == [frozenset()] * 3


def test_copies_count_once() -> None:
    """A story saved four times shares all of its blocks with itself and none with others."""
    story = f"{BODIES[0]}\n{APPEAL}"
    assert find(*[("Post", story)] * 4) == [frozenset()] * 4


def test_versions_of_a_story_keep_what_they_share() -> None:
    """Four versions differ in a long last line each: the rest is still the story."""
    added = [
        f"Later in the week the {name} of the neighbouring town came to look at the work, and went "
        "away without a word to those who stood at the fence and waited."
        for name in ("mayor", "harbour master", "bishop", "engineer")
    ]
    found = find(*(("Post", f"{BODIES[0]}\n{BODIES[1]}\n{line}") for line in added))

    assert found == [frozenset()] * 4


def test_an_article_without_words_is_no_trouble() -> None:
    """Blocks of signs alone have no key."""
    assert block_key("— * —") == 0
    assert find(("Post", "* * *"), ("Post", ""), ("Post", "* * *")) == [frozenset()] * 3
