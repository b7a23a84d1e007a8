"""Chats: equal when read again, whole after a kill, private, and never thrown away.

What holds for a file and for a server is asked of both; `chats_config` and `chats` give either.
"""

import dataclasses
import io
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT
from support_chats import answer_to, let_go, start_appending

from index import ArticleQAError
from index.embed import Embedder
from qa import Answer, Assistant, Chats, Filters, open_assistant
from qa.__main__ import main
from qa.answer_json import restore, to_json
from qa.chat_file import ChatFile, ChatsError

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

st.register_type_strategy(float, st.floats(allow_nan=False))  # which equals nothing
TEXT = st.text(st.characters(exclude_categories=()))  # half surrogate pairs too


@pytest.fixture
def file(tmp_path: Path) -> ChatFile:
    """Give the file of chats in a folder that is not there yet."""
    return ChatFile(tmp_path / "var" / "chats")


@pytest.fixture
def in_file(file: ChatFile) -> Chats:
    """Give the chats of that file."""
    return Chats(file)


@pytest.fixture(scope="module")
def sample(sample_config: Path, embedder: Embedder) -> Assistant:
    """Give the assistant over the sample articles."""
    return open_assistant(sample_config, embedder)


@given(st.from_type(Answer), TEXT)
@settings(max_examples=60, deadline=None)
def test_an_answer_comes_back_equal(answer: Answer, outlet: str) -> None:
    """Whatever its fields hold; half a character of a terminal's arguments too."""
    answer = dataclasses.replace(answer, filters=Filters(date(2026, 2, 5), outlets=(outlet,)))

    assert answer == restore(to_json(answer))


@pytest.mark.parametrize(
    "question",
    [
        "How much is the arms package worth?",
        "Who won the World Cup?",
        "Which outlets mention Line 3 or Brazil?",
    ],
)
def test_a_real_answer_comes_back_equal(sample: Assistant, question: str) -> None:
    """With sentences, refused, or counted; every part of it of the same type."""
    answer = sample.ask(question, Filters(after=date(2026, 1, 1)))
    back = restore(to_json(answer))

    assert answer == back
    assert repr(answer) == repr(back)
    assert answer.text == back.text


def test_fields_may_come_and_go() -> None:
    """A record of an older program takes defaults; what a newer one added is passed over."""
    record = json.loads(to_json(answer_to("When?")))
    del record["seconds"], record["tally"]
    record["from_the_future"] = {"deep": [1]}

    assert answer_to("When?") == restore(json.dumps(record))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"status": "perhaps"}, "status"),
        ({"citations": [{"number": 1}]}, "citations.0.source"),
        ({"confidence": "high"}, "confidence"),
    ],
)
def test_what_cannot_be_read_names_its_field(change: dict[str, object], named: str) -> None:
    """A record that is no answer of this program says where."""
    record = json.loads(to_json(answer_to("When?"))) | change

    with pytest.raises(ValueError, match=f"^{named}: "):
        restore(json.dumps(record))


def test_a_chat_goes_on_from_what_is_kept(
    sample: Assistant, chats: Chats, chats_config: Path
) -> None:
    """A follow-up asked by another object over the same place knows the subject."""
    first = chats.named("line four").ask(sample, "What will Line 4 cost?")
    second = Chats.open(chats_config).named(" line  four ").ask(sample, "How long is it?")

    assert second.standalone == "How long is Line 4?"
    assert chats.named("line four").answers == (first, second)


def test_chats_are_listed_the_last_changed_first(chats: Chats) -> None:
    """With their turns and times; a chat without a name is called by its first question."""
    before = datetime.now(UTC)
    assert chats.listed() == []
    assert not chats.folder or not chats.folder.exists()
    pier = chats.append(answer_to("Why is the pier closed?"))
    chats.append(answer_to("Who?"), name="ferry")
    chats.append(answer_to("Until when?"), pier.id)
    first, second = chats.listed()

    assert [first.name, second.name] == ["Why is the pier closed?", "ferry"]
    assert [first.turns, second.turns] == [2, 1]
    assert [first] == chats.listed(1)
    assert before <= first.created < second.changed < first.changed <= datetime.now(UTC)
    assert len(first.id) >= 20


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("\u202eWhy\nis\tit?", "Why is it?"),
        ("\x1b", "Chat"),
        (
            "What did the harbour master of the old town say about the repair of the pier?",
            "What did the harbour master of the old town say about the …",
        ),
        ("港" * 80, "港" * 58 + " …"),
    ],
    ids=["controls", "nothing to show", "long", "no spaces"],
)
def test_a_chat_is_named_on_one_line(chats: Chats, question: str, name: str) -> None:
    """After its question, cut between words where there are any; the second one is counted."""
    assert name == chats.append(answer_to(question)).name
    assert f"{name} (2)" == chats.append(answer_to(question)).name


def test_a_chat_is_renamed(chats: Chats) -> None:
    """Its id stays; a name that is taken, empty or of a chat that is gone is refused."""
    ferry = chats.append(answer_to("Who?"), name="ferry")
    chats.append(answer_to("When?"), name="pier")
    chats.rename(ferry.id, "boat")

    renamed = chats.find(name="boat")
    assert renamed
    assert renamed.id == ferry.id
    for chat_id, name in [(ferry.id, "pier"), (ferry.id, " \n"), ("gone", "quay")]:
        with pytest.raises(ChatsError):
            chats.rename(chat_id, name)
    assert {"boat", "pier"} == {chat.name for chat in chats.listed()}


def test_a_deleted_chat_is_overwritten_in_the_file(file: ChatFile, in_file: Chats) -> None:
    """None of its words is left on the disk."""
    kept = in_file.append(answer_to("Who paid the smuggler?"), name="secret")
    in_file.append(answer_to("When?"), name="pier")
    assert b"smuggler" in file.path.read_bytes()

    in_file.delete(kept.id)

    assert b"smuggler" not in file.path.read_bytes()


def test_a_deleted_chat_is_gone_and_comes_back(chats: Chats) -> None:
    """What deleting gives back brings it back as it was."""
    kept = chats.append(answer_to("Who paid the smuggler?"), name="secret")
    chats.append(answer_to("When?"), name="pier")
    before = chats.listed()

    bring_back = chats.delete(kept.id)

    assert [chat.name for chat in chats.listed()] == ["pier"]
    assert chats.answers(kept.id) == ()
    bring_back()
    bring_back()
    assert before == chats.listed()
    assert chats.answers(kept.id) == (answer_to("Who paid the smuggler?"),)
    chats.delete_all()
    assert chats.listed() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_only_its_owner_may_read_the_file(file: ChatFile, in_file: Chats) -> None:
    """Questions are private, in the file and in the folder made for it."""
    in_file.append(answer_to("Who?"))

    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


def test_two_processes_append_at_once(chats: Chats, chats_config: Path) -> None:
    """All answers of both are in the one chat they began together, each one's in its order."""
    processes = [start_appending(chats_config, who, 20) for who in ("page", "terminal")]
    for process in processes:
        let_go(process)
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0

    (summary,) = chats.listed()
    asked = [answer.question.split()[:2] for answer in chats.answers(summary.id)]
    assert summary.turns == 40
    for who in ("page", "terminal"):
        assert [number for by, number in asked if by == who] == [str(n) for n in range(20)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
def test_a_kill_while_appending_loses_nothing_that_was_kept(in_file: Chats, tmp_path: Path) -> None:
    """Killed at a moment of any answer, the file is whole and holds all that were confirmed."""
    (tmp_path / "config.toml").touch()
    before = 0
    for kill in range(6):
        before = len(in_file.named("ferry").answers)
        process = start_appending(tmp_path / "config.toml", str(kill), 100_000)
        let_go(process)
        assert process.stdout
        said = [process.stdout.readline() for _ in range(kill)]
        time.sleep(0.013 * kill)
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
        process.communicate(timeout=30)

        kept = in_file.named("ferry").answers[before:]
        confirmed = len([line for line in said if line.endswith("\n")])
        assert confirmed <= len(kept) <= confirmed + 1
        assert all(len(answer.question) > 20_000 for answer in kept)
    assert before >= 10  # of the kills before the last


@pytest.mark.parametrize("damage", ["torn", "overwritten", "no database"])
def test_a_damaged_file_is_set_aside_whole(file: ChatFile, in_file: Chats, damage: str) -> None:
    """One plain error names the copy; nothing of it is lost, and new chats can begin."""
    for number in range(30):
        in_file.append(answer_to(f"{number} " + "why " * 500))
    whole = file.path.read_bytes()
    middle = len(whole) // 2
    broken = {
        "torn": whole[:middle],
        "overwritten": whole[:middle] + b"\xff" * 9_000 + whole[middle + 9_000 :],
        "no database": b"\xff" * 5_000,
    }[damage]
    file.path.write_bytes(broken)

    again = Chats(ChatFile(file.path.parent))
    with pytest.raises(ChatsError, match=r"damaged and was set aside.*\.recover"):
        again.listed()

    (aside,) = file.path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == broken
    assert again.listed() == []
    assert again.append(answer_to("Who?")).turns == 1


def test_a_file_of_a_newer_program_is_left_alone(file: ChatFile, in_file: Chats) -> None:
    """It is neither read nor changed, and the error says what to do."""
    in_file.append(answer_to("Who?"))
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = file.path.read_bytes()

    with pytest.raises(ChatsError, match="newer version"):
        in_file.append(answer_to("When?"))
    assert before == file.path.read_bytes()


def test_an_answer_that_cannot_be_read_is_named(chats: Chats) -> None:
    """The other chats are read all the same."""
    broken, other = chats.append(answer_to("Who?")), chats.append(answer_to("When?"))
    spoil = "UPDATE turn SET answer = '{}' WHERE chat = %(chat)s"
    chats._store.change(lambda run: run(spoil, {"chat": broken.id}))

    with pytest.raises(ChatsError, match=r"answer 1 of .* cannot be read .question: "):
        chats.answers(broken.id)
    assert chats.answers(other.id) == (answer_to("When?"),)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """With the setting that chooses another one."""
    (tmp_path / "var").write_text("a file")

    with pytest.raises(ChatsError, match=r"\[qa\] chats"):
        Chats(ChatFile(tmp_path / "var" / "chats")).append(answer_to("Who?"))


def test_the_folder_is_a_setting(tmp_path: Path) -> None:
    """Relative to the configuration; by default beside the library."""
    config = tmp_path / "config.toml"
    config.write_text("")
    assert Chats.open(config).folder == tmp_path / "var" / "chats"
    config.write_text('[qa]\nchats = "mine"\n')
    assert Chats.open(config).folder == tmp_path / "mine"
    config.write_text("[qa]\nchats = 5\n")
    with pytest.raises(ArticleQAError, match="chats"):
        Chats.open(config)


@pytest.fixture
def own_chats(sample_config: Path, chats_config: Path) -> Path:
    """Give a configuration over the sample library whose chats are a test's own."""
    library = sample_config.parent / "var" / "library"
    with chats_config.open("a") as config:
        config.write(
            f"[index]\narticles = {str(ROOT / 'articles')!r}\nlibrary = {str(library)!r}\n"
        )
    return chats_config


def test_the_terminal_goes_on_with_a_chat(
    own_chats: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked once, then in conversation, then listed and deleted; without a name nothing stays."""
    config = ["--config", str(own_chats)]
    assert main([*config, "What will Line 4 cost?"]) == 0
    assert not (own_chats.parent / "var" / "chats").exists()
    assert Chats.open(own_chats).listed() == []
    assert main([*config, "--chat", "tram", "What will Line 4 cost?"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("How long is it?\n\n"))
    capsys.readouterr()

    assert main([*config, "--chat", "tram"]) == 0
    talk = capsys.readouterr()
    assert "Understood as: How long is Line 4?" in talk.out
    assert "1 question so far, the last: What will Line 4 cost?" in talk.err
    assert main([*config, "--chats"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith("2 questions  tram")
    assert main([*config, "--forget", "tram"]) == 0
    assert "Deleting “tram”: 2 questions" in capsys.readouterr().out
    assert Chats.open(own_chats).listed() == []


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--chats"], 0, "No chats are kept"),
        (["--forget", "tram"], 1, "no chat called 'tram'"),
        (["--chat", " ", "Who?"], 1, "names no chat"),
        (["--chats", "Who?"], 2, "take no question"),
        (["--search", "tram"], 0, "No chat holds"),
        (["--rename", "tram", "line"], 1, "no chat called 'tram'"),
        (["--export", "tram"], 1, "no chat called 'tram'"),
        (["--as", "md"], 2, "--export"),
        (["--judged"], 0, "No answer was judged"),
        (["--chats", "--chat", "tram"], 2, "not allowed with"),
    ],
)
def test_the_terminal_says_what_is_wrong_with_a_chat(
    own_chats: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    said: str,
) -> None:
    """One plain line, before any model is loaded."""
    try:
        found = main(["--config", str(own_chats), *arguments])
    except SystemExit as stop:
        found = int(str(stop.code))

    assert found == status
    assert said in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no broken pipes")
def test_a_reader_who_has_seen_enough_is_no_error(own_chats: Path) -> None:
    """`ask-articles --chats | head -0` ends without a traceback."""
    Chats.open(own_chats).append(answer_to("Who?"))
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "qa", "--config", str(own_chats), "--chats"],
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    os.close(writer)

    assert done.stderr == ""
    assert done.returncode == 141
