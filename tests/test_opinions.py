"""What readers think of answers: kept, changed, taken along by an older file, made a benchmark."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_exports import make_citation

from benchmarks.corpus import read_questions
from qa import Chats, Filters
from qa.answer import Answer, Status
from qa.answer_json import to_json
from qa.chat_file import ChatFile, ChatsError
from qa.kept import Opinion, Reason

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

OLD = """
CREATE TABLE chat (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created TEXT NOT NULL, changed TEXT NOT NULL
) STRICT;
CREATE TABLE turn (
    chat TEXT NOT NULL REFERENCES chat (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    asked TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (chat, number)
) STRICT;
PRAGMA user_version = 1;
"""
DAY = "2026-02-05T12:00:00+00:00"


def refusal(question: str) -> Answer:
    """Give a plain refusal."""
    return Answer(question, question, Status.UNANSWERED, 0.1, (), ())


def answered(question: str, sentence: str) -> Answer:
    """Give an answer of one sentence."""
    return replace(refusal(question), status=Status.ANSWERED, citations=(make_citation(sentence),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a file that an older program made."""
    return tmp_path / "chats" / "chats.sqlite"


def version_of(path: Path) -> int:
    """Give the format that a file says it has."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@pytest.fixture
def old(path: Path) -> Chats:
    """Give chats whose file an older program made: no opinions in it, no hashes in its answers."""
    record = json.loads(to_json(answered("Why?", "The pier is closed.")))
    del record["citations"][0]["source"]["sha256"]
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(OLD)
        connection.execute("INSERT INTO chat VALUES ('a', 'pier', ?, ?)", (DAY, DAY))
        connection.execute("INSERT INTO turn VALUES ('a', 1, ?, ?)", (DAY, json.dumps(record)))
    return Chats(ChatFile(path.parent))


def test_an_older_file_is_read_as_it_is(old: Chats, path: Path) -> None:
    """Reading changes no byte of it: the older program can still read it, too."""
    before = path.read_bytes()
    (kept,) = old.kept("a")

    assert kept.answer.citations[0].source.sha256 == ""
    assert kept.opinion is None
    assert [item.place for item in old.search("pier")] == ["name", "answer"]
    assert before == path.read_bytes()
    assert version_of(path) == 1


def test_an_older_file_is_brought_up_by_its_first_change(old: Chats, path: Path) -> None:
    """Nothing that was in it is lost, and an opinion can be kept."""
    before = old.answers("a")
    old.judge("a", 1, False, "incomplete", "by whom?")

    assert version_of(path) == 2
    assert old.answers("a") == before
    assert old.kept("a")[0].opinion == Opinion(False, Reason.INCOMPLETE, "by whom?")
    assert "not kept with this answer" in old.export("a", "md")


def test_a_killed_upgrade_leaves_the_older_file(old: Chats, path: Path) -> None:
    """What was begun and not finished is taken back by the next who opens it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE opinion (chat TEXT)")

    assert old.answers("a")
    old.judge("a", 1, True)
    assert old.kept("a")[0].opinion == Opinion(True)


def test_an_opinion_is_changed_and_taken_back(chats: Chats) -> None:
    """The last one counts; one of an answer that is not there is refused, and so is a reason."""
    chat = chats.append(refusal("Who?"))
    chats.judge(chat.id, 1, False, "wrong", "no")
    chats.judge(chat.id, 1, True)
    assert chats.kept(chat.id)[0].opinion == Opinion(True)
    chats.judge(chat.id, 1, None)
    assert chats.kept(chat.id)[0].opinion is None
    for number in (0, 2):
        with pytest.raises(ChatsError):
            chats.judge(chat.id, number, True)
    with pytest.raises(ValueError, match="bad mood"):
        chats.judge(chat.id, 1, False, "bad mood")


def test_opinions_go_and_come_back_with_their_chats(chats: Chats) -> None:
    """Deleted one by one or all at once; a name that was taken meanwhile is counted."""
    first, second = chats.append(refusal("Who?")), chats.append(refusal("When?"))
    chats.judge(first.id, 1, False, "should have been answered")
    before = chats.listed()
    bring_back = chats.delete_all()
    assert (chats.listed(), chats.judged()) == ([], [])
    chats.append(refusal("When?"), chat_id="other")
    bring_back()
    bring_back()

    assert {chat.name for chat in chats.listed()} == {"Who?", "When?", "When? (2)"}
    assert {chat.id for chat in before} == {first.id, second.id}
    assert [kept.opinion.reason for _, kept in chats.judged() if kept.opinion] == [
        Reason.SHOULD_ANSWER
    ]


def test_words_are_found_in_names_questions_and_answers(chats: Chats) -> None:
    """Whatever their capitals and accents; all of them must stand in a name or an answer."""
    chats.append(answered("Who spoke?", "Siobhán Ní Bhriain called it “a hatchet job”."))
    chats.append(refusal("What did SIOBHAN do?"), name="ferry")
    chats.append(refusal("Why 한국?"), name="100% _sure_")

    (question, answer) = chats.search("siobhán")
    assert (question.place, question.number, question.chat.name) == ("question", 1, "ferry")
    assert (answer.place, answer.article) == ("answer", "Pier")
    assert answer.text[answer.start : answer.end] == "Siobhán"
    assert [item.place for item in chats.search("ferry")] == ["name"]
    assert [item.chat.name for item in chats.search("hatchet spoke")] == ["Who spoke?"]
    assert [item.place for item in chats.search("% _")] == ["name"]
    assert [item.place for item in chats.search("한국")] == ["question"]
    assert chats.search("한글") == chats.search("  ") == chats.search("hatchet nobody") == []
    assert len(chats.search("who", most=1)) == 1


def test_a_long_text_is_cut_around_what_was_found(chats: Chats) -> None:
    """With dots on the sides where something was cut."""
    chats.append(answered("?", "x " * 200 + "smuggler" + " y" * 200))
    (found,) = chats.search("smuggler")

    assert found.text[found.start : found.end] == "smuggler"
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) < 160


def test_judged_answers_become_questions_of_a_benchmark(chats: Chats, tmp_path: Path) -> None:
    """Good ones with what they said and from where, bad ones with the reason; each stands alone."""
    filters = Filters(
        after=date(2026, 2, 1), outlets=("The Tide",), without_analysis=True, articles=("a.txt",)
    )
    good = replace(answered("Why?", "It is closed."), standalone="Why is it?", filters=filters)
    chat = chats.append(good)
    for question in ("Who won?", "Who lost?", "Whose?"):
        chats.append(refusal(question), chat.id)
    chats.judge(chat.id, 1, True)
    chats.judge(chat.id, 2, False, "should have been answered", "it is on page 2\n\u2028")
    chats.judge(chat.id, 3, True)
    file = tmp_path / "judged.jsonl"
    file.write_text(chats.questions(), encoding="utf-8")

    first, second, third = read_questions(file)
    assert (first.text, first.answers, first.gold) == (
        "Why is it?",
        ("It is closed.",),
        ("pier.txt",),
    )
    assert (first.filters, first.opinion) == (filters, "good")
    assert (second.answerable, second.opinion, second.reason) == (
        True,
        "bad",
        "should have been answered",
    )
    assert (third.answerable, third.opinion) == (False, "good")
