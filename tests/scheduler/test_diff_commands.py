"""`kyhan diff` as a person types it: a small city, its duty before 5 March 2019, a Tuesday.

Reminders go 10, 5, 3 and 1 working days before the day to aim for, 4 March: on Monday, 25 February
(5 days), Wednesday 27 (3) and Friday, 1 March (1).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from scheduler.cli.main import app
from tests.scheduler.small_city import ROOT, write_city

KEY = "p/III.1/finish/tu-phap"
OTHER = "p/III.1/finish/noi-vu"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return write_city(tmp_path)


def diff(old: Path, new: Path, config: Path, *words: str, day: str = "2019-02-25") -> Result:
    given = ["diff", str(old), str(new), "--config", str(config), "--today", day, "--lang", "en"]
    return CliRunner().invoke(app, [*given, *words])


def data(old: Path, new: Path, config: Path, day: str = "2019-02-25") -> dict[str, Any]:
    result = diff(old, new, config, "--json", day=day)
    assert result.exit_code in (0, 2), result.stderr
    return dict(json.loads(result.stdout))


def changed(path: Path, old: str, new: str) -> Path:
    """A copy beside, with the one place changed."""
    text = path.read_text("utf-8")
    assert old in text
    copy = path.parents[1] / f"new-{path.name}"
    copy.write_text(text.replace(old, new), "utf-8")
    return copy


@pytest.fixture
def plan(config: Path) -> Path:
    return config.parent / "plans" / "p.toml"


def test_no_difference_is_exit_0(plan: Path, config: Path) -> None:
    result = diff(plan, plan, config)
    assert result.exit_code == 0
    assert "No occurrence changes." in result.stdout


def test_a_moved_date_with_its_reason_and_its_mails(plan: Path, config: Path) -> None:
    # the newer edition is due the day before 8 March: 7 March is 8 working days off, so only the
    # reminder of 10 days is due by then instead of that of 5
    told = data(plan, changed(plan, "05/3/2019", "08/3/2019"), config)
    assert told["changes"] == {"appear": 0, "vanish": 0, "move": 2, "agency": 0, "wording": 0}
    assert [row["key"] for row in told["occurrences"]] == [OTHER, KEY]
    row = told["occurrences"][1]
    assert row["old"]["due"] == "2019-03-04"
    assert row["new"] == {
        "start": None, "stated": "2019-03-07", "bound": "before", "due": "2019-03-07",
        "late_from": "2019-03-08",
    }  # fmt: skip
    assert row["why"][0]["en"] == "wording: “trước ngày 05/3/2019” → “trước ngày 08/3/2019”"
    mails = {(each["what"], each["to"], each["rung"]) for each in told["mails"]["notices"]}
    assert mails == {
        (what, f"officer@{name}.example.org", rung)
        for name in ("tu-phap", "noi-vu")
        for what, rung in (("withdrawn", "remind-5"), ("new", "remind-10"))
    }


def run_once(config: Path, day: str) -> None:
    given = ["run", "--once", "--config", str(config), "--today", day]
    assert CliRunner().invoke(app, given).exit_code == 0


def test_who_was_told_another_date_is_told_of_the_change(plan: Path, config: Path) -> None:
    run_once(config, "2019-02-25")
    told = data(plan, changed(plan, "05/3/2019", "28/6/2019"), config, day="2019-02-26")
    assert {(each["what"], each["rung"], each["moved_from"]) for each in
            told["mails"]["notices"]} == {("moved", "moved", "2019-03-04")}  # fmt: skip
    assert told["mails"]["moved"] == 2


def test_what_there_are_records_about_is_marked(plan: Path, config: Path) -> None:
    given = ["done", KEY, "--on", "2019-02-20", "--number", "1/BC", "--config", str(config)]
    assert CliRunner().invoke(app, [*given, "--today", "2019-02-21"]).exit_code == 0
    told = data(plan, changed(plan, '"tu-phap", ', ""), config)
    assert [(row["change"], row["key"], row["recorded"]) for row in told["occurrences"]] == [
        ("vanish", KEY, True)
    ]


def test_a_directory(plan: Path, config: Path) -> None:
    city = plan.parent / "directories" / "city.toml"
    ended = 'id = "tu-phap"\nuntil = 2019-01-31\nsuccessor = [{ to = "so-noi-vu" }]'
    new = changed(city, 'id = "tu-phap"', ended)
    told = data(city, new, config)
    assert [(row["change"], row["key"], row["was"]) for row in told["occurrences"]] == [
        ("agency", "p/III.1/finish/so-noi-vu", KEY)
    ]
    assert (
        told["occurrences"][0]["why"][0]["en"] == "Department tu-phap (31/01/2019) → Home Affairs"
    )
    assert [each["what"] for each in told["mails"]["notices"]] == ["withdrawn"]


def test_working_days(plan: Path, config: Path) -> None:
    days = ROOT / "plans" / "working-days.toml"
    text = days.read_text("utf-8")
    line = next(line for line in text.splitlines() if "2019-05-01" in line)
    extra = '  { date = 2019-03-04, kind = "holiday", vi = "Nghỉ thêm", en = "Extra" },'
    new = plan.parents[1] / "days.toml"
    new.write_text(text.replace(line, f"{extra}\n{line}"), "utf-8")
    result = diff(days, new, config)
    assert result.exit_code == 2
    assert "stated" not in result.stdout  # the words say what they said
    assert "due 4 March 2019 → 1 March 2019" in result.stdout
    assert "4 March 2019 is now off (Extra)" in result.stdout


def test_no_more_rows_than_asked_for(plan: Path, config: Path) -> None:
    result = diff(plan, changed(plan, "05/3/2019", "08/3/2019"), config, "--limit", "1")
    assert result.exit_code == 2
    assert result.stdout.startswith("move 2\n")
    assert OTHER in result.stdout
    assert KEY not in result.stdout.split("Mails of")[0]
    assert "… 1 more" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("plans/p.toml", "plans/directories/city.toml", "not two revisions of one thing"),
        ("plans/p.toml", "config.toml", "neither a plan nor a directory"),
        ("plans/p.toml", "nowhere.toml", "cannot be read"),
        ("plans/p.toml", "broken.toml", "is missing"),
        ("plans/p.toml", "q.toml", "not two revisions of one thing"),
        ("plans/directories/city.toml", "town.toml", "no agency answers to this name"),
    ],
)
def test_what_cannot_be_compared(old: str, new: str, said: str, plan: Path, config: Path) -> None:
    folder = config.parent
    text = plan.read_text("utf-8")
    (folder / "broken.toml").write_text(text.replace('number = "1/KH-UBND"\n', ""), "utf-8")
    city = (plan.parent / "directories" / "city.toml").read_text("utf-8")
    (folder / "town.toml").write_text(city.replace('"tu-phap"', '"phap-che"'), "utf-8")
    (folder / "q.toml").write_text(text.replace('id = "p"', 'id = "q"'), "utf-8")
    result = diff(folder / old, folder / new, config)
    assert result.exit_code == 3
    assert said in result.stderr
