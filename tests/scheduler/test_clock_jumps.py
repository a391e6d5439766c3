"""Must show: a clock that jumps by an hour, three days or 400 days, forwards and back.

The real daemon's passes on a machine whose clock is moved by hand. Two departments owe
a report due Monday 4 March 2019; on Friday 1 March at 10:00 the clock jumps, and a day of true time
later somebody puts it right. What is counted is the mail that left, against a clock left alone.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.store import Ledger
from scheduler.config import load_config
from scheduler.current import Current
from scheduler.daemon import Daemon
from scheduler.site import load_site
from tests.scheduler.moved_clock import MovedClock
from tests.scheduler.small_city import write_city
from tests.scheduler.stage import at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = {
    "none": timedelta(),
    "1 hour forwards": HOUR,
    "1 hour back": -HOUR,
    "3 days forwards": 3 * DAY,
    "3 days back": -3 * DAY,
    "400 days forwards": 400 * DAY,
    "400 days back": -400 * DAY,
}
Mail = tuple[str, str]  # the day in its Date header, the recipient


class Machine:
    """A daemon on a clock that can be moved, with a Maildir to count."""

    def __init__(
        self, folder: Path, ledger: Ledger, clock: MovedClock, loop: asyncio.Runner
    ) -> None:
        self.folder, self.ledger, self.clock, self.loop = folder, ledger, clock, loop
        self.start()

    def start(self) -> None:
        path = self.folder / "config.toml"
        config, problems = load_config(path, {})
        assert config is not None, problems
        self.daemon = Daemon(Current(path, config, load_site(config)), self.ledger, self.clock)

    def hours(self, count: int, *, step: int = 6) -> None:
        """So many hours of true time, a pass every `step`."""
        for _ in range(0, count, step):
            self.clock.go(hours=step)
            self.loop.run(self.daemon.deliver())

    def mails(self) -> list[Mail]:
        parsed = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in (self.folder / "mail" / "new").glob("*")
        ]
        return sorted((f"{mail['Date'].datetime:%Y-%m-%d}", str(mail["To"])) for mail in parsed)

    def rungs(self) -> Counter[tuple[str, str]]:
        """Every rung that was sent, and to whom: the key without the occurrence, which is one."""
        return Counter(
            (each.key.rung, each.key.recipient)
            for each in self.ledger.told()
            if each.outcome == "sent"
        )


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """Friday 22 February 2019, 09:00 in Việt Nam."""
    write_city(folder)
    url = f"sqlite:///{folder}/kyhan.sqlite3"
    with Ledger.open(url) as ledger, asyncio.Runner() as loop:
        yield Machine(folder, ledger, MovedClock(at("2019-02-22", 9)), loop)


@dataclass(frozen=True)
class Outcome:
    held: str
    while_wrong: int
    in_all: int
    twice: int
    rungs: Counter[tuple[str, str]]


def live_through(folder: Path, jump: timedelta, *, released: bool = False) -> Outcome:
    """Up to Friday 15 March; the clock is wrong from 1 March 10:00 for a day, or stays as it is
    where it is `released`: it was right, and what it had stood for before was wrong.
    """
    with machine(folder) as it:
        it.hours(7 * 24)
        it.hours(1, step=1)
        before = len(it.mails())
        it.clock.jump(hours=jump / HOUR)
        it.hours(24, step=1)
        fault = it.daemon._guard.fault
        while_wrong = len(it.mails()) - before
        if released:
            it.ledger.release_held("Lan", it.clock.now())
        else:
            it.clock.jump(hours=-jump / HOUR)
        it.hours(13 * 24)
        rungs = it.rungs()
        mails = Counter(it.mails())
        return Outcome(
            fault.name if fault else "", while_wrong, mails.total(),
            sum(count - 1 for count in (*mails.values(), *rungs.values())), rungs,
        )  # fmt: skip


# By hand, for each department: remind-5 on 25/2, remind-3 on 27/2, remind-1 on 1/3 (by 10:00 sent),
# due on 4/3, late-0 on 5/3, late-2 on 7/3 (officer and head), late-5 on 12/3 (both).
# 22/2 itself: remind-10 of 18/2 was missed, told late: 5 working days more than remind-5.
RUNGS = {
    "remind-10": 2, "remind-5": 2, "remind-3": 2, "remind-1": 2, "due": 2, "late-0": 2,
    "late-2": 4, "late-5": 4,
}  # fmt: skip


@pytest.mark.parametrize("name", JUMPS)
def test_a_wrong_clock_that_is_put_right_costs_and_doubles_nothing(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    jump = JUMPS[name]
    outcome = live_through(tmp_path, jump)
    far = abs(jump) > DAY
    with capsys.disabled():
        sys.stdout.write(
            f"\n{name:>18}: held {outcome.held or '-':>6}, mails while wrong {outcome.while_wrong},"
            f" in all {outcome.in_all}, twice {outcome.twice}"
        )
    assert outcome.held == (("ahead" if jump > HOUR else "behind") if far else "")
    assert (outcome.while_wrong, outcome.twice) == (0, 0)
    assert Counter(rung for rung, _ in outcome.rungs.elements()) == RUNGS
    assert outcome.in_all == sum(RUNGS.values())


def newest_after(rungs: Counter[tuple[str, str]], known: set[str]) -> list[str]:
    return sorted(rung for rung, _ in rungs.elements() if rung not in known)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        # Friday 1/3 10:00 becomes Monday 4/3 10:00: due; released on Tuesday 5/3 10:00: late-0 is
        # the newest; then as ever
        ("3 days forwards", {"late-0": 2, "late-2": 4, "late-5": 4}),
        # 1/3/2019 becomes 4/4/2020, a Saturday: nobody is told of two days off, then one mail each,
        # and one more every five working days
        ("400 days forwards", None),
        # back to 26/2: remind-3, remind-1 are known; due on 4/3 by that clock, late-0 on 5/3; it
        # ends on 12/3 less three days
        ("3 days back", {"due": 2, "late-0": 2, "late-2": 4, "late-5": 4}),
        ("400 days back", {}),
    ],
)
def test_a_jump_that_was_right_catches_up_once(
    tmp_path: Path, name: str, told: dict[str, int] | None
) -> None:
    outcome = live_through(tmp_path, JUMPS[name], released=True)
    assert (outcome.while_wrong, outcome.twice) == (0, 0)
    new = Counter(newest_after(outcome.rungs, {"remind-10", "remind-5", "remind-3", "remind-1"}))
    if told is not None:
        assert new == told
    else:
        assert all(rung.startswith("late-") for rung in new)
        assert set(new.values()) == {4}  # officer and head of two departments, each rung once


def test_a_restart_with_a_clock_far_ahead_starts_held(tmp_path: Path) -> None:
    with machine(tmp_path) as it:
        it.hours(7 * 24)
        before = len(it.mails())
        it.clock.jump(days=400)
        it.clock.reboot()
        it.start()
        it.hours(48)
        assert len(it.mails()) == before
        assert [each.kind for each in it.ledger.holding()] == ["clock"]
