"""What the library knows of a file can be read: what was taken out of it, and why."""

import json
from pathlib import Path

import pytest
from support import HashEmbedder, write_config

from index.build import build_library
from index.config import IndexSettings, load_index_settings
from index.errors import FileUnknownError
from index.rebuild import main
from index.show import explain, render_explanation, render_receipts, show_receipts

TWICE = (
    "The council of Northport closed the old pier on Sunday, after divers had found cracks in "
    "eleven of its forty pillars."
)
STORY = f"Pier closed\n\nPublished 1 March 2026\n\n{TWICE}\n\nNobody was hurt.\n\n{TWICE}\n"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """Give settings of a built library: an article, a copy of it, and a file without text."""
    place = tmp_path_factory.mktemp("shown")
    folder = place / "articles"
    folder.mkdir()
    for name in ("pier.txt", "same.txt"):
        (folder / name).write_text(STORY, encoding="utf-8")
    (folder / "nothing\u202e.txt").write_bytes(b"")
    settings = load_index_settings(write_config(place, folder))
    build_library(settings, embedder=HashEmbedder())
    return settings


def test_a_file_is_explained(settings: IndexSettings) -> None:
    """Each piece that went is shown whole, with its reason and its place in the original."""
    explanation = explain(settings, Path("pier.txt"))
    text = render_explanation(explanation)

    (article,) = explanation["articles"]
    (edit,) = article["edits"]
    assert (edit["reason"], edit["line"], edit["text"].strip()) == ("repeated block", 9, TWICE)
    assert STORY[edit["start"] : edit["end"]] == edit["text"]
    assert "2026-03-01 (Published line)" in text
    assert " ".join(TWICE.split()) in " ".join(text.replace("|", " ").split())
    assert "same.txt" in text


@pytest.mark.parametrize("name", ["same.txt", "articles/pier.txt"])
def test_a_file_may_be_named_as_it_is(settings: IndexSettings, name: str) -> None:
    """By its place, or by the name of a copy."""
    path = settings.articles.parent / name if "/" in name else Path(name)
    assert explain(settings, path) == explain(settings, Path("pier.txt"))


def test_a_skipped_file_says_why(settings: IndexSettings) -> None:
    """And a name that would turn the line around is shown as plain text."""
    text = render_explanation(explain(settings, Path("nothing\u202e.txt")))

    assert "skipped: empty: the file has no bytes" in text
    assert "\u202e" not in text


def test_an_unknown_file_is_an_error_with_a_cure(settings: IndexSettings) -> None:
    """A file of that name elsewhere is offered."""
    with pytest.raises(FileUnknownError, match=r"did you mean pier\.txt"):
        explain(settings, Path("elsewhere/pier.txt"))
    with pytest.raises(FileUnknownError, match="--receipts"):
        explain(settings, Path("harbour.txt"))


def test_receipts_are_listed(settings: IndexSettings) -> None:
    """The problems first; an article with its day, its size and what was taken out."""
    text = render_receipts(show_receipts(settings)).splitlines()

    assert text[0].startswith("skipped  nothing")
    assert text[1].startswith(
        "article  pier.txt: 2026-03-01 (Published line), 30 words, 1 passage, "
    )
    assert text[2].startswith("         taken out: 1 × repeated block; 1")
    assert text[3] == "copy     same.txt: same bytes as pier.txt"
    assert "3 files: 1 article, 1 skipped, 0 undated" in text[-1]


@pytest.mark.parametrize("asked", [["--receipts"], ["--explain", "pier.txt"]])
def test_the_script_shows_them_and_builds_nothing(
    settings: IndexSettings, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """As text or as JSON on stdout; the library stays as it was."""
    config = str(settings.library.parent.parent / "config.toml")
    (settings.articles / "new.txt").write_text("Not read yet.")
    assert main(["--config", config, *asked]) == 0
    assert "pier.txt" in capsys.readouterr().out
    assert main(["--config", config, *asked, "--json"]) == 0
    assert "pier.txt" in json.dumps(json.loads(capsys.readouterr().out))
    assert [item.path for item in show_receipts(settings) if item.path == "new.txt"] == []
