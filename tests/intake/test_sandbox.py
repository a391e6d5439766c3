"""The process that reads: what it can no longer do, and what becomes of it when it tries."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from intake import sandbox
from intake.limits import UnreadableError
from intake.model import Cell, Document, Note, Paragraph, Place, Table
from intake.read import read_document
from intake.sandbox import read_apart, run
from intake.wire import from_bytes, to_bytes
from rules.text import Text
from tests.intake.same_plan import as_docx, as_html, as_text, as_xlsx


def confined(code: str) -> subprocess.CompletedProcess[str]:
    """What becomes of a process that has confined itself and then tries this."""
    before = (
        "import os, socket, subprocess, sys, time\nfrom intake.confine import confine\nconfine()\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", before + code], capture_output=True, check=False, text=True
    )


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("open('/etc/passwd')", "Too many open files"),
        ("open('new', 'w')", "Too many open files"),
        ("socket.socket()", "Too many open files"),
        ("subprocess.run(['true'])", "Too many open files"),
        ("bytearray(2 * 1024**3)", "MemoryError"),
        ("import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))", "not allowed"),
    ],
)
def test_nothing_is_left_but_computing(code: str, fault: str, tmp_path: Path) -> None:
    ended = confined(code)
    assert ended.returncode == 1
    assert fault in ended.stderr


def test_nothing_can_be_written_not_even_over_what_is_open(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out:
        subprocess.run(
            [sys.executable, "-I", "-c",
             "import os\nfrom intake.confine import confine\nconfine()\nos.write(1, b'x')"],
            stdout=out, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    assert (tmp_path / "out").read_bytes() == b""


def test_a_step_that_takes_too_long_is_ended() -> None:
    ended = confined("import signal\nsignal.setitimer(signal.ITIMER_PROF, 0.1)\nwhile True: pass")
    assert ended.returncode == -27  # SIGPROF


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.docx", as_docx), ("a.xlsx", as_xlsx), ("a.html", as_html), ("a.txt", as_text)],
)
def test_apart_gives_what_reading_here_gives(name: str, make: type) -> None:
    data = make()
    assert read_apart(data, name) == read_document(data, name)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read_apart(as_text(), "a.txt")
    with pytest.raises(UnreadableError):
        read_apart(b"%PDF-1.7", "a.pdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["../../etc/a.txt", "-c.txt", "a\nb.txt", "a\x00.txt", "x" * 9_000]
)
def test_a_name_is_only_a_name(name: str) -> None:
    document = read_apart(b"Chu", name)
    assert document.name == name.replace("../../etc/", "").replace("\n", " ").replace(
        "\x00", " "
    )[-200:]  # fmt: skip


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Another program in the worker's place."""
    program = folder / "python"
    program.write_text(f"#!{sys.executable} -I\n{code}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import time; time.sleep(600)", "took too long"),
        ("import os, time; os.close(1); time.sleep(600)", "took too long"),
        ("import os; os.kill(os.getpid(), 11)", "cut off .-11."),
        ("import os, signal; os.kill(os.getpid(), signal.SIGPROF)", "took too long"),
        ("print('D{}')", "cut off .0."),
        ("print('no answer')", "cut off .0."),
        ("import sys\nwhile True: sys.stdout.write('D' * 99999)", "cut off .-9."),
    ],
)
def test_a_process_that_does_not_answer_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:
    stand_in(tmp_path, monkeypatch, code)
    monkeypatch.setattr(sandbox, "MOST_ANSWER", 100_000)
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 2.0)
    with pytest.raises(UnreadableError, match=message):
        read_apart(b"x", "a.txt")


def test_the_process_knows_nothing_of_where_it_was_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KYHAN_SECRET", "x")
    stand_in(tmp_path, monkeypatch, "import os\nprint(sorted(os.environ), os.listdir())")
    answer = run(b"x", "a.txt").answer.decode()
    assert "SECRET" not in answer
    assert answer.rstrip().endswith("[]")
    assert os.environ["KYHAN_SECRET"] == "x"


def test_an_answer_comes_back_as_it_went() -> None:
    place = Place(page=1, table=2, row=3, column=4)
    document = Document(
        "a",
        (
            Paragraph("chữ", Place(line=1), heading=True),
            Table(((Cell("", place, merged=True),),), Place(sheet="S", table=1)),
        ),
        (Note(Place(page=9), Text("vi", "en")),),
    )
    assert from_bytes(to_bytes(document)) == document
    assert from_bytes(to_bytes(Text("vi", "en"))) == Text("vi", "en")
    assert from_bytes(b"") is from_bytes(b"Dx") is from_bytes(b"E[]") is None
