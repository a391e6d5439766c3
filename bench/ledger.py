"""The ledger with a million of everything: a pass, a poll and the audit, against bare SQL.

A pass: 1,000 agencies owe 1,000 slots, one due each working day from 100 days ago on; what is past
was told by six rungs each and done. Today three slots stand five days before their due date: 3,000
notices in 1,000 mails. The floor reads the open rungs and writes the same rows with sqlite3 alone.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, insert

from ledger import tables
from ledger.audit import AuditEntry, State, append
from ledger.engine import open_engine, writing
from ledger.store import Ledger
from rules.dates import apply_working_days
from rules.deadline import Bound
from rules.directory import Agency, Contacts
from rules.plan import Duty, Plan
from rules.schedule import Assignee, Schedule, Slot
from scheduler.config import Config, Mail
from scheduler.enqueue import enqueue_pass
from scheduler.site import Site

from .expand import shipped_site

AGENCIES, PAST, FUTURE, TWINS = 1_000, 100, 898, 3
TODAY = date(2019, 6, 3)  # a Monday
NOW = datetime(2019, 6, 3, 2, tzinfo=UTC)  # nine in the morning in Việt Nam
RUNGS = ("remind-10", "remind-5", "remind-3", "remind-1", "due", "late-0")
CONFIG = Config(mail=Mail(from_="kyhan@example.org", domain="example.org", hold_above=100_000))
MILLION = 1_000_000
OPEN_RUNGS = "SELECT plan, ref, label, agency, due, rung, recipient FROM notices WHERE live"


def median(work: Callable[[], object], tidy: Callable[[], object], rounds: int = 5) -> float:
    """Seconds of the wall clock: the median of `rounds`, after one to warm up."""
    seconds = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
        tidy()
    return statistics.median(seconds[1:])


def show(name: str, ours: float, floor: float) -> None:
    print(f"  {name:<58} {ours * 1000:>10,.2f} ms {floor * 1000:>10,.2f} ms {ours / floor:>7.2f} x")


def schedule_of(site: Site) -> Schedule:
    """A million occurrences, a slot each working day and three on the fifth from today."""
    working_days = site.working_days
    duty = Duty(ref="I.1", kind="report", title="Báo cáo", lead=("@xa",))
    plan = Plan(
        id="p", title="Kế hoạch", number="1/QĐ", issued=date(2018, 12, 1), issuer="ubnd",
        coordinator="so-noi-vu", directory="hanoi", period=(2019, 2022), duties=(duty,),
    )  # fmt: skip
    who = tuple(
        Assignee(
            Agency(
                id=f"xa-{number}", vi=f"Xã {number}", en=f"Commune {number}", kind="xa",
                contacts=Contacts(officer=f"xa-{number}@example.org"),
            ),
            "các xã",
        )
        for number in range(AGENCIES)
    )  # fmt: skip
    first = working_days.add(TODAY, -PAST - 20)
    past = [working_days.add(first, number) for number in range(PAST)]
    aim = working_days.add(TODAY, 5)
    later = [working_days.add(TODAY, 20) + timedelta(days=number) for number in range(FUTURE - 1)]
    slots = []
    for number, stated in enumerate([*past, *[aim] * TWINS, *later]):
        dates = apply_working_days(stated, Bound.BY, plan.policy, working_days)
        slots.append(
            Slot(
                plan, duty, f"n{number:04}", None, None, stated, Bound.BY, dates.due,
                dates.late_from, assumed=False, hour="", data=None, reasons=dates.reasons,
                moved_by=dates.moved_by, predicted=False, waits_for="", assignees=who,
            )
        )  # fmt: skip
    return Schedule(slots, {"p": plan}, site.directories, working_days)


def notice_rows(schedule: Schedule) -> Iterator[dict[str, object]]:
    """Six rungs of what is past, and the first of what is due in five days."""
    for slot in schedule.dated[: PAST + TWINS]:
        past = slot.due is not None and slot.due < TODAY
        for assignee in slot.assignees:
            for rung in RUNGS if past else RUNGS[:1]:
                yield {
                    "plan": "p", "ref": "I.1", "label": slot.label, "agency": assignee.agency.id,
                    "due": slot.due, "rung": rung, "recipient": assignee.agency.contacts.officer,
                    "role": "officer", "rung_day": slot.due, "late": 0, "outcome": "sent",
                    "reason_vi": "Nhắc trước hạn.", "reason_en": "Reminder.", "message": None,
                    "recorded_at": NOW - timedelta(days=1), "live": not past,
                }  # fmt: skip


def fill(engine: Engine, schedule: Schedule) -> None:
    with writing(engine) as connection:
        connection.execute(
            insert(tables.completions),
            [
                {"occurrence": f"{slot.key}/{each.agency.id}", "day": slot.due, "number": "1/BC",
                 "by": "lan", "recorded_at": NOW - timedelta(days=1)}
                for slot in schedule.dated[:PAST] for each in slot.assignees
            ],
        )  # fmt: skip
        rows = notice_rows(schedule)
        while some := list(islice(rows, 50_000)):
            connection.execute(insert(tables.notices), some)


def future_messages(engine: Engine) -> None:
    """A million mails that wait for another day."""
    with writing(engine) as connection:
        for start in range(0, MILLION, 50_000):
            connection.execute(
                insert(tables.messages),
                [
                    {"recipient": f"{number}@example.org", "day": TODAY + timedelta(days=90),
                     "message_id": f"<{number}@example.org>", "state": "queued", "created_at": NOW,
                     "next_attempt": NOW + timedelta(days=90)}
                    for number in range(start, start + 50_000)
                ],
            )  # fmt: skip


def bench_pass(folder: Path) -> None:
    schedule = schedule_of(shipped_site())
    file = folder / "pass.sqlite3"
    with Ledger.open(f"sqlite:///{file}") as ledger:
        fill(open_engine(f"sqlite:///{file}"), schedule)
        bare = sqlite3.connect(file, isolation_level=None)
        bare.execute("PRAGMA synchronous = FULL")
        made: list[list[tuple[object, ...]]] = []

        def ours() -> None:
            done = enqueue_pass(schedule, ledger, now=NOW, config=CONFIG).enqueued
            assert (done.planned, done.messages) == (TWINS * AGENCIES, AGENCIES)

        def again() -> None:
            made[:] = [
                bare.execute("SELECT * FROM messages").fetchall(),
                bare.execute("SELECT * FROM notices WHERE message IS NOT NULL").fetchall(),
            ]
            bare.execute("DELETE FROM notices WHERE message IS NOT NULL")
            bare.execute("DELETE FROM messages")

        def floor() -> None:
            bare.execute("BEGIN IMMEDIATE")
            assert bare.execute(OPEN_RUNGS).fetchall()
            for table, rows in zip(("messages", "notices"), made, strict=True):
                marks = ", ".join("?" * len(rows[0]))
                bare.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
            bare.execute("COMMIT")

        title = f"{len(schedule.slots) * AGENCIES:,} occurrences, {PAST * AGENCIES:,} of them done"
        print(f"\n{title}; ours, floor, ratio")
        spent = median(ours, again)
        show("a pass that writes 3,000 notices in 1,000 mails", spent, median(floor, again))
        ours()
        idle = median(lambda: enqueue_pass(schedule, ledger, now=NOW, config=CONFIG), int)
        show(
            "the next pass, with nothing to do",
            idle,
            median(lambda: bare.execute(OPEN_RUNGS).fetchall(), int),
        )
        bare.close()


def bench_poll(folder: Path) -> None:
    file = folder / "poll.sqlite3"
    with Ledger.open(f"sqlite:///{file}") as ledger:
        future_messages(open_engine(f"sqlite:///{file}"))
        bare = sqlite3.connect(file, isolation_level=None)
        query = (
            "SELECT id FROM messages WHERE state IN ('queued', 'sending') AND next_attempt <= ?"
            " LIMIT 1"
        )

        def ours() -> None:
            for _ in range(1_000):
                assert ledger.claim("bench", NOW, 10) == []

        def floor() -> None:
            for _ in range(1_000):
                assert bare.execute(query, (str(NOW)[:19],)).fetchone() is None

        print("\n1,000,000 mails waiting for another day; ours, floor, ratio")
        show("1,000 polls", median(ours, int), median(floor, int))
        bare.close()


def bench_audit(folder: Path) -> None:
    file = folder / "audit.sqlite3"
    with Ledger.open(f"sqlite:///{file}") as ledger:
        engine = open_engine(f"sqlite:///{file}")
        record: State = {"by": "lan", "number": "12/BC", "on": TODAY, "recorded_at": NOW}
        for start in range(0, MILLION, 10_000):
            keys = (
                f"p/I.1/n{number:07}/xa-{number % 1000}" for number in range(start, start + 10_000)
            )
            rows = [AuditEntry("completion", key, "lan", None, record) for key in keys]
            with writing(engine) as connection:
                append(connection, rows, NOW)
        bare = sqlite3.connect(file, isolation_level=None)

        def ours() -> None:
            found = ledger.verify_audit()
            assert (found.rows, found.first_bad) == (MILLION, None)

        def floor() -> None:
            for _ in bare.execute("SELECT * FROM audit ORDER BY id"):
                pass

        print("\nThe audit; ours, the rows only read, ratio")
        show("1,000,000 rows verified", median(ours, int, 1), median(floor, int, 1))
        bare.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kyhan-bench-") as name:
        for bench in (bench_pass, bench_poll, bench_audit):
            bench(Path(name))


if __name__ == "__main__":
    main()
