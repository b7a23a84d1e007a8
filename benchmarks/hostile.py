"""What a build makes of files that mean it no good, beside real PDF files, many of them broken."""

import contextlib
import os
import random
import shutil
import tempfile
import threading
import zipfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import need
from benchmarks.pdf_files import count_reasons
from benchmarks.rebuilds import rebuild
from benchmarks.report import Report, single
from index.disk import open_generation
from index.file_store import RECEIPTS
from index.reading import find_files
from index.receipts import Receipt, read_receipts

__all__ = ["keep_changing", "run", "write_hostile"]

_MEGABYTE = 2**20
_PULSE = 0.05  # seconds between two looks at memory
_STORY = "The council of Northport voted on Monday to repair the old pier by next spring.\n\n"


def run(options: Namespace) -> Report:
    """Rebuild a library from a folder of hostile files and of PDF files, as a user would."""
    pdfs = need(options.data / "pdf")
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "articles")
        write_hostile(folder / "hostile", huge=200 * _MEGABYTE)
        shutil.copytree(pdfs, folder / "pdf")
        config = Path(work, "config.toml")
        config.write_text('[index]\narticles = "articles"\n', encoding="utf-8")
        with keep_changing(folder / "hostile" / "changing.txt"):
            metrics, report = rebuild(config)
        files = {file.id for file in find_files(folder)}
        generation, _ = open_generation(Path(work, "var", "library"))
        receipts = read_receipts(generation / RECEIPTS)
    statuses = [receipt.status for receipt in receipts]
    counts = {
        "files": single(len(files)),
        "indexed": single(statuses.count("indexed") + statuses.count("alias")),
        "skipped": single(statuses.count("skipped")),
        "without_a_receipt": single(len(files - {receipt.path for receipt in receipts})),
    }
    return Report(
        f"Hostile files: {len(files)} in one build",
        {"rebuild": {**counts, **metrics}},
        _describe(receipts),
        {"summary": {name: report[name] for name in ("articles", "passages", "aliases")}},
    )


def write_hostile(folder: Path, huge: int) -> None:
    """Fill a folder with files that no reader should have to meet.

    Args:
        folder: made where missing.
        huge: bytes of the largest text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)  # noqa: S311  # the same bytes every time, no secret
    files = {
        "binary.txt": chance.randbytes(2 * _MEGABYTE),
        "empty.txt": b"",
        "blank.txt": b" \n\t\r\n" * 1000,
        "nothing-but-nul.txt": bytes(_MEGABYTE),
        "one-word.txt": b"x" * (5 * _MEGABYTE),
        "one-line.txt": _STORY.replace("\n", " ").encode() * 20_000,
        "lines.txt": b"\n" * (5 * _MEGABYTE) + _STORY.encode(),
        "brackets.md": b"[(" * 200_000 + _STORY.encode(),
        "quotes.md": b">" * 50_000 + b" deep\n\n" + _STORY.encode(),
        "nested.html": b"<div>" * 100_000 + _STORY.encode() + b"</div>" * 100_000,
        "table.html": b"<table><tr><td>" * 5_000 + _STORY.encode(),
        "cut.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
        "no-zip.docx": b"PK\x03\x04" + chance.randbytes(1000),
        "changing.txt": f"Changing\n\n{_STORY}".encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with (folder / "huge.txt").open("w", encoding="utf-8") as file:
        for _ in range(huge // (len(_STORY) * 1000) + 1):
            file.write(_STORY * 1000)
    for number in range(3):  # three stories under one title
        path = folder / f"same-title-{number}.txt"
        path.write_text(f"Pier repaired\n\nReason {number}. {_STORY}", encoding="utf-8")
    _write_bombs(folder)
    _write_names(folder)
    _write_links(folder)


def _write_bombs(folder: Path) -> None:
    """Write small files that are large once unpacked."""
    with (
        zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(600):
            part.write(bytes(_MEGABYTE))
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    entities = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">{laughs}]><d>&a9;</d>'
    with zipfile.ZipFile(folder / "laughs.docx", "w") as archive:
        archive.writestr("word/document.xml", entities)
        archive.writestr("[Content_Types].xml", entities)
    (folder / "laughs.html").write_text(entities, encoding="utf-8")


def _write_names(folder: Path) -> None:
    """Write files whose names are hard to handle, as far as the disk allows."""
    place = os.fsencode(folder)
    names = (
        "caf\u00e9.txt",
        "cafe\u0301.txt",
        "two\nlines.txt",
        "\u202egnp.txt",
        "n" * 251 + ".txt",
    )
    for name in (*map(os.fsencode, names), b"broken-\xe9\xff.txt"):
        with contextlib.suppress(OSError), open(place + b"/" + name, "wb") as file:  # noqa: PTH123
            file.write(name[:8].hex().encode() + b" is a name.\n\n" + _STORY.encode())


def _write_links(folder: Path) -> None:
    """Make links in circles, a pipe nobody writes to, and what may not be read."""
    (folder / "nobody").mkdir()
    locked = folder / "locked.txt"
    locked.write_text(f"Locked\n\n{_STORY}", encoding="utf-8")
    locked.chmod(0)
    (folder / "closed").mkdir()
    (folder / "closed" / "within.txt").write_text(f"Closed\n\n{_STORY}", encoding="utf-8")
    (folder / "closed").chmod(0)
    with contextlib.suppress(OSError):  # Windows lets only some make links
        (folder / "loop.txt").symlink_to("loop.txt")
        (folder / "nowhere.txt").symlink_to("gone.txt")
        (folder / "circle").symlink_to(".", target_is_directory=True)
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.txt")


@contextlib.contextmanager
def keep_changing(path: Path) -> Iterator[None]:
    """Rewrite a file again and again, longer each time, until the block ends."""
    stopped = threading.Event()

    def rewrite() -> None:
        count = 1
        while not stopped.wait(0.01):
            count += 1
            path.write_text(f"Changing {count}\n\n" + _STORY * (count % 50), encoding="utf-8")

    thread = threading.Thread(target=rewrite, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _describe(receipts: list[Receipt]) -> tuple[str, ...]:
    reasons = count_reasons(
        f"{receipt.status}: {receipt.reason}" if receipt.reason else receipt.status
        for receipt in receipts
    )
    return tuple(f"{count:4}  {reason}" for reason, count in reasons.most_common())
