"""Holds and what ends them, and a database that was put back from a backup."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from ledger.holds import ClockMark
from ledger.notices import Enqueued, WeeklySummary
from ledger.store import Ledger
from rules.facts import Facts
from rules.notices import NoticeRules, decide
from rules.schedule import Schedule
from rules.text import Text
from tests.rules.builders import schedule, slot

DAY = date(2019, 3, 4)
NOW = datetime(2019, 3, 4, 2, tzinfo=UTC)
WHY = Text("thử", "a trial")
TU_PHAP, NOI_VU = "officer@tu-phap.example.org", "officer@noi-vu.example.org"


def enqueue(ledger: Ledger, plans: Schedule, day: date = DAY, *, above: int | None = 1) -> Enqueued:
    decided = tuple(decide(plans, Facts(), ledger.recorded(), day, NoticeRules()))
    return ledger.enqueue(
        decided, (), day=day, now=NOW + (day - DAY), hold_above=above,
        message_id=lambda to: f"<{to.partition('@')[2]}.{day}@example.org>",
    )  # fmt: skip


def two() -> Schedule:
    return schedule(slot(DAY, agencies=("tu-phap", "noi-vu")))


def states(ledger: Ledger) -> dict[str, str]:
    return {each.key.recipient: each.message_state for each in ledger.told() if each.message_id}


def claimed(ledger: Ledger, now: datetime = NOW) -> list[str]:
    return [claim.recipient for claim in ledger.claim("me", now, 10)]


def test_more_than_the_limit_is_kept_back_whole(ledger: Ledger) -> None:
    assert enqueue(ledger, two()) == Enqueued(planned=2, superseded=8, messages=2, kept_back=2)
    assert set(states(ledger).values()) == {"held"}
    assert claimed(ledger) == []
    (hold,) = ledger.holding()
    assert (hold.kind, hold.since) == ("mass", NOW)
    assert "2 mails" in hold.reason.en


def test_as_many_as_the_limit_go(ledger: Ledger) -> None:
    assert enqueue(ledger, two(), above=2).kept_back == 0
    assert claimed(ledger) == [NOI_VU, TU_PHAP]
    assert ledger.holding() == ()


def test_what_is_released_goes_once_and_the_audit_says_who(ledger: Ledger) -> None:
    enqueue(ledger, two())
    later = NOW + timedelta(days=3)
    done = ledger.release_held("Lan", later)
    assert (done.messages, [each.kind for each in done.holds]) == (2, ["mass"])
    assert claimed(ledger, later) == [NOI_VU, TU_PHAP]
    assert ledger.release_held("Lan", later).messages == 0
    assert enqueue(ledger, two()).planned == 0
    rows = [(row.kind, row.subject, row.who) for row in ledger.audit_rows()]
    assert rows == [("hold", "mass", "kyhan"), ("release", "mass", "Lan")]


def test_what_is_dropped_never_goes_and_is_not_decided_again(ledger: Ledger) -> None:
    enqueue(ledger, two())
    assert ledger.drop_held("Lan", NOW).messages == 2
    assert claimed(ledger) == []
    assert enqueue(ledger, two()).planned == 0
    withdrawn = [each for each in ledger.told() if each.outcome == "withdrawn"]
    assert [each.reason.en for each in withdrawn] == ["Not sent, as decided by Lan."] * 2


def test_a_newer_rung_joins_what_is_kept_back_and_waits_with_it(ledger: Ledger) -> None:
    enqueue(ledger, two())
    next_day = DAY + timedelta(days=1)
    some = schedule(slot(DAY, agencies=("tu-phap",)))
    assert enqueue(ledger, some, next_day) == Enqueued(planned=1, messages=1, kept_back=1)
    now = NOW + timedelta(days=1)
    assert claimed(ledger, now) == []
    ledger.release_held("Lan", now)
    assert claimed(ledger, now) == [NOI_VU, TU_PHAP]  # one mail each, the older one is merged


def test_others_go_while_a_mass_is_kept_back(ledger: Ledger) -> None:
    enqueue(ledger, two())
    other = schedule(slot(DAY, agencies=("y-te",), label="2019-02"))
    assert enqueue(ledger, other).kept_back == 0
    assert claimed(ledger) == ["officer@y-te.example.org"]


@pytest.mark.parametrize("kind", ["restored", "stopped"])
def test_nothing_is_claimed_under_a_hold_on_everything(ledger: Ledger, kind: str) -> None:
    enqueue(ledger, two(), above=None)
    assert ledger.hold(kind, WHY, NOW)  # type: ignore[arg-type]
    assert not ledger.hold(kind, WHY, NOW)  # type: ignore[arg-type]
    assert claimed(ledger) == []
    ledger.release_held("Lan", NOW)
    assert claimed(ledger) == [NOI_VU, TU_PHAP]


def test_a_clocks_hold_is_its_own_machines_affair(ledger: Ledger) -> None:
    enqueue(ledger, two(), above=None)
    for boot in ("a", "b"):
        ledger.hold("clock", WHY, NOW, node=boot)
    assert ledger.end_hold("clock", NOW, node="a")
    assert not ledger.end_hold("clock", NOW, node="a")
    assert [each.node for each in ledger.holding()] == ["b"]
    assert claimed(ledger) == [NOI_VU, TU_PHAP]


def test_the_busiest_day_counts_what_was_sent(ledger: Ledger) -> None:
    enqueue(ledger, two(), above=None)
    for claim in ledger.claim("me", NOW, 10):
        ledger.stamp(claim, b"x", {}, NOW)
        ledger.settle(claim, "sent", NOW)
    month = DAY - timedelta(days=30)
    assert ledger.busiest(month, DAY) == 0  # today does not count
    assert ledger.busiest(month, DAY + timedelta(days=1)) == 2
    assert ledger.busiest(DAY + timedelta(days=1), DAY + timedelta(days=2)) == 0


def test_marks_of_a_boot_replace_each_other_and_old_boots_are_forgotten(ledger: Ledger) -> None:
    for number in range(30):
        for again in (0, 1):
            now = NOW + timedelta(hours=number, minutes=again)
            ledger.mark_clock(ClockMark(f"boot {number}", now, float(again)))
    found = ledger.clock_marks()
    assert found[0] == ClockMark("boot 29", NOW + timedelta(hours=29, minutes=1), 1.0)
    assert len({mark.boot for mark in found}) == len(found) == 21


def restored_kinds(url: str) -> list[str]:
    with Ledger.open(url) as ledger, ledger.as_daemon(NOW):
        return [each.kind for each in ledger.holding()]


def worked_on(url: str) -> None:
    with Ledger.open(url) as ledger, ledger.as_daemon(NOW):
        ledger.beat(NOW)


def test_an_ordinary_restart_is_not_held(url: str) -> None:
    for _ in range(3):
        worked_on(url)
    assert restored_kinds(url) == []


def test_a_file_overwritten_by_its_backup_starts_held(sqlite_url: str, tmp_path: Path) -> None:
    worked_on(sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    shutil.copy(file, tmp_path / "backup")
    worked_on(sqlite_url)
    file.write_bytes((tmp_path / "backup").read_bytes())  # the same file, as with `cp`
    assert restored_kinds(sqlite_url) == ["restored"]
    assert restored_kinds(sqlite_url) == ["restored"]  # a restart is no release
    with Ledger.open(sqlite_url) as ledger:
        ledger.release_held("Lan", NOW)
    assert restored_kinds(sqlite_url) == []


def test_a_whole_folder_put_back_starts_held(sqlite_url: str, tmp_path: Path) -> None:
    worked_on(sqlite_url)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    shutil.copytree(folder, tmp_path / "backup")
    folder.rename(tmp_path / "lost")
    shutil.copytree(tmp_path / "backup", folder)
    assert restored_kinds(sqlite_url) == ["restored"]


def test_a_file_put_back_beneath_a_running_daemon_is_held(sqlite_url: str, tmp_path: Path) -> None:
    worked_on(sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    shutil.copy(file, tmp_path / "backup")
    with Ledger.open(sqlite_url) as ledger, ledger.as_daemon(NOW):
        ledger.beat(NOW)
        ledger.close()
        file.write_bytes((tmp_path / "backup").read_bytes())
        ledger.beat(NOW)
        assert [each.kind for each in ledger.holding()] == ["restored"]


def test_tables_loaded_from_a_dump_start_held(url: str, tmp_path: Path) -> None:
    """The same rows in a new file, or as `pg_restore --clean` leaves them, in new tables."""
    worked_on(url)
    file, dump = Path(url.removeprefix("sqlite:///")), f"{tmp_path}/dump"
    remake = (
        [f"VACUUM INTO '{dump}'"]
        if url.startswith("sqlite")
        else [
            "ALTER TABLE settings RENAME TO old",
            "CREATE TABLE settings AS SELECT * FROM old",
            "ALTER TABLE settings ADD PRIMARY KEY (name)",
        ]
    )
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in remake:
            connection.exec_driver_sql(statement)
    engine.dispose()
    if file.exists():
        Path(dump).replace(file)
    assert restored_kinds(url) == ["restored"]


def test_a_summary_is_kept_back_with_its_mail(ledger: Ledger) -> None:
    decided = tuple(decide(two(), Facts(), {}, DAY, NoticeRules()))
    weekly = (WeeklySummary("head@so-noi-vu.example.org", "2019-W10"),)
    done = ledger.enqueue(
        decided, weekly, day=DAY, now=NOW, hold_above=2,
        message_id=lambda to: f"<{to.partition('@')[2]}@example.org>",
    )  # fmt: skip
    assert (done.messages, done.kept_back) == (3, 3)
    ledger.drop_held("Lan", NOW)
    assert ledger.summarised("2019-W10") == {"head@so-noi-vu.example.org"}
    assert claimed(ledger) == []


def test_many_daemons_on_one_machine_count_on_without_an_alarm(ledger: Ledger, url: str) -> None:
    """Four processes' worth of ledgers, each with its own count of heartbeats."""

    def work(number: int) -> None:
        with Ledger.open(url) as own:
            for again in range(10):
                own.beat(NOW)
                own.mark_clock(ClockMark("one boot", NOW, float(10 * number + again)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert ledger.holding() == ()
    assert [mark.boot for mark in ledger.clock_marks()] == ["one boot"]
