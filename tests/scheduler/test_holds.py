"""Mass mail kept back, and `kyhan notices` as people type it: look, hold, release, drop, retry."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ledger.store import Ledger
from scheduler.cli.main import app
from scheduler.config import Config, Mail
from scheduler.enqueue import enqueue_pass
from tests.rules.builders import slot
from tests.scheduler.small_city import write_city
from tests.scheduler.stage import CONFIG, STATED, SetClock, Twin, at, deliver, ledger_in, site

DAY = "2019-03-04"
CAREFUL = Config(mail=Mail(from_="kyhan@example.org", domain="kyhan.example.org", hold_above=2))
MANY = tuple(f"so-{number}" for number in range(7))


def kyhan(folder: Path, *words: str, day: str = DAY) -> Result:
    options = ["--config", str(folder / "config.toml"), "--today", day, "--lang", "en"]
    return CliRunner().invoke(app, [*words, *options])


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Two mails on 4 March 2019, and a limit of one."""
    config = write_city(tmp_path)
    text = config.read_text("utf-8").replace("[mail]", "[mail]\nhold_above = 1")
    config.write_text(text, encoding="utf-8")
    return tmp_path


def mails(folder: Path) -> int:
    return len(list((folder / "mail" / "new").glob("*"))) if (folder / "mail").exists() else 0


def dump(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "var" / "kyhan.sqlite3") as connection:
        rows = list(connection.iterdump())
    connection.close()
    return rows


async def test_a_pass_above_the_limit_waits_and_goes_once_released(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as ledger:
        clock, twin, plans = SetClock(DAY), Twin(), site(slot(STATED, agencies=MANY))
        report = enqueue_pass(plans, ledger, now=clock.now(), config=CAREFUL)
        assert (report.enqueued.kept_back, report.limit) == (7, 2)
        await deliver(ledger, clock, plans, twin)
        assert twin.sent == []
        ledger.release_held("Lan", clock.now())
        await deliver(ledger, clock, plans, twin)
        assert len(twin.sent) == 7
        enqueue_pass(plans, ledger, now=clock.now(), config=CAREFUL)
        await deliver(ledger, clock, plans, twin)
        assert len(twin.sent) == 7


async def test_three_times_the_busiest_day_of_the_last_month_is_nothing_unusual(
    tmp_path: Path,
) -> None:
    with ledger_in(tmp_path) as ledger:
        clock, twin = SetClock("2019-03-01"), Twin()
        few = site(slot(STATED, agencies=MANY[:2]))
        many = site(slot(STATED, agencies=MANY), *few.slots)
        enqueue_pass(few, ledger, now=clock.now(), config=CAREFUL)
        await deliver(ledger, clock, few, twin)
        assert len(twin.sent) == 2
        report = enqueue_pass(many, ledger, now=at(DAY), config=CAREFUL)
        assert (report.enqueued.kept_back, report.limit) == (7, 6)
        later = enqueue_pass(many, ledger, now=at("2019-04-08"), config=CAREFUL)
        assert later.limit == 2  # 1 March is too long ago


def test_what_was_done_while_it_waited_is_taken_out(city: Path) -> None:
    kyhan(city, "run", "--once")
    kyhan(city, "done", "p/III.1/finish/tu-phap", "--on", DAY, "--number", "12/BC")
    assert kyhan(city, "notices", "--release").exit_code == 0
    kyhan(city, "run", "--once")
    assert mails(city) == 1


def test_a_dry_run_shows_what_the_next_pass_sends_and_writes_nothing(city: Path) -> None:
    kyhan(city, "notices")  # makes the database
    with Ledger.open(f"sqlite:///{city}/var/kyhan.sqlite3") as ledger:
        ledger.secret()
    before = dump(city)
    shown = kyhan(city, "notices", "--dry-run")
    assert shown.exit_code == 0
    assert "Monday, 4 March 2019: 2 mails" in shown.stdout
    assert "Above the 1 mails a pass may send" in shown.stdout
    for said in (
        "officer@noi-vu.example.org\n  p/III.1/finish/noi-vu  due  Due today, 04/03/2019.",
        "To: officer@noi-vu.example.org",
        "Subject: [Đến hạn hôm nay] Rà soát thủ tục hành chính",
        "Trân trọng./.",
    ):
        assert said in shown.stdout
    assert dump(city) == before
    listed = json.loads(kyhan(city, "notices", "--dry-run", "--json").stdout)
    assert [(mail["date"], mail["to"], mail["held"]) for mail in listed] == [
        (DAY, "officer@noi-vu.example.org", True), (DAY, "officer@tu-phap.example.org", True),
    ]  # fmt: skip


def test_a_dry_run_on_a_day_off_shows_the_next_working_day(city: Path) -> None:
    shown = kyhan(city, "notices", "--dry-run", day="2019-03-02")  # a Saturday
    assert "Monday, 4 March 2019: 2 mails" in shown.stdout


def test_what_is_held_is_listed_and_released_by_name(city: Path) -> None:
    once = kyhan(city, "run", "--once")
    assert "One pass has 2 mails, above the limit of 1" in once.stderr
    assert mails(city) == 0
    listed = kyhan(city, "notices")
    assert listed.exit_code == 2
    assert "held" in listed.stdout
    assert "HELD One pass has 2 mails, above the limit of 1" in listed.stderr
    released = kyhan(city, "notices", "--release", "--by", "Lan")
    assert released.stdout.startswith("Released; 2 mails may go.")
    assert kyhan(city, "run", "--once").exit_code == 0
    assert mails(city) == 2
    assert kyhan(city, "notices", "--release").stdout == "Nothing was held.\n"


def test_what_is_dropped_is_not_sent(city: Path) -> None:
    kyhan(city, "run", "--once")
    assert "2 mails were dropped" in kyhan(city, "notices", "--drop").stdout
    assert kyhan(city, "run", "--once").exit_code == 0
    assert mails(city) == 0
    told = json.loads(kyhan(city, "notices", "--json").stdout)
    assert {row["outcome"] for row in told if row["rung"] == "due"} == {"withdrawn"}


def test_a_person_may_keep_everything_back(city: Path) -> None:
    assert kyhan(city, "notices", "--hold", " ").exit_code == 1
    held = kyhan(city, "notices", "--hold", "the plan is under review", "--by", "Lan")
    assert held.stdout == "All mail is kept back.\n"
    again = kyhan(city, "notices", "--hold", "still")
    assert again.stdout == "All mail is kept back. (it was already)\n"
    kyhan(city, "run", "--once")
    assert mails(city) == 0
    assert "Lan: the plan is under review" in kyhan(city, "notices").stderr


def test_one_thing_at_a_time(city: Path) -> None:
    refused = kyhan(city, "notices", "--release", "--drop")
    assert refused.exit_code == 1
    assert "--release, --drop: one at a time" in refused.stderr


def test_what_failed_is_listed_and_sent_again(city: Path) -> None:
    assert kyhan(city, "notices", "--failed").exit_code == 0
    with Ledger.open(f"sqlite:///{city}/var/kyhan.sqlite3") as ledger:
        plans = site(slot(STATED))
        enqueue_pass(plans, ledger, now=at(DAY), config=CONFIG)
        (claim,) = ledger.claim("me", at(DAY), 1)
        ledger.settle(claim, "failed", at(DAY), error="550 5.1.1 no such user")
    shown = kyhan(city, "notices", "--failed")
    assert shown.exit_code == 2
    assert "officer@tu-phap.example.org" in shown.stdout
    assert "550 5.1.1 no such user" in shown.stdout
    (row,) = json.loads(kyhan(city, "notices", "--failed", "--json").stdout)
    assert row["notices"] == [{"key": "p/III.1/2019-Q1/tu-phap", "rung": "due"}]
    other = kyhan(city, "notices", "officer@y-te.example.org", "--retry")
    assert other.stdout == "0 mails will be sent again.\n"
    mine = kyhan(city, "notices", "officer@tu-phap.example.org", "--retry")
    assert mine.stdout == "1 mails will be sent again.\n"
    assert kyhan(city, "notices", "--failed").exit_code == 0
