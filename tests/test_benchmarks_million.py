"""Articles recombined from others, and the process that asks a library apart."""

from pathlib import Path

from benchmarks.growth import fit_slope
from benchmarks.recombined import Recombiner, Source
from benchmarks.serving import serve
from qa import open_assistant

SOURCES = [
    Source(
        f"Harbour number {number} opens",
        tuple(
            f"The {word} ferry of company {number} returned on Tuesday with {number + 7} people, "
            f"and captain Brun said that the {word} engine had been repaired by {place} people."
            for word, place in (("green", "Marnow"), ("large", "Ellery"), ("silver", "Tessin"))
        ),
    )
    for number in range(30)
]


def test_recombined_articles_are_the_same_in_every_run() -> None:
    """Number n is one text, whatever was made before it, and some are copies of others."""
    first, other = Recombiner(SOURCES), Recombiner(SOURCES)
    made = [first(number) for number in range(300)]

    assert made[::-1] == [other(number) for number in reversed(range(300))]
    assert 0.9 * len(made) < len(set(made)) < len(made)
    assert all("Published 20" in text and "Source: The " in text for text in made)


def test_library_is_asked_in_another_process(sample_config: Path) -> None:
    """What is found there is what is found here, with the memory that it takes."""
    with serve(sample_config) as served:
        opened = served("open")
        (ranked,) = served("rank", ["Who has died after the ferry crash?"])["ranked"]
    library = open_assistant(sample_config).library

    assert opened["seconds"] > 0
    assert opened["memory_mb"] > opened["own_mb"] > 0
    rows = library.files.keywords.search("ferry crash", 100)[0]
    assert ranked[0][0] in {passage.id for _, passage in library.passages(rows.tolist())}


def test_slope_is_the_power_of_growth() -> None:
    """What doubles with the passages has slope 1, what does not grow 0."""
    assert fit_slope([(10, 3.0), (100, 30.0), (1000, 300.0)]) == 1.0
    assert fit_slope([(10, 3.0), (100, 3.0)]) == 0.0
