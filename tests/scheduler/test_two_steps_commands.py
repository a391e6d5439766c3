"""`kyhan done --submitted`, `accept` and `return`, on the shipped plan of Hà Nội 2019.

The report of the first half is due on 4 June 2019, a Tuesday.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ledger.store import Ledger
from scheduler.cli.main import app

CONFIG = str(Path(__file__).parents[2] / "config.toml")
KEY = "hanoi-2019/III.1/2019-H1/so-tu-phap"
DAY = "2019-06-03"


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = f"sqlite:///{tmp_path}/kyhan.sqlite3"
    monkeypatch.setenv("KYHAN_LEDGER__URL", found)
    monkeypatch.setenv("COLUMNS", "200")
    return found


def kyhan(*words: str, day: str = DAY, lang: str = "en") -> Result:
    options = ["--config", CONFIG, "--lang", lang, "--today", day]
    return CliRunner().invoke(app, [*words, *options])


def row(day: str = DAY) -> dict[str, Any]:
    words = ("occurrences", "--plan", "hanoi-2019", "--agency", "so-tu-phap", "--json")
    (found,) = [each for each in json.loads(kyhan(*words, day=day).stdout) if each["key"] == KEY]
    return dict(found)


def submit(*words: str, on: str = DAY) -> Result:
    return kyhan(
        "done", KEY, "--on", on, "--submitted", "--by", "van-thu", *words, day="2019-06-10"
    )


def test_what_is_submitted_waits_and_is_done_once_accepted() -> None:
    said = submit("--number", "9/BC", "--document-date", "31/05/2019").stdout
    assert said == (
        f"{KEY}: submitted, awaiting acceptance; submitted on 3 June 2019, document 9/BC.\n"
    )
    found = row("2019-06-10")
    assert found["state"] == "submitted"
    assert found["completion"].pop("recorded_at").startswith("2019-06-10T05:00:00")
    assert found["completion"] == {
        "on": "2019-06-03", "number": "9/BC", "document_date": "2019-05-31", "nil": False,
        "link": "", "file": "", "file_name": "", "note": "", "by": "van-thu",
        "accepted": None,
    }  # fmt: skip
    accepted = kyhan("accept", KEY, "--by", "noi-vu", day="2019-06-12")
    assert accepted.stdout == f"{KEY}: accepted, submitted on 3 June 2019. Now: done.\n"
    found = row("2019-06-12")
    assert (found["state"], found["completion"]["accepted"]["by"]) == ("done", "noi-vu")
    assert found["completion"]["accepted"]["recorded_at"].startswith("2019-06-12T05:00:00")


def test_status_shows_what_waits_for_the_coordinator() -> None:
    submit("--number", "9/BC")
    words = ("status", "--plan", "hanoi-2019", "--agency", "so-tu-phap")
    shown = kyhan(*words, day="2019-06-10")
    assert "submitted, awaiting acceptance 1" in shown.stdout
    assert "Submitted, awaiting acceptance · Tuesday, 4 June 2019 · " in shown.stdout
    data = json.loads(kyhan(*words, "--json", day="2019-06-10").stdout)
    assert data["counts"]["submitted"] == 1
    assert [each["state"] for each in data["agencies"][0]["items"]].count("submitted") == 1


def test_late_is_judged_by_the_submission_and_said_once_accepted() -> None:
    submit("--number", "9/BC", on="2019-06-05")
    assert row("2019-06-10")["state"] == "submitted"
    assert "Now: done late." in kyhan("accept", KEY, day="2019-06-10").stdout


def test_a_return_opens_it_again_and_it_may_be_submitted_anew() -> None:
    submit("--number", "9/BC")
    assert kyhan("return", KEY, "--reason", "sai", day="2019-06-10").exit_code == 0
    assert (row("2019-06-10")["state"], row("2019-06-10")["completion"]) == ("overdue", None)
    refused = kyhan("accept", KEY, day="2019-06-10")
    assert (refused.exit_code, "nothing waits for it" in refused.stderr) == (1, True)
    submit("--number", "10/BC")
    assert kyhan("accept", KEY, day="2019-06-10").exit_code == 0
    assert "nothing waits for it" in kyhan("accept", KEY, day="2019-06-10").stderr


def test_without_submitted_it_is_accepted_at_once_and_said_as_it_stands() -> None:
    words = ("done", KEY, "--on", DAY, "--number", "9/BC", "--by", "noi-vu")
    assert f"{KEY}: done; submitted on 3 June 2019" in kyhan(*words).stdout
    again = kyhan(*words, "--submitted").stdout
    assert again == f"{KEY}: done; submitted on 3 June 2019, document 9/BC. (known already)\n"


def test_nothing_to_report_needs_no_number() -> None:
    said = kyhan("done", KEY, "--on", DAY, "--nil", lang="vi").stdout
    assert said == f"{KEY}: đã hoàn thành; nộp ngày 03/06/2019, không phát sinh.\n"
    assert row()["completion"]["nil"] is True


def test_a_file_is_kept_and_named_by_its_hash(tmp_path: Path, url: str) -> None:
    file = tmp_path / "báo cáo.pdf"
    file.write_bytes(b"%PDF-1.7")
    words = ("--number", "9/BC", "--file", str(file), "--note", "kèm phụ lục")
    assert submit(*words, "--link", "https://a.vn/9").exit_code == 0
    found = row("2019-06-10")["completion"]
    name = sha256(b"%PDF-1.7").hexdigest()
    assert (found["file"], found["file_name"]) == (name, "báo cáo.pdf")
    assert (found["link"], found["note"]) == ("https://a.vn/9", "kèm phụ lục")
    with Ledger.open(url) as ledger:
        kept = ledger.file(name)
    assert kept is not None
    assert (kept.content, kept.media_type) == (b"%PDF-1.7", "application/pdf")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--on", DAY), ["--number: the document's number is missing"]),
        (("--on", "2019-06-04", "--number", "9"), ["--on: that day is still to come."]),
        (
            ("--on", "2019-05-30", "--number", "9", "--document-date", DAY, "--link", "ftp://a"),
            ["--document-date: after the day of submission, 30 May 2019.", "--link: must look"],
        ),
        (("--on", DAY, "--number", "9", "--file", "/no/such.pdf"), ["--file /no/such.pdf: cannot"]),
        (("--on", DAY, "--number", "9", "--file", "/dev/zero"), ["larger than 20 MB"]),
    ],
)
def test_what_may_not_be_is_refused_all_at_once(words: tuple[str, ...], said: list[str]) -> None:
    refused = kyhan("done", KEY, *words)
    assert refused.exit_code == 1
    for each in said:
        assert each in refused.stderr
    assert json.loads(kyhan("audit", "list", "--json").stdout) == []


def test_an_unknown_key_is_not_accepted() -> None:
    refused = kyhan("accept", f"{KEY}x")
    assert (refused.exit_code, f"did you mean: {KEY}" in refused.stderr) == (1, True)


@pytest.mark.parametrize("words", [("run", "--once"), ("status",), ("done", KEY, "--on", DAY)])
def test_a_database_that_is_down_is_said_without_its_password(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    down = "postgresql+psycopg://kyhan:bi-mat@127.0.0.1:1/kyhan"  # nothing listens on port 1
    monkeypatch.setenv("KYHAN_LEDGER__URL", down)
    refused = kyhan(*words)
    assert refused.exit_code == 1
    assert isinstance(refused.exception, SystemExit)
    (line,) = [each for each in refused.stderr.splitlines() if "does not answer" in each]
    assert line.startswith("The database postgresql+psycopg://kyhan:***@127.0.0.1:1/kyhan")
    assert "bi-mat" not in refused.output
