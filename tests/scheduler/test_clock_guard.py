"""What is wrong with a clock, by the uptime and by the last pass; and that a hold clears up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ledger.holds import ClockMark
from ledger.store import Ledger
from scheduler.clock import Clock, Pretended, SystemClock, Timekeeper
from scheduler.clock_guard import ClockGuard
from scheduler.holds import clock_fault, mass_limit
from tests.scheduler.moved_clock import MovedClock
from tests.scheduler.stage import HANOI

START = datetime(2019, 3, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def mark(hours: float, uptime: float, boot: str = "a") -> ClockMark:
    """So many hours of the clock after the start, and of uptime."""
    return ClockMark(boot, START + timedelta(hours=hours), uptime * 3600)


@pytest.mark.parametrize(
    ("reading", "fault"),
    [
        (mark(0, 100), None),
        (mark(1, 101), None),
        (mark(-1, 100), None),  # an hour back: nobody is told twice, the keys see to it
        (mark(24, 101), None),  # 23 hours ahead
        (mark(26, 101), "ahead"),
        (mark(400 * 24, 100), "ahead"),
        (mark(400 * 24, 100 + 400 * 24), None),  # the daemon was stopped, the machine was not
        (mark(-23, 101), None),
        (mark(-25, 100), "behind"),
        (mark(0, 130), "behind"),  # 30 hours have gone by, the clock has not moved
        (mark(23, 1, "b"), None),  # restarted, off for a night
        (mark(25, 1, "b"), "absent"),
        (mark(-25, 1, "b"), "behind"),
        (mark(25, 1, "a"), "absent"),  # less uptime than before: it is no proof of anything
    ],
)
def test_a_clock_is_judged_by_the_uptime_and_the_last_pass(
    reading: ClockMark, fault: str | None
) -> None:
    found = clock_fault(reading, [mark(0, 100)], DAY)
    assert (found.name if found else None) == fault


def test_the_first_start_believes_its_clock() -> None:
    assert clock_fault(mark(0, 0), [], DAY) is None


def test_among_several_machines_each_is_judged_by_its_own_uptime_and_by_the_latest_pass() -> None:
    marks = [mark(200, 7, "b"), mark(0, 100, "a")]
    assert clock_fault(mark(200, 300, "a"), marks, DAY) is None
    behind = clock_fault(mark(100, 200, "a"), marks, DAY)
    assert behind is not None
    assert (behind.name, behind.by) == ("behind", timedelta(hours=100))


@pytest.mark.parametrize(
    ("configured", "busiest", "limit"), [(200, 0, 200), (200, 66, 200), (200, 67, 201), (5, 2, 6)]
)
def test_a_pass_may_send_the_greater_of_the_two(configured: int, busiest: int, limit: int) -> None:
    assert mass_limit(configured, busiest) == limit


def test_the_machines_clock_can_be_judged_and_a_pretended_one_is_believed(ledger: Ledger) -> None:
    clocks: list[Clock] = [SystemClock(), Pretended(START.date(), HANOI)]
    assert [isinstance(each, Timekeeper) for each in clocks] == [True, False]
    assert len(SystemClock().boot) == 36
    ledger.mark_clock(mark(0, 0))
    assert ClockGuard(clocks[1], ledger).check(DAY) is None
    assert [each.now for each in ledger.clock_marks()] == [START]


def test_a_hold_clears_up_when_the_clock_agrees_again(ledger: Ledger) -> None:
    clock = MovedClock(START)
    guard = ClockGuard(clock, ledger)
    assert guard.check(DAY) is None
    clock.jump(days=3)
    assert not guard.trusts(DAY)
    fault = guard.check(DAY)
    assert fault is not None
    assert fault.name == "ahead"
    assert guard.check(DAY) is not None
    assert [each.kind for each in ledger.holding()] == ["clock"]
    clock.jump(days=-3)
    clock.go(minutes=5)
    assert guard.check(DAY) is None
    assert guard.trusts(DAY)
    assert ledger.holding() == ()
    assert [each.kind for each in ledger.audit_rows()] == ["hold", "release"]


def test_a_person_may_say_that_the_clock_is_right(ledger: Ledger) -> None:
    clock = MovedClock(START)
    guard = ClockGuard(clock, ledger)
    guard.check(DAY)
    clock.jump(days=-400)
    assert guard.check(DAY) is not None
    ledger.release_held("Lan", clock.now())
    assert guard.check(DAY) is None
    clock.go(minutes=5)
    assert guard.check(DAY) is None


def test_a_process_after_this_one_knows_the_clock_to_be_wrong(ledger: Ledger) -> None:
    clock = MovedClock(START)
    ClockGuard(clock, ledger).check(DAY)
    clock.jump(days=400)
    clock.reboot()
    fault = ClockGuard(clock, ledger).check(DAY)
    assert fault is not None
    assert fault.name == "absent"
    assert "400 days" in fault.reason.en
    assert "400 ngày" in fault.reason.vi


def test_a_moved_clock_is_seen_once(ledger: Ledger) -> None:
    clock = MovedClock(START)
    guard = ClockGuard(clock, ledger)
    seen = [guard.moved()]
    clock.go(seconds=5)
    seen.append(guard.moved())
    clock.jump(hours=-1)
    clock.go(seconds=5)
    seen += [guard.moved(), guard.moved()]
    assert seen == [0.0, 0.0, -3600.0, 0.0]
