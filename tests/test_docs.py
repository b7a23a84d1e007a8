"""What the documents say can be done is done here."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from qa import open_assistant
from qa.__main__ import render

README = (ROOT / "README.md").read_text(encoding="utf-8")
INDENTED = re.compile(r"(?:^(?:    .*)?\n)+", re.MULTILINE)


def code_after(text: str, heading: str) -> str:
    """Give the first indented block below a heading, without its indent."""
    found = INDENTED.search(text, text.index(heading) + len(heading) + 2)
    assert found
    return "\n".join(line[4:] for line in found.group().split("\n"))


def test_the_readme_fits_on_its_pages() -> None:
    """Its first screen shows a picture and the commands; the whole stays under 150 lines."""
    assert README.count("\n") < 150
    picture = re.search(r"!\[.+\]\((.+\.png)\)", README)
    assert picture
    assert (ROOT / picture.group(1)).is_file()


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/*.md")))
def test_links_and_make_targets_exist(document: Path) -> None:
    """Every relative link leads to a file, and every `make` command to a target."""
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (document.parent / link).exists(), link
    for target in re.findall(r"`make ([a-z0-9]+)", text):
        assert target in targets, target


def test_the_readme_prints_what_the_terminal_prints(sample_config: Path) -> None:
    """The example's answer and sources are those of the sample articles."""
    question = re.search(r'ask-articles "([^"]+)"', README)
    assert question
    answer = open_assistant(sample_config).ask(question.group(1))
    shown = [line for line in code_after(README, "The last one prints").split("\n") if line]

    assert shown
    printed = render(answer).split("\n")
    assert shown == [line for line in printed if line][: len(shown)]


def test_the_python_of_the_readme_runs(
    sample_config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lines under "In Python" print citations."""
    code = code_after(README, "## In Python").replace('"config.toml"', repr(str(sample_config)))
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  # our own document

    assert "April" in capsys.readouterr().out


def test_a_library_is_read_without_us(sample_config: Path) -> None:
    """The lines of docs/index-format.md read every passage with its vector."""
    document = (ROOT / "docs" / "index-format.md").read_text(encoding="utf-8")
    code = code_after(document, "## Reading it without us")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=sample_config.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert "Line 4" in done.stdout


@pytest.mark.parametrize("command", ["index.rebuild", "qa"])
def test_help_has_an_example(command: str) -> None:
    """--help explains every option and ends with an example."""
    done = subprocess.run(
        [sys.executable, "-m", command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    assert "example:" in done.stdout
    assert "--config" in done.stdout
