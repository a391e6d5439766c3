"""`kyhan extend`, `return` and `audit` as a person types them, on the shipped plan of Hà Nội 2019.

The report of the first half is due on 4 June 2019, a Tuesday; 15 June is a Saturday.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from typer.testing import CliRunner, Result

from scheduler.cli.main import app

ROOT = Path(__file__).parents[2]
KEY = "hanoi-2019/III.1/2019-H1/so-tu-phap"
DAY = "2019-06-03"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "kyhan.sqlite3"
    monkeypatch.setenv("KYHAN_LEDGER__URL", f"sqlite:///{file}")
    monkeypatch.setenv("KYHAN_FEEDS__FOLDER", str(tmp_path / "feeds"))
    monkeypatch.setenv("COLUMNS", "200")
    return file


def kyhan(*words: str, day: str = DAY) -> Result:
    config = str(ROOT / "config.toml")
    return CliRunner().invoke(app, [*words, "--config", config, "--lang", "en", "--today", day])


def row(day: str = DAY) -> dict[str, Any]:
    words = ("occurrences", "--plan", "hanoi-2019", "--agency", "so-tu-phap", "--json")
    (found,) = [each for each in json.loads(kyhan(*words, day=day).stdout) if each["key"] == KEY]
    return dict(found)


def extend(until: str = "2019-06-15") -> Result:
    return kyhan("extend", KEY, "--until", until, "--number", "5/UBND", "--by", "lan")


def done(on: str = DAY) -> Result:
    return kyhan("done", KEY, "--on", on, "--number", "9/BC", "--by", "van-thu")


def send_back() -> Result:
    return kyhan("return", KEY, "--reason", "thiếu số liệu", "--by", "noi-vu")


pytestmark = pytest.mark.usefixtures("database")


def test_an_extension_moves_the_dates_and_keeps_the_old_ones() -> None:
    first = row()
    assert (first["due"], first["extended_to"], first["original"]) == ("2019-06-04", None, None)
    assert extend().exit_code == 0
    found = row()
    assert {name: found[name] for name in ("stated", "bound", "due", "late_from")} == {
        "stated": "2019-06-15", "bound": "by", "due": "2019-06-14", "late_from": "2019-06-18",
    }  # fmt: skip
    assert found["original"] == {
        "stated": "2019-06-04", "due": "2019-06-04", "late_from": "2019-06-05",
    }  # fmt: skip
    assert (found["extended_to"], found["extended_by"]) == ("2019-06-15", "5/UBND")
    assert row("2019-06-17")["state"] == "closing"
    assert row("2019-06-18")["state"] == "overdue"


def test_an_extension_is_confirmed_once_and_known_after() -> None:
    assert "extended from 4 June 2019 to the end of 15 June 2019" in extend().stdout
    assert "known already" in extend().stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("extend", KEY, "--until", "2019-06-04", "--number", "5"), "not later than"),
        (("extend", KEY, "--until", "2019-05-31", "--number", "5"), "not later than"),
        (("extend", f"{KEY}x", "--until", "2019-06-15", "--number", "5"), f"did you mean: {KEY}"),
        (("return", f"{KEY}x", "--reason", "sai"), f"did you mean: {KEY}"),
        (("return", KEY, "--reason", "sai"), "nothing is submitted"),
    ],
)
def test_what_cannot_be_is_refused_and_said(words: tuple[str, ...], why: str) -> None:
    refused = kyhan(*words)
    assert refused.exit_code == 1
    assert why in refused.stderr
    assert json.loads(kyhan("audit", "list", "--json").stdout) == []


def test_what_waits_for_its_event_has_no_date_to_extend() -> None:
    listed = json.loads(kyhan("occurrences", "--state", "pending", "--json").stdout)
    refused = kyhan("extend", listed[0]["key"], "--until", "2030-01-01", "--number", "5")
    assert refused.exit_code == 1
    assert "no date to extend" in refused.stderr


def test_what_is_returned_is_owed_again() -> None:
    done()
    assert row()["state"] == "done"
    result = send_back()
    assert result.exit_code == 0
    assert "Now: returned" in result.stdout
    assert (row()["state"], row()["returned"]) == ("returned", "thiếu số liệu")
    assert row("2019-06-05")["state"] == "overdue"
    assert "Returned, 1 working days left" in kyhan("status", "--agency", "so-tu-phap").stdout
    assert done().exit_code == 0
    assert (row()["state"], row()["returned"]) == ("done", None)


def test_on_time_is_judged_by_the_date_granted() -> None:
    kyhan("done", KEY, "--on", "2019-06-17", "--number", "9/BC", day="2019-06-20")
    assert row("2019-06-20")["state"] == "done-late"
    extend()
    assert row("2019-06-20")["state"] == "done"


def test_explain_shows_both_dates_with_the_document() -> None:
    extend()
    shown = kyhan("explain", KEY).stdout
    for line in (
        "Stated: Tuesday, 4 June 2019",
        "Extended to: Saturday, 15 June 2019",
        "Due: Friday, 14 June 2019",
        "Late from: Tuesday, 18 June 2019",
        "Extended from 4 June 2019 to the end of 15 June 2019 by document 5/UBND",
    ):
        assert line in shown


def event(folder: Path) -> dict[str, Any]:
    assert kyhan("publish").exit_code == 0
    calendar = icalendar.Calendar.from_ical(
        (folder / "feeds/hanoi/agencies/so-tu-phap.ics").read_bytes()
    )
    (found,) = [each for each in calendar.events if each["X-KYHAN-KEY"] == KEY]
    return dict(found)


def test_the_feed_moves_and_its_sequence_goes_up_with_every_record(tmp_path: Path) -> None:
    first = event(tmp_path)
    seen = [int(first["SEQUENCE"])]
    for act in (extend, done, send_back, lambda: extend("2019-06-21")):
        assert act().exit_code == 0
        found = event(tmp_path)
        assert found["UID"] == first["UID"]
        seen.append(int(found["SEQUENCE"]))
    assert [each - seen[0] for each in seen] == [0, 1, 3, 4, 5]  # done: submitted and accepted
    assert found["DTSTART"].dt == date(2019, 6, 21)
    assert "04/06/2019" in found["DESCRIPTION"]


def test_the_audit_tells_who_did_what() -> None:
    extend()
    done()
    send_back()
    rows = json.loads(kyhan("audit", "list", "--key", KEY, "--json").stdout)
    assert [(each["kind"], each["who"]) for each in rows] == [
        ("extension", "lan"), ("completion", "van-thu"), ("acceptance", "van-thu"),
        ("return", "noi-vu"),
    ]  # fmt: skip
    assert rows[3]["before"]["number"] == "9/BC"
    listed = kyhan("audit", "list").stdout
    assert f"03/06/2019 12:00  {KEY}  extended  lan" in listed
    assert json.loads(kyhan("audit", "list", "--key", "x", "--json").stdout) == []


def test_the_audit_names_the_first_row_that_does_not_fit(database: Path) -> None:
    extend()
    done()
    whole = kyhan("audit", "verify")
    assert whole.exit_code == 0
    assert "3 rows, all of them fit." in whole.stdout
    assert json.loads(kyhan("audit", "verify", "--json").stdout)["first_bad"] is None
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE audit SET who = 'minh', at = 'then' WHERE id = 2")
        connection.commit()
    broken = kyhan("audit", "verify")
    assert (broken.exit_code, broken.stdout[:6]) == (2, "Row 2:")
    assert json.loads(kyhan("audit", "verify", "--json").stdout)["first_bad"] == 2
    assert "2. then" in kyhan("audit", "list").stdout


def test_whoever_is_logged_in_is_named_where_nobody_else_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "thu-ky")
    kyhan("done", KEY, "--on", DAY, "--number", "9/BC")
    rows = json.loads(kyhan("audit", "list", "--json").stdout)
    assert {each["who"] for each in rows} == {"thu-ky"}
