"""Files come into the articles folder and go: safely named, never over another, never for good."""

import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import PIER, HashEmbedder, write_config

from index.build import build_library
from index.config import load_index_settings
from index.errors import FileRefusedError
from index.folder import Folder
from index.names import find_free_name, make_safe_name
from index.reading import find_files

CONTENT = PIER.encode()
MAILBOX = (
    b"From a@b Mon\nSubject: One\n\nA first letter.\n\nFrom a@b Mon\nSubject: Two\n\nA second.\n"
)

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Give a folder whose articles folder is not there yet."""
    return Folder.open(write_config(tmp_path, tmp_path / "articles"))


def names_in(folder: Folder) -> list[str]:
    """Give the name of everything that lies in the articles folder, hidden or not."""
    return sorted(path.name for path in folder.path.iterdir())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("story.txt", "story.txt"),
        ("../x.txt", "x.txt"),
        ("/etc/x.txt", "x.txt"),
        ("a/b.txt", "b.txt"),
        ("C:\\news\\b.txt", "b.txt"),
        ("CON.txt", "_CON.txt"),
        ("com1.old.txt", "_com1.old.txt"),
        ("lpt9 .txt", "_lpt9.txt"),
        (".hidden.txt", "hidden.txt"),
        (".txt", "article.txt"),
        ("..", "article"),
        ("", "article"),
        ("what?<is>:it.txt", "what__is__it.txt"),
        ("gpj.\u202etxt", "gpj.txt"),
        ("a\u200bb\x00c\n.txt", "abc.txt"),
        ("\ud800.txt", "article.txt"),
        ("dots. . .txt", "dots.txt"),
        ("Noe\u0308l.md", "No\u00ebl.md"),
        ("C# and F#.md", "C# and F#.md"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    """No folders, nothing hidden or unseen, nothing that Windows would take for something else."""
    assert make_safe_name(name) == safe


@given(st.text(max_size=400), st.sampled_from([".txt", ".PDF", ""]))
def test_any_name_becomes_one_that_stays_in_its_folder(stem: str, suffix: str) -> None:
    """It is one part, visible, short enough; made safe again it is the same."""
    safe = make_safe_name(stem + suffix)

    assert Path(safe).name == safe
    assert not safe.startswith(".")
    assert not {unicodedata.category(sign) for sign in safe} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    if suffix:
        assert safe.endswith(suffix)
        assert len(safe.encode()) <= 200
        assert make_safe_name(safe) == safe


def test_a_taken_name_gets_a_number() -> None:
    """The first that is free."""
    taken = {"a.txt", "a (2).txt", "b"}

    assert find_free_name("a.txt", taken.__contains__) == "a (3).txt"
    assert find_free_name("b", taken.__contains__) == "b (2)"
    assert find_free_name("c.txt", taken.__contains__) == "c.txt"


def test_an_added_file_lies_in_the_folder_whole(folder: Folder) -> None:
    """The folder is made where it is missing, and nothing else lies in it."""
    added = folder.add("pier.txt", CONTENT)

    assert (added.path, added.is_new, added.is_renamed) == ("pier.txt", True, False)
    assert names_in(folder) == ["pier.txt"]
    assert (folder.path / "pier.txt").read_bytes() == CONTENT
    assert [file.id for file in find_files(folder.path)] == ["pier.txt"]


def test_a_file_is_never_written_over(folder: Folder) -> None:
    """Another file of that name stays, and the new one gets a number; that is said."""
    folder.add("pier.txt", CONTENT)

    added = folder.add("pier.txt", b"Something else.")

    assert (added.path, added.is_renamed) == ("pier (2).txt", True)
    assert (folder.path / "pier.txt").read_bytes() == CONTENT


def test_a_file_that_is_there_already_is_not_added_again(folder: Folder) -> None:
    """Whatever its name and folder, the file with the same bytes is named."""
    (folder.path / "old").mkdir(parents=True)
    (folder.path / "old" / "pier.md").write_bytes(CONTENT)
    (folder.path / "other.txt").write_bytes(CONTENT[::-1])

    added = folder.add("pier.txt", CONTENT)

    assert (added.path, added.is_new) == ("old/pier.md", False)
    assert names_in(folder) == ["old", "other.txt"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("run.exe", b"MZ", "files named *.exe are not read as articles; these are: .atom"),
        ("story", b"x", "files without a suffix to their name are not read"),
        (".hidden", b"x", "are not read as articles"),
        ("story.txt", b"", "the file is empty"),
        ("story.txt", bytes(100 * 2**20 + 1), "at most 100 MB are read"),
    ],
    ids=["unknown", "no suffix", "hidden", "empty", "too large"],
)
def test_what_is_no_article_is_refused(folder: Folder, name: str, content: bytes, why: str) -> None:
    """With the reason, and without a trace in the folder."""
    with pytest.raises(FileRefusedError) as refusal:
        folder.add(name, content)

    assert why in str(refusal.value)
    assert not folder.path.exists()


@needs_links
def test_nothing_is_written_through_a_link(folder: Folder, tmp_path: Path) -> None:
    """A name that is a link, even to nowhere, is taken."""
    outside = tmp_path / "outside.txt"
    folder.path.mkdir()
    (folder.path / "pier.txt").symlink_to(outside)

    added = folder.add("pier.txt", CONTENT)

    assert added.path == "pier (2).txt"
    assert not outside.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be written")
def test_a_folder_that_cannot_be_written_says_so(folder: Folder) -> None:
    """The message names the cure."""
    folder.path.mkdir(mode=0o500)

    with pytest.raises(FileRefusedError, match="that you may write to the folder"):
        folder.add("pier.txt", CONTENT)


def test_a_removed_file_can_be_put_back(folder: Folder) -> None:
    """It keeps its folder, its bytes and its time; the list outlives who made it."""
    path = folder.path / "deep" / "pier.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    modified = path.stat().st_mtime_ns

    removed = folder.remove("deep/pier.txt")
    path.parent.rmdir()

    assert list(find_files(folder.path)) == []
    (later,) = Folder.open(folder.path.parent / "config.toml").removed
    assert later == removed
    assert folder.restore(removed.key) == "deep/pier.txt"
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (CONTENT, modified)
    assert folder.removed == ()


def test_a_file_is_not_put_back_over_another(folder: Folder) -> None:
    """Where its name is taken it stays in the trash, and the message says what helps."""
    folder.add("pier.txt", CONTENT)
    removed = folder.remove("pier.txt")
    folder.add("pier.txt", b"Something else.")

    with pytest.raises(FileRefusedError, match="rename that one"):
        folder.restore(removed.key)

    assert folder.removed == (removed,)
    assert (folder.path / "pier.txt").read_bytes() == b"Something else."


def test_the_same_name_can_be_removed_again_and_again(folder: Folder) -> None:
    """Each removal is listed, the last one first."""
    for number in range(3):
        folder.add("pier.txt", CONTENT + bytes([65 + number]))
        folder.remove("pier.txt")

    assert len({item.key for item in folder.removed}) == 3
    folder.restore(folder.removed[0].key)
    assert (folder.path / "pier.txt").read_bytes().endswith(b"C")


def test_one_article_of_several_in_a_file_cannot_be_removed_alone(folder: Folder) -> None:
    """The message names the file that holds them all; a # in a name is no such thing."""
    folder.add("letters.mbox", MAILBOX)
    folder.add("on C#.txt", CONTENT)

    with pytest.raises(FileRefusedError, match=r"remove letters\.mbox to remove all of them"):
        folder.remove("letters.mbox#2")
    folder.remove("on C#.txt")

    assert names_in(folder) == ["letters.mbox"]


@pytest.mark.parametrize("path", ["../secret.txt", "a/../../secret.txt", "", "gone.txt", "."])
def test_what_is_not_in_the_folder_cannot_be_removed(folder: Folder, path: str) -> None:
    """A path that leads elsewhere is refused, and so is a file that is gone."""
    folder.path.mkdir()
    secret = folder.path.parent / "secret.txt"
    secret.write_text("x")

    for asked in (path, str(secret)):
        with pytest.raises(FileRefusedError):
            folder.remove(asked)

    assert secret.exists()
    assert folder.removed == ()


@needs_links
def test_a_linked_folder_is_not_reached_into(folder: Folder, tmp_path: Path) -> None:
    """Neither to remove, nor to put back where a link took the folder's place."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("x")
    (folder.path / "deep").mkdir(parents=True)
    (folder.path / "deep" / "pier.txt").write_bytes(CONTENT)
    (folder.path / "link").symlink_to(outside, target_is_directory=True)
    removed = folder.remove("deep/pier.txt")
    (folder.path / "deep").rmdir()
    (folder.path / "deep").symlink_to(outside, target_is_directory=True)

    for refused in (lambda: folder.remove("link/secret.txt"), lambda: folder.restore(removed.key)):
        with pytest.raises(FileRefusedError, match="does not lie in the articles folder"):
            refused()

    assert sorted(path.name for path in outside.iterdir()) == ["secret.txt"]


@needs_links
def test_a_link_is_removed_without_what_it_leads_to(folder: Folder, tmp_path: Path) -> None:
    """The link moves to the trash and back, and leads where it led."""
    target = tmp_path / "elsewhere.txt"
    target.write_bytes(CONTENT)
    folder.path.mkdir()
    (folder.path / "pier.txt").symlink_to(target)

    removed = folder.remove("pier.txt")
    assert target.read_bytes() == CONTENT
    folder.restore(removed.key)

    assert (folder.path / "pier.txt").resolve() == target


def test_a_note_that_cannot_be_read_hides_nothing_else(folder: Folder) -> None:
    """Whatever lies in the trash beside it, what was removed is listed."""
    folder.add("pier.txt", CONTENT)
    removed = folder.remove("pier.txt")
    trash = folder.path.parent / "var" / "library-removed"
    for name, note in (("broken", "{"), ("empty", '{"path": "x", "removed": "2026-01-01"}')):
        (trash / name).mkdir()
        (trash / name / "removed.json").write_text(note)

    assert folder.removed == (removed,)
    with pytest.raises(FileRefusedError, match="nothing named broken"):
        folder.restore("broken")


def test_changes_are_told_until_the_library_is_rebuilt(folder: Folder) -> None:
    """Added, removed and put back count as changes of the folder."""
    settings = load_index_settings(folder.path.parent / "config.toml")
    folder.add("pier.txt", CONTENT)
    build_library(settings, embedder=HashEmbedder())
    assert folder.changed_files() == ()

    folder.add("more.txt", b"More to read.")
    removed = folder.remove("pier.txt")
    assert folder.changed_files() == ("more.txt", "pier.txt")

    folder.restore(removed.key)
    assert folder.changed_files() == ("more.txt",)
