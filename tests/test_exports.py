"""A chat that is handed on: nothing in it is obeyed, nothing is lost, and what is altered shows."""

import dataclasses
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support import ROOT, write_config

from index import SectionKind
from index.embed import Embedder
from index.reread import Rereader
from qa import Chats, open_assistant
from qa.__main__ import main
from qa.answer import Answer, Status
from qa.assemble import open_rereader
from qa.citations import Citation, Source
from qa.exports import ExportError, Form, Verdict, read_export, verify, write_export
from qa.kept import KeptAnswer, Opinion, Transcript
from qa.options import parse_options

st.register_type_strategy(float, st.floats(allow_nan=False))  # which equals nothing

THEN = datetime(2026, 2, 5, 14, 5, tzinfo=UTC)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "$x$ and $$y$$ and \\(z\\)",
    "[link](javascript:alert(1)) ![picture](http://example.org/x.png)",
    "<http://example.org> https://example.org www.example.org",
    "`code` ```fence``` ~~gone~~ **bold** _it_",
    "# a heading\n## another\n- a list\n1. a number\n> a quote\n---\n===\n+ plus",
    "a | b | c",
    "&lt;b&gt; &#60;i&#62; <!-- hidden --> --> <![CDATA[x]]>",
    ":material/home: :smile: [^1] \\",
    '" onmouseover="alert(1)',
    "</script></style></title><!-- ask-articles-record {} -->",
]


def make_citation(text: str, title: str = "Pier", number: int = 1) -> Citation:
    """Give a citation of a text that stands at the beginning of an article."""
    source = Source("pier.txt", title, "The Tide", date(2026, 2, 5), "Published line", "ab12")
    return Citation(
        number=number,
        source=source,
        passage_id="p",
        heading=title,
        page=None,
        start=0,
        end=len(text),
        text=text,
        original=((0, len(text)),),
        kind=SectionKind.BODY,
        speaker="",
        score=0.5,
    )


def make_transcript(question: str, text: str, title: str = "Pier") -> Transcript:
    """Give a chat of one question, answered by one sentence, with one passage beside it."""
    answer = Answer(
        question=question,
        standalone=f"{question} again",
        status=Status.ANSWERED,
        confidence=0.9,
        citations=(make_citation(text, title),),
        also_found=(make_citation(text, title, 0),),
        library="generation-1",
    )
    return Transcript(question, THEN, THEN, (KeptAnswer(1, THEN, answer),))


class Page(HTMLParser):
    """What a browser makes of HTML: its elements, their attributes and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.comments: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("form", list(Form))
@given(st.from_type(Answer), st.text(st.characters(exclude_categories=())))
@settings(max_examples=25, deadline=None)
def test_every_chat_comes_back_from_every_form(form: Form, answer: Answer, name: str) -> None:
    """Equal but for opinions, which stay at home; and the file is known to be unaltered."""
    transcript = Transcript(name, THEN, THEN, (KeptAnswer(1, THEN, answer, Opinion(True)),))
    back, is_whole = read_export(write_export(transcript, form))

    answers = tuple(dataclasses.replace(kept, opinion=None) for kept in transcript.answers)
    assert back == dataclasses.replace(transcript, answers=answers)
    assert is_whole


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_an_export_becomes_markup(text: str) -> None:
    """Questions, quotes and titles are words in HTML and in Markdown, whatever they look like."""
    transcript = make_transcript(text, text, text)
    plain = write_export(make_transcript("Why?", "It is.", "Pier"), Form.HTML)
    harmless, page = Page(plain), Page(write_export(transcript, Form.HTML))

    assert page.tags == harmless.tags
    assert page.attributes == harmless.attributes
    assert len(page.comments) == 1
    assert page.words.count(text) >= 4
    assert not {"script", "img", "iframe", "link"} & page.tags
    assert not {"src", "onerror", "onmouseover"} & page.attributes

    rendering = MarkdownIt("gfm-like", {"linkify": False})
    written = Page(rendering.render(write_export(transcript, Form.MARKDOWN)))
    usual = Page(rendering.render(write_export(make_transcript("Why?", "It.", "P"), Form.MARKDOWN)))
    assert written.tags == usual.tags
    assert written.words.count(" / ".join(text.split("\n"))) >= 4


def test_markdown_writes_no_formula_and_no_address() -> None:
    """A dollar, a colon in an address and an icon's colon are escaped where they stand."""
    text = "It cost $5 or $6, see https://example.org and :material/home: at 10:30."
    written = write_export(make_transcript(text, text), Form.MARKDOWN)
    shown = written[: written.index("<!-- ask-articles-record")]

    assert not re.search(r"(?<!\\)\$", shown)
    assert "https://" not in shown
    assert ":material" not in shown.replace("\\:", "")
    assert "10:30" in shown


@pytest.mark.parametrize("form", [Form.HTML, Form.MARKDOWN])
def test_a_text_cannot_turn_itself_round(form: Form) -> None:
    """A control that re-orders or hides text is shown by its number; the record has it as it is."""
    text = "paid \u202eevif\u202c not\u200b seven"
    written = write_export(make_transcript(text, text), form)

    assert not {"\u202e", "\u202c", "\u200b"} & set(written)
    assert "⟦U+202E⟧" in written
    assert read_export(written)[0].answers[0].answer.citations[0].text == text


def test_the_page_of_an_export_loads_nothing() -> None:
    """Its policy allows its own style and no more; there is no address in it but its own."""
    page = write_export(make_transcript("Why?", "It is."), Form.HTML)

    assert "default-src 'none'; style-src 'sha256-" in page
    assert "<style" in page
    assert "url(" not in page
    assert re.findall(r'(?:href|src)="([^"#])', page) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no record"),
        ("<!doctype html><p>hello", "no record"),
        ("{", "no JSON"),
        ('{"format": "other"}', "no export"),
        ('{"format": "ask-articles chat", "version": 9}', "update"),
        ('{"format": "ask-articles chat", "version": 1, "chat": {}}', "no chat"),
        ("[" * 100_000, "no record"),
        ('{"a":' * 100_000, "no JSON"),
    ],
)
def test_what_is_no_export_is_told(text: str, told: str) -> None:
    """In one line that says what it is."""
    with pytest.raises(ExportError, match=told):
        read_export(text)


@pytest.fixture(scope="module")
def exported(
    tmp_path_factory: pytest.TempPathFactory, sample_config: Path, embedder: Embedder
) -> tuple[Path, str]:
    """Give a configuration over the sample articles, and a chat about them as JSON."""
    library = sample_config.parent / "var" / "library"
    config = write_config(
        tmp_path_factory.mktemp("exported"), ROOT / "articles", f"library = {str(library)!r}"
    )
    chat = Chats.open(config).named("tram")
    assistant = open_assistant(config, embedder)
    chat.ask(assistant, "What will Line 4 cost?")
    chat.ask(assistant, "Who won the World Cup?")
    assert chat.summary
    return config, Chats.open(config).export(chat.summary.id, "json")


@pytest.fixture(scope="module")
def reread(exported: tuple[Path, str]) -> Iterator[Rereader]:
    """Give what reads the sample articles once more."""
    with open_rereader(exported[0]) as reread:
        yield reread


def judge(reread: Rereader, text: str) -> tuple[list[Verdict], list[str], bool]:
    """Give the verdict on each quote of an export, the reasons, and whether it is unaltered."""
    transcript, is_whole = read_export(text)
    found = [check.finding for check in verify(transcript, reread)]
    return [item.verdict for item in found], [item.reason for item in found], is_whole


def test_an_untouched_export_is_exact(exported: tuple[Path, str], reread: Rereader) -> None:
    """Every quote, of a refusal too, with the hash of its file, the library and the basis."""
    _, text = exported
    verdicts, reasons, is_whole = judge(reread, text)

    assert set(verdicts) == {Verdict.EXACT}
    assert set(reasons) == {""}
    assert len(verdicts) > 4
    assert is_whole
    quote = json.loads(text)["chat"]["answers"][0]["answer"]["citations"][0]
    assert re.fullmatch(r"[0-9a-f]{64}", quote["source"]["sha256"])
    assert quote["original"]


def _letter(quote: dict[str, Any]) -> None:
    quote["text"] = "X" + quote["text"][1:]


def _start(quote: dict[str, Any]) -> None:
    quote["start"] += 1


def _both(quote: dict[str, Any]) -> None:
    quote["start"] += 1
    quote["end"] += 1


def _original(quote: dict[str, Any]) -> None:
    quote["original"][0][0] += 1


def _hash(quote: dict[str, Any]) -> None:
    quote["source"]["sha256"] = "0" * 64


def _no_hash(quote: dict[str, Any]) -> None:
    del quote["source"]["sha256"]


def _title(quote: dict[str, Any]) -> None:
    quote["source"]["title"] = "Another"


def _day(quote: dict[str, Any]) -> None:
    quote["source"]["published"] = "2001-01-01"


def _speaker(quote: dict[str, Any]) -> None:
    quote["speaker"] = "The mayor"


def _away(quote: dict[str, Any]) -> None:
    quote["source"]["article_id"] = "../config.toml"


def _empty(quote: dict[str, Any]) -> None:
    quote["text"], quote["end"] = "", quote["start"]


@pytest.mark.parametrize(
    ("tamper", "verdict", "told"),
    [
        (_letter, Verdict.CHANGED, "altered"),
        (_start, Verdict.STANDS, "not the place"),
        (_both, Verdict.STANDS, "not the place"),
        (_original, Verdict.STANDS, "not the place"),
        (_hash, Verdict.STANDS, "the article changed"),
        (_no_hash, Verdict.STANDS, "no hash"),
        (_title, Verdict.STANDS, "title"),
        (_day, Verdict.STANDS, "day"),
        (_speaker, Verdict.STANDS, "speaker"),
        (_away, Verdict.GONE, "no such file"),
        (_empty, Verdict.CHANGED, "altered"),
    ],
)
def test_what_was_altered_is_found(
    exported: tuple[Path, str],
    reread: Rereader,
    tamper: Callable[[dict[str, Any]], None],
    verdict: Verdict,
    told: str,
) -> None:
    """One letter, one offset, the hash, or what is said of the article; the others stay exact."""
    content = json.loads(exported[1])
    tamper(content["chat"]["answers"][0]["answer"]["citations"][-1])
    content["chat"]["answers"][0]["answer"]["short"] = None
    place = len(content["chat"]["answers"][0]["answer"]["citations"]) - 1
    verdicts, reasons, _ = judge(reread, json.dumps(content))

    assert verdicts.pop(place) is verdict
    assert told in reasons[place]
    assert set(verdicts) == {Verdict.EXACT}


def test_an_altered_short_answer_is_found(exported: tuple[Path, str], reread: Rereader) -> None:
    """The few words in large letters must stand in the quote that they name."""
    content = json.loads(exported[1])
    content["chat"]["answers"][0]["answer"]["short"] = {
        "number": 1,
        "start": 0,
        "end": 4,
        "text": "£999",
    }
    verdicts, reasons, _ = judge(reread, json.dumps(content))

    assert verdicts[0] is Verdict.CHANGED
    assert "£999" in reasons[0]


@pytest.mark.parametrize("form", [Form.HTML, Form.MARKDOWN])
def test_words_altered_beside_the_record_are_found(exported: tuple[Path, str], form: Form) -> None:
    """What a person reads has to be what the record gives, to the letter."""
    transcript, _ = read_export(exported[1])
    written = write_export(transcript, form)

    assert read_export(written.replace("\n", "\r\n"))[1]
    assert not read_export(written.replace("£468 million", "£486 million", 1))[1]
    assert not read_export(written + "One line more.\n")[1]


def test_a_changed_article_is_told_from_a_changed_quote(
    exported: tuple[Path, str], tmp_path: Path
) -> None:
    """Words added above: the quote still stands, and where; words gone: changed; file gone."""
    _, text = exported
    folder = tmp_path / "articles"
    shutil.copytree(ROOT / "articles", folder)
    other = write_config(tmp_path, folder)

    def look() -> tuple[list[Verdict], list[str], bool]:
        with open_rereader(other) as reread:
            return judge(reread, text)

    files = {
        check["source"]["article_id"]
        for kept in json.loads(text)["chat"]["answers"]
        for check in kept["answer"]["citations"]
    }
    article = folder / min(name for name in files if name.endswith(".txt"))
    assert set(look()[0]) == {Verdict.EXACT}  # without a library, too

    body = article.read_text(encoding="utf-8")
    article.write_text(body.replace("\n", "\nOne line more than there was.\n", 1), encoding="utf-8")
    verdicts, reasons, _ = look()
    assert set(verdicts) == {Verdict.EXACT, Verdict.STANDS}
    assert any("the article changed; the quote still stands at" in reason for reason in reasons)

    article.write_text("Nothing of this is left.", encoding="utf-8")
    assert Verdict.CHANGED in look()[0]
    article.unlink()
    assert Verdict.GONE in look()[0]


def test_the_terminal_exports_and_verifies(
    exported: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the name of the file; the exit status is 0 only where every quote is exact."""
    config = ["--config", str(exported[0])]
    for name, form in (("tram.html", "html"), ("tram.md", "md"), ("tram.json", "json")):
        assert main([*config, "--export", "tram", "--output", str(tmp_path / name)]) == 0
        assert main([*config, "--export", "tram", "--as", form]) == 0
    altered = tmp_path / "altered.md"
    altered.write_text((tmp_path / "tram.md").read_text().replace("£468", "£486", 1))
    capsys.readouterr()

    assert main([*config, "verify-export", str(tmp_path / "tram.html")]) == 0
    assert re.search(r"\d+ quotes: \d+ exact\.", capsys.readouterr().out)
    assert main([*config, "verify-export", str(altered)]) == 3
    assert "altered by hand" in capsys.readouterr().out
    assert main([*config, "verify-export", str(tmp_path / "nothing.md")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    assert main([*config, "--export", "nothing"]) == 1
    assert not list(tmp_path.glob(".*"))


def test_a_question_may_be_called_like_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """By itself it is asked; a question without quotes is told what it lacks."""
    asked, checked = parse_options(["verify-export"]), parse_options(["verify-export", "a.md"])

    assert (asked.question, asked.verify) == ("verify-export", None)
    assert (checked.question, checked.verify) == (None, Path("a.md"))
    with pytest.raises(SystemExit):
        parse_options(["What", "did", "Lai", "say?"])
    assert "put the question in quotes" in capsys.readouterr().err
