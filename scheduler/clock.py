"""The only file that reads the clock. Everything else takes `now`, `today` or a `Clock`."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import cached_property
from pathlib import Path
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

_NOON = time_of_day(12)
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """What tells the time: the machine's own clock, or a pretended one."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""


@runtime_checkable
class Timekeeper(Clock, Protocol):
    """A clock that can be found wrong, since the machine's uptime stands beside it."""

    @property
    def boot(self) -> str:
        """Which boot of which machine the uptime is counted from."""

    def uptime(self) -> float:
        """Seconds since that boot, sleep included. Nobody can set it."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def boot(self) -> str:
        """The kernel's name for this boot."""
        return _BOOT_ID.read_text(encoding="ascii").strip()

    def uptime(self) -> float:
        """Seconds since the boot, sleep included (CLOCK_BOOTTIME)."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)


class Pretended:
    """A clock set to noon of a pretended day in `zone`; from then on it runs like any other."""

    def __init__(self, day: date, zone: ZoneInfo) -> None:
        self._start = noon(day, zone)
        self._since = time.monotonic()

    def now(self) -> datetime:
        """The pretended instant, aware, in UTC."""
        return self._start + timedelta(seconds=time.monotonic() - self._since)


def noon(day: date, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a pretended day begins."""
    return datetime.combine(day, _NOON, zone).astimezone(UTC)


def clock_for(day: date | None, zone: ZoneInfo) -> Clock:
    """The pretended clock of `--today DAY`, or the machine's where no day is given."""
    return SystemClock() if day is None else Pretended(day, zone)


def today(clock: Clock, zone: ZoneInfo) -> date:
    """The civil day it is in `zone`."""
    return clock.now().astimezone(zone).date()
