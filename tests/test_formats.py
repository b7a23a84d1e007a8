"""Files of every format become text, or one line says why they cannot; plain text above all."""

import pytest
from extraction import SENTENCE, read

from index.errors import ArticleError
from index.formats import SUFFIXES


def test_known_suffixes() -> None:
    """These endings can be read, whatever their case."""
    one = {".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".rtf", ".eml"}
    several = {".mbox", ".rss", ".atom", ".xml", ".csv", ".tsv", ".jsonl"}
    assert one | several == SUFFIXES
    assert read("A.TXT", SENTENCE).text == SENTENCE


@pytest.mark.parametrize("name", ["a.xlsx", "a"])
def test_unknown_suffix_names_the_known_ones(name: str) -> None:
    """A file of another format is refused with the formats that can be read."""
    with pytest.raises(ArticleError, match=r"unknown format .*\.docx, .*\.txt"):
        read(name, SENTENCE)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 500], ids=["empty", "noise"])
def test_no_format_reads_nothing_from_nothing(suffix: str, content: bytes) -> None:
    """An empty file and noise are refused in every format."""
    with pytest.raises(ArticleError):
        read(f"a{suffix}", content)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("content", ["\n \n", "12 - 34", "---"])
def test_text_without_letters_is_empty(name: str, content: str) -> None:
    """A text that holds no letter is no article."""
    with pytest.raises(ArticleError, match="empty"):
        read(name, content)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1"]
)
def test_encodings_of_text(encoding: str) -> None:
    """Text reads the same in every common encoding, with no mark of its byte order left."""
    text = "Après l’été, le café était fermé — à cause de la pluie.\nTout était noyé.\n"
    text = text.replace("’", "'").replace("—", "-")
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""

    assert read("a.txt", mark + text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["cp1251", "shift_jis", "gb18030"])
def test_encodings_of_other_scripts(encoding: str) -> None:
    """The encoding of a text in another script is found by its letters."""
    text = {
        "cp1251": "Паром вышел из старой гавани утром под дождём, и никто не махал.",
        "shift_jis": "渡し船は雨の朝に古い港を出ました。誰も手を振りませんでした。",
        "gb18030": "渡轮在雨天的早晨离开了旧港口，没有人挥手。",
    }[encoding] * 4

    assert read("a.txt", text.encode(encoding)).text == text


def test_line_ends_are_one() -> None:
    """Line ends of every system become one sign."""
    assert read("a.txt", b"one\r\ntwo\rthree\nfour\ffive").text == "one\ntwo\nthree\nfour\nfive"


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\x00\x00", bytes(range(1, 32)) * 20, b"MZ\x90\x00\x03words and words"],
)
def test_binary_file_is_no_text(content: bytes) -> None:
    """A binary file under the name of a text is refused."""
    with pytest.raises(ArticleError, match="binary"):
        read("a.txt", content)


def test_control_characters_become_spaces_one_for_one() -> None:
    """Controls become spaces without moving a letter; marks of direction stay to be shown."""
    found = read("a.txt", "one\x07two\x85three\tfour\u202efive" + SENTENCE)

    assert found.text == "one two three\tfour\u202efive" + SENTENCE


def test_half_characters_do_not_survive() -> None:
    """A text can always be written as UTF-8, even when its file holds halves of characters."""
    found = read("a.txt", b"\xff\xfe" + b"\x00\xd8" + "ferry".encode("utf-16-le"))

    assert found.text.encode("utf-8").decode("utf-8").endswith("ferry")


def test_letters_are_not_normalised() -> None:
    """A letter with its accent written apart stays so: offsets are those of the file."""
    assert read("a.txt", "cafe\u0301 ﬁn").text == "cafe\u0301 ﬁn"
