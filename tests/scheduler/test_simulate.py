"""`kyhan simulate` against the daemon really stepped through the same days, and by itself."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner, Result

from ledger.memory import MemoryLedger
from ledger.store import Ledger
from rules.facts import Completion
from scheduler.cli.main import app
from scheduler.simulate import subject_of
from tests.scheduler import small_city
from tests.scheduler.stage import CONFIG, NOI_VU, SetClock, Twin, at, deliver, enqueue, site
from tests.scheduler.stepped import ROOT, folder_with, lines, step_through

DIRECTORY = small_city.directory(("tu-phap", "so-noi-vu"), "officer", "head")
PLAN = small_city.PLAN.replace('"noi-vu"', '"so-noi-vu"')
KEY = "p/III.1/finish/tu-phap"
TU_PHAP, COORDINATOR = "officer@tu-phap.example.org", "officer@so-noi-vu.example.org"
Rows = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    handlers = logging.getLogger().handlers
    yield
    logging.getLogger().handlers = handlers
    structlog.reset_defaults()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    config = folder_with(tmp_path)
    (tmp_path / "plans" / "p.toml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "directories").mkdir()
    (tmp_path / "directories" / "city.toml").write_text(DIRECTORY, encoding="utf-8")
    text = config.read_text("utf-8").replace(f"{ROOT}/plans/directories", "directories")
    config.write_text(text, encoding="utf-8")
    return config


def simulate(config: Path, first: str, last: str, *words: str) -> Result:
    span = ["--from", first, "--to", last, "--lang", "en", "--config", str(config)]
    return CliRunner().invoke(app, ["simulate", *span, *words])


def mails(config: Path, first: str, last: str, *words: str) -> Rows:
    result = simulate(config, first, last, "--json", *words)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""  # no progress bar but on a terminal
    found: Rows = json.loads(result.stdout)
    return found


def rungs(found: Rows, recipient: str) -> list[tuple[str, list[str]]]:
    return [
        (row["date"], [notice["rung"] for notice in row["notices"]])
        for row in found
        if row["to"] == recipient
    ]


# Due on Monday, 4 March 2019; late from the 5th. Working days before: Friday the 1st (1), 27 and 25
# February (3, 5), 18 February (10). Late steps: the 5th, 7th, 12th, 19th, 26th.
OFFICER = [
    ("2019-02-18", ["remind-10"]),
    ("2019-02-25", ["remind-5"]),
    ("2019-02-27", ["remind-3"]),
    ("2019-03-01", ["remind-1"]),
    ("2019-03-04", ["due"]),
    ("2019-03-05", ["late-0"]),
    ("2019-03-07", ["late-2"]),
    ("2019-03-12", ["late-5"]),
    ("2019-03-19", ["late-10"]),
    ("2019-03-26", ["late-15"]),
]


def test_a_duty_from_its_first_reminder_on(small: Path) -> None:
    found = mails(small, "2019-02-01", "2019-03-31")
    assert rungs(found, TU_PHAP) == OFFICER
    assert rungs(found, "head@tu-phap.example.org") == OFFICER[6:]
    summaries = [row["date"] for row in found if row["kind"] == "summary"]
    assert summaries == ["2019-03-11", "2019-03-18", "2019-03-25"]  # Mondays on which it is late
    assert {row["to"] for row in found if row["kind"] == "summary"} == {COORDINATOR}
    first = found[0]
    assert set(first) == {"date", "to", "kind", "subject", "notices"}
    assert first["notices"] == [
        {
            "key": "p/III.1/finish/so-noi-vu",
            "rung": "remind-10",
            "reason": "Reminder 10 working days before 04/03/2019.",
        }
    ]


def test_the_first_day_is_a_first_start(small: Path) -> None:
    found = mails(small, "2019-03-11", "2019-03-11")
    assert rungs(found, TU_PHAP) == [("2019-03-11", ["late-2"])]
    (both,) = [row for row in found if row["to"] == COORDINATOR]
    assert (both["kind"], both["summary"]) == ("notices", True)
    assert rungs(mails(small, "2019-05-06", "2019-05-31"), TU_PHAP) == []  # over 30 days late


def test_nothing_of_what_is_done(small: Path, tmp_path: Path) -> None:
    done = tmp_path / "done.csv"
    done.write_text(f"\ufeffkey;on;number\n{KEY};01/03/2019;12/BC\n\n", encoding="utf-8")
    found = mails(small, "2019-02-01", "2019-03-31", "--done", str(done))
    assert rungs(found, TU_PHAP) == OFFICER[:3]
    assert rungs(found, "head@tu-phap.example.org") == []
    early = mails(small, "2019-03-04", "2019-03-31", "--done", str(done))
    assert rungs(early, TU_PHAP) == []


def test_a_file_of_what_is_done_is_judged_whole(small: Path, tmp_path: Path) -> None:
    done = tmp_path / "done.csv"
    done.write_text(
        f"key,on,number\n{KEY},2019-03-01,1\n{KEY[:-1]},2019-03-01,1\n{KEY},3/2019,\n",
        encoding="utf-8",
    )
    result = simulate(small, "2019-02-01", "2019-03-31", "--done", str(done))
    assert result.exit_code == 3
    found = result.stderr.splitlines()
    assert [line.partition(": ")[0].rpartition(":")[2] for line in found] == ["3", "4", "4", "4"]
    assert KEY in found[0]  # the nearest
    assert "stands in line 2 already" in found[1]
    done.write_text("key,day\n", encoding="utf-8")
    result = simulate(small, "2019-02-01", "2019-03-31", "--done", str(done))
    assert (result.exit_code, "lacks the columns on, number" in result.stderr) == (3, True)


def test_nothing_is_touched(small: Path) -> None:
    before = sorted(small.parent.rglob("*"))
    mails(small, "2019-02-01", "2019-03-31")
    assert sorted(small.parent.rglob("*")) == before


def test_a_baseline(small: Path, tmp_path: Path) -> None:
    span = ("2019-02-25", "2019-03-08")
    file = tmp_path / "before.json"
    file.write_text(simulate(small, *span, "--json").stdout, encoding="utf-8")
    same = simulate(small, *span, "--baseline", str(file))
    assert (same.exit_code, same.stdout) == (0, "No difference.\n")
    plan = tmp_path / "plans" / "p.toml"
    plan.write_text(PLAN.replace("05/3/2019", "06/3/2019"), encoding="utf-8")
    other = simulate(small, *span, "--baseline", str(file))
    assert other.exit_code == 2
    shown = other.stdout.splitlines()
    at_4 = next(i for i, line in enumerate(shown) if line.startswith(f"~ 2019-03-04  {TU_PHAP}"))
    assert f"  - {KEY}  due  Due today, 04/03/2019." in shown[at_4:]
    assert f"  + {KEY}  remind-1  Reminder 1 working days before 05/03/2019." in shown[at_4:]
    assert shown[-1] == "Different: 8 mails gone, 10 new, 6 changed."
    with_json = simulate(small, *span, "--baseline", str(file), "--json")
    assert with_json.exit_code == 2
    assert len(json.loads(with_json.stdout)) == 16
    assert "Different" in with_json.stderr
    file.write_text('[{"date": "2019-02-25"}]', encoding="utf-8")
    assert simulate(small, *span, "--baseline", str(file)).exit_code == 3


def test_a_pass_that_would_be_held_is_shown_as_held(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KYHAN_MAIL__HOLD_ABOVE", "1")
    found = mails(small, "2019-03-04", "2019-03-05")
    # Three times the busiest day of the last 30 is no mistake: 2 mails on the 4th allow 6
    assert [(row["date"], row.get("held")) for row in found] == [
        ("2019-03-04", True), ("2019-03-04", True), ("2019-03-05", None), ("2019-03-05", None),
    ]  # fmt: skip
    shown = simulate(small, "2019-03-04", "2019-03-05").stdout
    assert "2 mails, above the limit of 1: the pass would be held" in shown


def test_what_a_person_reads(small: Path) -> None:
    shown = simulate(small, "2019-02-01", "2019-03-31").stdout
    found = mails(small, "2019-02-01", "2019-03-31")
    notices = sum(len(row["notices"]) for row in found)
    assert f"{len(found)} mails, {notices} notices. Nothing was sent." in shown
    assert "a first start" in shown
    assert f"{KEY}  remind-10  Reminder 10 working days before 04/03/2019." in shown
    assert [line.split() for line in shown.splitlines() if line.startswith("2019-02")] == [
        ["2019-02", "6", "6"]
    ]
    assert "Department tu-phap, City" in shown
    assert "36 working days" in shown  # 20 in February less Tết's 5 days and one, 21 in March


@pytest.mark.parametrize(
    ("words", "says"),
    [(("--plan", "q"), "--plan q: unknown"), (("--from", "2019-04-01"), "--to is before")],
)
def test_what_is_asked_wrongly(small: Path, words: tuple[str, ...], says: str) -> None:
    result = simulate(small, "2019-02-01", "2019-03-31", *words)
    assert (result.exit_code, says in result.stderr) == (3, True)


MORE = """[[duty]]
ref = "III.2"
kind = "report"
title = "Báo cáo cải cách hành chính"
lead = ["so-noi-vu", "tu-phap"]
[duty.when]
2019-Q1 = "trước ngày 15 của tháng cuối kỳ báo cáo"
"""


def test_it_lists_what_the_daemon_sends(small: Path, tmp_path: Path) -> None:
    """Four months; bench/simulate_2019.py does it for the five plans and the whole year."""
    with (tmp_path / "plans" / "p.toml").open("a", encoding="utf-8") as plan:
        plan.write(MORE)
    done = tmp_path / "done.csv"
    done.write_text(f"key,on,number\n{KEY},2019-03-16,1/BC\n", encoding="utf-8")  # a Saturday
    simulated = mails(small, "2019-01-01", "2019-04-30", "--done", str(done))
    finished = Completion(KEY, date(2019, 3, 16), "1/BC", "", at("2019-03-16", 0))
    stepped = step_through(small, date(2019, 1, 1), date(2019, 4, 30), [finished])
    assert len(stepped) > 50
    assert {row["date"] for row in stepped if row.get("summary")}
    assert lines(simulated) == lines(stepped)


def test_it_lists_what_the_daemon_sends_of_a_shipped_plan(tmp_path: Path) -> None:
    first, last, plan = date(2019, 2, 14), date(2019, 2, 25), "haiphong-2019"
    on = date(2019, 2, 16)  # a Saturday
    span = (first.isoformat(), last.isoformat(), "--plan", plan)
    shipped = mails(ROOT / "config.toml", *span)
    finished = sorted({row["notices"][0]["key"] for row in shipped if row["notices"]})[::2]
    done = tmp_path / "done.csv"
    done.write_text(
        "key,on,number\n" + "".join(f"{key},{on},1/BC\n" for key in finished), encoding="utf-8"
    )
    simulated = mails(ROOT / "config.toml", *span, "--done", str(done))
    stepped = step_through(
        folder_with(tmp_path / "real", plan), first, last,
        [Completion(key, on, "1/BC", "", at(on.isoformat(), 0)) for key in finished],
    )  # fmt: skip
    assert lines(simulated) == lines(stepped)
    after = [row for row in simulated if row["date"] >= on.isoformat()]
    assert not {notice["key"] for row in after for notice in row["notices"]} & set(finished)


def test_what_holds_of_every_mail() -> None:
    found = mails(ROOT / "config.toml", "2019-04-08", "2019-05-10")
    days = {row["date"] for row in found}
    # Hùng Kings on Sunday the 14th, in lieu the 15th; the 29th for Saturday, 4 May; 30 April; 1 May
    off = {"2019-04-15", "2019-04-29", "2019-04-30", "2019-05-01"}
    assert not days & off
    assert "2019-05-04" in days  # worked instead
    weekends = {day for day in days if date.fromisoformat(day).weekday() >= 5}
    assert weekends == {"2019-05-04"}
    assert max(Counter((row["date"], row["to"]) for row in found).values()) == 1
    told = Counter(
        (row["to"], notice["key"], notice["rung"]) for row in found for notice in row["notices"]
    )
    assert max(told.values()) == 1


async def test_a_ledger_in_memory_is_as_any_other(tmp_path: Path) -> None:
    plans, clock, twin = site(), SetClock("2019-02-25"), Twin()
    found = []
    url = f"sqlite:///{tmp_path}/kyhan.sqlite3"
    with MemoryLedger.empty() as memory, Ledger.open(url) as disk:
        for day in ("2019-02-25", "2019-03-01", "2019-03-05"):
            clock.instant = at(day)
            for ledger in (memory, disk):
                enqueue(ledger, clock, plans)
            assert memory.recorded() == disk.recorded()
        found = [[each.key for each in ledger.told()] for ledger in (memory, disk)]
        await deliver(disk, clock, plans, twin, CONFIG)
    assert found[0] == found[1]
    assert NOI_VU in twin.recipients
    assert [subject_of(each.data) for each in twin.sent if each.recipient == NOI_VU] == [
        "[Quá hạn 1 ngày làm việc] Báo cáo CCHC, quý I/2019 – hạn thứ Hai, 04/03/2019"
    ]
