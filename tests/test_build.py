"""A rebuild depends on the folder alone, reuses what it can, and never harms what it replaces."""

import dataclasses
import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from support import HashEmbedder, write_config

from index.build import build_library
from index.config import IndexSettings
from index.disk import hold_lock, new_generation
from index.errors import (
    ArticlesMissingError,
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexStaleError,
    StorageError,
)
from index.library import Library
from index.rebuild import main
from index.tokenizer import Tokenizer

STORIES = {
    "2026-03-01_pier.txt": "Pier closed\n\nThe council of Northport closed the old pier on Sunday. "
    "Divers had found cracks in eleven of its forty pillars.",
    "2026-03-04_market.txt": "Market moves\n\nThe fish market of Northport moves to the southern "
    "quay. Its traders expect to lose a fifth of their trade.",
    "undated.md": "# Ferry\n\nThe ferry to Southport sails every second hour until the autumn.",
}
"""Small articles that share a place and differ in the rest."""


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    """Give settings whose articles folder holds the small articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return IndexSettings(folder, tmp_path / "library", tmp_path / "cache", tmp_path / "models")


def ranking(settings: IndexSettings, question: str = "What happens to the pier?") -> list[str]:
    """Give passage ids, best first, by meaning and then by keywords."""
    library = Library.open(settings, HashEmbedder())
    rows, _ = library.files.vectors.search(library.embedder.encode_question(question), 50)
    found, _ = library.files.keywords.search(question, 50)
    return [item.id for _, item in library.passages([*rows.tolist(), *found.tolist()])]


def test_the_library_holds_what_the_folder_holds(settings: IndexSettings) -> None:
    """Articles, dates with their basis, passages and counts agree with the files."""
    report = build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    assert (report.files, report.articles, report.aliases, report.skipped) == (3, 3, 0, ())
    assert sorted(STORIES) == [item.id for item in library.articles]
    assert report.passages == len(library.files.vectors) == len(library.files.keywords)
    published = library.articles[0].published
    assert published is not None
    assert (published.day.isoformat(), published.basis) == ("2026-03-01", "file name")
    assert library.articles[2].published is None


def test_citable_spans_are_exact_in_the_file_on_disk(settings: IndexSettings) -> None:
    """Every passage of a text file is found in it, through cleaned and original text."""
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    for listed, passage in library.passages(range(len(library.files.vectors))):
        article = library.article(listed.id)
        pieces = article.edits.to_original(passage.start, passage.end)
        assert passage.text == article.text[passage.start : passage.end]
        assert passage.text == "".join(article.original[a:b] for a, b in pieces)
        if listed.id.endswith(".txt"):
            on_disk = (settings.articles / listed.id).read_text(encoding="utf-8")
            assert passage.text == "".join(on_disk[a:b] for a, b in pieces)


def test_a_second_rebuild_changes_nothing(settings: IndexSettings) -> None:
    """The generation stays, and not one text is encoded again."""
    first = build_library(settings, embedder=HashEmbedder())
    embedder = HashEmbedder()
    second = build_library(settings, embedder=embedder)

    assert first.changed
    assert not second.changed
    assert first.generation == second.generation
    assert embedder.encoded == []


def test_only_what_is_new_is_encoded(settings: IndexSettings) -> None:
    """One article added to three costs its own passages and no more."""
    build_library(settings, embedder=HashEmbedder())
    (settings.articles / "new.txt").write_text("Cranes arrive\n\nTwo cranes arrived by barge.")
    embedder = HashEmbedder()
    report = build_library(settings, embedder=embedder)

    assert (report.reused_articles, report.articles) == (3, 4)
    assert embedder.encoded == ["Cranes arrive\n\nTwo cranes arrived by barge."]


@pytest.mark.slow
def test_the_way_to_a_folder_does_not_matter(settings: IndexSettings, tmp_path: Path) -> None:
    """A library built by and by equals one built at once: ids, vectors and rankings."""
    build_library(settings, embedder=HashEmbedder())
    (settings.articles / "undated.md").unlink()
    (settings.articles / "a.txt").write_text("Cranes arrive\n\nTwo cranes arrived by barge.")
    build_library(settings, embedder=HashEmbedder())
    fresh = dataclasses.replace(settings, library=tmp_path / "other", cache=tmp_path / "none")
    build_library(fresh, embedder=HashEmbedder())

    assert ranking(settings) == ranking(fresh)
    one, other = (Library.open(item, HashEmbedder()) for item in (settings, fresh))
    rows = np.arange(len(one.files.vectors))
    assert np.array_equal(one.files.vectors.rows(rows), other.files.vectors.rows(rows))


@pytest.mark.slow
def test_what_comes_back_is_known_for_all(settings: IndexSettings) -> None:
    """A line of two articles, once a third has it too, has the first two cleaned anew."""
    line = "Like what you read? Tell a friend about the Quayside Post."
    bodies = {name: f"{text}\n\n{line}" for name, text in STORIES.items()}
    *first, last = sorted(bodies)
    for name in first:
        (settings.articles / name).write_text(bodies[name], encoding="utf-8")
    build_library(settings, embedder=HashEmbedder())
    (settings.articles / last).write_text(bodies[last], encoding="utf-8")
    third = build_library(settings, embedder=HashEmbedder())
    again = build_library(
        dataclasses.replace(settings, library=settings.library / "again"), embedder=HashEmbedder()
    )

    assert (third.reused_articles, third.recleaned) == (0, 2)
    assert (again.reused_articles, again.recleaned) == (3, 0)


def test_a_deleted_article_is_never_found_again(settings: IndexSettings) -> None:
    """Neither its passages nor its words are left after the next rebuild."""
    build_library(settings, embedder=HashEmbedder())
    (settings.articles / "2026-03-01_pier.txt").unlink()
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    assert [item.id for item in library.articles] == ["2026-03-04_market.txt", "undated.md"]
    assert library.files.keywords.document_frequency(library.tokenize("pier")[0]) == 0


def test_byte_equal_files_are_one_article(settings: IndexSettings) -> None:
    """The first path is the article, the others are its aliases."""
    shutil.copy(settings.articles / "undated.md", settings.articles / "z.md")
    report = build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    assert (report.files, report.articles, report.aliases) == (4, 3, 1)
    assert library.article("undated.md").aliases == ("z.md",)


def test_bad_files_are_named_and_the_rest_is_built(settings: IndexSettings) -> None:
    """Each file that cannot be read is a line with its reason."""
    (settings.articles / "empty.txt").write_bytes(b"")
    (settings.articles / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (settings.articles / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    (settings.articles / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    (settings.articles / "dangling.txt").symlink_to(settings.articles / "nowhere.txt")
    (settings.articles / "loop").symlink_to(settings.articles)
    (settings.articles / "notes.xyz").write_text("not a format that is read")
    report = build_library(settings, embedder=HashEmbedder())

    assert report.articles == 3
    names = {"empty.txt", "binary.txt", "broken.pdf", "broken.docx", "dangling.txt"}
    assert names == {path for path, _ in report.skipped}
    assert all(reason for _, reason in report.skipped)


def test_a_failed_file_is_skipped_in_an_unchanged_rebuild_too(settings: IndexSettings) -> None:
    """Nothing changed, and what is missing is still said."""
    (settings.articles / "empty.txt").write_bytes(b"")
    first = build_library(settings, embedder=HashEmbedder())
    second = build_library(settings, embedder=HashEmbedder())

    assert not second.changed
    assert first.skipped == second.skipped != ()


@pytest.mark.parametrize("make", [None, "empty", "unreadable"])
def test_a_folder_without_articles_leaves_the_library_alone(
    settings: IndexSettings, tmp_path: Path, make: str | None
) -> None:
    """A folder that is gone or holds nothing is more likely a mistake than a wish."""
    report = build_library(settings, embedder=HashEmbedder())
    other = tmp_path / "other"
    if make:
        other.mkdir()
    if make == "unreadable":
        (other / "a.txt").write_bytes(b"")
    with pytest.raises(ArticlesMissingError, match=str(other)):
        build_library(dataclasses.replace(settings, articles=other), embedder=HashEmbedder())

    assert report.generation == Library.open(settings, HashEmbedder()).generation


@pytest.mark.slow
def test_two_generations_are_kept(settings: IndexSettings) -> None:
    """The one in use and the one before; an open page may still read it."""
    names = []
    for n in range(4):
        (settings.articles / "new.txt").write_text(f"Cranes\n\nCrane number {n} arrived by barge.")
        names.append(build_library(settings, embedder=HashEmbedder()).generation)

    kept = sorted(path.name for path in (settings.library / "generations").iterdir())
    assert names[2:] == kept


def test_a_second_rebuild_at_once_names_the_first(settings: IndexSettings) -> None:
    """The lock says which process holds it."""
    with hold_lock(settings.library), pytest.raises(IndexLockedError, match=str(os.getpid())):
        build_library(settings, embedder=HashEmbedder())

    build_library(settings, embedder=HashEmbedder())


def test_leftovers_of_a_killed_rebuild_go(settings: IndexSettings) -> None:
    """The next rebuild removes what has no name yet."""
    build_library(settings, embedder=HashEmbedder())
    leftover = settings.library / "generations" / ".building-1"
    leftover.mkdir()
    with new_generation(settings.library) as folder:
        assert [folder] == [*(settings.library / "generations").glob(".*")]


@pytest.mark.parametrize(
    "harm", ["remove", "cut", "change", "manifest", "pointer", "pointer bytes", "parts"]
)
def test_a_damaged_library_is_noticed_and_rebuilt(settings: IndexSettings, harm: str) -> None:
    """Opening says what to run, and running it mends the library."""
    report = build_library(settings, embedder=HashEmbedder())
    folder = settings.library / "generations" / report.generation
    victim = folder / ("manifest.json" if harm == "manifest" else "vectors.faiss")
    if harm == "pointer":
        (settings.library / "CURRENT").write_text("20000101T000000-nothing\n")
    elif harm == "pointer bytes":
        (settings.library / "CURRENT").write_bytes(b"\xff\xfe")
    elif harm == "parts":
        manifest = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps({**manifest, "files": {}}))
    elif harm == "remove":
        victim.unlink()
    elif harm == "change":
        content = bytearray(victim.read_bytes())
        content[-1] ^= 1
        victim.write_bytes(content)
    else:
        victim.write_bytes(victim.read_bytes()[:40])
    with pytest.raises(IndexDamagedError, match="make rebuild"):
        Library.open(settings, HashEmbedder())

    assert build_library(settings, embedder=HashEmbedder()).changed
    assert Library.open(settings, HashEmbedder()).articles


def test_a_damaged_cache_is_begun_anew(settings: IndexSettings) -> None:
    """A cache is never worth an error."""
    settings.cache.mkdir()
    (settings.cache / "cache-2.sqlite").write_bytes(b"no database at all" * 100)

    assert build_library(settings, embedder=HashEmbedder()).articles == 3


def test_no_library_yet_is_said_with_the_cure(settings: IndexSettings) -> None:
    """Before the first rebuild there is nothing to open."""
    with pytest.raises(IndexMissingError, match="make rebuild"):
        Library.open(settings, HashEmbedder())


def test_a_library_of_other_settings_is_stale(settings: IndexSettings) -> None:
    """The message names the setting, both values, and the cure."""
    build_library(settings, embedder=HashEmbedder())
    with pytest.raises(IndexStaleError, match=r"passage_words = 120.*60.*make rebuild"):
        Library.open(dataclasses.replace(settings, passage_words=60), HashEmbedder())


def test_a_library_of_another_model_is_stale(settings: IndexSettings) -> None:
    """The weights are compared, not only the name."""
    build_library(settings, embedder=HashEmbedder())
    other = HashEmbedder()
    other.model_hash = "another"
    with pytest.raises(IndexStaleError, match="another version of the model"):
        Library.open(settings, other)


def test_changed_files_are_noticed_without_reading_them(settings: IndexSettings) -> None:
    """Added, removed and touched files are all named, until a rebuild has looked at them."""
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())
    assert library.changed_files() == ()

    (settings.articles / "undated.md").rename(settings.articles / "new.md")
    os.utime(settings.articles / "2026-03-01_pier.txt", (1, 1))
    assert library.changed_files() == ("2026-03-01_pier.txt", "new.md", "undated.md")

    (settings.articles / "new.md").rename(settings.articles / "undated.md")
    assert not build_library(settings, embedder=HashEmbedder()).changed
    assert library.changed_files() == ()


@pytest.mark.parametrize(
    "name", ["a\u00a0b.txt", "Shot 3.45\u202fPM.txt", "می\u200cرود.txt", "日本.txt"]
)
def test_names_in_any_script_are_read(settings: IndexSettings, name: str) -> None:
    """Unusual spaces and joiners are ordinary in file names."""
    (settings.articles / name).write_text("Cranes\n\nTwo cranes arrived by barge.")

    assert build_library(settings, embedder=HashEmbedder()).skipped == ()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are always text")
def test_odd_files_are_skipped_with_their_reason(settings: IndexSettings) -> None:
    """A name that is no text, a line break in a name, and a pipe nobody writes to."""
    folder = os.fsencode(settings.articles)
    for name in (b"caf\xe9.txt", b"two\nlines.txt"):
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123  # no text, no Path
            file.write(b"Some text of an article.")
    os.mkfifo(settings.articles / "pipe.txt")
    report = build_library(settings, embedder=HashEmbedder())

    assert [path for path, _ in report.skipped] == [r"caf\udce9.txt", "pipe.txt", "two\nlines.txt"]
    assert report.articles == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look everywhere")
@pytest.mark.parametrize("mode", [0o000, 0o400], ids=["closed", "only listed"])
def test_what_may_not_be_read_is_skipped(settings: IndexSettings, mode: int) -> None:
    """A folder that cannot be looked into is named, since its articles are missing."""
    hidden = settings.articles / "hidden"
    hidden.mkdir()
    (hidden / "a.txt").write_text("Cranes\n\nTwo cranes arrived by barge.")
    hidden.chmod(mode)
    try:
        report = build_library(settings, embedder=HashEmbedder())
    finally:
        hidden.chmod(0o700)

    assert report.articles == len(STORIES)
    assert [path.startswith("hidden") for path, _ in report.skipped] == [True]


def test_a_reader_outlives_its_generation(settings: IndexSettings) -> None:
    """A page that has a library open goes on after two rebuilds, from any thread."""
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())
    for n in range(2):
        (settings.articles / "new.txt").write_text(f"Cranes\n\nCrane number {n} arrived by barge.")
        build_library(settings, embedder=HashEmbedder())

    assert not library.is_current()
    with ThreadPoolExecutor(2) as pool:
        titles = [*pool.map(lambda id_: library.article(id_).title, sorted(STORIES))]
    assert titles == ["Pier closed", "Market moves", "Ferry"]


def test_the_generation_in_use_is_kept_beside_the_new_one(settings: IndexSettings) -> None:
    """A folder that was named and never used does not take the place of the one that serves."""
    first = build_library(settings, embedder=HashEmbedder()).generation
    (settings.library / "generations" / "29990101T000000-never").mkdir()
    (settings.articles / "undated.md").unlink()
    second = build_library(settings, embedder=HashEmbedder()).generation

    kept = {path.name for path in (settings.library / "generations").iterdir()}
    assert {first, second} == kept


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_plain_error(settings: IndexSettings) -> None:
    """The message names the folder and what to check."""
    settings.library.mkdir()
    settings.library.chmod(0o500)
    with pytest.raises(StorageError, match="permissions"):
        build_library(settings, embedder=HashEmbedder())


def test_the_script_says_what_it_did(
    settings: IndexSettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 3 and a summary that names the skipped file; JSON on stdout when asked."""
    (settings.articles / "empty.txt").write_bytes(b"")
    config = write_config(tmp_path, settings.articles)

    assert main(["--config", str(config)]) == 3
    first = capsys.readouterr()
    assert first.out == ""
    assert "3 articles, 3 passages from 4 files" in first.err
    assert "  empty.txt: empty" in first.err

    (settings.articles / "empty.txt").unlink()
    assert main(["--config", str(config), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["articles"], summary["skipped"]) == (3, [])


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("[index]\nmodl = 'x'", "has no setting 'modl'; did you mean 'model'?"),
        ("[index]\npassage_words = 'many'", "passage_words = 'many' must be a whole number"),
        ("[index]\npassage_words = 4", "must lie between 20 and 400"),
        ("[index]\narticles = 'nowhere'", "nowhere does not exist"),
        ("[index]\nmodel = 'nothing/here'", "is not on this machine"),
        ("[index", "is not valid TOML"),
        ("[Index]\nmodel = 'x'", "there is no table or setting 'Index'"),
        ("passage_words = 60", "there is no table or setting 'passage_words'"),
        ("index = 5", "must be a table, written [index]"),
        ("[index.modle]\na = 1", "has no setting 'modle'"),
    ],
)
def test_the_script_ends_with_one_plain_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    config: str,
    message: str,
) -> None:
    """Every mistake in the configuration is one line on stderr, exit status 1."""
    path = tmp_path / "config.toml"
    path.write_text(config)

    assert main(["--config", str(path)]) == 1
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


GERMAN = "Der Hafen wurde am Freitag geschlossen, weil ein Sturm zwei Boote losgerissen hatte."


def test_articles_of_two_languages_are_found_by_their_own_words(settings: IndexSettings) -> None:
    """A question finds another form of its word in each language, and its receipt knows."""
    (settings.articles / "sturm.txt").write_text(f"Sturm\n{GERMAN}\n", encoding="utf-8")
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    rows, _ = library.files.keywords.search("Welche Häfen?", 5)
    languages = {item.id: item.language for item in library.articles}
    notes = {item.path: item.notes for item in library.receipts()}

    assert [item.id for item, _ in library.passages(rows.tolist())] == ["sturm.txt"]
    assert (languages["sturm.txt"], set(languages.values())) == ("de", {"de", "en"})
    assert any("in German" in note for note in notes["sturm.txt"])
    assert library.foreign_notice.startswith("1 of 4 articles are not in English (German 1).")


def test_library_of_one_language_asks_in_it(settings: IndexSettings) -> None:
    """Where all articles are German, questions are too, and nothing else is asked."""
    for path in settings.articles.iterdir():
        path.unlink()
    (settings.articles / "sturm.txt").write_text(f"Sturm\n{GERMAN}\n", encoding="utf-8")
    build_library(settings, embedder=HashEmbedder())
    library = Library.open(settings, HashEmbedder())

    assert library.tokenize("Häfen") == Tokenizer("german")("Hafen")
    assert len(library.files.keywords.search("Häfen", 5)[0]) == 1
