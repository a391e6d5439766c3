"""When mail is held back: pure decisions, each with its named reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ledger.holds import ClockMark
from rules.text import Text

BUSY_DAYS, BUSY_TIMES = 30, 3  # three times the busiest day of the last 30 is not suspicious


@dataclass(frozen=True, slots=True)
class ClockFault:
    """A clock that is `by` so much `ahead` of the uptime, or `behind` the last pass.

    `absent`: so long ago is the last pass, of another boot, that the clock alone cannot say so.
    """

    name: Literal["ahead", "absent", "behind"]
    by: timedelta
    reason: Text


def mass_limit(hold_above: int, busiest: int) -> int:
    """The most messages a pass may send unasked: the greater of the two.

    `hold_above` as configured; `busiest`: the most messages of a day in the last `BUSY_DAYS`.
    """
    return max(hold_above, BUSY_TIMES * busiest)


def clock_fault(
    reading: ClockMark, marks: Sequence[ClockMark], tolerance: timedelta
) -> ClockFault | None:
    """What is wrong with the clock, judged by the `marks` of earlier passes; None where it is fine.

    The machine's uptime cannot be set, so within one boot it says how long it has really been: a
    daemon that was stopped for a week is not told from its clock, but by it. After another boot
    nothing vouches for the time between: an absence longer than the `tolerance` is a fault too.
    """
    if not marks:
        return None
    highest = max(mark.now for mark in marks)
    if reading.now < highest - tolerance:
        return _behind(reading.now, highest)
    own = next((mark for mark in marks if mark.boot == reading.boot), None)
    if own is not None and own.uptime <= reading.uptime:
        drift = (reading.now - own.now) - timedelta(seconds=reading.uptime - own.uptime)
        if drift < -tolerance:
            return _behind(reading.now, reading.now - drift)
        return _ahead(drift) if drift > tolerance else None
    absent = reading.now - highest
    return _absent(absent) if absent > tolerance else None


def _ahead(drift: timedelta) -> ClockFault:
    vi, en = _span(drift)
    return ClockFault("ahead", drift, Text(
        f"Đồng hồ máy nhảy tới trước {vi} so với thời gian máy đã chạy.",
        f"The machine's clock has jumped {en} ahead of the time the machine has been running.",
    ))  # fmt: skip


def _absent(gap: timedelta) -> ClockFault:
    vi, en = _span(gap)
    return ClockFault("absent", gap, Text(
        f"Theo đồng hồ máy, lượt cuối cách đây {vi} và máy đã khởi động lại: đồng hồ có thể sai.",
        f"By the machine's clock the last pass was {en} ago, and the machine was restarted since: "
        "the clock may be wrong.",
    ))  # fmt: skip


def _behind(now: datetime, expected: datetime) -> ClockFault:
    gap = expected - now
    vi, en = _span(gap)
    return ClockFault("behind", gap, Text(
        f"Đồng hồ máy chậm {vi} so với lượt cuối cùng.",
        f"The machine's clock is {en} behind the last pass.",
    ))  # fmt: skip


def _span(gap: timedelta) -> tuple[str, str]:
    hours = round(gap / timedelta(hours=1))
    if hours < 48:
        return f"{hours} giờ", f"{hours} hours"
    return f"{hours // 24} ngày", f"{hours // 24} days"
