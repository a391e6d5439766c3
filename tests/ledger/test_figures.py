"""Counts read from the ledger, and a database looked at from outside, on both stores."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from ledger.engine import open_engine, writing
from ledger.examine import examine, holder, named, sqlite_file
from ledger.figures import LedgerDownError, answering
from ledger.lock import held
from ledger.migrate import HEAD
from ledger.store import Ledger
from ledger.tables import messages, notices

DAY = date(2019, 3, 4)
NOW = datetime(2019, 3, 4, 3, tzinfo=UTC)  # ten o'clock in Việt Nam
HOUR = timedelta(hours=1)


def message(ledger: Ledger, number: int, state: str, **values: object) -> None:
    row = {
        "id": number, "recipient": f"{number}@example.org", "day": DAY, "message_id": f"<{number}>",
        "state": state, "created_at": NOW - number * HOUR, "next_attempt": NOW - HOUR, **values,
    }  # fmt: skip
    with writing(ledger._engine) as connection:
        connection.execute(insert(messages).values(row))


def notice(ledger: Ledger, number: int, outcome: str, rung: str, on: int | None) -> None:
    row = {
        "plan": "p", "ref": "1", "label": str(number), "agency": "a", "due": DAY, "rung": rung,
        "recipient": "a@example.org", "role": "officer", "rung_day": DAY, "late": 0,
        "outcome": outcome, "reason_vi": "", "reason_en": "", "message": on, "recorded_at": NOW,
    }  # fmt: skip
    with writing(ledger._engine) as connection:
        connection.execute(insert(notices).values(row))


def test_an_empty_ledger_has_nothing_to_tell(ledger: Ledger) -> None:
    backlog = ledger.backlog(NOW)
    assert (backlog.queued, backlog.sending, backlog.stuck, backlog.waiting) == (0, 0, 0, 0)
    assert (backlog.oldest, backlog.last_sent) == (None, None)
    totals = ledger.totals()
    assert (dict(totals.notices), dict(totals.messages)) == ({}, {})


def test_the_backlog_counts_what_is_due_and_who_holds_it(ledger: Ledger) -> None:
    message(ledger, 1, "queued")
    message(ledger, 2, "queued")  # two hours old: the oldest that is due
    message(ledger, 3, "queued", first_refused_at=NOW - HOUR)  # its recipient put it off
    message(ledger, 4, "queued", next_attempt=NOW + HOUR)  # not due yet
    message(ledger, 5, "sent", settled_at=NOW - 2 * HOUR)
    message(ledger, 6, "sent", settled_at=NOW - HOUR)
    message(ledger, 7, "failed", settled_at=NOW)
    message(ledger, 8, "held")
    backlog = ledger.backlog(NOW)
    assert (backlog.queued, backlog.sending, backlog.stuck) == (4, 0, 0)
    assert (backlog.waiting, backlog.oldest) == (2, NOW - 2 * HOUR)
    assert backlog.last_sent == NOW - HOUR


def test_a_claim_is_in_hand_until_its_lease_runs_out(sqlite_ledger: Ledger) -> None:
    message(sqlite_ledger, 1, "queued")
    assert len(sqlite_ledger.claim("me", NOW, 10)) == 1
    assert (sqlite_ledger.backlog(NOW).sending, sqlite_ledger.backlog(NOW).stuck) == (1, 0)
    assert sqlite_ledger.backlog(NOW + timedelta(days=1)).stuck == 1
    sqlite_ledger.claim("another", NOW + timedelta(days=1), 10)
    assert sqlite_ledger.taken_over == 1


def test_totals_tell_the_failed_from_the_waiting(ledger: Ledger) -> None:
    message(ledger, 1, "queued")
    message(ledger, 2, "failed")
    message(ledger, 3, "sent")
    notice(ledger, 1, "planned", "due", 1)
    notice(ledger, 2, "planned", "due", 2)
    notice(ledger, 3, "planned", "late-0", 2)
    notice(ledger, 4, "sent", "due", 3)
    notice(ledger, 5, "superseded", "remind-1", None)
    totals = ledger.totals()
    assert {key: count for key, count in totals.notices.items() if count} == {
        ("planned", "due"): 1,
        ("failed", "due"): 1,
        ("failed", "late-0"): 1,
        ("sent", "due"): 1,
        ("superseded", "remind-1"): 1,
    }
    assert dict(totals.messages) == {"queued": 1, "failed": 1, "sent": 1}


def test_a_database_that_is_gone_is_said_in_one_line(sqlite_ledger: Ledger) -> None:
    with writing(sqlite_ledger._engine) as connection:
        connection.exec_driver_sql("DROP TABLE notices")
    with pytest.raises(LedgerDownError) as error:
        sqlite_ledger.totals()
    assert "no such table: notices" in str(error.value)
    assert "SELECT" not in str(error.value)
    with pytest.raises(LedgerDownError), answering():
        sqlite_ledger.recorded()


def test_examining_makes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/kyhan.sqlite3"
    assert examine(url).state == "missing"
    assert list(tmp_path.iterdir()) == []


def test_a_ready_database(url: str, ledger: Ledger) -> None:
    notice(ledger, 1, "skipped", "due", None)
    seen = examine(url)
    assert (seen.state, seen.revision, seen.locked, seen.newest) == ("ready", HEAD, "", NOW)
    assert seen.journal == ("wal" if sqlite_file(url) else "")
    assert (seen.clock is None) == (sqlite_file(url) is not None)


def test_schemas_of_other_versions(sqlite_url: str, sqlite_ledger: Ledger) -> None:
    file = sqlite_file(sqlite_url)
    assert file is not None
    for revision, state in (("0000", "old"), ("9999", "new")):
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.close()
        assert examine(sqlite_url).state == state
    empty = file.with_name("empty.sqlite3")
    empty.touch()
    assert examine(f"sqlite:///{empty}").state == "empty"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.close()


def test_a_database_that_another_holds_cannot_be_written(
    sqlite_url: str, sqlite_ledger: Ledger
) -> None:
    file = sqlite_file(sqlite_url)
    assert file is not None
    with locked(file):
        assert "database is locked" in examine(sqlite_url).locked
    assert examine(sqlite_url).locked == ""


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "kyhan.sqlite3"
    file.write_bytes(b"not a database at all, but long enough to be one " * 20)
    seen = examine(f"sqlite:///{file}")
    assert (seen.state, "not a database" in seen.error) == ("down", True)


def test_a_server_that_is_not_there() -> None:
    seen = examine("postgresql+psycopg://kyhan:hush@127.0.0.1:9/kyhan")
    assert seen.state == "down"
    assert "hush" not in seen.error + named("postgresql+psycopg://kyhan:hush@127.0.0.1:9/kyhan")


def test_who_holds_an_sqlite_file(sqlite_url: str, sqlite_ledger: Ledger) -> None:
    file = sqlite_file(sqlite_url)
    assert file is not None
    assert holder(file) is None
    with held(file.with_name(f"{file.name}.lock")):
        assert str(holder(file)).isdecimal()
    assert holder(file) is None
    open_engine(sqlite_url).dispose()
